"""Days and pace: whether a plan can be kept, how far ahead of it the learner is, and what returns two weeks later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil

from .dates import goals_with_due_days
from .model import Goal, GoalState, Milestone, MilestoneState, Plan
from .rescheduling import plan_moved_by_pauses

WEEK = timedelta(days=7)
RECALL_AFTER, RECALL_UNTIL = timedelta(days=14), timedelta(days=28)
"""How long after its approval a milestone is asked about once more (docs/rules.md, Plan 9), and until when."""


def plan_after_pauses(plan: Plan) -> Plan:
    """Return the plan with the days of a pause moved, as long as nobody has said that they stay."""
    return plan_moved_by_pauses(plan, plan.absences) if plan.absences else plan


def days_ahead_of_plan(plan: Plan, today: date) -> int | None:
    """Return how many days the learner is ahead of their own dates, or behind when negative (docs/rules.md, Figures 10).

    None while no date is planned, or before the first of them with nothing done. What is handed in counts as done, for
    the wait for a review is not the learner's; granted days and pauses count, for they have moved the dates.
    """
    dated = sorted(_dated(plan_after_pauses(plan).kept_milestones), key=lambda pair: pair[1])
    done = sum(one.hours for one, _day in dated if one.is_met)
    reached, ahead_of, sum_of = None, None, 0
    for one, day in dated:
        sum_of += one.hours
        if sum_of <= done:
            reached = day
        elif ahead_of is None:
            ahead_of = day
    if reached and today < reached:
        return (reached - today).days
    if ahead_of and today > ahead_of:
        return (ahead_of - today).days
    return None if reached is None else 0


def count_expected_by_today(plan: Plan, today: date) -> int:
    """Return how many milestones, in the order of their dates, the plan expected to be done by today."""
    return sum(day <= today for _one, day in _dated(plan_after_pauses(plan).kept_milestones))


def _dated(milestones: Sequence[Milestone]) -> Iterator[tuple[Milestone, date]]:
    for one in milestones:
        if one.due is not None:
            yield one, one.due


class Concern(StrEnum):
    """Why a plan may be hard to keep."""

    PAST = "past"
    AFTER_END = "after-end"
    SAME_DAY = "same-day"
    TOO_MUCH = "too-much"


@dataclass(frozen=True, slots=True)
class PlanDoubt:
    """One thing to look at before agreeing: a milestone, and the other on the same day, or the hours a week it takes."""

    concern: Concern
    milestone: Milestone
    other: Milestone | None = None
    hours: int = 0


def plan_with_proposal(plan: Plan, goal: Goal) -> tuple[Plan, tuple[Milestone, ...]]:
    """Return the plan as it would be with what is proposed for a goal, and that goal's milestones in it."""
    shape = goal.offer.shape if goal.offer else None
    if shape:
        have = {one.id: one for one in goal.milestones}
        wanted = tuple(
            have.get(one.id, one)._replace(title=one.title, planned=one.planned, hours=one.hours, leaving=one.leaving)
            for one in shape.milestones
        )
        goal = goal._replace(state=goal.state or GoalState.PROPOSED, milestones=wanted)
    goals = goals_with_due_days(tuple(goal if one.id == goal.id else one for one in plan.goals))
    after = replace(plan, goals=goals)
    return after, tuple(one for one in after.find_goal(goal.id).milestones if one.is_open and not one.is_met and not one.leaving)


def doubts_about_proposal(plan: Plan, goal: Goal, today: date, ends: date | None) -> list[PlanDoubt]:
    """Return what to look at before what is proposed for a goal is agreed (docs/rules.md). Nothing of it forbids agreeing."""
    after, mine = plan_with_proposal(plan, goal)
    everything = [(one, day) for one, day in _dated(after.kept_milestones) if one.is_open and not one.leaving]
    found = [PlanDoubt(Concern.PAST, one) for one, day in _dated(mine) if day < today]
    found += [PlanDoubt(Concern.AFTER_END, one) for one, day in _dated(mine) if ends and day > ends]
    for one, day in _dated(mine):
        same = next((other for other, its in everything if its == day and other.id != one.id), None)
        if same and not any(doubt.other and doubt.other.id == one.id for doubt in found):
            found.append(PlanDoubt(Concern.SAME_DAY, one, same))
    return found + _too_much(everything, {one.id for one in mine}, plan.weekly, today)


def _too_much(everything: list[tuple[Milestone, date]], mine: set[str], weekly: int | None, today: date) -> list[PlanDoubt]:
    """Return the date by which most hours a week are needed, if that is more than the learner has."""
    work, worst = 0, None
    for one, day in sorted(everything, key=lambda pair: pair[1]):
        work += one.hours
        weeks = max((day - today) / WEEK, 1.0)
        needed = ceil(work / weeks)
        if weekly and needed > weekly and (worst is None or needed > worst.hours):
            worst = PlanDoubt(Concern.TOO_MUCH, one, hours=needed)
    return [worst] if worst and worst.milestone.id in mine else []


def milestone_to_recall(plan: Plan, now: datetime) -> Milestone | None:
    """Return the milestone to be asked about once more: the one approved first among those approved about two weeks ago."""
    asked = [
        one
        for one in plan.milestones
        if one.state is MilestoneState.APPROVED
        and one.recalled is None
        and one.since
        and RECALL_AFTER <= now - one.since < RECALL_UNTIL
    ]
    return min(asked, key=lambda one: (one.since or now, one.id), default=None)
