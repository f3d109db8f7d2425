"""What a workbench is told about its people here: who is on the course team, and who is in the course."""

from functools import cached_property

from common.djangoapps.student.models import CourseEnrollment
from django.contrib.auth import get_user_model
from xblock.reference.user_service import UserService as BaseUserService
from xblock.reference.user_service import XBlockUser


class UserService(BaseUserService):
    """Names whoever the runtime was made for. The workbench sets ``runtime`` after making the service."""

    runtime = None

    @cached_property
    def _staff(self):
        return get_user_model().objects.filter(username=self.runtime.user_id, is_staff=True).exists()

    def get_current_user(self):
        word = self.runtime.user_id
        user = XBlockUser(is_current_user=True)
        user.opt_attrs = {"xblock-workbench.user_id": word, "edx-platform.user_is_staff": word is not None and self._staff}
        return user


class EnrollmentsService:
    """The workbench has one course: every enrolment there is, is in it."""

    runtime = None

    def get_active_enrollments_by_course(self, course_id):
        return CourseEnrollment.objects.filter(is_active=True)
