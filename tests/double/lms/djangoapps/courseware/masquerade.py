"""Looking at a course as somebody else (``lms/djangoapps/courseware/masquerade.py``)."""

from types import SimpleNamespace

from common.djangoapps.student.models import CourseEnrollment
from django.contrib.auth import get_user_model
from web_fragments.fragment import Fragment


def setup_masquerade(user, course_key, staff_access, chosen=None):
    """``setup_masquerade``: mark the account, and return who the block is bound to.

    ``chosen`` is "generic", "staff" (which changes nothing), or a learner. Only for staff, and only as somebody enrolled.
    """
    if not staff_access:
        return user
    user.masquerade_settings = {}
    if isinstance(chosen, str):
        user.masquerade_settings[course_key] = _chosen("student" if chosen == "generic" else chosen)
    elif chosen is not None and CourseEnrollment.objects.filter(user=chosen, course_id=course_key, is_active=True).exists():
        user.masquerade_settings[course_key] = _chosen("student", chosen.username)
        bound = get_user_model().objects.get(pk=chosen.pk)
        bound.masquerade_settings, bound.real_user = user.masquerade_settings, user
        return bound
    return user


def _chosen(role, user_name=None):
    return SimpleNamespace(role=role, user_name=user_name)


def get_masquerade_role(user, course_key):
    """``get_masquerade_role``: None where nobody masquerades."""
    return getattr(getattr(user, "masquerade_settings", {}).get(course_key), "role", None)


def is_masquerading_as_specific_student(user, course_key):
    """``is_masquerading_as_specific_student``."""
    return bool(getattr(getattr(user, "masquerade_settings", {}).get(course_key), "user_name", None))


def filter_displayed_blocks(block, fragment):
    """``filter_displayed_blocks``: as one learner, only blocks are shown that say they store nothing by other means."""
    if getattr(block, "show_in_read_only_mode", False):
        return fragment
    return Fragment("This type of component cannot be shown while viewing the course as a specific student.")
