"""Who may load a block (``lms/djangoapps/courseware/access.py``)."""

from xmodule.modulestore.django import STORE


def has_access(user, action, obj, course_key=None):
    """``has_access(user, 'load', block)``: start date, staff only, content groups; never whether somebody is enrolled."""
    assert action == "load"
    return obj.scope_ids.usage_id not in STORE[course_key].closed.get(user.username, ())
