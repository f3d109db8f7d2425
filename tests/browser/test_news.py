"""What is new in a conversation comes by itself, and never disturbs somebody who writes or reads."""

import pytest
from playwright.sync_api import expect

from .stage import region

HEAD = '<h2 tabindex="-1" data-mn-focus>Amara</h2>'
BOX = '<form data-mn-act="ask" data-mn-draft="own"><textarea id="box" name="text"></textarea><p role="alert" data-mn-error></p><button id="send">Ask</button></form>'
SOON = 30


def thread(*messages, start=0):
    words = "".join(f'<article style="block-size: 80px">{message}</article>' for message in messages)
    log = f'<div role="log" tabindex="0" style="max-block-size: 150px; overflow: auto">{words}</div>'
    return f'<div data-mn-upto="{start + len(messages) - 1}">{log}</div>'


@pytest.fixture
def panel(stage):
    """A panel with a conversation, whose course answers ``panel`` with what was there, until told otherwise."""

    def answer(*messages, head=HEAD):
        stage.answers["panel"] = {"face": "panel", "regions": {"head": head, "composer": BOX, "thread": thread(*messages)}}

    stage.hold_time()
    answer("One", "Two", "Three")
    stage.open(region("head", HEAD) + region("composer", BOX) + region("thread", thread("One", "Two", "Three")), face="panel")
    stage.answer = answer
    return stage


def test_a_new_message_is_put_in_place_and_announced_once(panel):
    panel.answer("One", "Two", "Three", "Four")
    panel.pass_time(SOON)
    expect(panel.page.get_by_role("log")).to_contain_text("Four")
    expect(panel.page.get_by_role("status")).to_have_text("word new")
    expect(panel.page.locator("[data-mn-new]")).to_have_count(0)
    assert (
        panel.page.evaluate("(log => log.scrollHeight - log.clientHeight - log.scrollTop)(document.querySelector('[role=log]'))")
        < 2
    )
    assert panel.made("seen")[-1]["upto"] == 3


def test_what_did_not_change_is_left_alone_and_nothing_is_said(panel):
    panel.page.evaluate("document.querySelector('article').dataset.same = 'yes'")
    panel.pass_time(SOON)
    assert panel.made("panel") == [{}]
    expect(panel.page.locator("article[data-same]")).to_have_count(1)
    expect(panel.page.get_by_role("status")).to_be_empty()


def test_somebody_who_writes_gets_a_button_that_places_the_message(panel):
    panel.page.locator("#box").fill("I wonder")
    panel.answer("One", "Two", "Three", "Four")
    panel.pass_time(SOON)
    button = panel.page.get_by_role("button", name="word show")
    expect(button).to_be_visible()
    expect(panel.page.get_by_role("status")).to_have_text("word new")
    expect(panel.page.locator("#box")).to_be_focused()
    expect(panel.page.get_by_role("log")).not_to_contain_text("Four")
    button.click()
    expect(panel.page.get_by_role("log")).to_contain_text("Four")
    expect(panel.page.get_by_role("log")).to_be_focused()
    expect(button).to_have_count(0)
    expect(panel.page.locator("#box")).to_have_value("I wonder")


def test_the_button_is_offered_once_and_places_the_newest(panel):
    panel.page.locator("#box").fill("I wonder")
    panel.answer("One", "Two", "Three", "Four")
    panel.pass_time(SOON)
    expect(panel.page.locator("[data-mn-new]")).to_have_count(1)
    panel.page.evaluate("document.querySelector('[data-mn-status]').textContent = ''")
    panel.pass_time(2 * SOON)
    assert len(panel.made("panel")) == 2
    expect(panel.page.get_by_role("status")).to_be_empty()
    panel.answer("One", "Two", "Three", "Four", "Five")
    panel.pass_time(4 * SOON)
    expect(panel.page.get_by_role("status")).to_have_text("word new")
    panel.page.locator("[data-mn-new]").click()
    expect(panel.page.get_by_role("log")).to_contain_text("Five")


def test_somebody_who_reads_further_up_keeps_their_place(panel):
    panel.page.get_by_role("log").evaluate("log => { log.scrollTop = 10; }")
    panel.answer("One", "Two", "Three", "Four")
    panel.pass_time(SOON)
    expect(panel.page.locator("[data-mn-new]")).to_be_visible()
    assert panel.page.get_by_role("log").evaluate("log => log.scrollTop") == 10


def test_a_change_that_is_no_message_is_drawn_without_a_word(panel):
    panel.answer("One", "Two", "Three", head='<h2 tabindex="-1" data-mn-focus>Ben</h2>')
    panel.pass_time(SOON)
    expect(panel.page.get_by_role("heading", name="Ben")).to_be_visible()
    expect(panel.page.get_by_role("status")).to_be_empty()


def test_the_course_is_asked_ever_more_rarely_and_soon_again_after_an_act(panel):
    panel.answers["ask"] = {"regions": {}, "said": "Sent."}
    for times, seconds in enumerate((30, 60, 120, 240, 300, 300)):
        panel.pass_time(seconds - 1)
        assert len(panel.made("panel")) == times
        panel.pass_time(1)
        assert len(panel.made("panel")) == times + 1
    panel.page.locator("#box").fill("Why?")
    panel.page.locator("#send").click()
    expect(panel.page.get_by_role("status")).to_have_text("Sent.")
    panel.pass_time(SOON)
    assert len(panel.made("panel")) == 7


def test_nobody_asks_for_a_page_that_is_closed_or_seen_as_somebody_else(stage):
    stage.hold_time()
    stage.open(region("head", HEAD) + region("thread", thread("One")), face="closed")
    stage.pass_time(20 * SOON)
    stage.open(
        region("head", HEAD + "<p data-mn-disguise>You see this as Leila.</p>") + region("thread", thread("One")), face="panel"
    )
    stage.pass_time(20 * SOON)
    assert stage.made("panel") == stage.made("closed") == []


def test_an_answer_to_an_older_question_does_not_undo_an_act(panel):
    held = panel.hold("panel")
    panel.page.clock.run_for(SOON * 1000)
    panel.answers["ask"] = {"regions": {"thread": thread("One", "Two", "Three", "Mine")}, "said": "Sent."}
    panel.page.locator("#box").fill("Mine")
    panel.page.locator("#send").click()
    expect(panel.page.get_by_role("log")).to_contain_text("Mine")
    held(0).fulfill(json={"face": "panel", "regions": {"head": HEAD, "composer": BOX, "thread": thread("One", "Two", "Three")}})
    panel.page.wait_for_function("window.__open === 0")
    expect(panel.page.get_by_role("log")).to_contain_text("Mine")


DESK = {
    "head": '<h2 tabindex="-1" data-mn-focus>Desk</h2>',
    "list": '<button type="button" data-mn-read="open" data-mn-learner="7">Leila</button><button type="button" data-mn-read="open" data-mn-learner="8">Sam</button>',
    "open": "<p>Open somebody.</p>",
}


def opened(learner, *messages):
    part = thread(*messages).replace("data-mn-upto", f'data-mn-of="{learner}" data-mn-upto', 1)
    return {"regions": {"open": part.replace('">', '"><h3 tabindex="-1" data-mn-focus>Somebody</h3>', 1)}}


@pytest.fixture
def desk(stage):
    """A desk with a learner opened."""
    stage.hold_time()
    stage.answers["desk"] = {"face": "desk", "regions": DESK}
    stage.answers["open"] = opened("7", "One")
    stage.open("".join(region(name, html) for name, html in DESK.items()), face="desk")
    stage.page.get_by_role("button", name="Leila").click()
    expect(stage.page.get_by_role("log")).to_contain_text("One")
    return stage


def test_the_learner_opened_on_the_desk_stays_open_and_gets_what_is_new(desk):
    desk.answers["open"] = opened("7", "One", "Two")
    desk.answers["desk"] = {"face": "desk", "regions": {**DESK, "list": DESK["list"] + "<p>One more</p>"}}
    desk.pass_time(SOON)
    expect(desk.page.get_by_role("log")).to_contain_text("Two")
    expect(desk.page.get_by_text("One more")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Leila")).to_have_attribute("aria-current", "true")
    expect(desk.page.get_by_role("button", name="Sam")).not_to_have_attribute("aria-current", "true")


def test_escape_goes_back_to_the_row_of_the_learner(desk):
    expect(desk.page.get_by_role("heading", name="Somebody")).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("button", name="Leila")).to_be_focused()


def test_a_learner_who_is_no_longer_theirs_is_closed(desk):
    desk.refuse("open", "Not yours.", status=403)
    desk.pass_time(SOON)
    expect(desk.page.get_by_text("Open somebody.")).to_be_visible()


def test_the_learner_asked_for_last_is_the_one_shown(desk):
    held = desk.hold("open")
    desk.page.get_by_role("button", name="Leila").click()
    desk.page.get_by_role("button", name="Sam").click()
    held(1).fulfill(json=opened("8", "From Sam"))
    expect(desk.page.get_by_role("log")).to_contain_text("From Sam")
    held(0).fulfill(json=opened("7", "From Leila"))
    desk.page.wait_for_function("window.__open === 0")
    expect(desk.page.get_by_role("log")).to_contain_text("From Sam")


def test_who_comes_back_to_the_page_is_told_soon_and_not_over_and_over(panel):
    def show(hidden):
        panel.page.evaluate(
            "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true}); document.dispatchEvent(new Event('visibilitychange')); }",
            hidden,
        )

    show(True)
    panel.pass_time(600)
    assert panel.made("panel") == []
    show(False)
    panel.pass_time(1)
    assert len(panel.made("panel")) == 1
    panel.pass_time(59)
    assert len(panel.made("panel")) == 1
    panel.pass_time(1)
    assert len(panel.made("panel")) == 2


def test_the_row_of_who_is_read_says_no_more_that_something_is_new_until_it_does_again(stage):
    lists = {**DESK, "list": DESK["list"].replace("Leila", "Leila <span data-mn-unread>3 new</span>")}
    stage.hold_time()
    stage.answers["open"] = opened("7", "One")
    stage.open("".join(region(name, html) for name, html in lists.items()), face="desk")
    row = stage.page.get_by_role("button", name="Leila")
    held = stage.hold("seen")
    row.click()
    held(0)
    expect(row).to_contain_text("3 new")
    held(0).fulfill(json={"seen": True})
    expect(row).to_have_text("Leila")
    stage.answers["desk"] = stage.answers["open"] = {"same": True}
    stage.pass_time(SOON)
    expect(row).to_have_text("Leila")
    stage.answers["desk"] = {"face": "desk", "regions": {name: lists[name] for name in ("head", "list")}}
    stage.pass_time(2 * SOON)
    expect(row).to_contain_text("3 new")


def test_going_back_from_a_learner_leads_to_their_row(desk):
    desk.answers["open"] = {
        "regions": {"open": opened("8", "One")["regions"]["open"] + '<button type="button" data-mn-read="desk">All</button>'}
    }
    desk.page.get_by_role("button", name="Sam").click()
    desk.page.get_by_role("button", name="All").click()
    expect(desk.page.get_by_role("button", name="Sam")).to_be_focused()
    expect(desk.page.locator("[aria-current=true]")).to_have_count(0)


HALF_AN_HOUR = 30 * 60


def test_nobody_asks_for_somebody_who_went_away_and_who_comes_back_is_told_at_once(panel):
    panel.pass_time(HALF_AN_HOUR + 300)
    asked = len(panel.made("panel"))
    panel.pass_time(4 * HALF_AN_HOUR)
    assert len(panel.made("panel")) == asked
    panel.answer("One", "Two", "Three", "Four")
    panel.page.mouse.move(200, 200)
    panel.pass_time(1)
    assert len(panel.made("panel")) == asked + 1
    expect(panel.page.get_by_role("log")).to_contain_text("Four")


@pytest.mark.parametrize("stir", ["pointer", "key", "wheel", "focus"])
def test_whoever_stirs_now_and_then_goes_on_being_told(panel, stir):
    stirs = {
        "pointer": lambda: panel.page.mouse.move(*((100, 100) if len(panel.calls) % 2 else (120, 120))),
        "key": lambda: panel.page.keyboard.press("Shift"),
        "wheel": lambda: panel.page.mouse.wheel(0, 10),
        "focus": lambda: panel.page.evaluate("window.dispatchEvent(new Event('focus'))"),
    }
    for _ in range(4):
        panel.pass_time(HALF_AN_HOUR - 400)
        asked = len(panel.made("panel"))
        stirs[stir]()
    panel.pass_time(400)
    assert len(panel.made("panel")) > asked


def test_news_that_arrive_do_not_keep_an_empty_room_awake(panel):
    for number in range(10):
        panel.answer("One", "Two", "Three", *(f"More {one}" for one in range(number + 1)))
        panel.pass_time(300)
    asked = len(panel.made("panel"))
    panel.pass_time(2 * HALF_AN_HOUR)
    assert len(panel.made("panel")) == asked


def test_a_quiet_block_never_asks(stage):
    stage.hold_time()
    stage.open(region("head", HEAD) + region("thread", thread("One")), face="panel", marks="data-mn-quiet")
    stage.page.mouse.move(50, 50)
    stage.pass_time(20 * SOON)
    assert stage.made("panel") == []


def test_each_asking_says_since_when_and_nothing_new_draws_nothing(stage):
    stage.hold_time()
    stage.answers["panel"] = {"same": True}
    stage.answers["ask"] = {"regions": {}, "said": "Sent.", "at": "12"}
    stage.open(region("composer", BOX) + region("thread", thread("One")), face="panel", marks='data-mn-at="7"')
    stage.page.evaluate("document.querySelector('article').dataset.same = 'yes'")
    stage.pass_time(SOON)
    stage.pass_time(2 * SOON)
    assert stage.made("panel") == [{"at": "7"}] * 2
    stage.answers["panel"] = {"face": "panel", "at": "9", "regions": {"composer": BOX, "thread": thread("One")}}
    stage.pass_time(4 * SOON)
    stage.page.wait_for_load_state("networkidle")  # what puts news on the page is fetched with the first of them
    stage.answers["panel"] = {"same": True}
    stage.pass_time(8 * SOON)
    assert stage.made("panel")[-1] == {"at": "9"}
    stage.page.locator("#box").fill("Why?")
    stage.page.locator("#send").click()
    expect(stage.page.get_by_role("status")).to_have_text("Sent.")
    stage.pass_time(SOON)
    assert stage.made("panel")[-1] == {"at": "12"}
    expect(stage.page.locator("article[data-same]")).to_have_count(1)


def test_what_was_not_put_on_the_page_is_asked_for_again(stage):
    stage.hold_time()
    changed = {"head": HEAD.replace("Amara", "Ben"), "composer": BOX, "thread": thread("One")}
    stage.answers["panel"] = {"face": "panel", "at": "9", "regions": changed}
    stage.open(
        region("head", HEAD) + region("composer", BOX) + region("thread", thread("One")), face="panel", marks='data-mn-at="7"'
    )
    stage.page.locator("#box").focus()
    stage.pass_time(SOON)
    expect(stage.page.get_by_role("heading", name="Amara")).to_be_visible()
    stage.page.locator("#box").blur()
    stage.pass_time(2 * SOON)
    assert stage.made("panel") == [{"at": "7"}] * 2
    expect(stage.page.get_by_role("heading", name="Ben")).to_be_visible()


def test_what_a_lost_connection_held_back_goes_out_also_when_nothing_is_new(panel):
    panel.answers["ask"] = lambda route: route.abort()
    panel.page.locator("#box").fill("Why?")
    panel.page.locator("#send").click()
    expect(panel.page.get_by_role("alert")).to_have_text("word offline")
    panel.answers["ask"] = {"regions": {}, "said": "Sent."}
    panel.answers["panel"] = {"same": True}
    panel.pass_time(SOON)
    expect(panel.page.get_by_role("status")).to_have_text("Sent.")
    first, second = panel.made("ask")
    assert first == second


def test_the_open_learner_has_an_own_since_when_and_stays_when_the_desk_alone_is_new(desk):
    desk.answers["open"] = {
        "regions": {"open": opened("7", "One")["regions"]["open"].replace("data-mn-of", 'data-mn-at="4" data-mn-of', 1)}
    }
    desk.page.get_by_role("button", name="Leila").click()
    expect(desk.page.locator("[data-mn-of][data-mn-at]")).to_have_count(1)
    desk.answers["open"] = {"same": True}
    desk.answers["desk"] = {"face": "desk", "at": "20", "regions": {**DESK, "list": DESK["list"] + "<p>One more</p>"}}
    desk.pass_time(SOON)
    assert desk.made("open")[-1] == {"learner": "7", "at": "4"}
    expect(desk.page.get_by_text("One more")).to_be_visible()
    expect(desk.page.get_by_role("log")).to_contain_text("One")
    desk.answers["desk"] = {"same": True}
    desk.answers["open"] = opened("7", "One", "Two")
    desk.pass_time(2 * SOON)
    assert desk.made("desk")[-1] == {"at": "20"}
    expect(desk.page.get_by_role("log")).to_contain_text("Two")
    expect(desk.page.get_by_text("One more")).to_be_visible()


def test_a_learner_who_is_no_longer_theirs_is_closed_though_the_desk_is_the_same(desk):
    desk.answers["desk"] = {"face": "desk", "at": "3", "regions": DESK}
    desk.pass_time(SOON)
    desk.page.wait_for_load_state("networkidle")  # what puts news on the page is fetched with the first of them
    desk.answers["desk"] = lambda route: route.fulfill(
        json={"same": True} if "at=3" in route.request.url else {"face": "desk", "at": "3", "regions": DESK}
    )
    desk.refuse("open", "Not yours.", status=403)
    desk.pass_time(2 * SOON)
    assert desk.made("desk")[-1] == {"at": "3"}
    desk.pass_time(4 * SOON)
    assert desk.made("desk")[-1] == {}
    expect(desk.page.get_by_text("Open somebody.")).to_be_visible()


def test_a_lost_connection_closes_nobody(desk):
    desk.answers["open"] = lambda route: route.abort()
    desk.pass_time(SOON)
    expect(desk.page.get_by_role("log")).to_contain_text("One")


TAKE = '<form data-mn-act="answer" data-mn-draft="7"><input type="hidden" name="upto" value="{upto}">' + BOX.split(">", 1)[1]


@pytest.fixture
def taken(stage):
    """A conversation in which somebody else was quicker."""
    stage.hold_time()
    regions = {"thread": thread("One", "By Ben"), "composer": TAKE.format(upto=1)}
    stage.answers["panel"] = {"face": "panel", "regions": regions}
    stage.refuse("answer", "Ben was quicker.", status=409)
    stage.open(region("thread", thread("One")) + region("composer", TAKE.format(upto=0)), face="panel")
    stage.page.locator("#box").fill("My answer")
    return stage


def test_somebody_who_was_quicker_is_offered_at_once_and_the_words_stay(taken):
    taken.page.locator("#send").click()
    expect(taken.page.get_by_role("alert")).to_have_text("Ben was quicker.")
    expect(taken.page.locator("[data-mn-new]")).to_be_visible()
    expect(taken.page.get_by_role("alert")).to_have_text("Ben was quicker.")
    taken.page.locator("[data-mn-new]").click()
    expect(taken.page.get_by_role("log")).to_contain_text("By Ben")
    expect(taken.page.locator("#box")).to_have_value("My answer")
    taken.answers["answer"] = {"regions": {}, "said": "Sent."}
    taken.page.locator("#send").click()
    expect(taken.page.get_by_role("status")).to_have_text("Sent.")
    first, second = taken.made("answer")
    assert (first["upto"], second["upto"]) == ("0", "1")
    assert first["key"] != second["key"]


def test_news_that_are_offered_and_not_shown_count_as_not_read(taken):
    taken.page.locator("#box").focus()
    taken.pass_time(SOON)
    expect(taken.page.locator("[data-mn-new]")).to_be_visible()
    taken.page.locator("#send").click()
    expect(taken.page.get_by_role("alert")).to_have_text("Ben was quicker.")
    assert [body["upto"] for body in taken.made("answer")] == ["0"]
