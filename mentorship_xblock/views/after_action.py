"""What is drawn after somebody did something: the regions that changed, what is said of it, and the way to undo it."""

from collections.abc import Callable, Mapping

from ..actions.action import Action, Drawn, Fields
from ..actions.context import ActionResult, course_plan_of_learner
from ..actions.permissions import is_permitted, require_active_visitor
from ..actions.pipeline import read_authorized_record
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.mentorship.message_edits import time_left_to_undo
from ..domain.mentorship.status import relationship_at
from ..domain.plan.projection import plan_of_record
from ..domain.record.log import Role
from ..domain.stored_state import StoredState
from . import desk as desk_view
from .pages import PageAnswer, Pages
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


def answer_after_action(screen: Pages, action: Action, outcome: ActionResult, fields: Fields) -> PageAnswer:
    """Return what changed for the person who acted, the sentence to announce, and the way to undo what the act has sent.

    What of the plan they have opened stays so, but for a goal's form, which closes once it is sent.
    """
    asked, words = fields.get("plan", ""), confirmation_of(action, outcome)
    if asked and action.closes_goal_form:
        asked = PLAN_OPENED
    said = screen.language.translate_text(words) if words else ""
    return {**_changed_for_actor(screen, outcome, asked), "said": said, **_undo_answer(screen, outcome, fields.get("key", ""))}


def _undo_answer(screen: Pages, outcome: ActionResult, key: str) -> PageAnswer:
    sent, course = outcome.record.entries_by_id.get(key), screen.course
    left = (
        time_left_to_undo(sent, require_active_visitor(course.host.current_visitor(), "undo"), course.clock(), course.hold)
        if sent
        else None
    )
    if not left:
        return {}
    learner = outcome.learner if outcome.role is not Role.LEARNER else ""
    return {"undo": screen.draw_template("thread/undo.html", item={"id": key}, learner=learner, undo=as_milliseconds(left))}


def _changed_for_actor(screen: Pages, outcome: ActionResult, asked: str) -> PageAnswer:
    if outcome.role is Role.LEARNER:
        own = StoredState(outcome.record)
        return screen.draw_panel_regions(outcome.learner, own, screen.people_in_record(outcome), asked, known=outcome.documents)
    # Who repeats an action may read here no more.
    opens = is_permitted("open", outcome.role, relationship_at(outcome.record, screen.course.clock()).status)
    drawn = screen.draw_opened_learner(outcome, asked) if opens else screen.draw_template("desk/none.html")
    return {"regions": {**screen.draw_desk_beside(outcome), "open": drawn}}


def _answer_with_mentorship(screen: Pages, action: Action, fields: Fields) -> PageAnswer:
    return answer_after_action(screen, action, action.do(screen.course, fields), fields)


def _answer_with_overview(screen: Pages, action: Action, fields: Fields) -> PageAnswer:
    outcome = action.do(screen.course, fields)
    words = confirmation_of(action, outcome)
    return {
        **screen.overview({"after": None, "at": ""}),
        "said": screen.language.translate_text(words),
        **_undo_answer(screen, outcome, fields["key"]),
    }


def _answer_with_desk(screen: Pages, action: Action, fields: Fields) -> PageAnswer:
    action.do(screen.course, fields)
    return {**screen.desk({"from": 0, "at": ""}), "said": screen.language.translate_text(action.said)}


def _answer_with_list(screen: Pages, action: Action, fields: Fields) -> PageAnswer:
    outcome = action.do(screen.course, fields)
    said = screen.language.translate_text(action.said if fields["until"] else action.said_after[""])
    opened = screen.draw_opened_learner(outcome, fields["plan"])
    return {"regions": {**screen.draw_desk_beside(outcome), "open": opened}, "said": said}


def _answer_with_opened(screen: Pages, action: Action, fields: Fields) -> PageAnswer:
    """Answer what a mentor does to their own replies beside an opened learner, whose names a kept reply leaves out."""
    outcome = read_authorized_record(screen.course, "open", fields["learner"])
    viewer = require_active_visitor(screen.course.host.current_visitor(), action.name)
    course_plan = course_plan_of_learner(screen.course, outcome.learner)
    view = screen.conversation_context(
        outcome.record, screen.people_in_record(outcome), viewer, outcome.role, outcome.learner, course_plan, LearnerIndex()
    )
    words = desk_view.placeholder_values(view, outcome.learner, plan_of_record(view.record, course_plan))
    action.do(screen.course, {**fields, "words": words})
    opened = screen.draw_opened_learner(outcome, fields["plan"])
    return {"regions": {"open": opened}, "said": screen.language.translate_text(action.said)}


def _answer_with_nothing(screen: Pages, action: Action, fields: Fields) -> PageAnswer:
    action.do(screen.course, fields)
    return dict(action.answer)


def _answer_with_words(screen: Pages, action: Action, fields: Fields) -> PageAnswer:
    return {"html": words_as_markup(action.do(screen.course, fields))}


def _answer_with_repaired(screen: Pages, action: Action, fields: Fields) -> PageAnswer:
    return screen.answer_rebuild(action.do(screen.course, fields), first=fields["after"] is None)


ANSWERS: Mapping[Drawn, Callable[[Pages, Action, Fields], PageAnswer]] = {
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
