"""Undo: what somebody sent is theirs alone for some seconds, and can be taken back without a trace."""

from datetime import datetime, timedelta

from ..record.errors import ActionRefused
from ..record.log import Entry, Kind
from ..record.record import Record, record_without_entries
from ..record.values import NOBODY, PersonId
from .append_entry import Actor
from .message_edits import EDITABLE_KINDS, message_referred_to

UNDO_WINDOW = timedelta(seconds=10)
"""How long what somebody sent is theirs alone, so that they can undo it, unless the operator sets another time."""
UNDOABLE_KINDS = EDITABLE_KINDS | {Kind.SUBMITTED, Kind.PROPOSED}
"""What its author can undo for some seconds, while nobody else sees it: words, evidence handed in, and proposals."""


def time_left_to_undo(entry: Entry, person: PersonId, now: datetime, hold: timedelta = UNDO_WINDOW) -> timedelta:
    """Return for how much longer this person can undo an entry; no time for what they cannot."""
    mine = entry.by == person and entry.kind in UNDOABLE_KINDS and entry.at <= now + hold
    return max(entry.at + hold - now, timedelta(0)) if mine else timedelta(0)


def undo_sent_entry(record: Record, actor: Actor, of: str, hold: timedelta = UNDO_WINDOW) -> Record:
    """Take back what was just sent, before the other side sees it: it leaves no trace.

    What is gone already is undone. Raises ActionRefused ``too-late``, also when somebody else has read it or gone on from it
    meanwhile, by the clock of another server, or ``not-your-words``.
    """
    entry = record.entries_by_id.get(of)
    if entry is None:
        return record
    if entry.by != actor.person or entry.kind not in UNDOABLE_KINDS:
        raise ActionRefused("not-your-words")
    read = any(upto >= entry.seq for reader, upto in record.seen.items() if reader != entry.by)
    left = entry.seq >= 0 and time_left_to_undo(entry, actor.person, actor.now, hold)
    if read or not left or any(_builds_on(entry, one) for one in record.log[entry.seq + 1 :]):
        raise ActionRefused("too-late")
    came = (one for one in record.log if one is entry or message_referred_to(record, one) is entry or _came_with(entry, one))
    return record_without_entries(record, frozenset(one.seq for one in came))


def _builds_on(entry: Entry, later: Entry) -> bool:
    """Whether somebody else has answered it, or done something to what was handed in or proposed."""
    named = {entry.stored_text("ms"), entry.stored_text("g")} - {""}
    on = entry.id in (later.stored_text("q"), later.stored_text("of")) or bool(
        {later.stored_text("ms"), later.stored_text("g")} & named
    )
    return later.by not in (entry.by, NOBODY) and on


def _came_with(entry: Entry, other: Entry) -> bool:
    """Whether an entry is only there for evidence that was handed in: that it was begun by it, or taken back since."""
    if entry.kind != Kind.SUBMITTED or other.stored_text("ms") != entry.stored_text("ms"):
        return False
    begun = other.kind == Kind.STARTED and other.by == NOBODY and other.seq == entry.seq - 1
    return begun or (other.kind == Kind.TAKEN_BACK and other.seq > entry.seq)
