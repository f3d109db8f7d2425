"""How the block looks where people have set their device or their course has names that try it: colours that are forced, motion
that is not wanted, one word as long as a name may be, and a conversation longer than the page."""

import pytest
from playwright.sync_api import expect

from .judges import FITS, sideways
from .states import open_learner, open_plan, unfolded
from .studio_page import StudioPage
from .test_hostile_text import UNFOLD

NAME = "Wolfeschlegelsteinhausenbergerdorff" * 4
"""A name of 140 characters without a space."""
TITLE = "Donaudampfschiffahrtsgesellschaft" * 6
"""A line of 198 characters without a space."""
NARROW = {"width": 360, "height": 740}
PLAN = [
    {
        "id": goal,
        "title": TITLE,
        "milestones": [
            {"id": f"{goal}-{n}", "title": TITLE, "detail": TITLE, "criteria": [TITLE], "due": {"days": 7}} for n in range(2)
        ],
    }
    for goal in ("long1", "long2")
]
EDGES = """() => {
    const probe = document.querySelector('.mn').appendChild(document.createElement('i'));
    probe.style.cssText = 'background: Canvas; color: Highlight';
    const {backgroundColor: plain, color: chosen} = getComputedStyle(probe);
    probe.remove();
    const edge = row => getComputedStyle(row).borderInlineStartColor;
    return [...document.querySelectorAll('[data-mn-read=open]')]
        .map(row => [row.dataset.mnLearner, edge(row) === chosen ? 'chosen' : edge(row) === plain ? 'plain' : edge(row)]);
}"""
MOVING = """() => [...document.querySelectorAll('.mn, .mn *')].flatMap(part => [null, '::before', '::after', '::marker']
    .filter(pseudo => {
        const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(part, pseudo);
        return /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth';
    }).map(pseudo => `${part.getAttribute('class')} ${pseudo}`))"""


@pytest.fixture
def long_names(course):
    """Everybody who is drawn has a name of one long word, and so have all goals and steps."""
    for number, person in enumerate(("leila", "jonas", "mateus", "amara", "ben", "mei", "dana")):
        course.rename(person, f"{NAME[:-1]}{number}")
    course.author(roster=[{**row, "about": TITLE} for row in course.authored()["roster"]])
    return course


def test_where_colours_are_forced_the_open_learner_alone_is_marked(walk_in):
    page = walk_in("amara", options={"forced_colors": "active"})
    assert {how for _, how in page.evaluate(EDGES)} == {"plain"}
    open_learner("leila")(page)
    edges = page.evaluate(EDGES)
    assert len(edges) > 3 and [who for who, how in edges if how == "chosen"] == ["leila"]
    assert {how for who, how in edges if who != "leila"} == {"plain"}


@pytest.mark.parametrize("person", ["leila", "amara", "dana"])
def test_nothing_moves_where_no_motion_is_wanted(walk_in, person):
    page = walk_in(person, options={"reduced_motion": "reduce"})
    if person == "amara":
        open_learner("leila")(page)
    assert page.evaluate(MOVING) == []
    page.emulate_media(reduced_motion="no-preference")
    assert (page.evaluate(MOVING) != []) == (person != "dana")  # so the test sees what moves


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("person", ["leila", "amara", "dana"])
def test_a_name_of_one_long_word_widens_no_page(long_names, walk_in, person, language):
    page = walk_in(person, viewport=NARROW, lang=language)
    assert sideways(page) == FITS
    if person != "leila":
        open_learner("leila")(page)
        assert sideways(page) == FITS
    if person != "dana":
        open_plan(page)
    unfolded(page)
    assert sideways(page) == FITS
    page.evaluate(UNFOLD)
    assert sideways(page) == FITS


@pytest.mark.parametrize("person", ["olu", "ben", "dana"])
def test_a_title_of_one_long_word_widens_no_page(long_names, walk_in, person):
    long_names.author(plan=PLAN, units={})
    page = walk_in(person, viewport=NARROW)
    if person != "olu":
        open_learner("olu")(page)
    assert sideways(page) == FITS
    open_plan(page)
    page.evaluate(UNFOLD)
    assert sideways(page) == FITS


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("person", ["leila", "amara"])
def test_earlier_messages_make_no_page_longer(walk_in, person, width):
    page = walk_in(person, viewport={"width": width, "height": 740})
    if person == "amara":
        open_learner("leila")(page)
    more = page.locator("[data-mn-earlier]")
    before = page.evaluate("document.documentElement.scrollHeight")
    log = page.locator("[role=log] article")
    while more.count():
        drawn = log.count()
        more.click()
        expect(log).not_to_have_count(drawn)
    assert log.count() > 8
    assert page.evaluate("document.documentElement.scrollHeight") <= before + 40


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("view", ["studio_view", "author_view"])
def test_names_and_titles_of_one_long_word_widen_no_page_of_studio(new_page, view, language):
    roster = [{"username": f"{NAME}{n}", "capacity": 5, "about": TITLE, "backup": f"{NAME}{1 - n}"} for n in range(2)]
    studio = StudioPage(display_name=TITLE, roster=roster, plan=PLAN)
    studio.authored["units"] = {"long1-0": [str(studio.outline(TITLE)[0])]}
    page = studio.open(new_page(NARROW, reduced_motion="reduce"), view=view, language=language)
    page.evaluate("document.querySelectorAll('.mn details').forEach(fold => { fold.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert page.evaluate(MOVING) == []


ORDER = r"""(samples) => samples.map(([sample, later]) => {
    const walk = document.createTreeWalker(document.querySelector('.mn'), NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
        const at = text.data.indexOf(sample);
        if (at < 0 || !text.parentElement.getClientRects().length) continue;
        const places = [0, later].map(place => {
            const range = document.createRange();
            range.setStart(text, at + place);
            range.setEnd(text, at + place + 1);
            return range.getBoundingClientRect().left;
        });
        return places[0] < places[1];
    }
    return `${sample} is not drawn`;
})"""
"""Whether, of each sample, its first sign stands to the left of the one so many signs later."""


def test_what_is_to_be_typed_is_shown_from_left_to_right_in_an_arabic_help(walk_in):
    page = walk_in("leila", lang="ar")
    assert page.evaluate(ORDER, [["\\(", 1], ["\\)", 1]]) == [True, True]
