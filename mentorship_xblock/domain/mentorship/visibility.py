"""What one person may see of a record at one moment. Everything a view draws goes through here first."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import cast

from ..record.errors import ActionRefused
from ..record.log import Entry, Kind, Log, Role
from ..record.record import Record
from ..record.values import NOBODY, PersonId
from .message_edits import STATE_CHANGES, message_referred_to
from .thread import thread_of_record
from .undo import UNDO_WINDOW, UNDOABLE_KINDS

CONFIDENTIAL_KINDS = frozenset({Kind.REPORTED, Kind.CLEARED})
"""What others than the course team are told of with nothing but that it is so: contact is stopped, and goes on."""
KINDS_NOT_FOR_ALL = CONFIDENTIAL_KINDS | {Kind.NOTE, *STATE_CHANGES}
"""What is not everybody's to see, at whatever time."""


def record_visible_to(record: Record, viewer: PersonId, role: Role, now: datetime, hold: timedelta = UNDO_WINDOW) -> Record:
    """Return the record as this person sees it, in this capacity; places stay those of the whole record.

    Not seen: what somebody else has sent within the last seconds and may still undo; by the learner, notes of the mentoring
    side; by anybody but the course team and who made it, who reports, whom, what and why. What is done to a message is seen
    with it.
    """
    stopped = None if role is Role.STAFF else thread_of_record(record).reported

    def seen(entry: Entry) -> bool:
        if entry.by == viewer:
            return True
        about = message_referred_to(record, entry)
        if about is not None:
            return seen(about)
        return not (entry.kind == Kind.NOTE and role is Role.LEARNER) and not is_held_back_for_undo(entry, now, hold, stopped)

    doubted = (*record.log.entries_of_kinds(KINDS_NOT_FOR_ALL), *_recent_entries(record, now, hold, stopped))
    hidden = frozenset(entry.seq for entry in doubted if not seen(entry))
    secret = frozenset(
        entry.seq for entry in doubted if entry.kind in CONFIDENTIAL_KINDS and role is not Role.STAFF and entry.by != viewer
    )
    veiled = frozenset(entry.id for entry in record.entries_put_aside if entry.kind in KINDS_NOT_FOR_ALL and not seen(entry))
    bare = frozenset(
        entry.id
        for entry in record.entries_put_aside
        if entry.kind in CONFIDENTIAL_KINDS and role is not Role.STAFF and entry.by != viewer
    )
    return _without(record, hidden, secret, veiled, bare) if hidden or secret or veiled or bare else record


def check_visible_to_viewer(
    record: Record, named: Iterable[str | None], viewer: PersonId, role: Role, now: datetime, hold: timedelta = UNDO_WINDOW
) -> None:
    """Raise ActionRefused ``no-message`` when something that is named is in the record and not for this person to see: for them
    it is not there.
    """
    there = [one for one in named if one in record.entries_by_id]
    if there and not set(there) <= record_visible_to(record, viewer, role, now, hold).entries_by_id.keys():
        raise ActionRefused("no-message")


def _without(
    record: Record, hidden: frozenset[int], secret: frozenset[int], veiled: frozenset[str], bare: frozenset[str]
) -> Record:
    """Return the record without these entries, by their places, or by their ids where they were put aside: always the same one,
    so that it is folded once, whoever asks.
    """
    key = (_without, hidden, secret, veiled, bare)
    if key not in record.projections:
        log = record.log.entries_at([place for place, seq in enumerate(record.log.seqs) if seq not in hidden])
        log = Log(_bare(entry) if entry.seq in secret else entry for entry in log) if secret else log
        shown = (_bare(entry) if entry.id in bare else entry for entry in record.entries_put_aside if entry.id not in veiled)
        record.projections[key] = replace(record, log=log, past=tuple(entry.as_stored_json() for entry in shown))
    return cast(Record, record.projections[key])


def _bare(entry: Entry) -> Entry:
    """Return that this happened, and when; of a decision also on which report, so that it is seen which still stands."""
    of = {"of": entry.data["of"]} if entry.kind == Kind.CLEARED and "of" in entry.data else {}
    return entry._replace(by=NOBODY, role=Role.TIME, data=of)


def _recent_entries(record: Record, now: datetime, hold: timedelta, stopped: datetime | None) -> Iterator[Entry]:
    """Yield the newest entries, newest first, as far back as something could be held: time in a record never runs backwards."""
    since = min(now, stopped or now) - hold
    return takewhile(lambda entry: since < entry.at, reversed(record.log))


def is_held_back_for_undo(entry: Entry, now: datetime, hold: timedelta = UNDO_WINDOW, stopped: datetime | None = None) -> bool:
    """Whether an entry is its author's alone yet. What still was when a report ``stopped`` all contact stays so while it stands:
    nothing passes then but notes, and words of the course team. What is stamped later than anything can be now comes from a
    server whose clock is ahead, or was put after such an entry: nobody knows when it was sent, so it is everybody's.
    """
    if entry.at > now + hold:
        return False
    passes = entry.kind == Kind.NOTE or entry.role is Role.STAFF
    return entry.kind in UNDOABLE_KINDS and (now if passes else min(now, stopped or now)) - hold < entry.at


def place_read_up_to(record: Record, viewer: PersonId, role: Role, now: datetime, hold: timedelta = UNDO_WINDOW) -> int:
    """Return up to which place this person has read when they see all that is visible: never past what is held back from them.

    The place is told as they count (``place_in_whole_log``).
    """
    stopped, never = thread_of_record(record).reported, _never_seen(record, role)
    fresh = (
        (entry, message_referred_to(record, entry) or entry)
        for entry in _recent_entries(record, now, hold, stopped)
        if entry.seq not in never
    )
    waits = (entry.seq for entry, words in fresh if words.by != viewer and is_held_back_for_undo(words, now, hold, stopped))
    last = min(waits, default=len(record.log)) - 1
    return last - bisect_right(never, last)


def place_in_whole_log(record: Record, place: int, role: Role) -> int:
    """Return the place in the record of what this person counts as the ``place``-th entry, from 0.

    A learner counts without what they never see: a place that was left out would tell them of it.
    """
    for one in _never_seen(record, role):
        if one > place:
            break
        place += 1
    return place


def _never_seen(record: Record, role: Role) -> list[int]:
    """Return the places, in order, of what this person sees at no time: notes of the mentoring side, and what is done to them."""
    if role is not Role.LEARNER:
        return []
    return [
        entry.seq
        for entry in record.log.entries_of_kinds(KINDS_NOT_FOR_ALL)
        if (message_referred_to(record, entry) or entry).kind == Kind.NOTE
    ]
