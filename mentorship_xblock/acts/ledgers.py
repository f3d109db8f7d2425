"""Keeping the ledgers true: lines of records that are gone are dropped, a lost ledger is made again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.document import Document, Documents, relisted
from ..domain.ledger import line_of
from ..domain.relation import relation_of
from ..domain.values import PersonId
from .access import check_team
from .road import Course, Outcome

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
        counted = {learner for learner, line in document.ledger.lines.items() if line.held_by}
        for learner in sorted(counted - course.host.existing(counted)):
            relist(course, learner, {mentor})
            freed = True
    return freed


def drop_lost_lines(course: Course, before: Outcome, documents: Mapping[PersonId, Document | None]) -> bool:
    """Drop a learner's lines from these ledgers where they count, although the record knows nothing of that mentor.

    Staff have deleted the row that held the record. Only the ledgers still tell of the mentor before, and once the
    learner has a row again, nobody else would free that place. Tell whether anything was dropped.
    """
    lost = {
        mentor
        for mentor, document in documents.items()
        if document and document.ledger.holds(before.learner) and line_of(before.record, mentor) is None
    }
    if lost:
        relist(course, before.learner, lost)
    return bool(lost)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the people with a row, their documents, and after whom the next one begins; None at the end."""

    documents: Mapping[PersonId, Document | None]
    after: PersonId | None


def rebuild(course: Course, body: Mapping[str, Any]) -> Page:
    """Make the ledgers again from the records, one page of people at a time.

    Both directions: lines that are missing or stale in the mentors' ledgers, and lines whose record says otherwise.
    """
    check_team(course.host.visitor(), "rebuild")
    page = course.host.rows_after(body["after"], PAGE)
    documents = course.host.read(set(page))
    for person, document in documents.items():
        if document is None:
            continue
        relation = relation_of(document.record)
        mentors = {relation.mentor, *relation.former} - {PersonId("")}
        if mentors:
            relist(course, person, mentors)
        for learner in sorted(document.ledger.lines):
            relist(course, learner, {person})
    return Page(documents, page[-1] if len(page) == PAGE else None)
