"""Services of the LMS runtime, each with what a call costs there."""

from common.djangoapps.student.models import CourseEnrollment
from openedx.core.djangoapps.user_api.models import UserPreference
from xblock.reference.user_service import UserService, XBlockUser

LISTED = ("pref-lang", "time_zone")
"""``USER_PREFERENCES_WHITE_LIST``."""


class DjangoXBlockUserService(UserService):
    """``common/djangoapps/xblock_django/user_service.py``: each question reads all preferences, and the first the profile."""

    def __init__(self, django_user, staff, role):
        super().__init__()
        self._django_user, self._staff, self._role = django_user, staff, role

    def get_current_user(self):
        user = XBlockUser(is_current_user=True)
        if self._django_user.is_anonymous:
            user.opt_attrs["edx-platform.is_authenticated"] = False
            return user
        user.full_name = self._django_user.profile.name if hasattr(self._django_user, "profile") else None
        user.emails = [self._django_user.email]
        preferences = dict(UserPreference.objects.filter(user=self._django_user).values_list("key", "value"))
        user.opt_attrs.update(
            {
                "edx-platform.is_authenticated": True,
                "edx-platform.user_id": self._django_user.id,
                "edx-platform.username": self._django_user.username,
                "edx-platform.user_preferences": {key: preferences[key] for key in LISTED if key in preferences},
                "edx-platform.user_is_staff": self._staff,
                "edx-platform.user_is_global_staff": self._django_user.is_staff,
                "edx-platform.user_role": self._role,
            }
        )
        return user


class StudioUserService(UserService):
    """The same service in Studio: signed in, but without a word on staff; the editor's has no role either."""

    def __init__(self, django_user, role=None):
        super().__init__()
        self._django_user, self._role = django_user, role

    def get_current_user(self):
        user = XBlockUser(is_current_user=True)
        user.opt_attrs.update(
            {
                "edx-platform.is_authenticated": True,
                "edx-platform.user_id": self._django_user.id,
                "edx-platform.username": self._django_user.username,
            }
        )
        if self._role:
            user.opt_attrs["edx-platform.user_role"] = self._role
        return user


class EnrollmentsService:
    """``openedx/core/djangoapps/enrollments/services.py EnrollmentsService``."""

    def get_active_enrollments_by_course(self, course_id):
        return CourseEnrollment.objects.filter(course_id=course_id, is_active=True)


class SettingsService:
    """``xmodule/services.py SettingsService``."""

    def get_settings_bucket(self, block, default=None):
        from django.conf import settings

        return getattr(settings, "XBLOCK_SETTINGS", {}).get(block.block_settings_key, default)
