"""Telling of what was said, once it can no longer be undone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..domain.thread import SPOKEN
from ..hosts.port import TOLD_WITHIN
from .road import Course, Outcome, consulted, learner_of, tell


def deliver(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Tell whom a message, a question or an answer concerns. Nothing is written.

    The sender's browser asks for it when the message can no longer be undone, or the page is left. A message that is not
    there any more, or is somebody else's or a day old, is told to nobody: that is no refusal, the undoing may have come
    first.
    """
    outcome = consulted(course, "deliver", learner_of(course, "deliver", body), body["of"])
    entry = outcome.record.ids.get(body["of"])
    mine = entry is not None and entry.by == course.host.visitor().id and entry.kind in SPOKEN
    if entry is not None and mine and course.clock() - entry.at <= TOLD_WITHIN:
        tell(course, replace(outcome.record, log=outcome.record.log[: entry.seq]), [entry], outcome)
    return outcome
