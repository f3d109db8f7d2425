"""What is drawn after somebody did something: the regions that changed, what is said of it, and the way to undo it."""

from collections.abc import Callable, Mapping

from ..actions.action import Action, Drawn, Fields
from ..actions.context import ActionResult, course_plan_of_learner
from ..actions.permissions import is_permitted, require_active_visitor
from ..actions.pipeline import read_authorized_record
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.mentorship.status import relationship_at
from ..domain.mentorship.undo import time_left_to_undo
from ..domain.plan.projection import plan_of_record
from ..domain.record.log import Role
from ..domain.stored_state import StoredState
from . import desk as desk_view
from .desk_pages import answer_desk, draw_desk_beside, draw_opened_learner
from .overview import answer_overview, answer_rebuild
from .page import Page, PageAnswer
from .panel import draw_panel_regions
from .text.i18n import _
from .text.rich_text import words_as_markup
from .thread import as_milliseconds
from .whole_plan import PLAN_OPENED

SAVED_UNREAD = _("Saved. This learner is no longer in the course, so they will only read it if they come back.")
"""What is said where an action is for the learner to read and they cannot."""


def confirmation_of(action: Action, outcome: ActionResult) -> str:
    """Return the sentence that is announced after an action, by what it has written last; nothing after some."""
    last = outcome.record.log[-1].kind if outcome.record.log else ""
    known = outcome.people.get(outcome.learner)
    if outcome.role is not Role.LEARNER and action.read_by_learner and not (known and known.can_read_here):
        return SAVED_UNREAD
    return action.said_after.get(last, action.said)


def answer_after_action(page: Page, action: Action, outcome: ActionResult, fields: Fields) -> PageAnswer:
    """Return what changed for the person who acted, the sentence to announce, and the way to undo what the act has sent.

    What of the plan they have opened stays so, but for a goal's form, which closes once it is sent.
    """
    asked, words = fields.get("plan", ""), confirmation_of(action, outcome)
    if asked and action.closes_goal_form:
        asked = PLAN_OPENED
    said = page.language.translate_text(words) if words else ""
    return {**_changed_for_actor(page, outcome, asked), "said": said, **_undo_answer(page, outcome, fields.get("key", ""))}


def _undo_answer(page: Page, outcome: ActionResult, key: str) -> PageAnswer:
    sent, context = outcome.record.entries_by_id.get(key), page.context
    left = (
        time_left_to_undo(sent, require_active_visitor(context.host.current_visitor(), "undo"), context.clock(), context.hold)
        if sent
        else None
    )
    if not left:
        return {}
    learner = outcome.learner if outcome.role is not Role.LEARNER else ""
    return {"undo": page.draw_template("thread/undo.html", item={"id": key}, learner=learner, undo=as_milliseconds(left))}


def _changed_for_actor(page: Page, outcome: ActionResult, asked: str) -> PageAnswer:
    if outcome.role is Role.LEARNER:
        own = StoredState(outcome.record)
        return draw_panel_regions(page, outcome.learner, own, page.people_in_record(outcome), asked, known=outcome.documents)
    # Who repeats an action may read here no more.
    opens = is_permitted("open", outcome.role, relationship_at(outcome.record, page.context.clock()).status)
    drawn = draw_opened_learner(page, outcome, asked) if opens else page.draw_template("desk/none.html")
    return {"regions": {**draw_desk_beside(page, outcome), "open": drawn}}


def _answer_with_mentorship(page: Page, action: Action, fields: Fields) -> PageAnswer:
    return answer_after_action(page, action, action.do(page.context, fields), fields)


def _answer_with_overview(page: Page, action: Action, fields: Fields) -> PageAnswer:
    outcome = action.do(page.context, fields)
    words = confirmation_of(action, outcome)
    return {
        **answer_overview(page, {"after": None, "at": ""}),
        "said": page.language.translate_text(words),
        **_undo_answer(page, outcome, fields["key"]),
    }


def _answer_with_desk(page: Page, action: Action, fields: Fields) -> PageAnswer:
    action.do(page.context, fields)
    return {**answer_desk(page, {"from": 0, "at": ""}), "said": page.language.translate_text(action.said)}


def _answer_with_list(page: Page, action: Action, fields: Fields) -> PageAnswer:
    outcome = action.do(page.context, fields)
    said = page.language.translate_text(action.said if fields["until"] else action.said_after[""])
    opened = draw_opened_learner(page, outcome, fields["plan"])
    return {"regions": {**draw_desk_beside(page, outcome), "open": opened}, "said": said}


def _answer_with_opened(page: Page, action: Action, fields: Fields) -> PageAnswer:
    """Answer what a mentor does to their own replies beside an opened learner, whose names a kept reply leaves out."""
    outcome = read_authorized_record(page.context, "open", fields["learner"])
    viewer = require_active_visitor(page.context.host.current_visitor(), action.name)
    course_plan = course_plan_of_learner(page.context, outcome.learner)
    view = page.conversation_context(
        outcome.record, page.people_in_record(outcome), viewer, outcome.role, outcome.learner, course_plan, LearnerIndex()
    )
    words = desk_view.placeholder_values(view, outcome.learner, plan_of_record(view.record, course_plan))
    action.do(page.context, {**fields, "words": words})
    opened = draw_opened_learner(page, outcome, fields["plan"])
    return {"regions": {"open": opened}, "said": page.language.translate_text(action.said)}


def _answer_with_nothing(page: Page, action: Action, fields: Fields) -> PageAnswer:
    action.do(page.context, fields)
    return dict(action.answer)


def _answer_with_words(page: Page, action: Action, fields: Fields) -> PageAnswer:
    return {"html": words_as_markup(action.do(page.context, fields))}


def _answer_with_repaired(page: Page, action: Action, fields: Fields) -> PageAnswer:
    return answer_rebuild(page, action.do(page.context, fields), first=fields["after"] is None)


ANSWERS: Mapping[Drawn, Callable[[Page, Action, Fields], PageAnswer]] = {
    Drawn.MENTORSHIP: _answer_with_mentorship,
    Drawn.OVERVIEW: _answer_with_overview,
    Drawn.DESK: _answer_with_desk,
    Drawn.LIST: _answer_with_list,
    Drawn.OPENED: _answer_with_opened,
    Drawn.NOTHING: _answer_with_nothing,
    Drawn.WORDS: _answer_with_words,
    Drawn.REPAIRED: _answer_with_repaired,
}
"""What does an action and draws what came of it."""
