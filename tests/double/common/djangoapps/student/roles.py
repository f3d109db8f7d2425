"""Who is on a course's team (``common/djangoapps/student/roles.py``): the rows of ``CourseAccessRole``, and what openedx-authz grants."""

from openedx_authz.models import CasbinRule
from xmodule.modulestore.django import STORE

from common.djangoapps.student.models import CourseAccessRole

ACCESS_ROLES_INHERITANCE = {"staff": {"limited_staff"}}
"""``register_access_role``: which roles count as another."""
LEGACY_COURSE_ROLE_EQUIVALENCES = {
    "instructor": "course_admin",
    "staff": "course_staff",
    "limited_staff": "course_limited_staff",
    "data_researcher": "course_data_researcher",
    "beta_testers": "course_beta_tester",
}
"""``openedx_authz.constants.roles``. ``course_editor`` and ``course_auditor`` are nobody in the LMS."""
LEGACY = {new: old for old, new in LEGACY_COURSE_ROLE_EQUIVALENCES.items()}


def grant(user, role, scope):
    """``authz_api.assign_role_to_user_in_scope``; the scope is a course, ``course-v1:ORG+*``, or ``course-v1:*``."""
    CasbinRule.objects.create(ptype="g", v0=f"user^{user.username}", v1=f"role^{role}", v2=f"course-v1^{scope}")


def get_authz_compat_course_access_roles_for_user(user):
    """The same name there: grants as (role, organisation, course). One for the whole platform is one for each organisation."""
    for name, scope in CasbinRule.objects.filter(ptype="g", v0=f"user^{user.username}").values_list("v1", "v2"):
        role, scope = LEGACY.get(name.removeprefix("role^")), scope.removeprefix("course-v1^")
        if role is not None and scope == "course-v1:*":
            yield from {(role, key.org, "") for key in STORE}
        elif role is not None and scope.endswith("+*"):
            yield role, scope.removeprefix("course-v1:").removesuffix("+*"), ""
        elif role is not None:
            yield role, scope.removeprefix("course-v1:").partition("+")[0], scope


class RoleCache:
    """``RoleCache``: everything somebody is, read once and kept on their account (``RoleBase.has_user``)."""

    def __init__(self, user):
        rows = CourseAccessRole.objects.filter(user=user).values_list("role", "org", "course_id")
        self._roles = {(role, org, str(course or "")) for role, org, course in rows}
        self._roles |= set(get_authz_compat_course_access_roles_for_user(user))

    def has_role(self, role, course_id, org):
        """``has_role``: the role itself, or one that inherits from it."""
        return any((one, org, course_id) in self._roles for one in {role, *ACCESS_ROLES_INHERITANCE.get(role, ())})


def has_user(user, role, course_key):
    """``CourseRole.has_user`` or ``OrgRole.has_user``: never for an account that is not active."""
    if not (user.is_authenticated and user.is_active):
        return False
    if not hasattr(user, "_roles"):
        user._roles = RoleCache(user)
    return user._roles.has_role(role, str(course_key), course_key.org) or user._roles.has_role(role, "", course_key.org)
