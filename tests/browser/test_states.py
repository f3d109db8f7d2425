"""Every state in every dress, judged; and pictures of them for people to look at, of what is wrong or of all that are asked for."""

import os
import re

import pytest
from playwright.sync_api import expect

from .conftest import SHOTS
from .course import ROOT
from .judges import BLOCK, faults, faults_of_access
from .stage import region
from .states import STATES

WIDTHS = {"360": {"width": 360, "height": 640}, "1280": {"width": 1280, "height": 720}}
DIRECTIONS = {
    "ltr": ("en", (("360", "light"), ("1280", "dark"))),
    "rtl": ("ar", (("1280", "light"), ("360", "dark"))),
}
"""Each with its language and two dresses: the one in which a state is come to, and the one it is then put into. A theme is only
colours and no colour depends on the direction, so what is seen in these four is all that can be seen in eight."""
WEAR = """async (theme) => {
    document.body.className = document.body.className.replace(/host-(light|dark)/, `host-${theme}`);
    await Promise.allSettled(document.getAnimations().map(animation => animation.finished));
    return innerWidth;
}"""
ALL_PICTURES = bool(os.environ.get("MENTORSHIP_SHOTS"))
STATICS = [file for static in ("mentorship_xblock", "demo") for file in (ROOT / static / "static").rglob("*.*")]
SCRIPTS = [file for file in STATICS if file.suffix == ".js"]
STYLES = [file for file in STATICS if file.suffix == ".css"]
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOURS = re.compile(
    r"--[\w-]+: *#[0-9a-f]{3,8}|(color|background|background-color|border-color): *(#[0-9a-f]{3,8}|var\(--[\w-]+\))|color-scheme: *dark"
)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_is_sound_narrow_and_wide_in_light_and_dark(state, direction, request):
    course, walk_in = map(request.getfixturevalue, ("undoing", "walk_in_undoing") if state.undoing else ("course", "walk_in"))
    if state.stored:
        course.store(state.person, state.stored(course.stored(state.person)))
    if state.authored:
        course.author(**state.authored)
    language, dresses = DIRECTIONS[direction]
    page = walk_in(state.person, state.unit, viewport=WIDTHS[dresses[0][0]], lang=language)
    state.reach(page)
    wrong = {}
    for width, theme in dresses:
        page.set_viewport_size(WIDTHS[width])
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


def test_a_colour_is_found_too_pale_where_it_is_and_only_there(stage):
    stage.open(region("thread", '<p style="color: #bbb">Pale</p><p style="color: #222">Plain</p><p style="color: #bbb">Pale</p>'))
    for _ in range(2):  # the second time every colour is known
        pale = [line for line in faults_of_access(stage.page) if line.startswith("color-contrast")]
        assert len(pale) == 2 and all("Pale" in line for line in pale)


def test_no_script_asks_how_wide_the_window_is_so_one_made_wider_is_as_one_opened_wide():
    asks = re.compile(
        r"\b(inner|outer|client|offset|scroll|avail)Width\b|ResizeObserver|matchMedia\(.*width|[\"']resize[\"']|onresize"
    )
    assert SCRIPTS
    assert {script.name: found for script in SCRIPTS if (found := asks.findall(script.read_text(encoding="utf-8")))} == {}


def test_a_theme_is_colours_only_and_no_colour_depends_on_the_direction():
    rules = [rule for style in STYLES for rule in RULE.findall(REMARK.sub("", style.read_text(encoding="utf-8")))]
    lines = {where: [line.strip() for line in what.split(";") if line.strip()] for where, what in rules}
    themed = [line for where, what in lines.items() if "dark" in where for line in what]
    turned = [line for where, what in lines.items() if re.search(r"dir\b|rtl|ltr|:lang", where) for line in what]
    assert themed
    assert [line for line in themed if not COLOURS.fullmatch(line)] == []
    assert [line for line in turned if re.search(r"color|background|--|#", line)] == []
    assert not any("prefers-color-scheme" in style.read_text(encoding="utf-8") for style in STYLES)
