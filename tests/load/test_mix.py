"""Learners, mentors and staff write to the same mentorships from eight processes, and from eight threads of one."""

import os

import pytest

from mentorship_xblock.hosts.user_state_table import UserStateRows

from .audit import Findings, audit, stale_lines
from .book import Book, totals
from .mix import does
from .plain import plain_change
from .sites import LmsOnMariaDB
from .writers import PROCESSES, in_threads, together

ACTS = int(os.environ.get("MENTORSHIP_LOAD_ACTS", "3000"))
"""What goes wrong once in a thousand acts is found by these in nineteen runs of twenty. A release does 10000."""
PART = 3
"""So much less is done in threads, which share one core, and on databases that few run: what can go wrong there only shows soon."""
RESETS_EVERY = 30
"""Acts of one writer between two rows deleted by staff."""

pytestmark = pytest.mark.usefixtures("seldom_drawn")


def opened(site):
    """Return a course, those in it who have a mentor, three mentors among them, and the book of how they got one."""
    course = site(mentors=10, capacity=200, learners=200)
    people = [*course.mentors[:3], *course.learners]
    book = Book(course, PROCESSES)
    for person in people:
        book.act(person, "join", person)
    return course, people, book


def rebuilt(course):
    """Have staff make the ledgers again, page by page."""
    after = None
    while True:
        status, answer = course.act(course.staff, "rebuild", {"after": after})
        assert status == 200
        after = answer["after"]
        if after is None:
            return


@pytest.mark.parametrize("at_once", [together, in_threads], ids=["processes", "threads"])
def test_no_act_is_lost_doubled_or_out_of_order_while_staff_delete_rows(site, figures, at_once):
    course, people, first = opened(site)
    deletable = people[::5]
    part = 1 if at_once is together and site is LmsOnMariaDB else PART

    def work(number):
        book = Book(course, number)
        while len(book.told) < ACTS / PROCESSES / part:
            does(book, people, RESETS_EVERY // part)
            book.reset(book.random.choice(deletable))
        return book

    books = [first, *at_once(work)]
    figures.update(totals(books))
    documents = course.documents()
    assert any(book.resets for book in books)
    assert audit(books, documents) == Findings()
    assert {pair for pair in stale_lines(documents, course.mentors) if not set(pair) & set(deletable)} == set()
    rebuilt(course)
    assert stale_lines(course.documents(), course.mentors) == set()


def test_staff_can_rebuild_the_ledgers_while_everybody_writes(site, figures):
    course, people, first = opened(site)

    def work(number):
        book = Book(course, number)
        if number == 0:
            for _ in range(3):
                rebuilt(course)
        else:
            does(book, people, ACTS // PROCESSES // PART)
        return book

    books = [first, *together(work)]
    figures.update(totals(books))
    documents = course.documents()
    assert audit(books, documents) == Findings()
    assert stale_lines(documents, course.mentors) == set()


def test_the_same_load_on_plain_saves_loses_acts_so_the_audit_can_fail(site, figures, monkeypatch):
    monkeypatch.setattr(UserStateRows, "change_under_lock", plain_change)
    course, people, first = opened(site)

    def work(number):
        book = Book(course, number)
        does(book, people, min(ACTS, 800) // PROCESSES)
        return book

    books = [first, *together(work)]
    lost = audit(books, course.documents()).lost
    figures.update(totals(books), lost=len(lost))
    assert lost
    assert stale_lines(course.documents(), course.mentors)
