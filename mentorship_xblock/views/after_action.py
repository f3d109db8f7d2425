"""What is drawn after somebody did something: the regions that changed, what is said of it, and the way to undo it."""

from collections.abc import Mapping
from typing import Any

from ..actions import mentor_tools
from ..actions.context import ActionResult
from ..actions.course_plans import course_plan_of_learner
from ..actions.permissions import PERMISSIONS, require_active_visitor
from ..actions.pipeline import read_authorized_record
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.mentorship.message_edits import time_left_to_undo
from ..domain.mentorship.status import relationship_at
from ..domain.plan.projection import plan_of_record
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Role
from ..domain.stored_state import StoredState
from . import desk as desk_view
from .confirmations import (
    CONFIRMATIONS,
    DRAWS_NOTHING,
    GOAL_FORM_ACTIONS,
    OTHER_CONFIRMATIONS,
    READ_BY_LEARNER,
    SAVED_UNREAD,
    confirmation_of,
)
from .pages import PageAnswer, Pages
from .text.rich_text import words_as_markup
from .thread import as_milliseconds
from .whole_plan import PLAN_OPENED


def answer_after_action(screen: Pages, act: str, outcome: ActionResult, asked: str = "", key: str = "") -> PageAnswer:
    """Return what changed for the person who acted, the sentence to announce, and the way to undo what the act with this
    ``key`` has sent; ``asked`` is what of the plan they have opened. A goal's form closes once it is sent.
    """
    if act in DRAWS_NOTHING:
        return dict(DRAWS_NOTHING[act])
    return {**_changed(screen, act, outcome, asked), **_undo_answer(screen, outcome, key)}


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


def _changed(screen: Pages, act: str, outcome: ActionResult, asked: str) -> PageAnswer:
    if act in GOAL_FORM_ACTIONS and asked:
        asked = PLAN_OPENED
    words = confirmation_of(act, outcome.record)
    said = screen.language.translate_text(words) if words else ""
    known = outcome.people.get(outcome.learner)
    if outcome.role is not Role.LEARNER and act in READ_BY_LEARNER and not (known and known.can_read_here):
        said = screen.language.translate_text(SAVED_UNREAD)
    if outcome.role is Role.LEARNER:
        own = StoredState(outcome.record)
        panel = screen.draw_panel_regions(outcome.learner, own, screen.people_in_record(outcome), asked, known=outcome.documents)
        return {**panel, "said": said}
    if act == "assign":
        return {**screen.overview({"after": None, "at": ""}), "said": said}
    status = relationship_at(outcome.record, screen.course.clock()).status
    opens = status in PERMISSIONS["open"].get(outcome.role, ())  # who repeats an act may read here no more
    drawn = screen.draw_opened_learner(outcome, asked) if opens else screen.draw_template("desk/none.html")
    return {"regions": {**screen.draw_desk_beside(outcome), "open": drawn}, "said": said}


def answer_mentor_tool(screen: Pages, act: str, body: Mapping[str, Any]) -> PageAnswer:
    """Do what a mentor does to what is theirs, and return what changed."""
    said = screen.language.translate_text(CONFIRMATIONS[act])
    if act == "set_card":
        mentor_tools.change_learner_index(screen.course, act, body, {})
        return {**screen.desk({"from": 0, "at": ""}), "said": said}
    if act == "snooze":
        outcome = mentor_tools.snooze_learner(screen.course, body)
        said = said if body["until"] else screen.language.translate_text(OTHER_CONFIRMATIONS[act, ""])
        return {
            "regions": {**screen.draw_desk_beside(outcome), "open": screen.draw_opened_learner(outcome, body["plan"])},
            "said": said,
        }
    outcome = read_authorized_record(screen.course, "open", body["learner"])
    viewer, course_plan = (
        require_active_visitor(screen.course.host.current_visitor(), act),
        course_plan_of_learner(screen.course, outcome.learner),
    )
    view = screen.conversation_context(
        outcome.record, screen.people_in_record(outcome), viewer, outcome.role, outcome.learner, course_plan, LearnerIndex()
    )
    mentor_tools.change_learner_index(
        screen.course, act, body, desk_view.placeholder_values(view, outcome.learner, plan_of_record(view.record, course_plan))
    )
    return {"regions": {"open": screen.draw_opened_learner(outcome, body["plan"])}, "said": said}


def answer_preview(screen: Pages, body: Mapping[str, Any]) -> PageAnswer:
    """Return somebody's words as they will be drawn. Nothing is kept."""
    visitor = screen.course.host.current_visitor()
    asker = require_active_visitor(visitor, "preview")
    if not (known := screen.course.host.find_people({asker}).get(asker)) or not (known.in_course or visitor.staff):
        raise ActionRefused("not-enrolled")
    return {"html": words_as_markup(body["text"])}
