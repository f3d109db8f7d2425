"""What a mentor does to what is theirs alone: their card, the replies they keep, and the order of their list."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..domain.mentor.card import card_with_past_absences, reply_with_placeholders
from ..domain.mentor.learner_index import LearnerIndex, index_line_of
from ..domain.mentor.snooze import snooze_until_day
from ..domain.mentorship.status import with_time_effects
from ..domain.mentorship.visibility import record_visible_to
from ..domain.record.errors import ActionRefused
from ..domain.record.values import PersonId, local_calendar_day
from ..domain.stored_state import StoredState, StoredStates
from .context import ActionResult, MentoringContext
from .course_plans import course_plan_of_learner
from .permissions import is_rostered_mentor, require_active_visitor
from .pipeline import read_authorized_record

ReplyWords = Mapping[str, str]
"""What stands for the learner, the unit and the milestone in a text, so that a kept reply has places for them instead."""

MENTOR_STEPS: Mapping[str, Callable[[LearnerIndex, Mapping[str, Any], ReplyWords], LearnerIndex]] = {
    "set_card": lambda ledger, body, _words: replace(
        ledger, card=card_with_past_absences(ledger.card, body["card"], local_calendar_day(body["now"], body["card"].hours.zone))
    ),
    "keep_reply": lambda ledger, body, words: replace(
        ledger, replies=ledger.replies.with_reply(body["key"], reply_with_placeholders(body["text"], words))
    ),
    "drop_reply": lambda ledger, body, _words: replace(ledger, replies=ledger.replies.without_reply(body["of"])),
    "snooze": lambda ledger, body, _words: ledger.with_snooze(
        body["learner"],
        snooze_until_day(body["until"], body["known"], body["key"], ledger.day_of_mentor(body["now"])) if body["until"] else None,
    ),
}
"""What each act makes of a mentor's ledger."""


def require_rostered_mentor(context: MentoringContext, act: str) -> PersonId:
    """Return who is asking, or raise ActionRefused ``not-yours`` for anybody who is not on the roster and in the course now."""
    visitor = context.host.current_visitor()
    asker = require_active_visitor(visitor, act)
    known = context.host.find_people({asker}).get(asker) if is_rostered_mentor(visitor, context.program) else None
    if known is None or not (known.in_course or visitor.staff):
        raise ActionRefused("not-yours")
    return asker


def change_learner_index(context: MentoringContext, act: str, body: Mapping[str, Any], words: ReplyWords) -> LearnerIndex:
    """Do one of these acts, under the lock of the mentor's own row, and return their ledger as it is then."""
    asker = require_rostered_mentor(context, act)

    def apply(documents: StoredStates) -> tuple[StoredStates, LearnerIndex]:
        own = documents[asker]
        ledger = MENTOR_STEPS[act](own.ledger, {**body, "now": context.clock()}, words)
        return {**documents, asker: replace(own, ledger=ledger)}, ledger

    return context.host.change_under_lock({asker}, apply)


def snooze_learner(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
    """Put a learner off until a day, on their mentor's own list, or, without a day, take them back onto it.

    What they have done and the mentor cannot see yet, or what they do from now on, brings them back. Raises ActionRefused
    ``not-yours`` for anybody but their mentor, or ``snooze-day``.
    """
    outcome = read_authorized_record(context, "snooze", body["learner"])
    asker, now = require_active_visitor(context.host.current_visitor(), "snooze"), context.clock()
    record = record_visible_to(with_time_effects(outcome.record, now), asker, outcome.role, now, context.hold)
    line = index_line_of(record, asker, course_plan_of_learner(context, outcome.learner))
    known = max(line.newest_change_at, now - context.hold) if line else now
    ledger = change_learner_index(context, "snooze", {**body, "known": known}, {})
    return replace(outcome, documents={asker: StoredState(ledger=ledger)})
