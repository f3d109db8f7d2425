"""The days of a plan: the course's plan for somebody who joined then, and days that are counted from other days."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from .course_plan import Aim, Due
from .model import Goal, Milestone, Plan

YEARS_MAX = 9_000
"""A day beyond this year is none: what is counted from it would leave the calendar."""


@lru_cache(maxsize=64)
def course_plan(aims: tuple[Aim, ...], joined: date | None) -> Plan:
    """Return the course's plan as it is for somebody who joined then. Days after joining become days of the calendar."""
    goals = tuple(
        Goal(
            aim.id,
            aim.title,
            milestones=tuple(
                Milestone(
                    step.id, step.title, step.detail, _fixed(step.due, joined),
                    hours=step.hours, criteria=step.criteria, optional=step.optional,
                )
                for step in aim.steps
            ),
        )
        for aim in aims
    )  # fmt: skip
    return Plan(on_days(goals))


def _fixed(due: Due, joined: date | None) -> Due:
    """Return a day that no longer depends on when somebody joined."""
    if due.days is None or due.after or joined is None:
        return due
    return replace(due, day=days_after(joined, due.days))


def days_after(day: date, days: int) -> date | None:
    """Return the day so many days later; None for one that would leave the calendar."""
    try:
        later = day + timedelta(days=days)
    except OverflowError:
        return None
    return later if later.year < YEARS_MAX else None


def on_days(goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """Return the goals with the day each milestone is planned for. What would be counted from itself has none."""
    planned = {one.id: one.planned for goal in goals for one in goal.milestones}
    days: dict[str, date | None] = {}

    def day(milestone: str) -> date | None:
        if milestone not in days:
            days[milestone] = None  # asked for again on the way: a circle, and so no day
            days[milestone] = _counted(planned[milestone])
        return days[milestone]

    def _counted(due: Due) -> date | None:
        if due.day is not None or due.days is None or due.after not in planned:
            return due.day if due.day is None or due.day.year < YEARS_MAX else None
        start = day(due.after)
        return days_after(start, due.days) if start else None

    return tuple(_on_days(goal, [day(one.id) for one in goal.milestones]) for goal in goals)


def _on_days(goal: Goal, days: list[date | None]) -> Goal:
    if days == [one.due for one in goal.milestones]:
        return goal
    return goal._replace(milestones=tuple(one._replace(due=due) for one, due in zip(goal.milestones, days, strict=True)))
