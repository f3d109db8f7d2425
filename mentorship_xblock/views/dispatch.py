"""From what is asked to what is answered: which act a handler's name stands for, and which screen draws what came of it."""

from collections.abc import Callable, Mapping
from typing import Any

from ..actions import assignment, conversation, delivery, index_repair, mentor_tools, plan, relationship
from ..actions.context import Course, Outcome
from ..actions.request_schemas import parsed
from .after_action import after, own_changed, preview
from .pages import Answer, Screen

ACTS: Mapping[str, Callable[[Course, Mapping[str, Any]], Outcome]] = {
    "join": assignment.join,
    "leave": relationship.leave,
    "assign": assignment.assign,
    "make_room": conversation.make_room,
    "undo": conversation.undo,
    "seen": conversation.seen,
    "hand_over": conversation.hand_over,
    "make_step": conversation.make_step,
    "deliver": delivery.deliver,
    **{name: conversation.said(name) for name in conversation.SAYS},
    **{name: conversation.done(name) for name in conversation.STEPS},
    "pause": relationship.pause,
    "resume": relationship.resume,
    **{name: plan.planned(name) for name in plan.STEPS},
}


def act(screen: Screen, name: str, body: Mapping[str, Any]) -> Answer:
    """Do an act and return what to draw."""
    fields = parsed(name, body)
    if name == "rebuild":
        return screen.rebuild(index_repair.rebuild(screen.course, fields), first=fields["after"] is None)
    if name == "preview":
        return preview(screen, fields)
    if name in mentor_tools.STEPS:
        return own_changed(screen, name, fields)
    return after(screen, name, ACTS[name](screen.course, fields), fields.get("plan", ""), fields.get("key", ""))


def read(screen: Screen, name: str, body: Mapping[str, Any]) -> Answer:
    """Answer a read, whose query is its body."""
    answer: Answer = getattr(screen, name)(parsed(name, body))
    return answer
