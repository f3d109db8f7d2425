"""The plan that an author wrote, read and checked: goals with steps, their days, and the ids that tie work to them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from ..domain.plan.course_plan import DEFAULT_HOURS, CourseGoal, CourseMilestone, PlannedDay, UnitsEffect
from ..domain.record.text_rules import DETAIL_MAX
from ..domain.record.values import parse_calendar_day
from .parsing import FieldReader

CRITERIA_MAX = 10
MILESTONE_HOURS_MAX = 200
PLAN_ITEMS_MAX = 60
"""Goals and milestones of one plan together."""
DUE_DAYS_MAX = 730
DAY_FIRST, DAY_LAST = date(1970, 1, 1), date(2199, 12, 31)
"""Between which days a date is taken for a date, and not for a slip of the finger."""
MILESTONE_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def read_plan_rows(reader: FieldReader, written: object) -> tuple[CourseGoal, ...]:
    """Read the plan. A step counted from one that is left out keeps its place, without a date."""
    rows = reader.read_written(written, "plan")
    aims = tuple(_Outline(reader, rows).read_goals())
    kept = {step.id for aim in aims for step in aim.steps}
    return tuple(replace(aim, steps=tuple(_dated(step, kept) for step in aim.steps)) for aim in aims)


def _dated(step: CourseMilestone, kept: set[str]) -> CourseMilestone:
    return replace(step, due=PlannedDay()) if step.due.after and step.due.after not in kept else step


class _Outline:
    """The goals of a plan while they are read: which ids are taken, and which step is counted from which."""

    def __init__(self, reader: FieldReader, rows: object) -> None:
        self._reader, self._rows = reader, rows
        self._ids: set[str] = set()
        self._after = _afters(rows)
        self._circles = {step for step in self._after if _returns(step, self._after)}

    def read_goals(self) -> Iterator[CourseGoal]:
        for path, row in self._reader.read_rows(self._rows, "plan"):
            before = len(self._reader.faults)
            found = self._id(row, path)
            title = self._reader.read_line(row, path, "title", "title", needed=True)
            sound = len(self._reader.faults) == before
            steps = tuple(self._steps(row.get("milestones", []), f"{path}.milestones"))
            if sound:
                yield CourseGoal(found, title, steps)

    def _steps(self, rows: object, field: str) -> Iterator[CourseMilestone]:
        reader = self._reader
        for path, row in reader.read_rows(rows, field):
            before = len(reader.faults)
            found = self._id(row, path)
            step = CourseMilestone(
                found,
                reader.read_line(row, path, "title", "title", needed=True),
                reader.read_text(row.get("detail"), f"{path}.detail", DETAIL_MAX),
                self._due(row.get("due"), f"{path}.due", found),
                reader.read_number(
                    _given(row, "hours", DEFAULT_HOURS), f"{path}.hours", MILESTONE_HOURS_MAX, "hours", DEFAULT_HOURS
                ),
                reader.read_lines(row.get("criteria"), f"{path}.criteria", CRITERIA_MAX),
                reader.read_flag(row.get("optional"), f"{path}.optional"),
                reader.read_choice(_given(row, "finish", UnitsEffect.NOTHING), f"{path}.finish", UnitsEffect.NOTHING),
            )
            if len(reader.faults) == before:
                yield step

    def _id(self, row: Mapping[str, Any], path: str) -> str:
        """Read an id, which ties a learner's work to its milestone and so has to stay what it is."""
        found = row.get("id")
        if not isinstance(found, str) or not MILESTONE_ID.fullmatch(found) or found in self._ids:
            self._reader.note_refusal("plan-id", f"{path}.id")
            return ""
        if len(self._ids) == PLAN_ITEMS_MAX:
            self._reader.note_refusal("plan-too-long", path, most=PLAN_ITEMS_MAX)
            return ""
        self._ids.add(found)
        return found

    def _due(self, due: object, path: str, step: str) -> PlannedDay:
        """Read when a step is planned for.

        Nothing; ``{"day": "2026-06-12"}``; ``{"days": 14}`` after joining, or with ``"after": "<id>"`` after that step's day.
        """
        if due in (None, "", {}):
            return PlannedDay()
        if not isinstance(due, Mapping) or due.get("day") or not due.keys() & {"days", "after"}:
            day = parse_calendar_day(due.get("day")) if isinstance(due, Mapping) else None
            if day is None or not DAY_FIRST <= day <= DAY_LAST:
                self._reader.note_refusal("due-day", path)
            return PlannedDay(day=day)
        days = self._reader.read_number(due.get("days"), path, DUE_DAYS_MAX, "due-days", 1)
        after = due.get("after")
        if after is None:
            return PlannedDay(days)
        if not isinstance(after, str) or after not in self._after:
            self._reader.note_refusal("due-after", f"{path}.after")
            return PlannedDay(days)
        if step in self._circles:
            self._reader.note_refusal("due-cycle", f"{path}.after")
        return PlannedDay(days, after=after)


def _given(row: Mapping[str, Any], name: str, otherwise: object) -> object:
    value = row.get(name)
    return otherwise if value is None or value == "" else value


def _afters(rows: object) -> dict[str, str]:
    """Return each step that is written, sound or not, by its id: the id of the step its date is counted from, if any."""
    found: dict[str, str] = {}
    for goal in rows if isinstance(rows, list | tuple) else ():
        steps = goal.get("milestones") if isinstance(goal, Mapping) else None
        for step in steps if isinstance(steps, list | tuple) else ():
            name = step.get("id") if isinstance(step, Mapping) else None
            if isinstance(name, str) and MILESTONE_ID.fullmatch(name) and len(found) < PLAN_ITEMS_MAX:
                found.setdefault(name, _after(step.get("due")))
    return found


def paths_of_milestones(rows: object) -> dict[str, str]:
    """Return the path of the row of each milestone that is written, sound or not, by its id; of two with one id, the first."""
    found: dict[str, str] = {}
    for first, goal in enumerate(rows if isinstance(rows, list | tuple) else ()):
        steps = goal.get("milestones") if isinstance(goal, Mapping) else None
        for second, step in enumerate(steps if isinstance(steps, list | tuple) else ()):
            if isinstance(step, Mapping) and isinstance(step.get("id"), str):
                found.setdefault(step["id"], f"plan[{first}].milestones[{second}]")
    return found


def _after(due: object) -> str:
    after = due.get("after") if isinstance(due, Mapping) and not due.get("day") else None
    return after if isinstance(after, str) else ""


def _returns(step: str, after: Mapping[str, str]) -> bool:
    """Tell whether counting back from a step leads to itself."""
    passed: set[str] = set()
    here = after[step]
    while here != step and here in after and here not in passed:
        passed.add(here)
        here = after[here]
    return here == step


@lru_cache(maxsize=32)
def read_plan_in_use(written: str) -> tuple[CourseGoal, ...]:
    """Read a plan that has been read before, most likely: it is the same for every learner and every view."""
    return read_plan_rows(FieldReader(), json.loads(written))
