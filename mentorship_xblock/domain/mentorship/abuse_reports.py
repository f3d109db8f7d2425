"""Reports: whoever feels wronged stops all contact at once, and the course team decides (MF §E3, §J13).

The other side is not told who reported, nor why, nor what. A copy of the words is kept for the team, whatever their author
does to them afterwards.
"""

from ..record.errors import Refused
from ..record.log import Entry, Kind, Role
from ..record.record import Record, fold
from ..record.values import PersonId
from .message_edits import message, words_of
from .message_kinds import MENTORING
from .status import relation_of, settled
from .thread import parties_of, thread_of
from .writing import Actor, append, done_before


@fold
def standing(record: Record) -> tuple[Entry, ...]:
    """Return the reports the team has not decided on and that may be read, oldest first."""
    decided = {entry.text("of") for entry in record.log.of({Kind.CLEARED})}
    return tuple(entry for entry in record.log.of({Kind.REPORTED}) if entry.by and entry.id not in decided)


def report_of(record: Record) -> Entry | None:
    """Return the report that is to be decided on first, if there is one and it may be read."""
    return next(iter(standing(record)), None)


def report(record: Record, actor: Actor, learner: PersonId, of: str, reason: str) -> Record:
    """Report a message of somebody else, or (no ``of``) the other person.

    Raises Refused ``no-message``, ``your-words`` for one's own, ``nobody-to-report``, ``reported-already`` while one stops all
    contact.
    """
    if done_before(record, actor):
        return record
    if thread_of(record).reported:
        raise Refused("reported-already")
    about = message(record, of) if of else None
    if about and about.kind == Kind.NOTE and actor.role not in MENTORING:
        raise Refused("no-message")
    if about and about.by == actor.person:
        raise Refused("your-words")
    other = relation_of(record).mentor if actor.role is Role.LEARNER else learner
    whom = about.by if about else other
    if not whom:
        raise Refused("nobody-to-report")
    copy = words_of(record, about) if about else ""
    return append(settled(record, actor.now), actor, Kind.REPORTED, of=of, to=whom, c=copy, x=reason)


def clear(record: Record, actor: Actor, of: str, text: str) -> Record:
    """Decide on a report, by the course team: writing goes on.

    Raises Refused ``no-report`` when it stands no more, ``own-report`` for whom it is about: nobody decides on their own matter.
    """
    if done_before(record, actor):
        return record
    report = next((one for one in standing(record) if one.id == of), None)
    if report is None:
        raise Refused("no-report")
    if actor.person in parties_of(report):
        raise Refused("own-report")
    return append(settled(record, actor.now), actor, Kind.CLEARED, of=of, x=text)


def check_apart(record: Record, mentor: PersonId) -> None:
    """Raise Refused ``report-stands`` for a mentor who made a report that is not decided, or is in one."""
    if any(mentor in parties_of(report) for report in standing(record)):
        raise Refused("report-stands", "mentor")
