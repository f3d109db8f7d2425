"""What a changed course offers to a plan that is somebody's own, and what tells the plan from the course's."""

from dataclasses import replace
from datetime import date

import pytest

from mentorship_xblock.domain.mentorship import transitions
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.course_changes import (
    ChangedField,
    changes_course_offers,
    course_plan_fingerprint,
    tailored_milestones,
)
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, CoursePlan, PlannedDay
from mentorship_xblock.domain.plan.model import GoalState
from mentorship_xblock.domain.plan.projection import day_of_joining, plan_of_record
from mentorship_xblock.domain.record.log import Kind

from ..support.plans import AIMS, PLAN, at, learner, mentor, paired, refused

G1, G2 = AIMS
M1, M2 = G1.steps


def began(zone=""):
    """Return a plan that is the learner's own, with nothing done on it."""
    return goals.set_weekly_hours(paired(zone), learner("week-01", zone=zone), PLAN, 5)


def course(*aims):
    return CoursePlan(aims)


def offers(record, template):
    found = changes_course_offers(plan_of_record(record), template.aims, day_of_joining(record))
    return {one.milestone.id: {part.value for part in one.parts} for one in found}


def renewed(record, template, *take, key="renew-1"):
    return goals.adopt_course_changes(record, learner(key), template, course_plan_fingerprint(template.aims), take)


REWORDED = course(CourseGoal("g1", "Understand", (replace(M1, title="Describe all", detail="Two pages", hours=4, criteria=("Whole",), optional=True), M2)), G2)  # fmt: skip


@pytest.mark.parametrize(
    ("template", "offered"),
    [
        (PLAN, {}),
        (REWORDED, {"m1": {"title", "detail", "hours", "criteria", "optional"}}),
        (
            course(CourseGoal("g1", "Understand", (replace(M1, due=PlannedDay(9)), replace(M2, due=PlannedDay()))), G2),
            {"m1": {"day"}, "m2": {"day"}},
        ),
        (course(CourseGoal("g1", "Understand", (M1, replace(M2, due=PlannedDay(7, after="m1")))), G2), {"m2": {"day"}}),
        (course(CourseGoal("g1", "Understand", (M1, M2, CourseMilestone("m9", "Compare"))), G2), {"m9": {"added"}}),
        (course(G1, G2, CourseGoal("g3", "Share", (CourseMilestone("m9", "Show"),))), {"m9": {"added"}}),
        (course(G1), {"m3": {"left-out"}}),
        (course(), {"m1": {"left-out"}, "m2": {"left-out"}, "m3": {"left-out"}}),
        (course(CourseGoal("g1", "Another title", (M2, M1)), G2), {}),
        (course(CourseGoal("g2", "Build", (M1, M2, *G2.steps))), {}),
        (course(CourseGoal("g1", "Understand", (replace(M1, finish="review"), M2)), G2), {}),
    ],
)
def test_what_the_course_has_changed_is_offered_part_by_part(template, offered):
    assert offers(began(), template) == offered
    before = plan_of_record(began())
    assert plan_of_record(began(), template).goals == before.goals  # offered, not imposed


def test_nothing_is_offered_while_the_plan_is_still_the_courses():
    assert offers(paired(), REWORDED) == {} == offers(paired(), course())


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Nairobi"])
def test_another_time_zone_makes_no_change_of_what_is_counted_from_joining(zone):
    moved = goals.set_weekly_hours(began(), learner("week-02", zone=zone), PLAN, 6)
    assert offers(moved, PLAN) == {}
    assert offers(goals.set_weekly_hours(began(zone), learner("week-02", zone="Asia/Tokyo"), PLAN, 6), PLAN) == {}


def test_what_was_worked_on_is_never_taken_away_and_what_is_done_is_not_changed():
    begun = milestones.start_milestone(began(), learner("start-1"), PLAN, "m1")
    assert offers(begun, course(G2)) == {"m2": {"left-out"}}
    back = milestones.take_back_evidence(
        milestones.submit_evidence(began(), learner("hand-01"), PLAN, "m1", "X"), learner("back-01"), PLAN, "m1"
    )
    assert offers(back, course(G2)) == {"m2": {"left-out"}}
    assert offers(begun, REWORDED).keys() == {"m1"}
    done = milestones.submit_evidence(began(), learner("hand-01"), PLAN, "m1", "Done.")
    done = milestones.decide_on_evidence(done, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1)
    assert offers(done, REWORDED) == {}
    # Whatever is sent, work stays.
    for record in (begun, back, done):
        assert "m1" in [one.id for one in plan_of_record(renewed(record, course(G2), "m1", "m2")).milestones]
    again = milestones.reopen_milestone(
        milestones.leave_out_milestone(began(), mentor("skip-01"), PLAN, "m1", "K"), mentor("open-01"), PLAN, "m1", "B"
    )
    assert offers(again, course(G2)) == {"m1": {"left-out"}, "m2": {"left-out"}}


def test_part_of_an_offer_is_taken_and_the_rest_is_not_offered_again():
    template = course(
        CourseGoal(
            "g1", "Understand", (replace(M1, title="Describe all"), replace(M2, title="List all"), CourseMilestone("m9", "Compare"))
        )
    )
    record = renewed(began(), template, "m2", "m9")
    assert [(one.id, one.title) for one in plan_of_record(record).milestones] == [
        ("m1", "Describe"), ("m2", "List all"), ("m9", "Compare"), ("m3", "Draft"),
    ]  # fmt: skip
    assert offers(record, template) == {}
    assert {name: set(one.parts) for name, one in tailored_milestones(plan_of_record(record)).items()} == {
        "m1": {ChangedField.TITLE},
        "m3": {ChangedField.ADDED},
    }
    assert offers(record, course(*template.aims, CourseGoal("g3", "More", (CourseMilestone("m10", "New"),)))) == {"m10": {"added"}}


def test_what_the_learner_has_made_of_it_stays_theirs_where_the_course_changed_something_else():
    record = milestones.set_milestone_day(began(), mentor("redate-1"), PLAN, "m1", date(2026, 3, 3))
    record = renewed(record, REWORDED, "m1")
    assert (at(record, "m1").title, at(record, "m1").due, at(record, "m1").hours) == ("Describe all", date(2026, 3, 3), 4)
    redated = course(CourseGoal("g1", "Understand", (replace(M1, due=PlannedDay(9)), M2)), G2)
    assert at(renewed(record, redated, "m1", key="renew-2"), "m1").due == date(2026, 1, 14)


def test_nothing_taken_is_an_answer_too_and_removed_steps_leave_when_that_is_wanted():
    assert plan_of_record(renewed(began(), course(G1))).goals == plan_of_record(began()).goals
    assert offers(renewed(began(), course(G1)), course(G1)) == {}
    record = renewed(began(), course(G1), "m3")
    assert [one.id for one in plan_of_record(record).milestones] == ["m1", "m2"]


def test_only_the_course_as_it_was_read_is_taken_over():
    refused(
        "newer-template",
        goals.adopt_course_changes,
        began(),
        learner("renew-1"),
        REWORDED,
        course_plan_fingerprint(PLAN.aims),
        ["m1"],
    )
    record = renewed(began(), REWORDED, "m1")
    assert renewed(record, PLAN, "m1") is record
    assert len({course_plan_fingerprint(one.aims) for one in (PLAN, REWORDED, course(G1), course(), course(G2, G1))}) == 5
    assert course_plan_fingerprint(PLAN.aims) == course_plan_fingerprint(CoursePlan(AIMS).aims)


def test_a_step_added_to_a_goal_that_was_dropped_takes_it_up_again_as_a_draft_without_the_rest():
    record = goals.drop_goal_with_reason(began(), learner("drop-01"), PLAN, "g2", "Not for me.")
    template = course(G1, CourseGoal("g2", "Build", (*G2.steps, CourseMilestone("m9", "Load"))))
    assert offers(record, template) == {"m9": {"added"}}
    record = renewed(record, template, "m9")
    assert (plan_of_record(record).find_goal("g2").state, at(record, "m9").title) == (GoalState.DRAFT, "Load")
    untouched = renewed(goals.drop_goal_with_reason(began(), learner("drop-01"), PLAN, "g2", "Not for me."), template)
    assert plan_of_record(untouched).find_goal("g2").state is GoalState.DROPPED


def test_a_step_added_to_an_agreed_goal_or_to_one_the_learner_made_stands_there():
    record = goals.answer_proposal(
        goals.propose_drafts(began(), learner("propose-1"), PLAN), mentor("agree-1"), PLAN, Kind.AGREED, "propose-1"
    )
    template = course(CourseGoal("g1", "Understand", (*G1.steps, CourseMilestone("m9", "Compare"))), G2)
    record = renewed(record, template, "m9")
    assert plan_of_record(record).find_goal("g1").state is GoalState.AGREED
    assert [one.id for one in plan_of_record(record).find_goal("g1").milestones] == ["m1", "m2", "m9"]


def test_a_goal_already_offered_by_the_mentor_is_not_touched_by_the_courses_changes():
    wanted = goals.GoalInput("Teach", steps=(goals.MilestoneInput("", "Show"),))
    record = goals.draft_or_propose_goal(began(), mentor("propose-1"), PLAN, Kind.PROPOSED, "", wanted)
    record = renewed(record, course(*AIMS, CourseGoal("g3", "Share", (CourseMilestone("m9", "Tell"),))), "m9")
    assert [(goal.id, goal.state) for goal in plan_of_record(record).goals] == [
        ("g1", GoalState.DRAFT), ("g2", GoalState.DRAFT), ("propose-1", None), ("g3", GoalState.DRAFT),
    ]  # fmt: skip


def test_what_was_tailored_is_told_part_by_part():
    record = milestones.set_milestone_day(began(), mentor("redate-1"), PLAN, "m1", date(2026, 3, 3))
    record = milestones.leave_out_milestone(record, mentor("skip-01"), PLAN, "m3", "Known.")
    rows = (goals.MilestoneInput("m1", "Mine", day=date(2026, 3, 3)), goals.MilestoneInput("", "New"))
    record = goals.draft_or_propose_goal(
        record, learner("draft-1"), PLAN, Kind.DRAFTED, "g1", goals.GoalInput("Understand", steps=rows)
    )
    told = {name: set(one.parts) for name, one in tailored_milestones(plan_of_record(record)).items()}
    assert told == {
        "m1": {ChangedField.TITLE, ChangedField.DETAIL, ChangedField.DAY},
        "draft-1-1": {ChangedField.ADDED},
        "m3": {ChangedField.LEFT_OUT},
    }
    assert tailored_milestones(plan_of_record(record))["m1"].before.title == "Describe"
    dropped = goals.drop_goal_with_reason(record, learner("drop-01"), PLAN, "g1", "Enough.")
    assert set(tailored_milestones(plan_of_record(dropped))["m2"].parts) == {ChangedField.LEFT_OUT}
    assert tailored_milestones(plan_of_record(paired(), PLAN)) == {}


def test_a_plan_takes_over_no_more_than_it_may_hold_so_that_it_can_still_be_changed():
    steps_ = tuple(CourseMilestone(f"n{number}", "More") for number in range(55))
    many = course(*AIMS, CourseGoal("g3", "Much", steps_))
    refused("plan-too-long", renewed, began(), many, *(step.id for step in steps_))
    record = renewed(began(), many, *(step.id for step in steps_[:54]))
    assert sum(1 + len(goal.milestones) for goal in plan_of_record(record).goals) == 60
    wanted = goals.GoalInput("Understand", steps=(goals.MilestoneInput("m1", "Mine"),))
    assert at(goals.draft_or_propose_goal(record, learner("propose-1"), PLAN, Kind.PROPOSED, "g1", wanted), "m1").title == "Mine"


def test_leaving_and_coming_back_keeps_what_was_tailored():
    record = milestones.set_milestone_day(began(), mentor("redate-1"), PLAN, "m1", date(2026, 3, 3))
    after = transitions.return_to_mentor(transitions.leave_mentorship(record, learner("leave-01")), learner("back-001"))
    assert tailored_milestones(plan_of_record(after)) == tailored_milestones(plan_of_record(record))


def test_a_day_taken_over_is_a_day_of_the_calendar_whatever_it_is_counted_from_in_the_course():
    record = milestones.set_milestone_day(began(), mentor("redate-1"), PLAN, "m1", date(2026, 3, 3))
    template = course(CourseGoal("g1", "Understand", (M1, replace(M2, due=PlannedDay(7, after="m1")))), G2)
    record = renewed(record, template, "m2")
    assert (at(record, "m2").planned, at(record, "m2").due) == (PlannedDay(7, date(2026, 1, 19), "m1"), date(2026, 1, 19))
    assert set(tailored_milestones(plan_of_record(record))) == {"m1"}
    record = milestones.set_milestone_day(record, mentor("redate-2"), PLAN, "m1", date(2026, 4, 1))
    assert at(record, "m2").due == date(2026, 1, 19)  # the learner's m1 is another than the course's


def test_what_is_counted_from_a_milestone_that_leaves_keeps_its_day():
    chained = course(CourseGoal("g1", "Understand", (M1, replace(M2, due=PlannedDay(7, after="m1")))), G2)
    record = goals.set_weekly_hours(paired(), learner("week-01"), chained, 5)
    shorter = course(CourseGoal("g1", "Understand", (replace(M2, due=PlannedDay(14)),)), G2)
    record = renewed(record, shorter, "m1")
    assert "m1" not in [one.id for one in plan_of_record(record).milestones]
    assert at(record, "m2").due == date(2026, 1, 19)
