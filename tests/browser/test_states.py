"""Every state in every dress: pictures for people to look at, soundness for the test to judge."""

from pathlib import Path

import pytest

from .judges import BLOCK, assert_sound
from .states import STATES

SHOTS = Path(__file__).resolve().parents[1] / "shots"
WIDTHS = {"360": {"width": 360, "height": 640}, "1280": {"width": 1280, "height": 720}}
LANGUAGES = {"ltr": "en", "rtl": "ar"}
THEMES = ("light", "dark")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("direction", LANGUAGES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_is_sound_in_light_and_dark(state, direction, width, request):
    course, walk_in = map(request.getfixturevalue, ("undoing", "walk_in_undoing") if state.undoing else ("course", "walk_in"))
    if state.stored:
        course.store(state.person, state.stored(course.stored(state.person)))
    if state.authored:
        course.author(**state.authored)
    page = walk_in(state.person, state.unit, viewport=WIDTHS[width], lang=LANGUAGES[direction])
    state.reach(page)
    SHOTS.mkdir(exist_ok=True)
    for theme in THEMES:
        page.evaluate(
            "theme => { document.body.className = document.body.className.replace(/host-(light|dark)/, `host-${theme}`); }", theme
        )
        page.locator(BLOCK).screenshot(path=SHOTS / f"{state.name}-{width}-{direction}-{theme}.png")
        assert_sound(page)
