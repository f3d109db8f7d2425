"""Acts on a milestone: begin it, hand in evidence, decide on it."""

from collections.abc import Mapping
from typing import Any

from ..domain import steps
from ..domain.record import Kind, Record
from .road import Course, Outcome, learner_of, travel


def begin(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Begin a milestone of one's own plan."""

    def step(record: Record, actor: steps.Actor) -> Record:
        return steps.start(record, actor, course.program.plan, body["milestone"])

    return travel(course, "begin", learner_of(course, "begin", body), body, step)


def submit(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Hand in evidence for a milestone of one's own plan."""

    def step(record: Record, actor: steps.Actor) -> Record:
        return steps.submit(record, actor, course.program.plan, body["milestone"], body["text"], body["link"])

    return travel(course, "submit", learner_of(course, "submit", body), body, step)


def approve(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Approve a version of the evidence, with a note or without."""
    return _decide(course, "approve", Kind.APPROVED, body)


def ask_changes(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Ask for changes to a version of the evidence, with the reason."""
    return _decide(course, "ask_changes", Kind.CHANGES_ASKED, body)


def _decide(course: Course, act: str, kind: Kind, body: Mapping[str, Any]) -> Outcome:
    def step(record: Record, actor: steps.Actor) -> Record:
        return steps.decide(record, actor, course.program.plan, kind, body["milestone"], body["version"], body["text"])

    return travel(course, act, body["learner"], body, step)
