"""What one person may see of a record at one moment. Everything a face draws goes through here first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import cast

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

    doubted = (*(entry for entry in record.log if entry.kind in VEILED), *_fresh(record, now, hold))
    hidden = frozenset(entry.seq for entry in doubted if not seen(entry))
    return _without(record, hidden) if hidden else record


def _without(record: Record, hidden: frozenset[int]) -> Record:
    """Return the record without these entries: always the same one, so that it is folded once, whoever asks."""
    if (_without, hidden) not in record.folds:
        record.folds[_without, hidden] = replace(record, log=tuple(entry for entry in record.log if entry.seq not in hidden))
    return cast(Record, record.folds[_without, hidden])


VEILED = frozenset({Kind.NOTE, Kind.REPORTED})
"""What is not everybody's to see, at whatever time."""


def _fresh(record: Record, now: datetime, hold: timedelta) -> Iterator[Entry]:
    """Yield the newest entries, newest first, as far back as something could be held: time in a record never runs backwards."""
    return takewhile(lambda entry: now - hold < entry.at, reversed(record.log))


def held(entry: Entry, now: datetime, hold: timedelta = HELD) -> bool:
    """Whether an entry is its author's alone yet."""
    return entry.kind in OWN_WORDS and now - hold < entry.at


def read_to(record: Record, viewer: PersonId, now: datetime, hold: timedelta = HELD) -> int:
    """Return up to which place this person has read when they see all that is visible: never past what is held back from them."""
    waits = (entry.seq for entry in _fresh(record, now, hold) if entry.by != viewer and held(entry, now, hold))
    return min(waits, default=len(record.log)) - 1
