"""What the block reports as completed follows the author's rule, also when the last act is the mentor's; never by looking."""

import pytest
from playwright.sync_api import expect

from .course import HOME
from .plans import at, fill_in, form_of, reveal, send
from .states import COMPOSER, open_plan
from .test_evidence import step_of

DRAWN = "34-draw-it.mentorship.d0.u0"
EXCLUDED = "41-ask-a-table.mentorship.d0.u0"


def test_the_block_is_completed_by_the_mentors_approval_and_less_so_when_it_is_opened_again(course, walk_in):
    learner, mentor = walk_in("jonas", "3.4"), walk_in("amara")
    expect(learner.locator("[data-mn-block]")).to_contain_text("3 of 7 approved")
    assert course.completion("jonas", DRAWN) == pytest.approx(3 / 4)
    send(at(mentor, "jonas"), form_of(mentor, "approve"), ".mn-btn--main")
    assert course.completion("jonas", DRAWN) == 1
    open_plan(at(mentor, "jonas"))
    step_of(mentor, "keys")
    send(mentor, fill_in(reveal(mentor, form_of(mentor, "reopen", "keys")), text="The visit has another key by now."))
    assert course.completion("jonas", DRAWN) == pytest.approx(3 / 4)


def test_looking_completes_nothing_and_taking_part_completes_home(course, walk_in):
    learner = walk_in("karim")
    learner.locator('form[data-mn-act="join"] button').click()
    expect(learner.locator(COMPOSER)).to_be_visible()
    learner.reload()
    expect(learner.locator(COMPOSER)).to_be_visible()
    assert not course.completion("karim", HOME)
    learner.locator(COMPOSER).locator("textarea").fill("Good morning, whoever you are.")
    learner.locator(COMPOSER).locator("textarea").press("Control+Enter")
    expect(learner.get_by_role("log")).to_contain_text("Good morning")
    assert course.completion("karim", HOME) == 1
    assert not course.completion("karim", DRAWN)


def test_a_panel_without_anything_to_finish_is_never_reported(course, walk_in):
    walk_in("tomas", "4.1")
    assert course.completion("tomas", HOME) == 1
    assert course.completion("tomas", EXCLUDED) is None
