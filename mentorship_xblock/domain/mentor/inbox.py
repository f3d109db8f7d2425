"""The order of a mentor's list: in which part of it each learner stands, and where in that."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from ..record.values import PersonId
from .index_lines import IndexLine


class InboxSection(StrEnum):
    """The parts of a mentor's list, in their order."""

    WAITING = "waiting"
    REVIEW = "review"
    FIRST = "first"
    OTHERS = "others"
    PAUSED = "paused"
    LATER = "later"


SECTION_ORDER = tuple(InboxSection)
NOBODY_SNOOZED: Mapping[PersonId, date] = {}


def inbox_section_of(line: IndexLine, now: datetime, later: date | None = None) -> InboxSection:
    """Return in which part of the list a learner stands, who may be put off until a ``later`` day."""
    if line.is_on_hold(now):
        return InboxSection.PAUSED
    if later:
        return InboxSection.LATER
    if line.waiting:
        return InboxSection.WAITING
    if line.review:
        return InboxSection.REVIEW
    return InboxSection.FIRST if line.contact is None else InboxSection.OTHERS


def learners_by_wait(
    lines: Mapping[PersonId, IndexLine], now: datetime, later: Mapping[PersonId, date] = NOBODY_SNOOZED
) -> list[PersonId]:
    """Order a mentor's learners: who waits longest first, then what is to review, oldest first, then first contacts to
    make, then the others by when they came, then who pauses, and last who is put off, by their days. Who left for good is not
    among them.
    """

    def place(person: PersonId) -> tuple[int, date, datetime, PersonId]:
        line = lines[person]
        group = inbox_section_of(line, now, later.get(person))
        since = {InboxSection.WAITING: line.waiting, InboxSection.REVIEW: line.review}.get(group)
        until = later[person] if group is InboxSection.LATER else date.min
        return (SECTION_ORDER.index(group), until, since or line.since, person)

    return sorted((person for person, line in lines.items() if line.mine and not line.has_ended(now)), key=place)
