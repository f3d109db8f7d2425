"""What of the course a mentor is asked about: the places of what has no reply, the milestones it names, and those in review."""

import hypothesis.strategies as st
from hypothesis import given, settings

from mentorship_xblock.domain.mentor.work_to_answer import WorkToAnswer, work_to_answer
from mentorship_xblock.domain.mentorship import sending
from mentorship_xblock.domain.mentorship.sending import MessageContext
from mentorship_xblock.domain.plan import milestones
from mentorship_xblock.domain.record.log import Kind

from ..support.plans import MILESTONES, PLAN, learner, mentor, paired

BLOCKS = ["here", "there"]


def says(record, key, where="", step="", kind=Kind.QUESTION):
    return sending.send_message(record, learner(key), kind, "Why?", MessageContext(where=where, milestone=step))


def replies(record, key="reply-001", question=""):
    kind = Kind.ANSWER if question else Kind.MESSAGE
    return sending.send_message(record, mentor(key), kind, "So.", MessageContext(question=question))


def hands_in(record, step, key):
    return milestones.submit_evidence(record, learner(key), PLAN, step, "Here.")


def found(record):
    work = work_to_answer(record, PLAN)
    return list(work.blocks), [one.id for one in work.milestones], set(work.in_review)


def test_nothing_is_asked_about_where_nothing_waits():
    assert work_to_answer(paired(), PLAN) == WorkToAnswer()
    assert found(replies(says(paired(), "ask-00001", "here", "m1"), question="ask-00001")) == ([], [], set())


def test_each_place_and_milestone_comes_once_in_the_order_it_came_up():
    record = says(says(says(paired(), "ask-00001", "there", "m3"), "ask-00002", "here"), "ask-00003", "there", "m1", Kind.MESSAGE)
    assert found(record) == (["there", "here"], ["m3", "m1"], set())


def test_a_question_is_asked_about_until_it_is_answered_itself():
    record = says(says(paired(), "ask-00001", "here", "m1"), "ask-00002", "there", "m2")
    assert found(replies(record)) == (["here", "there"], ["m1", "m2"], set())
    assert found(replies(record, question="ask-00001")) == (["there"], ["m2"], set())


def test_evidence_that_waits_is_asked_about_after_the_questions():
    record = says(hands_in(paired(), "m1", "submit-01"), "ask-00001", "", "m2")
    assert found(record) == ([], ["m2", "m1"], {"m1"})


def test_a_reply_ends_the_questions_and_not_the_review():
    record = replies(says(hands_in(paired(), "m1", "submit-01"), "ask-00001", "here", "m2"), question="ask-00001")
    assert found(record) == ([], ["m1"], {"m1"})


def test_a_milestone_that_is_not_in_the_plan_is_left_out():
    assert found(says(paired(), "ask-00001", "here", "m9")) == (["here"], [], set())


@given(
    st.lists(
        st.tuples(st.sampled_from(["says", "replies"]), st.sampled_from(["", *BLOCKS]), st.sampled_from(["", *MILESTONES])),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_what_was_said_since_the_last_reply_and_nothing_else_is_asked_about(story):
    record, since = paired(), []
    for number, (does, where, step) in enumerate(story):
        if does == "says":
            record, since = says(record, f"key-{number:05d}", where, step, Kind.MESSAGE), [*since, (where, step)]
        else:
            record, since = replies(record, f"key-{number:05d}"), []
    places, steps, reviews = found(record)
    assert (set(places), set(steps), reviews) == ({place for place, _ in since} - {""}, {step for _, step in since} - {""}, set())
    assert len(places) == len(set(places)) and len(steps) == len(set(steps))
