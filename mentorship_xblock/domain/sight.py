"""What one person may see of a record at one moment. Everything a face draws goes through here first."""

from dataclasses import replace
from datetime import datetime, timedelta

from .messages import HELD, OWN_WORDS
from .record import Entry, Kind, Record, Role
from .values import PersonId


def visible(record: Record, viewer: PersonId, role: Role, now: datetime, hold: timedelta = HELD) -> Record:
    """Return the record as this person sees it, in this capacity; places stay those of the whole record.

    Not seen: what somebody else has sent within the last seconds and may still undo; by the learner, notes of the mentoring
    side; and by anybody but the course team and who made it, a report.
    """

    def seen(entry: Entry) -> bool:
        if entry.by == viewer:
            return True
        if entry.kind == Kind.NOTE and role is Role.LEARNER:
            return False
        if entry.kind == Kind.REPORTED and role is not Role.STAFF:
            return False
        return not held(entry, now, hold)

    if all(seen(entry) for entry in record.log):
        return record
    return replace(record, log=tuple(entry for entry in record.log if seen(entry)))


def held(entry: Entry, now: datetime, hold: timedelta = HELD) -> bool:
    """Whether an entry is its author's alone yet."""
    return entry.kind in OWN_WORDS and now < entry.at + hold


def read_to(record: Record, viewer: PersonId, now: datetime, hold: timedelta = HELD) -> int:
    """Return up to which place this person has read when they see all that is visible: never past what is held back from them."""
    waits = next((entry.seq for entry in record.log if entry.by != viewer and held(entry, now, hold)), len(record.log))
    return waits - 1
