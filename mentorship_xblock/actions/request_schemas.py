"""The fields a request may bring, each with the one function that checks it."""

from collections.abc import Mapping
from typing import Any

from ..domain.plan.goals import WEEK_HOURS_MAX
from ..domain.record.errors import ActionRefused
from .field_checks import (
    FieldCheck,
    check_action_key,
    check_calendar_day,
    check_card_form,
    check_day_if_sent,
    check_evidence_links,
    check_goal_form,
    check_mentor_id,
    check_optional_day,
    check_optional_key,
    check_optional_person,
    check_optional_plan_part,
    check_optional_position,
    check_optional_text,
    check_person_id,
    check_plan_part_id,
    check_position,
    check_position_or_start,
    check_remark_weight,
    check_written_text,
    read_ticked_boxes,
    read_ticked_positions,
    read_time_zone,
    read_yes_or_no,
    whole_number_check,
)

GROUPS_MAX = 2
"""How deep the names of fields group them."""
GOAL_FORM, CARD_FORM = "wanted", "card"
"""The fields that are read from the whole request, because they are forms of many fields."""

OPENED_FIELDS: Mapping[str, FieldCheck] = {"plan": check_optional_plan_part}
"""What of the whole plan a page shows, so that it is drawn again: nothing, everything, or everything and a goal's form."""

ETAG_FIELD: Mapping[str, FieldCheck] = {"at": check_optional_plan_part}
"""What the page has drawn, as the last answer said: if it is still so, nothing is drawn."""

ACTION_FIELDS: Mapping[str, FieldCheck] = {"key": check_action_key, "zone": read_time_zone, **OPENED_FIELDS}
"""What every act of a person takes."""

MESSAGE_FIELDS: Mapping[str, FieldCheck] = {**ACTION_FIELDS, "learner": check_optional_person, "of": check_action_key}
"""What is done to a message, or to a question."""

CONTEXT_FIELDS: Mapping[str, FieldCheck] = {"unit": read_yes_or_no, "milestone": check_optional_plan_part, "due": read_yes_or_no}
"""What of the place and the plan travels with a learner's words: each only if it is ticked."""

REPLY_FIELDS: Mapping[str, FieldCheck] = {
    **ACTION_FIELDS,
    "learner": check_person_id,
    "text": check_written_text,
    "weight": check_remark_weight,
    "upto": check_optional_position,
}
"""What somebody of the mentoring side says, and how far they had read."""

REVIEW_FIELDS: Mapping[str, FieldCheck] = {
    **ACTION_FIELDS,
    "learner": check_person_id,
    "milestone": check_plan_part_id,
    "version": check_position,
    "met": read_ticked_positions,
}

REQUEST_SCHEMAS: Mapping[str, Mapping[str, FieldCheck]] = {
    "join": ACTION_FIELDS,
    "leave": ACTION_FIELDS,
    "assign": {**ACTION_FIELDS, "learner": check_person_id, "mentor": check_mentor_id},
    "send": {**REPLY_FIELDS, **CONTEXT_FIELDS, "learner": check_optional_person},
    "ask": {**ACTION_FIELDS, **CONTEXT_FIELDS, "text": check_written_text},
    "answer": {**REPLY_FIELDS, "question": check_action_key},
    "remark": {**REPLY_FIELDS, "milestone": check_plan_part_id, "version": check_position},
    "note": {**ACTION_FIELDS, "learner": check_person_id, "text": check_written_text},
    "undo": MESSAGE_FIELDS,
    "edit": {**MESSAGE_FIELDS, "text": check_written_text},
    "erase": MESSAGE_FIELDS,
    "hide": {**MESSAGE_FIELDS, "text": check_written_text},
    "unhide": MESSAGE_FIELDS,
    "resolve": MESSAGE_FIELDS,
    "ask_again": MESSAGE_FIELDS,
    "retract": MESSAGE_FIELDS,
    "hand_over": {**ACTION_FIELDS, "learner": check_person_id},
    "make_step": {**ACTION_FIELDS, "of": check_action_key},
    "report": {**ACTION_FIELDS, "learner": check_optional_person, "of": check_optional_key, "text": check_optional_text},
    "clear_report": {**MESSAGE_FIELDS, "text": check_optional_text},
    "mark_unread": MESSAGE_FIELDS,
    "set_card": {**ACTION_FIELDS, CARD_FORM: check_card_form},
    "keep_reply": {**ACTION_FIELDS, "learner": check_person_id, "text": check_written_text},
    "drop_reply": {**ACTION_FIELDS, "learner": check_person_id, "of": check_action_key},
    "snooze": {**ACTION_FIELDS, "learner": check_person_id, "until": check_day_if_sent},
    "preview": {"text": check_written_text},
    "pass_back": {**ACTION_FIELDS, "learner": check_person_id, "upto": check_optional_position},
    "deliver": {"learner": check_optional_person, "of": check_action_key},
    "seen": {"learner": check_optional_person, "upto": check_position},
    "pause": {**ACTION_FIELDS, "learner": check_optional_person, "until": check_calendar_day, "text": check_optional_text},
    "resume": {**ACTION_FIELDS, "learner": check_optional_person},
    "draft_goal": {**ACTION_FIELDS, "goal": check_optional_plan_part, GOAL_FORM: check_goal_form},
    "propose_goal": {
        **ACTION_FIELDS,
        "learner": check_optional_person,
        "goal": check_optional_plan_part,
        GOAL_FORM: check_goal_form,
    },
    "propose": {**ACTION_FIELDS, "goal": check_optional_plan_part},
    "agree": {
        **ACTION_FIELDS,
        "learner": check_optional_person,
        "goal": check_optional_plan_part,
        "of": check_action_key,
        "text": check_optional_text,
    },
    "suggest": {
        **ACTION_FIELDS,
        "learner": check_optional_person,
        "goal": check_optional_plan_part,
        "of": check_action_key,
        "text": check_written_text,
    },
    "achieve": {**ACTION_FIELDS, "learner": check_person_id, "goal": check_plan_part_id},
    "drop_goal": {**ACTION_FIELDS, "learner": check_optional_person, "goal": check_plan_part_id, "text": check_written_text},
    "set_week": {**ACTION_FIELDS, "hours": whole_number_check(WEEK_HOURS_MAX, "week-hours")},
    "contest": {**ACTION_FIELDS, "text": check_written_text},
    "move_days": {**ACTION_FIELDS, "move": read_yes_or_no},
    "renew": {**ACTION_FIELDS, "of": check_action_key, "take": read_ticked_boxes},
    "begin": {**ACTION_FIELDS, "milestone": check_plan_part_id},
    "submit": {
        **ACTION_FIELDS,
        "milestone": check_plan_part_id,
        "text": check_written_text,
        "links": check_evidence_links,
        "met": read_ticked_positions,
    },
    "take_back": {**ACTION_FIELDS, "milestone": check_plan_part_id},
    "approve": {**REVIEW_FIELDS, "text": check_optional_text},
    "ask_changes": {**REVIEW_FIELDS, "text": check_written_text},
    "reopen": {**ACTION_FIELDS, "learner": check_person_id, "milestone": check_plan_part_id, "text": check_written_text},
    "skip_milestone": {**ACTION_FIELDS, "learner": check_person_id, "milestone": check_plan_part_id, "text": check_written_text},
    "ask_time": {**ACTION_FIELDS, "milestone": check_plan_part_id, "day": check_calendar_day, "text": check_optional_text},
    "ask_out": {**ACTION_FIELDS, "milestone": check_plan_part_id, "text": check_written_text},
    "withdraw_wish": {**ACTION_FIELDS, "milestone": check_plan_part_id, "of": check_action_key},
    "grant": {
        **ACTION_FIELDS,
        "learner": check_person_id,
        "milestone": check_plan_part_id,
        "of": check_action_key,
        "day": check_optional_day,
    },
    "decline": {
        **ACTION_FIELDS,
        "learner": check_person_id,
        "milestone": check_plan_part_id,
        "of": check_action_key,
        "text": check_written_text,
    },
    "redate": {
        **ACTION_FIELDS,
        "learner": check_person_id,
        "milestone": check_plan_part_id,
        "day": check_calendar_day,
        "text": check_optional_text,
    },
    "recall": {**ACTION_FIELDS, "milestone": check_plan_part_id, "text": check_optional_text},
    "settle": ACTION_FIELDS,
    "make_room": {**ACTION_FIELDS, "learner": check_person_id},
    "rebuild": {"after": check_optional_person},
    "panel": {**OPENED_FIELDS, **ETAG_FIELD},
    "open": {"learner": check_person_id, **OPENED_FIELDS, **ETAG_FIELD},
    "earlier": {"learner": check_optional_person, "before": check_position},
    "message": {"learner": check_optional_person, "of": check_action_key},
    "desk": {"from": check_position_or_start, **ETAG_FIELD},
    "overview": {"after": check_optional_person, **ETAG_FIELD},
}
"""What each handler takes. Anything else in a request is not looked at."""


def parse_request_fields(act: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the checked fields of a request. Raises ActionRefused naming the first field that is wrong."""
    body = nest_grouped_fields(body)
    return {
        field: check(body if field in (GOAL_FORM, CARD_FORM) else body.get(field), field)
        for field, check in REQUEST_SCHEMAS[act].items()
    }


def nest_grouped_fields(body: Mapping[str, Any]) -> dict[str, Any]:
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
