"""What a request must be before anybody looks at what it asks for, and what its fields may hold."""

import json
from types import SimpleNamespace

import pytest

from mentorship_xblock.acts.bodies import BODIES, PLACE_MAX, parsed
from mentorship_xblock.acts.gate import BODY_MAX, act_body
from mentorship_xblock.domain.refusals import Refused
from mentorship_xblock.faces.words import REFUSALS

from .worlds import both_hosts

OURS = {"X-Mentorship": "1"}


def sent(world, handler, method="POST", body=None, **how):
    """Send a request to home as leila; return its status and the code of its refusal."""
    body = {"key": world.key(), "text": "Hello"} if body is None else body
    response = world.request("leila", handler, world.home, method, body, **how)
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


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", ""]
)
def test_an_act_is_json(world, content_type):
    assert sent(world, "ask", content_type=content_type) == (415, "content-type")


def test_json_may_name_its_characters(world):
    assert sent(world, "join", content_type="application/json; charset=utf-8") == (200, None)


@both_hosts
def test_a_body_is_at_most_so_long_whatever_its_length_says(world):
    assert sent(world, "ask", body="x" * (BODY_MAX + 1)) == (413, "too-large")
    assert sent(world, "ask", body=" " * (BODY_MAX - 2) + "{}") == (400, "bad-field")


def test_a_body_that_does_not_say_how_long_it_is_is_measured():
    request = SimpleNamespace(
        headers=OURS, method="POST", content_type="application/json", content_length=None, body=b"x" * (BODY_MAX + 1)
    )
    with pytest.raises(Refused, match="too-large"):
        act_body(SimpleNamespace(trusted=lambda request: True), request)


@both_hosts
def test_an_address_that_is_no_text_is_no_fault(world):
    response = world.raw_get("leila", "earlier", b"before=%ff%fe")
    assert (response.status_code, json.loads(response.content)["error"]) == (400, "bad-field")


KEY = "key-00000"
WRONG = {
    "key": ["", "short", "x" * 65, "with space!", "with/slash", 7, None, [KEY], "schl\u00fcssel-0"],
    "learner": ["a b", "x" * 151, 7, ["7"], {"id": "7"}, "a\x00b", "\ud800"],
    "mentor": ["", None, "a b", 7],
    "question": ["", None, "short", 7],
    "text": [None, 7, ["words"], {}, "", " \n\t", "\u200b\u2060", "x" * 10_001, "half \ud800"],
    "upto": [None, "", -1, 1.5, True, "1.5", "x", PLACE_MAX + 1, "9" * 40, float("inf")],
    "before": [None, "", -1, 1.5, True, "-1", [], "9" * 40],
    "from": [-1, "x", 1.5, True],
    "after": ["a b", 7, ["7"]],
    "milestone": [None, "", 7, "a b", "x" * 41, "m/1"],
    "version": [None, "", -1, 1.5, True, "x"],
    "link": [
        7,
        ["https://example.com"],
        "example.com",
        "javascript:alert(1)",
        "https://",
        "https://a b.example",
        "data:text/html,x",
        "https://example.com/" + "x" * 2_000,
        "http://[half",
        "https://example.com/\ud800",
    ],
}
RIGHT = {
    "key": KEY, "learner": "7", "mentor": "8", "question": "question-1", "text": "Words", "upto": 3, "before": 3, "from": 0, "after": "7",
    "zone": "Africa/Nairobi", "milestone": "m1", "version": 1, "link": "https://example.com/a?b=c#d",
}  # fmt: skip


def wrong(handler, field):
    """Return what this handler cannot take there. Only an approval goes without words."""
    optional = (handler, field) == ("approve", "text")
    return [value for value in WRONG.get(field, ()) if not (optional and (value is None or not str(value).strip()))]


@pytest.mark.parametrize("handler", BODIES)
def test_a_field_that_is_wrong_is_named_with_a_reason_that_has_words(handler):
    right = {field: RIGHT[field] for field in BODIES[handler]}
    assert parsed(handler, right) == right
    for field in right:
        for value in wrong(handler, field):
            with pytest.raises(Refused) as refusal:
                parsed(handler, {**right, field: value})
            assert refusal.value.field == field
            assert refusal.value.code in REFUSALS


def test_a_field_nobody_asked_for_is_not_looked_at():
    assert parsed("panel", {"learner": "99", "role": "staff"}) == {}


@pytest.mark.parametrize(("handler", "field", "value", "read"), [
    ("earlier", "before", "12", 12), ("desk", "from", None, 0), ("desk", "from", "", 0), ("desk", "from", "50", 50),
    ("overview", "after", "", None), ("send", "learner", None, None), ("send", "text", "a\r\nb\rc", "a\nb\nc"),
    ("join", "zone", None, ""), ("join", "zone", "Nowhere/At_all", ""), ("join", "zone", "../etc/passwd", ""), ("join", "zone", 7, ""),
    ("approve", "text", None, ""), ("approve", "text", " \n", ""), ("submit", "link", None, ""), ("submit", "link", " ", ""),
])  # fmt: skip
def test_a_field_is_read_as_what_it_means(handler, field, value, read):
    right = {name: RIGHT[name] for name in BODIES[handler]}
    assert parsed(handler, {**right, field: value})[field] == read
