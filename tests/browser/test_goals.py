"""A plan that two people build: proposed by one, agreed by the other, and said to be neither until it is."""

from playwright.sync_api import expect

from .plans import agree, at, book, fill_in, form_of, kinds, reveal, send
from .states import open_plan

GOAL = {
    "title": "Say which customer owes seeds",
    "why": "They ask me every evening, and I guess.",
    "milestones__new1__title": "Write down who owes what, on paper",
    "obstacle": "Two of my helpers cannot read.",
}
SUGGESTION = "Begin with one market, not with all three."


def path_of(page):
    return page.locator('[data-mn-region="path"]')


def test_the_courses_plan_is_proposed_in_one_press_and_is_not_agreed_before_the_mentor_has_agreed(course, walk_in):
    learner, mentor = walk_in("olu"), walk_in("ben")
    expect(path_of(learner)).to_contain_text("This plan is not agreed with Ben Lindqvist yet.")
    send(learner, form_of(learner, "propose"))
    learner.reload()
    expect(path_of(learner)).to_contain_text("It is not agreed yet")
    at(mentor, "olu")
    expect(mentor.get_by_role("region", name="To agree")).to_contain_text("Understand the clinic")
    send(mentor, form_of(mentor, "agree"))
    learner.reload()
    expect(path_of(learner)).to_contain_text("Agreed with Ben Lindqvist")
    expect(at(mentor, "olu").get_by_role("region", name="To agree")).to_have_count(0)
    expect(mentor.locator("[data-mn-of]")).to_contain_text("Plan agreed")
    assert kinds(course, "olu", "proposed", "agreed") == ["proposed", "agreed"]


def test_nothing_is_said_to_be_the_learners_own_in_a_plan_that_nobody_has_touched(walk_in):
    book = open_plan(walk_in("olu"))
    book.locator("details").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")
    expect(book).to_contain_text("Planned for")
    expect(book).not_to_contain_text("In this plan:")


def test_a_goal_of_ones_own_is_written_suggested_on_changed_and_agreed(course, walk_in):
    learner, mentor = walk_in("olu"), walk_in("ben")
    open_plan(learner).locator('[data-mn-plan="new"]').click()
    form = form_of(learner, "propose_goal")
    expect(form.locator('[name="title"]')).to_be_focused()
    fill_in(form, **GOAL, by="2030-06-01").locator("button[type=submit]").first.click()
    mine = learner.locator(".mn-goalbook").filter(has_text=GOAL["title"])
    expect(mine).to_contain_text("Proposed, not agreed yet")

    offered = at(mentor, "olu").get_by_role("region", name="To agree")
    for words in GOAL.values():
        expect(offered).to_contain_text(words)
    suggest = fill_in(reveal(mentor, form_of(mentor, "suggest")), text=SUGGESTION)
    send(mentor, suggest)

    learner.reload()
    expect(path_of(learner)).to_contain_text(SUGGESTION)
    path_of(learner).get_by_role("button", name="Change it").click()
    mine.get_by_role("button", name="Change it").click()
    form = form_of(learner, "propose_goal")
    expect(form.locator('[name="obstacle"]')).to_have_value(GOAL["obstacle"])
    fill_in(form, title="Say which customer of the north market owes seeds").locator("button[type=submit]").first.click()
    expect(mine.or_(learner.locator(".mn-goalbook").filter(has_text="north market"))).to_contain_text("Proposed, not agreed yet")
    agree(mentor, "olu")
    expect(book(learner).locator(".mn-goalbook").filter(has_text="north market")).to_contain_text("Ben Lindqvist agreed")
    assert kinds(course, "olu", "proposed", "suggested", "agreed") == ["proposed", "suggested", "proposed", "agreed"]


def test_a_change_of_what_is_agreed_leaves_it_in_force_until_it_is_agreed_and_is_then_said_to_be_the_learners_own(walk_in):
    learner, mentor = walk_in("jonas"), walk_in("amara")
    open_plan(learner).locator('[data-mn-plan="work"]').click()
    form = form_of(learner, "propose_goal")
    fill_in(form, milestones__questions__title="Answer three questions about tab 17", note="They are asked every week.")
    form.locator("button[type=submit]").first.click()
    offer = learner.locator(".mn-goalbook").filter(has_text="Make it work").locator(".mn-tip")
    expect(offer).to_contain_text("It is not agreed yet")
    expect(offer).to_contain_text("was called “Answer three questions in SQL”")
    expect(path_of(learner)).to_contain_text("Answer three questions in SQL")

    at(mentor, "jonas")
    expect(mentor.get_by_role("region", name="To agree")).to_contain_text("They are asked every week.")
    send(mentor, form_of(mentor, "agree"))
    learner.reload()
    expect(path_of(learner)).to_contain_text("Answer three questions about tab 17")
    for reader in (learner, at(mentor, "jonas")):
        step = open_plan(reader).locator("details").filter(has_text="Answer three questions about tab 17").last
        step.locator("summary").click()
        expect(step).to_contain_text("the course calls it “Answer three questions in SQL”")


def test_what_the_mentor_proposes_joins_the_plan_when_the_learner_agrees(course, walk_in):
    learner, mentor = walk_in("jonas"), walk_in("amara")
    expect(path_of(learner)).to_contain_text("Amara Okafor has a proposal for your plan: Tab 17, outside the cathedral.")
    expect(path_of(learner).get_by_role("listitem").filter(has_text="tab 17")).to_have_count(0)
    path_of(learner).get_by_role("button", name="See it").click()
    send(learner, form_of(learner, "agree"))
    learner.reload()
    expect(path_of(learner)).not_to_contain_text("proposed a change")
    expect(open_plan(learner).locator(".mn-goalbook").filter(has_text="Tab 17")).to_contain_text("Agreed")
    expect(open_plan(at(mentor, "jonas"))).to_contain_text("Draw the three tables that hide in tab 17")


def test_a_goal_without_a_step_is_refused_and_everything_written_is_kept(course, walk_in):
    learner = walk_in("olu")
    open_plan(learner).locator('[data-mn-plan="new"]').click()
    form = fill_in(form_of(learner, "propose_goal"), **{**GOAL, "milestones__new1__title": ""})
    form.locator("button[type=submit]").first.click()
    expect(form.locator("[data-mn-error]")).to_contain_text("at least one step")
    expect(form.locator('[name="why"]')).to_have_value(GOAL["why"])
    assert kinds(course, "olu", "proposed") == []


def test_a_goal_is_marked_as_achieved_by_the_mentor_once_all_it_needs_is_approved(course, walk_in):
    mentor, learner = walk_in("amara"), walk_in("jonas")
    at(mentor, "jonas")
    done = open_plan(mentor).locator(".mn-goalbook").filter(has_text="Understand the clinic")
    expect(mentor.locator('form[data-mn-act="achieve"]')).to_have_count(1)
    done.locator('form[data-mn-act="achieve"] button').click()
    expect(done).to_contain_text("Achieved")
    expect(book(learner).locator(".mn-goalbook").filter(has_text="Understand the clinic")).to_contain_text("Achieved")


def test_a_draft_returns_to_the_steps_it_was_written_on_whatever_order_they_stand_in_by_then(course, walk_in):
    learner = walk_in("jonas")
    open_plan(learner).locator('[data-mn-plan="work"]').click()
    fill_in(form_of(learner, "propose_goal"), milestones__questions__title="Answer four questions")
    other = walk_in("jonas")
    open_plan(other).locator('[data-mn-plan="work"]').click()
    form = form_of(other, "propose_goal")
    form.locator('[name="milestones.load.place"]').select_option("3")
    form.locator("button[type=submit]").first.click()
    expect(other.locator(".mn-goalbook").filter(has_text="Make it work")).to_contain_text("The steps are in a different order.")
    learner.reload()
    open_plan(learner).locator('[data-mn-plan="work"]').click()
    form = form_of(learner, "propose_goal")
    expect(form.locator('[name="milestones.questions.title"]')).to_have_value("Answer four questions")
    expect(form.locator('[name="milestones.load.title"]')).to_have_value("Load 200 visits")


def test_what_is_done_in_the_plan_leaves_the_focus_there(walk_in):
    learner = walk_in("olu")
    book = open_plan(learner)
    goal = book.locator(".mn-goalbook").filter(has_text="Make it work")
    goal.get_by_role("button", name="Drop it").click()
    form = form_of(learner, "drop_goal", "work")
    fill_in(form, text="Not this year.").locator("button[type=submit]").click()
    expect(goal).to_contain_text("Dropped")
    assert learner.evaluate("document.activeElement.closest('[data-mn-book]') !== null")
