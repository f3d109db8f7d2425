"""The program an author configures, as values: who mentors, how pairs are made, the promise, the plan to start from.

One reading serves two readers. A course in session goes on with what is well-formed; Studio refuses to save while
anything is not, and shows each fault beside its field.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from .domain.mentor.learner_index import CAPACITY_MAX
from .domain.mentor.reply_targets import Targets
from .domain.plan.course_plan import HOURS, Aim, Due, Finish, Step
from .domain.record.errors import Refused
from .domain.record.text_rules import DETAIL_MAX, as_it_looks
from .domain.record.values import calendar_day
from .reading import Reader

CRITERIA_MAX = 10
HOURS_MAX = 200
PLAN_MAX = 60
"""Goals and milestones of one plan together."""
UNITS_MAX = 10
"""Units that one milestone is bound to."""
DAYS_MAX = 730
DAY_FIRST, DAY_LAST = date(1970, 1, 1), date(2199, 12, 31)
"""Between which days a date is taken for a date, and not for a slip of the finger."""
REPLY_HOURS, REVIEW_HOURS = 24, 72
TARGET_HOURS_MAX = 336
IN_USERNAMES = frozenset("._-+~'’")
"""Signs that are part of a name besides letters, digits and what is written above or below them."""
STEP_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
UNIT_KEY = re.compile(rf"({STEP_ID.pattern}):([0-9])")
"""How the unit number n of a step is called: the id of the step, a colon (old stores of courses refuse a dot), n from 0."""


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

    # Defaults are made, not kept on the class: there they would hide what a program in use has yet to read.
    roster: tuple[Place, ...] = field(default_factory=tuple)
    assignment: Assignment = field(default_factory=lambda: Assignment.BALANCED)
    begins: Begins = field(default_factory=lambda: Begins.PRESS)
    reply_hours: float = field(default_factory=lambda: REPLY_HOURS)
    """Within how many of the mentor's hours a question is to be answered."""
    review_hours: float = field(default_factory=lambda: REVIEW_HOURS)
    """Within how many of them what is handed in or proposed is to be answered."""
    plan: tuple[Aim, ...] = field(default_factory=tuple)
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The units that a step is bound to, by the step's id, each by its name within the course."""

    def place(self, username: str) -> Place | None:
        """Return this person's place on the roster, if they have one."""
        return next((place for place in self.roster if place.username == username), None)

    @property
    def targets(self) -> Targets:
        """Within how much of a mentor's time they are to answer."""
        return Targets(timedelta(hours=self.reply_hours), timedelta(hours=self.review_hours))

    @property
    def backups(self) -> frozenset[str]:
        """The usernames of all who are somebody's backup."""
        return frozenset(place.backup for place in self.roster if place.backup)

    def beside(self, username: str) -> frozenset[str]:
        """Return the usernames on the rows that this person's desk needs: whom they back up, and their own backup."""
        rows = (place for place in self.roster if username in (place.username, place.backup))
        return frozenset(name for place in rows for name in (place.username, place.backup) if name not in ("", username))


Authored = Mapping[str, Any]
"""The authored fields of a block by their names: roster, assignment, begins, reply_hours, review_hours, plan, units."""


def read_program(authored: Authored) -> tuple[Program, list[Refused]]:
    """Return the program as far as it is well-formed, and every fault in it, each naming its field by path.

    Nothing that JSON can say makes this fail, and a row with a fault is left out whole.
    """
    reader = Reader()
    program = Program(**{name: read(reader, authored.get(name)) for name, read in PARTS.items()})
    steps = {step.id for aim in program.plan for step in aim.steps}
    units = {step: usages for step, usages in program.units.items() if step in steps}
    return replace(program, units=units), reader.faults


class ProgramInUse(Program):
    """A program each part of which is read when it is first asked for, as far as it is well-formed.

    A view needs two or three parts of seven, and on some hosts each costs a query.
    """

    def __init__(self, authored: Authored) -> None:
        """Take the authored fields, unread."""
        object.__setattr__(self, "_authored", authored)

    def __getattr__(self, name: str) -> Any:
        """Read a part; from then on it is there."""
        if name not in PARTS:
            raise AttributeError(name)
        written = self._authored.get(name)
        part = _plan_in_use(json.dumps(written, default=str)) if name == "plan" else PARTS[name](Reader(), written)
        object.__setattr__(self, name, part)
        return part


def as_authored(program: Program) -> dict[str, Any]:
    """Return the fields from which ``read_program`` reads this program, without what is empty."""
    return {
        "roster": [_place_fields(place) for place in program.roster],
        "assignment": program.assignment.value,
        "begins": program.begins.value,
        "reply_hours": program.reply_hours,
        "review_hours": program.review_hours,
        "plan": [
            {"id": aim.id, "title": aim.title, "milestones": [_step_fields(step) for step in aim.steps]} for aim in program.plan
        ],
        "units": units_as_stored(program.units),
    }


def _place_fields(place: Place) -> dict[str, Any]:
    optional = {"backup": place.backup, "about": place.about}
    return {"username": place.username, "capacity": place.capacity, **{name: text for name, text in optional.items() if text}}


def _step_fields(step: Step) -> dict[str, Any]:
    said = {
        "detail": step.detail,
        "due": _due_fields(step.due),
        "hours": step.hours,
        "criteria": list(step.criteria),
        "optional": step.optional,
        "finish": step.finish.value,
    }
    usual = {"hours": HOURS, "finish": Finish.NOTHING}
    return {
        "id": step.id,
        "title": step.title,
        **{name: value for name, value in said.items() if value and value != usual.get(name)},
    }


def _due_fields(due: Due) -> dict[str, Any]:
    if due.day:
        return {"day": due.day.isoformat()}
    fields = {"days": due.days, "after": due.after}
    return {name: value for name, value in fields.items() if value}


def _roster(reader: Reader, rows: object) -> Iterator[Place]:
    names: set[str] = set()
    for path, row in reader.rows(rows, "roster"):
        before = len(reader.faults)
        place = _place(reader, row, path)
        if place.username and place.username in names:
            reader.refuse("roster-twice", f"{path}.username", username=place.username)
        names.add(place.username)
        if len(reader.faults) == before:
            yield place


def _username(reader: Reader, row: Mapping[str, Any], path: str, name: str, code: str, needed: bool = False) -> str:
    """Read a username as it looks. What reads like two words, a list or an e-mail address is none."""
    value = row.get(name)
    found = reader.line({**row, name: as_it_looks(value)} if isinstance(value, str) else row, path, name, code, needed)
    if any(sign not in IN_USERNAMES and unicodedata.category(sign)[0] in "ZPSC" for sign in found):
        reader.refuse("username", f"{path}.{name}")
        return ""
    return found


def _place(reader: Reader, row: Mapping[str, Any], path: str) -> Place:
    username = _username(reader, row, path, "username", "roster-username", needed=True)
    backup = _username(reader, row, path, "backup", "roster-backup")
    if backup and backup == username:
        reader.refuse("roster-backup", f"{path}.backup")
    capacity = row.get("capacity", CAPACITY_MAX)
    return Place(
        username,
        reader.number(capacity, f"{path}.capacity", CAPACITY_MAX, "roster-capacity", CAPACITY_MAX),
        backup,
        reader.line(row, path, "about", "line"),
    )


def _plan(reader: Reader, written: object) -> tuple[Aim, ...]:
    """Read the plan. A step counted from one that is left out keeps its place, without a date."""
    rows = reader.read(written, "plan")
    aims = tuple(_Outline(reader, rows).aims())
    kept = {step.id for aim in aims for step in aim.steps}
    return tuple(replace(aim, steps=tuple(_dated(step, kept) for step in aim.steps)) for aim in aims)


def _dated(step: Step, kept: set[str]) -> Step:
    return replace(step, due=Due()) if step.due.after and step.due.after not in kept else step


class _Outline:
    """The goals of a plan while they are read: which ids are taken, and which step is counted from which."""

    def __init__(self, reader: Reader, rows: object) -> None:
        self._reader, self._rows = reader, rows
        self._ids: set[str] = set()
        self._after = _afters(rows)
        self._circles = {step for step in self._after if _returns(step, self._after)}

    def aims(self) -> Iterator[Aim]:
        for path, row in self._reader.rows(self._rows, "plan"):
            before = len(self._reader.faults)
            found = self._id(row, path)
            title = self._reader.line(row, path, "title", "title", needed=True)
            sound = len(self._reader.faults) == before
            steps = tuple(self._steps(row.get("milestones", []), f"{path}.milestones"))
            if sound:
                yield Aim(found, title, steps)

    def _steps(self, rows: object, field: str) -> Iterator[Step]:
        reader = self._reader
        for path, row in reader.rows(rows, field):
            before = len(reader.faults)
            found = self._id(row, path)
            step = Step(
                found,
                reader.line(row, path, "title", "title", needed=True),
                reader.text(row.get("detail"), f"{path}.detail", DETAIL_MAX),
                self._due(row.get("due"), f"{path}.due", found),
                reader.number(_given(row, "hours", HOURS), f"{path}.hours", HOURS_MAX, "hours", HOURS),
                reader.lines(row.get("criteria"), f"{path}.criteria", CRITERIA_MAX),
                reader.flag(row.get("optional"), f"{path}.optional"),
                reader.choice(_given(row, "finish", Finish.NOTHING), f"{path}.finish", Finish.NOTHING),
            )
            if len(reader.faults) == before:
                yield step

    def _id(self, row: Mapping[str, Any], path: str) -> str:
        """Read an id, which ties a learner's work to its milestone and so has to stay what it is."""
        found = row.get("id")
        if not isinstance(found, str) or not STEP_ID.fullmatch(found) or found in self._ids:
            self._reader.refuse("plan-id", f"{path}.id")
            return ""
        if len(self._ids) == PLAN_MAX:
            self._reader.refuse("plan-too-long", path, most=PLAN_MAX)
            return ""
        self._ids.add(found)
        return found

    def _due(self, due: object, path: str, step: str) -> Due:
        """Read when a step is planned for.

        Nothing; ``{"day": "2026-06-12"}``; ``{"days": 14}`` after joining, or with ``"after": "<id>"`` after that step's day.
        """
        if due in (None, "", {}):
            return Due()
        if not isinstance(due, Mapping) or due.get("day") or not due.keys() & {"days", "after"}:
            day = calendar_day(due.get("day")) if isinstance(due, Mapping) else None
            if day is None or not DAY_FIRST <= day <= DAY_LAST:
                self._reader.refuse("due-day", path)
            return Due(day=day)
        days = self._reader.number(due.get("days"), path, DAYS_MAX, "due-days", 1)
        after = due.get("after")
        if after is None:
            return Due(days)
        if not isinstance(after, str) or after not in self._after:
            self._reader.refuse("due-after", f"{path}.after")
            return Due(days)
        if step in self._circles:
            self._reader.refuse("due-cycle", f"{path}.after")
        return Due(days, after=after)


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
            if isinstance(name, str) and STEP_ID.fullmatch(name) and len(found) < PLAN_MAX:
                found.setdefault(name, _after(step.get("due")))
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


def _units(reader: Reader, written: object) -> dict[str, tuple[str, ...]]:
    """Read the units under the ids of their steps, in order. What stands under a key that names none, or is none, is left out."""
    said = reader.read(written, "units")
    if not isinstance(said, Mapping | None):
        reader.refuse("rows", "units")
    found: dict[str, dict[str, str]] = {}
    for key, usage in said.items() if isinstance(said, Mapping) else ():
        place = UNIT_KEY.fullmatch(key) if isinstance(key, str) else None
        if place and usage and isinstance(usage, str):
            found.setdefault(place[1], {})[place[2]] = usage
        elif usage not in (None, ""):
            reader.refuse("unit-name", "units", name=str(key))
    return {step: tuple(usages[n] for n in sorted(usages)) for step, usages in found.items()}


def units_by_step(written: object) -> dict[str, tuple[str, ...]]:
    """Return the units under the ids of their steps, in order, as far as they can be read."""
    return _units(Reader(), written)


def units_as_stored(units: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return what ``units_by_step`` reads as these."""
    return {f"{step}:{n}": usage for step, usages in units.items() for n, usage in enumerate(usages)}


@lru_cache(maxsize=32)
def _plan_in_use(written: str) -> tuple[Aim, ...]:
    """Read a plan that has been read before, most likely: it is the same for every learner and every view."""
    return _plan(Reader(), json.loads(written))


PARTS: Mapping[str, Callable[[Reader, object], Any]] = {
    "roster": lambda reader, written: tuple(_roster(reader, reader.read(written, "roster"))),
    "assignment": lambda reader, word: reader.choice(word, "assignment", Assignment.BALANCED),
    "begins": lambda reader, word: reader.choice(word, "begins", Begins.PRESS),
    "reply_hours": lambda reader, hours: reader.hours(hours, "reply_hours", TARGET_HOURS_MAX, "target-hours", REPLY_HOURS),
    "review_hours": lambda reader, hours: reader.hours(hours, "review_hours", TARGET_HOURS_MAX, "target-hours", REVIEW_HOURS),
    "plan": _plan,
    "units": _units,
}
"""The parts of a program, by the authored field each is read from."""
