"""The acts as pure functions: a record, who acts as what, the browser's key and the time, in; the new record, out.

Every one of them writes down first what time has brought, then checks its move against the tables, then appends.
A key already in the record means the act was done before: the same record comes back.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .record.errors import Refused
from .record.log import Entry, Kind, Role
from .record.record import OWN_SIGN, Record
from .record.values import Json, PersonId, day_begins, local_day, stamp
from .relation import OPEN, TOGETHER, Status, check_move, relation_of, settled
from .thread import MENTORING, NEWS, SPOKEN, Turn, thread_of

PAUSE_MAX = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as what they are to this learner, with which key, when, and in which time zone if their browser told."""

    person: PersonId
    role: Role
    key: str
    now: datetime
    zone: str = ""


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


def done_before(record: Record, actor: Actor) -> Entry | None:
    """Return the entry this key made, if the act was done before. Raises Refused ``key-taken`` for another's key."""
    entry = record.ids.get(actor.key)
    if entry is not None and entry.by != actor.person:
        raise Refused("key-taken", "key")
    return entry


CONTACT = (NEWS | {Kind.READ, Kind.DRAFTED}) - {Kind.NOTE, Kind.RETRACTED}
"""What reaches the other side: nothing of it passes between the two while a report stands."""


ALWAYS = frozenset(
    {
        Kind.REPORTED, Kind.CLEARED, Kind.HIDDEN, Kind.UNHIDDEN, Kind.ERASED,  # nobody is kept from stopping what hurts
        Kind.WITHDREW, Kind.LEFT, Kind.RETURNED, Kind.REQUESTED, Kind.ASSIGNED, Kind.REASSIGNED, Kind.PAUSED, Kind.RESUMED,
        Kind.READ, Kind.RESOLVED, Kind.RETRACTED, Kind.TAKEN_BACK, Kind.WISH_WITHDRAWN,  # what ends something
        Kind.CONTINUED,
    }
)  # fmt: skip
"""What there is always room for."""


def check_contact(record: Record, actor: Actor) -> None:
    """Raise Refused ``contact-stopped`` for anybody but the course team while a report stops all contact."""
    if actor.role in (Role.LEARNER, Role.MENTOR, Role.BACKUP) and thread_of(record).reported:
        raise Refused("contact-stopped")


def check_to_come(record: Record, actor: Actor, day: date, field: str = "day") -> None:
    """Raise Refused ``day-past``, about this field, for a day that is over where the learner is."""
    zone = actor.zone if actor.role is Role.LEARNER and actor.zone else record.zone
    if day < local_day(actor.now, zone):
        raise Refused("day-past", field)


def append(record: Record, actor: Actor, kind: Kind, **data: Json) -> Record:
    """Write down what somebody does, within the caps of a record.

    Raises Refused ``record-full``, or ``contact-stopped``.
    """
    if kind in CONTACT:
        check_contact(record, actor)
    if actor.role is Role.LEARNER and actor.zone:
        record = replace(record, zone=actor.zone)
    record = record.append(actor.key, kind, actor.person, actor.role, actor.now, **data)
    return record if kind in ALWAYS else record.within_caps()


def _move(record: Record, actor: Actor, kind: Kind, **data: Json) -> Record:
    if done_before(record, actor):
        return record
    record = settled(record, actor.now)
    check_move(record, kind)
    return append(record, actor, kind, **data)


def request(record: Record, actor: Actor) -> Record:
    """Ask for a mentor. Asking again while asking, or having one, changes nothing (E1: one open request)."""
    if relation_of(settled(record, actor.now)).status in (Status.REQUESTED, *TOGETHER):
        return record
    return _move(record, actor, Kind.REQUESTED)


def pair(record: Record, actor: Actor, learner: PersonId, mentor: PersonId) -> Record:
    """Give the learner this mentor: their first, or another in one act (E1: reassigning is one atomic act).

    Raises Refused ``oneself`` or ``not-now``.
    """
    if mentor == learner:
        raise Refused("oneself", "mentor")
    relation = relation_of(settled(record, actor.now))
    if relation.status in TOGETHER:
        return record if relation.mentor == mentor else _move(record, actor, Kind.REASSIGNED, m=mentor)
    if relation.status is Status.CLOSING and relation.mentor == mentor:
        return come_back(record, actor)
    return _move(record, actor, Kind.ASSIGNED, m=mentor)


def come_back(record: Record, actor: Actor) -> Record:
    """Take up again with the same mentor, within the week after leaving."""
    return _move(record, actor, Kind.RETURNED)


def leave(record: Record, actor: Actor) -> Record:
    """Stop: a request is withdrawn, a mentorship begins to close. History stays."""
    asked = relation_of(settled(record, actor.now)).status is Status.REQUESTED
    return _move(record, actor, Kind.WITHDREW if asked else Kind.LEFT)


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


def pause(record: Record, actor: Actor, until: date, reason: str) -> Record:
    """Pause the mentorship until a day where the learner is, or move that day (MF §E1).

    Raises Refused ``not-now``, or ``pause-day`` for a day that is not after today, or more than a year away.
    """
    if done_before(record, actor):
        return record
    record = settled(record, actor.now)
    check_move(record, Kind.PAUSED)
    today = local_day(actor.now, record.zone)
    if not today < until <= today + PAUSE_MAX:
        raise Refused("pause-day", "until")
    ends = day_begins(until, record.zone)
    return append(record, actor, Kind.PAUSED, u=stamp(ends), d=until.isoformat(), x=reason)


def resume(record: Record, actor: Actor) -> Record:
    """Go on after a pause, before its day. Coming back when it is over already changes nothing."""
    if relation_of(settled(record, actor.now)).status is Status.ACTIVE:
        return record
    return _move(record, actor, Kind.RESUMED)
