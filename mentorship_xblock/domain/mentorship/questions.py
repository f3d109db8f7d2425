"""Where a question stands, and what each act makes of it."""

from collections.abc import Mapping
from enum import StrEnum

from ..record.log import Kind


class QuestionState(StrEnum):
    """Where a question stands (docs/rules.md, Conversation)."""

    OPEN = "open"
    PASSED = "passed"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    RETRACTED = "retracted"


OPEN_QUESTION_STATES = frozenset({QuestionState.OPEN, QuestionState.PASSED, QuestionState.REOPENED})
"""Where a question is while somebody is to answer it."""

QUESTION_TRANSITIONS: Mapping[str, Mapping[QuestionState | None, QuestionState]] = {
    Kind.QUESTION: {None: QuestionState.OPEN},
    Kind.ANSWER: {
        **dict.fromkeys((*OPEN_QUESTION_STATES, QuestionState.ANSWERED), QuestionState.ANSWERED),
        QuestionState.RESOLVED: QuestionState.RESOLVED,
        QuestionState.RETRACTED: QuestionState.RETRACTED,
    },
    Kind.RESOLVED: dict.fromkeys((QuestionState.ANSWERED, QuestionState.REOPENED), QuestionState.RESOLVED),
    Kind.ASKED_AGAIN: dict.fromkeys((QuestionState.RESOLVED, *OPEN_QUESTION_STATES), QuestionState.REOPENED),
    Kind.RETRACTED: dict.fromkeys(OPEN_QUESTION_STATES, QuestionState.RETRACTED),
    Kind.HANDED: {QuestionState.OPEN: QuestionState.PASSED},
}
"""What each act makes of a question. One nobody asked cannot be answered, and words added to a settled one settle nothing.
It is asked again once it is settled, or once nobody is to answer it any more: see ``thread.can_change_question``."""
