"""How much of a block a learner has completed, by each of the author's rules, and when the host has to be told."""

import pytest

from mentorship_xblock.domain.mentorship import sending, transitions
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.block_completion import completed_share_of, completion_progress
from mentorship_xblock.domain.plan.course_plan import CompletionRule, CourseGoal, CourseMilestone, CoursePlan
from mentorship_xblock.domain.plan.goals import GoalInput, MilestoneInput
from mentorship_xblock.domain.record.log import Kind
from mentorship_xblock.domain.record.record import Record

from ..support.plans import learner, mentor, paired

COURSE = CoursePlan((
    CourseGoal("g1", "Build", (CourseMilestone("m1", "Draft"), CourseMilestone("m2", "Load"), CourseMilestone("m3", "Extra", optional=True))),
    CourseGoal("g2", "Share", (CourseMilestone("m4", "Show"),)),
))  # fmt: skip


def approved(record, *names):
    for name in names:
        record = milestones.submit_evidence(record, learner(f"hand-{name}"), COURSE, name, "Done.")
        record = milestones.decide_on_evidence(record, mentor(f"approve-{name}"), COURSE, Kind.APPROVED, name, 1)
    return record


def shares(record, number=2):
    return {when.value: completed_share_of(record, when, number) for when in CompletionRule}


def test_nothing_is_completed_by_joining_looking_or_being_written_to():
    nothing = {"never": 0.0, "part": 0.0, "number": 0.0, "all": 0.0}
    for record in (
        Record(),
        paired(),
        sending.mark_read_up_to(paired(), "1", 0),
        sending.send_message(paired(), mentor("say-0001"), Kind.MESSAGE, "Welcome."),
    ):
        assert shares(record) == nothing
    assert shares(goals.set_weekly_hours(paired(), learner("week-01"), COURSE, 5)) == nothing
    assert shares(transitions.leave_mentorship(paired(), learner("leave-01"))) == nothing


@pytest.mark.parametrize(
    "act",
    [
        lambda record: sending.send_message(record, learner("act-0001"), Kind.MESSAGE, "Hello."),
        lambda record: sending.send_message(record, learner("act-0001"), Kind.QUESTION, "Why?"),
        lambda record: milestones.start_milestone(record, learner("act-0001"), COURSE, "m1"),
        lambda record: milestones.submit_evidence(record, learner("act-0001"), COURSE, "m1", "Done."),
        lambda record: goals.propose_drafts(record, learner("act-0001"), COURSE),
        lambda record: goals.draft_or_propose_goal(record, learner("act-0001"), COURSE, Kind.DRAFTED, "", GoalInput("A", steps=(MilestoneInput("", "B"),))),
    ],
)  # fmt: skip
def test_who_says_or_does_something_has_taken_part(act):
    assert shares(act(paired())) == {"never": 0.0, "part": 1.0, "number": 0.0, "all": 0.0}


def test_so_many_approved_milestones_complete_a_block_and_more_do_not_exceed_it():
    assert [completed_share_of(approved(paired(), *names), CompletionRule.NUMBER, 2) for names in ((), ("m1",), ("m1", "m3"), ("m1", "m2", "m3"))] == [
        0.0, 0.5, 1.0, 1.0,
    ]  # fmt: skip
    assert completed_share_of(approved(paired(), "m1"), CompletionRule.NUMBER, 3) == pytest.approx(1 / 3)


def test_all_that_is_not_optional_and_not_left_out_has_to_be_approved():
    record = approved(paired(), "m1", "m3")
    assert completed_share_of(record, CompletionRule.ALL, 1) == pytest.approx(1 / 3)
    record = milestones.leave_out_milestone(record, mentor("skip-01"), COURSE, "m4", "Known.")
    assert completed_share_of(record, CompletionRule.ALL, 1) == 0.5
    assert completed_share_of(approved(record, "m2"), CompletionRule.ALL, 1) == 1.0
    assert (
        completed_share_of(
            milestones.reopen_milestone(approved(record, "m2"), mentor("open-01"), COURSE, "m2", "Look."), CompletionRule.ALL, 1
        )
        == 0.5
    )


def test_nobody_finishes_by_dropping_goals_alone():
    record = goals.drop_goal_with_reason(approved(paired(), "m1", "m2"), learner("drop-01"), COURSE, "g2", "Not for me.")
    assert completed_share_of(record, CompletionRule.ALL, 1) == pytest.approx(2 / 3)
    by_mentor = goals.drop_goal_with_reason(approved(paired(), "m1", "m2"), mentor("drop-01"), COURSE, "g2", "Not needed.")
    assert completed_share_of(by_mentor, CompletionRule.ALL, 1) == 1.0
    everything = goals.drop_goal_with_reason(
        goals.drop_goal_with_reason(paired(), learner("drop-01"), COURSE, "g1", "No."), learner("drop-02"), COURSE, "g2", "No."
    )
    assert shares(everything) == {"never": 0.0, "part": 0.0, "number": 0.0, "all": 0.0}


def test_a_plan_with_nothing_in_it_that_is_needed_is_not_completed():
    optional = CoursePlan((CourseGoal("g1", "Build", (CourseMilestone("m1", "Extra", optional=True),)),))
    record = milestones.submit_evidence(paired(), learner("hand-01"), optional, "m1", "Done.")
    assert (
        completed_share_of(
            milestones.decide_on_evidence(record, mentor("approve-1"), optional, Kind.APPROVED, "m1", 1), CompletionRule.ALL, 1
        )
        == 0.0
    )


def test_a_goal_that_is_only_offered_is_not_needed_until_it_is_agreed():
    record = milestones.leave_out_milestone(approved(paired(), "m1", "m2"), mentor("skip-01"), COURSE, "m4", "Known.")
    wanted = GoalInput("Teach", steps=(MilestoneInput("", "Show"),))
    record = goals.draft_or_propose_goal(record, mentor("propose-1"), COURSE, Kind.PROPOSED, "", wanted)
    assert completed_share_of(record, CompletionRule.ALL, 1) == 1.0
    record = goals.answer_proposal(record, learner("agree-1"), COURSE, Kind.AGREED, "propose-1", "propose-1")
    assert completed_share_of(record, CompletionRule.ALL, 1) == pytest.approx(2 / 3)


def test_the_host_is_told_whenever_a_rule_may_give_something_else_and_only_then():
    began = milestones.start_milestone(paired(), learner("start-1"), COURSE, "m1")
    handed = milestones.submit_evidence(began, learner("hand-01"), COURSE, "m1", "Done.")
    one = milestones.decide_on_evidence(handed, mentor("approve-1"), COURSE, Kind.APPROVED, "m1", 1)
    assert completion_progress(paired()) != completion_progress(began)  # they have taken part
    assert (
        completion_progress(began)
        == completion_progress(handed)
        == completion_progress(sending.send_message(handed, mentor("say-0001"), Kind.MESSAGE, "Thanks."))
    )
    assert completion_progress(handed) != completion_progress(one)
    assert completion_progress(one) != completion_progress(
        milestones.leave_out_milestone(one, mentor("skip-01"), COURSE, "m2", "Known.")
    )
    assert completion_progress(one) != completion_progress(
        milestones.reopen_milestone(one, mentor("open-01"), COURSE, "m1", "Look.")
    )


def test_a_draft_of_the_learners_own_keeps_nobody_from_finishing_until_it_is_agreed():
    record = approved(paired(), "m1", "m2", "m4")
    wanted = GoalInput("Teach", steps=(MilestoneInput("", "Show"),))
    drafted = goals.draft_or_propose_goal(record, learner("draft-01"), COURSE, Kind.DRAFTED, "", wanted)
    proposed = goals.propose_drafts(drafted, learner("propose-1"), COURSE, "draft-01")
    assert [completed_share_of(one, CompletionRule.ALL, 1) for one in (record, drafted, proposed)] == [1.0, 1.0, 1.0]
    agreed = goals.answer_proposal(proposed, mentor("agree-01"), COURSE, Kind.AGREED, "propose-1", "draft-01")
    assert completed_share_of(agreed, CompletionRule.ALL, 1) == 0.75
    more = GoalInput("Build", steps=(*(MilestoneInput(name, name) for name in ("m1", "m2", "m3")), MilestoneInput("", "Mine")))
    assert (
        completed_share_of(
            goals.draft_or_propose_goal(record, learner("draft-01"), COURSE, Kind.DRAFTED, "g1", more), CompletionRule.ALL, 1
        )
        == 1.0
    )


def test_a_goal_the_learner_dropped_is_waited_for_until_the_mentoring_side_has_dropped_it_too():
    record = goals.drop_goal_with_reason(approved(paired(), "m1", "m2"), learner("drop-01"), COURSE, "g2", "Not for me.")
    assert completed_share_of(record, CompletionRule.ALL, 1) == pytest.approx(2 / 3)
    both = goals.drop_goal_with_reason(record, mentor("drop-02"), COURSE, "g2", "Not needed.")
    assert completed_share_of(both, CompletionRule.ALL, 1) == 1.0
    assert completion_progress(record) != completion_progress(both)
