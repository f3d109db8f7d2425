"""Evidence and what is decided on it: criteria, versions, taking back, opening again, leaving out, and the question two weeks later."""

from playwright.sync_api import expect

from .plans import at, book, fill_in, form_of, kinds, reveal, send
from .states import open_plan, submit_form

MINE, THEIRS = "you ticked this", "ticked by the learner"


def step_of(page, milestone):
    """Return a step in the opened plan, unfolded."""
    step = page.locator(f'[data-mn-drawn] li[id$="-step-{milestone}"] details')
    step.evaluate("fold => { fold.open = true; }")
    return step


def test_the_authors_criteria_are_ticked_by_both_and_an_approval_with_a_note_names_its_version(course, walk_in):
    learner, mentor = walk_in("sam"), walk_in("ben")
    form = fill_in(
        submit_form(learner), text="Numbers for bicycles, customers and repairs.", links="https://a.example/1\nhttps://b.example/2"
    )
    form.get_by_label("Each kind of thing has one key.").check()
    send(learner, form, "[data-mn-send]")

    review = at(mentor, "sam").get_by_role("region", name="To review: Name entities and keys")
    expect(review.locator("form label").filter(has_text="Each kind of thing has one key.")).to_contain_text(THEIRS)
    expect(review.get_by_role("link")).to_have_count(2)
    approve = fill_in(form_of(mentor, "approve"), text="Otieno can find his spokes.")
    approve.get_by_label("For each key it says why it never changes.").check()
    send(mentor, approve, ".mn-btn--main")

    book(learner)
    for page, ticked in ((learner, MINE), (at(mentor, "sam"), THEIRS)):
        if page is mentor:
            open_plan(mentor)
        step = step_of(page, "keys")
        expect(step).to_contain_text("Version 1")
        expect(step).to_contain_text("Approved by Ben Lindqvist")
        expect(step).to_contain_text("Otieno can find his spokes.")
        lines = step.locator(".mn-version li")
        expect(lines.nth(0)).to_contain_text(ticked)
        expect(lines.nth(0)).to_contain_text("the reviewer did not find it")
        expect(lines.nth(1)).not_to_contain_text("ticked")
        expect(lines.nth(1)).to_contain_text("the reviewer found it")
    assert [entry.get("n") for entry in course.log("sam") if entry["k"] == "approved"][-1] == 1


def test_a_version_can_be_taken_back_until_the_mentor_has_opened_it_and_not_after(course, walk_in):
    learner, mentor = walk_in("sam"), walk_in("ben")
    send(learner, fill_in(submit_form(learner), text="Too early, it turns out."), "[data-mn-send]")
    learner.reload()
    open_plan(learner)
    step_of(learner, "keys")
    send(learner, form_of(learner, "take_back"))
    expect(book(learner)).to_contain_text("taken back")
    expect(learner.locator(".mn-ms--in_progress")).to_have_count(1)

    send(learner, fill_in(submit_form(learner), text="Now it is ready."), "[data-mn-send]")
    with mentor.expect_response("**/seen/**"):
        at(mentor, "sam")
    open_plan(learner)
    step_of(learner, "keys")
    back = form_of(learner, "take_back")
    back.locator("button").click()
    expect(back.get_by_role("alert")).to_contain_text("Someone has started to read it")
    assert kinds(course, "sam", "submitted", "taken-back")[-3:] == ["submitted", "taken-back", "submitted"]


def test_an_approved_step_is_opened_again_with_the_reason_and_the_learner_goes_on_with_it(course, walk_in):
    learner, mentor = walk_in("jonas"), walk_in("amara")
    open_plan(at(mentor, "jonas"))
    step_of(mentor, "keys")
    send(mentor, fill_in(reveal(mentor, form_of(mentor, "reopen", "keys")), text="The visit has another key by now."))
    learner.reload()
    expect(learner.locator(".mn-next h3")).to_contain_text("Name entities and keys")
    expect(learner.get_by_role("log")).to_contain_text("The visit has another key by now.")
    expect(at(mentor, "jonas").locator("[data-mn-of]")).to_contain_text("2 of 7 approved")
    assert kinds(course, "jonas", "reopened") == ["reopened"]


def test_a_step_is_left_out_when_the_learner_asks_and_the_mentor_grants_and_is_counted_no_more(course, walk_in):
    learner, mentor = walk_in("jonas"), walk_in("amara")
    open_plan(learner)
    step_of(learner, "handover")
    send(learner, fill_in(reveal(learner, form_of(learner, "ask_out", "handover")), text="My colleagues use it every day."))
    send(at(mentor, "jonas"), form_of(mentor, "grant", "handover"))
    learner.reload()
    expect(learner.locator('[data-mn-region="path"]')).to_contain_text("3 of 6 approved")
    open_plan(at(mentor, "jonas"))
    expect(step_of(mentor, "handover")).to_contain_text("My colleagues use it every day.")
    send(mentor, fill_in(reveal(mentor, form_of(mentor, "reopen", "handover")), text="One of them has left."))
    learner.reload()
    expect(learner.locator('[data-mn-region="path"]')).to_contain_text("3 of 7 approved")


def test_a_mentor_leaves_a_step_out_and_says_why(walk_in):
    learner, mentor = walk_in("jonas"), walk_in("amara")
    open_plan(at(mentor, "jonas"))
    step_of(mentor, "handover")
    send(mentor, fill_in(reveal(mentor, form_of(mentor, "skip_milestone", "handover")), text="You work with them already."))
    learner.reload()
    expect(learner.get_by_role("log")).to_contain_text("You work with them already.")
    expect(learner.locator('[data-mn-region="path"]')).to_contain_text("3 of 6 approved")


def test_two_weeks_after_an_approval_the_step_is_asked_about_once(course, walk_in):
    learner, mentor = walk_in("sam"), walk_in("ben")
    form = form_of(learner, "recall")
    expect(form).to_contain_text("List the facts worth storing")
    send(learner, fill_in(form, text="A fact is a fact because somebody asks for it."), "[data-mn-send]")
    learner.reload()
    expect(learner.locator('form[data-mn-act="recall"]')).to_have_count(0)
    expect(at(mentor, "sam").get_by_role("log")).to_contain_text("A fact is a fact because somebody asks for it.")
    assert kinds(course, "sam", "recalled") == ["recalled"]


def test_the_question_can_be_put_away_without_a_word_and_does_not_return(course, walk_in):
    learner = walk_in("sam")
    send(learner, form_of(learner, "recall"), "[data-mn-empty]")
    learner.reload()
    expect(learner.locator('form[data-mn-act="recall"]')).to_have_count(0)
    assert [entry.get("x", "") for entry in course.log("sam") if entry["k"] == "recalled"] == [""]


def test_no_face_asks_for_a_file(walk_in):
    learner, mentor = walk_in("leila"), walk_in("amara")
    open_plan(learner)
    open_plan(at(mentor, "leila"))
    for page in (learner, mentor):
        expect(page.locator("[data-mn-block] input[type=file]")).to_have_count(0)
