"""The order of a mentor's list: in which part of it each learner stands, why, and where in that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from ..mentorship.status import Status
from ..record.values import PersonId
from .desk_settings import DeskSort
from .index_lines import IndexLine


class InboxSection(StrEnum):
    """The parts of a mentor's list, in their order."""

    WAITING = "waiting"
    REVIEW = "review"
    REACH = "reach"
    CELEBRATE = "celebrate"
    OTHERS = "others"
    PAUSED = "paused"
    STOPPED = "stopped"
    LATER = "later"


SECTION_ORDER = tuple(InboxSection)
TO_DO_SECTIONS = (InboxSection.WAITING, InboxSection.REVIEW, InboxSection.REACH, InboxSection.CELEBRATE)
"""The parts in which there is something for the mentor to do."""


class ReachReason(StrEnum):
    """Why a mentor is to turn to somebody who asks for nothing."""

    NOT_GREETED = "not-greeted"
    NO_PLAN = "no-plan"
    BEHIND_AND_QUIET = "behind"


NO_PLAN_AFTER = timedelta(days=7)
"""So long a learner may be without a plan before that is a reason."""
QUIET_AFTER = timedelta(days=14)
"""So long a learner may be silent. That alone is no reason."""
BEHIND_PERCENT = 15
"""From which share of a plan, past its date and not met, somebody is behind."""
CELEBRATED_FOR = timedelta(days=14)
"""For how long an achievement is news."""
URGENT_DAYS = range(-3, 2)
"""What waits comes first if what it is about was due up to three days ago, is due today, or tomorrow."""


def late_milestones(line: IndexLine, today: date) -> int:
    """Count the milestones whose day is over and that the learner has still to meet."""
    return sum(day < today for day in line.unmet_days)


def reason_to_reach(line: IndexLine, now: datetime, today: date) -> ReachReason | None:
    """Return why the mentor is to turn to this learner; None if there is no reason to."""
    if line.status is not Status.ACTIVE:
        return None
    if line.contact is None:
        return ReachReason.NOT_GREETED
    if not line.milestones and not line.discussed and now - line.since >= NO_PLAN_AFTER:
        return ReachReason.NO_PLAN
    quiet = now - max(line.heard or line.since, line.since) >= QUIET_AFTER
    late = late_milestones(line, today) if quiet else 0
    return ReachReason.BEHIND_AND_QUIET if late and late * 100 >= BEHIND_PERCENT * line.milestones else None


def urgent_day(line: IndexLine, today: date) -> date | None:
    """Return the day because of which what waits with this learner comes before what waits longer; None if there is none."""
    return line.blocks if line.blocks and (line.blocks - today).days in URGENT_DAYS else None


def inbox_section_of(line: IndexLine, now: datetime, later: date | None = None, today: date | None = None) -> InboxSection:
    """Return in which part of the list a learner stands, who may be put off until a ``later`` day; ``today`` is the mentor's."""
    if line.reported is not None:
        return InboxSection.STOPPED
    if line.is_on_hold(now):
        return InboxSection.PAUSED
    if later:
        return InboxSection.LATER
    if line.waiting:
        return InboxSection.WAITING
    if line.review:
        return InboxSection.REVIEW
    if reason_to_reach(line, now, today or now.date()):
        return InboxSection.REACH
    return InboxSection.CELEBRATE if line.achieved and now - line.achieved < CELEBRATED_FOR else InboxSection.OTHERS


@dataclass(frozen=True)
class InboxOrder:
    """What a list is ordered by, for one mentor at one moment."""

    now: datetime
    later: Mapping[PersonId, date] = field(default_factory=dict)
    """Who is put off, and until when."""
    today: date | None = None
    """The day where the mentor is."""
    sort: DeskSort = DeskSort.WAIT
    names: Mapping[PersonId, str] = field(default_factory=dict)
    """What they are called, where that is what they are ordered by."""

    def sections(self, lines: Mapping[PersonId, IndexLine]) -> dict[InboxSection, list[PersonId]]:
        """Return the learners of each part of the list, in order; every one stands in one part. Who left for good is not there."""
        listed: dict[InboxSection, list[PersonId]] = {section: [] for section in SECTION_ORDER}
        for person, line in lines.items():
            if line.mine and not line.has_ended(self.now):
                listed[inbox_section_of(line, self.now, self.later.get(person), self.today)].append(person)
        return {section: self._sorted(section, people, lines) for section, people in listed.items()}

    def _sorted(self, section: InboxSection, people: Iterable[PersonId], lines: Mapping[PersonId, IndexLine]) -> list[PersonId]:
        def place(person: PersonId) -> tuple[object, ...]:
            line = lines[person]
            chosen: Mapping[DeskSort, tuple[object, ...]] = {
                DeskSort.WAIT: (),
                DeskSort.DATE: (line.due or date.max,),
                DeskSort.NAME: (self.names.get(person, "").casefold(),),
            }
            return (*chosen[self.sort], *self._by_wait(section, line, person), person)

        return sorted(people, key=place)

    def _by_wait(self, section: InboxSection, line: IndexLine, person: PersonId) -> tuple[date, datetime]:
        today = self.today or self.now.date()
        first: Mapping[InboxSection, date | None] = {
            InboxSection.WAITING: urgent_day(line, today),
            InboxSection.REVIEW: urgent_day(line, today),
            InboxSection.LATER: self.later.get(person),
        }
        since = {
            InboxSection.WAITING: line.waiting,
            InboxSection.REVIEW: line.review,
            InboxSection.CELEBRATE: line.achieved,
        }.get(section)
        return first.get(section) or date.max, since or line.since
