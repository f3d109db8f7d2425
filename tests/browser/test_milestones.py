"""A milestone from its beginning to its approval, by a learner and her mentor in two browsers; and what is read at first sight."""

import pytest
from playwright.sync_api import expect

from .states import open_learner, submit_form

EVIDENCE = "Five tables, each link named after the table it points to."
REASON = "A visit can end with two diagnoses. Give diagnoses a table of their own."
LINK = "https://example.com/model"


def plan_of(course, person):
    """Return what has happened to a person's milestones."""
    return [
        (entry["k"], entry.get("ms"))
        for entry in course.log(person)
        if entry["k"] in ("started", "submitted", "changes", "approved")
    ]


def hand_in(page, text, link=""):
    """Hand in the next step."""
    form = submit_form(page)
    form.locator('[name="text"]').fill(text)
    form.locator('[name="links"]').fill(link)
    form.locator("[data-mn-send]").click()
    expect(page.get_by_role("log")).to_contain_text(text)


def test_a_milestone_goes_from_its_beginning_to_its_approval_and_both_reload(course, walk_in):
    learner, mentor = walk_in("olu"), walk_in("ben")
    step = learner.locator("[data-mn-milestone]").get_attribute("data-mn-milestone")
    learner.locator('[data-mn-milestone] form[data-mn-act="begin"] button').click()
    expect(learner.locator(".mn-ms--in_progress")).to_have_count(1)
    hand_in(learner, EVIDENCE, LINK)

    mentor.reload()
    open_learner("olu")(mentor)
    review = mentor.locator('form[data-mn-act="approve"]')
    expect(mentor.get_by_role("link", name=LINK).first).to_have_attribute("rel", "noopener noreferrer nofollow")
    review.locator("textarea").fill(REASON)
    review.locator('[data-mn-as="ask_changes"]').click()
    expect(review).to_have_count(0)

    learner.reload()
    expect(learner.locator("[data-mn-milestone]")).to_contain_text(REASON[:30])
    hand_in(learner, "Diagnoses have their own table now.")
    mentor.reload()
    open_learner("olu")(mentor)
    mentor.locator('form[data-mn-act="approve"] .mn-btn--main').click()
    expect(mentor.locator('form[data-mn-act="approve"]')).to_have_count(0)

    learner.reload()
    expect(learner.locator(".mn-ms--approved")).to_have_count(1)
    assert learner.locator("[data-mn-milestone]").get_attribute("data-mn-milestone") != step
    mentor.reload()
    open_learner("olu")(mentor)
    assert plan_of(course, "olu") == [
        ("started", step), ("submitted", step), ("changes", step), ("submitted", step), ("approved", step),
    ]  # fmt: skip


def test_changes_are_not_asked_without_a_reason_and_nothing_typed_is_lost(course, walk_in):
    before = plan_of(course, "jonas")
    mentor = walk_in("amara")
    open_learner("jonas")(mentor)
    review = mentor.locator('form[data-mn-act="approve"]')
    review.locator('[data-mn-as="ask_changes"]').click()
    expect(review.locator("[data-mn-error]")).not_to_be_empty()
    expect(review.locator("textarea")).to_be_focused()
    expect(review.locator("textarea")).to_have_attribute("aria-invalid", "true")
    assert plan_of(course, "jonas") == before


def test_evidence_with_a_link_that_is_none_is_refused_beside_its_field_and_kept(walk_in):
    learner = walk_in("sam")
    form = submit_form(learner)
    form.locator('[name="text"]').fill(EVIDENCE)
    form.locator('[name="links"]').fill("javascript:alert(1)")
    form.locator("[data-mn-send]").click()
    expect(form.locator("[data-mn-error]")).to_contain_text("https://")
    expect(form.locator('[name="links"]')).to_have_attribute("aria-invalid", "true")
    learner.reload()
    expect(form.locator('[name="text"]')).to_have_value(EVIDENCE)
    expect(form).to_be_visible()


def test_a_mentor_who_reviews_while_a_newer_version_comes_in_is_told_and_keeps_the_words(course, walk_in):
    mentor, learner = walk_in("amara"), walk_in("jonas")
    open_learner("jonas")(mentor)
    late = walk_in("amara")
    open_learner("jonas")(late)
    late.locator('form[data-mn-act="approve"] textarea').fill(REASON)
    late.locator('[data-mn-as="ask_changes"]').click()
    expect(late.locator('form[data-mn-act="approve"]')).to_have_count(0)
    learner.reload()
    hand_in(learner, "The second version.")
    mentor.locator('form[data-mn-act="approve"] textarea').fill("Good work, all of it.")
    mentor.locator('form[data-mn-act="approve"] .mn-btn--main').click()
    expect(mentor.locator('form[data-mn-act="approve"] [data-mn-error]')).to_contain_text("2")
    expect(mentor.locator('form[data-mn-act="approve"] textarea')).to_have_value("Good work, all of it.")
    assert plan_of(course, "jonas")[-1][0] == "submitted"


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 720}, {"width": 360, "height": 640}], ids=["1280x720", "360x640"])
@pytest.mark.parametrize("person", ["leila", "sam", "priya", "olu", "jonas", "tomas", "mateus"])
def test_the_mentor_the_promise_the_next_step_and_the_thread_are_read_without_scrolling(person, viewport, walk_in):
    page = walk_in(person, viewport=viewport)
    top = page.locator("[data-mn-block]").evaluate("block => block.getBoundingClientRect().top")
    for part in (".mn-who h2", ".mn-here", ".mn-next h3", ".mn-state p:last-child"):
        bottom = page.locator(part).last.evaluate("part => part.getBoundingClientRect().bottom")
        assert bottom - top <= viewport["height"], f"{part} is {bottom - top} px below the top of the block"


def test_the_keys_that_send_never_choose_between_two_decisions(course, walk_in):
    learner, mentor = walk_in("olu"), walk_in("ben")
    hand_in(learner, EVIDENCE)
    mentor.reload()
    open_learner("olu")(mentor)
    words = mentor.locator('form[data-mn-act="approve"] textarea')
    words.fill(REASON)
    words.press("Control+Enter")
    assert plan_of(course, "olu")[-1][0] == "submitted"
    mentor.locator('[data-mn-as="ask_changes"]').focus()
    mentor.keyboard.press("Control+Enter")
    expect(mentor.get_by_role("log")).to_contain_text(REASON)
    assert plan_of(course, "olu")[-1][0] == "changes"
