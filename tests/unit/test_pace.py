"""Days and pace with exact numbers: days after other steps, ahead and behind, what to look at before agreeing, what returns later."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mentorship_xblock.domain.mentorship import transitions
from mentorship_xblock.domain.mentorship.status import with_time_effects
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, CoursePlan, PlannedDay
from mentorship_xblock.domain.plan.dates import goals_with_due_days, plan_from_course
from mentorship_xblock.domain.plan.model import Goal, Milestone, MilestoneState, PastPause, Plan
from mentorship_xblock.domain.plan.pace import (
    Concern,
    count_expected_by_today,
    days_ahead_of_plan,
    doubts_about_proposal,
    milestone_to_recall,
)
from mentorship_xblock.domain.plan.projection import day_of_joining, plan_of_record
from mentorship_xblock.domain.record.log import Entry, Kind, Role
from mentorship_xblock.domain.record.record import Record

from ..support.plans import NOON, PLAN, at, learner, mentor, paired

TODAY = date(2026, 3, 10)


def on(days, state=MilestoneState.PLANNED, hours=2, **more):
    """Return a milestone planned so many days from today."""
    due = None if days is None else TODAY + timedelta(days)
    return Milestone(f"m{days}-{hours}", "Step", planned=PlannedDay(day=due), due=due, hours=hours, state=state, **more)


def plan(*milestones, **more):
    return Plan((Goal("g1", "Goal", milestones=milestones),), own=True, **more)


APPROVED, SUBMITTED, SKIPPED = MilestoneState.APPROVED, MilestoneState.SUBMITTED, MilestoneState.SKIPPED


@pytest.mark.parametrize(
    ("milestones", "days"),
    [
        ((), None),
        ((on(None),), None),
        ((on(None, APPROVED),), None),
        ((on(5),), None),
        ((on(0),), None),
        ((on(-1),), -1),
        ((on(-9), on(3)), -9),
        ((on(-9, APPROVED), on(3)), 0),
        ((on(-9, APPROVED), on(-2)), -2),
        ((on(4, APPROVED), on(9)), 4),
        ((on(0, APPROVED), on(9)), 0),
        ((on(4, SUBMITTED), on(9)), 4),
        ((on(-9, SUBMITTED), on(9)), 0),
        ((on(-9, MilestoneState.CHANGES_ASKED), on(9)), -9),
        ((on(-9, MilestoneState.IN_PROGRESS), on(9)), -9),
        ((on(-9, SKIPPED), on(9)), None),
        # Work counts, not which step it was: two hours done reach the first two hours of the dates.
        ((on(-9), on(9, APPROVED)), 0),
        ((on(-9, hours=4), on(9, APPROVED)), -9),
        ((on(-9), on(3, hours=4), on(9, APPROVED, hours=6)), 3),
        ((on(3, hours=4), on(9, APPROVED, hours=6)), 3),
        ((on(-9, APPROVED), on(-5, APPROVED), on(-1, hours=1)), -1),
        ((on(5, APPROVED), on(None, APPROVED, hours=50), on(9)), 5),
    ],
)
def test_pace_is_how_far_the_work_done_reaches_on_the_learners_own_dates(milestones, days):
    assert days_ahead_of_plan(plan(*milestones), TODAY) == days


def test_a_pause_nobody_has_spoken_about_is_credited_and_is_not_once_the_days_stay():
    behind = plan(on(-9), on(3))
    assert days_ahead_of_plan(behind, TODAY) == -9
    for days, left in ((5, -4), (8, -1), (9, None), (20, None)):
        assert days_ahead_of_plan(replace(behind, absences=(PastPause(TODAY - timedelta(9), days),)), TODAY) == left
    later = replace(behind, absences=(PastPause(TODAY - timedelta(8), 20),))
    assert days_ahead_of_plan(later, TODAY) == -9  # it was late before the pause began
    twice = (PastPause(TODAY - timedelta(9), 3), PastPause(TODAY - timedelta(6), 4))
    assert days_ahead_of_plan(replace(behind, absences=twice), TODAY) == -2
    assert (
        days_ahead_of_plan(replace(behind, absences=(twice[0], PastPause(TODAY - timedelta(5), 4))), TODAY) == -6
    )  # late before the second


def test_how_many_steps_were_expected_by_today():
    some = plan(on(-9, APPROVED), on(-1), on(0), on(1), on(None), on(-3, SKIPPED))
    assert count_expected_by_today(some, TODAY) == 3
    assert count_expected_by_today(replace(some, absences=(PastPause(TODAY - timedelta(5), 2),)), TODAY) == 1
    assert count_expected_by_today(plan(), TODAY) == 0


# -- days after another step


def days_of(*steps):
    aims = (CourseGoal("g1", "Goal", tuple(CourseMilestone(name, name, due=due) for name, due in steps)),)
    return {one.id: one.due for one in plan_from_course(aims, date(2026, 1, 5)).milestones}


def test_days_after_another_step_are_counted_along_the_chain_across_goals_and_in_any_order():
    aims = (
        CourseGoal(
            "g1",
            "Late",
            (CourseMilestone("m3", "C", due=PlannedDay(10, after="m2")), CourseMilestone("m4", "D", due=PlannedDay(1, after="m3"))),
        ),
        CourseGoal(
            "g2",
            "Early",
            (CourseMilestone("m1", "A", due=PlannedDay(7)), CourseMilestone("m2", "B", due=PlannedDay(14, after="m1"))),
        ),
    )
    assert {one.id: one.due for one in plan_from_course(aims, date(2026, 1, 5)).milestones} == {
        "m1": date(2026, 1, 12), "m2": date(2026, 1, 26), "m3": date(2026, 2, 5), "m4": date(2026, 2, 6),
    }  # fmt: skip
    assert {one.due for one in plan_from_course(aims, None).milestones} == {None}


@pytest.mark.parametrize("length", [1, 2, 3, 60])
def test_steps_that_are_counted_from_each_other_in_a_circle_have_no_day(length):
    names = [f"m{number}" for number in range(length)]
    circle = [(name, PlannedDay(3, after=names[(number + 1) % length])) for number, name in enumerate(names)]
    days = days_of(*circle, ("tail", PlannedDay(3, after="m0")), ("sound", PlannedDay(3)), ("on", PlannedDay(4, after="sound")))
    assert {days[name] for name in (*names, "tail")} == {None}
    assert (days["sound"], days["on"]) == (date(2026, 1, 8), date(2026, 1, 12))


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (PlannedDay(3, after="no-such"), None),
        (PlannedDay(after="m1"), None),
        (PlannedDay(3, day=date(2026, 6, 1), after="m1"), date(2026, 6, 1)),
        (PlannedDay(day=date(8999, 12, 31)), date(8999, 12, 31)),
        (PlannedDay(day=date(9000, 1, 1)), None),
        (PlannedDay(day=date(9999, 12, 31)), None),
        (PlannedDay(730, after="edge"), None),
        (PlannedDay(0), date(2026, 1, 5)),
        (PlannedDay(-5), date(2025, 12, 31)),
    ],
)
def test_a_day_that_cannot_be_counted_is_none_and_nothing_leaves_the_calendar(due, day):
    assert days_of(("m1", PlannedDay(7)), ("edge", PlannedDay(day=date(8999, 12, 31))), ("m2", due))["m2"] == day


@pytest.mark.parametrize("days", [10**7, 10**9, 10**12, -(10**6), -(10**12)])
def test_a_stored_number_of_days_that_leaves_the_calendar_is_no_day_and_breaks_nothing(days):
    goals_ = (Goal("g1", "Goal", milestones=(Milestone("m1", "A", planned=PlannedDay(day=date(2026, 1, 5))), Milestone("m2", "B", planned=PlannedDay(days, after="m1")))),)  # fmt: skip
    assert [one.due for one in goals_with_due_days(goals_)[0].milestones] == [date(2026, 1, 5), None]
    assert days_of(("m1", PlannedDay(days)))["m1"] is None


def test_a_redated_step_takes_those_counted_from_it_along():
    template = CoursePlan(
        (
            CourseGoal(
                "g1",
                "Goal",
                (CourseMilestone("m1", "A", due=PlannedDay(7)), CourseMilestone("m2", "B", due=PlannedDay(7, after="m1"))),
            ),
        )
    )
    record = milestones.set_milestone_day(paired(), mentor("redate-1"), template, "m1", date(2026, 2, 1))
    assert [one.due for one in plan_of_record(record).milestones] == [date(2026, 2, 1), date(2026, 2, 8)]


def test_what_is_stored_of_an_absence_is_read_as_far_as_it_can_be_and_never_leaves_the_calendar():
    record = milestones.set_milestone_day(paired(), mentor("redate-1"), PLAN, "m1", date(2026, 2, 1))
    record = transitions.resume_mentorship(
        transitions.pause_mentorship(record, learner("pause-1"), date(2026, 1, 20), ""),
        learner("resume-1", NOON + timedelta(days=2)),
    )
    for days, due in ((10**12, date(2026, 2, 1)), ("two", date(2026, 2, 3)), (2, date(2026, 2, 3))):
        kept = [{"s": "2026-01-05", "n": days}, {"s": "no day", "n": 3}, 7]
        moved = record.with_entry("shift-01", Kind.SHIFTED, "1", Role.LEARNER, NOON, n=2, away=kept)
        assert (plan_of_record(moved).absences, at(moved, "m1").due) == ((), due)


# -- the day of joining


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("", date(2026, 1, 5)), ("UTC", date(2026, 1, 5)), ("Africa/Nairobi", date(2026, 1, 5)), ("Pacific/Kiritimati", date(2026, 1, 6)),
        ("Pacific/Apia", date(2026, 1, 6)), ("Pacific/Pago_Pago", date(2026, 1, 5)), ("Nowhere/At_all", date(2026, 1, 5)),
    ],
)  # fmt: skip
def test_somebody_joins_on_the_day_it_is_where_they_are(zone, day):
    assert day_of_joining(paired(zone, NOON)) == day
    evening = datetime(2026, 1, 5, 21, 30, tzinfo=UTC)
    assert day_of_joining(paired("Africa/Nairobi", evening)) == date(2026, 1, 6)
    assert day_of_joining(paired("Pacific/Pago_Pago", datetime(2026, 1, 5, 10, tzinfo=UTC))) == date(2026, 1, 4)


def test_the_day_of_joining_is_the_first_request_and_stays_when_the_mentor_changes():
    record = transitions.request_mentor(Record(), learner("request-1"))
    record = transitions.pair_with_mentor(record, mentor("pair-001", NOON + timedelta(days=9)), "1", "2")
    record = transitions.pair_with_mentor(record, mentor("pair-002", NOON + timedelta(days=19)), "1", "3")
    assert day_of_joining(record) == date(2026, 1, 5)
    assert day_of_joining(Record()) is None


# -- before agreeing


def told(one, today=TODAY, ends=None, weekly=None, others=()):
    mine = Goal("g1", "Goal", milestones=one)
    return [
        (doubt.concern.value, doubt.milestone.id, doubt.other.id if doubt.other else None, doubt.hours)
        for doubt in doubts_about_proposal(
            Plan((mine, Goal("g2", "Other", milestones=others)), own=True, weekly=weekly), mine, today, ends
        )
    ]


def test_what_is_in_the_past_or_after_the_end_of_the_course_is_said():
    assert told((on(-1), on(0), on(None))) == [("past", "m-1-2", None, 0)]
    assert told((on(7), on(8)), ends=TODAY + timedelta(7)) == [("after-end", "m8-2", None, 0)]
    assert told((on(-1, APPROVED), on(-2, SKIPPED), on(-3, leaving="Known."))) == []


def test_two_on_one_day_are_said_once_also_with_another_goal():
    assert told((on(3), on(3, hours=1))) == [("same-day", "m3-2", "m3-1", 0)]
    assert told((on(3),), others=(on(3, hours=1),)) == [("same-day", "m3-2", "m3-1", 0)]
    assert told((on(3),), others=(on(3, APPROVED, 1), on(3, SKIPPED, 3), on(None))) == []


@pytest.mark.parametrize(
    ("weekly", "steps", "said"),
    [
        (5, ((14, 10),), []),
        (5, ((14, 11),), [("too-much", "m14-11", None, 6)]),
        (5, ((7, 5),), []),
        (5, ((7, 6),), [("too-much", "m7-6", None, 6)]),
        (5, ((1, 5),), []),  # less than a week counts as a week
        (5, ((3, 6),), [("too-much", "m3-6", None, 6)]),
        (5, ((7, 4), (14, 6)), []),
        (5, ((7, 4), (14, 7)), [("too-much", "m14-7", None, 6)]),
        (5, ((7, 8), (14, 1)), [("too-much", "m7-8", None, 8)]),
        (5, ((7, 6), (8, 9)), [("too-much", "m8-9", None, 14)]),  # fifteen hours in eight days
        (5, ((10, 7),), []),
        (None, ((7, 80),), []),
    ],
)
def test_more_hours_a_week_than_the_learner_has_are_said_at_the_day_that_needs_most(weekly, steps, said):
    assert told(tuple(on(days, hours=hours) for days, hours in steps), weekly=weekly) == said


def test_hours_of_other_goals_count_and_only_ones_own_steps_are_named():
    assert told((on(7, hours=2),), weekly=5, others=(on(6, hours=4),)) == [("too-much", "m7-2", None, 6)]
    assert told((on(70, hours=2),), weekly=5, others=(on(6, hours=9),)) == []
    assert told((on(7, hours=2),), weekly=5, others=(on(6, SUBMITTED, hours=4),)) != []  # handed in may come back


def test_what_is_proposed_is_looked_at_as_it_would_be():
    template = CoursePlan(
        (
            CourseGoal(
                "g1",
                "Goal",
                (CourseMilestone("m1", "A", due=PlannedDay(7)), CourseMilestone("m2", "B", due=PlannedDay(7, after="m1"))),
            ),
        )
    )
    wanted = goals.GoalInput("Goal", steps=(goals.MilestoneInput("m1", "A", day=date(2026, 1, 6)), goals.MilestoneInput("m2", "B", day=date(2026, 1, 19))))  # fmt: skip
    record = goals.answer_proposal(
        goals.propose_drafts(paired(), learner("propose-1"), template), mentor("agree-1"), template, Kind.AGREED, "propose-1"
    )
    assert doubts_about_proposal(plan_of_record(record), plan_of_record(record).find_goal("g1"), NOON.date(), None) == []
    record = goals.draft_or_propose_goal(record, mentor("propose-2"), template, Kind.PROPOSED, "g1", wanted)
    found = doubts_about_proposal(
        plan_of_record(record), plan_of_record(record).find_goal("g1"), date(2026, 1, 7), date(2026, 1, 12)
    )
    assert [(doubt.concern, doubt.milestone.id, doubt.milestone.due) for doubt in found] == [
        (Concern.PAST, "m1", date(2026, 1, 6)), (Concern.AFTER_END, "m2", date(2026, 1, 13)),
    ]  # fmt: skip
    new = goals.GoalInput("More", steps=(goals.MilestoneInput("", "C", day=date(2026, 1, 8)),))
    record = goals.draft_or_propose_goal(record, mentor("propose-3"), template, Kind.PROPOSED, "", new)
    assert (
        doubts_about_proposal(plan_of_record(record), plan_of_record(record).find_goal("propose-3"), NOON.date(), date(2026, 1, 7))[
            0
        ].concern
        is Concern.AFTER_END
    )


# -- what returns two weeks later


@pytest.mark.parametrize(
    ("after", "asked"),
    [
        (timedelta(days=14) - timedelta(seconds=1), False),
        (timedelta(days=14), True),
        (timedelta(days=28) - timedelta(seconds=1), True),
        (timedelta(days=28), False),
    ],
)
def test_an_approved_step_is_asked_about_from_two_weeks_to_four_after(after, asked):
    template = CoursePlan((CourseGoal("g1", "Goal", (CourseMilestone("m1", "A"),)),))
    record = milestones.submit_evidence(paired(), learner("hand-1"), template, "m1", "Done.")
    record = milestones.decide_on_evidence(record, mentor("approve-1"), template, Kind.APPROVED, "m1", 1)
    assert (milestone_to_recall(plan_of_record(record), NOON + after) is not None) == asked
    answered = milestones.answer_recall_question(record, learner("recall-1", NOON + after), template, "m1", "Keys.")
    assert milestone_to_recall(plan_of_record(answered), NOON + after) is None


def test_the_step_approved_first_is_asked_about_first_and_one_that_is_open_again_not_at_all():
    def approved(days, name, **more):
        return Milestone(name, name, state=APPROVED, since=NOON - timedelta(days), **more)

    some = plan(
        approved(15, "m1"), approved(20, "m2"), approved(20, "m0", recalled=Entry(0, "", "", "", Role.LEARNER, NOON)), on(3)
    )
    assert milestone_to_recall(some, NOON).id == "m2"
    assert milestone_to_recall(plan(approved(20, "m2")._replace(state=MilestoneState.IN_PROGRESS)), NOON) is None
    assert milestone_to_recall(plan(), NOON) is None


def test_the_settled_plan_has_the_pause_behind_it_that_nobody_has_ended():
    template = CoursePlan((CourseGoal("g1", "Goal", (CourseMilestone("m1", "A", due=PlannedDay(7)),)),))
    record = transitions.pause_mentorship(
        milestones.start_milestone(paired(), learner("start-1"), template, "m1"), learner("pause-1"), date(2026, 1, 20), ""
    )
    later = datetime(2026, 1, 22, tzinfo=UTC)
    ended = plan_of_record(with_time_effects(record, later), template)
    assert (plan_of_record(record).absences, ended.absences) == ((), (PastPause(date(2026, 1, 5), 15),))
    assert days_ahead_of_plan(ended, later.date()) is None
    assert at(record, "m1").due == date(2026, 1, 12)
