"""How much of the package a request walks through: the files entered, and the calls from a lower room up to a higher one."""

import sys
from collections import Counter
from pathlib import Path

import pytest

import mentorship_xblock
from mentorship_xblock.views import after_action

from ..support.worlds import LmsWorld

PACKAGE = f"{Path(mentorship_xblock.__file__).parent}/"
ROOMS = ("domain", "authoring", "hosts", "actions", "views", "block")
"""From the lowest to the highest: block and what stands beside it, such as the fields, is the highest."""


class Walk:
    """Follows a request through the package. What a module does when it is imported is no step of a request."""

    def __init__(self):
        self.files, self.climbs = Counter(), Counter()

    def __enter__(self):
        sys.setprofile(self._see)
        return self

    def __exit__(self, *_fault):
        sys.setprofile(None)

    def _see(self, frame, event, _argument):
        if event != "call" or not frame.f_code.co_filename.startswith(PACKAGE) or frame.f_code.co_name == "<module>":
            return
        here = frame.f_code.co_filename.removeprefix(PACKAGE)
        self.files[here] += 1
        caller = frame.f_back
        while caller is not None and not caller.f_code.co_filename.startswith(PACKAGE):
            caller = caller.f_back
        if caller is not None:
            before = caller.f_code.co_filename.removeprefix(PACKAGE)
            if room(before) < room(here):
                self.climbs[f"{before}:{caller.f_code.co_name} -> {here}:{frame.f_code.co_name}"] += 1


def room(path):
    """Return how high the room of a file stands."""
    top = path.partition("/")[0]
    return ROOMS.index(top) if top in ROOMS else len(ROOMS) - 1


FILES_MAX = {"drawn": 75, "stored": 50, "viewed": 60}
"""With the answer drawn, up to where it is stored, and on a visit. Each is a module with an idea of its own: four that
had been joined to have fewer were not found by somebody new to the tree, and are apart again."""
CLIMBS_MAX = {"drawn": 4, "stored": 4, "viewed": 1}
"""What is handed down to be done there: the change that is made under the lock, and the two things that follow a commit. Besides,
what an author wrote is read when the program first asks for it, by the fields.
"""


@pytest.fixture
def asked(world, monkeypatch):
    """Return what walks through a press of Ask; one came before, so that nothing is done for the first time."""
    world.act("leila", "join")
    world.act("leila", "ask", text="Why?")

    def ask(drawn):
        if not drawn:
            monkeypatch.setattr(after_action, "answer_after_action", lambda *_: {})
        with Walk() as walk:
            world.act("leila", "ask", text="And why not?")
        return walk

    return ask


@pytest.mark.parametrize("world", [LmsWorld], indirect=True)
@pytest.mark.parametrize("what", ["drawn", "stored"])
def test_a_press_of_ask_enters_few_files_and_hardly_climbs_back(asked, what):
    walk = asked(what == "drawn")
    assert {"block.py", "actions/pipeline.py", "domain/mentorship/sending.py", "hosts/user_state_table.py"} <= set(walk.files)
    assert ("views/panel.py" in walk.files) == (what == "drawn")
    assert len(walk.files) <= FILES_MAX[what], sorted(walk.files)
    assert len(walk.climbs) <= CLIMBS_MAX[what], sorted(walk.climbs)


@pytest.mark.parametrize("world", [LmsWorld], indirect=True)
def test_a_view_enters_few_files_and_hardly_climbs_back(asked, world):
    with Walk() as walk:
        world.view("leila")
    assert "views/panel.py" in walk.files
    assert len(walk.files) <= FILES_MAX["viewed"], sorted(walk.files)
    assert len(walk.climbs) <= CLIMBS_MAX["viewed"], sorted(walk.climbs)
