"""Keeping the ledgers true: lines of records that are gone are dropped, a lost ledger is made again."""

from collections.abc import Collection, Mapping
from typing import Any

from ..domain.document import Documents, relisted
from ..domain.ledger import line_of
from ..domain.record import Record
from ..domain.relation import relation_of
from ..domain.values import PersonId
from .access import check_visitor
from .road import Course, consulted

PAGE = 50


def relist(course: Course, learner: PersonId, mentors: Collection[PersonId]) -> None:
    """Make this learner's line in these mentors' ledgers what the learner's record says now."""

    def apply(documents: Documents) -> tuple[Documents, None]:
        return relisted(documents, learner, course.clock()), None

    course.host.change({learner, *mentors}, apply)


def free_stale_places(course: Course, mentors: Collection[PersonId]) -> bool:
    """Drop the lines of learners whose row staff have deleted; tell whether a place became free.

    Asked only when every mentor is full, so its cost is never on the usual way to a mentor.
    """
    freed = False
    for mentor, document in course.host.read(set(mentors)).items():
        if document is None:
            continue
        counted = {learner for learner, line in document.ledger.lines.items() if line.counts}
        for learner in sorted(counted - course.host.existing(counted)):
            relist(course, learner, {mentor})
            freed = True
    return freed


def drop_lost_lines(course: Course, learner: PersonId, record: Record, mentors: Collection[PersonId]) -> None:
    """Drop this learner's lines from ledgers that count them, although their record knows nothing of that mentor.

    Staff have deleted the row that held the record. Only the ledgers still tell of the mentor before, and once the
    learner has a row again, nobody else would free that place.
    """
    for mentor, document in course.host.read(set(mentors)).items():
        line = document.ledger.lines.get(learner) if document is not None else None
        if line is not None and line.counts and line_of(record, mentor) is None:
            relist(course, learner, {mentor})


def rebuild(course: Course, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make the ledgers again from the records, one page of people at a time; answer with where to go on.

    Both directions: lines that are missing or stale in the mentors' ledgers, and lines whose record says otherwise.
    """
    asker = check_visitor(course.host.visitor(), "rebuild")
    consulted(course, "rebuild", asker)
    page = course.host.rows_after(body["after"], PAGE)
    for person, document in course.host.read(set(page)).items():
        if document is None:
            continue
        relation = relation_of(document.record)
        mentors = {relation.mentor, *relation.former} - {PersonId("")}
        if mentors:
            relist(course, person, mentors)
        for learner in sorted(document.ledger.lines):
            relist(course, learner, {person})
    return {"done": len(page), "after": page[-1] if len(page) == PAGE else None}
