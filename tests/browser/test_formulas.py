"""What is written as TeX is read as a formula in the demo, as it is on the platform."""

from playwright.sync_api import expect

from .states import COMPOSER
from .talk import box, message

FORMULA = "mjx-container"


def test_a_formula_is_set_in_the_preview_in_the_conversation_and_after_a_reload(walk_in):
    learner = walk_in("leila")
    box(learner).fill("Is it \\(x^2 + 1\\)?")
    learner.locator(COMPOSER).get_by_role("button", name="Preview").click()
    expect(learner.locator(COMPOSER).locator(FORMULA)).to_be_visible()
    learner.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(message(learner, "Is it").locator(FORMULA)).to_be_visible()
    learner.reload()
    expect(message(learner, "Is it").locator(FORMULA)).to_be_visible()
    expect(message(learner, "Is it")).not_to_contain_text("\\(")
