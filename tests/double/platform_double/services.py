"""Services of the LMS runtime, each with what a call costs there."""

from common.djangoapps.student.models import CourseAccessRole, CourseEnrollment
from django.contrib.auth import get_user_model
from xblock.reference.user_service import UserService, XBlockUser


def is_staff(user, course_key):
    """``has_access(user, 'staff', course)``: global staff, or a role in the course."""
    return not user.is_anonymous and (
        user.is_staff or CourseAccessRole.objects.filter(user=user, course_id=course_key, role__in=("staff", "instructor")).exists()
    )


class DjangoXBlockUserService(UserService):
    """``common/djangoapps/xblock_django/user_service.py``: each question reads two preferences."""

    def __init__(self, django_user, staff, role):
        super().__init__()
        self._django_user, self._staff, self._role = django_user, staff, role

    def get_current_user(self):
        user = XBlockUser(is_current_user=True)
        if self._django_user.is_anonymous:
            user.opt_attrs["edx-platform.is_authenticated"] = False
            return user
        for _preference in ("pref-lang", "time_zone"):
            get_user_model().objects.filter(pk=self._django_user.pk).exists()
        user.opt_attrs.update(
            {
                "edx-platform.is_authenticated": True,
                "edx-platform.user_id": self._django_user.id,
                "edx-platform.username": self._django_user.username,
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
    """``xmodule/services.py EnrollmentsService``."""

    def get_active_enrollments_by_course(self, course_id):
        return CourseEnrollment.objects.filter(course_id=course_id, is_active=True)


class SettingsService:
    """``xmodule/services.py SettingsService``."""

    def get_settings_bucket(self, block, default=None):
        from django.conf import settings

        return getattr(settings, "XBLOCK_SETTINGS", {}).get(block.block_settings_key, default)
