"""The order of a mentor's list: in which part of it each learner stands, and where in that."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from ..record.values import PersonId
from .index_lines import Line


class Group(StrEnum):
    """The parts of a mentor's list, in their order."""

    WAITING = "waiting"
    REVIEW = "review"
    FIRST = "first"
    OTHERS = "others"
    PAUSED = "paused"
    LATER = "later"


ORDER = tuple(Group)
NOBODY_LATER: Mapping[PersonId, date] = {}


def group_of(line: Line, now: datetime, later: date | None = None) -> Group:
    """Return in which part of the list a learner stands, who may be put off until a ``later`` day."""
    if line.rests(now):
        return Group.PAUSED
    if later:
        return Group.LATER
    if line.waiting:
        return Group.WAITING
    if line.review:
        return Group.REVIEW
    return Group.FIRST if line.contact is None else Group.OTHERS


def by_wait(lines: Mapping[PersonId, Line], now: datetime, later: Mapping[PersonId, date] = NOBODY_LATER) -> list[PersonId]:
    """Order a mentor's learners: who waits longest first, then what is to review, oldest first, then first contacts to
    make, then the others by when they came, then who pauses, and last who is put off, by their days. Who left for good is not
    among them.
    """

    def place(person: PersonId) -> tuple[int, date, datetime, PersonId]:
        line = lines[person]
        group = group_of(line, now, later.get(person))
        since = {Group.WAITING: line.waiting, Group.REVIEW: line.review}.get(group)
        until = later[person] if group is Group.LATER else date.min
        return (ORDER.index(group), until, since or line.since, person)

    return sorted((person for person, line in lines.items() if line.mine and not line.over(now)), key=place)
