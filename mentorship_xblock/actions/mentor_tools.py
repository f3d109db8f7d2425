"""What a mentor does to what is theirs alone: their card, the replies they keep, and the order of their list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from ..domain.mentor.card import MentorCard, card_with_past_absences, reply_with_placeholders
from ..domain.mentor.learner_index import LearnerIndex, index_line_of
from ..domain.mentor.snooze import snooze_until_day
from ..domain.mentorship.status import with_time_effects
from ..domain.mentorship.visibility import record_visible_to
from ..domain.record.errors import ActionRefused
from ..domain.record.values import PersonId, local_calendar_day
from ..domain.stored_state import StoredState, StoredStates
from .action import Action, Argument, Drawn, Fields, _, arguments_of_step
from .context import ActionResult, MentoringContext, course_plan_of_learner
from .field_checks import check_action_key, check_card_form, check_day_if_sent, check_person_id, check_written_text
from .permissions import is_rostered_mentor, require_active_visitor
from .pipeline import read_authorized_record
from .request_schemas import ACTION_FIELDS, CARD_FORM

ReplyWords = Mapping[str, str]
"""What stands for the learner, the unit and the milestone in a text, so that a kept reply has places for them instead."""


def require_rostered_mentor(context: MentoringContext, act: str) -> PersonId:
    """Return who is asking, or raise ActionRefused ``not-yours`` for anybody who is not on the roster and in the course now."""
    visitor = context.host.current_visitor()
    asker = require_active_visitor(visitor, act)
    known = context.host.find_people({asker}).get(asker) if is_rostered_mentor(visitor, context.program) else None
    if known is None or not (known.in_course or visitor.staff):
        raise ActionRefused("not-yours")
    return asker


@dataclass(frozen=True)
class OwnIndexChange:
    """An action that is one pure step over a mentor's own index, given what it needs of the request."""

    step: Callable[..., LearnerIndex]
    wanted: tuple[Argument, ...]

    def __call__(self, context: MentoringContext, action: Action, fields: Fields) -> LearnerIndex:
        """Do it under the lock of the mentor's own row, and return their index as it is then. The step may ask for ``now``."""
        asker = require_rostered_mentor(context, action.name)

        def apply(documents: StoredStates) -> tuple[StoredStates, LearnerIndex]:
            own = documents[asker]
            index = self.step(own.ledger, *arguments_of_step(self.wanted, {**fields, "now": context.clock()}))
            return {**documents, asker: replace(own, ledger=index)}, index

        return context.host.change_under_lock({asker}, apply)


def on_own_index(step: Callable[..., LearnerIndex], *wanted: Argument) -> OwnIndexChange:
    """Return the action that makes this step of a mentor's own index and these fields of the request."""
    return OwnIndexChange(step, wanted)


def change_card(index: LearnerIndex, card: MentorCard, now: datetime) -> LearnerIndex:
    """Return the index with this card."""
    return replace(index, card=card_with_past_absences(index.card, card, local_calendar_day(now, card.hours.zone)))


def keep_reply(index: LearnerIndex, key: str, text: str, words: ReplyWords) -> LearnerIndex:
    """Return the index with this reply kept, with places where it says ``words`` of the learner it was written to."""
    return replace(index, replies=index.replies.with_reply(key, reply_with_placeholders(text, words)))


def drop_reply(index: LearnerIndex, of: str) -> LearnerIndex:
    """Return the index without this reply."""
    return replace(index, replies=index.replies.without_reply(of))


def move_on_list(
    index: LearnerIndex, learner: PersonId, until: date | None, known: datetime, key: str, now: datetime
) -> LearnerIndex:
    """Return the index with this learner put off until a day, or, without one, back on the list.

    Raises ActionRefused ``snooze-day``.
    """
    return index.with_snooze(learner, snooze_until_day(until, known, key, index.day_of_mentor(now)) if until else None)


def snooze_learner(context: MentoringContext, action: Action, body: Fields) -> ActionResult:
    """Put a learner off until a day, on their mentor's own list, or, without a day, take them back onto it.

    What they have done and the mentor cannot see yet, or what they do from now on, brings them back. Raises ActionRefused
    ``not-yours`` for anybody but their mentor, or ``snooze-day``.
    """
    outcome = read_authorized_record(context, action.name, body["learner"])
    asker, now = require_active_visitor(context.host.current_visitor(), action.name), context.clock()
    record = record_visible_to(with_time_effects(outcome.record, now), asker, outcome.role, now, context.hold)
    line = index_line_of(record, asker, course_plan_of_learner(context, outcome.learner))
    known = max(line.newest_change_at, now - context.hold) if line else now
    index = MOVE_ON_LIST(context, action, {**body, "known": known})
    return replace(outcome, documents={asker: StoredState(ledger=index)})


MOVE_ON_LIST = on_own_index(move_on_list, "learner", "until", "known", "key", "now")

MENTOR_ACTIONS = (
    Action(
        "set_card",
        {**ACTION_FIELDS, CARD_FORM: check_card_form},
        on_own_index(change_card, "card", "now"),
        said=_("Saved. Your learners can read it."),
        drawn=Drawn.DESK,
    ),
    Action(
        "keep_reply",
        {**ACTION_FIELDS, "learner": check_person_id, "text": check_written_text},
        on_own_index(keep_reply, "key", "text", "words"),
        said=_("Added to your saved replies."),
        drawn=Drawn.OPENED,
    ),
    Action(
        "drop_reply",
        {**ACTION_FIELDS, "learner": check_person_id, "of": check_action_key},
        on_own_index(drop_reply, "of"),
        said=_("Removed from your saved replies."),
        drawn=Drawn.OPENED,
    ),
    Action(
        "snooze",
        {**ACTION_FIELDS, "learner": check_person_id, "until": check_day_if_sent},
        snooze_learner,
        said=_("Snoozed. They are at the end of your list until then, or until they write or hand something in."),
        said_after={"": _("They are back in their place on your list.")},
        drawn=Drawn.LIST,
    ),
)
