"""Milestones as pure functions, by examples: what may follow what, evidence, and who is told (docs/rules.md, Plan)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentorship_xblock.domain.mentor.learner_index import index_line_of
from mentorship_xblock.domain.mentorship import sending, transitions
from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, CoursePlan
from mentorship_xblock.domain.plan.model import MilestoneState
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.domain.record.record import Record

from ..support.plans import MILESTONES, NOON, PLAN, at, learner, mentor, paired, refused, states


def test_until_the_first_act_the_plan_is_the_courses_and_follows_its_changes():
    record = paired()
    assert not plan_of_record(record, PLAN).own
    changed = CoursePlan((CourseGoal("g1", "Understand", (CourseMilestone("m9", "Other"),)),))
    assert [one.id for one in plan_of_record(record, changed).milestones] == ["m9"]
    begun = milestones.start_milestone(record, learner("start-key"), PLAN, "m1")
    assert [one.id for one in plan_of_record(begun, changed).milestones] == MILESTONES


def test_days_are_counted_from_joining_where_the_learner_is():
    late = datetime(2026, 1, 5, 23, tzinfo=UTC)  # already the 6th in Nairobi
    assert plan_of_record(paired("Africa/Nairobi", late), PLAN).find_milestone("m1").due == date(2026, 1, 13)
    assert plan_of_record(paired("", late), PLAN).find_milestone("m1").due == date(2026, 1, 12)
    assert plan_of_record(Record(), PLAN).find_milestone("m1").due is None
    assert plan_of_record(Record(), PLAN).find_milestone("m2").due == date(2026, 2, 1)


def test_evidence_goes_to_the_mentor_comes_back_and_is_approved_in_its_second_version():
    record = milestones.submit_evidence(paired(), learner("hand-1"), PLAN, "m1", "First", ("https://example.com",))
    assert at(record, "m1").state is MilestoneState.SUBMITTED
    record = milestones.decide_on_evidence(record, mentor("change-1"), PLAN, Kind.CHANGES_ASKED, "m1", 1, "One thing")
    record = milestones.submit_evidence(record, learner("hand-2"), PLAN, "m1", "Second")
    record = milestones.decide_on_evidence(record, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 2)
    versions = plan_of_record(record, PLAN).find_milestone("m1").versions
    assert [(version.number, version.sent.stored_text("x"), version.decided.kind) for version in versions] == [
        (1, "First", Kind.CHANGES_ASKED),
        (2, "Second", Kind.APPROVED),
    ]
    assert versions[0].sent.data["u"] == ["https://example.com"]
    assert plan_of_record(record).approved_count == 1 and plan_of_record(record).next_milestone().id == "m2"


def test_handing_in_what_was_only_planned_begins_it_too():
    record = milestones.submit_evidence(paired(), learner("hand-1"), PLAN, "m3", "Done")
    assert [entry.kind for entry in record.log[-3:]] == [Kind.PLANNED, Kind.STARTED, Kind.SUBMITTED]
    assert [entry.by for entry in record.log[-3:]] == ["", "", "1"]


def test_nobody_decides_on_a_version_they_have_not_seen():
    record = milestones.submit_evidence(paired(), learner("hand-1"), PLAN, "m1", "First")
    record = milestones.decide_on_evidence(record, mentor("change-1"), PLAN, Kind.CHANGES_ASKED, "m1", 1, "Why")
    record = milestones.submit_evidence(record, learner("hand-2"), PLAN, "m1", "Second")
    refusal = refused("newer-version", milestones.decide_on_evidence, record, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1)
    assert refusal.facts == {"version": 2}


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda record: milestones.start_milestone(record, learner("act-key"), PLAN, "no-such"), "no-milestone"),
        (
            lambda record: milestones.decide_on_evidence(record, mentor("act-key"), PLAN, Kind.APPROVED, "m1", 1),
            "milestone-not-now",
        ),
        (
            lambda record: milestones.start_milestone(
                transitions.leave_mentorship(record, learner("leave-key")), learner("act-key", NOON + timedelta(8)), PLAN, "m1"
            ),
            "not-now",
        ),
        (lambda record: milestones.start_milestone(record, learner("act-key"), CoursePlan(), "m1"), "no-milestone"),
    ],
)
def test_what_the_table_does_not_allow_is_refused_with_its_reason(act, code):
    refused(code, act, paired())


def test_evidence_and_decisions_neither_begin_nor_end_a_wait():
    record = sending.send_message(paired(), learner("ask-key-1"), Kind.QUESTION, "Why?")
    waiting = thread_of_record(record).waiting
    record = milestones.submit_evidence(record, learner("hand-1", NOON + timedelta(hours=1)), PLAN, "m1", "First")
    record = milestones.decide_on_evidence(
        record, mentor("approve-1", NOON + timedelta(hours=2)), PLAN, Kind.APPROVED, "m1", 1, "Good"
    )
    assert thread_of_record(record).waiting == waiting
    assert thread_of_record(record).contact == NOON + timedelta(hours=2)


def test_the_line_of_a_mentor_tells_what_is_to_be_reviewed_and_how_far_the_plan_is():
    record = milestones.submit_evidence(paired(), learner("hand-1"), PLAN, "m1", "First")
    line = index_line_of(record, "2")
    assert (line.review, line.approved, line.milestones, line.due) == (NOON, 0, 3, date(2026, 1, 12))
    line = index_line_of(milestones.decide_on_evidence(record, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1), "2")
    assert (line.review, line.approved, line.due) == (None, 1, date(2026, 2, 1))


def test_a_plan_written_by_somebody_else_is_read_as_far_as_it_can_be():
    record = paired().with_entry(
        "plan-x", Kind.PLANNED, "", Role.TIME, NOON, plan=[7, {"n": "no id"}, {"i": "g", "ms": [{"i": "m", "d": "never"}, "x"]}]
    )
    assert [(one.id, one.due) for one in plan_of_record(record).milestones] == [("m", None)]


def handed(record, key="hand-1", text="First", template=PLAN, **how):
    return milestones.submit_evidence(record, learner(key), template, "m1", text, **how)


def test_what_was_handed_in_is_taken_back_until_somebody_of_the_other_side_has_seen_it():
    record = handed(paired())
    seen_by_her = sending.mark_read_up_to(record, "1", len(record.log) - 1)
    back = milestones.take_back_evidence(seen_by_her, learner("back-1"), PLAN, "m1")
    assert at(back, "m1").state is MilestoneState.IN_PROGRESS
    assert [(one.sent.stored_text("x"), one.taken_back.id) for one in at(back, "m1").versions] == [("First", "back-1")]
    unseen = sending.mark_read_up_to(record, "2", len(record.log) - 2)
    assert milestones.take_back_evidence(unseen, learner("back-1"), PLAN, "m1").log[-1].kind == Kind.TAKEN_BACK
    for reader in ("2", "3", "9"):
        seen = sending.mark_read_up_to(record, reader, len(record.log) - 1)
        refused("review-begun", milestones.take_back_evidence, seen, learner("back-1"), PLAN, "m1")
    refused("milestone-not-now", milestones.take_back_evidence, back, learner("back-2"), PLAN, "m1")
    refused("milestone-not-now", milestones.take_back_evidence, paired(), learner("back-2"), PLAN, "m1")


def test_a_version_taken_back_stays_to_be_read_and_the_next_has_the_next_number():
    record = handed(milestones.take_back_evidence(handed(paired()), learner("back-1"), PLAN, "m1"), "hand-2", "Second")
    assert [(one.number, one.sent.stored_text("x"), bool(one.taken_back)) for one in at(record, "m1").versions] == [
        (1, "First", True), (2, "Second", False),
    ]  # fmt: skip
    record = milestones.decide_on_evidence(record, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 2)
    assert at(record, "m1").versions[0].decided is None


def test_the_learner_and_the_reviewer_each_tick_the_criteria_there_are():
    template = CoursePlan((CourseGoal("g1", "Build", (CourseMilestone("m1", "Draft", criteria=("It loads", "It holds")),)),))
    record = handed(paired(), template=template, met=(1, 5, 1))
    record = milestones.decide_on_evidence(record, mentor("approve-1"), template, Kind.APPROVED, "m1", 1, met=(1, 0, 2))
    (version,) = at(record, "m1", template).versions
    assert (version.sent.data["c"], version.decided.data["c"]) == ([1], [0, 1])


def test_no_criterion_ticked_is_stored_as_nothing():
    record = handed(paired(), met=(3,))
    assert "c" not in record.log[-1].data


def test_an_approved_milestone_is_opened_again_with_all_its_versions_and_decided_on_anew():
    record = milestones.decide_on_evidence(handed(paired()), mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1)
    record = milestones.reopen_milestone(record, mentor("again-1"), PLAN, "m1", "A table is missing.")
    assert (at(record, "m1").state, at(record, "m1").reopened.stored_text("x")) == (
        MilestoneState.IN_PROGRESS,
        "A table is missing.",
    )
    record = milestones.decide_on_evidence(handed(record, "hand-2"), mentor("approve-2"), PLAN, Kind.APPROVED, "m1", 2)
    assert [one.decided.id for one in at(record, "m1").versions] == ["approve-1", "approve-2"]


def test_a_milestone_left_out_does_not_count_and_comes_back_as_planned():
    record = milestones.leave_out_milestone(paired(), mentor("skip-1"), PLAN, "m1", "Known already.")
    plan = plan_of_record(record)
    assert (states(record)["m1"], plan.percent_approved, len(plan.kept_milestones), plan.next_milestone().id) == (
        "skipped",
        0,
        2,
        "m2",
    )
    assert at(record, "m1").left_out.stored_text("x") == "Known already."
    record = milestones.reopen_milestone(record, mentor("again-1"), PLAN, "m1", "Not quite.")
    assert (states(record)["m1"], at(record, "m1").left_out, len(plan_of_record(record).kept_milestones)) == ("planned", None, 3)


def test_what_was_handed_in_is_neither_left_out_nor_begun_again():
    record = handed(paired())
    for act in (milestones.leave_out_milestone, milestones.ask_to_leave_out):
        refused("milestone-not-now", act, record, mentor("act-1"), PLAN, "m1", "Known.")
    refused("milestone-not-now", milestones.start_milestone, record, learner("start-1"), PLAN, "m1")
    refused("milestone-not-now", milestones.submit_evidence, record, learner("hand-2"), PLAN, "m1", "Twice")


def test_percent_is_of_hours_and_none_where_nothing_is_left():
    template = CoursePlan(
        (CourseGoal("g1", "Build", (CourseMilestone("m1", "Draft", hours=1), CourseMilestone("m2", "Load", hours=5))),)
    )
    record = milestones.decide_on_evidence(
        handed(paired(), template=template), mentor("approve-1"), template, Kind.APPROVED, "m1", 1
    )
    assert plan_of_record(record).percent_approved == 16
    record = milestones.leave_out_milestone(record, mentor("skip-1"), template, "m2", "Known.")
    assert plan_of_record(record).percent_approved == 100
    assert plan_of_record(Record(), CoursePlan()).percent_approved is None
    one = CoursePlan((CourseGoal("g1", "Build", (CourseMilestone("m1", "Draft"),)),))
    assert plan_of_record(milestones.leave_out_milestone(paired(), mentor("skip-1"), one, "m1", "Known.")).percent_approved is None


def test_a_day_is_given_by_the_mentor_and_asked_for_by_the_learner_once_the_goal_is_agreed():
    record = milestones.set_milestone_day(paired(), mentor("redate-1"), PLAN, "m1", date(2026, 3, 1))
    assert (at(record, "m1").due, record.log[-1].by) == (date(2026, 3, 1), "2")
    own = milestones.ask_for_another_day(record, learner("time-1"), PLAN, "m1", date(2026, 3, 2), "")
    assert (own.log[-1].kind, at(own, "m1").due) == (Kind.REDATED, date(2026, 3, 2))
    done = milestones.leave_out_milestone(record, mentor("skip-1"), PLAN, "m1", "Known.")
    refused("milestone-not-now", milestones.set_milestone_day, done, mentor("redate-2"), PLAN, "m1", date(2026, 3, 1))
    refused("milestone-not-now", milestones.ask_for_another_day, done, learner("time-2"), PLAN, "m1", date(2026, 3, 1), "Why")


def test_a_wish_is_answered_as_it_was_read_and_a_newer_one_takes_its_place():
    record = milestones.ask_to_leave_out(paired(), learner("out-00001"), PLAN, "m1", "Known.")
    record = milestones.ask_to_leave_out(record, learner("out-00002"), PLAN, "m1", "Known, truly.")
    refused("no-wish", milestones.grant_learner_wish, record, mentor("grant-1"), PLAN, "m1", "out-00001")
    refused("no-wish", milestones.decline_learner_wish, record, mentor("grant-1"), PLAN, "m1", "out-00001", "No")
    granted = milestones.grant_learner_wish(record, mentor("grant-1"), PLAN, "m1", "out-00002")
    assert (at(granted, "m1").state, at(granted, "m1").left_out.stored_text("x")) == (MilestoneState.SKIPPED, "Known, truly.")
    declined = milestones.decline_learner_wish(record, mentor("grant-1"), PLAN, "m1", "out-00002", "Show me first.")
    assert (at(declined, "m1").wish, at(declined, "m1").answer.stored_text("x")) == (None, "Show me first.")
    refused("no-wish", milestones.grant_learner_wish, declined, mentor("grant-2"), PLAN, "m1", "out-00002")


def test_leaving_out_is_not_granted_once_it_was_handed_in_after_all():
    record = handed(milestones.ask_to_leave_out(paired(), learner("out-00001"), PLAN, "m1", "Known."))
    refused("milestone-not-now", milestones.grant_learner_wish, record, mentor("grant-1"), PLAN, "m1", "out-00001")
    assert plan_of_record(record).oldest_review_wait == NOON


def test_the_question_after_two_weeks_is_answered_once_and_only_for_what_is_approved():
    refused("milestone-not-now", milestones.answer_recall_question, paired(), learner("recall-1"), PLAN, "m1", "Keys")
    record = milestones.decide_on_evidence(handed(paired()), mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1)
    record = milestones.answer_recall_question(record, learner("recall-1"), PLAN, "m1", "")
    assert at(record, "m1").recalled.stored_text("x") == ""
    refused("milestone-not-now", milestones.answer_recall_question, record, learner("recall-2"), PLAN, "m1", "Keys")


def test_a_key_done_before_changes_nothing_whatever_else_it_now_says():
    record = milestones.decide_on_evidence(handed(paired()), mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1)
    assert milestones.decide_on_evidence(record, mentor("approve-1"), PLAN, Kind.CHANGES_ASKED, "m1", 9) is record
    assert milestones.set_milestone_day(record, mentor("approve-1"), PLAN, "no-such", date(2026, 3, 1)) is record
    refused("key-taken", milestones.start_milestone, record, learner("approve-1"), PLAN, "m2")


def test_another_day_in_an_agreed_goal_is_asked_for_with_the_reason():
    record = goals.propose_drafts(paired(), learner("propose-1"), PLAN)
    record = goals.answer_proposal(record, mentor("agree-1"), PLAN, Kind.AGREED, "propose-1")
    refused("text-empty", milestones.ask_for_another_day, record, learner("time-1"), PLAN, "m1", date(2026, 3, 2), "")
    asked = milestones.ask_for_another_day(record, learner("time-1"), PLAN, "m1", date(2026, 3, 2), "Shifts.")
    assert (at(asked, "m1").due, at(asked, "m1").wish.stored_text("d")) == (date(2026, 1, 12), "2026-03-02")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.AGREED, {"g": "no-such"}), (Kind.AGREED, {"g": "g1"}), (Kind.ACHIEVED, {"g": "g1"}), (Kind.APPROVED, {"ms": "m2"}),
        (Kind.STARTED, {"ms": "no-such"}), (Kind.GRANTED, {"ms": "m1"}), (Kind.DECLINED, {"ms": "m1"}), (Kind.SHIFTED, {"n": "many"}),
        (Kind.SHIFTED, {"n": 9}), (Kind.REDATED, {"ms": "m1", "d": "soon"}), (Kind.PLANNED, {"plan": []}), ("from-the-future", {"ms": "m1"}),
    ],
)  # fmt: skip
def test_an_entry_the_tables_do_not_allow_moves_nothing_when_a_record_is_read(kind, data):
    record = milestones.start_milestone(paired(), learner("start-1"), PLAN, "m1")
    assert plan_of_record(record.with_entry("strange-1", kind, "2", Role.MENTOR, NOON, **data)) == plan_of_record(record)


def test_a_milestone_that_is_in_no_goal_is_refused_by_its_name():
    refused("no-milestone", plan_of_record(paired(), PLAN).goal_of_milestone, "no-such")
    assert plan_of_record(paired(), PLAN).goal_of_milestone("m3").id == "g2"
