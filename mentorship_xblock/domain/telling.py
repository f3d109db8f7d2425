"""Whom to tell that something has happened: one person for each thing, and not again before they have read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .record import Entry, Kind, Record, Role
from .relation import Relation, Status
from .steps import see
from .thread import MENTORING, SPOKEN, unread
from .values import COURSE, PersonId


class Told(StrEnum):
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


TO_THE_MENTOR: Mapping[str, Told] = {
    Kind.MESSAGE: Told.MESSAGE,
    Kind.QUESTION: Told.QUESTION,
    Kind.ASKED_AGAIN: Told.QUESTION,
    Kind.SUBMITTED: Told.REVIEW,
    Kind.LATER: Told.WISH,
    Kind.OUT: Told.WISH,
    Kind.PROPOSED: Told.PROPOSED,
    Kind.SUGGESTED: Told.PROPOSED,
}
"""What of the learner's is told to who is to act on it. All of it is news, or telling would not end with the first."""

TO_THE_LEARNER: Mapping[str, Told] = {
    Kind.MESSAGE: Told.MESSAGE,
    Kind.ANSWER: Told.ANSWER,
    Kind.FEEDBACK: Told.MESSAGE,
    Kind.APPROVED: Told.APPROVED,
    Kind.CHANGES_ASKED: Told.CHANGES,
    Kind.PROPOSED: Told.PROPOSED,
    Kind.SUGGESTED: Told.PROPOSED,
    Kind.REOPENED: Told.DECIDED,
    Kind.SKIPPED: Told.DECIDED,
    Kind.AGREED: Told.DECIDED,
    Kind.GRANTED: Told.DECIDED,
    Kind.DECLINED: Told.DECIDED,
    Kind.REDATED: Told.DECIDED,
    Kind.ACHIEVED: Told.DECIDED,
    Kind.DROPPED: Told.DECIDED,
}
"""What of the mentoring side's is told to the learner."""

PAIRED = frozenset({Kind.ASSIGNED, Kind.REASSIGNED})
"""What is told whatever is unread: a mentor who has just been given somebody has read nothing of them yet."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell one person: what it is, who did it, who is named in it, and the key of its entry."""

    recipient: PersonId
    kind: Told
    actor: PersonId
    who: PersonId
    entry: str


def news(before: Record, entries: Iterable[Entry], learner: PersonId, guide: PersonId, relation: Relation) -> list[News]:
    """Return whom to tell of these entries, each person of one at most, and never who did it.

    ``guide`` is who answers the learner now, or nobody; ``relation`` is how it stands with the entries. Somebody who has
    news in ``before`` that they have not read was told of those. While it is paused, a learner hears only what a person
    says to them.
    """
    found: dict[PersonId, News] = {}
    for entry in entries:
        for one in _concerned(entry, learner, guide):
            rests = relation.status is Status.PAUSED and one.recipient == learner and entry.kind not in SPOKEN
            known = entry.kind not in PAIRED and _has_news(before, one.recipient, learner, relation.mentor)
            if one.recipient not in (COURSE, one.actor) and not rests and not known:
                found.setdefault(one.recipient, one)
    return list(found.values())


def _concerned(entry: Entry, learner: PersonId, guide: PersonId) -> Iterable[News]:
    """Return who would be told of one entry. What time brings about is told to nobody."""
    if entry.kind in PAIRED:
        yield News(entry.mentor, Told.NEW_LEARNER, entry.by, learner, entry.id)
        yield News(learner, Told.HANDED_OVER, entry.by, entry.mentor, entry.id)
    elif entry.kind == Kind.HANDED:
        yield News(PersonId(entry.text("to")), Told.TAKEN_OVER, entry.by, learner, entry.id)
    elif entry.role is Role.LEARNER and entry.kind in TO_THE_MENTOR:
        yield News(guide, TO_THE_MENTOR[entry.kind], entry.by, entry.by, entry.id)
    elif entry.role in MENTORING and entry.kind in TO_THE_LEARNER:
        yield News(learner, TO_THE_LEARNER[entry.kind], entry.by, entry.by, entry.id)


def _has_news(record: Record, person: PersonId, learner: PersonId, mentor: PersonId) -> bool:
    """Whether something since this person was first concerned is unread by them.

    A mentor is concerned with what comes after they were given the learner, somebody who stands in for the mentor with what
    comes after the last word from the mentoring side. Nothing that was written before was ever told to them.
    """
    if person == mentor:
        begun = [entry.seq for entry in record.log if entry.kind in PAIRED and entry.mentor == person]
    elif person != learner:
        begun = [entry.seq for entry in record.log if entry.role in MENTORING]
    else:
        begun = []
    return unread(see(record, person, max(begun, default=-1)), person) > 0
