"""While a mentor is away by their card, their backup has every wait at once, and the learner, the mentor and the backup read so."""

import re

import pytest

from mentorship_xblock import signals

from ..support.plan_action_table import PLAN

AWAY = {"away_from": "2026-03-02", "away_until": "2026-03-06"}


def words(world, who, face, region, **query):
    return re.sub(r"<[^>]+>", "", world.read(who, face, **query)["regions"][region])


@pytest.fixture
def away(world):
    """Leila has asked amara, who is away until Friday; ben is her backup."""
    world.edit(plan=PLAN)
    world.act("leila", "join")
    world.act("leila", "ask", text="Two keys?", key="question-1")
    world.clock.forward(minutes=1)
    world.act("amara", "set_card", **AWAY)
    return world


def test_all_three_read_who_has_it(away):
    head = words(away, "leila", "panel", "head")
    assert "amara is away until" in head and "is with ben until then" in head and "ben fills in until then" in head
    assert "Open, with ben" in words(away, "leila", "panel", "thread")
    desk = words(away, "amara", "desk", "head")
    assert "You are away until" in desk and "ben fills in" in desk
    assert "leila" in words(away, "amara", "desk", "list")
    assert "1 person is waiting for you." in words(away, "ben", "desk", "head")
    covered = words(away, "ben", "desk", "list")
    assert "leila" in covered and "amara is away until" in covered
    assert "you fill in" in words(away, "ben", "open", "open", learner="leila")
    assert "ben fills in" in words(away, "dana", "overview", "head")


def test_the_backup_can_answer_take_over_and_review_at_once(away):
    away.act("leila", "submit", milestone="m1", text="Done.")
    assert "is with ben" in words(away, "leila", "panel", "head")
    away.act("ben", "hand_over", learner="leila")
    away.act("ben", "answer", learner="leila", question="question-1", text="No.", upto=99, weight="")
    away.clock.forward(minutes=1)
    assert "with ben for review" in words(away, "leila", "panel", "head")
    assert "leila" in words(away, "ben", "desk", "list")
    away.act("ben", "approve", learner="leila", milestone="m1", version=1)
    assert "leila" not in words(away, "ben", "desk", "list")


def test_the_backup_is_told_while_the_mentor_is_away(away):
    """Also where the mentor was told of something before, which nobody has read yet."""
    away.act("amara", "set_card", away_from="2026-03-03", away_until="2026-03-06")
    away.clock.forward(days=1)
    heard = []
    signals.notification_sent.connect(listener := lambda **facts: heard.append(facts["recipient"]), weak=False)
    try:
        away.act("leila", "submit", milestone="m1", text="Done.")
        away.act("leila", "propose")
    finally:
        signals.notification_sent.disconnect(listener)
    assert heard == [away.id("ben")]


def test_after_the_absence_it_is_the_mentors_again(away):
    at = away.read("leila", "panel")["at"]
    away.clock.forward(days=4, hours=20)
    head = words(away, "leila", "panel", "head")
    assert "with amara since" in head and "away" not in head.split("Your question")[1]
    assert "same" not in away.read("leila", "panel", at=at)
    assert "leila" not in words(away, "ben", "desk", "list")
    assert "You are away" not in words(away, "amara", "desk", "head")


def test_without_a_backup_nobody_is_said_to_fill_in(away):
    away.edit(roster=[{"username": "amara", "capacity": 2}])
    head = words(away, "leila", "panel", "head")
    assert "with amara since" in head and "fills in" not in head and "Away until" in head
    assert "Nobody fills in for you." in words(away, "amara", "desk", "head")


def test_nobody_goes_away_until_a_day_that_is_over(away):
    told = away.act("amara", "set_card", status=400, away_from="2026-02-20", away_until="2026-03-01")
    assert (told["error"], told["field"]) == ("day-past", "away_until")
    away.act("amara", "set_card", **AWAY)
    away.clock.forward(days=9)
    away.act("amara", "set_card", bio="Still on the page.", **AWAY)
