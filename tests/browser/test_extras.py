"""What the second script promises the templates: what helps to write, formulas, and what stands for a while only."""

import json

import pytest
from playwright.sync_api import expect

from .stage import region

BOX = """<form data-mn-act="ask" data-mn-draft="own"><label>Reply <textarea name="text" data-mn-most="100"></textarea></label>
<p data-mn-left></p><p role="alert" data-mn-error></p>
<select aria-label="Saved"><option value="">Saved replies</option><option value="Not yet.">Later</option>
<option value="Well done, Leila.">Praise</option></select><button type="button" data-mn-fill>Insert</button>
<button type="button" data-mn-preview aria-expanded="false">Preview</button><div data-mn-shown hidden></div>
<button data-mn-send id="send">Send</button></form>"""
SCRIPT = "**/public/extras.js"
MATHS_2 = "window.MathJax = {Hub: {Queue: ([kind, hub, part]) => { part.textContent = `set: ${part.textContent}`; }}}"
MATHS_3 = "window.MathJax = {typesetPromise: async (parts) => { for (const part of parts) part.textContent = `set: ${part.textContent}`; }}"
FORMULA = '<p><span class="mn-math">\\(x^2\\)</span></p>'
UNDO_MS = 10_000


def undo(key="m7", left=UNDO_MS):
    form = '<form data-mn-act="retract"><button id="undo">Undo</button><p role="alert" data-mn-error></p></form>'
    return f'<article id="message"><p>Sent words</p><div data-mn-for="{left}" data-mn-deliver="{key}">{form}</div></article>'


def thread(*messages):
    return f'<div data-mn-upto="{len(messages)}"><div role="log" tabindex="0">{"".join(messages)}</div></div>'


@pytest.fixture
def box(stage):
    """A box of words, focused, with the second script there."""
    stage.open(region("composer", BOX))
    with stage.page.expect_response(SCRIPT):
        stage.page.get_by_label("Reply").focus()
    stage.page.wait_for_function("!!window.MentorshipExtras")
    return stage


class TestLoading:
    def test_it_comes_when_a_box_of_words_is_first_focused_and_only_once(self, stage):
        asked = []
        stage.page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/extras.js") else None)
        stage.open(region("composer", BOX))
        expect(stage.page.locator("#send")).to_be_visible()
        assert asked == []
        with stage.page.expect_response(SCRIPT):
            stage.page.get_by_label("Reply").focus()
        stage.page.locator("#send").focus()
        stage.page.get_by_label("Reply").focus()
        stage.page.wait_for_function("!!window.MentorshipExtras")
        assert len(asked) == 1

    def test_drafts_and_sending_do_without_it_and_it_is_asked_for_again(self, stage):
        stage.page.route(SCRIPT, lambda route: route.abort())
        stage.answers["ask"] = {"regions": {}, "said": "Sent."}
        stage.open(region("composer", BOX))
        with stage.page.expect_event("requestfailed"):
            stage.page.get_by_label("Reply").fill("Why?")
        stage.page.reload()
        expect(stage.page.get_by_label("Reply")).to_have_value("Why?")
        stage.page.get_by_label("Reply").press("Control+Enter")
        expect(stage.page.get_by_role("status")).to_have_text("Sent.")
        stage.page.get_by_role("button", name="Preview").click()
        expect(stage.page.get_by_role("status")).to_have_text("word again")
        stage.page.unroute(SCRIPT)
        with stage.page.expect_response(SCRIPT):
            stage.page.get_by_label("Reply").focus()
        stage.page.wait_for_function("!!window.MentorshipExtras")


class TestPreview:
    def test_it_shows_what_the_server_drew_until_something_is_typed(self, box):
        box.answers["preview"] = {"html": "<p><em>Why</em> not?</p>"}
        box.page.get_by_label("Reply").fill("*Why* not?")
        button, shown = box.page.get_by_role("button", name="Preview"), box.page.locator("[data-mn-shown]")
        button.click()
        expect(shown.locator("em")).to_have_text("Why")
        expect(button).to_have_attribute("aria-expanded", "true")
        assert box.made("preview") == [{"text": "*Why* not?"}]
        box.page.get_by_label("Reply").press("End")
        expect(shown).to_be_visible()
        box.page.get_by_label("Reply").press("!")
        expect(shown).to_be_hidden()
        expect(button).to_have_attribute("aria-expanded", "false")

    def test_the_button_closes_it_again(self, box):
        box.answers["preview"] = {"html": "<p>Words</p>"}
        box.page.get_by_label("Reply").fill("Words")
        button = box.page.get_by_role("button", name="Preview")
        button.click()
        expect(box.page.locator("[data-mn-shown]")).to_be_visible()
        button.click()
        expect(box.page.locator("[data-mn-shown]")).to_be_hidden()
        expect(button).to_have_attribute("aria-expanded", "false")
        assert len(box.made("preview")) == 1

    def test_what_was_typed_meanwhile_is_not_shown_as_it_was(self, box):
        held = box.hold("preview")
        box.page.get_by_label("Reply").fill("Old")
        box.page.get_by_role("button", name="Preview").click()
        box.page.get_by_label("Reply").fill("New")
        held(0).fulfill(json={"html": "<p>Old</p>"})
        box.page.wait_for_function("window.__open === 0")
        expect(box.page.locator("[data-mn-shown]")).to_be_hidden()

    def test_a_refusal_stands_beside_the_box(self, box):
        box.refuse("preview", "That is too long.", "text")
        box.page.get_by_label("Reply").fill("Words")
        box.page.get_by_role("button", name="Preview").click()
        expect(box.page.get_by_role("alert")).to_have_text("That is too long.")
        expect(box.page.get_by_label("Reply")).to_have_attribute("aria-invalid", "true")
        expect(box.page.get_by_label("Reply")).to_be_focused()

    def test_it_is_there_at_the_first_press_though_nothing_was_focused_before(self, stage):
        stage.answers["preview"] = {"html": "<p>Words</p>"}
        stage.open(region("composer", BOX.replace("></textarea>", ">Words</textarea>")))
        stage.page.get_by_role("button", name="Preview").click()
        expect(stage.page.locator("[data-mn-shown]")).to_have_text("Words")

    def test_news_do_not_take_it_away(self, stage):
        stage.hold_time()
        stage.answers["preview"] = {"html": "<p>My words</p>"}
        stage.open(region("composer", BOX), face="panel")
        stage.page.get_by_label("Reply").fill("My words")
        stage.page.get_by_role("button", name="Preview").click()
        expect(stage.page.locator("[data-mn-shown]")).to_be_visible()
        stage.answers["panel"] = {"face": "panel", "regions": {"composer": BOX + "<p>New</p>"}}
        stage.pass_time(30)
        assert len(stage.made("panel")) == 1
        expect(stage.page.locator("[data-mn-shown]")).to_be_visible()


class TestSavedReplies:
    def choose(self, stage):
        stage.page.get_by_label("Saved").select_option(label="Praise")
        stage.page.get_by_role("button", name="Insert").click()
        expect(stage.page.get_by_label("Reply")).to_be_focused()
        expect(stage.page.get_by_label("Saved")).to_have_value("")

    def test_an_empty_box_gets_the_reply_alone_and_keeps_it_as_a_draft(self, box):
        self.choose(box)
        expect(box.page.get_by_label("Reply")).to_have_value("Well done, Leila.")
        box.page.reload()
        expect(box.page.get_by_label("Reply")).to_have_value("Well done, Leila.")

    def test_it_comes_at_the_caret_after_an_empty_line(self, box):
        box.page.get_by_label("Reply").fill("One.Two.")
        box.page.get_by_label("Reply").evaluate("box => box.setSelectionRange(4, 4)")
        self.choose(box)
        expect(box.page.get_by_label("Reply")).to_have_value("One.\n\nWell done, Leila.\n\nTwo.")
        assert box.page.get_by_label("Reply").evaluate("box => box.value.slice(box.selectionEnd)") == "Two."

    @pytest.mark.parametrize("before", ["One.\n", "One.\n\n"])
    def test_no_more_lines_are_added_than_are_missing(self, box, before):
        box.page.get_by_label("Reply").fill(before)
        self.choose(box)
        expect(box.page.get_by_label("Reply")).to_have_value("One.\n\nWell done, Leila.")

    def test_the_keyboard_alone_reaches_each_of_them(self, box):
        saved = box.page.get_by_label("Saved")
        saved.focus()
        for _ in range(2):
            saved.press("ArrowDown")
        expect(box.page.get_by_label("Reply")).to_have_value("")
        saved.press("Tab")
        box.page.keyboard.press("Enter")
        expect(box.page.get_by_label("Reply")).to_have_value("Well done, Leila.")

    def test_where_none_is_chosen_the_choice_is_shown(self, box):
        box.page.get_by_role("button", name="Insert").click()
        expect(box.page.get_by_label("Saved")).to_be_focused()
        expect(box.page.get_by_label("Reply")).to_have_value("")


class TestLimits:
    def test_what_is_left_is_said_from_the_last_tenth_on_and_then_what_is_too_much(self, box):
        reply, left = box.page.get_by_label("Reply"), box.page.locator("[data-mn-left]")
        for length, said in ((0, ""), (90, ""), (91, "word left 9"), (100, "word left 0"), (101, "word over 1"), (50, "")):
            reply.fill("a" * length)
            expect(left).to_have_text(said)

    def test_a_character_is_counted_as_the_server_counts_it(self, box):
        box.page.get_by_label("Reply").fill("😀" * 92 + "\r\n")
        expect(box.page.locator("[data-mn-left]")).to_have_text("word left 7")

    def test_a_box_that_was_sent_has_all_its_room_again(self, box):
        box.answers["ask"] = {"regions": {}, "said": "Sent."}
        box.page.get_by_label("Reply").fill("a" * 95)
        expect(box.page.locator("[data-mn-left]")).to_have_text("word left 5")
        box.page.get_by_label("Reply").press("Control+Enter")
        expect(box.page.get_by_label("Reply")).to_have_value("")
        expect(box.page.locator("[data-mn-left]")).to_have_text("")

    def test_a_draft_that_is_too_long_says_so_when_its_box_is_focused(self, box):
        box.page.get_by_label("Reply").fill("a" * 120)
        box.page.reload()
        box.page.get_by_label("Reply").focus()
        expect(box.page.locator("[data-mn-left]")).to_have_text("word over 20")


class TestFormulas:
    @pytest.mark.parametrize("maths", [MATHS_2, MATHS_3], ids=["two", "three"])
    def test_they_are_set_wherever_they_come_onto_the_page_and_once(self, stage, maths):
        stage.page.add_init_script(maths)
        earlier = '<div data-mn-upto="3"><button type="button" data-mn-earlier="2">Earlier</button><div role="log" tabindex="0"></div></div>'
        stage.answers["earlier"] = {"items": FORMULA, "before": 0, "earlier": 0, "more": ""}
        stage.answers["preview"] = {"html": FORMULA}
        stage.answers["ask"] = {"regions": {"head": FORMULA}, "said": "Sent."}
        stage.open(region("thread", FORMULA + earlier) + region("composer", BOX))
        formulas = stage.page.locator(".mn-math")
        expect(formulas).to_have_text(["set: \\(x^2\\)"])
        stage.page.get_by_role("button", name="Earlier").click()
        expect(formulas).to_have_text(["set: \\(x^2\\)"] * 2)
        stage.page.get_by_role("button", name="Preview").click()
        expect(formulas).to_have_text(["set: \\(x^2\\)"] * 3)
        stage.page.get_by_label("Reply").press("Control+Enter")
        expect(stage.page.locator("[data-mn-region=head] .mn-math")).to_have_text("set: \\(x^2\\)")

    def test_mathjax_may_come_later_than_the_block(self, stage):
        stage.hold_time()
        stage.open(region("head", FORMULA))
        stage.page.wait_for_function("!!window.MentorshipExtras")
        stage.page.evaluate(MATHS_2)
        stage.pass_time(60)
        expect(stage.page.locator(".mn-math")).to_have_text("set: \\(x^2\\)")

    def test_a_formula_that_is_set_does_not_look_like_news(self, stage):
        stage.page.add_init_script(MATHS_2)
        stage.hold_time()
        stage.answers["panel"] = {"face": "panel", "regions": {"head": FORMULA}}
        stage.open(region("head", FORMULA), face="panel")
        expect(stage.page.locator(".mn-math")).to_have_text("set: \\(x^2\\)")
        stage.page.evaluate("document.querySelector('.mn-math').dataset.same = 'yes'")
        stage.pass_time(30)
        assert len(stage.made("panel")) == 1
        expect(stage.page.locator(".mn-math[data-same]")).to_have_count(1)


class TestWhatStandsForAWhile:
    @pytest.fixture
    def sent(self, stage):
        """A message that was sent just now and can be undone, on a panel."""
        stage.hold_time()
        stage.answers["deliver"] = {"delivered": True}
        stage.open(region("thread", thread(undo())), face="panel")
        stage.page.wait_for_function("!!window.MentorshipExtras")
        return stage

    def test_it_is_taken_away_in_time_and_delivered_once(self, sent):
        sent.pass_time(9)
        expect(sent.page.locator("#undo")).to_be_visible()
        assert sent.made("deliver") == []
        sent.pass_time(2)
        expect(sent.page.locator("#undo")).to_have_count(0)
        expect(sent.page.get_by_text("Sent words")).to_be_visible()
        sent.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
        sent.pass_time(10)
        assert sent.made("deliver") == [{"of": "m7"}]

    def test_the_focus_inside_goes_to_what_it_stood_in(self, sent):
        sent.page.locator("#undo").focus()
        sent.pass_time(11)
        expect(sent.page.locator("#message")).to_be_focused()

    def test_the_focus_elsewhere_stays(self, sent):
        sent.page.get_by_role("log").focus()
        sent.pass_time(11)
        expect(sent.page.get_by_role("log")).to_be_focused()

    def test_what_was_undone_is_not_delivered(self, sent):
        sent.answers["retract"] = {"regions": {"thread": thread("<p>Nothing yet</p>")}, "said": "Undone."}
        sent.page.locator("#undo").click()
        expect(sent.page.get_by_role("status")).to_have_text("Undone.")
        sent.pass_time(11)
        sent.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
        sent.page.wait_for_function("window.__open === 0")
        assert sent.made("deliver") == []

    def test_one_drawn_anew_goes_on_counting_and_is_delivered_once(self, sent):
        sent.answers["start"] = {"regions": {"thread": thread(undo(left=60_000), "<p>More</p>")}, "said": "Begun."}
        sent.page.evaluate(
            """html => document.querySelector('[data-mn-status]').insertAdjacentHTML('beforebegin', html)""",
            '<form data-mn-act="start"><button id="start">Begin</button><p role="alert" data-mn-error></p></form>',
        )
        sent.pass_time(5)
        sent.page.locator("#start").click()
        expect(sent.page.get_by_text("More")).to_be_visible()
        sent.pass_time(6)
        expect(sent.page.locator("#undo")).to_have_count(0)
        assert len(sent.made("deliver")) == 1
        sent.page.locator("#start").click()
        sent.page.wait_for_function("window.__open === 0")
        expect(sent.page.locator("#undo")).to_have_count(0)
        sent.pass_time(61)
        assert len(sent.made("deliver")) == 1

    def test_a_page_that_is_left_delivers_with_the_blocks_own_headers(self, sent):
        sent.page.evaluate(
            "() => { const request = window.fetch; window.fetch = (...all) => { window.__last = all[1]; return request(...all); }; }"
        )
        sent.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
        sent.page.wait_for_function("window.__open === 0")
        assert sent.made("deliver") == [{"of": "m7"}]
        last = sent.page.evaluate("window.__last")
        assert last["keepalive"] is True
        assert last["headers"]["X-Mentorship"] == "1"
        assert json.loads(last["body"]) == {"of": "m7"}
        sent.pass_time(11)
        assert len(sent.made("deliver")) == 1

    def test_without_a_connection_it_is_delivered_later(self, sent):
        sent.answers["deliver"] = lambda route: route.abort()
        sent.pass_time(11)
        assert len(sent.made("deliver")) == 1
        sent.answers["deliver"] = {"delivered": True}
        sent.pass_time(60)
        sent.pass_time(60)
        assert len(sent.made("deliver")) == 2

    def test_one_that_says_nothing_to_the_course_is_only_taken_away(self, stage):
        stage.hold_time()
        stage.open(region("head", '<p data-mn-for="5000">For five seconds</p>'))
        stage.page.wait_for_function("!!window.MentorshipExtras")
        stage.pass_time(6)
        expect(stage.page.get_by_text("For five seconds")).to_have_count(0)
        assert stage.calls == []

    def test_another_learner_opened_meanwhile_is_not_an_undoing(self, stage):
        row = '<button type="button" data-mn-read="open" data-mn-learner="8">Sam</button>'
        part = '<div data-mn-of="{}" data-mn-upto="1"><h3 tabindex="-1" data-mn-focus>Somebody</h3>{}</div>'
        stage.hold_time()
        stage.answers["open"] = {"regions": {"open": part.format("8", "<p>From Sam</p>")}}
        stage.answers["deliver"] = {"delivered": True}
        stage.open(region("list", row) + region("open", part.format("7", undo())), face="desk")
        stage.page.wait_for_function("!!window.MentorshipExtras")
        stage.page.get_by_role("button", name="Sam").click()
        expect(stage.page.get_by_text("From Sam")).to_be_visible()
        stage.pass_time(11)
        assert stage.made("deliver") == [{"learner": "7", "of": "m7"}]
