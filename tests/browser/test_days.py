"""Days and pace: asked for and granted, set by oneself, looked at before agreeing, paused and moved, and the same for both."""

import pytest
from playwright.sync_api import expect

from .plans import ahead, at, book, fill_in, form_of, kinds, reveal, send
from .states import open_plan

WHY = "The harvest comes first this year."
PAST = ["This was planned for", "later than planned", "Choose a new date?", "was due"]


def next_step(page):
    return page.locator(".mn-next")


def day_of(locator):
    """Return the day a line tells, as the page's markup has it."""
    return locator.locator("time").first.get_attribute("datetime")


def ask_for_a_day(page, day, why):
    """Ask for another day for the next step."""
    form = reveal(page, next_step(page).locator('form[data-mn-act="ask_time"]'))
    fill_in(form, day=day, text=why)
    return form


def test_another_day_is_asked_for_with_a_reason_and_granted_with_another(course, walk_in):
    learner, mentor = walk_in("jonas"), walk_in("amara")
    send(learner, ask_for_a_day(learner, ahead(60), WHY))
    learner.reload()
    expect(next_step(learner)).to_contain_text("You asked for a different date:")
    before = day_of(next_step(learner))
    wish = at(mentor, "jonas").get_by_role("region", name="The learner asks: Load 200 visits")
    expect(wish).to_contain_text(WHY)
    expect(wish.locator('[name="day"]')).to_have_value(ahead(60))
    send(mentor, fill_in(form_of(mentor, "grant"), day=ahead(70)))
    learner.reload()
    assert before != day_of(next_step(learner)) == ahead(70)
    expect(next_step(learner)).not_to_contain_text("You asked for")
    expect(at(mentor, "jonas").get_by_role("region", name="The learner asks: Load 200 visits")).to_have_count(0)
    assert kinds(course, "jonas", "later", "granted")[-2:] == ["later", "granted"]


def test_a_day_that_is_not_granted_comes_back_with_the_reason_and_stays_as_it_was(walk_in):
    learner, mentor = walk_in("jonas"), walk_in("amara")
    before = day_of(next_step(learner))
    send(learner, ask_for_a_day(learner, ahead(200), WHY))
    at(mentor, "jonas")
    send(mentor, fill_in(reveal(mentor, form_of(mentor, "decline", "load")), text="Two hundred days are a course of their own."))
    learner.reload()
    assert day_of(next_step(learner)) == before
    expect(learner.get_by_role("log")).to_contain_text("Two hundred days are a course of their own.")
    expect(open_plan(learner)).to_contain_text("Two hundred days are a course of their own.")


def test_a_day_asked_for_without_a_reason_is_not_asked_for_once_the_plan_is_agreed(course, walk_in):
    learner = walk_in("jonas")
    form = ask_for_a_day(learner, ahead(60), "")
    form.locator("button[type=submit]").click()
    expect(form.locator("[data-mn-error]")).not_to_be_empty()
    expect(form.locator('[name="text"]')).to_have_attribute("aria-invalid", "true")
    assert kinds(course, "jonas", "later") == ["later"]


def test_until_the_plan_is_agreed_a_day_is_the_learners_own_to_set(course, walk_in):
    learner, mentor = walk_in("olu"), walk_in("ben")
    send(learner, ask_for_a_day(learner, ahead(9), ""))
    learner.reload()
    assert day_of(next_step(learner)) == ahead(9)
    assert kinds(course, "olu", "later", "redated") == ["redated"]
    step = open_plan(at(mentor, "olu")).locator('details:has([id$="date-paper"])')
    expect(step).to_contain_text("on a different date")


@pytest.mark.parametrize("day", ["", "0001-01-01"], ids=["no day", "a day nobody meant"])
def test_a_bad_day_is_refused_beside_its_control_and_what_was_typed_is_kept(day, course, walk_in):
    learner = walk_in("jonas")
    form = ask_for_a_day(learner, day, WHY)
    form.locator("button[type=submit]").click()
    expect(form.get_by_role("alert")).to_contain_text("Choose a date")
    expect(form.locator('[name="day"]')).to_have_attribute("aria-invalid", "true")
    expect(form.locator('[name="text"]')).to_have_value(WHY)
    assert kinds(course, "jonas", "later") == ["later"]


def test_hours_and_days_that_cannot_be_kept_are_said_kindly_to_both_before_agreeing(course, walk_in):
    learner, mentor = walk_in("olu"), walk_in("ben")
    open_plan(learner)
    send(learner, fill_in(form_of(learner, "set_week"), hours="1"))
    send(learner, form_of(learner, "propose"))
    said = "h a week; you have 1 h."
    expect(book(learner)).to_contain_text("Please check:")
    expect(learner.locator(".mn-tip").filter(has_text=said).first).to_be_visible()
    offered = at(mentor, "olu").get_by_role("region", name="To agree")
    expect(offered).to_contain_text("Please check before you agree:")
    expect(offered).to_contain_text(said)
    send(mentor, form_of(mentor, "agree"))
    assert kinds(course, "olu", "agreed") == ["agreed"]


def test_hours_of_a_week_that_are_none_are_refused_beside_their_field(walk_in):
    learner = walk_in("olu")
    open_plan(learner)
    form = fill_in(form_of(learner, "set_week"), hours="a few")
    form.locator("button").click()
    expect(form.get_by_role("alert")).to_contain_text("from 1 to 80")
    expect(form.locator('[name="hours"]')).to_have_value("a few")


def test_the_pace_is_one_sentence_for_both_and_is_contested_in_a_line(walk_in):
    learner, mentor = walk_in("sam"), walk_in("ben")
    pace = learner.locator("[data-mn-pace]").first.inner_text()
    assert "later than planned" in pace
    expect(at(mentor, "sam").locator(".mn-open__head")).to_contain_text(pace)
    open_plan(learner)
    send(learner, fill_in(reveal(learner, form_of(learner, "contest")), text="The rains came three weeks late."))
    expect(book(learner)).to_contain_text("The rains came three weeks late.")
    expect(at(mentor, "sam").locator(".mn-open__head")).to_contain_text("The rains came three weeks late.")


def test_in_a_pause_nothing_past_is_said_to_anybody(course, walk_in):
    learner, mentor = walk_in("sam"), walk_in("ben")
    expect(learner.locator("[data-mn-block]")).to_contain_text(PAST[0])
    learner.locator("summary").filter(has_text="Take a break").click()
    form = fill_in(form_of(learner, "pause"), until=ahead(0), text=WHY)
    form.locator("button[type=submit]").click()
    expect(form.get_by_role("alert")).to_contain_text("Choose a date after today")
    expect(form.locator('[name="text"]')).to_have_value(WHY)
    send(learner, fill_in(form, until=ahead(10)))
    learner.reload()
    open_plan(learner)
    open_plan(at(mentor, "sam"))
    for page in (learner, mentor):
        expect(page.locator("[data-mn-block]")).to_contain_text("Paused until")
        shown = page.locator("[data-mn-of]" if page is mentor else "[data-mn-block]").inner_text()
        assert [words for words in PAST if words in shown] == []
    learner.get_by_role("button", name="Come back today").click()
    expect(learner.locator('form[data-mn-act="resume"]')).to_have_count(0)
    assert kinds(course, "sam", "paused", "resumed") == ["paused", "resumed"]


def test_who_comes_back_from_a_pause_is_offered_to_move_the_days_by_it(course, walk_in):
    learner, mentor = walk_in("ines"), walk_in("amara")
    offer = learner.locator('form[data-mn-act="move_days"]')
    days = int("".join(sign for sign in offer.locator("p").first.inner_text() if sign.isdigit()))
    before = day_of(next_step(learner))
    send(learner, offer, "button[name=move]")
    learner.reload()
    expect(offer).to_have_count(0)
    moved = day_of(next_step(learner))
    assert moved > before
    expect(at(mentor, "ines").locator("[data-mn-of]")).to_contain_text("Inês Duarte")
    assert mentor.locator("[data-mn-of] .mn-open__side time").last.get_attribute("datetime") == moved
    assert [entry["n"] for entry in course.log("ines") if entry["k"] == "shifted"] == [days]
