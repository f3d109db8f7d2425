"""The mentorship begins, pauses, goes on and ends, as pure functions: a record, who acts as what, the browser's key and the
time, in; the new record, out.

Every one of them writes down first what time has brought, then checks its move against the tables, then appends.
A key already in the record means the act was done before: the same record comes back.
"""

from datetime import date, timedelta

from ..record.errors import ActionRefused
from ..record.log import Kind
from ..record.record import Record
from ..record.values import Json, PersonId, format_stored_instant, local_calendar_day, start_of_local_day
from .append_entry import Actor, append_checked_entry, entry_done_before
from .status import PAIRED_STATUSES, Status, check_status_transition, relationship_of_record, with_time_effects

PAUSE_MAX = timedelta(days=366)


def _make_transition(record: Record, actor: Actor, kind: Kind, **data: Json) -> Record:
    if entry_done_before(record, actor):
        return record
    record = with_time_effects(record, actor.now)
    check_status_transition(record, kind)
    return append_checked_entry(record, actor, kind, **data)


def request_mentor(record: Record, actor: Actor) -> Record:
    """Ask for a mentor. Asking again while asking, or having one, changes nothing (E1: one open request)."""
    if relationship_of_record(with_time_effects(record, actor.now)).status in (Status.REQUESTED, *PAIRED_STATUSES):
        return record
    return _make_transition(record, actor, Kind.REQUESTED)


def pair_with_mentor(record: Record, actor: Actor, learner: PersonId, mentor: PersonId) -> Record:
    """Give the learner this mentor: their first, or another in one act (E1: reassigning is one atomic act).

    Raises ActionRefused ``oneself`` or ``not-now``.
    """
    if mentor == learner:
        raise ActionRefused("oneself", "mentor")
    relation = relationship_of_record(with_time_effects(record, actor.now))
    if relation.status in PAIRED_STATUSES:
        return record if relation.mentor == mentor else _make_transition(record, actor, Kind.REASSIGNED, m=mentor)
    if relation.status is Status.CLOSING and relation.mentor == mentor:
        return return_to_mentor(record, actor)
    return _make_transition(record, actor, Kind.ASSIGNED, m=mentor)


def return_to_mentor(record: Record, actor: Actor) -> Record:
    """Take up again with the same mentor, within the week after leaving."""
    return _make_transition(record, actor, Kind.RETURNED)


def leave_mentorship(record: Record, actor: Actor) -> Record:
    """Stop: a request is withdrawn, a mentorship begins to close. History stays."""
    asked = relationship_of_record(with_time_effects(record, actor.now)).status is Status.REQUESTED
    return _make_transition(record, actor, Kind.WITHDREW if asked else Kind.LEFT)


def pause_mentorship(record: Record, actor: Actor, until: date, reason: str) -> Record:
    """Pause the mentorship until a day where the learner is, or move that day (docs/rules.md, Mentorship).

    Raises ActionRefused ``not-now``, or ``pause-day`` for a day that is not after today, or more than a year away.
    """
    if entry_done_before(record, actor):
        return record
    record = with_time_effects(record, actor.now)
    check_status_transition(record, Kind.PAUSED)
    today = local_calendar_day(actor.now, record.zone)
    if not today < until <= today + PAUSE_MAX:
        raise ActionRefused("pause-day", "until")
    ends = start_of_local_day(until, record.zone)
    return append_checked_entry(record, actor, Kind.PAUSED, u=format_stored_instant(ends), d=until.isoformat(), x=reason)


def resume_mentorship(record: Record, actor: Actor) -> Record:
    """Go on after a pause, before its day. Coming back when it is over already changes nothing."""
    if relationship_of_record(with_time_effects(record, actor.now)).status is Status.ACTIVE:
        return record
    return _make_transition(record, actor, Kind.RESUMED)
