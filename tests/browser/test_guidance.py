"""What the author tells mentors: read beside the question it is about, and not by the learner who asked it."""

import re

import pytest
from playwright.sync_api import expect

from .judges import assert_sound
from .plans import at

NOTE = "Most people reach for the date."
GUIDE = ".mn-guide"


@pytest.mark.parametrize(
    ("viewport", "lang", "forced"),
    [(320, "en", "none"), (320, "ar", "active"), (1280, "en", "active"), (1280, "ar", "none")],
)
def test_a_mentor_reads_the_note_of_the_unit_the_question_came_from_beside_the_reply(walk_in, viewport, lang, forced):
    page = walk_in("amara", "3.4", viewport={"width": viewport, "height": 900}, options={"forced_colors": forced}, lang=lang)
    guide = at(page, "leila").locator(GUIDE)
    expect(guide).to_contain_text(NOTE)
    expect(guide).to_contain_text("3.2 Tables that talk to each other")
    expect(guide).to_contain_text("Draft our clinic's model")
    exemplar = guide.locator("details")
    expect(exemplar).not_to_have_attribute("open", "")
    exemplar.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(exemplar.get_by_text("Five to eight tables on one sheet.")).to_be_visible()
    assert guide.evaluate("(guide) => guide.nextElementSibling.matches('form[data-mn-act=answer]')")
    assert_sound(page)


def test_the_note_goes_when_the_question_is_answered_and_what_was_unfolded_stays_meanwhile(walk_in):
    page = at(walk_in("amara"), "leila")
    page.locator(f"{GUIDE} summary").click()
    box = page.locator('form[data-mn-act="answer"] textarea')
    box.fill("What would you write if she came at nine and at four?")
    expect(page.locator(f"{GUIDE} details")).to_have_attribute("open", "")
    box.press("Control+Enter")
    expect(page.locator(GUIDE)).to_have_count(0)


def test_a_learner_finds_nothing_of_it_anywhere(walk_in):
    page = walk_in("leila")
    page.locator("[data-mn-book] > summary").click()
    expect(page.locator("[data-mn-drawn]")).to_be_visible()
    assert not re.search(r"reach for the date|Five to eight tables|photograph of paper", page.content())
