"""Eight people read at once in one process, each in their own language: nobody is drawn what is another's."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from mentorship_xblock.actions import context

from .writers import PROCESSES, in_threads

LANGUAGES = ("en", "es", "ar")
ROUNDS = 6


class NoTime(datetime):
    """A moment that does not go on, so that what is drawn twice reads the same."""

    @classmethod
    def now(cls, tz=None):
        """Return the moment."""
        return datetime(2026, 3, 2, 9, 0, tzinfo=UTC).astimezone(tz)


@pytest.fixture
def course(site, monkeypatch):
    """A course in which each of eight learners has asked something, in their own words."""
    monkeypatch.setattr(context, "datetime", NoTime)
    course = site(mentors=2, capacity=20, learners=PROCESSES)
    for learner in course.learners:
        assert course.act(learner, "join", {"key": f"join-{learner:0>8}"})[0] == 200
        assert course.act(learner, "ask", {"key": f"ask-{learner:0>8}", "text": f"Words of {learner}."})[0] == 200
    return course


def read(course, number):
    """Return what one person is drawn in one language."""
    learner = course.learners[number]
    with translation.override(LANGUAGES[number % len(LANGUAGES)]):
        status, answer = course.read(learner, "panel")
    assert status == 200
    assert f"Words of {learner}." in answer["regions"]["thread"]
    return answer


def test_everybody_is_drawn_in_the_crowd_what_they_are_drawn_alone(course):
    alone = [read(course, number) for number in range(PROCESSES)]
    assert len({answer["regions"]["composer"] for answer in alone[: len(LANGUAGES)]}) == len(LANGUAGES)
    crowd = in_threads(lambda number: [read(course, number) for _ in range(ROUNDS)])
    assert crowd == [[answer] * ROUNDS for answer in alone]
