"""The fields a request may bring, each with the one function that checks it."""

from collections.abc import Mapping
from typing import Any

from ..domain.plan.goals import WEEK_HOURS_MAX
from ..domain.record.errors import ActionRefused
from .field_checks import (
    Check,
    card,
    day,
    day_or_none,
    goal,
    key,
    key_or_none,
    links,
    mentor,
    number,
    part,
    part_or_none,
    person,
    person_or_none,
    place,
    place_or_none,
    place_or_start,
    text,
    text_or_none,
    ticked,
    ticked_places,
    weight,
    yes,
    zone,
)

GROUPS_MAX = 2
"""How deep the names of fields group them."""
WHOLE, CARD = "wanted", "card"
"""The fields that are read from the whole request, because they are forms of many fields."""

OPENED: Mapping[str, Check] = {"plan": part_or_none}
"""What of the whole plan a page shows, so that it is drawn again: nothing, everything, or everything and a goal's form."""

AT: Mapping[str, Check] = {"at": part_or_none}
"""What the page has drawn, as the last answer said: if it is still so, nothing is drawn."""

ACT: Mapping[str, Check] = {"key": key, "zone": zone, **OPENED}
"""What every act of a person takes."""

OF: Mapping[str, Check] = {**ACT, "learner": person_or_none, "of": key}
"""What is done to a message, or to a question."""

CONTEXT: Mapping[str, Check] = {"unit": yes, "milestone": part_or_none, "due": yes}
"""What of the place and the plan travels with a learner's words: each only if it is ticked."""

REPLY: Mapping[str, Check] = {**ACT, "learner": person, "text": text, "weight": weight, "upto": place_or_none}
"""What somebody of the mentoring side says, and how far they had read."""

REVIEWED: Mapping[str, Check] = {**ACT, "learner": person, "milestone": part, "version": place, "met": ticked_places}

BODIES: Mapping[str, Mapping[str, Check]] = {
    "join": ACT,
    "leave": ACT,
    "assign": {**ACT, "learner": person, "mentor": mentor},
    "send": {**REPLY, **CONTEXT, "learner": person_or_none},
    "ask": {**ACT, **CONTEXT, "text": text},
    "answer": {**REPLY, "question": key},
    "remark": {**REPLY, "milestone": part, "version": place},
    "note": {**ACT, "learner": person, "text": text},
    "undo": OF,
    "edit": {**OF, "text": text},
    "erase": OF,
    "hide": {**OF, "text": text},
    "unhide": OF,
    "resolve": OF,
    "ask_again": OF,
    "retract": OF,
    "hand_over": {**ACT, "learner": person},
    "make_step": {**ACT, "of": key},
    "report": {**ACT, "learner": person_or_none, "of": key_or_none, "text": text_or_none},
    "clear_report": {**OF, "text": text_or_none},
    "mark_unread": OF,
    "set_card": {**ACT, CARD: card},
    "keep_reply": {**ACT, "learner": person, "text": text},
    "drop_reply": {**ACT, "learner": person, "of": key},
    "snooze": {**ACT, "learner": person, "until": day_or_none},
    "preview": {"text": text},
    "pass_back": {**ACT, "learner": person, "upto": place_or_none},
    "deliver": {"learner": person_or_none, "of": key},
    "seen": {"learner": person_or_none, "upto": place},
    "pause": {**ACT, "learner": person_or_none, "until": day, "text": text_or_none},
    "resume": {**ACT, "learner": person_or_none},
    "draft_goal": {**ACT, "goal": part_or_none, WHOLE: goal},
    "propose_goal": {**ACT, "learner": person_or_none, "goal": part_or_none, WHOLE: goal},
    "propose": {**ACT, "goal": part_or_none},
    "agree": {**ACT, "learner": person_or_none, "goal": part_or_none, "of": key, "text": text_or_none},
    "suggest": {**ACT, "learner": person_or_none, "goal": part_or_none, "of": key, "text": text},
    "achieve": {**ACT, "learner": person, "goal": part},
    "drop_goal": {**ACT, "learner": person_or_none, "goal": part, "text": text},
    "set_week": {**ACT, "hours": number(WEEK_HOURS_MAX, "week-hours")},
    "contest": {**ACT, "text": text},
    "move_days": {**ACT, "move": yes},
    "renew": {**ACT, "of": key, "take": ticked},
    "begin": {**ACT, "milestone": part},
    "submit": {**ACT, "milestone": part, "text": text, "links": links, "met": ticked_places},
    "take_back": {**ACT, "milestone": part},
    "approve": {**REVIEWED, "text": text_or_none},
    "ask_changes": {**REVIEWED, "text": text},
    "reopen": {**ACT, "learner": person, "milestone": part, "text": text},
    "skip_milestone": {**ACT, "learner": person, "milestone": part, "text": text},
    "ask_time": {**ACT, "milestone": part, "day": day, "text": text_or_none},
    "ask_out": {**ACT, "milestone": part, "text": text},
    "withdraw_wish": {**ACT, "milestone": part, "of": key},
    "grant": {**ACT, "learner": person, "milestone": part, "of": key, "day": day_or_none},
    "decline": {**ACT, "learner": person, "milestone": part, "of": key, "text": text},
    "redate": {**ACT, "learner": person, "milestone": part, "day": day, "text": text_or_none},
    "recall": {**ACT, "milestone": part, "text": text_or_none},
    "settle": ACT,
    "make_room": {**ACT, "learner": person},
    "rebuild": {"after": person_or_none},
    "panel": {**OPENED, **AT},
    "open": {"learner": person, **OPENED, **AT},
    "earlier": {"learner": person_or_none, "before": place},
    "message": {"learner": person_or_none, "of": key},
    "desk": {"from": place_or_start, **AT},
    "overview": {"after": person_or_none},
}
"""What each handler takes. Anything else in a request is not looked at."""


def parsed(act: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the checked fields of a request. Raises Refused naming the first field that is wrong."""
    body = nested(body)
    return {field: check(body if field in (WHOLE, CARD) else body.get(field), field) for field, check in BODIES[act].items()}


def nested(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's fields with what their names group put together: ``milestones.0.title`` is a field of a row."""
    whole: dict[str, Any] = {}
    for name, value in body.items():
        *groups, last = name.split(".", GROUPS_MAX)
        within = whole
        for group in groups:
            within = within.setdefault(group, {})
            if not isinstance(within, dict):
                raise ActionRefused("bad-field", name)
        within[last] = value
    return whole
