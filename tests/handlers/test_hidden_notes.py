"""Notes of the mentoring side leave no trace in anything a learner is answered: not in its places, marks, counts or people."""

import pytest

from ..support.world import taken_back
from ..support.worlds import both_hosts

MANY = 14
"""Messages enough for some of them to be earlier ones."""
NOTES = (
    ("amara", "note", {"key": "note-0001", "text": "Between us."}),
    ("dana", "note", {"key": "note-0002", "text": "Thanks."}),
    ("root", "note", {"key": "note-0003", "text": "Seen."}),
    ("amara", "edit", {"of": "note-0001", "text": "Still between us."}),
    ("root", "hide", {"of": "note-0001", "text": "Not kind."}),
    ("root", "unhide", {"of": "note-0001"}),
    ("dana", "erase", {"of": "note-0002"}),
)
DONE = (
    ("send", {"text": "Hello"}),
    ("seen", {"upto": 9}),
    ("draft_goal", {"title": "Read", "milestones.0.title": "One page"}),
    ("submit", {"milestone": "m1", "text": "Done."}),
)
"""What the learner does meanwhile, in turn."""


@pytest.fixture
def talked(world, settings):
    """A conversation of some length, with what is sent held for as long as the operator usually has it."""
    world.edit(plan=[{"id": "g1", "title": "Keys", "milestones": [{"id": "m1", "title": "Two"}]}])
    world.act("leila", "join")
    for number in range(MANY):
        world.act("leila", "ask", text=f"Why {number}?")
        world.act("amara", "send", learner="leila", text=f"Because {number}.")
    world.clock.forward(minutes=5)
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 10}}
    return world


def write_notes(world):
    """Have notes written in every capacity, and everything done to them."""
    for who, handler, body in NOTES:
        world.clock.forward(seconds=20)  # what somebody else has sent is held
        world.act(who, handler, learner="leila", **body)


def read_all(world):
    """Return everything a learner is answered without doing anything, and after doing something, which is taken back."""
    page, panel = world.view("leila"), world.read("leila", "panel")
    answers = [page, panel, world.read("leila", "panel", at=panel["at"]), world.read("leila", "earlier", before=8)]
    of = world.record("leila")["log"][2]["i"]
    answers.append(world.read("leila", "message", of=of))
    for act, body in DONE:
        with taken_back():
            answers += [world.act("leila", act, key="key-of-leila", **body), world.read("leila", "panel", plan="open")]
    return answers


@both_hosts
@pytest.mark.parametrize("later", [0, 3, 60], ids=["at once", "while held", "later"])
def test_a_learner_is_answered_the_same_with_notes_and_without(talked, later):
    with taken_back():
        write_notes(talked)
        talked.clock.forward(seconds=later)
        with_notes = read_all(talked)
    assert read_all(talked) == with_notes


@both_hosts
def test_a_page_that_waits_hears_nothing_of_a_note(talked):
    at = talked.read("leila", "panel")["at"]
    write_notes(talked)
    assert talked.read("leila", "panel", at=at) == {"same": True}


@both_hosts
def test_what_is_written_after_a_note_is_read_with_the_place_a_page_tells(talked):
    write_notes(talked)
    talked.act("amara", "send", learner="leila", text="One more.")
    talked.clock.forward(minutes=1)
    upto = 2 * MANY + 1  # the pairing and all messages but the last stand before it
    talked.act("leila", "seen", upto=upto)
    seen = talked.record("leila")["seen"][talked.id("leila")]
    assert talked.record("leila")["log"][seen]["x"] == "One more."
    assert f'data-mn-upto="{upto}"' in talked.read("leila", "panel")["regions"]["thread"]
