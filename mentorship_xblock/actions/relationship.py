"""Actions on the mentorship itself: leaving it, pausing it, going on."""

from collections.abc import Mapping
from typing import Any

from ..domain.mentorship import transitions, writing
from ..domain.record.record import Record
from .context import ActionResult, MentoringContext
from .pipeline import learner_of_request, perform_action


def leave_mentorship(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
    """Stop being mentored."""
    return perform_action(context, "leave", learner_of_request(context, "leave", body), body, transitions.leave_mentorship)


def pause_mentorship(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
    """Pause a mentorship until a day."""

    def step(record: Record, actor: writing.Actor) -> Record:
        return transitions.pause_mentorship(record, actor, body["until"], body["text"])

    return perform_action(context, "pause", learner_of_request(context, "pause", body), body, step)


def resume_mentorship(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
    """Go on after a pause."""
    return perform_action(context, "resume", learner_of_request(context, "resume", body), body, transitions.resume_mentorship)
