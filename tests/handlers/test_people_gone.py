"""People who are gone: who left the course, or closed their account, takes no place and waits for nobody; nobody new is given
to a mentor whose account is disabled.
"""

import pytest

from mentorship_xblock.actions import index_repair

from ..support.worlds import LmsWorld, both_hosts


def leave(world, who, how="left"):
    """Let somebody go."""
    if how == "left":
        world.unenroll(who)
    else:
        world.people[who].username = f"retired__user_{who}"
        world.people[who].save()


@both_hosts
def test_places_of_who_has_left_the_course_are_free_and_theirs_again_if_they_come_back(world):
    for learner in ("leila", "jonas", "priya", "ines"):
        world.act(learner, "join")
    world.unenroll("leila")
    world.act("sam", "join")
    assert world.kinds("sam") == ["assigned"]
    assert world.record("sam")["log"][0]["m"] == world.record("leila")["log"][0]["m"]
    assert world.kinds("leila") == ["assigned"]
    world.act("mei", "join")
    assert world.kinds("mei") == ["requested"]
    world.enroll("leila")
    assert world.act("leila", "ask", text="I am back.")


@pytest.mark.parametrize("how", ["left", "retired"])
def test_they_stand_apart_on_the_desk_sending_says_so_and_the_team_sees_it(world, how):
    for learner in ("leila", "jonas"):
        world.act("dana", "assign", learner=learner, mentor="amara")
    world.act("leila", "ask", text="Still there?", key="question-key")
    assert "1 person is waiting for you" in world.read("amara", "desk")["regions"]["head"]
    leave(world, "leila", how)
    desk = world.read("amara", "desk")["regions"]
    assert "Nobody is waiting for you" in desk["head"] and "1 learner is with you" in desk["head"]
    assert "No longer in the course" in desk["list"].partition("jonas")[2]
    assert "is no longer in the course" in world.read("amara", "open", learner="leila")["regions"]["open"]
    answer = world.act("amara", "answer", learner="leila", question="question-key", text="Yes.")
    assert answer["said"] == "Saved. This learner is no longer in the course, so they will only read it if they come back."
    assert world.act("amara", "send", learner="jonas", text="Yes.")["said"] == "Sent."
    head = world.read("dana", "overview")["regions"]["head"]
    assert "No longer in the course, but still with <bdi>amara</bdi>" in head and "1 of 2" in head


@both_hosts
def test_a_mentor_whose_account_is_disabled_gets_nobody_new_and_the_team_is_told(world):
    world.act("leila", "join")
    who = "amara" if world.record("leila")["log"][0]["m"] == world.id("amara") else "ben"
    assert who == "amara"
    world.people["amara"].is_active = False
    world.people["amara"].save()
    for learner in ("jonas", "priya", "ines"):
        world.act(learner, "join")
    assert [world.kinds(one) for one in ("jonas", "priya", "ines")] == [["assigned"], ["assigned"], ["requested"]]
    assert world.act("dana", "assign", learner="ines", mentor="amara", status=409)["error"] == "not-a-mentor"
    shown = world.read("dana", "overview")["regions"]
    assert "<bdi>amara</bdi>&#x27;s account is disabled" in shown["head"] and "mentor is gone" in shown["list"]
    assert "is no longer a mentor in this course" in world.view("leila")


def test_a_backup_does_not_cover_for_who_is_gone(world):
    world.act("dana", "assign", learner="leila", mentor="amara")
    world.act("leila", "ask", text="Still there?")
    world.clock.forward(days=30)
    assert "leila" in world.read("ben", "desk")["regions"]["list"]
    world.unenroll("leila")
    assert "leila" not in world.read("ben", "desk")["regions"]["list"]


def test_when_everybody_is_full_it_is_asked_of_a_bounded_number_who_is_gone(world, monkeypatch):
    asked = []
    for learner in ("leila", "jonas", "priya", "ines"):
        world.act(learner, "join")
        world.clock.forward(minutes=1)
    world.unenroll("jonas")
    monkeypatch.setattr(index_repair, "ASKED_AT_MOST", 2)
    existing = type(world.host()).people_with_rows
    monkeypatch.setattr(
        LmsWorld.host(world).__class__, "people_with_rows", lambda self, ids: asked.append(len(ids)) or existing(self, ids)
    )
    world.act("sam", "join")
    assert asked == [2] and world.kinds("sam") == ["assigned"]
