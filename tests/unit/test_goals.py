"""Goals by examples: proposed by one side, agreed by the other; what is agreed stays in force until a change of it is, too."""

from datetime import date, timedelta

import pytest

from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, CoursePlan
from mentorship_xblock.domain.plan.goals import GOAL_MILESTONES_MAX, PLAN_ITEMS_MAX, GoalInput, MilestoneInput
from mentorship_xblock.domain.plan.model import GoalState, MilestoneState
from mentorship_xblock.domain.plan.projection import plan_of_record, plan_written_down
from mentorship_xblock.domain.record.log import Kind

from ..support.plans import NOON, PLAN, at, learner, mentor, paired, refused


def goal(record, name="g1"):
    return plan_of_record(record, PLAN).find_goal(name)


def wanted(*rows, **more):
    return GoalInput("Understand", steps=tuple(MilestoneInput(*row) if isinstance(row, tuple) else row for row in rows), **more)


BOTH = (MilestoneInput("m1", "Describe", "One page", date(2026, 1, 12)), MilestoneInput("m2", "List", day=date(2026, 2, 1)))


def proposed(record=None, key="propose-1"):
    return goals.propose_drafts(record or paired(), learner(key), PLAN)


def agreed():
    return goals.answer_proposal(proposed(), mentor("agree-1"), PLAN, Kind.AGREED, "propose-1")


def change(record, who, key, *rows, name="g1", **more):
    return goals.draft_or_propose_goal(record, who(key), PLAN, Kind.PROPOSED, name, wanted(*rows, **more))


def test_the_whole_plan_is_proposed_agreed_and_says_who_did():
    record = proposed()
    assert [one.state for one in plan_of_record(record).goals] == [GoalState.PROPOSED, GoalState.PROPOSED]
    assert plan_of_record(record).oldest_review_wait is not None
    record = goals.answer_proposal(record, mentor("agree-1"), PLAN, Kind.AGREED, "propose-1", text="Good.")
    assert [(one.state, one.offer, one.agreed.by) for one in plan_of_record(record).goals] == [(GoalState.AGREED, None, "2")] * 2
    assert plan_of_record(record).oldest_review_wait is None


def test_a_suggestion_makes_a_draft_of_it_again_with_the_words_of_the_mentor():
    record = goals.answer_proposal(proposed(), mentor("suggest-1"), PLAN, Kind.SUGGESTED, "propose-1", "g1", "Smaller steps.")
    assert (goal(record).state, goal(record).turned.stored_text("x")) == (GoalState.DRAFT, "Smaller steps.")
    assert goal(record, "g2").state is GoalState.PROPOSED
    assert goal(goals.propose_drafts(record, learner("propose-2"), PLAN, "g1")).state is GoalState.PROPOSED


def test_nobody_answers_their_own_proposal_or_one_they_have_not_read():
    record = proposed()
    refused("own-proposal", goals.answer_proposal, record, learner("agree-1"), PLAN, Kind.AGREED, "propose-1", "g1")
    refused("goal-not-now", goals.answer_proposal, record, learner("agree-1"), PLAN, Kind.AGREED, "propose-1")
    newer = change(record, learner, "propose-2", *BOTH, ("", "Compare"))
    refused("newer-proposal", goals.answer_proposal, newer, mentor("agree-1"), PLAN, Kind.AGREED, "propose-1")
    refused("goal-not-now", goals.answer_proposal, paired(), mentor("agree-1"), PLAN, Kind.AGREED, "propose-1")
    assert goal(goals.answer_proposal(newer, mentor("agree-1"), PLAN, Kind.AGREED, "propose-2")).state is GoalState.AGREED


def test_what_is_agreed_stays_in_force_until_a_change_of_it_is_agreed_too():
    rows = (("", "Compare", "", date(2026, 1, 20), 5), ("m1", "Describe all", "Two pages", date(2026, 1, 15)), BOTH[1])
    record = change(agreed(), learner, "propose-2", *rows, note="I need both.")
    assert [(one.id, one.title, one.due) for one in goal(record).milestones] == [
        ("m1", "Describe", date(2026, 1, 12)), ("m2", "List", date(2026, 2, 1)),
    ]  # fmt: skip
    assert (goal(record).state, goal(record).offer.entry.stored_text("x")) == (GoalState.AGREED, "I need both.")
    after = goals.answer_proposal(record, mentor("agree-2"), PLAN, Kind.AGREED, "propose-2")
    assert [(one.id, one.title, one.due, one.hours) for one in goal(after).milestones] == [
        ("propose-2-0", "Compare", date(2026, 1, 20), 5), ("m1", "Describe all", date(2026, 1, 15), 2), ("m2", "List", date(2026, 2, 1), 2),
    ]  # fmt: skip
    suggested = goals.answer_proposal(record, mentor("suggest-1"), PLAN, Kind.SUGGESTED, "propose-2", text="One at a time.")
    assert (goal(suggested).state, goal(suggested).offer) == (GoalState.AGREED, None)
    assert goal(suggested).milestones == goal(agreed()).milestones


def test_a_goal_that_was_never_agreed_is_the_learners_own_to_shape():
    record = goals.draft_or_propose_goal(
        paired(), learner("draft-1"), PLAN, Kind.DRAFTED, "g1", wanted(("m1", "Mine"), why="The ward")
    )
    assert (goal(record).why, at(record, "m1").title, at(record, "m1").due) == ("The ward", "Mine", None)
    assert [one.id for one in goal(record).milestones] == ["m1", "m2"]  # not named, not lost
    refused("goal-not-now", goals.draft_or_propose_goal, agreed(), learner("draft-1"), PLAN, Kind.DRAFTED, "g1", wanted(*BOTH))
    refused("goal-not-now", goals.draft_or_propose_goal, proposed(), learner("draft-1"), PLAN, Kind.DRAFTED, "g1", wanted(*BOTH))


def test_what_the_mentor_proposes_is_not_in_the_plan_until_the_learner_agrees():
    record = change(paired(), mentor, "propose-1", ("", "Teach"), name="")
    offered = goal(record, "propose-1")
    assert (offered.state, [one.title for one in offered.offer.shape.milestones]) == (None, ["Teach"])
    assert "propose-1-0" not in [one.id for one in plan_of_record(record).milestones]
    refused("no-milestone", milestones.start_milestone, record, learner("start-1"), PLAN, "propose-1-0")
    refused("goal-not-now", goals.mark_goal_achieved, record, mentor("achieve-1"), PLAN, "propose-1")
    refused("goal-not-now", goals.drop_goal_with_reason, record, learner("drop-01"), PLAN, "propose-1", "No")
    refused(
        "goal-not-now",
        goals.draft_or_propose_goal,
        record,
        learner("draft-1"),
        PLAN,
        Kind.DRAFTED,
        "propose-1",
        wanted(("", "Mine")),
    )
    taken = goals.answer_proposal(record, learner("agree-1"), PLAN, Kind.AGREED, "propose-1", "propose-1")
    assert (goal(taken, "propose-1").state, at(taken, "propose-1-0").state) == (GoalState.AGREED, MilestoneState.PLANNED)
    refused_by_her = goals.answer_proposal(record, learner("suggest-1"), PLAN, Kind.SUGGESTED, "propose-1", "propose-1", "Not now.")
    assert [one.id for one in plan_of_record(refused_by_her).goals] == ["g1", "g2"]


def test_the_learner_may_answer_an_offered_goal_with_a_proposal_of_it():
    record = change(paired(), mentor, "propose-1", ("", "Teach"), name="")
    record = change(record, learner, "propose-2", ("propose-1-0", "Teach one"), name="propose-1")
    assert (goal(record, "propose-1").state, goal(record, "propose-1").offer.is_by_learner) == (GoalState.PROPOSED, True)
    assert (
        goal(goals.answer_proposal(record, mentor("agree-1"), PLAN, Kind.AGREED, "propose-2"), "propose-1").milestones[0].title
        == "Teach one"
    )


def test_a_mentors_change_waits_beside_the_learners_words_and_takes_the_place_of_their_proposal():
    record = change(
        proposed(), mentor, "propose-2", ("m1", "Smaller"), ("m2", "List", "", date(2026, 2, 1), 2, None, "Not needed.")
    )
    assert (at(record, "m1").title, goal(record).offer.is_by_learner) == ("Describe", False)
    refused("own-proposal", goals.answer_proposal, record, mentor("agree-1"), PLAN, Kind.AGREED, "propose-2", "g1")
    record = goals.answer_proposal(record, learner("agree-2"), PLAN, Kind.AGREED, "propose-2")
    assert (at(record, "m1").title, at(record, "m2").state, at(record, "m2").left_out.id) == (
        "Smaller",
        MilestoneState.SKIPPED,
        "agree-2",
    )


def test_a_step_is_left_out_only_once_that_is_agreed_and_never_with_something_handed_in():
    out = MilestoneInput("m2", "List", day=date(2026, 2, 1), out="Known.")
    record = goals.draft_or_propose_goal(paired(), learner("draft-1"), PLAN, Kind.DRAFTED, "g1", wanted(BOTH[0], out))
    assert (at(record, "m2").state, at(record, "m2").leaving) == (MilestoneState.PLANNED, "Known.")
    record = goals.answer_proposal(proposed(record), mentor("agree-1"), PLAN, Kind.AGREED, "propose-1")
    assert (at(record, "m2").state, at(record, "m2").left_out.id) == (MilestoneState.SKIPPED, "agree-1")
    handed = milestones.submit_evidence(paired(), learner("hand-1"), PLAN, "m2", "Done.")
    refused("milestone-has-work", change, handed, learner, "propose-1", BOTH[0], out)
    begun = milestones.submit_evidence(
        change(paired(), learner, "propose-1", BOTH[0], out), learner("hand-1"), PLAN, "m2", "Done after all."
    )
    agreed_late = goals.answer_proposal(begun, mentor("agree-1"), PLAN, Kind.AGREED, "propose-1")
    assert at(agreed_late, "m2").state is MilestoneState.SUBMITTED


def test_a_day_that_is_left_as_it_is_stays_counted_from_what_it_is_counted_from():
    record = change(paired(), learner, "propose-1", *BOTH)
    assert (at(record, "m1").planned.days, at(record, "m1").due) == (7, date(2026, 1, 12))
    record = change(record, learner, "propose-2", MilestoneInput("m1", "Describe", day=date(2026, 1, 13)))
    assert (at(record, "m1").planned.days, at(record, "m1").due) == (None, date(2026, 1, 13))


@pytest.mark.parametrize(
    ("places", "order"),
    [((None, None, None), "abc"), ((3, None, None), "bca"), ((None, 1, None), "bac"), ((2, None, None), "bac"),
     ((None, None, 1), "cab"), ((None, None, 2), "acb"), ((9, None, None), "bca"), ((2, 1, None), "bac"), ((1, 1, 1), "bca")],
)  # fmt: skip
def test_a_step_stands_where_it_is_wanted(places, order):
    rows = [MilestoneInput("", name, place=place) for name, place in zip("abc", places, strict=True)]
    record = change(paired(), learner, "propose-1", *rows, name="")
    assert "".join(one.title for one in goal(record, "propose-1").milestones) == order


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (None, ["g1", "g2", "propose-1"]),
        (1, ["propose-1", "g1", "g2"]),
        (2, ["g1", "propose-1", "g2"]),
        (60, ["g1", "g2", "propose-1"]),
    ],
)
def test_a_goal_stands_where_it_is_wanted(place, order):
    record = change(paired(), learner, "propose-1", ("", "New"), name="", place=place)
    assert [one.id for one in plan_of_record(record).goals] == order
    moved = change(record, learner, "propose-2", ("", "New"), name=order[0], place=3)
    assert [one.id for one in plan_of_record(moved).goals] == [*order[1:], order[0]]


def test_rows_without_id_and_title_are_no_steps_and_a_goal_needs_one_that_stays():
    assert len(goal(change(paired(), learner, "propose-1", ("", ""), ("", "One"), ("", ""), name=""), "propose-1").milestones) == 1
    refused("goal-empty", change, paired(), learner, "propose-1", ("", ""), name="")
    refused("goal-empty", change, paired(), learner, "propose-1", MilestoneInput("m1", "Describe", out="Known."))
    refused("no-milestone", change, paired(), learner, "propose-1", ("m3", "Of another goal"))
    refused("no-goal", change, paired(), learner, "propose-1", ("", "One"), name="no-such")


def test_a_plan_has_room_for_so_many_goals_and_steps_and_no_more():
    many = [("", f"Step {number}") for number in range(GOAL_MILESTONES_MAX)]
    refused("plan-too-long", change, paired(), learner, "propose-1", *many, ("", "One more"), name="")
    record = change(paired(), learner, "propose-1", *many, name="")
    assert sum(1 + len(one.milestones) for one in plan_of_record(record).goals) == 5 + 31
    more = change(record, learner, "propose-2", *many[: PLAN_ITEMS_MAX - 37], name="")
    assert sum(1 + len(one.milestones) for one in plan_of_record(more).goals) == PLAN_ITEMS_MAX
    refused("plan-too-long", change, more, learner, "propose-3", ("", "One more"), name="")
    refused("plan-too-long", change, more, mentor, "propose-3", *BOTH, ("", "One more"))


def test_a_goal_is_achieved_once_all_it_needs_is_approved():
    template = CoursePlan(
        (
            CourseGoal(
                "g1",
                "Build",
                (CourseMilestone("m1", "Draft"), CourseMilestone("m2", "Load"), CourseMilestone("m3", "Extra", optional=True)),
            ),
        )
    )
    record = goals.answer_proposal(
        goals.propose_drafts(paired(), learner("propose-1"), template), mentor("agree-1"), template, Kind.AGREED, "propose-1"
    )
    refused("goal-not-met", goals.mark_goal_achieved, record, mentor("achieve-1"), template, "g1")
    left = milestones.leave_out_milestone(
        milestones.leave_out_milestone(record, mentor("skip-1"), template, "m1", "K"), mentor("skip-2"), template, "m2", "K"
    )
    refused("goal-not-met", goals.mark_goal_achieved, left, mentor("achieve-1"), template, "g1")
    record = milestones.leave_out_milestone(record, mentor("skip-1"), template, "m1", "Known.")
    record = milestones.submit_evidence(record, learner("hand-1"), template, "m2", "Done.")
    refused("goal-not-met", goals.mark_goal_achieved, record, mentor("achieve-1"), template, "g1")
    record = milestones.decide_on_evidence(record, mentor("approve-1"), template, Kind.APPROVED, "m2", 1)
    record = goals.mark_goal_achieved(record, mentor("achieve-1"), template, "g1")
    assert plan_written_down(record).find_goal("g1").state is GoalState.ACHIEVED
    assert goals.mark_goal_achieved(record, mentor("achieve-1"), template, "g1") is record
    refused("goal-not-now", goals.drop_goal_with_reason, record, learner("drop-01"), template, "g1", "No")


def test_what_was_approved_in_a_goal_that_was_dropped_stays_done():
    record = milestones.submit_evidence(paired(), learner("hand-1"), PLAN, "m1", "Done.")
    refused("goal-in-review", goals.drop_goal_with_reason, record, learner("drop-01"), PLAN, "g1", "Enough.")
    record = milestones.decide_on_evidence(record, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1)
    record = goals.drop_goal_with_reason(record, learner("drop-01"), PLAN, "g1", "Enough.")
    plan = plan_of_record(record)
    assert ([one.id for one in plan.milestones], plan.percent_approved, goal(record).turned.stored_text("x")) == (
        ["m1", "m3"],
        50,
        "Enough.",
    )
    assert len(goal(record).milestones) == 2
    refused("no-milestone", milestones.start_milestone, record, learner("start-1"), PLAN, "m2")
    assert goals.drop_goal_with_reason(record, learner("drop-01"), PLAN, "g1", "Enough.") is record


def test_hours_of_a_week_and_a_word_on_the_pace_are_kept():
    record = goals.set_weekly_hours(paired(), learner("week-01"), PLAN, 6)
    record = goals.comment_on_own_pace(
        goals.set_weekly_hours(record, learner("week-02"), PLAN, 4), learner("contest-1"), PLAN, "I was ill."
    )
    assert (plan_of_record(record).weekly, plan_of_record(record).contest.stored_text("x")) == (4, "I was ill.")
    assert goals.set_weekly_hours(record, learner("week-02"), PLAN, 9) is record
    assert goals.comment_on_own_pace(record, learner("contest-1"), PLAN, "Twice") is record
    assert plan_of_record(agreed_after(record)).contest is None


def agreed_after(record):
    return goals.answer_proposal(
        goals.propose_drafts(record, learner("propose-9"), PLAN), mentor("agree-9"), PLAN, Kind.AGREED, "propose-9"
    )


@pytest.mark.parametrize(
    "act", [goals.propose_drafts, lambda r, a, t: goals.draft_or_propose_goal(r, a, t, Kind.PROPOSED, "g1", wanted(*BOTH))]
)
def test_a_proposal_repeated_is_one(act):
    record = act(paired(), learner("propose-1"), PLAN)
    assert act(record, learner("propose-1"), PLAN) is record
    refused("goal-not-now", goals.propose_drafts, agreed(), learner("propose-2"), PLAN)
    assert goals.answer_proposal(agreed(), mentor("agree-1"), PLAN, Kind.AGREED, "propose-1").log == agreed().log


def test_a_wish_dies_with_what_is_left_out_and_a_granted_day_is_kept_by_what_is_proposed_meanwhile():
    record = milestones.ask_for_another_day(agreed(), learner("later-1"), PLAN, "m1", date(2026, 3, 1), "Shifts.")
    record = change(record, learner, "propose-2", *BOTH, ("", "New"))
    record = milestones.grant_learner_wish(record, mentor("grant-1"), PLAN, "m1", "later-1")
    record = goals.answer_proposal(record, mentor("agree-2"), PLAN, Kind.AGREED, "propose-2")
    assert at(record, "m1").due == date(2026, 3, 1)


OVER, TODAY = date(2026, 1, 4), date(2026, 1, 5)


@pytest.mark.parametrize("who", [learner, mentor])
@pytest.mark.parametrize(
    ("rows", "more", "field"),
    [
        ([*BOTH], {"by": OVER}, "by"),
        ([MilestoneInput("m1", "Describe", day=OVER, field="milestones.m1.day"), BOTH[1]], {}, "milestones.m1.day"),
        ([*BOTH, MilestoneInput("", "New", day=OVER, field="milestones.new1.day")], {}, "milestones.new1.day"),
    ],
)
def test_a_day_that_is_over_is_not_wanted_of_a_goal(who, rows, more, field):
    assert refused("day-past", change, agreed(), who, "propose-2", *rows, **more).field == field
    today = [row if row.day != OVER else MilestoneInput(row.id, row.title, day=TODAY) for row in rows]
    change(agreed(), who, "propose-2", *today, **dict.fromkeys(more, TODAY))


def test_a_day_that_has_passed_meanwhile_may_stay_where_it_stands():
    record = change(agreed(), learner, "propose-2", *BOTH, by=date(2026, 1, 9))

    def later(key):
        return learner(key, NOON + timedelta(days=60))

    record = change(record, later, "propose-3", *BOTH, by=date(2026, 1, 9))
    refused("day-past", change, record, later, "propose-4", *BOTH, by=date(2026, 1, 8))
