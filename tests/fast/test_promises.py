"""What must stay true: done once, nothing overfilled, nothing run, nothing lost."""

import json

import pytest


def test_the_same_act_sent_twice_is_done_once(world):
    world.act("leila", "join")
    for _ in range(2):
        world.act("leila", "ask", key="same-key", text="Once?")
    assert [entry["i"] for entry in world.record("leila")["log"]].count("same-key") == 1


def test_a_full_mentor_gets_nobody_and_the_next_learner_waits_for_the_course_team(world):
    for name in ("leila", "jonas", "priya", "ines"):
        world.act(name, "join")
    answer = world.act("sam", "join")
    assert "finding you a mentor" in answer["regions"]["head"]
    assert "Waits for a mentor" in world.read("dana", "overview")["regions"]["list"]


def test_a_place_held_by_a_deleted_row_is_freed_when_it_is_needed(world):
    for name in ("leila", "jonas", "priya", "ines"):
        world.act(name, "join")
    world.course.delete_state(world.people["leila"], world.home)
    assert "finding you a mentor" not in world.act("sam", "join")["regions"]["head"]


def test_a_lost_ledger_is_made_again_from_the_records(world):
    for name in ("leila", "jonas", "priya"):
        world.act(name, "join")
    before = world.ledger("amara")["lines"]
    world.course.delete_state(world.people["amara"], world.home)
    world.act("dana", "rebuild")
    assert world.ledger("amara")["lines"] == before


def test_somebody_can_be_learner_and_mentor_and_neither_document_disturbs_the_other(world):
    world.act("leila", "join")
    world.act("amara", "join")
    assert world.ledger("amara")["lines"] and world.record("amara")["log"]
    world.act("amara", "ask", text="Who mentors the mentor?")
    assert world.ledger("amara")["lines"] and len(world.record("amara")["log"]) == 2


def test_a_learner_who_left_comes_back_to_the_same_mentor_within_the_week(world):
    world.act("leila", "join")
    world.act("leila", "leave")
    world.act("leila", "join")
    assert [entry["k"] for entry in world.record("leila")["log"]] == ["assigned", "left", "returned"]


def test_a_question_asked_in_a_panel_block_is_kept_on_home_and_knows_where_it_was_asked(world):
    world.act("leila", "join", block=world.panel)
    world.act("leila", "ask", block=world.panel, key="question-2", text="Here?")
    assert world.course.row(world.people["leila"], world.panel) is None
    assert world.record("leila")["log"][-1]["w"] == str(world.panel)
    assert "Here?" in world.course.view(world.people["leila"], world.panel).content


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


def test_a_row_that_cannot_be_read_closes_its_own_mentorship_and_not_the_desk(world):
    world.act("leila", "join")
    world.act("priya", "join")
    world.act("jonas", "join")
    row = world.course.row(world.people["leila"], world.home)
    state = json.loads(row.state)
    row.state = json.dumps({**state, "record": {**state["record"], "log": 7}})
    row.save()
    desk = world.read("amara", "desk")["regions"]["list"]
    assert "cannot be read" in desk and "jonas" in desk
    world.act("leila", "ask", status=409, text="Still there?")
    assert world.record("leila")["log"] == 7


def test_a_record_of_a_newer_version_is_shown_and_never_overwritten(world):
    world.act("leila", "join")
    row = world.course.row(world.people["leila"], world.home)
    state = json.loads(row.state)
    state["record"]["v"] = 99
    row.state = json.dumps(state)
    row.save()
    assert "newer version" in world.course.view(world.people["leila"], world.home).content
    assert world.act("leila", "ask", status=409, text="Hello")["error"] == "newer"
    assert world.record("leila")["v"] == 99


def test_a_view_writes_nothing(world):
    for who in ("leila", "amara", "dana"):
        world.course.view(world.people[who], world.home)
        assert world.course.row(world.people[who], world.home) is None
    assert "mentor" in world.course.preview(world.people["dana"], world.home).content


@pytest.mark.parametrize(("view", "most"), [("home", 5), ("panel", 7), ("desk", 8), ("act", 15)])
def test_queries_stay_within_the_budget(world, django_assert_max_num_queries, view, most):
    world.act("leila", "join")
    with django_assert_max_num_queries(most + 2):  # the host's own: its user for the request, and the prefetch of the unit
        {
            "home": lambda: world.course.view(world.people["leila"], world.home),
            "panel": lambda: world.course.view(world.people["leila"], world.panel),
            "desk": lambda: world.read("amara", "desk"),
            "act": lambda: world.act("leila", "ask", text="How many?"),
        }[view]()
