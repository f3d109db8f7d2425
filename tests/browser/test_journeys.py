"""What people do in the demo, and what must hold while they do it."""

import pytest
from playwright.sync_api import expect

from .judges import sideways
from .states import COMPOSER, open_learner

QUESTION = "Can a table have two keys?"
COUNT_WORDS = """() => {
    const status = document.querySelector('[data-mn-status]');
    window.__said = [];
    new MutationObserver(() => window.__said.push(status.textContent))
        .observe(status, {childList: true, characterData: true, subtree: true});
}"""


def ask_box(page):
    return page.locator('[data-mn-act="ask"] textarea')


def reply_box(page):
    return page.locator(f"[data-mn-of] {COMPOSER} textarea")


def log_of(page):
    return page.get_by_role("log")


def error_of(page):
    return page.locator(f"{COMPOSER} [data-mn-error]")


def lose_answers(page):
    """From now on the course does what it is asked, and its answer is lost on the way."""
    page.route("**/handler/**", lambda route: (route.fetch(), route.abort())[1])


class TestDrafts:
    def test_a_draft_survives_a_reload_and_is_gone_when_sent(self, course, walk_in):
        page = walk_in("jonas")
        ask_box(page).fill(QUESTION)
        page.reload()
        expect(ask_box(page)).to_have_value(QUESTION)
        ask_box(page).press("Control+Enter")
        expect(log_of(page)).to_contain_text(QUESTION)
        expect(ask_box(page)).to_have_value("")
        page.reload()
        expect(ask_box(page)).to_have_value("")
        assert course.texts("jonas").count(QUESTION) == 1

    def test_two_people_on_one_device_never_see_each_others_draft(self, course, walk_in):
        page = walk_in("jonas")
        ask_box(page).fill("Only Jonas may read this")
        page.goto(course.unit("priya"))
        expect(ask_box(page)).to_have_value("")
        ask_box(page).fill("Only Priya may read this")
        page.goto(course.unit("jonas"))
        expect(ask_box(page)).to_have_value("Only Jonas may read this")

    def test_a_mentor_has_a_draft_for_each_learner(self, walk_in):
        page = walk_in("amara")
        open_learner("leila")(page)
        reply_box(page).fill("To Leila")
        open_learner("ines")(page)
        expect(reply_box(page)).to_have_value("")
        open_learner("leila")(page)
        expect(reply_box(page)).to_have_value("To Leila")


class TestLostConnection:
    def test_what_was_sent_offline_is_kept_and_goes_when_the_connection_is_back(self, course, walk_in):
        page = walk_in("jonas")
        page.context.set_offline(True)
        ask_box(page).fill(QUESTION)
        ask_box(page).press("Control+Enter")
        expect(error_of(page)).to_contain_text("saved on this device")
        expect(ask_box(page)).to_have_value(QUESTION)
        page.context.set_offline(False)
        expect(log_of(page)).to_contain_text(QUESTION)
        expect(error_of(page)).to_be_empty()
        assert course.texts("jonas").count(QUESTION) == 1

    def test_an_act_whose_answer_was_lost_is_done_once_however_often_it_is_sent(self, course, walk_in):
        page = walk_in("jonas")
        lose_answers(page)
        ask_box(page).fill(QUESTION)
        ask_box(page).press("Control+Enter")
        expect(error_of(page)).not_to_be_empty()
        ask_box(page).press("Control+Enter")
        expect(error_of(page)).not_to_be_empty()
        page.unroute_all(behavior="wait")
        page.reload()
        expect(log_of(page)).to_contain_text(QUESTION)
        expect(ask_box(page)).to_have_value("")
        assert course.texts("jonas").count(QUESTION) == 1

    def test_a_reply_that_was_held_back_goes_without_its_learner_being_opened(self, course, walk_in):
        page = walk_in("amara")
        open_learner("leila")(page)
        page.route("**/handler/**/answer/**", lambda route: route.abort())
        reply_box(page).fill("A table in between.")
        reply_box(page).press("Control+Enter")
        expect(error_of(page)).not_to_be_empty()
        open_learner("ines")(page)
        page.unroute_all(behavior="wait")
        page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(page.locator("[data-mn-status]")).not_to_be_empty()
        assert course.texts("leila").count("A table in between.") == 1
        open_learner("leila")(page)
        expect(reply_box(page)).to_have_value("")


class TestRefusals:
    def test_a_refused_act_keeps_the_text_and_says_why_beside_the_box(self, course, walk_in):
        before, page = course.texts("jonas"), walk_in("jonas")
        ask_box(page).fill("a" * 10_001)
        ask_box(page).press("Control+Enter")
        expect(page.locator(COMPOSER).get_by_role("alert")).to_contain_text("10,001")
        expect(ask_box(page)).to_have_value("a" * 10_001)
        expect(ask_box(page)).to_have_attribute("aria-invalid", "true")
        expect(ask_box(page)).to_be_focused()
        assert error_of(page).get_attribute("id") in ask_box(page).get_attribute("aria-describedby").split()
        assert course.texts("jonas") == before

    def test_a_refusal_of_the_course_opens_no_dialog_and_leaves_no_page(self, walk_in):
        page = walk_in("jonas")
        dialogs = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        # What the platform's page does at any 403 that its events tell of.
        page.evaluate("$(document).ajaxError(() => { alert('You are logged out.'); location = '/'; })")
        page.route(
            "**/handler/**/ask/**",
            lambda route: route.fulfill(status=403, json={"error": "not-yours", "field": "", "message": "Not yours."}),
        )
        ask_box(page).fill(QUESTION)
        ask_box(page).press("Control+Enter")
        expect(error_of(page)).to_have_text("Not yours.")
        assert dialogs == []


class TestFocusAndAnnouncements:
    def test_the_focus_goes_to_the_heading_of_the_learner_who_was_opened(self, walk_in):
        page = walk_in("amara")
        page.locator('[data-mn-learner="ines"]').press("Enter")
        expect(page.locator("[data-mn-of] [data-mn-focus]")).to_be_focused()
        expect(page.locator('[data-mn-learner="ines"][data-mn-read]')).to_have_attribute("aria-current", "true")

    def test_the_focus_stays_in_the_block_after_an_act_that_takes_its_button_away(self, walk_in):
        page = walk_in("karim")
        page.locator('[data-mn-act="join"] button').press("Enter")
        expect(page.locator('[data-mn-act="ask"]')).to_be_visible()
        assert page.evaluate("document.querySelector('[data-mn-block]').contains(document.activeElement)")

    def test_an_act_is_announced_once(self, walk_in):
        page = walk_in("jonas")
        page.evaluate(COUNT_WORDS)
        for _ in range(2):
            ask_box(page).fill(QUESTION)
            ask_box(page).press("Control+Enter")
            expect(ask_box(page)).to_have_value("")
            expect(page.locator("[data-mn-status]")).not_to_be_empty()
        first, between, second = page.evaluate("window.__said")
        assert (first, between, second) == (first, "", first)

    def test_the_reading_position_is_kept_when_earlier_messages_open(self, walk_in):
        page = walk_in("leila")
        first = page.locator("[role=log] article").first
        log_of(page).evaluate("log => { log.style.maxBlockSize = '200px'; log.scrollTop = 40; }")
        before = first.evaluate("message => message.getBoundingClientRect().top - message.parentNode.getBoundingClientRect().top")
        marked = first.evaluate("message => { message.dataset.mark = 'here'; return message.textContent; }")
        page.locator("[data-mn-earlier]").dblclick()
        expect(page.locator("[role=log] article").first).not_to_have_text(marked)
        after = page.locator("[data-mark]").evaluate(
            "message => message.getBoundingClientRect().top - message.parentNode.getBoundingClientRect().top"
        )
        assert abs(after - before) < 2
        said = page.locator("[role=log] article").evaluate_all(
            "messages => messages.map(message => [message.querySelector('time').dateTime, message.textContent])"
        )
        assert [at for at, _ in said] == sorted(at for at, _ in said)
        assert len({message for _, message in said}) == len(said)

    def test_a_page_never_scrolls_by_itself(self, walk_in):
        page = walk_in("leila", viewport={"width": 360, "height": 640})
        page.wait_for_load_state("networkidle")
        assert page.evaluate("scrollY") == 0


def test_the_keyboard_alone_joins_asks_and_answers(course, walk_in):
    def tab_to(page, target):
        for _ in range(60):
            page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError("The Tab key does not lead there.")

    learner = walk_in("karim")
    tab_to(learner, learner.locator('[data-mn-act="join"] button'))
    learner.keyboard.press("Enter")
    expect(ask_box(learner)).to_be_visible()
    tab_to(learner, ask_box(learner))
    learner.keyboard.type(QUESTION)
    learner.keyboard.press("Control+Enter")
    expect(log_of(learner)).to_contain_text(QUESTION)

    mentor = walk_in(next(entry["m"] for entry in course.log("karim") if "m" in entry))
    tab_to(mentor, mentor.locator('[data-mn-read="open"][data-mn-learner="karim"]'))
    mentor.keyboard.press("Enter")
    expect(mentor.locator("[data-mn-of] [data-mn-focus]")).to_be_focused()
    tab_to(mentor, reply_box(mentor))
    mentor.keyboard.type("Choose one.")
    mentor.keyboard.press("Control+Enter")
    expect(log_of(mentor)).to_contain_text("Choose one.")
    assert course.texts("karim") == [QUESTION, "Choose one."]


def test_a_person_with_two_faces_switches_between_them(walk_in):
    page = walk_in("amara")
    page.locator('[data-mn-read="panel"]').press("Enter")
    expect(page.locator('[data-mn-read="desk"]')).to_be_visible()
    expect(page.locator('[data-mn-read="open"]')).to_have_count(0)
    page.locator('[data-mn-read="desk"]').press("Enter")
    expect(page.locator('[data-mn-read="open"]').first).to_be_visible()
    assert page.evaluate("document.querySelector('[data-mn-block]').contains(document.activeElement)")


def test_an_answer_comes_to_a_learner_who_just_waits(walk_in):
    learner = walk_in("ines")
    learner.clock.install()
    learner.reload()
    mentor = walk_in("amara")
    open_learner("ines")(mentor)
    reply_box(mentor).fill("Keep the old rows.")
    reply_box(mentor).press("Control+Enter")
    expect(log_of(mentor)).to_contain_text("Keep the old rows.")
    learner.clock.run_for(30_000)
    expect(log_of(learner)).to_contain_text("Keep the old rows.")
    expect(learner.locator("[data-mn-status]")).not_to_be_empty()


SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("person", "reach"),
    [("leila", None), ("karim", None), ("amara", "leila"), ("dana", "leila")],
    ids=["panel", "start", "desk", "overview"],
)
def test_nothing_scrolls_sideways_at_400_percent_nor_with_wider_spacing(person, reach, language, walk_in):
    page = walk_in(person, viewport={"width": 320, "height": 256}, options={"device_scale_factor": 4}, lang=language)
    if reach:
        open_learner(reach)(page)
    assert sideways(page) == {"page": 0, "inside": []}
    page.add_style_tag(content=SPACED)
    assert sideways(page) == {"page": 0, "inside": []}


def test_twice_the_text_fits_a_usual_window(walk_in):
    page = walk_in("amara", viewport={"width": 640, "height": 800})
    open_learner("leila")(page)
    page.add_style_tag(content="html { font-size: 200% }")
    assert sideways(page) == {"page": 0, "inside": []}
