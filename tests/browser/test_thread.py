"""The conversation: what travels with a question, and what becomes of words once they are said."""

import re

from playwright.sync_api import expect

from .plans import at, form_of, kinds, send
from .states import open_learner
from .talk import box, by_hand, done, ids, message, more, say

QUESTION = "Can a table have two keys?"
ANSWER = "It can have several that would do."
SECRET = "She asks little and late."

WITHOUT_FORMULAS = """words => {
    const copy = words.cloneNode(true);
    copy.querySelectorAll('.mn-math').forEach(formula => formula.replaceWith('formula'));
    return copy.innerHTML.trim();
}"""


class TestContext:
    def test_a_question_is_answered_from_another_units_block_and_leads_back_to_the_unit_it_was_asked_in(self, course, walk_in):
        learner, mentor = walk_in("jonas", "4.1"), walk_in("amara", "1.2")
        say(learner, QUESTION)
        expect(message(learner, QUESTION)).to_contain_text("From this unit")

        open_learner("jonas")(mentor)
        link = message(mentor, QUESTION).get_by_role("link", name="4.1 Ask a table")
        expect(link).to_be_visible()
        say(mentor, ANSWER)
        link.click()
        expect(mentor.get_by_role("heading", level=1)).to_have_text("4.1 Ask a table")

        learner.goto(course.unit("jonas", "3.4"))
        expect(message(learner, ANSWER)).to_contain_text("Amara Okafor")
        expect(message(learner, QUESTION)).to_contain_text("Answered")
        message(learner, QUESTION).get_by_role("link", name="4.1 Ask a table").click()
        expect(learner.get_by_role("heading", level=1)).to_have_text("4.1 Ask a table")

    def test_the_unit_the_step_and_its_day_go_with_a_question_unless_they_are_unticked(self, course, walk_in):
        learner, mentor = walk_in("priya", "4.1"), walk_in("amara")
        ticks = learner.get_by_role("group", name="Send along").get_by_role("checkbox")
        assert [tick.is_checked() for tick in ticks.all()] == [True, True, True]
        say(learner, QUESTION)
        whole = course.log("priya")[-1]
        assert (whole["w"].split("-")[0], whole["ms"], "d" in whole) == ("41", "load", True)
        for tick in ticks.all():
            tick.uncheck()
        say(learner, "And this one stands alone?")
        assert {"w", "ms", "d"}.isdisjoint(course.log("priya")[-1])

        open_learner("priya")(mentor)
        expect(message(mentor, QUESTION)).to_contain_text(re.compile(r"4\.1 Ask a table · Load 200 visits · planned for"))
        expect(message(mentor, "And this one stands alone?").locator(".mn-ctx")).to_have_count(0)


class TestOnesOwnWords:
    def test_words_changed_in_the_first_minutes_bear_no_mark_and_later_ones_do(self, course, walk_in):
        learner, mentor = walk_in("jonas"), walk_in("amara")
        say(learner, "Can a table have too keys?")
        form = more(learner, "too keys?").locator('[data-mn-act="edit"]')
        form.locator("textarea").fill(QUESTION)
        done(learner, form)
        open_learner("jonas")(mentor)
        expect(message(mentor, QUESTION)).to_be_visible()
        expect(message(mentor, QUESTION)).not_to_contain_text("Edited")

        course.let_pass("jonas", minutes=11)
        learner.reload()
        form = more(learner, QUESTION).locator('[data-mn-act="edit"]')
        form.locator("textarea").fill("Can a table have three keys?")
        done(learner, form)
        at(mentor, "jonas")
        expect(message(mentor, "three keys?")).to_contain_text("Edited")
        expect(mentor.get_by_role("log")).not_to_contain_text(QUESTION)

        staff = walk_in("dana")
        open_learner("jonas")(staff)
        more(staff, "three keys?").get_by_text("What it said before").click()
        expect(message(staff, "three keys?")).to_contain_text("too keys?")
        expect(message(staff, "three keys?")).to_contain_text(QUESTION)

    def test_nobody_but_the_course_team_reads_what_stood_there_before(self, course, walk_in):
        learner, mentor = walk_in("jonas"), walk_in("amara")
        say(learner, "My boss is called Ute.")
        form = more(learner, "Ute").locator('[data-mn-act="edit"]')
        form.locator("textarea").fill("My boss is called away.")
        done(learner, form)
        assert by_hand(learner, "jonas", "panel")[1].count("Ute") == 0
        assert by_hand(mentor, "amara", "open", "&learner=jonas")[1].count("Ute") == 0
        assert by_hand(mentor, "amara", "earlier", "&learner=jonas&before=1000")[1].count("Ute") == 0

    def test_what_its_author_takes_away_leaves_its_place_and_the_wait_as_they_were(self, course, walk_in):
        learner, mentor = walk_in("jonas"), walk_in("amara")
        say(learner, QUESTION)
        waiting = course.stored("amara")["ledger"]["lines"]["jonas"]["w"]
        done(learner, more(learner, QUESTION).locator('[data-mn-act="erase"]'))
        expect(learner.get_by_role("log")).to_contain_text("Removed by its author")
        open_learner("jonas")(mentor)
        expect(mentor.get_by_role("log")).to_contain_text("Removed by its author")
        assert QUESTION not in mentor.content()
        assert course.stored("amara")["ledger"]["lines"]["jonas"]["w"] == waiting
        staff = walk_in("dana")
        open_learner("jonas")(staff)
        more(staff, "Removed by its author").get_by_text("What it said before").click()
        expect(message(staff, "Removed by its author")).to_contain_text(QUESTION)

    def test_nobody_changes_or_takes_away_the_words_of_another(self, course, walk_in):
        learner, mentor = walk_in("jonas"), walk_in("amara")
        say(learner, QUESTION)
        before, of = course.log("jonas"), ids(course, "jonas", QUESTION)
        for person, page in (("amara", mentor), ("dana", walk_in("dana"))):
            for handler in ("edit", "erase", "undo"):
                status, answer = by_hand(page, person, handler, learner="jonas", of=of, text="No.")
                assert (status, "not-your-words" in answer) == (403, True)
        assert by_hand(learner, "jonas", "hide", of=of, text="No.")[0] == 403
        assert course.log("jonas") == before

    def test_the_course_team_hides_a_message_from_both_and_shows_it_again(self, course, walk_in):
        learner, mentor, staff = walk_in("jonas"), walk_in("amara"), walk_in("dana")
        say(learner, "His number is 555 0199.")
        open_learner("jonas")(staff)
        form = more(staff, "555 0199").locator('[data-mn-act="hide"]')
        form.locator("textarea").fill("A stranger's number.")
        done(staff, form)
        expect(message(staff, "555 0199")).to_contain_text("Hidden by the course team.")
        learner.reload()
        open_learner("jonas")(mentor)
        for page in (learner, mentor):
            expect(page.get_by_role("log")).to_contain_text("Hidden by the course team.")
            assert "555 0199" not in page.content() and "A stranger" not in page.content()
        done(staff, more(staff, "555 0199").locator('[data-mn-act="unhide"]'))
        learner.reload()
        expect(learner.get_by_role("log")).to_contain_text("555 0199")


class TestQuestions:
    def test_a_question_is_settled_asked_again_and_answered_again_and_both_sides_read_where_it_stands(self, course, walk_in):
        learner, mentor = walk_in("jonas"), walk_in("amara")
        say(learner, QUESTION)
        expect(message(learner, QUESTION)).to_contain_text("Open, with Amara Okafor")
        open_learner("jonas")(mentor)
        say(mentor, ANSWER)
        learner.reload()
        expect(message(learner, QUESTION)).to_contain_text("Answered")
        message(learner, QUESTION).get_by_role("button", name="That answers it").click()
        expect(message(learner, QUESTION)).to_contain_text("Settled")
        at(mentor, "jonas")
        expect(message(mentor, QUESTION)).to_contain_text("Settled")

        message(learner, QUESTION).get_by_role("button", name="Ask it again").click()
        expect(message(learner, QUESTION)).to_contain_text("Asked again, with Amara Okafor")
        expect(learner.locator(".mn-state")).to_contain_text("Your question has been with Amara Okafor")
        at(mentor, "jonas")
        expect(mentor.get_by_role("region", name="Waiting for a reply")).to_contain_text("Jonas Weber")
        say(mentor, "One of them is primary.")
        expect(message(mentor, QUESTION)).to_contain_text("Answered")
        assert kinds(course, "jonas", "resolved", "asked-again")[-2:] == ["resolved", "asked-again"]

    def test_a_question_that_needs_no_answer_any_more_leaves_the_mentors_list(self, course, walk_in):
        learner, mentor = walk_in("jonas"), walk_in("amara")
        say(learner, QUESTION)
        at(mentor, "jonas")
        expect(mentor.get_by_role("region", name="Waiting for a reply")).to_contain_text("Jonas Weber")
        done(learner, message(learner, QUESTION).locator('[data-mn-act="retract"]'))
        expect(learner.get_by_role("log")).to_contain_text("You took this back.")
        expect(message(learner, QUESTION)).to_have_count(0)
        at(mentor, "jonas")
        expect(mentor.get_by_role("region", name="Waiting for a reply")).not_to_contain_text("Jonas Weber")
        expect(mentor.get_by_role("log")).to_contain_text("Jonas Weber took this back.")
        expect(message(mentor, QUESTION)).to_have_count(0)
        assert "w" not in course.stored("amara")["ledger"]["lines"]["jonas"]


class TestWritingWithHelp:
    def test_a_remark_on_a_version_says_what_it_weighs_and_becomes_a_step_of_the_plan_by_one_act(self, course, walk_in):
        learner, mentor = walk_in("jonas"), walk_in("amara")
        open_learner("jonas")(mentor)
        review = form_of(mentor, "approve")
        review.get_by_label("Required").check()
        review.locator("textarea").fill("Let a colleague find a part with it.")
        send(mentor, review, "[data-mn-as=remark]")
        entry = course.log("jonas")[-1]
        assert (entry["k"], entry["ms"], entry["n"], entry["wt"]) == ("feedback", "draft", 1, "must")
        learner.reload()
        remark = message(learner, "find a part")
        for words in ("Required", "Version 1 of Draft the data model", "This is needed before the step is approved."):
            expect(remark).to_contain_text(words)
        remark.get_by_role("button", name="Add to my plan as a step").click()
        expect(message(learner, "find a part")).to_contain_text("A step of the plan.")
        offers = at(mentor, "jonas").get_by_role("region", name="To agree")
        expect(offers).to_contain_text("Let a colleague find a part with it.")
        send(mentor, form_of(mentor, "agree"))
        learner.reload()
        expect(learner.locator('[data-mn-region="path"]')).to_contain_text("of 8 approved")

    def test_a_reply_that_is_kept_is_filled_for_the_next_learner(self, course, walk_in):
        page = walk_in("amara")
        open_learner("leila")(page)
        box(page).fill("Read 3.2 Tables that talk to each other once more, Leila Haddad, and tell me where you stop nodding.")
        done(
            page,
            page.locator("form:has(> textarea)").filter(has=page.get_by_role("button", name="Save this reply")),
            "[data-mn-as=keep_reply]",
        )
        kept = list(course.stored("amara")["ledger"]["replies"].values())
        assert kept[-1] == "Read {unit} once more, {learner}, and tell me where you stop nodding."

        learner = walk_in("jonas", "4.1")
        say(learner, QUESTION)
        at(page, "jonas")
        page.get_by_label("Saved replies").select_option(index=len(kept))
        page.get_by_role("button", name="Insert").click()
        expect(box(page)).to_have_value("Read 4.1 Ask a table once more, Jonas Weber, and tell me where you stop nodding.")
        expect(box(page)).to_be_focused()

    def test_words_are_drawn_alike_in_the_preview_and_in_the_conversation(self, walk_in):
        page = walk_in("jonas")
        box(page).fill(
            "A **key** and `id`:\n\n- one\n- two\n\n> quoted\n\n```\nSELECT 1;\n```\n\nThen \\( n \\times p \\), see [this](https://example.com/)."
        )
        shown = page.locator("[data-mn-shown]")
        page.get_by_role("button", name="Preview").click()
        for tag, words in (("strong", "key"), ("li", "two"), ("blockquote", "quoted"), ("pre", "SELECT 1;"), ("a", "this")):
            expect(shown.locator(tag).filter(has_text=words)).to_be_visible()
        expect(shown.locator(".mn-math mjx-container")).to_be_visible()
        drawn = shown.evaluate(WITHOUT_FORMULAS)
        box(page).press("Control+Enter")
        said = message(page, "SELECT 1;").locator(".mn-words")
        expect(said.locator(".mn-math mjx-container")).to_be_visible()
        assert said.evaluate(WITHOUT_FORMULAS) == drawn
        expect(shown).to_be_hidden()


def test_a_mentors_card_is_edited_on_their_desk_and_read_by_the_learner(course, walk_in):
    mentor = walk_in("amara", options={"timezone_id": "Europe/London"})
    mentor.get_by_text("Your card", exact=True).click()
    form = mentor.locator('form[data-mn-act="set_card"]')
    form.get_by_label("Your job and where you work").fill("Data engineer in a ministry")
    form.get_by_label("Years in this work").fill("12")
    form.get_by_label("About you").fill("I like **untidy** tables.")
    form.get_by_label("Friday").uncheck()
    form.get_by_label("From", exact=True).fill("07:30")
    form.get_by_label("to", exact=True).fill("11:00")
    done(mentor, form)
    assert course.stored("amara")["ledger"]["card"]["h"] == [450, 660]

    learner = walk_in("leila")
    expect(learner.locator(".mn-who")).to_contain_text("Your mentor: Data engineer in a ministry")
    learner.get_by_text("About Amara Okafor").click()
    card = learner.locator('details[id$="-card"]')
    expect(card).to_contain_text("12 years")
    expect(card.locator("strong")).to_have_text("untidy")
    expect(card).to_contain_text(re.compile(r"Answers Monday to Thursday, 7:30\sAM to 11:00\sAM \(London time\)"))


def test_a_note_of_the_mentoring_side_is_never_read_by_the_learner_nor_by_requests_of_their_own(course, walk_in):
    learner, mentor = walk_in("jonas"), walk_in("amara")
    open_learner("jonas")(mentor)
    mentor.get_by_text("Private note for mentors").click()
    form = mentor.locator('form[data-mn-act="note"]')
    expect(form).to_contain_text("Ben Lindqvist and the course team can read this, and Jonas Weber cannot.")
    form.locator("textarea").fill(SECRET)
    done(mentor, form)
    expect(message(mentor, SECRET)).to_contain_text("Private note")

    learner.reload()
    assert SECRET not in learner.content()
    note, last = ids(course, "jonas", SECRET), len(course.log("jonas"))
    answers = [
        by_hand(learner, "jonas", "panel"),
        by_hand(learner, "jonas", "earlier", "&before=100000"),
        by_hand(learner, "jonas", "open", "&learner=jonas"),
        by_hand(learner, "jonas", "seen", upto=last),
        *(
            by_hand(learner, "jonas", act, of=note, text="?")
            for act in ("edit", "erase", "undo", "mark_unread", "make_step", "report")
        ),
        by_hand(learner, "jonas", "panel"),
    ]
    assert all(SECRET not in answer for _status, answer in answers)
    # Not even a report of it, which would keep a copy, is let through.
    assert course.log("jonas")[-1]["x"] == SECRET
    staff, backup = walk_in("dana"), walk_in("ben")
    for person, page in (("dana", staff), ("ben", backup)):
        assert SECRET in by_hand(page, person, "open", "&learner=jonas")[1]


def test_what_was_read_can_be_marked_as_not_read_by_either_side(course, walk_in):
    learner, mentor = walk_in("jonas"), walk_in("amara")
    say(learner, QUESTION)
    open_learner("jonas")(mentor)
    done(mentor, more(mentor, QUESTION).locator('[data-mn-act="mark_unread"]'))
    expect(mentor.locator('[data-mn-read="open"][data-mn-learner="jonas"]')).to_contain_text("1 new")
    mentor.reload()
    expect(mentor.locator('[data-mn-read="open"][data-mn-learner="jonas"]')).to_contain_text("1 new")

    words = "They would, and your accountant would find out in March."
    done(learner, more(learner, words).locator('[data-mn-act="mark_unread"]'))
    expect(learner.get_by_role("log")).to_contain_text("New since you were here")
