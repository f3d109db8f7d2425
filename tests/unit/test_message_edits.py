"""What can be done to words once they are said, case by case, and every reason why it cannot."""

from datetime import timedelta

import pytest

from mentorship_xblock.domain.mentorship import sending, undo
from mentorship_xblock.domain.mentorship.message_edits import current_words_of, states_of_messages
from mentorship_xblock.domain.mentorship.questions import QuestionState
from mentorship_xblock.domain.mentorship.sending import MessageContext
from mentorship_xblock.domain.mentorship.thread import WaitEnd, thread_of_record
from mentorship_xblock.domain.plan import goals
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.log import Kind
from mentorship_xblock.domain.record.text_rules import DETAIL_MAX, HEADING_MAX, split_title_and_detail

from ..support.plans import PLAN, refused
from ..support.talks import KINDS, actor, step, told, waits_since

ASKED = ((0, "L", "asks", "", "question"),)
ANSWERED = (*ASKED, (5, "M", "answers", "question", "the-answer"))


@pytest.mark.parametrize(
    ("story", "act", "code"),
    [
        (ASKED, ("M", "undoes", "question"), "not-your-words"),
        ((*ASKED, (0.1, "M", "passes back", "", "passing")), ("M", "undoes", "passing"), "not-your-words"),
        (ASKED, ("L", "undoes", "question", "key-other", 10 / 60), "too-late"),
        (ASKED, ("M", "edits", "question"), "not-your-words"),
        (ASKED, ("S", "edits", "question"), "not-your-words"),
        (ASKED, ("L", "edits", "join-key"), "no-message"),
        (ASKED, ("L", "edits", "no-such"), "no-message"),
        ((*ASKED, (1, "L", "erases", "question")), ("L", "edits", "question"), "words-gone"),
        ((*ASKED, (1, "S", "hides", "question")), ("L", "edits", "question"), "words-gone"),
        ((*ASKED, (1, "S", "hides", "question")), ("L", "erases", "question"), "words-gone"),
        ((*ASKED, (1, "L", "leaves")), ("L", "edits", "question", "key-other", 9 * 1440), "not-now"),
        (ASKED, ("M", "erases", "question"), "not-your-words"),
        (ASKED, ("L", "erases", "no-such"), "no-message"),
        ((*ASKED, (1, "L", "erases", "question")), ("L", "erases", "question"), "words-gone"),
        (ASKED, ("S", "hides", "join-key"), "no-message"),
        ((*ASKED, (1, "L", "erases", "question")), ("S", "hides", "question"), "words-gone"),
        ((*ASKED, (1, "S", "hides", "question")), ("S", "hides", "question"), "words-gone"),
        (ASKED, ("S", "shows", "question"), "words-gone"),
        (ASKED, ("S", "shows", "no-such"), "no-message"),
        (((0, "L", "leaves"),), ("M", "notes", "", "key-other", 9 * 1440), "not-now"),
        (ASKED, ("L", "settles", "question"), "question-not-now"),
        (ASKED, ("L", "asks again", "question"), "question-not-now"),
        (ANSWERED, ("L", "takes back", "question"), "question-not-now"),
        (ANSWERED, ("L", "asks again", "question"), "question-not-now"),
        (ASKED, ("L", "takes back", "no-such"), "question-not-now"),
        ((*ASKED, (1, "L", "leaves")), ("L", "takes back", "question", "key-other", 9 * 1440), "not-now"),
        (ASKED, ("M", "answers", "no-such"), "no-question"),
        (((0, "L", "leaves"),), ("L", "says", "", "key-other", 9 * 1440), "not-now"),
        ((), ("M", "passes back"), "not-their-turn"),
        ((), ("M", "hands over"), "not-their-turn"),
        ((*ASKED, (1, "M", "hands over")), ("B", "hands over"), "handed-already"),
        (ASKED, ("M", "says", "", "question"), "key-taken"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(story, act, code):
    refused(code, step, told(*story), *act)


def test_two_of_the_mentoring_side_do_not_answer_the_same_by_accident():
    record = told(*ANSWERED)
    about = MessageContext("question", upto=1)
    refused("answered-meanwhile", sending.send_message, record, actor("B"), Kind.ANSWER, "So.", about)
    assert len(sending.send_message(record, actor("M"), Kind.ANSWER, "And so.", about).log) == len(record.log) + 1
    handed = told(*ASKED, (1, "B", "hands over"))
    refused("answered-meanwhile", sending.send_message, handed, actor("M"), Kind.ANSWER, "So.", about)
    noted = told(*ASKED, (1, "B", "notes"))
    assert len(sending.send_message(noted, actor("M"), Kind.ANSWER, "So.", about).log) == len(noted.log) + 1


def test_the_mark_of_no_message_is_moved_back_to():
    refused("no-message", sending.mark_entry_unread, told(*ASKED), "2", "no-such")


# -- what becomes of words


def test_words_are_what_they_were_last_changed_to_and_marked_after_ten_minutes():
    record = told(*ASKED)
    for minutes, marked in ((10, False), (10.1, True)):
        changed = step(record, "L", "edits", "question", minutes=minutes, text="better")
        assert current_words_of(changed, changed.entries_by_id["question"]) == "better"
        assert states_of_messages(changed)["question"].marked is marked
        assert changed.entries_by_id["question"].stored_text("x") == "words"
    assert step(record, "L", "edits", "question") is record
    back = step(step(record, "L", "edits", "question", "key-1", 11, "better"), "L", "edits", "question", "key-2", 12)
    assert states_of_messages(back)["question"].marked and current_words_of(back, back.entries_by_id["question"]) == "words"


def test_what_is_hidden_can_be_shown_again_and_what_is_erased_cannot():
    record = told(*ASKED, (1, "S", "hides", "question"))
    assert states_of_messages(record)["question"].hidden.stored_text("x") == "words"
    assert states_of_messages(step(record, "S", "shows", "question"))["question"].hidden is None
    erased = told(*ASKED, (1, "L", "erases", "question"))
    assert current_words_of(erased, erased.entries_by_id["question"]) == ""
    refused("words-gone", step, erased, "S", "shows", "question")


# -- what is undone


@pytest.mark.parametrize(
    ("first", "afterwards"),
    [
        (("L", "asks", "", "sent"), ()),
        (("L", "says", "", "sent"), (("L", "edits", "sent"),)),
        (("L", "asks", "", "sent"), (("L", "takes back", "sent"),)),
        (("M", "notes", "", "sent"), (("M", "edits", "sent"), ("M", "erases", "sent"))),
        (("M", "answers", "question", "sent"), (("M", "edits", "sent"),)),
        (("B", "takes over", "", "sent"), ()),
    ],
)
def test_what_is_undone_leaves_no_trace_and_neither_does_what_was_done_to_it(first, afterwards):
    before = told(*ASKED, (1, "L", "says", "", "more"))
    after = before
    for number, (who, does, of, *key) in enumerate((first, *afterwards)):
        after = step(after, who, does, of, *(key or [f"key-{number}-x"]), minutes=60 + number / 60, text=f"words {number}")
    assert len(after.log) > len(before.log) and thread_of_record(after) != thread_of_record(before) or first[1] == "notes"
    assert step(after, first[0], "undoes", "sent", minutes=60 + 9 / 60) == before


def test_what_somebody_else_did_something_to_was_seen_and_is_not_undone():
    sent = step(told(*ASKED), "M", "answers", "question", "sent", minutes=60)
    hidden = step(sent, "S", "hides", "sent", minutes=60 + 1 / 60)
    refused("too-late", step, hidden, "M", "undoes", "sent", minutes=60 + 9 / 60)


def test_a_take_over_is_undone_with_its_words_though_something_before_them_was_undone_first():
    before = told(*ASKED)
    record = step(before, "L", "says", "", "more", 60)
    record = step(record, "B", "takes over", "", "taking", 60.02)
    assert [entry.kind for entry in record.log[-2:]] == [Kind.HANDED, Kind.MESSAGE]
    record = step(record, "L", "undoes", "more", minutes=60.05)
    assert step(record, "B", "undoes", "taking", minutes=60.1) == before


def test_what_others_did_meanwhile_stays_and_hands_nothing_over_that_nobody_waits_for():
    record = told((0, "L", "asks", "", "question"), (0.05, "M", "hands over"))
    record = step(record, "L", "undoes", "question", minutes=0.1)
    assert [entry.kind for entry in record.log] == [Kind.ASSIGNED, Kind.HANDED]
    again = step(record, "L", "asks", "", "another", 1)
    assert thread_of_record(again).handed == "" and thread_of_record(again).questions == {"another": QuestionState.OPEN}
    assert step(again, "L", "undoes", "gone-already") is again


def test_the_operator_says_how_long_something_can_be_undone():
    record = told(*ASKED)
    late = actor("L", minutes=0.5)
    assert undo.undo_sent_entry(record, late, "question", timedelta(minutes=1)).log == record.log[:1]
    refused("too-late", undo.undo_sent_entry, record, actor("L"), "question", timedelta(0))


# -- the clock


@pytest.mark.parametrize(
    ("story", "since"),
    [
        (ASKED, 0),
        ((*ASKED, (1, "L", "says"), (2, "L", "asks")), 0),  # later words do not restart it
        ((*ASKED, (1, "M", "notes"), (2, "L", "edits", "question"), (3, "S", "hides", "question")), 0),
        ((*ASKED, (1, "L", "erases", "question")), 0),
        ((*ASKED, (1, "M", "answers", "question")), None),
        ((*ASKED, (1, "M", "remarks")), 0),  # a question waits for an answer of its own
        ((*ASKED, (1, "M", "says")), 0),
        (((0, "L", "says"), (1, "M", "says")), None),
        ((*ASKED, (1, "M", "passes back")), None),
        ((*ASKED, (1, "L", "takes back", "question")), None),
        ((*ASKED, (1, "L", "says"), (2, "L", "takes back", "question")), 1),  # what else was said still waits
        ((*ANSWERED, (6, "L", "settles", "question"), (7, "L", "asks again", "question")), 7),
        ((*ANSWERED, (6, "L", "settles", "question"), (7, "M", "asks again", "question")), 7),
        (
            (*ANSWERED, (6, "L", "settles", "question"), (7, "L", "asks again", "question"), (8, "L", "settles", "question")),
            None,
        ),
        ((*ASKED, (1, "L", "leaves")), None),
        ((*ASKED, (1, "S", "gets", "3")), 0),
        ((*ASKED, (1, "M", "hands over")), 0),
    ],
)
def test_the_wait_runs_from_the_earliest_words_that_nobody_has_answered(story, since):
    assert waits_since(told(*story)) == since


def test_a_learner_who_asks_for_another_mentor_waits_on_and_no_mentor_inherits_what_the_last_one_wrote():
    story = ((0, "M", "says"), (1, "L", "leaves"), (2, "L", "says"), (3, "L", "requests"), (4, "S", "gets", "3"))
    asked, given = told(*story[:4]), told(*story)
    assert [(one.mentor, one.how) for one in thread_of_record(asked).wait_periods] == [("2", WaitEnd.MOVED)]
    assert (
        thread_of_record(told(*story[:3])).contact
        and thread_of_record(asked).contact is None
        and thread_of_record(given).contact is None
    )
    assert waits_since(asked) == waits_since(given) == 2
    assert [(one.mentor, one.how) for one in thread_of_record(given).wait_periods] == [("2", WaitEnd.MOVED)]


# -- a remark becomes a milestone


def remark(record, **fields):
    return goals.propose_remark_as_milestone(record, actor("L", "make-key", 90), PLAN, fields.get("of", "remark"))


def test_a_remark_becomes_a_milestone_of_the_goal_it_was_said_about():
    record = step(told(*ASKED), "M", "remarks", "", "remark", 1, "# Check the missing shifts\nIn March above all.")
    after = remark(record)
    proposed = after.log[-1]
    assert (proposed.kind, proposed.by, proposed.stored_text("rm")) == (Kind.PROPOSED, "1", "remark")
    offered = [
        one for goal in plan_of_record(after).goals if goal.offer and goal.offer.shape for one in goal.offer.shape.milestones
    ]
    offered += [one for goal in plan_of_record(after).goals for one in goal.milestones]
    made = next(one for one in offered if one.id == "make-key-0")
    assert (made.title, made.detail) == ("Check the missing shifts", "# Check the missing shifts\nIn March above all.")
    assert goals.remarks_made_milestones(after) == {"remark"}
    refused("remark-taken", goals.propose_remark_as_milestone, after, actor("L", "make-two", 91), PLAN, "remark")


@pytest.mark.parametrize(
    ("story", "of", "code"),
    [
        (ASKED, "question", "not-a-remark"),
        ((*ASKED, (1, "M", "notes", "", "note")), "note", "not-a-remark"),
        (ASKED, "no-such", "no-message"),
        ((*ANSWERED, (6, "M", "erases", "the-answer")), "the-answer", "words-gone"),
        ((*ANSWERED, (6, "S", "hides", "the-answer")), "the-answer", "words-gone"),
    ],
)
def test_what_is_no_remark_of_the_mentoring_side_becomes_no_milestone(story, of, code):
    refused(code, remark, told(*story), of=of)


@pytest.mark.parametrize(
    ("text", "title", "detail"),
    [
        ("Check it", "Check it", ""),
        ("  Check it  ", "Check it", ""),
        ("## Check *it*", "Check *it", "## Check *it*"),
        ("> Check\nthen go on", "Check", "> Check\nthen go on"),
        ("Check  \tit", "Check it", "Check  \tit"),
        ("***\nCheck it", "*** Check it", "***\nCheck it"),
        ("y" * HEADING_MAX, "y" * HEADING_MAX, ""),
        ("y" * (HEADING_MAX + 1), "y" * (HEADING_MAX - 1) + "…", "y" * (HEADING_MAX + 1)),
        ("a\n" + "y" * 3000, "a", ("a\n" + "y" * 3000)[:DETAIL_MAX]),
        ("a\x00b", "a\ufffdb", "a\ufffdb"),
    ],
)
def test_the_first_line_heads_a_step_and_the_rest_is_told_below(text, title, detail):
    assert split_title_and_detail(text) == (title, detail)


def test_every_way_to_say_something_is_stored_as_it_was_written():
    for does in KINDS:
        text = f" <{does}>\n\n> it "
        record = step(told(*ASKED), "L", does, "question", text=text)
        assert record.log[-1].stored_text("x") == text
