"""The course team's overview: who needs a person first, the load and waits of every mentor, and all learners, paged."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..domain.document import Document
from ..domain.relation import OPEN, Status, relation_now
from ..domain.thread import thread_of
from ..domain.values import PersonId
from ..program import Program
from .people import Names

PAGE = 50


def _(message: str) -> str:
    """Mark a sentence for translation."""
    return message


STANDS: Mapping[Status, str] = {
    Status.NONE: _("Has not asked for a mentor"),
    Status.REQUESTED: _("Waits for a mentor"),
    Status.WITHDRAWN: _("Took the request back"),
    Status.ACTIVE: _("With {mentor}"),
    Status.CLOSING: _("Finishing with {mentor}"),
    Status.ENDED: _("Finished with {mentor}"),
}


def mentors(
    program: Program, documents: Mapping[PersonId, Document | None], names: Names
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the roster with load and longest wait, and, apart, what is wrong with it and needs a person."""
    rows, alarms = [], []
    by_username = {person.username: person for person in names.people.values()}
    for place in program.roster:
        person = by_username.get(place.username)
        if person is None:
            alarms.append({"username": place.username, "unknown": True})
            continue
        document = documents.get(person.id)
        ledger = document.ledger if document else None
        waits = [line.waiting for line in ledger.lines.values() if line.mine and line.waiting] if ledger else []
        row = {
            "id": person.id,
            "name": names.html(person.id),
            "plain": names.plain(person.id),
            "load": ledger.load if ledger else 0,
            "capacity": place.capacity,
            "waiting": len(waits),
            "longest": min(waits) if waits else None,
            "here": person.in_course,
        }
        rows.append(row)
        if not person.in_course:
            alarms.append(row)
    return rows, alarms


def learners(
    page: Iterable[PersonId], documents: Mapping[PersonId, Document | None], names: Names, program: Program, now: datetime
) -> list[dict[str, Any]]:
    """Return one page of learners; within it, those who need a mentor come first."""
    rows = [_row(learner, documents.get(learner), names, program, now) for learner in page]
    return sorted(rows, key=lambda row: not row["needs"])


def _row(learner: PersonId, document: Document | None, names: Names, program: Program, now: datetime) -> dict[str, Any]:
    if document is None:
        return {"id": learner, "name": names.html(learner), "broken": True, "needs": True}
    relation = relation_now(document.record, now)
    mentor = names.people.get(relation.mentor)
    place = program.place(mentor.username) if mentor else None
    orphaned = relation.status is Status.ACTIVE and not (mentor and place and mentor.in_course)
    stands = names.language.html(STANDS[relation.status], mentor=names.html(relation.mentor))
    return {
        "id": learner,
        "name": names.html(learner),
        "plain": names.plain(learner),
        "stands": stands,
        "orphaned": orphaned,
        "needs": orphaned or relation.status is Status.REQUESTED,
        "waiting": thread_of(document.record).waiting if relation.status in OPEN else None,
        "can_pair": relation.status is not Status.CLOSING,
        "mentor": relation.mentor,
    }
