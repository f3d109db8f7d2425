"""The program an author configures, as values: who mentors, how pairs are made, the promise, the plan to start from.

One reading serves two readers. A course in session goes on with what is well-formed; Studio refuses to save while
anything is not, and shows each fault beside its field.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from .domain.ledger import CAPACITY_MAX
from .domain.plan import Aim, Due, Step
from .domain.refusals import Refused
from .domain.values import calendar_day

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

LINE_MAX = 200
DETAIL_MAX = 1_000
MILESTONES_MAX = 60
DAYS_MAX = 730
REPLY_HOURS = 24
REPLY_HOURS_MAX = 336
STEP_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


class Assignment(StrEnum):
    """How a learner gets their mentor."""

    BALANCED = "balanced"
    BY_HAND = "by_hand"


class Begins(StrEnum):
    """When a learner's mentoring starts."""

    PRESS = "press"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Place:
    """One mentor on the roster. ``about`` is the line that learners read under the name."""

    username: str
    capacity: int
    backup: str = ""
    about: str = ""


@dataclass(frozen=True)
class Program:
    """What the author wrote, checked."""

    roster: tuple[Place, ...] = ()
    assignment: Assignment = Assignment.BALANCED
    begins: Begins = Begins.PRESS
    reply_hours: int = REPLY_HOURS
    """Within how many hours a question is to be answered."""
    plan: tuple[Aim, ...] = ()

    def place(self, username: str) -> Place | None:
        """Return this person's place on the roster, if they have one."""
        return next((place for place in self.roster if place.username == username), None)

    @property
    def backups(self) -> frozenset[str]:
        """The usernames of all who are somebody's backup."""
        return frozenset(place.backup for place in self.roster if place.backup)

    def covers(self, username: str) -> frozenset[str]:
        """Return the usernames of those whom this person backs up."""
        return frozenset(place.username for place in self.roster if place.backup == username)


Authored = Mapping[str, Any]
"""The authored fields of a block by their names: roster, assignment, begins, reply_hours, plan."""


def read_program(authored: Authored) -> tuple[Program, list[Refused]]:
    """Return the program as far as it is well-formed, and every fault in it, each naming its field by path."""
    faults: list[Refused] = []

    def sound(read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except Refused as fault:
            faults.append(fault)
            return otherwise

    program = Program(
        roster=tuple(_roster(authored.get("roster"), faults)),
        assignment=sound(lambda: _choice(authored, "assignment", Assignment), Assignment.BALANCED),
        begins=sound(lambda: _choice(authored, "begins", Begins), Begins.PRESS),
        reply_hours=sound(
            lambda: _number(authored.get("reply_hours"), "reply_hours", REPLY_HOURS_MAX, "reply-hours"), REPLY_HOURS
        ),
        plan=tuple(_plan(authored.get("plan"), faults)),
    )
    return program, faults


def _rows(rows: object, field: str, faults: list[Refused]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Yield each row that is an object, with its path."""
    if not isinstance(rows, list | tuple):
        faults.append(Refused("rows", field))
        return
    for index, row in enumerate(rows):
        path = f"{field}[{index}]"
        if isinstance(row, Mapping):
            yield path, row
        else:
            faults.append(Refused("rows", path))


def _roster(rows: object, faults: list[Refused]) -> Iterable[Place]:
    names: set[str] = set()
    for path, row in _rows(rows, "roster", faults):
        try:
            place = _place(row, path)
            if place.username in names:
                raise Refused("roster-twice", f"{path}.username", username=place.username)
        except Refused as fault:
            faults.append(fault)
            continue
        names.add(place.username)
        yield place


def _place(row: Mapping[str, Any], path: str) -> Place:
    username = _line(row, path, "username", "roster-username", needed=True)
    backup = _line(row, path, "backup", "roster-backup")
    if backup == username:
        raise Refused("roster-backup", f"{path}.backup")
    return Place(
        username,
        _number(row.get("capacity", CAPACITY_MAX), f"{path}.capacity", CAPACITY_MAX, "roster-capacity"),
        backup,
        _line(row, path, "about", "line-too-long"),
    )


def _plan(rows: object, faults: list[Refused]) -> Iterable[Aim]:
    ids: set[str] = set()
    for path, row in _rows(rows, "plan", faults):
        try:
            aim = Aim(_id(row, path, ids), _line(row, path, "title", "title", needed=True))
        except Refused as fault:
            faults.append(fault)
            continue
        steps = []
        for step_path, step in _rows(row.get("milestones", []), f"{path}.milestones", faults):
            try:
                if len(ids) > MILESTONES_MAX:
                    raise Refused("plan-too-long", step_path, most=MILESTONES_MAX)
                steps.append(_step(step, step_path, ids))
            except Refused as fault:
                faults.append(fault)
        yield Aim(aim.id, aim.title, tuple(steps))


def _step(row: Mapping[str, Any], path: str, ids: set[str]) -> Step:
    title = _line(row, path, "title", "title", needed=True)
    detail = row.get("detail") or ""
    if not isinstance(detail, str) or len(detail) > DETAIL_MAX:
        raise Refused("line-too-long", f"{path}.detail", most=DETAIL_MAX)
    return Step(_id(row, path, ids), title, detail.strip(), _due(row.get("due"), f"{path}.due"))


def _due(due: object, path: str) -> Due:
    """Read when a milestone is due: ``{"days": 14}`` after joining, ``{"day": "2026-06-12"}``, or nothing."""
    if due in (None, "", {}):
        return Due()
    if isinstance(due, Mapping) and due.get("day"):
        day: date | None = calendar_day(due["day"])
        if day is None:
            raise Refused("due-day", path)
        return Due(day=day)
    if not isinstance(due, Mapping):
        raise Refused("due-day", path)
    return Due(days=_number(due.get("days"), path, DAYS_MAX, "due-days"))


def _id(row: Mapping[str, Any], path: str, ids: set[str]) -> str:
    """Read an id, which ties a learner's work to its milestone and so has to stay what it is."""
    found = row.get("id")
    if not isinstance(found, str) or not STEP_ID.fullmatch(found) or found in ids:
        raise Refused("plan-id", f"{path}.id")
    ids.add(found)
    return found


def _line(row: Mapping[str, Any], path: str, name: str, code: str, needed: bool = False) -> str:
    value = row.get(name) or ""
    field = f"{path}.{name}"
    if not isinstance(value, str) or (needed and not value.strip()):
        raise Refused(code, field)
    if len(value.strip()) > LINE_MAX:
        raise Refused("line-too-long", field, most=LINE_MAX)
    return value.strip()


def _number(value: object, field: str, most: int, code: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise Refused(code, field, most=most)
    return value


def _choice(authored: Authored, name: str, choices: type[E]) -> E:
    value = authored.get(name)
    if not isinstance(value, str) or value not in set(choices):
        raise Refused("choice", name)
    return choices(value)
