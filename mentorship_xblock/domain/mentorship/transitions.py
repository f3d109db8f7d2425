"""The mentorship begins, pauses, goes on and ends, as pure functions: a record, who acts as what, the browser's key and the
time, in; the new record, out.

Every one of them writes down first what time has brought, then checks its move against the tables, then appends.
A key already in the record means the act was done before: the same record comes back.
"""

from datetime import date, timedelta

from ..record.errors import Refused
from ..record.log import Kind
from ..record.record import Record
from ..record.values import Json, PersonId, day_begins, local_day, stamp
from .status import TOGETHER, Status, check_move, relation_of, settled
from .writing import Actor, append, done_before

PAUSE_MAX = timedelta(days=366)


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
