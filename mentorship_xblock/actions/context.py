"""What an action is done in: the host, the program, the block and the time; and what is true after it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from ..authoring.program import Program
from ..domain.mentorship.message_edits import UNDO_WINDOW
from ..domain.notifications import Notification
from ..domain.record.log import Role
from ..domain.record.record import Record
from ..domain.record.values import PersonId
from ..domain.stored_state import StoredStates
from ..hosts.port import CourseUnit, Host, Person

NotificationWording = Callable[[Notification, Mapping[PersonId, Person], str], str]
"""What is said of news, with the people there are names for, in the language of this code."""


def current_server_time() -> datetime:
    """Return the time of the server."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class MentoringContext:
    """Where acts happen: the host, home's program, the block they are done in, and the time."""

    host: Host
    program: Program
    where: str = ""
    """The usage id of the block that is acted in."""
    hold: timedelta = UNDO_WINDOW
    """How long what somebody sends is theirs alone. The operator sets it."""
    clock: Callable[[], datetime] = current_server_time
    completed: dict[PersonId, Mapping[str, datetime]] = field(default_factory=dict)
    """When learners had completed the units of the plan, as far as the host was asked already."""
    words: NotificationWording | None = None
    """How news are worded for the host to notify people; None where the operator does not want it."""

    @cached_property
    def bound_units(self) -> Mapping[str, CourseUnit]:
        """The units that steps are bound to, by their names, as far as they are in the course; the host is asked once."""
        bound = {usage for usages in self.program.units.values() for usage in usages}
        return self.host.find_units(bound) if bound else {}


@dataclass(frozen=True)
class ActionResult:
    """What is true of a learner after an act: their record, and the people looked up on the way."""

    learner: PersonId
    record: Record
    people: Mapping[PersonId, Person]
    role: Role
    documents: StoredStates = field(default_factory=dict)
    """What the act has left of the people whose rows it locked, so that they need not be read again."""


NOTHING_ASKED: Mapping[str, Any] = {}
