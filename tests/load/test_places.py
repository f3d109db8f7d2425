"""Learners getting a mentor at the same moment: their first rows, and the last free places."""

from datetime import UTC, datetime

import pytest

from mentorship_xblock.domain.mentorship.status import Status, relationship_of_record
from mentorship_xblock.domain.record.log import Kind

from .audit import Findings, audit, stale_lines
from .book import Book, totals
from .sites import LmsOnMariaDB
from .writers import CONTEXT, PATIENCE, PROCESSES, together

MENTORS, PLACES = 10, 15
pytestmark = pytest.mark.usefixtures("seldom_drawn")


def loads(course):
    """Return how many places each mentor has given away."""
    documents = course.documents()
    now = datetime.now(UTC)
    return [documents[mentor].ledger.places_taken(now) for mentor in course.mentors]


def waiting(course):
    """Return the learners who asked for a mentor and have none yet."""
    documents = course.documents()
    return [one for one in course.learners if relationship_of_record(documents[one].record).status is Status.REQUESTED]


def test_eight_writers_at_once_can_each_do_the_first_act_on_a_learner_without_a_row(site, figures):
    # What this is about is MariaDB's: elsewhere first writers get in one another's way without a deadlock.
    course = site(mentors=2, capacity=200, learners=200 if site is LmsOnMariaDB else 40)
    at_once = CONTEXT.Barrier(PROCESSES)

    def work(number):
        book = Book(course, number)
        for learner in course.learners:
            at_once.wait(PATIENCE)
            if number < len(course.mentors):
                book.act(course.staff, "assign", learner, mentor=course.mentors[number])
            else:
                book.act(learner, "join", learner)
        return book

    books = together(work)
    figures.update(totals(books))
    documents = course.documents()
    assert [len(book.told) for book in books] == [len(course.learners)] * PROCESSES
    assert audit(books, documents) == Findings()
    for learner in course.learners:
        log = documents[learner].record.log
        assert [entry.kind for entry in log] == [Kind.ASSIGNED, *[Kind.REASSIGNED] * (len(log) - 1)]
        assert {entry.mentor_named for entry in log} == set(course.mentors)
    assert stale_lines(documents, course.mentors) == set()


def test_five_hundred_joins_fill_the_last_places_exactly(site, figures):
    course = site(mentors=MENTORS, capacity=PLACES, learners=250)

    def work(number):
        book = Book(course, number)
        for learner in course.learners[number % 4 :: 4]:
            book.act(learner, "join", learner)
        return book

    books = together(work)
    figures.update(totals(books))
    documents = course.documents()
    assert sum(len(book.told) for book in books) == 2 * len(course.learners)
    assert audit(books, documents) == Findings()
    assert loads(course) == [PLACES] * MENTORS
    assert sum(entry.kind == Kind.ASSIGNED for one in documents.values() for entry in one.record.log) == MENTORS * PLACES
    assert len(waiting(course)) == len(course.learners) - MENTORS * PLACES
    assert stale_lines(documents, course.mentors) == set()


def test_places_given_up_are_taken_once_and_none_stays_empty_while_somebody_waits(site, figures):
    course = site(mentors=MENTORS, capacity=2, learners=40)
    first = Book(course, PROCESSES)
    for learner in course.learners:
        first.act(learner, "join", learner)

    def work(number):
        book = Book(course, number)
        for learner in book.random.sample(course.learners, k=len(course.learners)):
            book.act(learner, book.random.choice(["leave", "join", "join"]), learner)
        return book

    books = [first, *together(work)]
    assert max(loads(course)) <= 2
    for learner in waiting(course):
        first.act(learner, "join", learner)
    figures.update(totals(books))
    assert max(loads(course)) <= 2
    assert not waiting(course) or min(loads(course)) == 2
    documents = course.documents()
    assert audit(books, documents) == Findings()
    assert stale_lines(documents, course.mentors) == set()
