"""The relation of one learner with their mentor: its states, who is their mentor, and since when (docs/rules.md, Mentorship)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ..record.errors import ActionRefused
from ..record.log import Entry, Kind, Role
from ..record.record import Record, make_unused_own_id, projection
from ..record.values import NOBODY, PersonId, parse_instant_or_none

CLOSING_FOR = timedelta(days=7)
"""How long a learner who left can come back to the same mentor (Mentorship 6)."""


class Status(StrEnum):
    """Where a mentorship stands."""

    NONE = "none"
    REQUESTED = "requested"
    WITHDRAWN = "withdrawn"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSING = "closing"
    ENDED = "ended"


UNPAIRED_STATUSES = frozenset({Status.NONE, Status.WITHDRAWN, Status.ENDED})
LIVE_STATUSES = frozenset({Status.ACTIVE, Status.PAUSED, Status.CLOSING})
OPEN_STATUSES = frozenset({Status.REQUESTED}) | LIVE_STATUSES
PAIRED_STATUSES = frozenset({Status.ACTIVE, Status.PAUSED})
"""While a learner has a mentor and neither has left."""
UNDATED_STATUSES = frozenset({Status.PAUSED, Status.CLOSING, Status.ENDED})
"""While no date of the plan counts: nobody is early or late."""

STATUS_TRANSITIONS: Mapping[str, Mapping[Status, Status]] = {
    Kind.REQUESTED: dict.fromkeys({*UNPAIRED_STATUSES, Status.CLOSING}, Status.REQUESTED),
    Kind.WITHDREW: {Status.REQUESTED: Status.WITHDRAWN},
    Kind.ASSIGNED: dict.fromkeys({*UNPAIRED_STATUSES, Status.REQUESTED, Status.CLOSING}, Status.ACTIVE),
    Kind.REASSIGNED: {Status.ACTIVE: Status.ACTIVE, Status.PAUSED: Status.PAUSED},
    Kind.PAUSED: {Status.ACTIVE: Status.PAUSED, Status.PAUSED: Status.PAUSED},
    Kind.RESUMED: {Status.PAUSED: Status.ACTIVE},
    Kind.LEFT: {Status.ACTIVE: Status.CLOSING, Status.PAUSED: Status.CLOSING},
    Kind.RETURNED: {Status.CLOSING: Status.ACTIVE},
    Kind.ENDED: {Status.CLOSING: Status.ENDED},
}
"""The whole of what may follow what. An entry that is not here for the present state is refused, and never written."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """The state of the relation, folded from the log."""

    status: Status = Status.NONE
    mentor: PersonId = NOBODY
    since: datetime | None = None
    """When the present state began."""
    former: tuple[PersonId, ...] = ()
    """Those who were this learner's mentor and no longer are, latest last."""
    paused: datetime | None = None
    """Since when it has been paused, if it is."""
    until: datetime | None = None
    """When the pause ends by itself."""
    reason: str = ""
    """Why it is paused."""

    def after_entry(self, entry: Entry) -> "Relationship":
        """Return the relation once this entry has happened. Entries of a kind that moves nothing change nothing."""
        moves = STATUS_TRANSITIONS.get(entry.kind)
        if moves is None or self.status not in moves:
            return self
        status = moves[self.status]
        mentor = entry.mentor_named or self.mentor
        if status not in LIVE_STATUSES:
            mentor = NOBODY if status is not Status.ENDED else self.mentor
        former = self.former
        if self.mentor and mentor != self.mentor:
            former = (*(person for person in former if person not in (self.mentor, mentor)), self.mentor)
        former = tuple(person for person in former if person != mentor)
        after = Relationship(status, mentor, entry.at, former)
        if status is not Status.PAUSED:
            return after
        if entry.kind != Kind.PAUSED:
            return replace(after, paused=self.paused, until=self.until, reason=self.reason)
        return replace(
            after,
            paused=self.paused or entry.at,
            until=parse_instant_or_none(entry.stored_text("u")),
            reason=entry.stored_text("x"),
        )


@projection
def relationship_of_record(record: Record) -> Relationship:
    """Fold a record into the relation it tells of, as written: what time alone has since brought is not in it."""
    relation = Relationship()
    for entry in record.log.entries_of_kinds(STATUS_TRANSITIONS):
        relation = relation.after_entry(entry)
    return relation


def relationship_at(record: Record, now: datetime) -> Relationship:
    """Return the relation at this moment: a learner who left and did not come back within the week has ended, a pause whose
    day has come is over.
    """
    return relationship_of_record(with_time_effects(record, now))


def changes_by_itself_at(relation: Relationship) -> datetime | None:
    """Return when this relation will have gone on by itself, or None."""
    if relation.status is Status.CLOSING and relation.since:
        return relation.since + CLOSING_FOR
    return relation.until if relation.status is Status.PAUSED else None


KINDS_BY_TIME: Mapping[Status, Kind] = {Status.CLOSING: Kind.ENDED, Status.PAUSED: Kind.RESUMED}
"""What time brings."""


def with_time_effects(record: Record, now: datetime) -> Record:
    """Write down what time has brought about since the last act. Every act begins with this; a view never does it."""
    relation = relationship_of_record(record)
    due = changes_by_itself_at(relation)
    if due is None or due > now:
        return record
    kind = KINDS_BY_TIME[relation.status]
    return record.with_entry(make_unused_own_id(record, kind), kind, NOBODY, Role.TIME, due)


def check_status_transition(record: Record, kind: Kind) -> None:
    """Raise ActionRefused ``not-now`` when the relation cannot make this move from where it stands."""
    status = relationship_of_record(record).status
    if status not in STATUS_TRANSITIONS[kind]:
        raise ActionRefused("not-now", status=status.value)
