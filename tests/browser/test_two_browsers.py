"""Two browsers on one conversation: what can still be undone, what is new, and a network that is cut and comes back."""

import json

from playwright.sync_api import expect

from .conftest import UNDO_SECONDS
from .states import COMPOSER, open_learner
from .talk import box, by_hand, ids, message, say

QUESTION = "Can a table have two keys?"
COUNT_DRAWINGS = """() => {
    window.__drawn = 0;
    new MutationObserver(() => { window.__drawn += 1; })
        .observe(document.querySelector('[data-mn-block]'), {childList: true, subtree: true});
}"""


def send_unheard(page, text):
    """Write and send, whether or not it arrives."""
    box(page).fill(text)
    page.locator(COMPOSER).locator("[data-mn-send]").click()


class TestUndo:
    def test_what_is_undone_in_time_leaves_no_trace_in_the_other_browser(self, undoing, walk_in_undoing):
        learner, mentor = walk_in_undoing("jonas"), walk_in_undoing("amara")
        before, ledger = undoing.stored("jonas")["record"]["log"], undoing.stored("amara")["ledger"]["lines"]["jonas"]
        say(learner, QUESTION)
        expect(message(learner, QUESTION)).to_contain_text("Nobody else can see it yet.")
        of = ids(undoing, "jonas", QUESTION)
        mentor.reload()
        open_learner("jonas")(mentor)
        assert QUESTION not in mentor.content() and of not in mentor.content()
        for handler, query in (("open", "&learner=jonas"), ("desk", ""), ("earlier", "&learner=jonas&before=100000")):
            answer = by_hand(mentor, "amara", handler, query)[1]
            assert QUESTION not in answer and of not in answer

        message(learner, QUESTION).get_by_role("button", name="Undo").click()
        expect(learner.get_by_role("log")).not_to_contain_text(QUESTION)
        expect(learner.locator("[data-mn-status]")).to_have_text("Undone. Nobody saw it.")
        assert undoing.stored("jonas")["record"]["log"] == before
        assert {**undoing.stored("amara")["ledger"]["lines"]["jonas"], "n": ledger["n"]} == ledger
        mentor.reload()
        expect(mentor.get_by_role("region", name="Waiting for a reply")).not_to_contain_text("Jonas Weber")

    def test_after_that_time_it_is_shown_and_cannot_be_undone(self, undoing, walk_in_undoing):
        learner, mentor = walk_in_undoing("jonas"), walk_in_undoing("amara")
        learner.clock.install()
        learner.reload()
        open_learner("jonas")(mentor)
        mentor.clock.install()
        say(learner, QUESTION)
        of = ids(undoing, "jonas", QUESTION)
        undoing.let_pass("jonas", seconds=UNDO_SECONDS + 1)
        learner.clock.run_for((UNDO_SECONDS + 1) * 1000)
        expect(message(learner, QUESTION).get_by_role("button", name="Undo")).to_have_count(0)
        status, answer = by_hand(learner, "jonas", "undo", of=of)
        assert (status, json.loads(answer)["error"]) == (409, "too-late")
        mentor.reload()
        open_learner("jonas")(mentor)
        expect(message(mentor, QUESTION)).to_be_visible()
        expect(mentor.get_by_role("region", name="Waiting for a reply")).to_contain_text("Jonas Weber")

    def test_nobody_undoes_what_another_has_sent(self, undoing, walk_in_undoing):
        learner, mentor = walk_in_undoing("jonas"), walk_in_undoing("amara")
        say(learner, QUESTION)
        assert by_hand(mentor, "amara", "undo", learner="jonas", of=ids(undoing, "jonas", QUESTION))[0] == 409
        assert undoing.texts("jonas")[-1] == QUESTION


class TestNews:
    def test_where_nothing_is_new_the_course_says_so_and_nothing_is_drawn(self, course, walk_in):
        answers = []
        for person, learner in (("jonas", None), ("amara", "leila")):
            page = walk_in(person)
            page.clock.install()
            page.reload()
            if learner:
                open_learner(learner)(page)
            page.wait_for_load_state("networkidle")
            page.evaluate(COUNT_DRAWINGS)
            kind = f"**/handler/**/{'open' if learner else 'panel'}/**"
            with page.expect_response(kind) as heard:
                page.clock.run_for(31_000)
            answers.append(heard.value.json())
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.__drawn") == 0
        assert answers == [{"same": True}, {"same": True}]

    def test_what_the_other_side_wrote_comes_by_itself_and_is_announced_once(self, course, walk_in):
        learner, mentor = walk_in("jonas"), walk_in("amara")
        mentor.clock.install()
        mentor.reload()
        open_learner("jonas")(mentor)
        say(learner, QUESTION)
        mentor.clock.run_for(31_000)
        expect(message(mentor, QUESTION)).to_be_visible()
        expect(mentor.locator("[data-mn-status]")).to_have_text("There is something new in the conversation.")


class TestCutNetwork:
    def test_what_both_send_while_the_network_is_cut_is_there_once_for_both_afterwards(self, course, walk_in):
        learner, mentor = walk_in("jonas"), walk_in("amara")
        open_learner("jonas")(mentor)
        before = course.texts("jonas")
        for page, text in ((learner, "Sent from the ferry."), (mentor, "Sent from the train.")):
            page.context.set_offline(True)
            send_unheard(page, text)
            expect(page.locator(COMPOSER).get_by_role("alert")).to_contain_text("saved on this device")
        assert course.texts("jonas") == before
        for page in (learner, mentor):
            page.context.set_offline(False)
        expect(box(learner)).to_have_value("")
        expect(box(mentor)).to_have_value("")
        sent = ["Sent from the ferry.", "Sent from the train."]
        assert sorted(course.texts("jonas")[len(before) :]) == sent
        learner.reload()
        mentor.reload()
        open_learner("jonas")(mentor)
        for page in (learner, mentor):
            for text in sent:
                expect(page.locator("[role=log] article").filter(has_text=text)).to_have_count(1)

    def test_answers_that_are_lost_on_the_way_lose_and_double_nothing(self, course, walk_in):
        """The course does what it is asked, every other answer is lost, and people press again, until all has arrived."""
        learner, mentor = walk_in("jonas"), walk_in("amara")
        open_learner("jonas")(mentor)
        before, said = len(course.log("jonas")), []
        for turn in range(3):
            for page, who in ((learner, "Jonas"), (mentor, "Amara")):
                text = f"{who} says {turn}."
                said.append(text)
                page.route("**/handler/**", lambda route: (route.fetch(), route.abort())[1])
                send_unheard(page, text)
                expect(page.locator(f"{COMPOSER} [data-mn-error]")).not_to_be_empty()
                page.unroute_all(behavior="wait")
                page.reload()
                if page is mentor:
                    open_learner("jonas")(page)
                expect(box(page)).to_have_value("")
                expect(page.locator("[role=log] article").filter(has_text=text)).to_have_count(1)
        fresh = [entry for entry in course.log("jonas")[before:] if "x" in entry]
        assert [entry["x"] for entry in fresh] == said
        assert len({entry["i"] for entry in fresh}) == len(said)

    def test_an_undo_whose_answer_is_lost_is_done_once(self, undoing, walk_in_undoing):
        learner = walk_in_undoing("jonas")
        before = undoing.log("jonas")
        say(learner, QUESTION)
        learner.route("**/handler/**/undo/**", lambda route: (route.fetch(), route.abort())[1])
        message(learner, QUESTION).get_by_role("button", name="Undo").click()
        expect(message(learner, QUESTION).locator('[data-mn-act="undo"] [data-mn-error]')).not_to_be_empty()
        learner.unroute_all(behavior="wait")
        message(learner, QUESTION).get_by_role("button", name="Undo").click()
        expect(learner.get_by_role("log")).not_to_contain_text(QUESTION)
        assert undoing.log("jonas") == before
