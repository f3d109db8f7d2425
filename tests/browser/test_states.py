"""Every state in every dress: pictures for people to look at, soundness for the test to judge."""

from pathlib import Path

import pytest

from .judges import BLOCK, assert_sound
from .states import STATES

SHOTS = Path(__file__).resolve().parents[1] / "shots"
WIDTHS = {"360": {"width": 360, "height": 640}, "1280": {"width": 1280, "height": 720}}
LANGUAGES = {"ltr": "en", "rtl": "ar"}
THEMES = ("light", "dark")


@pytest.mark.parametrize("direction", LANGUAGES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_is_sound_narrow_and_wide_light_and_dark(state, direction, walk_in):
    page = walk_in(state.person, state.unit, lang=LANGUAGES[direction])
    state.reach(page)
    SHOTS.mkdir(exist_ok=True)
    for theme in THEMES:
        page.evaluate("theme => { document.body.classList.remove('host-light', 'host-dark'); document.body.classList.add(`host-${theme}`); }", theme)
        for width, viewport in WIDTHS.items():
            page.set_viewport_size(viewport)
            page.locator(BLOCK).screenshot(path=SHOTS / f"{state.name}-{width}-{direction}-{theme}.png")
            assert_sound(page)
