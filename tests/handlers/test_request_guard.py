"""What a request must be before anybody looks at what it asks for, and what its fields may hold."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from mentorship_xblock.actions import request_guard
from mentorship_xblock.actions.field_checks import POSITION_MAX
from mentorship_xblock.actions.request_guard import BYTES_MAX, read_action_body
from mentorship_xblock.actions.request_schemas import CARD_FORM, GOAL_FORM
from mentorship_xblock.domain.mentor.card import MentorCard
from mentorship_xblock.domain.mentor.working_hours import WorkingHours
from mentorship_xblock.domain.plan.goals import GoalInput
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.hosts.port import Visitor
from mentorship_xblock.views.error_messages import ERROR_MESSAGES

from ..support.handler_fields import REQUEST_FIELDS, parsed
from ..support.worlds import both_hosts

OURS = {"X-Mentorship": "1"}


def sent(world, handler, method="POST", body=None, who="leila", **how):
    """Send a request to home; return its status and the code of its refusal."""
    body = {"key": world.key(), "text": "Hello"} if body is None else body
    response = world.request(who, handler, world.home, method, body, **how)
    return response.status_code, json.loads(response.content).get("error")


@both_hosts
@pytest.mark.parametrize(
    ("handler", "method", "status", "code"),
    [
        ("ask", "GET", 405, "method"),
        ("ask", "PUT", 405, "method"),
        ("panel", "POST", 405, "method"),
        ("panel", "DELETE", 405, "method"),
    ],
)
def test_an_act_is_a_post_and_a_read_is_a_get(world, handler, method, status, code):
    assert sent(world, handler, method) == (status, code)


@both_hosts
@pytest.mark.parametrize("handler", ["ask", "panel"])
def test_a_page_of_somebody_else_cannot_send_our_header(world, handler):
    assert sent(world, handler, "GET" if handler == "panel" else "POST", headers={}) == (403, "route")


@both_hosts
def test_who_is_signed_out_is_told_so_before_the_way_they_came_is_looked_at(world):
    told = (401, "anonymous")
    assert sent(world, "panel", "GET", who="nobody") == told
    assert sent(world, "panel", "GET", who="nobody", headers={}) == told
    assert sent(world, "ask", who="nobody", route="unauthenticated") == told


def test_the_platform_itself_refuses_what_somebody_signed_out_sends(world):
    """``block_render.handle_xblock_callback``: in bare words, before any block is asked."""
    response = world.request("nobody", "ask", world.home, "POST", {"key": world.key(), "text": "Hello"})
    assert (response.status_code, response.content) == (403, b"Unauthenticated")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", ""]
)
def test_an_act_is_json(world, content_type):
    assert sent(world, "ask", content_type=content_type) == (415, "content-type")


def test_json_may_name_its_characters(world):
    assert sent(world, "join", content_type="application/json; charset=utf-8") == (200, None)


@both_hosts
def test_a_body_is_at_most_so_long_whatever_its_length_says(world, monkeypatch):
    monkeypatch.setattr(request_guard, "BODY_MAX", 2_000)
    for sign in ("x", "م", "漢", "🙂"):
        for escaped in (True, False):
            long, short = (json.dumps({"text": sign * length}, ensure_ascii=escaped) for length in (2_000, 1_980))
            assert sent(world, "ask", body=long) == (413, "too-large")
            assert sent(world, "ask", body=short) == (400, "bad-field")
    assert sent(world, "ask", body="x" * (BYTES_MAX + 1)) == (413, "too-large")
    assert sent(world, "ask", body=" " * 1_998 + "{}") == (400, "bad-field")


def test_what_is_too_long_is_named(world, monkeypatch):
    monkeypatch.setattr(request_guard, "BODY_MAX", 2_000)
    world.act("leila", "join")
    assert world.act("leila", "submit", status=413, milestone="m1", links="م" * 2_000)["field"] == "links"


def test_a_body_that_does_not_say_how_long_it_is_is_measured():
    request = SimpleNamespace(
        headers=OURS, method="POST", content_type="application/json", content_length=None, body=b"x" * (BYTES_MAX + 1)
    )
    with pytest.raises(ActionRefused, match="too-large"):
        read_action_body(SimpleNamespace(current_visitor=lambda: Visitor("7"), came_by_trusted_route=lambda request: True), request)


@both_hosts
@pytest.mark.parametrize("length", ["many", "1e3", "-1", "0x10", "12abc"])
def test_a_length_that_is_no_number_is_a_fault_of_the_request(world, monkeypatch, length):
    generic = RequestFactory.generic
    monkeypatch.setattr(RequestFactory, "generic", lambda *what, **how: generic(*what, **{**how, "CONTENT_LENGTH": length}))
    status, code = sent(world, "ask")
    assert status == 400 and code in ("length", "not-json")
    assert world.everything() == {}


@both_hosts
def test_what_is_answered_is_kept_by_no_cache(world):
    world.act("leila", "join")
    asked = [world.call("leila", handler) for handler in ("panel", "desk", "open")]
    asked += [world.call(who, "ask", text=text) for who in ("leila", "nobody") for text in ("Private.", "")]
    asked += [world.call("leila", "ask", route="unauthenticated")]
    ours = [one for one in asked if one.content != b"Unauthenticated"]  # the platform's own
    assert len(ours) >= len(asked) - 2 and {one.headers["Cache-Control"] for one in ours} == {"no-store"}


@both_hosts
def test_an_address_that_is_no_text_is_no_fault(world):
    response = world.raw_get("leila", "earlier", b"before=%ff%fe")
    assert (response.status_code, json.loads(response.content)["error"]) == (400, "bad-field")


KEY = "key-00000"
IDS = [7, "a b", "x" * 81, "m/1", ["m1"], {"m1": True}, "m\u0661"]
DAYS = [7, True, "soon", "2026-02-30", "2026-2-3", "0000-01-01", "0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31", "10000-01-01",
        "2026-03-20T00:00", "\u0662\u0660\u0662\u0666-\u0660\u0663-\u0662\u0660", ["2026-03-20"]]  # fmt: skip
PLACES = [None, "", -1, 1.5, True, "1.5", "x", POSITION_MAX + 1, "9" * 40, float("inf")]
LINKS = [
    7, ["https://example.com"], "example.com", "javascript:alert(1)", "https://", "https://a b.example", "data:text/html,x",
    "https://example.com/" + "x" * 2_000, "http://[half", "https://example.com/\ud800", "https://one.example\nfile:///etc/passwd",
    "https://e.example\n" * 6,
]  # fmt: skip
WRONG = {
    "key": ["", "short", "x" * 65, "with space!", "with/slash", 7, None, [KEY], "schl\u00fcssel-0"],
    "learner": ["a b", "x" * 151, 7, ["7"], {"id": "7"}, "a\x00b", "\ud800"],
    "mentor": ["", None, "a b", 7],
    "question": ["", None, "short", 7],
    "of": ["", None, "short", 7],
    "text": [None, 7, ["words"], {}, "", " \n\t", "\u200b\u2060", "x" * 10_001, "half \ud800"],
    "upto": PLACES,
    "before": PLACES,
    "from": [-1, "x", 1.5, True],
    "after": ["a b", 7, ["7"]],
    "plan": IDS,
    "goal": IDS,
    "milestone": [None, "", *IDS],
    "version": PLACES,
    "links": LINKS,
    "met": [7, "0", ["0"], {"x": True}, {"-1": True}, {str(number): True for number in range(61)}],
    "take": [7, "m1", ["m1"], {str(number): True for number in range(61)}],
    "day": [None, "", *DAYS],
    "until": [None, "", *DAYS],
    "hours": [None, "", 0, -1, 81, 1.5, True, "1.5", "1e2", "9" * 40, [1], float("inf")],
    "weight": ["should", "MUST", 7, ["must"], {"must": True}, True],
    "at": IDS,
}
RIGHT = {
    # the field: what is sent, and what is read
    "key": (KEY, KEY), "learner": ("7", "7"), "mentor": ("8", "8"), "question": ("question-1", "question-1"), "text": ("Words", "Words"),
    "upto": (3, 3), "before": (3, 3), "from": (0, 0), "after": ("7", "7"), "zone": ("Africa/Nairobi", "Africa/Nairobi"),
    "plan": ("g1", "g1"), "goal": ("g1", "g1"), "milestone": ("m1", "m1"), "version": (1, 1), "of": ("propose-1", "propose-1"),
    "links": ("https://example.com/a?b=c#d\n\n http://b.example ", ("https://example.com/a?b=c#d", "http://b.example")),
    "met": ({"0": True, "1": False, "2": "yes"}, (0, 2)), "take": ({"m1": True, "m2": False}, ("m1",)), "move": ("yes", True),
    "day": ("2026-03-20", date(2026, 3, 20)), "until": ("2026-03-20", date(2026, 3, 20)), "hours": ("\u0661\u0662", 12),
    "weight": ("must", "must"), "unit": ("yes", True), "due": ("yes", True), "at": ("0123456789abcdef", "0123456789abcdef"),
    GOAL_FORM: (None, GoalInput("Build")), CARD_FORM: (None, MentorCard(role="Nurse", hours=WorkingHours("Africa/Nairobi"))),
}  # fmt: skip
MAY_BE_LEFT_OUT = {
    "text": {"approve", "pause", "agree", "ask_time", "redate", "recall", "report", "clear_report"},
    "day": {"grant"},
    "of": {"report"},
    "until": {"snooze"},
    "milestone": {"send", "ask"},
    "upto": {"send", "answer", "remark", "pass_back"},
}
"""Where a field may be empty that elsewhere may not."""


def wrong(handler, field):
    """Return what this handler cannot take there."""
    optional = handler in MAY_BE_LEFT_OUT.get(field, ()) or field in ("plan", "links", "met", "take")
    needed = field == "goal" and handler in ("achieve", "drop_goal")
    values = [*WRONG.get(field, ()), *((None, "") if needed else ())]
    return [value for value in values if not (optional and (value is None or (isinstance(value, str) and not value.strip())))]


def right(handler):
    """Return a body this handler can take."""
    return {
        "title": "Build",
        "role": "Nurse",
        **{field: RIGHT[field][0] for field in REQUEST_FIELDS[handler] if field not in (GOAL_FORM, CARD_FORM)},
    }


@pytest.mark.parametrize("handler", REQUEST_FIELDS)
def test_a_field_that_is_wrong_is_named_with_a_reason_that_has_words(handler):
    assert parsed(handler, right(handler)) == {field: RIGHT[field][1] for field in REQUEST_FIELDS[handler]}
    for field in REQUEST_FIELDS[handler]:
        for value in wrong(handler, field):
            with pytest.raises(ActionRefused) as refusal:
                parsed(handler, {**right(handler), field: value})
            assert refusal.value.field == field, value
            assert refusal.value.code in ERROR_MESSAGES


def test_a_field_nobody_asked_for_is_not_looked_at():
    assert parsed("panel", {"learner": "99", "role": "staff"}) == {"plan": "", "at": ""}


@pytest.mark.parametrize(("handler", "field", "value", "read"), [
    ("earlier", "before", "12", 12), ("desk", "from", None, 0), ("desk", "from", "", 0), ("desk", "from", "50", 50),
    ("overview", "after", "", None), ("send", "learner", None, None), ("send", "text", "a\r\nb\rc", "a\nb\nc"),
    ("join", "zone", None, ""), ("join", "zone", "Nowhere/At_all", ""), ("join", "zone", "../etc/passwd", ""), ("join", "zone", 7, ""),
    ("approve", "text", None, ""), ("approve", "text", " \n", ""), ("submit", "links", None, ()), ("submit", "links", " \n ", ()),
    ("submit", "met", None, ()), ("approve", "met", "", ()), ("grant", "day", "", None), ("grant", "day", None, None),
    ("move_days", "move", True, True), ("move_days", "move", None, False), ("move_days", "move", "no", False),
    ("move_days", "move", ["yes"], False), ("agree", "goal", None, ""), ("panel", "plan", None, ""), ("panel", "plan", "open", "open"),
    ("send", "weight", "well", "well"), ("send", "weight", "", ""), ("send", "weight", None, ""), ("ask", "unit", None, False),
    ("ask", "unit", "no", False), ("ask", "due", True, True), ("ask", "milestone", "", ""), ("answer", "upto", "12", 12),
    ("answer", "upto", None, None), ("report", "of", "", ""), ("report", "text", None, ""), ("desk", "at", None, ""),
    ("set_week", "hours", 80, 80), ("set_week", "hours", " 7 ", 7), ("redate", "day", "1970-01-01", date(1970, 1, 1)),
    ("redate", "day", "2024-02-29", date(2024, 2, 29)), ("pause", "until", "2199-12-31", date(2199, 12, 31)),
])  # fmt: skip
def test_a_field_is_read_as_what_it_means(handler, field, value, read):
    assert parsed(handler, {**right(handler), field: value})[field] == read
