"""Two open questions: each has an answer of its own, and stays on every list and clock until it ends."""

import json

import pytest

from mentorship_xblock.domain.mentor.learner_index import index_line_of
from mentorship_xblock.domain.mentorship.questions import QuestionState
from mentorship_xblock.domain.mentorship.thread import WaitEnd, thread_of_record

from ..support.plans import refused
from ..support.talks import step, told, waits_since

BOTH = ((0, "L", "asks", "", "first"), (60, "L", "asks", "", "second"), (70, "L", "says", "", "thanks"))


@pytest.mark.parametrize(
    ("reply", "left", "since"),
    [
        (("M", "answers", "first"), ("second",), 60),
        (("M", "answers", "second"), ("first",), 0),
        (("M", "says"), ("first", "second"), 0),
        (("M", "remarks"), ("first", "second"), 0),
        (("S", "answers", "second"), ("first",), 0),
        (("L", "takes back", "first"), ("second", "thanks"), 60),
        (("M", "passes back"), (), None),
    ],
)
def test_a_reply_ends_what_it_names_and_what_was_no_question(reply, left, since):
    record = told(*BOTH, (90, *reply))
    thread = thread_of_record(record)
    assert (thread.unanswered, waits_since(record)) == (left, since)
    assert (index_line_of(record, "2").waiting is not None) is bool(left)


def test_each_question_is_a_wait_of_its_own():
    record = told(*BOTH, (90, "M", "answers", "second"), (100, "M", "answers", "first"))
    over = thread_of_record(record).wait_periods
    minutes = [((one.start - over[1].start).seconds // 60, (one.end - over[1].start).seconds // 60, one.how) for one in over]
    assert minutes == [(60, 90, WaitEnd.ANSWERED), (0, 100, WaitEnd.ANSWERED)]
    assert (
        set(thread_of_record(record).questions.values()) == {QuestionState.ANSWERED}
        and thread_of_record(record).open_questions == ()
    )


def test_what_was_handed_over_stays_handed_until_all_of_it_is_answered():
    record = told(*BOTH, (80, "M", "hands over"), (85, "L", "says", "", "more"), (90, "B", "answers", "first"))
    assert thread_of_record(record).handed == "3" and thread_of_record(record).open_questions == ("second",)
    record = step(record, "B", "answers", "second", "key-end", 95)
    assert (thread_of_record(record).handed, thread_of_record(record).unanswered) == ("", ())


def test_a_question_that_nobody_is_to_answer_any_more_can_be_asked_again_and_one_that_waits_cannot():
    record = told(*BOTH)
    refused("question-not-now", step, record, "L", "asks again", "first", minutes=80)
    for over in ((80, "M", "passes back"),), ((80, "L", "leaves"), (90, "L", "comes back")):
        again = told(*over, record=record)
        assert thread_of_record(again).open_questions == ()
        again = step(again, "L", "asks again", "second", "key-again", 99)
        assert thread_of_record(again).open_questions == ("second",) and waits_since(again) == 99


def test_what_the_mentor_asks_again_waits_and_only_the_learner_settles_it_before_it_is_answered():
    story = (*BOTH[:1], (1, "M", "answers", "first"), (2, "L", "settles", "first"), (3, "M", "asks again", "first"))
    record = told(*story)
    assert thread_of_record(record).open_questions == ("first",) and waits_since(record) == 3
    refused("question-not-now", step, record, "M", "settles", "first", minutes=4)
    assert thread_of_record(step(record, "L", "settles", "first", minutes=4)).open_questions == ()


def test_a_record_from_before_folds_as_it_did_one_reply_ended_all_of_the_wait():
    record = told(*BOTH, (90, "M", "answers", "first", "reply"))
    entry = record.entries_by_id["reply"]
    assert entry.data["un"] == ["second"]
    bare = entry._replace(data={key: value for key, value in entry.data.items() if key != "un"})
    old = type(record)(type(record.log)(bare if one is entry else one for one in record.log))
    thread = thread_of_record(old)
    assert thread.unanswered == () and thread.questions == {"first": QuestionState.ANSWERED, "second": QuestionState.OPEN}


def test_the_second_question_stays_with_the_mentor_and_the_form_names_which_is_answered(world):
    world.act("leila", "join")
    for name in ("first", "second"):
        world.act("leila", "ask", text=f"The {name} question?", key=f"question-{name}")
        world.clock.forward(hours=1)
    form = world.read("amara", "open", learner="leila")["regions"]["open"]
    assert all(f'<option value="question-{name}"' in form and f"The {name} question?" in form for name in ("first", "second"))
    end = len(world.record("leila")["log"]) - 1
    world.act("amara", "answer", learner="leila", question="question-second", text="Yes.", upto=end, weight="")
    world.clock.forward(minutes=1)
    panel = json.dumps(world.read("leila", "panel")["regions"])
    assert "Your question has been with" in panel and panel.count("Open, with") == 1
    assert "1 person" in world.read("amara", "desk")["regions"]["head"]
    form = world.read("amara", "open", learner="leila")["regions"]["open"]
    assert 'name="question" value="question-first"' in form and '<option value="question-' not in form
    world.act("amara", "send", learner="leila", text="One moment.", upto=end + 1, weight="")
    world.clock.forward(minutes=1)
    assert "Your question has been with" in world.read("leila", "panel")["regions"]["head"]
    world.clock.forward(days=3)
    assert "leila" in world.read("ben", "desk")["regions"]["list"]
