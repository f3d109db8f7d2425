"""The relation of one learner with their mentor: its states, who is their mentor, and since when (MF §E1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .record import CLOSING_FOR, Entry, Kind, Record, Role, fold
from .refusals import Refused
from .values import COURSE, PersonId


class Status(StrEnum):
    """Where a mentorship stands."""

    NONE = "none"
    REQUESTED = "requested"
    WITHDRAWN = "withdrawn"
    ACTIVE = "active"
    CLOSING = "closing"
    ENDED = "ended"


UNPAIRED = frozenset({Status.NONE, Status.WITHDRAWN, Status.ENDED})
LIVE = frozenset({Status.ACTIVE, Status.CLOSING})
OPEN = frozenset({Status.REQUESTED, Status.ACTIVE, Status.CLOSING})

TRANSITIONS: Mapping[str, Mapping[Status, Status]] = {
    Kind.REQUESTED: dict.fromkeys({*UNPAIRED, Status.CLOSING}, Status.REQUESTED),
    Kind.WITHDREW: {Status.REQUESTED: Status.WITHDRAWN},
    Kind.ASSIGNED: dict.fromkeys({*UNPAIRED, Status.REQUESTED, Status.CLOSING}, Status.ACTIVE),
    Kind.REASSIGNED: {Status.ACTIVE: Status.ACTIVE},
    Kind.LEFT: {Status.ACTIVE: Status.CLOSING},
    Kind.RETURNED: {Status.CLOSING: Status.ACTIVE},
    Kind.ENDED: {Status.CLOSING: Status.ENDED},
}
"""The whole of what may follow what. An entry that is not here for the present state is refused, and never written."""


@dataclass(frozen=True, slots=True)
class Relation:
    """The state of the relation, folded from the log."""

    status: Status = Status.NONE
    mentor: PersonId = COURSE
    since: datetime | None = None
    """When the present state began."""
    former: tuple[PersonId, ...] = ()
    """Those who were this learner's mentor and no longer are, latest last."""

    def after(self, entry: Entry) -> "Relation":
        """Return the relation once this entry has happened. Entries of a kind that moves nothing change nothing."""
        moves = TRANSITIONS.get(entry.kind)
        if moves is None or self.status not in moves:
            return self
        status = moves[self.status]
        mentor = entry.mentor or self.mentor
        if status not in LIVE:
            mentor = COURSE if status is not Status.ENDED else self.mentor
        former = self.former
        if self.mentor and mentor != self.mentor:
            former = (*(person for person in former if person not in (self.mentor, mentor)), self.mentor)
        former = tuple(person for person in former if person != mentor)
        return Relation(status, mentor, entry.at, former)


@fold
def relation_of(record: Record) -> Relation:
    """Fold a record into the relation it tells of, as written: what time alone has since brought is not in it."""
    relation = Relation()
    for entry in record.log:
        relation = relation.after(entry)
    return relation


def relation_now(record: Record, now: datetime) -> Relation:
    """Return the relation at this moment: a learner who left and did not come back within the week has ended."""
    relation = relation_of(record)
    due = ends_at(relation)
    return replace(relation, status=Status.ENDED, since=due) if due and due <= now else relation


def ends_at(relation: Relation) -> datetime | None:
    """Return when this relation will have ended by itself, or None."""
    return relation.since + CLOSING_FOR if relation.status is Status.CLOSING and relation.since else None


def settled(record: Record, now: datetime) -> Record:
    """Write down what time has brought about since the last act. Every act begins with this; a view never does it."""
    due = ends_at(relation_of(record))
    if due is None or due > now:
        return record
    return record.append(f"ended-{len(record.log)}", Kind.ENDED, COURSE, Role.TIME, due)


def check_move(record: Record, kind: Kind) -> None:
    """Raise Refused ``not-now`` when the relation cannot make this move from where it stands."""
    status = relation_of(record).status
    if status not in TRANSITIONS[kind]:
        raise Refused("not-now", status=status.value)
