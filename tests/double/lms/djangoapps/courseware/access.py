"""Who may do what (``lms/djangoapps/courseware/access.py``)."""

from common.djangoapps.student.roles import has_user
from xmodule.modulestore.django import STORE

from lms.djangoapps.courseware.masquerade import get_masquerade_role


def has_access(user, action, obj, course_key=None):
    """``has_access``: ``load`` a block goes by start date, staff only and content groups, never by enrolment;
    ``staff`` and ``instructor`` are asked of a course's key.
    """
    if action == "load":
        return obj.scope_ids.usage_id not in STORE[course_key].closed.get(user.username, ())
    return _has_access_to_course(user, action, obj)


def _has_access_to_course(user, level, course_key):
    """``_has_access_to_course``: nobody who is not signed in, or looks at the course as a learner."""
    if not user.is_authenticated or get_masquerade_role(user, course_key) == "student":
        return False
    everywhere, staff, instructor = administrative_accesses_to_course_for_user(user, course_key)
    return everywhere or instructor or (staff and level == "staff")


def administrative_accesses_to_course_for_user(user, course_key):
    """``administrative_accesses_to_course_for_user``: global staff, staff of the course or its organisation, instructor."""
    return user.is_staff, has_user(user, "staff", course_key), has_user(user, "instructor", course_key)


def get_user_role(user, course_key):
    """``get_user_role``: a masquerade's role goes before one's own; global staff are instructors."""
    own = next((level for level in ("instructor", "staff") if has_access(user, level, course_key)), "student")
    return get_masquerade_role(user, course_key) or own
