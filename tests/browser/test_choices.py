"""What somebody has chosen beside their words stays with the words: which question is answered, how much it weighs, what is met."""

import pytest
from playwright.sync_api import expect

from .states import COMPOSER, open_learner
from .talk import box, message, say

FIRST, SECOND = "Which key is the primary one?", "May a key be a name?"
WORDS = "Better not: names change."


def which(page):
    return page.locator(COMPOSER).locator("select[name=question]")


def weight(page):
    return page.locator(COMPOSER).locator("input[name=weight]:checked")


@pytest.fixture
def asked(undoing, walk_in_undoing):
    """Amara has both of Jonas's questions open, has chosen the second, and has written an answer."""
    learner = walk_in_undoing("jonas")
    for words in (FIRST, SECOND):
        say(learner, words)
    undoing.let_pass("jonas", minutes=2)
    mentor = walk_in_undoing("amara")
    open_learner("jonas")(mentor)
    which(mentor).select_option(label=SECOND)
    mentor.locator(COMPOSER).get_by_label("Required").check()
    box(mentor).fill(WORDS)
    return mentor


def expect_chosen(page):
    expect(box(page)).to_have_value(WORDS)
    expect(which(page).locator("option:checked")).to_have_text(SECOND)
    expect(weight(page)).to_have_value("must")


def test_it_stays_when_the_page_is_drawn_anew(asked):
    asked.locator(COMPOSER).locator('[data-mn-as="keep_reply"]').click()
    expect(asked.locator("[data-mn-status]")).to_have_text("Added to your saved replies.")
    expect_chosen(asked)


def test_it_comes_back_with_the_words_after_a_reload_and_is_what_is_sent(undoing, asked):
    asked.reload()
    open_learner("jonas")(asked)
    expect_chosen(asked)
    asked.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(message(asked, WORDS)).to_be_visible()
    [question] = [entry["i"] for entry in undoing.log("jonas") if entry.get("x") == SECOND]
    sent = undoing.log("jonas")[-1]
    assert (sent["x"], sent["q"], sent["wt"]) == (WORDS, question, "must")
    asked.reload()
    open_learner("jonas")(asked)
    expect(weight(asked)).to_have_value("")


def test_it_comes_back_with_the_words_when_they_are_undone(asked):
    asked.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(message(asked, WORDS)).to_be_visible()
    message(asked, WORDS).get_by_role("button", name="Undo").click()
    expect_chosen(asked)


def test_what_a_reviewer_has_ticked_stays_when_they_write_in_the_conversation(asked):
    form = asked.locator('form[data-mn-act="approve"]').first
    tick = form.locator('input[type="checkbox"]').first
    tick.check()
    form.locator("textarea").fill("The key is named.")
    asked.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(message(asked, WORDS)).to_be_visible()
    expect(form.locator("textarea")).to_have_value("The key is named.")
    expect(tick).to_be_checked()


def test_what_a_learner_does_not_send_along_is_not_sent_along_after_a_reload(undoing, walk_in_undoing):
    learner = walk_in_undoing("jonas")
    learner.locator(COMPOSER).get_by_label("This unit").uncheck()
    box(learner).fill(FIRST)
    learner.reload()
    expect(box(learner)).to_have_value(FIRST)
    expect(learner.locator(COMPOSER).get_by_label("This unit")).not_to_be_checked()
    learner.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(message(learner, FIRST)).to_be_visible()
    assert "w" not in undoing.log("jonas")[-1]
    expect(learner.locator(COMPOSER).get_by_label("This unit")).to_be_checked()
