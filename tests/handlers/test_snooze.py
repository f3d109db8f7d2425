"""Whom a mentor has put off, through the handlers, on both hosts, from home and from a panel block."""

import re

import pytest

from ..support.action_table import after, done
from ..support.conversation_action_table import ASKED
from ..support.worlds import both_hosts, home_and_panel

pytestmark = both_hosts


def group_of_row(world, who, learner, place):
    """Return in which part of somebody's list a learner stands."""
    drawn = world.read(who, "desk", block=getattr(world, place))["regions"]["list"]
    before = drawn[: drawn.index(f'data-mn-learner="{world.id(learner)}"')]
    return re.findall(r'id="[^"]*-g-(\w+)"', before)[-1]


@home_and_panel
def test_who_is_put_off_stands_elsewhere_on_their_mentors_list_and_nothing_else_is_other(world, place):
    after(world, ASKED, place)
    world.clock.forward(hours=1)
    block, stored, lines = getattr(world, place), world.ledger("amara"), world.ledger("amara")["lines"]

    def seen():
        """Return what the others see, and what the mentor reads above their list."""
        reads = [("leila", "panel", {}), ("ben", "desk", {}), ("ben", "open", {"learner": "leila"}), ("dana", "overview", {})]
        told = [world.read(who, name, block=block, **query)["regions"] for who, name, query in reads]
        return [*told, world.read("amara", "desk", block=block)["regions"]["head"], world.record("leila")]

    before = seen()
    assert group_of_row(world, "amara", "leila", place) == "waiting"
    body = {"key": "later-001", "until": "2026-03-06"}
    for _ in range(2):
        answer = done(world, "amara", "snooze", place, body)
        assert sorted(answer["regions"]) == ["head", "list", "open"] and answer["said"]
        assert "Bring back now" in answer["regions"]["open"] and "Snoozed until" in answer["regions"]["list"]
    since = "2026-03-02T10:00:00.000Z"
    assert world.ledger("amara") == {**stored, "later": {world.id("leila"): ["2026-03-06", since, "later-001"]}}
    assert group_of_row(world, "amara", "leila", place) == "later"
    assert seen() == before
    # What the mentor does themselves leaves them there; what the learner does brings them back.
    done(world, "amara", "note", place, {"text": "On Friday."})
    assert group_of_row(world, "amara", "leila", place) == "later"
    world.clock.forward(seconds=1)
    done(world, "leila", "send", place, {"text": "I have it now."})
    assert group_of_row(world, "amara", "leila", place) == "waiting"
    for _ in range(2):
        done(world, "amara", "snooze", place, body)
        assert group_of_row(world, "amara", "leila", place) == "waiting", "the same act again does not hide what is new"
    done(world, "amara", "snooze", place, {"until": "2026-03-06"})
    assert group_of_row(world, "amara", "leila", place) == "later"
    for _ in range(2):
        done(world, "amara", "snooze", place, {})
    assert "later" not in world.ledger("amara") and world.ledger("amara")["lines"].keys() == lines.keys()
    assert "Snooze until a day" in world.read("amara", "open", block=block, learner="leila")["regions"]["open"]


@home_and_panel
def test_who_is_put_off_still_goes_to_the_backup_past_the_promise_and_is_back_when_the_day_comes(world, place):
    after(world, ASKED, place)
    done(world, "amara", "snooze", place, {"until": "2026-03-05"})
    world.clock.forward(hours=30, seconds=1)
    assert group_of_row(world, "ben", "leila", place) == "cover"
    assert group_of_row(world, "amara", "leila", place) == "later"
    at = world.read("amara", "desk", block=getattr(world, place))["at"]
    world.clock.forward(days=2)
    assert "same" not in world.read("amara", "desk", block=getattr(world, place), at=at)
    assert group_of_row(world, "amara", "leila", place) == "waiting"


def test_what_could_still_be_undone_when_they_were_put_off_brings_them_back_once_it_is_seen(world, settings):
    after(world, ASKED, "home")
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 10}}
    world.clock.forward(hours=1)
    done(world, "leila", "send", "home", {"text": "It is urgent."})
    world.clock.forward(seconds=5)
    done(world, "amara", "snooze", "home", {"until": "2026-03-06"})
    assert group_of_row(world, "amara", "leila", "home") == "later"
    world.clock.forward(seconds=5)
    assert group_of_row(world, "amara", "leila", "home") == "waiting"


@pytest.mark.parametrize("until", ["2026-03-01", "2026-03-02", "2026-05-02", "soon"])
def test_a_day_on_which_nobody_can_be_put_off_is_refused_beside_its_field(world, until):
    after(world, ASKED, "home")
    answer = done(world, "amara", "snooze", "home", {"until": until}, 400)
    assert answer["field"] == "until" and answer["error"] == ("due-day" if until == "soon" else "snooze-day")
