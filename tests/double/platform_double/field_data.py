"""Field storage as in the LMS: ``lms/djangoapps/courseware/model_data.py`` and ``user_state_client.py``."""

import json

from lms.djangoapps.courseware.models import StudentModule
from xblock.exceptions import InvalidScopeError
from xblock.field_data import FieldData
from xblock.fields import Scope, UserScope


class FieldDataCache:
    """State of one person for the blocks of one unit, loaded before they are drawn (``FieldDataCache``)."""

    def __init__(self, keys, course_key, user, read_only=False):
        self.user, self.course_key, self.read_only = user, course_key, read_only
        self.cache = {}
        if not user.is_anonymous:
            rows = StudentModule.objects.filter(student__username=user.username, course_id=course_key, module_state_key__in=keys)
            self.cache = {row.module_state_key: json.loads(row.state) for row in rows if row.state is not None}

    def _own(self, user_id):
        """``FieldDataCache.get/set_many/has``: a key of another person is a fault, not a refusal."""
        if not self.user.is_anonymous:
            assert self.user.id == user_id

    def get(self, user_id, usage_key, name):
        self._own(user_id)
        return self.cache[usage_key][name]

    def has(self, user_id, usage_key, name):
        self._own(user_id)
        return name in self.cache.get(usage_key, {})

    def set_many(self, user_id, usage_key, values, block_type):
        """``UserStateCache.set_many``: merge and save all columns; afterwards only what was saved is remembered."""
        self._own(user_id)
        if self.user.is_anonymous or self.read_only:
            return
        row, _ = StudentModule.objects.get_or_create(
            student_id=user_id,
            course_id=self.course_key,
            module_state_key=usage_key,
            defaults={"state": "{}", "module_type": block_type},
        )
        row.state = json.dumps({**json.loads(row.state or "{}"), **values})
        row.save(force_update=True)
        self.cache[usage_key] = dict(values)


class SessionOverlay:
    """What staff write while seeing the course as a learner goes to their session (``MasqueradingKeyValueStore``)."""

    def __init__(self, cache, session):
        self.cache, self.session = cache, session

    def get(self, user_id, usage_key, name):
        if (str(usage_key), name) in self.session:
            return self.session[str(usage_key), name]
        return self.cache.get(user_id, usage_key, name)

    def has(self, user_id, usage_key, name):
        return (str(usage_key), name) in self.session or self.cache.has(user_id, usage_key, name)

    def set_many(self, user_id, usage_key, values, block_type):
        for name, value in values.items():
            self.session[str(usage_key), name] = value


class LmsFieldData(FieldData):
    """Authored fields are read-only, user state goes to the cache (``lms/djangoapps/lms_xblock/field_data.py``)."""

    def __init__(self, authored, student):
        self.authored, self.student = authored, student

    def _is_state(self, block, name):
        return block.fields[name].scope == Scope.user_state

    def get(self, block, name):
        if self._is_state(block, name):
            return self.student.get(block.scope_ids.user_id, block.scope_ids.usage_id, name)
        return self.authored[name]

    def has(self, block, name):
        if self._is_state(block, name):
            return self.student.has(block.scope_ids.user_id, block.scope_ids.usage_id, name)
        return name in self.authored

    def set(self, block, name, value):
        self.set_many(block, {name: value})

    def set_many(self, block, update_dict):
        if not all(self._is_state(block, name) for name in update_dict):
            raise InvalidScopeError(f"{sorted(update_dict)} are authored")
        ids = block.scope_ids
        self.student.set_many(ids.user_id, ids.usage_id, update_dict, ids.block_type)

    def delete(self, block, name):
        raise InvalidScopeError(name)

    def default(self, block, name):
        raise KeyError(name)


class AuthoredFieldData(FieldData):
    """Authored fields that can be written, and state that is nobody's (Studio's modulestore, ``CmsFieldData``)."""

    def __init__(self, authored):
        self.authored = authored

    def get(self, block, name):
        return self.authored[name]

    def has(self, block, name):
        return name in self.authored

    def set(self, block, name, value):
        if block.fields[name].scope.user != UserScope.NONE:
            raise InvalidScopeError(f"{name} is somebody's state")
        self.authored[name] = value

    def delete(self, block, name):
        del self.authored[name]

    def default(self, block, name):
        raise KeyError(name)
