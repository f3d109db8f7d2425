"""What a course offers its blocks in the workbench, under the LMS's attribute names."""

from common.djangoapps.student.models import CourseEnrollment
from django.conf import settings
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


class WorkbenchCompletionService:
    """How much people have completed, in memory. Unlike the LMS's service it tells it of others than who is asking."""

    runtime = clock = None
    rows = {}

    @classmethod
    def begin(cls, clock):
        """Forget everything, and go by this clock."""
        cls.clock, cls.rows = clock, {}

    def completion_tracking_enabled(self):
        return True

    def submit_group_completion(self, block_key, completion, users=None, user_ids=None):
        for word in user_ids:
            if self.rows.get((word, block_key), (None,))[0] != completion:
                self.rows[word, block_key] = (completion, self.clock.moment)

    def completed_by(self, people, candidates):
        return [
            (word, usage, moment)
            for (word, usage), (share, moment) in self.rows.items()
            if word in people and usage in candidates and share >= 1
        ]


class WorkbenchSettingsService:
    """What the operator of the site has set, where the LMS has it."""

    runtime = None

    def get_settings_bucket(self, block, default=None):
        return settings.XBLOCK_SETTINGS.get(block.block_settings_key, default)
