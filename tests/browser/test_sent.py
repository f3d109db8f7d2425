"""What was just sent is said where it was written, in view, with the way to undo it; undone, the words come back."""

import pytest
from playwright.sync_api import expect

from .plans import fill_in
from .stage import region
from .states import COMPOSER, open_learner, open_plan, submit_form
from .talk import box, message

QUESTION = "Can a table have two keys?"
SIZES = {"wide": {"width": 1280, "height": 800}, "narrow": {"width": 360, "height": 740}}
SENT = "[data-mn-sent]"
FORM = """<form data-mn-act="ask" data-mn-draft="own"><label>Words <textarea name="text"></textarea></label>
<p role="alert" data-mn-error></p><span data-mn-kept></span><div class="mn-row"><button data-mn-send id="send">Ask</button></div></form>"""
FOCUSED = (
    "box => box === document.activeElement && box.selectionStart === box.value.length && box.selectionEnd === box.value.length"
)


def send(page, text):
    box(page).fill(text)
    page.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(page.locator(SENT)).to_be_visible()


def undo(page):
    return page.locator(SENT).get_by_role("button", name="Undo")


def in_view(page, part):
    """Whether somebody who has just pressed sees it, without scrolling."""
    place, size = part.bounding_box(), page.viewport_size
    return place["y"] >= 0 and place["y"] + place["height"] <= size["height"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("person", ["jonas", "amara"])
def test_after_sending_it_stands_at_the_box_and_in_view_with_the_way_to_undo_it(undoing, walk_in_undoing, person, size):
    page = walk_in_undoing(person, viewport=SIZES[size])
    if person == "amara":
        open_learner("jonas")(page)
    before = undoing.texts("jonas")
    send(page, QUESTION)
    expect(page.locator(COMPOSER).locator(SENT)).to_contain_text("Sent.")
    assert in_view(page, undo(page))
    undo(page).click()
    expect(message(page, QUESTION)).to_have_count(0)
    expect(box(page)).to_have_value(QUESTION)
    expect(page.locator("[data-mn-status]")).to_have_text("Undone. Nobody saw it.")
    assert box(page).evaluate(FOCUSED)
    assert in_view(page, box(page))
    assert undoing.texts("jonas") == before
    page.reload()
    if person == "amara":
        open_learner("jonas")(page)
    expect(box(page)).to_have_value(QUESTION)


def test_undone_in_the_conversation_the_words_come_back_too_after_a_reload_as_well(undoing, walk_in_undoing):
    page = walk_in_undoing("jonas")
    send(page, QUESTION)
    page.reload()
    message(page, QUESTION).get_by_role("button", name="Undo").click()
    expect(box(page)).to_have_value(QUESTION)
    assert box(page).evaluate(FOCUSED)


def test_what_was_written_meanwhile_stays_after_what_comes_back(undoing, walk_in_undoing):
    page = walk_in_undoing("jonas")
    send(page, QUESTION)
    box(page).fill("And another thing.")
    undo(page).click()
    expect(box(page)).to_have_value(f"{QUESTION}\n\nAnd another thing.")
    page.reload()
    expect(box(page)).to_have_value(f"{QUESTION}\n\nAnd another thing.")


def test_an_undo_whose_answer_is_lost_still_gives_the_words_back(undoing, walk_in_undoing):
    page = walk_in_undoing("jonas")
    send(page, QUESTION)
    page.route("**/handler/**/undo/**", lambda route: (route.fetch(), route.abort())[1])
    undo(page).click()
    expect(page.locator(SENT).get_by_role("alert")).not_to_be_empty()
    page.unroute_all(behavior="wait")
    undo(page).click()
    expect(box(page)).to_have_value(QUESTION)
    expect(page.get_by_role("log")).not_to_contain_text(QUESTION)


def test_a_remark_on_evidence_comes_back_to_its_own_box(undoing, walk_in_undoing):
    page = walk_in_undoing("amara")
    open_learner("jonas")(page)
    form = page.locator('form[data-mn-act="approve"]')
    form.locator("textarea").fill("Name the key.")
    form.locator('[data-mn-as="remark"]').click()
    undo(page).click()
    expect(form.locator("textarea")).to_have_value("Name the key.")
    expect(box(page)).to_have_value("")


UNDO = '<form data-mn-act="undo" data-mn-for="8000" data-mn-deliver="key"><input type="hidden" name="of"><button id="undo">Undo</button><span data-mn-seconds></span><p role="alert" data-mn-error></p></form>'


@pytest.fixture
def asked(stage):
    """A question that was just sent and can be undone for eight seconds."""
    stage.hold_time()
    stage.answers["ask"] = {"regions": {}, "said": "Sent.", "undo": UNDO}
    stage.answers["deliver"] = {"delivered": True}
    stage.open(region("composer", FORM), face="panel")
    stage.page.get_by_label("Words").fill(QUESTION)
    stage.page.locator("#send").click()
    expect(stage.page.locator("#undo")).to_be_visible()
    return stage


def test_the_seconds_that_are_left_are_counted_down_and_not_announced(asked):
    left = asked.page.locator("[data-mn-seconds]")
    expect(left).to_have_text("word seconds 8")
    asked.pass_time(3)
    expect(left).to_have_text("word seconds 5")
    expect(asked.page.get_by_role("status")).to_have_text("Sent.")
    assert (
        asked.page.locator("[aria-live] [data-mn-seconds], [role=status] [data-mn-seconds], [role=alert] [data-mn-seconds]").count()
        == 0
    )
    asked.pass_time(6)
    expect(asked.page.locator(SENT)).to_have_count(0)
    assert len(asked.made("deliver")) == 1


LEFT = "JSON.stringify(localStorage)"
OLD = """localStorage.setItem('mentorship-sent:other:r2', JSON.stringify({old: {at: 'x', fields: {text: 'Old words'}},
    new: {at: 'x', fields: {text: 'New words'}, until: Date.now() + 5000}}))"""


def test_what_can_be_undone_no_more_does_not_stay_on_the_computer(asked):
    assert QUESTION in asked.page.evaluate(LEFT)
    asked.pass_time(7)
    assert QUESTION in asked.page.evaluate(LEFT)
    asked.pass_time(2)
    assert asked.page.evaluate("localStorage.length") == 0


def test_whoever_opens_the_page_next_finds_nothing_that_can_be_undone_no_more_and_nobody_elses_for_long(stage):
    stage.hold_time()
    stage.open(region("composer", FORM), face="panel")
    stage.page.evaluate(OLD)
    stage.page.reload()
    stage.page.wait_for_function("!localStorage.getItem('mentorship-sent:other:r2').includes('Old words')")
    assert "New words" in stage.page.evaluate(LEFT)
    stage.pass_time(6)
    assert stage.page.evaluate("localStorage.length") == 0


def test_an_undo_that_is_on_its_way_when_the_time_is_over_still_gives_the_words_back(asked):
    held, (sent,) = asked.hold("undo"), asked.made("ask")
    asked.page.locator("[name=of]").evaluate("(of, key) => { of.value = key; }", sent["key"])
    asked.page.locator("#undo").click()
    asked.page.clock.run_for(9_000)
    assert asked.page.evaluate("localStorage.length") == 0
    held(0).fulfill(json={"regions": {}, "said": "Undone."})
    expect(asked.page.get_by_label("Words")).to_have_value(QUESTION)


def test_the_way_to_undo_does_not_get_in_the_way_of_the_box_it_stands_in(asked):
    asked.page.get_by_label("Words").fill("More")
    asked.page.get_by_label("Words").press("Control+Enter")
    expect(asked.page.get_by_label("Words")).to_have_value("")
    assert [body["text"] for body in asked.made("ask")] == [QUESTION, "More"]
    assert asked.made("undo") == []


def test_where_nothing_can_be_undone_it_is_said_all_the_same_for_a_while(stage):
    stage.hold_time()
    stage.answers["ask"] = {"regions": {}, "said": "Sent."}
    stage.open(region("composer", FORM))
    stage.page.get_by_label("Words").fill(QUESTION)
    stage.page.locator("#send").click()
    expect(stage.page.locator(f"form {SENT}")).to_have_text("Sent.")
    stage.pass_time(11)
    expect(stage.page.locator(SENT)).to_have_count(0)


def test_on_a_slow_line_it_is_said_that_it_is_on_its_way(stage):
    stage.hold_time()
    held = stage.hold("ask")
    stage.open(region("composer", FORM))
    stage.page.get_by_label("Words").fill(QUESTION)
    stage.page.locator("#send").click()
    form = stage.page.locator("form")
    stage.page.clock.run_for(290)
    expect(form).to_have_attribute("data-mn-busy", "")
    stage.page.clock.run_for(20)
    expect(form).to_have_attribute("data-mn-busy", "word sending")
    held(0).fulfill(json={"regions": {}, "said": "Sent."})
    expect(stage.page.get_by_role("status")).to_have_text("Sent.")
    assert form.get_attribute("data-mn-busy") is None


def test_on_a_slow_line_it_is_said_at_the_box_in_view(course, walk_in):
    page = walk_in("jonas", viewport=SIZES["narrow"])
    came = []
    page.route("**/handler/**/ask/**", lambda route: came.append(route))
    box(page).fill(QUESTION)
    page.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(page.locator(COMPOSER)).to_have_attribute("data-mn-busy", "Sending…")
    assert page.locator(COMPOSER).evaluate("form => getComputedStyle(form, '::after').content") == '"Sending…"'
    came[0].continue_()
    expect(message(page, QUESTION)).to_be_visible()


def test_evidence_is_undone_in_view_and_its_words_and_links_come_back(undoing, walk_in_undoing):
    page = walk_in_undoing("sam", viewport=SIZES["narrow"])
    before = undoing.log("sam")
    form = fill_in(submit_form(page), text="Numbers for bicycles.", links="https://a.example/1")
    form.locator("[data-mn-send]").click()
    expect(page.locator(SENT)).to_contain_text("Sent for review.")
    assert in_view(page, undo(page))
    undo(page).click()
    expect(page.locator("[data-mn-status]")).to_have_text("Undone. Nobody saw it.")
    expect(page.locator(SENT)).to_have_count(0)
    form = page.locator('form[data-mn-act="submit"]:visible')
    expect(form.locator('[name="text"]')).to_have_value("Numbers for bicycles.")
    expect(form.locator('[name="links"]')).to_have_value("https://a.example/1")
    assert form.locator('[name="text"]').evaluate(FOCUSED)
    assert undoing.log("sam") == before


def test_a_proposed_goal_is_undone_in_view_and_its_form_opens_again(undoing, walk_in_undoing):
    page = walk_in_undoing("jonas", viewport=SIZES["wide"])
    open_plan(page).locator('[data-mn-plan="new"]').click()
    form = page.locator('form[data-mn-act="propose_goal"]')
    fill_in(form, title="Read other people's models", milestones__new1__title="Find one")
    form.locator('[id*="-gf-send-"]').click()
    expect(page.locator(SENT)).to_contain_text("Proposed.")
    assert in_view(page, undo(page))
    undo(page).click()
    expect(form.locator('[name="title"]')).to_have_value("Read other people's models")
    expect(form.locator('[name="milestones.new1.title"]')).to_have_value("Find one")
    expect(form.locator('[name="title"]')).to_be_focused()
    assert "proposed" not in [entry["k"] for entry in undoing.log("jonas")[-1:]]


def test_of_two_that_were_just_sent_the_earlier_comes_back_too(undoing, walk_in_undoing):
    page = walk_in_undoing("jonas")
    send(page, QUESTION)
    send(page, "And a row?")
    expect(message(page, "And a row?")).to_be_visible()
    message(page, QUESTION).get_by_role("button", name="Undo").click()
    expect(message(page, QUESTION)).to_have_count(0)
    expect(box(page)).to_have_value(QUESTION)
    box(page).fill("")
    message(page, "And a row?").get_by_role("button", name="Undo").click()
    expect(box(page)).to_have_value("And a row?")


def test_what_was_sent_is_told_of_its_own_learner_whoever_is_open_when_its_answer_comes(undoing, walk_in_undoing):
    page = walk_in_undoing("amara")
    open_learner("jonas")(page)
    held = []
    page.route("**/handler/**/send/**", lambda route: held.append(route))
    box(page).fill(QUESTION)
    page.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(page.locator(COMPOSER)).to_have_attribute("data-mn-busy", "Sending…")
    open_learner("priya")(page)
    held[0].continue_()
    expect(page.locator(SENT)).to_contain_text("Sent.")
    with page.expect_request("**/handler/**/deliver/**") as told:
        page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert told.value.post_data_json["learner"] == "jonas"
    undo(page).click()
    expect(page.locator("[data-mn-status]")).to_have_text("Undone. Nobody saw it.")
    assert QUESTION not in undoing.texts("jonas") + undoing.texts("priya")
