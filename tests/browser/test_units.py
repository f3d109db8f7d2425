"""Steps that belong to units: the one next step with its link, and what completing a unit brings, for both sides."""

from playwright.sync_api import expect

from .plans import at, form_of, kinds, send
from .states import open_plan
from .test_evidence import step_of

LOAD = "To review: Load 200 visits"


def next_step(page):
    return page.locator(".mn-next")


def test_the_next_step_links_into_its_unit_and_completing_that_makes_it_ready_for_review_on_both_sides(course, walk_in):
    learner, mentor = walk_in("priya"), walk_in("amara")
    expect(next_step(learner)).to_contain_text("Finish the unit and it goes to review automatically.")
    expect(at(mentor, "priya").get_by_role("region", name=LOAD)).to_have_count(0)
    next_step(learner).get_by_role("link", name="Open 4.2").click()
    expect(learner.get_by_role("heading", level=1)).to_have_text("4.2 Load what you are given")
    expect(learner.locator("[data-mn-block]")).to_contain_text("Amara Okafor")

    learner.goto(course.unit("priya"))
    stop = learner.locator(".mn-ms").filter(has_text="Load 200 visits")
    expect(stop).to_contain_text("With Amara Okafor")
    review = at(mentor, "priya").get_by_role("region", name=LOAD)
    expect(review).to_contain_text("The units are completed.")
    expect(mentor.get_by_role("region", name="To review").first).to_contain_text("Priya Nair")
    send(mentor, form_of(mentor, "approve"), ".mn-btn--main")
    learner.reload()
    expect(learner.locator('[data-mn-region="path"]')).to_contain_text("5 of 7 approved")
    assert kinds(course, "priya", "ready", "approved")[-2:] == ["ready", "approved"]


def test_both_sides_read_the_day_on_which_the_learner_completed_the_unit(walk_in):
    learner, mentor = walk_in("mateus"), walk_in("mei")
    stop = learner.locator(".mn-ms").filter(has_text="Load 200 visits")
    theirs = at(mentor, "mateus").get_by_role("region", name=LOAD).locator("time").first
    assert stop.locator("time").get_attribute("datetime")[:10] == theirs.get_attribute("datetime")[:10]
    assert learner.evaluate("new Date().toISOString().slice(0, 10)") > theirs.get_attribute("datetime")[:10]


def test_where_the_author_says_that_completing_is_enough_the_step_is_approved_by_it(course, walk_in):
    learner, mentor = walk_in("mateus"), walk_in("mei")
    expect(next_step(learner)).to_contain_text("Finish the unit and it is approved automatically.")
    next_step(learner).get_by_role("link", name="Open 4.3").click()
    expect(learner.get_by_role("heading", level=1)).to_have_text("4.3 Three questions")
    learner.goto(course.unit("mateus"))
    expect(learner.locator('[data-mn-region="path"]')).to_contain_text("5 of 7 approved")
    expect(next_step(learner)).to_contain_text("Hand it to the dispatch room")
    open_plan(at(mentor, "mateus"))
    expect(step_of(mentor, "questions").locator("summary")).to_contain_text("Approved")


def test_a_unit_that_is_deleted_leaves_no_link_and_the_step_as_it_was(course, walk_in):
    learner = walk_in("priya")
    expect(next_step(learner).get_by_role("link")).to_have_count(1)
    course.author(units={"load:0": "gone.vertical_demo.d0.u0"})
    learner.reload()
    expect(next_step(learner)).to_contain_text("Load 200 visits")
    expect(next_step(learner).get_by_role("link")).to_have_count(0)
    expect(next_step(learner)).not_to_contain_text("goes to review automatically")
    expect(learner.get_by_role("button", name="It's ready")).to_be_visible()


def test_the_date_of_the_next_step_is_that_day_in_whatever_zone_the_learner_reads(course, walk_in):
    told = {
        zone: next_step(walk_in("priya", options={"timezone_id": zone})).locator("time").inner_text()
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    }
    assert len(set(told.values())) == 1
