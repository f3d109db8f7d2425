"""What a course offers its blocks in the workbench, under the LMS's attribute names."""

from common.djangoapps.student.models import CourseEnrollment
from django.contrib.auth import get_user_model
from xblock.reference.user_service import UserService, XBlockUser


class WorkbenchUserService(UserService):
    """Who is asking: the person the address names. The unauthenticated route names nobody."""

    runtime = None

    def get_current_user(self):
        word = self.runtime.user_id
        user = XBlockUser(is_current_user=True)
        account = get_user_model().objects.filter(username=word).first()
        user.opt_attrs.update(
            {
                "edx-platform.is_authenticated": account is not None,
                "edx-platform.user_is_staff": bool(account and account.is_staff),
                "xblock-workbench.user_id": word,
            }
        )
        if account:
            user.opt_attrs.update({"edx-platform.user_id": word, "edx-platform.username": word})
        return user


class WorkbenchEnrollmentsService:
    """Who is in the course. There is one, so its id is not looked at."""

    runtime = None

    def get_active_enrollments_by_course(self, course_id):
        return CourseEnrollment.objects.filter(is_active=True)
