"""Whom to tell that something has happened: one person for each thing, and not again before they have read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .mentorship.message_kinds import MENTORING_ROLES, SPOKEN_KINDS
from .mentorship.status import Relationship, Status
from .record.log import Entry, Kind, Role
from .record.record import Record
from .record.values import NOBODY, PersonId


class NotificationKind(StrEnum):
    """What somebody is told of. Never what was written."""

    MESSAGE = "message"
    QUESTION = "question"
    ANSWER = "answer"
    REVIEW = "review"
    """A milestone was handed in."""
    WISH = "wish"
    """Another day is asked for, or to leave a milestone out."""
    PROPOSED = "proposed"
    CHANGES = "changes"
    APPROVED = "approved"
    DECIDED = "decided"
    """The mentoring side has changed or answered something else of the plan."""
    NEW_LEARNER = "new-learner"
    HANDED_OVER = "handed-over"
    """The learner has a mentor now, or another one."""
    TAKEN_OVER = "taken-over"
    """A learner's wait is with somebody else of the mentoring side now."""


TO_THE_MENTOR: Mapping[str, NotificationKind] = {
    Kind.MESSAGE: NotificationKind.MESSAGE,
    Kind.QUESTION: NotificationKind.QUESTION,
    Kind.ASKED_AGAIN: NotificationKind.QUESTION,
    Kind.SUBMITTED: NotificationKind.REVIEW,
    Kind.LATER: NotificationKind.WISH,
    Kind.OUT: NotificationKind.WISH,
    Kind.PROPOSED: NotificationKind.PROPOSED,
    Kind.SUGGESTED: NotificationKind.PROPOSED,
}
"""What of the learner's is told to who is to act on it. All of it is news, or telling would not end with the first."""

TO_THE_LEARNER: Mapping[str, NotificationKind] = {
    Kind.MESSAGE: NotificationKind.MESSAGE,
    Kind.ANSWER: NotificationKind.ANSWER,
    Kind.FEEDBACK: NotificationKind.MESSAGE,
    Kind.APPROVED: NotificationKind.APPROVED,
    Kind.CHANGES_ASKED: NotificationKind.CHANGES,
    Kind.PROPOSED: NotificationKind.PROPOSED,
    Kind.SUGGESTED: NotificationKind.PROPOSED,
    Kind.REOPENED: NotificationKind.DECIDED,
    Kind.SKIPPED: NotificationKind.DECIDED,
    Kind.AGREED: NotificationKind.DECIDED,
    Kind.GRANTED: NotificationKind.DECIDED,
    Kind.DECLINED: NotificationKind.DECIDED,
    Kind.REDATED: NotificationKind.DECIDED,
    Kind.ACHIEVED: NotificationKind.DECIDED,
    Kind.DROPPED: NotificationKind.DECIDED,
}
"""What of the mentoring side's is told to the learner."""

KINDS_BY_ROLE: Mapping[Role, Mapping[str, NotificationKind]] = {
    Role.LEARNER: TO_THE_MENTOR,
    **dict.fromkeys(MENTORING_ROLES, TO_THE_LEARNER),
}
"""What is told of what each side does. What time brings about is told to nobody."""

PAIRING_KINDS = frozenset({Kind.ASSIGNED, Kind.REASSIGNED})
GIVING_KINDS = PAIRING_KINDS | {Kind.HANDED}
"""What is told whatever is unread: who has just been given somebody was told of nothing of theirs yet."""

ANSWERING_KINDS = SPOKEN_KINDS | {Kind.READ, Kind.HANDED}
"""By what of the mentoring side a learner's wait ends or is somebody else's."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One thing to tell one person: what it is, who did it, who is named in it, and the key of its entry."""

    recipient: PersonId
    kind: NotificationKind
    actor: PersonId
    who: PersonId
    entry: str


def notifications_of_entries(
    before: Record,
    entries: Iterable[Entry],
    learner: PersonId,
    responder: PersonId,
    relation: Relationship,
    away: datetime | None = None,
) -> list[Notification]:
    """Return whom to tell of these entries, each person of one at most, and never who did it.

    ``responder`` is who answers the learner now, or nobody; ``relation`` is how it stands with the entries, and ``away`` since when
    the mentor is away, if they are. Somebody who was told of something in ``before`` that they have not read yet is not told again.
    """
    found: dict[PersonId, Notification] = {}
    for entry in entries:
        for one in _concerned(entry, learner, responder):
            to_learner = one.recipient == learner
            known = entry.kind not in GIVING_KINDS and _was_told(before, one.recipient, to_learner, relation.mentor, away)
            if one.recipient not in (NOBODY, one.actor) and not known and not (to_learner and _is_left_in_peace(entry, relation)):
                found.setdefault(one.recipient, one)
    return list(found.values())


def _concerned(entry: Entry, learner: PersonId, responder: PersonId) -> Iterable[Notification]:
    """Return who would be told of one entry."""
    kind = KINDS_BY_ROLE.get(entry.role, {}).get(entry.kind)
    if entry.kind in PAIRING_KINDS:
        yield Notification(entry.mentor_named, NotificationKind.NEW_LEARNER, entry.by, learner, entry.id)
        yield Notification(learner, NotificationKind.HANDED_OVER, entry.by, entry.mentor_named, entry.id)
    elif entry.kind == Kind.HANDED:
        yield Notification(PersonId(entry.stored_text("to")), NotificationKind.TAKEN_OVER, entry.by, learner, entry.id)
    elif kind is not None:
        yield Notification(responder if entry.role is Role.LEARNER else learner, kind, entry.by, entry.by, entry.id)


def _is_left_in_peace(entry: Entry, relation: Relationship) -> bool:
    """Whether a learner is left in peace: during a pause they hear only what a person says to them."""
    return relation.status is Status.PAUSED and entry.kind not in SPOKEN_KINDS


def _was_told(record: Record, person: PersonId, is_learner: bool, mentor: PersonId, away: datetime | None) -> bool:
    """Whether this person was told of something that they have not read yet.

    A mentor is told of what comes while the learner is with them, however often they were given them; somebody who stands in for
    the mentor of what comes after the last answer, and after the mentor went ``away``, if they are. What is unread and was never
    told, such as a note, does not count.
    """
    stands_in = not is_learner and person != mentor
    begun = (
        [entry.seq for entry in record.log.entries_of_kinds(ANSWERING_KINDS) if entry.role in MENTORING_ROLES] if stands_in else []
    )
    if stands_in:
        begun = sorted([*begun, *(entry.seq for entry in record.log if away and entry.at < away)])
    upto, relation = max(record.seen.get(person, -1), *begun[-1:], -1), Relationship()
    for entry in record.log:
        relation = relation.after_entry(entry)
        others = (entry.role is Role.LEARNER) is not is_learner and (is_learner or stands_in or relation.mentor == person)
        unread = entry.seq > upto and others and entry.kind in KINDS_BY_ROLE.get(entry.role, {})
        if unread and not (is_learner and _is_left_in_peace(entry, relation)):
            return True
    return False
