"""The host services a course offers its blocks, as far as the demo needs them."""

import hashlib
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from xblock.reference.user_service import UserService as BaseUserService
from xblock.reference.user_service import XBlockUser

from .models import Completion
from .people import COURSE_GROUP

NOBODY = (None, "", "none", "None")
clock = timezone.now
"""What completions take their time from."""


class UserService(BaseUserService):
    """Says who is asking, in the LMS's words. The workbench sets ``runtime`` after making the service."""

    runtime: Any = None

    def get_current_user(self) -> XBlockUser:
        """Return the person the address names; the unauthenticated route names nobody."""
        return self._current

    @cached_property
    def _current(self) -> XBlockUser:
        """Looked up once: a service lives as long as one request."""
        word = getattr(self.runtime, "user_id", None)
        if word in NOBODY:
            nobody = XBlockUser(is_current_user=True)
            nobody.opt_attrs["edx-platform.is_authenticated"] = False
            nobody.opt_attrs["xblock-workbench.user_id"] = None
            return nobody
        person = User.objects.filter(username=word).first()
        staff = bool(person and person.is_staff)
        user = XBlockUser(
            is_current_user=True,
            emails=[person.email] if person and person.email else [],
            full_name=person.get_full_name() if person else "",
        )
        user.opt_attrs.update(
            {
                "edx-platform.is_authenticated": True,
                "edx-platform.user_id": word,
                "edx-platform.username": word,
                "edx-platform.user_is_staff": staff,
                "edx-platform.user_is_global_staff": bool(person and person.is_superuser),
                "edx-platform.user_role": "staff" if staff else "student",
                "edx-platform.anonymous_user_id": hashlib.sha256(f"demo:{word}".encode()).hexdigest()[:32],
                "edx-platform.user_preferences": {},
                "xblock-workbench.user_id": word,
            }
        )
        return user


class EnrollmentsService:
    """Who is in the course: the members of one group. Rows have a ``user``, as the LMS's enrolments do."""

    runtime: Any = None

    def get_active_enrollments_by_course(self, course_id: object) -> QuerySet[Any]:
        """Return everybody's enrolment. The demo has one course, so its id is not looked at."""
        return User.groups.through.objects.filter(group__name=COURSE_GROUP).select_related("user")

    def get_active_enrollments_by_course_and_user(self, course_id: object, user_id: str) -> Any:
        """Return one person's enrolment, or None."""
        return self.get_active_enrollments_by_course(course_id).filter(user__username=str(user_id)).first()


def read(person: str, usage: str) -> None:
    """Complete a lesson, as the LMS does with a text that somebody has had before them for five seconds.

    A lesson is all there is to complete in a unit of this course, so who opens the unit has completed it.
    """
    service = CompletionService()
    if not service.completed_by([person], [usage]):
        service.submit_group_completion(usage, 1.0, user_ids=[person])


class CompletionService:
    """Keeps completions in the demo's own table."""

    runtime: Any = None

    def completion_tracking_enabled(self) -> bool:
        """It always is."""
        return True

    def submit_completion(self, block_key: object, completion: float) -> None:
        """Store how far the current person is."""
        word = getattr(self.runtime, "user_id", None)
        if word not in NOBODY:
            self.submit_group_completion(block_key, completion, user_ids=[word])

    def submit_group_completion(
        self,
        block_key: object,
        completion: float,
        users: Iterable[User] | None = None,
        user_ids: Iterable[str] | None = None,
    ) -> None:
        """Store how far several people are, named by their accounts or their ids. What did not change keeps its time."""
        for word in [*(user.get_username() for user in users or ()), *(str(word) for word in user_ids or ())]:
            fresh = {"completion": completion, "changed": clock()}
            row, new = Completion.objects.get_or_create(person=word, usage=str(block_key), defaults=fresh)
            if not new and row.completion != completion:
                row.completion, row.changed = completion, clock()
                row.save()

    def get_completions(self, candidates: Iterable[object]) -> dict[object, float]:
        """Return how far the current person is in these blocks."""
        wanted = list(candidates)
        rows = Completion.objects.filter(person=str(getattr(self.runtime, "user_id", None)), usage__in=[str(key) for key in wanted])
        stored = dict(rows.values_list("usage", "completion"))
        return {key: stored.get(str(key), 0.0) for key in wanted}

    def completed_by(self, people: Collection[str], candidates: Collection[object]) -> QuerySet[Any]:
        """Return who of these people completed which of these blocks, and when. The LMS's service has no such question."""
        rows = Completion.objects.filter(person__in=people, usage__in=[str(key) for key in candidates], completion__gte=1)
        return rows.values_list("person", "usage", "changed")
