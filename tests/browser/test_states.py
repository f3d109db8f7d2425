"""Every state in every dress, judged; and pictures of them for people to look at, of what is wrong or of all that are asked for."""

import os
import re

import pytest
from playwright.sync_api import expect

from .conftest import SHOTS
from .course import ROOT
from .judges import BLOCK, faults
from .states import STATES

WIDTHS = {"360": {"width": 360, "height": 640}, "1280": {"width": 1280, "height": 720}}
DIRECTIONS = {"ltr": ("en", ("360", "1280")), "rtl": ("ar", ("1280", "360"))}
"""Each with its language, and with the width at which a state is come to before the window is made as wide as the other."""
THEMES = ("light", "dark")
WEAR = """async (theme) => {
    document.body.className = document.body.className.replace(/host-(light|dark)/, `host-${theme}`);
    await Promise.allSettled(document.getAnimations().map(animation => animation.finished));
    return innerWidth;
}"""
ALL_PICTURES = bool(os.environ.get("MENTORSHIP_SHOTS"))
SCRIPTS = [script for static in ("mentorship_xblock/static", "demo/static") for script in (ROOT / static).rglob("*.js")]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_is_sound_at_both_widths_in_light_and_dark(state, direction, request):
    course, walk_in = map(request.getfixturevalue, ("undoing", "walk_in_undoing") if state.undoing else ("course", "walk_in"))
    if state.stored:
        course.store(state.person, state.stored(course.stored(state.person)))
    if state.authored:
        course.author(**state.authored)
    language, widths = DIRECTIONS[direction]
    page = walk_in(state.person, state.unit, viewport=WIDTHS[widths[0]], lang=language)
    state.reach(page)
    wrong = {}
    for width in widths:
        page.set_viewport_size(WIDTHS[width])
        for theme in THEMES:
            assert page.evaluate(WEAR, theme) == WIDTHS[width]["width"]
            dress = f"{width}-{direction}-{theme}"
            if found := faults(page):
                wrong[dress] = found
            if found or ALL_PICTURES:
                SHOTS.mkdir(exist_ok=True)
                page.locator(BLOCK).screenshot(path=SHOTS / f"{state.name}-{dress}.png")
    assert wrong == {}
    if state.undoing:
        expect(page.locator("[data-mn-for]").first).to_be_visible()  # it stood there until all had been judged


def test_no_script_asks_how_wide_the_window_is_so_one_made_wider_is_as_one_opened_wide():
    asks = re.compile(
        r"\b(inner|outer|client|offset|scroll|avail)Width\b|ResizeObserver|matchMedia\(.*width|[\"']resize[\"']|onresize"
    )
    assert SCRIPTS
    assert {script.name: found for script in SCRIPTS if (found := asks.findall(script.read_text(encoding="utf-8")))} == {}
