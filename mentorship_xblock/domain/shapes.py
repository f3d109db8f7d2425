"""Goals as an entry of the log keeps them: when a plan becomes the learner's own, and when somebody would change one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from .plan import Goal, Milestone, Plan, Shape
from .record.values import Json, JsonObject, calendar_day
from .template import HOURS, Aim, Due

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


def as_written(goals: Iterable[Goal]) -> list[Json]:
    """Return what an entry keeps of goals."""
    return [{"i": goal.id, **shape_json(_shape_of(goal))} for goal in goals]


def _shape_of(goal: Goal) -> Shape:
    return Shape(goal.title, goal.why, goal.by, goal.obstacle, None, goal.milestones)


def shape_json(shape: Shape) -> dict[str, Json]:
    """Return what an entry keeps of a goal's shape. What is empty or usual is left out."""
    kept: dict[str, Json] = {
        "n": shape.title,
        "y": shape.why,
        "b": shape.by.isoformat() if shape.by else "",
        "o": shape.obstacle,
        "at": shape.place,
        "ms": [_milestone_json(one) for one in shape.milestones],
    }
    return {key: value for key, value in kept.items() if value not in ("", None)}


def _milestone_json(one: Milestone) -> dict[str, Json]:
    kept: dict[str, Json] = {
        "i": one.id,
        "n": one.title,
        "h": one.detail,
        "d": one.planned.day.isoformat() if one.planned.day else "",
        "e": one.planned.days,
        "a": one.planned.after,
        "w": one.hours if one.hours != HOURS else None,
        "c": list(one.criteria) or None,
        "z": one.optional or None,
        "l": one.leaving,
    }
    return {key: value for key, value in kept.items() if value not in ("", None)}


def written(stored: Json) -> tuple[Goal, ...]:
    """Read goals that an entry keeps. What has no id, or is no object, is left out."""
    return tuple(_goal(str(one["i"]), one) for one in _objects(stored))


def _goal(goal: str, stored: JsonObject) -> Goal:
    shape = shape_of(stored)
    return Goal(goal, shape.title, shape.why, shape.by, shape.obstacle, milestones=shape.milestones)


def shape_of(stored: JsonObject) -> Shape:
    """Read a goal's shape that an entry keeps, as far as it can be read."""
    return Shape(
        _text(stored, "n"),
        _text(stored, "y"),
        calendar_day(stored.get("b")),
        _text(stored, "o"),
        _number(stored.get("at")),
        tuple(_milestone(one) for one in _objects(stored.get("ms"))),
    )


def _milestone(stored: JsonObject) -> Milestone:
    criteria = stored.get("c")
    return Milestone(
        str(stored["i"]),
        _text(stored, "n"),
        _text(stored, "h"),
        Due(_number(stored.get("e")), calendar_day(stored.get("d")), _text(stored, "a")),
        hours=_number(stored.get("w")) or HOURS,
        criteria=tuple(str(one) for one in criteria) if isinstance(criteria, list | tuple) else (),
        optional=bool(stored.get("z")),
        leaving=_text(stored, "l"),
    )


def _text(stored: JsonObject, key: str) -> str:
    value = stored.get(key)
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _objects(stored: Json) -> Iterator[JsonObject]:
    for one in stored if isinstance(stored, list | tuple) else ():
        if isinstance(one, Mapping) and "i" in one:
            yield one
