"""Words are sent, handed over, answered without words, and read, as pure functions over a record."""

from dataclasses import dataclass, replace
from datetime import date

from ..record.errors import ActionRefused
from ..record.log import Kind, Role
from ..record.record import OWN_SIGN, Record
from ..record.values import Json, PersonId
from .append_entry import Actor, append_checked_entry, entry_done_before
from .message_kinds import MENTORING_ROLES, SPOKEN_KINDS
from .status import OPEN_STATUSES, relationship_of_record, with_time_effects
from .thread import WhoseTurn, thread_of_record


@dataclass(frozen=True, slots=True)
class MessageContext:
    """What travels with somebody's words."""

    question: str = ""
    """The question that is answered."""
    where: str = ""
    """The block they were written in."""
    milestone: str = ""
    version: int | None = None
    """Of the milestone's evidence."""
    day: date | None = None
    """The day of the milestone as it was planned then."""
    weight: str = ""
    """How much a remark weighs; see ``text_rules.RemarkWeight``."""
    upto: int | None = None
    """How far somebody of the mentoring side had read when they wrote. Not stored."""
    takes: bool = False
    """Whether a backup takes the wait over by saying this. Not stored."""

    def as_entry_data(self) -> dict[str, Json]:
        """Return what is stored of it."""
        return {
            "q": self.question,
            "w": self.where,
            "ms": self.milestone,
            "n": self.version,
            "d": self.day.isoformat() if self.day else None,
            "wt": self.weight,
        }


NO_CONTEXT = MessageContext()


def send_message(record: Record, actor: Actor, kind: Kind, text: str, about: MessageContext = NO_CONTEXT) -> Record:
    """Send a message, ask a question, answer one, or say something on a version of evidence.

    A backup who speaks past the promise has taken the wait over by it, and that is written down first (docs/rules.md).
    Raises ActionRefused ``not-now`` when nothing can be sent any more, ``no-question`` when the question is not in the record,
    ``answered-meanwhile`` when somebody else of the mentoring side has, since ``about.upto`` was read.
    """
    if entry_done_before(record, actor):
        return record
    record = with_time_effects(record, actor.now)
    status = relationship_of_record(record).status
    if status not in OPEN_STATUSES:
        raise ActionRefused("not-now", status=status.value)
    if kind is Kind.ANSWER and about.question not in thread_of_record(record).questions:
        raise ActionRefused("no-question", "question")
    if actor.role in MENTORING_ROLES and about.upto is not None:
        _check_nobody_answered(record, actor, about.upto)
    if actor.role is Role.BACKUP and about.takes:
        record = with_wait_taken_over(record, actor)
    return append_checked_entry(
        record, actor, kind, x=text, **about.as_entry_data(), un=_left_unanswered(record, actor, about) or None
    )


def _left_unanswered(record: Record, actor: Actor, about: MessageContext) -> list[Json]:
    """Return what the learner waits for and these words of the mentoring side do not answer: every question but the one they
    name, and what could not have been read yet when they were written.
    """
    if actor.role not in MENTORING_ROLES:
        return []
    thread, unseen = thread_of_record(record), _unseen(record, actor, about.upto)
    return [one for one in thread.unanswered if one != about.question and (one in unseen or one in thread.open_questions)]


def _unseen(record: Record, actor: Actor, upto: int | None) -> list[Json]:
    """Return what the learner has said and somebody of the mentoring side who had read ``upto`` there could not have read yet."""
    if upto is None or actor.role not in MENTORING_ROLES:
        return []
    return [
        one for one in thread_of_record(record).unanswered if one in record.entries_by_id and record.entries_by_id[one].seq > upto
    ]


def _check_nobody_answered(record: Record, actor: Actor, upto: int) -> None:
    """Two people never answer the same by accident: refuse when another has spoken, or taken it over, since the last reading."""
    newer = record.log[upto + 1 :]
    others = (entry for entry in newer if entry.role in MENTORING_ROLES and entry.by != actor.person)
    if any(entry.kind in SPOKEN_KINDS or entry.kind == Kind.HANDED for entry in others):
        raise ActionRefused("answered-meanwhile", "text")


def hand_over_wait(record: Record, actor: Actor, to: PersonId) -> Record:
    """Hand the learner's wait to somebody else of the mentoring side; a backup takes it over by themselves.

    Raises ActionRefused ``not-their-turn`` when nobody waits, ``handed-already`` when they have it already.
    """
    if entry_done_before(record, actor):
        return record
    record = with_time_effects(record, actor.now)
    thread = thread_of_record(record)
    if thread.waiting is None:
        raise ActionRefused("not-their-turn")
    if thread.handed == to:
        raise ActionRefused("handed-already")
    return append_checked_entry(record, actor, Kind.HANDED, to=to)


def with_wait_taken_over(record: Record, actor: Actor) -> Record:
    """Write down that a backup has taken a wait over, if there is one and they have not."""
    thread = thread_of_record(record)
    if thread.waiting is None or thread.handed == actor.person:
        return record
    return append_checked_entry(record, replace(actor, key=TAKEOVER_PREFIX + actor.key), Kind.HANDED, to=actor.person)


TAKEOVER_PREFIX = f"{Kind.HANDED}{OWN_SIGN}"
"""How the id of the entry begins by which words took a wait over. The key of the words follows: it is only there with them."""
OLD_TAKEOVER_PREFIX = f"{Kind.HANDED}-"
"""How it began at first, which a key can, too."""


def end_wait_without_words(record: Record, actor: Actor, upto: int | None = None) -> Record:
    """Say that there is nothing to do: the learner reads that it was read, and the wait ends without a message.

    Raises ActionRefused ``not-their-turn`` when nobody waits, or not for what was read ``upto`` there.
    """
    if entry_done_before(record, actor):
        return record
    record = with_time_effects(record, actor.now)
    if thread_of_record(record).turn is not WhoseTurn.MENTOR:
        raise ActionRefused("not-their-turn")
    unseen = _unseen(record, actor, upto)
    if unseen and len(unseen) == len(thread_of_record(record).unanswered):
        raise ActionRefused("not-their-turn")
    return append_checked_entry(record, actor, Kind.READ, un=unseen or None)


def mark_read_up_to(record: Record, reader: PersonId, upto: int) -> Record:
    """Remember how far somebody has read. It only ever advances, so it needs no key."""
    upto = min(upto, len(record.log) - 1)
    if upto <= record.seen.get(reader, -1):
        return record
    return replace(record, seen={**record.seen, reader: upto})


def mark_entry_unread(record: Record, reader: PersonId, entry: str) -> Record:
    """Mark what somebody said, and all after it, as not read yet (docs/rules.md, Conversation 6).

    Raises ActionRefused ``no-message``.
    """
    found = record.entries_by_id.get(entry)
    if found is None:
        raise ActionRefused("no-message")
    return replace(record, seen={**record.seen, reader: max(min(found.seq - 1, record.seen.get(reader, -1)), -1)})
