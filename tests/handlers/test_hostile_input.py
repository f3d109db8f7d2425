"""What people send: nothing of it is ever run, nothing of it is a fault, and what cannot be taken is said clearly."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '" onmouseover=alert(1) x="',
        "</script><img src=x onerror=alert(1)>",
        "\u202ereversed",
        "=1+1",
        "a\x00b",
    ],
)
def test_hostile_text_is_stored_as_written_and_drawn_harmless(world, text):
    world.act("leila", "join")
    world.act("leila", "ask", text=text)
    assert world.record("leila")["log"][-1]["x"] == text
    drawn = world.course.view(world.people["leila"], world.home).content
    assert "<script>" not in drawn and "<img" not in drawn and "\x00" not in drawn


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("x" * 10_001, 400, "text-too-long"),
        ("x" * 1_000_000, 413, "too-large"),
        (" \n", 400, "text-empty"),
        ("\ud800", 400, "text-unstorable"),
    ],
)
def test_text_that_cannot_be_taken_is_refused_with_a_reason_beside_its_field(world, text, status, code):
    world.act("leila", "join")
    assert world.act("leila", "ask", status=status, text=text)["error"] == code
    assert len(world.record("leila")["log"]) == 1


@pytest.mark.parametrize("body", [b"null", b"[]", b"{", b'{"key": NaN}', b"\xff", b"[" * 100_000])
def test_a_body_that_is_not_an_object_is_a_clear_refusal(world, body):
    assert world.course.call(world.people["leila"], world.home, "join", body).status_code == 400


def test_a_learner_who_left_gets_another_mentor_when_theirs_is_gone(world):
    world.act("leila", "join")
    world.act("leila", "leave")
    world.edit(roster=[{"username": "ben", "capacity": 2}])
    assert "Come back" not in world.read("leila", "panel")["regions"]["head"]
    world.act("leila", "join")
    assert [entry["k"] for entry in world.record("leila")["log"]] == ["assigned", "left", "assigned"]


def test_a_learner_who_left_a_mentor_who_is_full_by_now_gets_another(world):
    world.edit(roster=[{"username": "amara", "capacity": 1}, {"username": "ben", "capacity": 2}])
    world.act("leila", "join")
    world.act("leila", "leave")
    world.act("dana", "assign", learner="jonas", mentor="amara")
    world.act("leila", "join")
    assert world.record("leila")["log"][-1]["m"] == world.id("ben")


def test_by_hand_a_learner_who_left_a_mentor_who_is_gone_asks_anew(world):
    world.edit(assignment="by_hand")
    world.act("dana", "assign", learner="leila", mentor="amara")
    world.act("leila", "leave")
    world.edit(roster=[{"username": "ben", "capacity": 2}])
    assert "finding you a mentor" in world.act("leila", "join")["regions"]["head"]


def test_staff_pair_somebody_who_is_finishing_with_another_or_the_same(world):
    for learner, mentor, kind in (("leila", "ben", "assigned"), ("priya", "amara", "returned")):
        world.act("dana", "assign", learner=learner, mentor="amara")
        world.act(learner, "leave")
        world.act("dana", "assign", learner=learner, mentor=mentor)
        assert world.record(learner)["log"][-1]["k"] == kind


def test_whoever_wrote_is_named_at_first_sight_a_former_mentor_and_the_course_team_too(world):
    world.edit(roster=[{"username": "amara", "capacity": 2}, {"username": "ben", "capacity": 2}])
    world.act("dana", "assign", learner="leila", mentor="amara")
    world.act("amara", "send", learner="leila", text="Welcome.")
    world.act("dana", "assign", learner="leila", mentor="ben")
    world.act("dana", "send", learner="leila", text="Ben goes on with you.")
    for drawn in (world.view("leila"), "".join(world.read("leila", "panel")["regions"].values())):
        assert "not here any more" not in drawn
        assert drawn.count("<bdi>amara</bdi>") >= 2 and "<bdi>dana</bdi>" in drawn


def test_nobody_is_offered_what_they_may_not_do_with_their_own_mentorship(world):
    world.act("dana", "assign", learner="ben", mentor="amara")  # ben backs amara up
    world.act("ben", "ask", text="And I?")
    world.clock.forward(hours=25)
    assert "data-mn-learner" not in world.read("ben", "desk")["regions"]["list"]
    world.edit(roster=[{"username": "amara", "capacity": 2}])
    world.enroll("dana")
    world.act("dana", "join")
    own = world.id("dana")
    listed = world.read("dana", "overview")["regions"]["list"]
    assert "<bdi>dana</bdi>" in listed
    assert f'data-mn-learner="{own}"' not in listed and f'name="learner" value="{own}"' not in listed
