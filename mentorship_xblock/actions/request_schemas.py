"""The groups of fields that requests have in common, and how the fields of one are checked."""

from collections.abc import Mapping
from typing import Any

from ..domain.record.errors import ActionRefused
from .field_checks import (
    FieldCheck,
    check_action_key,
    check_optional_plan_part,
    read_time_zone,
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


def parse_request_fields(fields: Mapping[str, FieldCheck], body: Mapping[str, Any]) -> dict[str, Any]:
    """Return these fields of a request, checked. Raises ActionRefused naming the first field that is wrong."""
    body = nest_grouped_fields(body)
    return {field: check(body if field in (GOAL_FORM, CARD_FORM) else body.get(field), field) for field, check in fields.items()}


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
