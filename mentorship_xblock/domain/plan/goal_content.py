"""Goals as an entry of the log keeps them: when a plan becomes the learner's own, and when somebody would change one."""

from collections.abc import Iterable, Iterator, Mapping

from ..record.values import Json, JsonObject, parse_calendar_day
from .course_plan import DEFAULT_HOURS, PlannedDay
from .model import Goal, GoalContent, Milestone


def goals_as_stored(goals: Iterable[Goal]) -> list[Json]:
    """Return what an entry keeps of goals."""
    return [{"i": goal.id, **goal_content_as_json(_content_of(goal))} for goal in goals]


def _content_of(goal: Goal) -> GoalContent:
    return GoalContent(goal.title, goal.why, goal.by, goal.obstacle, None, goal.milestones)


def goal_content_as_json(shape: GoalContent) -> dict[str, Json]:
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
        "w": one.hours if one.hours != DEFAULT_HOURS else None,
        "c": list(one.criteria) or None,
        "z": one.optional or None,
        "l": one.leaving,
    }
    return {key: value for key, value in kept.items() if value not in ("", None)}


def read_stored_goals(stored: Json) -> tuple[Goal, ...]:
    """Read goals that an entry keeps. What has no id, or is no object, is left out."""
    return tuple(_goal(str(one["i"]), one) for one in _objects(stored))


def _goal(goal: str, stored: JsonObject) -> Goal:
    shape = read_goal_content(stored)
    return Goal(goal, shape.title, shape.why, shape.by, shape.obstacle, milestones=shape.milestones)


def read_goal_content(stored: JsonObject) -> GoalContent:
    """Read a goal's shape that an entry keeps, as far as it can be read."""
    return GoalContent(
        _text(stored, "n"),
        _text(stored, "y"),
        parse_calendar_day(stored.get("b")),
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
        PlannedDay(_number(stored.get("e")), parse_calendar_day(stored.get("d")), _text(stored, "a")),
        hours=_number(stored.get("w")) or DEFAULT_HOURS,
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
