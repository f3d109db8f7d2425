"""The days of a plan: the course's plan for somebody who joined then, and days that are counted from other days."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from .course_plan import CourseGoal, PlannedDay
from .model import Goal, Milestone, Plan

YEAR_LIMIT = 9_000
"""A day beyond this year is none: what is counted from it would leave the calendar."""


@lru_cache(maxsize=64)
def plan_from_course(aims: tuple[CourseGoal, ...], joined: date | None) -> Plan:
    """Return the course's plan as it is for somebody who joined then. Days after joining become days of the calendar."""
    goals = tuple(
        Goal(
            aim.id,
            aim.title,
            milestones=tuple(
                Milestone(
                    step.id, step.title, step.detail, _fixed_day(step.due, joined),
                    hours=step.hours, criteria=step.criteria, optional=step.optional,
                )
                for step in aim.steps
            ),
        )
        for aim in aims
    )  # fmt: skip
    return Plan(goals_with_due_days(goals))


def _fixed_day(due: PlannedDay, joined: date | None) -> PlannedDay:
    """Return a day that no longer depends on when somebody joined."""
    if due.days is None or due.after or joined is None:
        return due
    return replace(due, day=day_after_days(joined, due.days))


def day_after_days(day: date, days: int) -> date | None:
    """Return the day so many days later; None for one that would leave the calendar."""
    try:
        later = day + timedelta(days=days)
    except OverflowError:
        return None
    return later if later.year < YEAR_LIMIT else None


def goals_with_due_days(goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """Return the goals with the day each milestone is planned for. What would be counted from itself has none."""
    planned = {one.id: one.planned for goal in goals for one in goal.milestones}
    days: dict[str, date | None] = {}

    def day(milestone: str) -> date | None:
        if milestone not in days:
            days[milestone] = None  # asked for again on the way: a circle, and so no day
            days[milestone] = _counted(planned[milestone])
        return days[milestone]

    def _counted(due: PlannedDay) -> date | None:
        if due.day is not None or due.days is None or due.after not in planned:
            return due.day if due.day is None or due.day.year < YEAR_LIMIT else None
        start = day(due.after)
        return day_after_days(start, due.days) if start else None

    return tuple(_goal_on_days(goal, [day(one.id) for one in goal.milestones]) for goal in goals)


def _goal_on_days(goal: Goal, days: list[date | None]) -> Goal:
    if days == [one.due for one in goal.milestones]:
        return goal
    return goal._replace(milestones=tuple(one._replace(due=due) for one, due in zip(goal.milestones, days, strict=True)))
