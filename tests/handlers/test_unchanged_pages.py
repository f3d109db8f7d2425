"""A page that is left open asks whether all is as it was: "the same" is only said when drawing it anew would say the same."""

import json
import re

import pytest

from ..support.world import ROSTER

PLAN = [{"id": "g", "title": "A goal", "milestones": [{"id": "m", "title": "A step", "due": {"days": 1}}]}]
PAGES = {
    "the learner's panel": ("leila", "panel", {}),
    "the mentor's, opened": ("amara", "open", {"learner": "leila"}),
    "the backup's, opened": ("ben", "open", {"learner": "leila"}),
    "the team's, opened": ("dana", "open", {"learner": "leila"}),
    "the backup's list": ("ben", "desk", {}),
    "the team's page": ("dana", "overview", {}),
}


def disabled(world):
    world.people["amara"].is_active = False
    world.people["amara"].save()


CHANGES = {
    "a midnight": lambda world: world.clock.forward(days=2),
    "no backup any more": lambda world: world.edit(roster=[{**ROSTER[0], "backup": ""}, ROSTER[1]]),
    "the mentor off the roster": lambda world: world.edit(roster=ROSTER[1:]),
    "the mentor out of the course": lambda world: world.unenroll("amara"),
    "the backup out of the course": lambda world: world.unenroll("ben"),
    "handed over": lambda world: world.act("amara", "hand_over", learner="leila"),
    "the mentor's account disabled": disabled,
    "another message": lambda world: world.act("leila", "send", text="And one more thing."),
    "a report": lambda world: world.act("leila", "report", reason="Rude."),
    "left for good": lambda world: (world.act("leila", "leave"), world.clock.forward(days=8)),
    "the learner out of the course": lambda world: world.unenroll("leila"),
    "another plan": lambda world: world.edit(plan=[{**PLAN[0], "milestones": [{"id": "m", "title": "Another step"}]}]),
}


@pytest.fixture
def waiting(world):
    """Leila has asked Amara, and stands on Ben's list, too."""
    world.edit(roster=ROSTER, plan=PLAN, reply_hours=1)
    world.act("leila", "join")
    world.act("leila", "begin", milestone="m")
    world.act("leila", "ask", text="Can a table have two keys?")
    world.clock.forward(hours=2)
    return world


def asked(world, page, **query):
    """Return what a page is answered; None for somebody who may not read it."""
    who, read, named = PAGES[page]
    response = world.call(who, read, **named, **query)
    return json.loads(response.content) if response.status_code == 200 else None


def drawn(answer):
    """Return what a page shows, without where it stands and what its script counts on by itself."""
    return re.sub(r'data-mn-at="\w*"|(?<=data-mn-since>)[^<]*', "", str(answer and answer["regions"]))


def place_of(answer):
    """Return where a page stands, as it says itself."""
    return answer.get("at") or re.search(r'data-mn-at="(\w+)"', answer["regions"]["open"])[1]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("page", PAGES)
def test_the_same_is_said_only_where_drawing_it_anew_would_say_so(waiting, page, change):
    before = asked(waiting, page)
    CHANGES[change](waiting)
    after, again = asked(waiting, page), asked(waiting, page, at=place_of(before))
    assert drawn(after) == drawn(before) or again is None or "same" not in again


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_drawn_where_nothing_has_changed(waiting, page):
    assert asked(waiting, page, at=place_of(asked(waiting, page))) == {"same": True}


def test_a_list_tells_when_what_was_held_back_from_it_is_there_to_be_seen(waiting, settings):
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 10}}
    waiting.act("leila", "send", text="Held for a while.")
    before = asked(waiting, "the backup's list")
    waiting.clock.forward(seconds=11)
    after = asked(waiting, "the backup's list", at=place_of(before))
    assert "Held for a while." not in drawn(before) and "Held for a while." in drawn(after)
