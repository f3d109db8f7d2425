"""From what is asked to what is answered: which action or read a handler's name stands for, and what draws what came of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webob import Response

from ..actions.action import Fields
from ..actions.field_checks import (
    FieldCheck,
    check_action_key,
    check_optional_person,
    check_person_id,
    check_position,
    check_position_or_start,
)
from ..actions.registry import ACTIONS
from ..actions.request_schemas import ETAG_FIELD, OPENED_FIELDS, parse_request_fields
from .after_action import ANSWERS
from .conversation_reads import answer_earlier, answer_message
from .desk_pages import answer_desk, answer_open
from .grid import answer_grid
from .overview import answer_overview
from .page import Page, PageAnswer
from .panel import answer_panel


@dataclass(frozen=True)
class Read:
    """One read: what its query brings, and what draws it. Who may read it is in ``PERMISSIONS``."""

    fields: Mapping[str, FieldCheck]
    draw: Callable[[Page, Fields], PageAnswer]


READS: Mapping[str, Read] = {
    "panel": Read({**OPENED_FIELDS, **ETAG_FIELD}, answer_panel),
    "open": Read({"learner": check_person_id, **OPENED_FIELDS, **ETAG_FIELD}, answer_open),
    "earlier": Read({"learner": check_optional_person, "before": check_position}, answer_earlier),
    "message": Read({"learner": check_optional_person, "of": check_action_key}, answer_message),
    "desk": Read({"from": check_position_or_start, **ETAG_FIELD}, answer_desk),
    "grid": Read({"from": check_position_or_start}, answer_grid),
    "overview": Read({"after": check_optional_person, **ETAG_FIELD}, answer_overview),
}
"""Each becomes a handler of the block."""


def fields_of_handler(name: str) -> Mapping[str, FieldCheck]:
    """Return what the handler of this name takes, each field with its check."""
    return (ACTIONS.get(name) or READS[name]).fields


def answer_action_request(page: Page, name: str, body: Mapping[str, Any]) -> PageAnswer:
    """Do an act and return what to draw."""
    action = ACTIONS[name]
    return ANSWERS[action.drawn](page, action, parse_request_fields(action.fields, body))


def answer_read_request(page: Page, name: str, body: Mapping[str, Any]) -> PageAnswer:
    """Answer a read, whose query is its body."""
    read = READS[name]
    return read.draw(page, parse_request_fields(read.fields, body))


def json_response(body: Mapping[str, Any], status: int = 200) -> Response:
    """Return an answer of a handler. It is one person's at one moment: no cache and no proxy is to keep it."""
    # The platform's own parser reads this in the browser only, so it may be as large as a page.
    response = Response(json.dumps(body), status=int(status), content_type="application/json", charset="utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
