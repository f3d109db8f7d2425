"""One reader with the page open twice: a draft is one act from whichever tab it is sent, and neither tab takes the other's words."""

import json

import pytest
from playwright.sync_api import expect

from .states import COMPOSER, open_learner
from .talk import box, message

FIRST, NEWER = "Which key is the primary one?", "Which key is the primary one, and why?"


def press(page):
    page.locator(COMPOSER).locator("[data-mn-send]").click()


@pytest.fixture
def tabs(course, walk_in):
    """Two tabs of one learner, with one draft in both."""
    here = walk_in("jonas")
    box(here).fill(FIRST)
    there = here.context.new_page()
    there.goto(here.url)
    expect(box(there)).to_have_value(FIRST)
    return here, there


def test_one_draft_sent_from_both_is_stored_once(course, tabs):
    before = course.texts("jonas")
    for tab in tabs:
        press(tab)
        expect(box(tab)).to_have_value("")
        expect(message(tab, FIRST)).to_be_visible()
    assert course.texts("jonas") == [*before, FIRST]


def test_newer_words_in_one_stay_when_the_other_sends(course, tabs):
    here, there = tabs
    before = course.texts("jonas")
    box(there).fill(NEWER)
    press(here)
    expect(box(here)).to_have_value("")
    expect(box(there)).to_have_value(NEWER)
    there.reload()
    expect(box(there)).to_have_value(NEWER)
    press(there)
    expect(box(there)).to_have_value("")
    assert course.texts("jonas") == [*before, FIRST, NEWER]
    here.reload()
    expect(box(here)).to_have_value("")


def test_what_both_write_apart_is_kept_of_both(course, walk_in):
    here = walk_in("jonas")
    there = here.context.new_page()
    there.goto(here.url)
    box(here).fill("From here.")
    box(there).fill("From there.")
    here.close()
    press(there)
    expect(box(there)).to_have_value("")
    there.reload()
    expect(box(there)).to_have_value("From here.")


def test_a_mentors_reply_whose_answer_was_lost_is_one_act_though_the_page_was_drawn_anew(course, walk_in):
    mentor = walk_in("amara")
    open_learner("jonas")(mentor)
    before = course.texts("jonas")
    mentor.route("**/handler/**/send/**", lambda route: (route.fetch(), route.fulfill(status=502, body=""))[1])
    mentor.route("**/handler/**/answer/**", lambda route: (route.fetch(), route.fulfill(status=502, body=""))[1])
    box(mentor).fill("The one that never changes.")
    press(mentor)
    expect(mentor.locator(COMPOSER).get_by_role("alert")).not_to_be_empty()
    mentor.unroute_all(behavior="wait")
    mentor.reload()
    open_learner("jonas")(mentor)
    expect(box(mentor)).to_have_value("The one that never changes.")
    press(mentor)
    expect(box(mentor)).to_have_value("")
    assert course.texts("jonas") == [*before, "The one that never changes."]


def test_a_draft_kept_by_an_earlier_version_is_still_there_and_still_the_same_act(course, walk_in):
    page = walk_in("jonas")
    place = page.evaluate(
        "(block => `mentorship:${block.id}:${block.dataset.mnReader}:own`)(document.querySelector('[data-mn-block]'))"
    )
    sent = {"act": "ask", "fields": {"text": FIRST}, "key": "kept-by-the-earlier-one", "waits": True}
    page.evaluate(
        "([place, draft]) => localStorage.setItem(place, draft)", [place, json.dumps({"fields": {"text": FIRST}, "sent": sent})]
    )
    page.reload()
    expect(message(page, FIRST)).to_be_visible()
    expect(box(page)).to_have_value("")
    assert course.log("jonas")[-1]["i"] == "kept-by-the-earlier-one"
