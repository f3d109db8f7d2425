"""What the block needs from whatever runs it. Everything else in the package sees a host only through this."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from ..domain.notifications import Notification
from ..domain.plan.course_plan import CompletionRule
from ..domain.record.values import Json, PersonId
from ..domain.stored_state import StoredState, StoredStates

T = TypeVar("T")

ApplyChange = Callable[[StoredStates], tuple[StoredStates, T]]
"""A pure function of the locked documents: what they become, and what to answer."""


class Masquerade(StrEnum):
    """Whether course staff look at the course as somebody else."""

    NONE = "none"
    A_LEARNER = "a learner"
    THIS_LEARNER = "this learner"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking. ``id`` is None for somebody who is not signed in."""

    id: PersonId | None
    username: str = ""
    staff: bool = False
    disguise: Masquerade = Masquerade.NONE


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the course, as far as the block needs to know them."""

    id: PersonId
    username: str
    full_name: str = ""
    in_course: bool = False
    """Enrolled at this moment, or course staff."""
    retired: bool = False
    active: bool = True
    """False for an account that is disabled, or was never activated: it may be enrolled, and mentors nobody."""

    @property
    def can_read_here(self) -> bool:
        """Whether they can come and read."""
        return self.in_course and not self.retired


@dataclass(frozen=True, slots=True)
class CourseUnit:
    """A unit of the course, as far as a milestone that is bound to it needs it."""

    title: str
    address: str = ""
    """Where it is; empty where the host has no addresses."""
    opens: datetime | None = None
    """When it opens to learners, if that is still to come."""
    here: bool = False
    """Whether it is the unit that the reader is in."""


@dataclass(frozen=True, slots=True)
class CompletableBlock:
    """A block, and when it counts as completed. ``number`` is how many milestones that takes, where it is a number."""

    usage: Any
    when: CompletionRule
    number: int = 1


@dataclass(frozen=True, slots=True)
class LearnerNotification:
    """News for one person, of this learner's mentorship."""

    news: Notification
    learner: PersonId


NotificationText = Callable[[str], str]
"""How a notice reads in a language, by its code; the empty code is the site's own. Plain text without any of ``<>&``."""

NOTIFIED_WITHIN = timedelta(days=1)
"""For how long something can be told at all; a host remembers for as long what it has told."""


class NeedsMoreRows(Exception):
    """Raised by an ``ApplyChange`` that finds it must change other people's rows as well: the change starts over with these."""

    def __init__(self, people: Collection[PersonId]) -> None:
        """Name all the rows to lock."""
        super().__init__(people)
        self.people = frozenset(people)


class Host(Protocol):
    """A runtime the block can live in."""

    @property
    def open(self) -> bool:
        """Whether mentoring can happen here at all. Previews, libraries and unknown runtimes say no."""

    def current_visitor(self) -> Visitor:
        """Return who is asking."""

    def came_by_trusted_route(self, request: Any) -> bool:
        """Whether a request came by the route on which the host has checked who is asking."""

    def find_people(self, ids: Iterable[PersonId], usernames: Iterable[str] = ()) -> Mapping[PersonId, Person]:
        """Return these people, found by id or by username, in one query, and what the host needs to place those who are
        neither enrolled nor plainly on its team. Unknown ones are left out.
        """

    def find_people_and_state(
        self, ids: Iterable[PersonId], usernames: Iterable[str], whose: PersonId
    ) -> tuple[Mapping[PersonId, Person], StoredState]:
        """Return these people, and the documents of one of them, or of nobody, in as few queries as this host can."""

    def people_enrolled(self, ids: Iterable[PersonId]) -> frozenset[PersonId]:
        """Return those of these people who are in the course by their enrolment and can come and read, in one query: of the others
        it is for ``people`` to say.
        """

    def read_states(self, ids: Collection[PersonId]) -> Mapping[PersonId, StoredState]:
        """Return the documents of these people on the home block, unlocked, as far as they can be read."""

    def read_own_state(self, person: PersonId) -> StoredState:
        """Return the visitor's own documents on home, the cheapest way this host has."""

    def people_with_rows(self, ids: Collection[PersonId]) -> frozenset[PersonId]:
        """Return those of these people who have a row on the home block."""

    def next_people_with_rows(self, last: PersonId | None, size: int) -> list[PersonId]:
        """Return the next people who have a row on the home block, in a stable order."""

    def next_enrolled_people(self, last: PersonId | None, size: int) -> list[PersonId]:
        """Return the next people enrolled in the course, in a stable order."""

    def change_under_lock(self, people: Collection[PersonId], apply: ApplyChange[T]) -> T:
        """Lock these people's rows, apply, write what changed, commit. Raises ActionRefused ``busy`` or ``newer``."""

    def people_shut_out(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        """Return those of these people, all in the course, to whom the host does not open the home block."""

    @property
    def home_address(self) -> str:
        """Where in the course home is, to send to somebody; empty where the host has no addresses."""

    @property
    def course_ends_on(self) -> date | None:
        """The day on which the course ends; None if it does not, or the host does not tell."""

    def find_units(self, names: Collection[str]) -> Mapping[str, CourseUnit]:
        """Return these units by their names within the course. One that is gone, or hidden from learners, is left out."""

    def units_around_blocks(self, blocks: Collection[str]) -> Mapping[str, CourseUnit]:
        """Return the units that these blocks of the course stand in, by the blocks' usages as text; unknown ones are left out.

        The address leads to the block itself.
        """

    def unit_notes(self, blocks: Collection[str], units: Collection[str]) -> Mapping[str, str]:
        """Return what authors tell mentors about units: under the usages as text of blocks of ours, and under the names of units
        in which blocks of ours stand that continue home.

        What is gone or hidden from learners is left out, and so is what says nothing. Never for a learner's eyes.
        """

    def units_completed_by(
        self, people: Collection[PersonId], names: Collection[str]
    ) -> Mapping[PersonId, Mapping[str, datetime]] | None:
        """Return when each of these people had completed each of these units, by the units' names; None where the host cannot tell.

        A unit that somebody has not completed is left out, and so is one with nothing in it that can be completed.
        """

    def completable_blocks(self) -> Collection[CompletableBlock]:
        """Return home, and the blocks of the course that continue it, as far as their authors gave them something to finish."""

    def completable_block_here(self) -> Collection[CompletableBlock]:
        """Return the block that is acted in, if its author gave it something to finish."""

    def store_completion(self, usage: Any, person: PersonId, share: float) -> None:
        """Tell the host how much of a block somebody has completed, from 0 to 1, if it knows otherwise. Best effort."""

    def notify_recipient(self, notice: LearnerNotification, say: NotificationText | None) -> None:
        """Tell somebody of news, once: by the signal, and, with words for it, by the host's own means. Best effort."""

    def publish_event(self, event: str, facts: Mapping[str, Json]) -> None:
        """Tell the host's event log. Never any text of a message."""
