"""What is said after an act is true of what has come of it."""

import re

import pytest

from ..support.world import ROSTER
from ..support.worlds import both_hosts


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


@both_hosts
@pytest.mark.parametrize(
    ("capacity", "said"), [(2, "You have a mentor now."), (0, "You asked for a mentor. We are finding you one.")]
)
def test_who_asks_for_a_mentor_is_told_whether_there_is_one(world, capacity, said):
    roster = ROSTER if capacity else []
    world.edit(roster=roster)
    assert world.act("leila", "join")["said"] == said


@both_hosts
def test_who_withdraws_a_request_is_not_told_that_a_mentorship_has_ended(world):
    world.edit(roster=[])
    world.act("leila", "join")
    assert world.act("leila", "leave")["said"] == "You withdrew your request. You can ask again whenever you like."


@both_hosts
def test_who_ends_a_mentorship_and_comes_back_is_told_so(world):
    world.act("leila", "join")
    assert world.act("leila", "leave")["said"] == "The mentorship has ended. Everything stays here for you."
    assert world.act("leila", "join")["said"] == "Welcome back."


@both_hosts
def test_after_the_end_a_mentor_is_asked_for_again(world):
    assert "Meet your mentor" in world.read("leila", "panel")["regions"]["head"]
    world.act("leila", "join")
    world.act("leila", "leave")
    world.clock.forward(days=8)
    head = world.read("leila", "panel")["regions"]["head"]
    assert "Ask for a mentor again" in head and "Meet your mentor" not in head


@both_hosts
def test_a_learner_is_snoozed_until_a_day_and_an_empty_one_is_refused(world):
    world.act("leila", "join")
    mentor = "amara" if world.id("leila") in world.ledger("amara")["lines"] else "ben"
    assert world.act(mentor, "snooze", status=400, learner="leila", until="")["field"] == "until"
    assert world.act(mentor, "snooze", learner="leila")["said"] == "They are back in their place on your list."


@both_hosts
def test_the_check_of_a_whole_course_tells_whom_it_has_found(world):
    world.edit(roster=[])
    world.act("leila", "join")
    found = world.act("dana", "rebuild", after=None)["found"]
    assert "leila" in text(found)


@both_hosts
def test_who_took_a_question_over_is_not_said_to_have_meant_to_reply_before(world):
    world.act("dana", "assign", learner="leila", mentor="amara")
    world.act("leila", "ask", text="Two keys?")
    world.clock.forward(days=30)
    assert "amara meant to reply by" in text(world.read("leila", "panel")["regions"]["head"])
    world.act("amara", "hand_over", learner="leila")
    head = text(world.read("leila", "panel")["regions"]["head"])
    assert "ben has taken over your question" in head and "meant to reply" not in head
    assert "You have it" in text(world.read("ben", "desk")["regions"]["list"])
    assert "You have it now." in text(world.read("ben", "open", learner="leila")["regions"]["open"])
    assert "ben has it now." in text(world.read("amara", "open", learner="leila")["regions"]["open"])
