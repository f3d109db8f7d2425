"""From what is asked to what is answered: which act a handler's name stands for, and which screen draws what came of it."""

from collections.abc import Callable, Mapping
from typing import Any

from ..acts import ledgers, messages, own, pairing, plans, road, telling
from ..acts.bodies import parsed
from ..acts.road import Course, Outcome
from .afterwards import after, own_changed, preview
from .screens import Answer, Screen

ACTS: Mapping[str, Callable[[Course, Mapping[str, Any]], Outcome]] = {
    "join": pairing.join,
    "leave": road.leave,
    "assign": pairing.assign,
    "make_room": road.make_room,
    "undo": messages.undo,
    "seen": messages.seen,
    "hand_over": messages.hand_over,
    "make_step": messages.make_step,
    "deliver": telling.deliver,
    **{name: messages.said(name) for name in messages.SAYS},
    **{name: messages.done(name) for name in messages.STEPS},
    "pause": road.pause,
    "resume": road.resume,
    **{name: plans.planned(name) for name in plans.STEPS},
}


def act(screen: Screen, name: str, body: Mapping[str, Any]) -> Answer:
    """Do an act and return what to draw."""
    fields = parsed(name, body)
    if name == "rebuild":
        return screen.rebuild(ledgers.rebuild(screen.course, fields), first=fields["after"] is None)
    if name == "preview":
        return preview(screen, fields)
    if name in own.STEPS:
        return own_changed(screen, name, fields)
    return after(screen, name, ACTS[name](screen.course, fields), fields.get("plan", ""), fields.get("key", ""))


def read(screen: Screen, name: str, body: Mapping[str, Any]) -> Answer:
    """Answer a read, whose query is its body."""
    answer: Answer = getattr(screen, name)(parsed(name, body))
    return answer
