"""What people send: nothing of it is ever run, nothing of it is a fault, and what cannot be taken is said clearly."""

import pytest


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "\" onmouseover=alert(1) x=\"", "</script><img src=x onerror=alert(1)>", "\u202ereversed", "=1+1", "a\x00b"],
)
def test_hostile_text_is_stored_as_written_and_drawn_harmless(world, text):
    world.act("leila", "join")
    world.act("leila", "ask", text=text)
    assert world.record("leila")["log"][-1]["x"] == text
    drawn = world.course.view(world.people["leila"], world.home).content
    assert "<script>" not in drawn and "<img" not in drawn and "\x00" not in drawn


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [("x" * 10_001, 400, "text-too-long"), ("x" * 1_000_000, 413, "too-large"), (" \n", 400, "text-empty"), ("\ud800", 400, "text-unstorable")],
)
def test_text_that_cannot_be_taken_is_refused_with_a_reason_beside_its_field(world, text, status, code):
    world.act("leila", "join")
    assert world.act("leila", "ask", status=status, text=text)["error"] == code
    assert len(world.record("leila")["log"]) == 1


@pytest.mark.parametrize("body", [b"null", b"[]", b"{", b'{"key": NaN}', b"\xff", b"[" * 100_000])
def test_a_body_that_is_not_an_object_is_a_clear_refusal(world, body):
    assert world.course.call(world.people["leila"], world.home, "join", body).status_code == 400
