"""A mentor's round: from one learner to the next by keyboard alone, with what waits on top, and nothing lost on the way."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from .judges import assert_sound
from .states import open_learner
from .talk import box, by_hand

ASKING = [f"asks{number:02d}" for number in range(12)]
HANDING_IN = [f"hands{number}" for number in range(5)]
PROPOSING = [f"plans{number}" for number in range(3)]
PRESSES_MAX = 70
ENROL = """INSERT INTO auth_user (username, first_name, last_name, email, password, is_staff, is_active, is_superuser, date_joined)
    VALUES (:name, :name, '', '', '!', 0, 1, 0, '2026-01-01')"""
INTO_COURSE = """INSERT INTO auth_user_groups (user_id, group_id)
    SELECT auth_user.id, auth_group.id FROM auth_user, auth_group WHERE username = :name AND auth_group.name = 'course'"""


def opened(page: Page) -> str:
    """Return who is open."""
    return page.locator("[data-mn-of]").get_attribute("data-mn-of")


def expect_open(page: Page, learner: str) -> None:
    """Wait until somebody is open."""
    expect(page.locator(f'[data-mn-of="{learner}"]')).to_be_visible()


def main_buttons(page: Page) -> list[str]:
    """Return what the filled buttons say."""
    return [text.split("\n")[0] for text in page.locator(".mn-btn--main:visible").all_inner_texts()]


class Hands:
    """Somebody at a keyboard: what they type is free, every other key is counted, and so is each of a chord."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, keys: str) -> None:
        """Press a key, or several at once."""
        self.presses += len(keys.split("+"))
        self.page.keyboard.press(keys)

    def write(self, text: str) -> None:
        """Type words where the focus is."""
        self.page.keyboard.type(text)


@pytest.fixture
def twenty(undoing, walk_in_undoing):
    """A mentor of twenty learners, each with one thing that waits: twelve questions, five hand-ins, three proposals."""
    people = [*ASKING, *HANDING_IN, *PROPOSING]
    with closing(sqlite3.connect(undoing._database)) as connection, connection:
        for name in people:
            connection.execute(ENROL, {"name": name})
            connection.execute(INTO_COURSE, {"name": name})
    undoing.author(roster=[*undoing.authored()["roster"], {"username": "yuki", "capacity": 40}])
    page = walk_in_undoing("dana")
    acts = {
        **{name: [("ask", {"text": f"What is a key, asks {name}?"})] for name in ASKING},
        **{
            name: [("begin", {"milestone": "paper"}), ("submit", {"milestone": "paper", "text": "Marks on paper."})]
            for name in HANDING_IN
        },
        **{name: [("propose", {"goal": ""})] for name in PROPOSING},
    }
    for name in people:
        first = [("join", name, {}), ("assign", "dana", {"learner": name, "mentor": "yuki"})]
        for act, who, body in [*first, *((act, name, body) for act, body in acts[name])]:
            status, answer = by_hand(page, who, act, key=f"{act}-of-{name}", **body)
            assert status == 200, answer
        undoing.let_pass(name, hours=2)
    page.context.close()
    return undoing


def test_a_mentor_clears_twenty_things_by_keyboard_alone_undoes_one_and_leaves_the_rest_dated(twenty, walk_in_undoing):
    page = walk_in_undoing("yuki")
    expect(page.locator("[data-mn-shows='cover waiting'] .mn-num")).to_have_text("12")
    hands = Hands(page)
    hands.press("l")
    done: list[str] = []
    while len(done) < len(ASKING):
        expect(box(page)).to_be_focused()
        learner = opened(page)
        assert learner in ASKING and learner not in done
        hands.write("A column that names one row.")
        hands.press("Control+Enter")
        expect(page.locator(f'[data-mn-of="{learner}"]')).to_have_count(0)
        done.append(learner)
        if len(done) == 6:  # the last one went out too early: it comes back, from whoever is open by now
            hands.press("Escape")
            hands.press("u")
            expect_open(page, learner)
            expect(box(page)).to_have_value("A column that names one row.")
            expect(box(page)).to_be_focused()
            assert "A column that names one row." not in twenty.texts(learner)
            hands.write(" And nothing else.")
            hands.press("Control+Enter")
            expect(page.locator(f'[data-mn-of="{learner}"]')).to_have_count(0)
    reviewed: list[str] = []
    while len(reviewed) < len(HANDING_IN) + len(PROPOSING):
        learner = opened(page)
        assert learner in [*HANDING_IN, *PROPOSING] and learner not in reviewed
        expect(page.locator("[data-mn-item] h4:focus")).to_have_count(1)
        hands.press("a")
        expect(page.locator(f'[data-mn-of="{learner}"]')).to_have_count(0)
        reviewed.append(learner)
    while page.locator("[data-mn-section=reach] [data-mn-read=open]").count():
        learner = opened(page)
        hands.press("s")
        expect(page.locator(f"[data-mn-section=later] [data-mn-learner={learner}]")).to_be_attached()
        if page.locator("[data-mn-section=reach]").count():
            expect(page.locator(f'[data-mn-of="{learner}"]')).to_have_count(0)
    print(f"\n20 things cleared, one undone, {len(twenty.stored('yuki')['ledger']['later'])} snoozed: {hands.presses} presses")
    assert hands.presses <= PRESSES_MAX
    assert all("answer" in [entry["k"] for entry in twenty.log(name)] for name in ASKING)
    assert all(twenty.log(name)[-1]["k"] == "approved" for name in HANDING_IN)
    assert all("agreed" in [entry["k"] for entry in twenty.log(name)] for name in PROPOSING)
    assert set(twenty.stored("yuki")["ledger"]["later"]) == set(PROPOSING)


def test_what_waits_is_on_top_with_the_focus_in_its_box_and_one_filled_button(walk_in_undoing):
    page = walk_in_undoing("amara")
    assert main_buttons(page) == ["Start with Sam Kimani"]
    open_learner("leila")(page)
    expect(box(page)).to_be_focused()
    assert main_buttons(page) == ["Send and open Priya Nair"]
    open_learner("jonas")(page)
    expect(page.locator("[data-mn-item] h4")).to_be_focused()
    assert main_buttons(page) == ["Approve and open Sam Kimani"]
    review, talk = (page.locator(what).bounding_box()["y"] for what in (".mn-review", ".mn-talk"))
    assert review < talk
    open_learner("ines")(page)
    expect(page.get_by_role("heading", name="Inês Duarte", exact=True)).to_be_focused()


def test_every_decision_is_within_six_stops_of_where_the_focus_is(walk_in_undoing):
    page = walk_in_undoing("amara")
    open_learner("leila")(page)
    stops = []
    for _ in range(6):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("document.activeElement.id").rpartition("-")[2] or page.evaluate("document.activeElement.tagName")
        )
    ids = " ".join(stops)
    assert [one in ids for one in ("on", "send", "pass", "soon", "note")] == [True] * 5, stops


def test_the_next_learner_is_there_before_they_are_asked_for(walk_in_undoing):
    page = walk_in_undoing("amara")
    with page.expect_response("**/handler/**/open/?*learner=priya*") as fetched:
        open_learner("leila")(page)
    fetched.value.finished()
    page.route("**/handler/**/open/**", lambda route: route.abort())
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect_open(page, "priya")


def test_letters_do_nothing_while_somebody_types_or_with_another_key_or_once_they_are_switched_off(undoing, walk_in_undoing):
    page = walk_in_undoing("amara")
    open_learner("leila")(page)
    page.keyboard.type("s n a ? l")
    expect(box(page)).to_have_value("s n a ? l")
    page.keyboard.press("Escape")
    expect(page.locator('[data-mn-read="open"][data-mn-learner="leila"]')).to_be_focused()
    page.keyboard.press("Alt+l")
    assert opened(page) == "leila"
    page.keyboard.press("r")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("button", name="Switch single keys off").click()
    expect(page.get_by_role("button", name="Keys: off")).to_be_visible()
    page.get_by_role("heading", name="Leila Haddad", exact=True).evaluate("heading => heading.focus()")
    page.keyboard.press("l")
    page.reload()
    expect(page.get_by_role("button", name="Keys: off")).to_be_visible()
    assert undoing.stored("amara")["ledger"]["desk"]["k"] is False
    page.keyboard.press("l")
    expect(page.locator("[data-mn-of]")).to_have_count(0)


def test_a_round_goes_on_where_it_was_left_in_another_unit_and_browser(undoing, walk_in_undoing):
    page = walk_in_undoing("amara")
    with page.expect_response("**/handler/**/set_desk/**"):
        open_learner("jonas")(page)
    elsewhere = walk_in_undoing("amara", number="3.4")
    elsewhere.get_by_role("button", name="Go on with Jonas Weber, where you were").click()
    expect_open(elsewhere, "jonas")


def test_the_list_is_filtered_searched_and_sorted_and_keeps_its_order(undoing, walk_in_undoing):
    page = walk_in_undoing("amara")
    names = page.locator("[data-mn-list] [data-mn-name]:visible")
    everybody = names.count()
    page.get_by_role("button", name="To review 2").click()
    expect(names).to_have_text(["Priya Nair", "Jonas Weber"])
    page.get_by_role("button", name="All").click()
    page.keyboard.press("/")
    page.keyboard.type("ines")
    expect(names).to_have_text(["Inês Duarte"])
    page.get_by_label("Search by name").fill("nobody of that name")
    expect(page.get_by_text("No one matches. Quiet is good.")).to_be_visible()
    page.get_by_label("Search by name").fill("")
    expect(names).to_have_count(everybody)
    page.get_by_label("Sort by").select_option("name")
    page.get_by_role("button", name="Sort", exact=True).click()
    review = page.get_by_role("region", name="To review").locator("[data-mn-name]")
    expect(review).to_have_text(["Jonas Weber", "Priya Nair"])
    page.reload()
    expect(review).to_have_text(["Jonas Weber", "Priya Nair"])


def test_on_a_phone_the_list_folds_into_one_line_and_comes_back(walk_in_undoing):
    page = walk_in_undoing("amara", viewport={"width": 360, "height": 740})
    open_learner("leila")(page)
    expect(page.locator("[data-mn-list]")).not_to_be_visible()
    expect(page.locator("[data-mn-place]")).to_have_text("2 of 5")
    page.get_by_role("button", name="Next: Priya Nair").click()
    expect_open(page, "priya")
    assert_sound(page)
    page.get_by_role("button", name="All my learners").click()
    expect(page.locator('[data-mn-read="open"][data-mn-learner="priya"]')).to_be_focused()


def test_an_open_learner_is_drawn_again_when_something_changes_and_nobody_is_writing(course, walk_in):
    page, other = walk_in("amara"), walk_in("leila")
    page.clock.install()
    page.reload()
    open_learner("leila")(page)
    status, answer = by_hand(other, "leila", "send", text="It was the second column.", key="second-thought")
    assert status == 200, answer
    page.clock.run_for(31_000)
    expect(page.get_by_role("log")).to_contain_text("It was the second column.")
    expect(box(page)).to_be_focused()
    page.keyboard.type("So what")
    status, answer = by_hand(other, "leila", "send", text="Or the third.", key="third-thought")
    page.clock.run_for(61_000)
    expect(page.get_by_role("button", name="New message")).to_be_visible()
    expect(box(page)).to_have_value("So what")


def test_a_row_says_the_words_that_wait_and_never_a_note_or_an_answer(course, walk_in):
    page = walk_in("amara")
    row = page.locator('[data-mn-read="open"][data-mn-learner="leila"]')
    open_learner("leila")(page)
    page.locator("[data-mn-key=p]").click()
    page.locator('form[data-mn-act="note"] textarea').fill("She knows more than she says.")
    page.locator('form[data-mn-act="note"] button').click()
    expect(page.locator("[data-mn-status]")).to_contain_text("Saved.")
    expect(row).to_contain_text("When someone visits twice")
    expect(row).to_contain_text("3.2 Tables that talk to each other")
    expect(row).not_to_contain_text("She knows more")


def test_a_backup_who_may_not_decide_reads_who_does(walk_in):
    page = walk_in("amara")
    open_learner("sam")(page)
    asks = page.get_by_role("region", name="The learner asks: Draft the data model")
    expect(asks).to_contain_text("Ben Lindqvist answers this, or the course team")
    expect(asks.get_by_role("button")).to_have_count(0)
