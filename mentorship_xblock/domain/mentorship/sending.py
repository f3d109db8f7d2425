"""Words are sent, handed over, answered without words, and read, as pure functions over a record."""

from dataclasses import dataclass, replace
from datetime import date

from ..record.errors import Refused
from ..record.log import Kind, Role
from ..record.record import OWN_SIGN, Record
from ..record.values import Json, PersonId
from .message_kinds import MENTORING, SPOKEN
from .status import OPEN, relation_of, settled
from .thread import Turn, thread_of
from .writing import Actor, append, done_before


@dataclass(frozen=True, slots=True)
class About:
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
    """How much a remark weighs; see ``text_rules.Weight``."""
    upto: int | None = None
    """How far somebody of the mentoring side had read when they wrote. Not stored."""
    takes: bool = False
    """Whether a backup takes the wait over by saying this. Not stored."""

    def as_data(self) -> dict[str, Json]:
        """Return what is stored of it."""
        return {
            "q": self.question,
            "w": self.where,
            "ms": self.milestone,
            "n": self.version,
            "d": self.day.isoformat() if self.day else None,
            "wt": self.weight,
        }


NOTHING_MORE = About()


def say(record: Record, actor: Actor, kind: Kind, text: str, about: About = NOTHING_MORE) -> Record:
    """Send a message, ask a question, answer one, or say something on a version of evidence.

    A backup who speaks past the promise has taken the wait over by it, and that is written down first (MF §E3).
    Raises Refused ``not-now`` when nothing can be sent any more, ``no-question`` when the question is not in the record,
    ``answered-meanwhile`` when somebody else of the mentoring side has, since ``about.upto`` was read.
    """
    if done_before(record, actor):
        return record
    record = settled(record, actor.now)
    status = relation_of(record).status
    if status not in OPEN:
        raise Refused("not-now", status=status.value)
    if kind is Kind.ANSWER and about.question not in thread_of(record).questions:
        raise Refused("no-question", "question")
    if actor.role in MENTORING and about.upto is not None:
        _check_alone(record, actor, about.upto)
    if actor.role is Role.BACKUP and about.takes:
        record = taken_over(record, actor)
    return append(record, actor, kind, x=text, **about.as_data(), un=_left(record, actor, about) or None)


def _left(record: Record, actor: Actor, about: About) -> list[Json]:
    """Return what the learner waits for and these words of the mentoring side do not answer: every question but the one they
    name, and what could not have been read yet when they were written.
    """
    if actor.role not in MENTORING:
        return []
    thread, unseen = thread_of(record), _unseen(record, actor, about.upto)
    return [one for one in thread.unanswered if one != about.question and (one in unseen or one in thread.asked)]


def _unseen(record: Record, actor: Actor, upto: int | None) -> list[Json]:
    """Return what the learner has said and somebody of the mentoring side who had read ``upto`` there could not have read yet."""
    if upto is None or actor.role not in MENTORING:
        return []
    return [one for one in thread_of(record).unanswered if one in record.ids and record.ids[one].seq > upto]


def _check_alone(record: Record, actor: Actor, upto: int) -> None:
    """Two people never answer the same by accident: refuse when another has spoken, or taken it over, since the last reading."""
    later = record.log[upto + 1 :]
    others = (entry for entry in later if entry.role in MENTORING and entry.by != actor.person)
    if any(entry.kind in SPOKEN or entry.kind == Kind.HANDED for entry in others):
        raise Refused("answered-meanwhile", "text")


def hand_over(record: Record, actor: Actor, to: PersonId) -> Record:
    """Hand the learner's wait to somebody else of the mentoring side; a backup takes it over by themselves.

    Raises Refused ``not-their-turn`` when nobody waits, ``handed-already`` when they have it already.
    """
    if done_before(record, actor):
        return record
    record = settled(record, actor.now)
    thread = thread_of(record)
    if thread.waiting is None:
        raise Refused("not-their-turn")
    if thread.handed == to:
        raise Refused("handed-already")
    return append(record, actor, Kind.HANDED, to=to)


def taken_over(record: Record, actor: Actor) -> Record:
    """Write down that a backup has taken a wait over, if there is one and they have not."""
    thread = thread_of(record)
    if thread.waiting is None or thread.handed == actor.person:
        return record
    return append(record, replace(actor, key=TAKING + actor.key), Kind.HANDED, to=actor.person)


TAKING = f"{Kind.HANDED}{OWN_SIGN}"
"""How the id of the entry begins by which words took a wait over. The key of the words follows: it is only there with them."""
ONCE_TAKING = f"{Kind.HANDED}-"
"""How it began at first, which a key can, too."""


def pass_back(record: Record, actor: Actor, upto: int | None = None) -> Record:
    """Say that there is nothing to do: the learner reads that it was read, and the wait ends without a message.

    Raises Refused ``not-their-turn`` when nobody waits, or not for what was read ``upto`` there.
    """
    if done_before(record, actor):
        return record
    record = settled(record, actor.now)
    if thread_of(record).turn is not Turn.MENTOR:
        raise Refused("not-their-turn")
    unseen = _unseen(record, actor, upto)
    if unseen and len(unseen) == len(thread_of(record).unanswered):
        raise Refused("not-their-turn")
    return append(record, actor, Kind.READ, un=unseen or None)


def see(record: Record, reader: PersonId, upto: int) -> Record:
    """Remember how far somebody has read. It only ever advances, so it needs no key."""
    upto = min(upto, len(record.log) - 1)
    if upto <= record.seen.get(reader, -1):
        return record
    return replace(record, seen={**record.seen, reader: upto})


def unsee(record: Record, reader: PersonId, entry: str) -> Record:
    """Mark what somebody said, and all after it, as not read yet (MF §E3 invariant 6). Raises Refused ``no-message``."""
    found = record.ids.get(entry)
    if found is None:
        raise Refused("no-message")
    return replace(record, seen={**record.seen, reader: max(min(found.seq - 1, record.seen.get(reader, -1)), -1)})
