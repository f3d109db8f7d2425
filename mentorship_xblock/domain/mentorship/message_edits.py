"""What can be done to words once they are said, as pure functions (docs/rules.md): undone at once, changed, erased, hidden, and a
question settled, asked again or taken back.

A message is never changed where it stands. What was done to it is another entry, and the message as it is read is a fold
over both, so it keeps its place, its history and its effect on the clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..record.errors import ActionRefused
from ..record.log import Entry, Kind
from ..record.record import Record, projection
from ..record.values import PersonId
from .append_entry import Actor, append_checked_entry, check_contact_allowed, entry_done_before
from .message_kinds import NEWS_KINDS, SPOKEN_KINDS
from .sending import OLD_TAKEOVER_PREFIX, TAKEOVER_PREFIX
from .status import OPEN_STATUSES, relationship_of_record, with_time_effects
from .thread import can_change_question, thread_of_record

UNMARKED_EDIT_WINDOW = timedelta(minutes=10)
"""For how long words can be changed without a mark."""
EDITABLE_KINDS = SPOKEN_KINDS | {Kind.NOTE}
"""What its author can change and erase. What was said on the plan has moves of its own."""


@dataclass(frozen=True, slots=True)
class MessageVersion:
    """The words of a message from a moment on."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageState:
    """What has become of one message."""

    versions: tuple[MessageVersion, ...] = ()
    """What it said after each change, in order."""
    marked: bool = False
    """Whether it was changed after the first minutes, which everybody is told."""
    erased: datetime | None = None
    hidden: Entry | None = None
    """By which act the course team hid it, if it is hidden."""
    taken_back: datetime | None = None
    """When its author took it back, as a question that needs no answer any more."""

    @property
    def is_gone(self) -> bool:
        """Whether both sides read nothing of it any more."""
        return bool(self.erased or self.hidden or self.taken_back)


AS_SENT = MessageState()


@projection
def states_of_messages(record: Record) -> Mapping[str, MessageState]:
    """Return what has become of the messages that anything was done to, by their ids."""
    fates: dict[str, MessageState] = {}
    for entry in record.entries_ever_made.entries_of_kinds(STATE_CHANGES):
        sent = record.entries_by_id.get(of := REFERENCES[entry.kind](entry))
        if sent is not None and sent.kind in EDITABLE_KINDS:
            fates[of] = STATE_CHANGES[entry.kind](fates.get(of, AS_SENT), entry, sent.at)
    return fates


def _with_edit(said: MessageState, entry: Entry, sent: datetime) -> MessageState:
    versions = (*said.versions, MessageVersion(entry.stored_text("x"), entry.at))
    return replace(said, versions=versions, marked=said.marked or entry.at - sent > UNMARKED_EDIT_WINDOW)


STATE_CHANGES: Mapping[str, Callable[[MessageState, Entry, datetime], MessageState]] = {
    Kind.EDITED: _with_edit,
    Kind.ERASED: lambda said, entry, _sent: replace(said, erased=entry.at),
    Kind.HIDDEN: lambda said, entry, _sent: replace(said, hidden=entry),
    Kind.UNHIDDEN: lambda said, _entry, _sent: replace(said, hidden=None),
    Kind.RETRACTED: lambda said, entry, _sent: replace(said, taken_back=entry.at),
}
"""What each act makes of a message."""


REFERENCES: Mapping[str, Callable[[Entry], str]] = {
    **dict.fromkeys(STATE_CHANGES, lambda entry: entry.stored_text("of")),
    **dict.fromkeys((Kind.RESOLVED, Kind.ASKED_AGAIN, Kind.RETRACTED), lambda entry: entry.stored_text("q")),
    Kind.HANDED: lambda entry: entry.id.removeprefix(TAKEOVER_PREFIX).removeprefix(OLD_TAKEOVER_PREFIX),
}
"""What only says something about a message, and how it names it."""


def message_referred_to(record: Record, entry: Entry) -> Entry | None:
    """Return the message that an entry says something about and nothing without: it is seen with it, and undone with it."""
    of = record.entries_by_id.get(REFERENCES[entry.kind](entry)) if entry.kind in REFERENCES else None
    if of is None or of.kind not in EDITABLE_KINDS:
        return None
    came_with_it = (of.seq, of.by, of.at) == (entry.seq + 1, entry.by, entry.at)
    return of if entry.kind != Kind.HANDED or came_with_it else None


def current_words_of(record: Record, entry: Entry) -> str:
    """Return what a message says now, to both sides: nothing once it is erased, hidden or taken back."""
    said = states_of_messages(record).get(entry.id, AS_SENT)
    if said.is_gone:
        return ""
    return said.versions[-1].text if said.versions else entry.stored_text("x")


def edit_message(record: Record, actor: Actor, of: str, text: str) -> Record:
    """Change one's own words; the same words change nothing.

    Raises ActionRefused ``not-your-words``, ``words-gone``, or ``contact-stopped`` unless it is a note.
    """
    if entry_done_before(record, actor):
        return record
    entry = _own_message(record, actor, of)
    record = _while_open(record, actor)
    if entry.kind != Kind.NOTE:
        check_contact_allowed(record, actor)
    if current_words_of(record, entry) == text:
        return record
    return append_checked_entry(record, actor, Kind.EDITED, of=of, x=text)


def erase_message(record: Record, actor: Actor, of: str) -> Record:
    """Take one's own words away; that something stood there stays to be seen.

    Raises ActionRefused ``not-your-words``, ``words-gone``.
    """
    if entry_done_before(record, actor):
        return record
    _own_message(record, actor, of)
    return append_checked_entry(with_time_effects(record, actor.now), actor, Kind.ERASED, of=of)


def hide_message(record: Record, actor: Actor, of: str, reason: str) -> Record:
    """Hide a message from both sides, by the course team, with the reason. Raises ActionRefused ``no-message``, ``words-gone``."""
    return _change_visibility(record, actor, Kind.HIDDEN, of, reason)


def unhide_message(record: Record, actor: Actor, of: str) -> Record:
    """Show a message again that was hidden. Raises ActionRefused ``no-message``, or ``words-gone`` for one that is not hidden."""
    return _change_visibility(record, actor, Kind.UNHIDDEN, of)


def _change_visibility(record: Record, actor: Actor, kind: Kind, of: str, reason: str = "") -> Record:
    if entry_done_before(record, actor):
        return record
    said = states_of_messages(record).get(find_message_by_id(record, of).id, AS_SENT)
    if said.erased or (said.hidden is None) is not (kind is Kind.HIDDEN):
        raise ActionRefused("words-gone")
    return append_checked_entry(with_time_effects(record, actor.now), actor, kind, of=of, x=reason)


def count_unread_entries(record: Record, reader: PersonId) -> int:
    """Count what others said after the place this person has read to. Derived, never stored."""
    upto = record.seen.get(reader, -1)
    log = record.log
    return sum(
        seq > upto and by != reader for seq, by, kind in zip(log.seqs, log.people, log.kinds, strict=True) if kind in NEWS_KINDS
    )


def find_message_by_id(record: Record, of: str) -> Entry:
    """Return a message by its id. Raises ActionRefused ``no-message``."""
    entry = record.entries_by_id.get(of)
    if entry is None or entry.kind not in EDITABLE_KINDS:
        raise ActionRefused("no-message")
    return entry


def _own_message(record: Record, actor: Actor, of: str) -> Entry:
    entry = find_message_by_id(record, of)
    if entry.by != actor.person:
        raise ActionRefused("not-your-words")
    if states_of_messages(record).get(of, AS_SENT).is_gone:
        raise ActionRefused("words-gone")
    return entry


def _while_open(record: Record, actor: Actor) -> Record:
    record = with_time_effects(record, actor.now)
    status = relationship_of_record(record).status
    if status not in OPEN_STATUSES:
        raise ActionRefused("not-now", status=status.value)
    return record


def write_private_note(record: Record, actor: Actor, text: str) -> Record:
    """Write something for the mentoring side alone. It never becomes visible to the learner (Conversation 3)."""
    if entry_done_before(record, actor):
        return record
    return append_checked_entry(_while_open(record, actor), actor, Kind.NOTE, x=text)


def change_question_state(record: Record, actor: Actor, kind: Kind, question: str) -> Record:
    """Settle a question, ask it again, or take it back.

    Raises ActionRefused ``question-not-now`` from where it stands otherwise.
    """
    if entry_done_before(record, actor):
        return record
    record = _while_open(record, actor)
    if not can_change_question(thread_of_record(record), kind, question, actor.role):
        raise ActionRefused("question-not-now", "question")
    return append_checked_entry(record, actor, kind, q=question)
