"""What an LMS keeps of people, read and written by its own models: those of the double or those of a platform."""

from common.djangoapps.student.models import CourseEnrollment
from completion.models import BlockCompletion
from django.contrib.auth.models import AnonymousUser
from lms.djangoapps.courseware.models import StudentModule

from .world import NOBODY, World


class InLms(World):
    """A course of an LMS; ``course_key`` is its key."""

    course_key = None
    nullable = True
    ghost, ghost_name = "99999", "A former participant"

    def user(self, who):
        """Return somebody's account."""
        return AnonymousUser() if who == NOBODY else self.people[who]

    def id(self, who):
        """Return somebody's id, as the block keeps it."""
        return str(self.people[who].pk)

    def complete(self, who, leaf=None, share=1.0):
        """Complete a lesson of the unit, or both, at this moment."""
        for one in (leaf,) if leaf else self.leaves:
            row, _ = BlockCompletion.objects.submit_completion(self.people[who], one, share)
            BlockCompletion.objects.filter(pk=row.pk).update(modified=self.clock.moment)

    def share(self, who, block):
        """Return how much of a block somebody has completed, as the platform keeps it."""
        rows = BlockCompletion.objects.filter(user=self.people[who], block_key=block)
        return rows.values_list("completion", flat=True).first()

    def stored(self, who, block=None):
        """Return the text of somebody's row, or None."""
        rows = StudentModule.objects.filter(student=self.people[who], module_state_key=block or self.home)
        return rows.values_list("state", flat=True).first()

    def store(self, who, state):
        """Put a text into somebody's row, as it is."""
        StudentModule.objects.update_or_create(
            student=self.people[who], course_id=self.course_key, module_state_key=self.home,
            defaults={"state": state, "module_type": "mentorship"},
        )  # fmt: skip

    def rows(self):
        """Return the text of every row of the block's."""
        found = StudentModule.objects.filter(module_type="mentorship").values_list("module_state_key", "student", "state")
        return {(usage, str(student)): state for usage, student, state in found}

    def enroll(self, who):
        """Let somebody into the course."""
        CourseEnrollment.objects.update_or_create(user=self.people[who], course_id=self.course_key, defaults={"is_active": True})

    def unenroll(self, who):
        """Take somebody out of the course."""
        CourseEnrollment.objects.filter(user=self.people[who], course_id=self.course_key).update(is_active=False)
