"""A learner with forty steps in six goals is still at ease."""

import pytest
from playwright.sync_api import expect

from .forty import FIRST, MANY, author_many
from .judges import assert_sound, sideways
from .plans import asked, at
from .states import open_learner, open_plan

DONE = 4


@pytest.fixture
def many(course, walk_in):
    """A course of forty steps, of which a learner has four approved; returns their page and their mentor's."""
    author_many(course)
    learner, mentor = walk_in("olu"), walk_in("ben")
    for number in range(DONE):
        step = f"g0s{number}"
        assert asked(learner, "olu", "submit", milestone=step, text="Done.", key=f"hand-in-{step}")[0] == 200
        assert asked(mentor, "ben", "approve", learner="olu", milestone=step, version=1, key=f"approve-{step}")[0] == 200
    learner.reload()
    return learner, mentor


def test_the_path_is_a_row_for_each_goal_and_only_the_one_at_hand_is_open(many):
    learner, mentor = many
    path = learner.locator('[data-mn-region="path"]')
    goals = path.locator(".mn-goal")
    expect(goals).to_have_count(len(MANY))
    assert [goal.split("\n")[-1].strip() if n else "" for n, goal in enumerate(goals.all_inner_texts())][1:] == [
        f"0 of {len(goal['milestones'])}" for goal in MANY[1:]
    ]
    expect(goals.first).to_contain_text("4 of 6")
    expect(path.locator(".mn-ms:visible")).to_have_count(len(MANY[0]["milestones"]))
    expect(path).to_contain_text(f"4 of 40 approved. Next: {FIRST}5")
    expect(learner.locator(".mn-next h3")).to_have_text(f"{FIRST}5")
    expect(at(mentor, "olu").locator(".mn-open__head")).to_contain_text("4 of 40 approved.")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways_and_everything_is_accessible_with_the_plan_opened_too(width, many):
    for page in many:
        page.set_viewport_size({"width": width, "height": 700})
    learner, mentor = many
    assert_sound(learner)
    open_plan(learner)
    assert_sound(learner)
    mentor.reload()
    open_learner("olu")(mentor)
    open_plan(mentor)
    assert sideways(mentor) == {"page": 0, "inside": []}


def test_a_goal_further_on_is_reached_and_changed_by_the_keyboard_alone(many):
    learner, _ = many
    learner.locator('[data-mn-region="path"]').get_by_role("button", name=MANY[3]["title"]).press("Enter")
    goal = learner.locator(".mn-goalbook").filter(has_text=MANY[3]["title"])
    expect(goal.get_by_role("heading", level=4)).to_be_focused()
    for _ in range(4 * len(MANY[3]["milestones"])):
        learner.keyboard.press("Tab")
        if learner.evaluate("document.activeElement.hasAttribute('data-mn-plan')"):
            break
    learner.keyboard.press("Enter")
    expect(learner.locator('form[data-mn-act="propose_goal"] [name="title"]')).to_be_focused()
    expect(learner.locator('form[data-mn-act="propose_goal"] [name="title"]')).to_have_value(MANY[3]["title"])
