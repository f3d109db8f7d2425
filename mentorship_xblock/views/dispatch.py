"""From what is asked to what is answered: which act a handler's name stands for, and which screen draws what came of it."""

from collections.abc import Callable, Mapping
from typing import Any

from ..actions import assignment, conversation, delivery, index_repair, mentor_tools, plan, relationship
from ..actions.context import ActionResult, MentoringContext
from ..actions.request_schemas import parse_request_fields
from .after_action import answer_after_action, answer_mentor_tool, answer_preview
from .pages import PageAnswer, Pages

ACTIONS: Mapping[str, Callable[[MentoringContext, Mapping[str, Any]], ActionResult]] = {
    "join": assignment.join_with_a_mentor,
    "leave": relationship.leave_mentorship,
    "assign": assignment.assign_mentor,
    "make_room": conversation.archive_oldest_messages,
    "undo": conversation.undo_sent_message,
    "seen": conversation.remember_read_up_to,
    "hand_over": conversation.hand_over_wait,
    "make_step": conversation.propose_remark_as_milestone,
    "deliver": delivery.deliver_notifications,
    **{name: conversation.make_message_action(name) for name in conversation.MESSAGE_ACTIONS},
    **{name: conversation.make_conversation_action(name) for name in conversation.CONVERSATION_STEPS},
    "pause": relationship.pause_mentorship,
    "resume": relationship.resume_mentorship,
    **{name: plan.make_plan_action(name) for name in plan.PLAN_STEPS},
}


def answer_action_request(screen: Pages, name: str, body: Mapping[str, Any]) -> PageAnswer:
    """Do an act and return what to draw."""
    fields = parse_request_fields(name, body)
    if name == "rebuild":
        return screen.answer_rebuild(index_repair.rebuild_learner_index(screen.course, fields), first=fields["after"] is None)
    if name == "preview":
        return answer_preview(screen, fields)
    if name in mentor_tools.MENTOR_STEPS:
        return answer_mentor_tool(screen, name, fields)
    return answer_after_action(screen, name, ACTIONS[name](screen.course, fields), fields.get("plan", ""), fields.get("key", ""))


def answer_read_request(screen: Pages, name: str, body: Mapping[str, Any]) -> PageAnswer:
    """Answer a read, whose query is its body."""
    answer: PageAnswer = getattr(screen, name)(parse_request_fields(name, body))
    return answer
