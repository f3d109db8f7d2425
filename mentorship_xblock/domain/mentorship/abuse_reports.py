"""Reports: whoever feels wronged stops all contact at once, and the course team decides (docs/rules.md, Mentorship 9).

The other side is not told who reported, nor why, nor what. A copy of the words is kept for the team, whatever their author
does to them afterwards.
"""

from ..record.errors import ActionRefused
from ..record.log import Entry, Kind, Role
from ..record.record import Record, projection
from ..record.values import PersonId
from .append_entry import Actor, append_checked_entry, entry_done_before
from .message_edits import current_words_of, find_message_by_id
from .message_kinds import MENTORING_ROLES
from .status import relationship_of_record, with_time_effects
from .thread import parties_to_report, thread_of_record


@projection
def undecided_reports(record: Record) -> tuple[Entry, ...]:
    """Return the reports the team has not decided on and that may be read, oldest first."""
    decided = {entry.stored_text("of") for entry in record.log.entries_of_kinds({Kind.CLEARED})}
    return tuple(entry for entry in record.log.entries_of_kinds({Kind.REPORTED}) if entry.by and entry.id not in decided)


def first_undecided_report(record: Record) -> Entry | None:
    """Return the report that is to be decided on first, if there is one and it may be read."""
    return next(iter(undecided_reports(record)), None)


def report_to_course_team(record: Record, actor: Actor, learner: PersonId, of: str, reason: str) -> Record:
    """Report a message of somebody else, or (no ``of``) the other person.

    Raises ActionRefused ``no-message``, ``your-words`` for one's own, ``nobody-to-report``, ``reported-already`` while one stops
    all contact.
    """
    if entry_done_before(record, actor):
        return record
    if thread_of_record(record).reported:
        raise ActionRefused("reported-already")
    about = find_message_by_id(record, of) if of else None
    if about and about.kind == Kind.NOTE and actor.role not in MENTORING_ROLES:
        raise ActionRefused("no-message")
    if about and about.by == actor.person:
        raise ActionRefused("your-words")
    other = relationship_of_record(record).mentor if actor.role is Role.LEARNER else learner
    whom = about.by if about else other
    if not whom:
        raise ActionRefused("nobody-to-report")
    copy = current_words_of(record, about) if about else ""
    return append_checked_entry(with_time_effects(record, actor.now), actor, Kind.REPORTED, of=of, to=whom, c=copy, x=reason)


def decide_on_report(record: Record, actor: Actor, of: str, text: str) -> Record:
    """Decide on a report, by the course team: writing goes on.

    Raises ActionRefused ``no-report`` when it stands no more, ``own-report`` for whom it is about: nobody decides on their own
    matter.
    """
    if entry_done_before(record, actor):
        return record
    report = next((one for one in undecided_reports(record) if one.id == of), None)
    if report is None:
        raise ActionRefused("no-report")
    if actor.person in parties_to_report(report):
        raise ActionRefused("own-report")
    return append_checked_entry(with_time_effects(record, actor.now), actor, Kind.CLEARED, of=of, x=text)


def check_no_report_between(record: Record, mentor: PersonId) -> None:
    """Raise ActionRefused ``report-stands`` for a mentor who made a report that is not decided, or is in one."""
    if any(mentor in parties_to_report(report) for report in undecided_reports(record)):
        raise ActionRefused("report-stands", "mentor")
