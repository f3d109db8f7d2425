"""Waits: what the learner reads of theirs, when it stands on somebody else's list too, and what stops the clock."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from .plans import at, kinds
from .states import COMPOSER, open_learner
from .talk import box, by_hand, done, form_of_act, message, say

QUESTION = "Which of the two timetables is the true one?"
ANSWER = "The one that somebody can be late for."
MINUTE = "0.02"
"""A minute and some seconds, as an author writes it in hours."""


def row(page, learner):
    """Return a learner's rows on a list."""
    return page.locator(f'[data-mn-read="open"][data-mn-learner="{learner}"]')


def state_of(page):
    """Return what the learner reads about where things stand."""
    return page.locator(".mn-state")


@pytest.fixture(autouse=True)
def round_the_clock(course):
    """Ben, whose backup is Amara, states no hours: every minute of his counts, whenever this runs."""
    state = course.stored("ben")
    course.store("ben", {**state, "ledger": {**state["ledger"], "card": {}}})


@pytest.fixture
def a_minute(course, new_page):
    """The author gives mentors a minute, in Studio."""
    page = new_page()
    page.goto(f"{course.address}/studio/3.2/edit/")
    page.get_by_label("Answer a question within").fill(MINUTE)
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(f"{course.address}/studio/3.2/?saved=1")
    page.close()


class TestPastItsTarget:
    def test_a_question_goes_to_the_backup_once_and_the_learner_sees_it_happen(self, a_minute, course, walk_in):
        learner, mentor, backup = walk_in("tomas"), walk_in("ben"), walk_in("amara")
        say(learner, QUESTION)
        expect(state_of(learner)).to_contain_text("Your question has been with Ben Lindqvist")
        expect(state_of(learner)).to_contain_text("Amara Okafor is asked too")
        expect(row(backup, "tomas")).to_have_count(0)

        course.let_pass("tomas", minutes=2)
        before = course.log("tomas")
        learner.reload()
        expect(state_of(learner)).to_contain_text("Amara Okafor has been asked too, since")
        backup.reload()
        expect(row(backup, "tomas")).to_have_count(1)
        covered = backup.get_by_role("region", name="Waiting (you are covering)")
        expect(covered).to_contain_text("Tomás Reyes")
        expect(covered).to_contain_text("Ben Lindqvist's learner")
        mentor.reload()
        expect(mentor.get_by_role("region", name="Waiting for a reply")).to_contain_text("Tomás Reyes")
        # It stands there because time has passed: nothing is written until somebody acts.
        assert course.log("tomas") == before

        open_learner("tomas")(backup)
        say(backup, ANSWER)
        assert [(entry["k"], entry["b"]) for entry in course.log("tomas")[len(before) :]] == [
            ("handed", "amara"),
            ("answer", "amara"),
        ]
        learner.reload()
        expect(learner.get_by_role("log")).to_contain_text("Amara Okafor is taking this over.")
        expect(message(learner, ANSWER)).to_contain_text("filling in")
        expect(message(learner, QUESTION)).to_contain_text("Answered")
        for page in (backup, mentor):
            page.reload()
        expect(row(backup, "tomas")).to_have_count(0)
        expect(mentor.get_by_role("region", name="Waiting for a reply")).not_to_contain_text("Tomás Reyes")

    def test_the_mentor_who_is_slower_than_the_backup_is_refused_keeps_the_words_and_reads_the_others_answer(
        self, a_minute, course, walk_in
    ):
        learner, mentor, backup = walk_in("tomas"), walk_in("ben"), walk_in("amara")
        say(learner, QUESTION)
        course.let_pass("tomas", minutes=2)
        for page in (mentor, backup):
            at(page, "tomas")
            expect(message(page, QUESTION)).to_be_visible()
        say(backup, ANSWER)
        box(mentor).fill("The green one.")
        mentor.locator(COMPOSER).locator("[data-mn-send]").click()
        expect(mentor.locator(COMPOSER).get_by_role("alert")).to_contain_text("Someone else has answered")
        expect(box(mentor)).to_have_value("The green one.")
        mentor.get_by_role("button", name="New message").click()
        expect(message(mentor, ANSWER)).to_contain_text("Amara Okafor")
        expect(box(mentor)).to_have_value("The green one.")
        assert "The green one." not in course.texts("tomas")
        # Who has read it can still add to it.
        mentor.locator(COMPOSER).locator("[data-mn-send]").click()
        expect(message(mentor, "The green one.")).to_be_visible()
        assert kinds(course, "tomas", "handed", "answer", "message")[-3:] == ["handed", "answer", "message"]

    def test_of_a_backup_who_takes_a_question_over_and_its_mentor_only_one_answers(self, a_minute, course, walk_in):
        learner, mentor, backup = walk_in("tomas"), walk_in("ben"), walk_in("amara")
        say(learner, QUESTION)
        course.let_pass("tomas", minutes=2)
        at(mentor, "tomas")
        at(backup, "tomas")
        done(backup, form_of_act(backup, "hand_over"))
        box(mentor).fill("The green one.")
        mentor.locator(COMPOSER).locator("[data-mn-send]").click()
        expect(mentor.locator(COMPOSER).get_by_role("alert")).to_contain_text("Someone else has answered this or taken it over")
        assert "The green one." not in course.texts("tomas")
        learner.reload()
        expect(state_of(learner)).to_contain_text("Amara Okafor has taken over your question")
        mentor.reload()
        expect(row(mentor, "tomas")).to_contain_text("Amara Okafor has it")

    def test_a_mentor_hands_a_question_to_their_backup_before_it_is_late(self, course, walk_in):
        learner, mentor, backup = walk_in("tomas"), walk_in("ben"), walk_in("amara")
        say(learner, QUESTION)
        at(mentor, "tomas")
        mentor.get_by_role("button", name="Hand over to Amara Okafor").click()
        expect(mentor.locator("[data-mn-status]")).not_to_be_empty()
        backup.reload()
        expect(backup.get_by_role("region", name="Waiting (you are covering)")).to_contain_text("Tomás Reyes")
        learner.reload()
        expect(state_of(learner)).to_contain_text("Amara Okafor has taken over your question")
        expect(message(learner, QUESTION)).to_contain_text("Open, with Amara Okafor")


def test_follow_ups_do_not_restart_the_wait_a_note_does_not_stop_it_and_a_pass_back_does(course, walk_in):
    learner, mentor = walk_in("tomas"), walk_in("ben")

    def since():
        """Return since when the learner waits, as both sides read it."""
        learner.reload()
        at(mentor, "tomas")
        hers = mentor.locator(".mn-open__head time").first.get_attribute("datetime")
        assert state_of(learner).locator("time").first.get_attribute("datetime") == hers
        return hers

    say(learner, QUESTION)
    course.let_pass("tomas", hours=3)
    first = since()
    for words in ("I have looked at both.", "They differ on Sundays."):
        say(learner, words, "[data-mn-as=send]")
        assert since() == first

    mentor.get_by_text("Private note for mentors").click()
    form = form_of_act(mentor, "note")
    form.locator("textarea").fill("He knows the answer.")
    done(mentor, form)
    assert since() == first
    expect(mentor.get_by_role("region", name="Waiting for a reply")).to_contain_text("Tomás Reyes")

    done(mentor, form_of_act(mentor, "pass_back"))
    expect(mentor.get_by_role("region", name="Waiting for a reply")).not_to_contain_text("Tomás Reyes")
    learner.reload()
    expect(learner.get_by_role("log")).to_contain_text("Ben Lindqvist has read this.")
    expect(state_of(learner)).not_to_contain_text("Your question has been with")
    assert course.stored("ben")["ledger"]["lines"]["tomas"]["e"][-1][2] == "passed"
    say(learner, "Then I take the green one.")
    assert since() > first


def test_who_is_put_off_stands_at_the_end_of_the_list_and_is_back_once_they_write(course, walk_in):
    learner, mentor = walk_in("tomas"), walk_in("ben")
    say(learner, QUESTION)
    at(mentor, "tomas")
    waits, off = (mentor.get_by_role("region", name=name) for name in ("Waiting for a reply", "Snoozed"))
    expect(waits).to_contain_text("Tomás Reyes")
    longest = mentor.get_by_text("The longest wait is").inner_text()

    mentor.get_by_text("Snoozed until a day").click()
    form = form_of_act(mentor, "snooze")
    form.get_by_label("Until which day?").fill((date.today() + timedelta(days=4)).isoformat())
    done(mentor, form)
    expect(off).to_contain_text("Snoozed until")
    expect(mentor.locator(".mn-list section").last).to_contain_text("Tomás Reyes")
    expect(waits.get_by_text("Tomás Reyes")).to_have_count(0)
    expect(mentor.get_by_text("The longest wait is")).to_have_text(longest)
    mentor.reload()
    expect(off).to_contain_text("Tomás Reyes")

    say(learner, "I have found the second one.", "[data-mn-as=send]")
    mentor.reload()
    expect(waits).to_contain_text("Tomás Reyes")
    expect(off).to_have_count(0)


TEN = ("leila", "sam", "jonas", "priya", "mateus", "ines", "tomas", "olu", "hana", "karim")


def test_with_ten_who_wait_and_none_who_was_answered_what_is_promised_is_shown_and_nothing_usual(course, walk_in):
    # Yuki has stopped learning and begins to mentor: nobody has had an answer from her yet.
    course.author(roster=[*course.authored()["roster"], {"username": "yuki", "capacity": 20}])
    staff = walk_in("dana")
    for learner in TEN:
        page = walk_in(learner)
        by_hand(page, learner, "join", key=f"{learner}-joins")
        status, answer = by_hand(staff, "dana", "assign", learner=learner, mentor="yuki", key=f"{learner}-to-yuki")
        assert status == 200, answer
        status, answer = by_hand(page, learner, "ask", text=QUESTION, key=f"{learner}-asks")
        assert status == 200, answer
        page.context.close()
    for learner in TEN:
        course.let_pass(learner, hours=7)
    lines = course.stored("yuki")["ledger"]["lines"]
    assert sorted(lines) == sorted(TEN)
    assert all("w" in line and "e" not in line for line in lines.values())

    learner, mentor = walk_in("karim"), walk_in("yuki")
    expect(learner.locator(".mn-who")).to_contain_text("Replies within")
    expect(learner.locator(".mn-who")).not_to_contain_text("Usually")
    expect(mentor.locator("[id$=-mycard] > summary")).not_to_contain_text("Usually")
