"""All of a mentor's learners beside each other, in a browser: asked for, read by everybody, and a way to each of them."""

import re

import pytest
from playwright.sync_api import expect

from .forty import author_many
from .judges import assert_sound

WIDE = {"width": 1280, "height": 900}


def unfolded(page):
    """Ask for all learners; return the table."""
    page.get_by_role("button", name=re.compile("All my learners|المتعلمين معي وخطواتهم")).click()
    table = page.locator(".mn-grid")
    expect(table).to_be_focused()
    return table


def row_of(page, name):
    return page.get_by_role("row").filter(has=page.get_by_role("button", name=name, exact=True))


@pytest.mark.parametrize(
    ("viewport", "lang", "forced"),
    [(320, "en", "active"), (320, "ar", "none"), (1280, "en", "none"), (1280, "ar", "active")],
)
def test_every_learner_has_a_row_that_everybody_can_read(walk_in, viewport, lang, forced):
    page = walk_in("amara", viewport={"width": viewport, "height": 900}, options={"forced_colors": forced}, lang=lang)
    table = unfolded(page)
    expect(table.get_by_role("row")).to_have_count(5)
    expect(table.get_by_role("columnheader")).to_have_count(4)
    assert_sound(page)
    if viewport == 320:
        tops = (
            table.get_by_role("row").nth(1).evaluate("(row) => [...row.children].map((cell) => cell.getBoundingClientRect().top)")
        )
        assert tops == sorted(set(tops)), "one cell below the other"


def test_a_press_on_a_mark_opens_the_learner_at_that_step(walk_in):
    page = walk_in("amara")
    unfolded(page)
    mark = row_of(page, "Jonas Weber").get_by_role("button", name=re.compile(": To review"))
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-mn-of] [data-mn-focus]")).to_have_text("Jonas Weber")
    step = page.locator(":focus")
    expect(step).to_contain_text("With Amara Okafor")
    assert step.evaluate("(summary) => summary.matches('summary') && summary.parentNode.open")
    expect(step).to_be_in_viewport()
    expect(page.locator('[data-mn-region="list"] [aria-current="true"]')).to_contain_text("Jonas Weber")


def test_a_press_on_a_name_opens_the_learner_and_on_a_narrow_page_too(walk_in):
    for viewport in (WIDE, {"width": 360, "height": 800}):
        page = walk_in("amara", viewport=viewport)
        unfolded(page)
        row_of(page, "Priya Nair").get_by_role("button", name="Priya Nair", exact=True).click()
        expect(page.locator("[data-mn-of] [data-mn-focus]")).to_be_focused()
        expect(page.locator("[data-mn-of] [data-mn-focus]")).to_have_text("Priya Nair")


def test_who_has_no_agreed_plan_is_called_out_and_one_press_leads_to_the_form(course, walk_in):
    course.author(plan=[])
    page = walk_in("ben")
    unfolded(page)
    row = page.get_by_role("row").filter(has_text="No agreed plan yet.").first
    name = row.get_by_role("rowheader").inner_text()
    row.get_by_role("button", name=re.compile("^Propose one")).click()
    expect(page.locator('form[data-mn-act="propose_goal"] [name="title"]')).to_be_focused()
    expect(page.locator("[data-mn-of] [data-mn-focus]")).to_have_text(name)


def test_it_closes_and_is_asked_for_anew_when_it_opens_again(walk_in):
    page = walk_in("amara")
    opener = page.get_by_role("button", name="All my learners and their steps")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/grid" in request.url else None)
    expect(opener).to_have_attribute("aria-expanded", "false")
    unfolded(page)
    expect(opener).to_have_attribute("aria-expanded", "true")
    opener.click()
    expect(page.locator(".mn-grid")).to_be_hidden()
    expect(opener).to_have_attribute("aria-expanded", "false")
    unfolded(page)
    assert len(asked) == 2


@pytest.mark.parametrize("width", [320, 1280])
def test_forty_steps_are_shown_goal_by_goal(course, walk_in, width):
    author_many(course)
    page = walk_in("ben", viewport={"width": width, "height": 900})
    unfolded(page)
    goals = page.locator(".mn-goals").filter(has_text="Keys that last")
    expect(goals.first).to_contain_text(re.compile(r"\d of 7"))
    assert_sound(page)
    goals.first.get_by_role("button", name="Keys that last").click()
    expect(page.locator(":focus")).to_have_attribute("id", re.compile("-goal-g2$"))


def test_a_lost_connection_is_told_and_the_button_works_again(walk_in):
    page = walk_in("amara")
    page.route("**/grid**", lambda route: route.abort(), times=1)
    opener = page.get_by_role("button", name="All my learners and their steps")
    opener.click()
    expect(page.locator("[data-mn-status]")).to_have_text("This did not reach the course. Try again.")
    unfolded(page)
