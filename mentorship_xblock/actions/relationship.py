"""Actions on the mentorship itself: leaving it, pausing it, going on."""

from collections.abc import Mapping
from typing import Any

from ..domain.mentorship import transitions, writing
from ..domain.record.record import Record
from .context import Course, Outcome
from .pipeline import learner_of, travel


def leave(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Stop being mentored."""
    return travel(course, "leave", learner_of(course, "leave", body), body, transitions.leave_mentorship)


def pause(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Pause a mentorship until a day."""

    def step(record: Record, actor: writing.Actor) -> Record:
        return transitions.pause_mentorship(record, actor, body["until"], body["text"])

    return travel(course, "pause", learner_of(course, "pause", body), body, step)


def resume(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Go on after a pause."""
    return travel(course, "resume", learner_of(course, "resume", body), body, transitions.resume_mentorship)
