"""Which act a form does: that of the button that was pressed, in older browsers too, and none before the script is there."""

import pytest
from playwright.sync_api import expect

from .stage import region
from .states import COMPOSER, open_learner
from .talk import box, say

REVIEW = """<form data-mn-act="approve" data-mn-draft="review"><label>Words <textarea name="text"></textarea></label>
<label>Day <input type="text" name="day"></label><p role="alert" data-mn-error></p>
<button type="submit" id="approve">Approve</button><button type="submit" data-mn-as="ask_changes" id="changes">Ask for changes</button></form>"""
MOVE = """<form data-mn-act="move_days"><p role="alert" data-mn-error></p>
<button type="submit" name="move" value="yes" id="move">Move them</button><button type="submit" id="stay">Leave the dates</button></form>"""
WEEK = """<form data-mn-act="set_week" data-mn-draft="week"><label>Hours <input name="hours"></label><p role="alert" data-mn-error></p>
<button type="submit">Keep</button></form>"""
OLDER = """delete SubmitEvent.prototype.submitter; delete HTMLFormElement.prototype.requestSubmit;
const Whole = window.FormData; window.FormData = function (form) { return new Whole(form); };"""
"""What browsers had before 2022: no submitter, no requestSubmit, and form data that know no button."""
ACTS = ("approve", "ask_changes", "move_days", "set_week")


@pytest.fixture(params=["today", "older"])
def forms(stage, request):
    """Forms of several acts, in a browser of today and in an older one."""
    if request.param == "older":
        stage.page.add_init_script(OLDER)
    for act in ACTS:
        stage.answers[act] = {"regions": {}, "said": f"Done: {act}."}
    stage.open(region("plan", REVIEW + MOVE + WEEK))
    return stage


def done(forms):
    return [name for name, _body in forms.calls if name in ACTS]


def said(forms, act):
    expect(forms.page.get_by_role("status")).to_have_text(f"Done: {act}.")


def test_the_act_is_that_of_the_button_that_was_pressed(forms):
    forms.page.get_by_label("Words").fill("Name the key.")
    forms.page.locator("#changes").click()
    said(forms, "ask_changes")
    forms.page.locator("#changes").press("Enter")
    expect(forms.page.locator("#changes")).to_have_attribute("aria-disabled", "false")
    forms.page.locator("#approve").press("Space")
    said(forms, "approve")
    assert done(forms) == ["ask_changes", "ask_changes", "approve"]


def test_what_a_button_says_goes_with_its_press_and_not_with_another(forms):
    forms.page.locator("#move").click()
    said(forms, "move_days")
    forms.page.evaluate("document.querySelector('[data-mn-status]').textContent = ''")
    forms.page.locator("#stay").click()
    said(forms, "move_days")
    assert [body.get("move") for body in forms.made("move_days")] == ["yes", None]


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_where_no_button_was_pressed_and_several_could_be_nothing_is_sent_and_it_is_said(forms, keys):
    forms.page.get_by_label("Words").fill("Name the key.")
    forms.page.get_by_label("Words").press(keys)
    expect(forms.page.get_by_role("alert").first).to_have_text("word which")
    forms.page.get_by_label("Day").press("Enter")
    forms.page.evaluate(
        "document.querySelector('[data-mn-act=approve]').dispatchEvent(new Event('submit', {bubbles: true, cancelable: true}))"
    )
    expect(forms.page.get_by_label("Words")).to_have_value("Name the key.")
    assert done(forms) == []
    assert forms.page.url.endswith("/stage")


def test_enter_in_a_field_does_the_one_act_there_is(forms):
    forms.page.get_by_label("Hours").fill("6")
    forms.page.get_by_label("Hours").press("Enter")
    said(forms, "set_week")
    forms.page.get_by_label("Hours").fill("7")
    forms.page.get_by_label("Hours").press("Control+Enter")
    expect(forms.page.get_by_label("Hours")).to_have_value("")
    assert [body["hours"] for body in forms.made("set_week")] == ["6", "7"]


@pytest.fixture
def bare(new_page, course):
    """A learner's page whose script has not come: the host finds nothing to start yet."""
    page = new_page()
    nothing = "window.MentorshipXBlock = function (runtime, element) {};"
    page.route("**/mentorship.js*", lambda route: route.fulfill(body=nothing, content_type="text/javascript"))
    page.goto(course.unit("leila"))
    return page


def test_before_the_script_is_there_no_press_puts_words_into_the_address(bare, course):
    address, before = bare.url, course.texts("leila")
    expect(box(bare)).to_be_disabled()
    box(bare).evaluate("box => { box.value = 'Nobody else may read this'; }")
    bare.locator(COMPOSER).locator("[data-mn-send]").click(force=True)
    bare.evaluate("document.querySelectorAll('form button').forEach((button) => button.click())")
    bare.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    assert bare.locator("form button:enabled, form input:enabled, form textarea:enabled").count() == 0
    assert bare.url == address
    assert course.texts("leila") == before


def test_once_the_script_is_there_every_control_works(walk_in):
    expect(walk_in("leila").locator("fieldset:disabled")).to_have_count(0)


def test_without_scripts_the_page_says_that_it_needs_them(walk_in):
    page = walk_in("leila", options={"java_script_enabled": False})
    assert "need JavaScript" in page.locator("noscript").inner_text()
    expect(page.get_by_role("heading", name="Conversation")).to_be_visible()


def leaving(page):
    page.get_by_text("How mentoring works here").click()
    return page.locator('[data-mn-act="leave"]')


def reporting(page):
    page.get_by_text("Report a message").click()
    return page.locator('[id$="-wrong"] [data-mn-act="report"]')


def erasing(page):
    page.locator("[role=log] article:has(p > b:text-is('You')) [data-mn-acts]").last.click()
    return page.locator('[data-mn-act="erase"]').last


def taking_back(page):
    say(page, "Is this the last one?")
    return page.locator('[data-mn-act="retract"]').last


def dropping_a_reply(page):
    open_learner("jonas")(page)
    page.locator('summary:text-is("Your saved replies")').click()
    return page.locator('[data-mn-act="drop_reply"]').first


FOR_GOOD = {
    "leave": ("leila", leaving, "will be told. Everything you both wrote stays", "left"),
    "report": ("leila", reporting, "Nobody can write from then on", "reported"),
    "erase": ("leila", erasing, "you cannot bring it back", "erased"),
    "retract": ("leila", taking_back, "Nobody will answer it", "retracted"),
}
"""What cannot be undone: who does it, the way to its form, what comes of it, and what it leaves."""


@pytest.mark.parametrize("keyboard", [False, True], ids=["pressed", "by keyboard"])
@pytest.mark.parametrize("act", FOR_GOOD)
def test_what_cannot_be_undone_says_what_comes_of_it_before_it_is_done(course, walk_in, act, keyboard):
    person, come_to, consequence, kind = FOR_GOOD[act]
    page = walk_in(person)
    form = come_to(page)
    way = form.locator("button[type=submit]")
    expect(form.get_by_text(consequence)).not_to_be_visible()
    expect(way).not_to_be_visible()
    before = course.log(person)
    first = way.locator("xpath=ancestor::details[1]/summary")
    first.press("Enter") if keyboard else first.click()
    expect(form.get_by_text(consequence)).to_be_visible()
    assert course.log(person) == before
    page.evaluate("document.querySelector('[data-mn-status]').textContent = ''")
    way.press("Enter") if keyboard else way.click()
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert course.log(person)[-1]["k"] == kind


def test_sending_from_the_box_of_a_report_shows_first_what_comes_of_it(course, walk_in):
    page = walk_in("leila")
    form, before = reporting(page), course.log("leila")
    form.locator("textarea").fill("He is rude to me.")
    form.locator("textarea").press("Control+Enter")
    expect(form.locator("button[type=submit]")).to_be_focused()
    expect(form.get_by_text("Nobody can write from then on")).to_be_visible()
    assert course.log("leila") == before
    form.locator("textarea").press("Control+Enter")
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert course.log("leila")[-1]["k"] == "reported"


def test_a_kept_reply_is_taken_out_with_a_second_press(course, walk_in):
    page = walk_in("amara")
    form = dropping_a_reply(page)
    expect(form.locator("button")).not_to_be_visible()
    kept = course.stored("amara")["ledger"]["replies"]
    form.locator("xpath=ancestor::details[1]/summary").click()
    expect(form).to_contain_text("This deletes the saved reply for good.")
    form.locator("button").click()
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert len(course.stored("amara")["ledger"].get("replies", {})) == len(kept) - 1
