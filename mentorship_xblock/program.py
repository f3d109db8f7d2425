"""The program an author configures, as values: who mentors, how pairs are made, the promise, the plan to start from.

One reading serves two readers. A course in session goes on with what is well-formed; Studio refuses to save while
anything is not, and shows each fault beside its field.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from .domain.ledger import CAPACITY_MAX
from .domain.refusals import Refused
from .domain.template import Aim, Due, Step
from .domain.texts import shown
from .domain.values import calendar_day

E = TypeVar("E", bound=StrEnum)

LINE_MAX = 200
DETAIL_MAX = 1_000
PLAN_MAX = 60
"""Goals and milestones of one plan together."""
DAYS_MAX = 730
REPLY_HOURS = 24
REPLY_HOURS_MAX = 336
DIGITS_MAX = 6
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

    # Defaults are made, not kept on the class: there they would hide what a program in use has yet to read.
    roster: tuple[Place, ...] = field(default_factory=tuple)
    assignment: Assignment = field(default_factory=lambda: Assignment.BALANCED)
    begins: Begins = field(default_factory=lambda: Begins.PRESS)
    reply_hours: int = field(default_factory=lambda: REPLY_HOURS)
    """Within how many hours a question is to be answered."""
    plan: tuple[Aim, ...] = field(default_factory=tuple)

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
    """Return the program as far as it is well-formed, and every fault in it, each naming its field by path.

    Nothing that JSON can say makes this fail, and a row with a fault is left out whole.
    """
    reader = _Reader()
    return Program(**{name: read(reader, authored.get(name)) for name, read in PARTS.items()}), reader.faults


class ProgramInUse(Program):
    """A program each part of which is read when it is first asked for, as far as it is well-formed.

    A view needs two parts of five, and on some hosts each costs a query.
    """

    def __init__(self, authored: Authored) -> None:
        """Take the authored fields, unread."""
        object.__setattr__(self, "_authored", authored)

    def __getattr__(self, name: str) -> Any:
        """Read a part; from then on it is there."""
        if name not in PARTS:
            raise AttributeError(name)
        part = PARTS[name](_Reader(), self._authored.get(name))
        object.__setattr__(self, name, part)
        return part


def as_authored(program: Program) -> dict[str, Any]:
    """Return the fields from which ``read_program`` reads this program, without what is empty."""
    return {
        "roster": [_place_fields(place) for place in program.roster],
        "assignment": program.assignment.value,
        "begins": program.begins.value,
        "reply_hours": program.reply_hours,
        "plan": [
            {"id": aim.id, "title": aim.title, "milestones": [_step_fields(step) for step in aim.steps]} for aim in program.plan
        ],
    }


def _place_fields(place: Place) -> dict[str, Any]:
    optional = {"backup": place.backup, "about": place.about}
    return {"username": place.username, "capacity": place.capacity, **{name: text for name, text in optional.items() if text}}


def _step_fields(step: Step) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": step.id, "title": step.title}
    if step.detail:
        fields["detail"] = step.detail
    if step.due.day:
        fields["due"] = {"day": step.due.day.isoformat()}
    elif step.due.days:
        fields["due"] = {"days": step.due.days}
    return fields


def read_line(value: object, field: str, code: str, needed: bool = False) -> str:
    """Return a line as it is stored, its words apart by one space. Raises Refused: this code, or its length, or its signs."""
    line = " ".join(value.split()) if isinstance(value, str) else ""
    if (needed and not line) or not isinstance(value, str | None):
        raise Refused(code, field)
    return _storable(line, field, LINE_MAX)


def _storable(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise Refused("line-too-long", field, most=most)
    if shown(text) != text:
        raise Refused("text-unstorable", field)
    return text


class _Reader:
    """Reads what may be malformed, and collects the faults instead of stopping at the first."""

    def __init__(self) -> None:
        self.faults: list[Refused] = []
        self._ids: set[str] = set()

    def roster(self, rows: object) -> Iterator[Place]:
        names: set[str] = set()
        for path, row in self._rows(rows, "roster"):
            before = len(self.faults)
            place = self._place(row, path)
            if place.username and place.username in names:
                self.faults.append(Refused("roster-twice", f"{path}.username", username=place.username))
            names.add(place.username)
            if len(self.faults) == before:
                yield place

    def _place(self, row: Mapping[str, Any], path: str) -> Place:
        username = self._line(row, path, "username", "roster-username", needed=True)
        backup = self._line(row, path, "backup", "roster-backup")
        if backup and backup == username:
            self.faults.append(Refused("roster-backup", f"{path}.backup"))
        capacity = row.get("capacity", CAPACITY_MAX)
        return Place(
            username,
            self.number(capacity, f"{path}.capacity", CAPACITY_MAX, "roster-capacity", CAPACITY_MAX),
            backup,
            self._line(row, path, "about", "line"),
        )

    def plan(self, rows: object) -> Iterator[Aim]:
        for path, row in self._rows(rows, "plan"):
            before = len(self.faults)
            found = self._id(row, path)
            title = self._line(row, path, "title", "title", needed=True)
            sound = len(self.faults) == before
            steps = tuple(self._steps(row.get("milestones", []), f"{path}.milestones"))
            if sound:
                yield Aim(found, title, steps)

    def _steps(self, rows: object, field: str) -> Iterator[Step]:
        for path, row in self._rows(rows, field):
            before = len(self.faults)
            found = self._id(row, path)
            title = self._line(row, path, "title", "title", needed=True)
            step = Step(found, title, self._detail(row, path), self._due(row.get("due"), f"{path}.due"))
            if len(self.faults) == before:
                yield step

    def _id(self, row: Mapping[str, Any], path: str) -> str:
        """Read an id, which ties a learner's work to its milestone and so has to stay what it is."""
        found = row.get("id")
        if not isinstance(found, str) or not STEP_ID.fullmatch(found) or found in self._ids:
            self.faults.append(Refused("plan-id", f"{path}.id"))
            return ""
        if len(self._ids) == PLAN_MAX:
            self.faults.append(Refused("plan-too-long", path, most=PLAN_MAX))
            return ""
        self._ids.add(found)
        return found

    def _detail(self, row: Mapping[str, Any], path: str) -> str:
        detail = row.get("detail") or ""
        if not isinstance(detail, str):
            self.faults.append(Refused("line", f"{path}.detail"))
            return ""
        text = detail.replace("\r\n", "\n").replace("\r", "\n").strip()
        return self._sound(lambda: _storable(text, f"{path}.detail", DETAIL_MAX), "")

    def _due(self, due: object, path: str) -> Due:
        """Read when a milestone is due: ``{"days": 14}`` after joining, ``{"day": "2026-06-12"}``, or nothing."""
        if due in (None, "", {}):
            return Due()
        if isinstance(due, Mapping) and "days" in due and not due.get("day"):
            return Due(days=self.number(due["days"], path, DAYS_MAX, "due-days", 1))
        day = calendar_day(due.get("day")) if isinstance(due, Mapping) else None
        if day is None:
            self.faults.append(Refused("due-day", path))
        return Due(day=day)

    def number(self, value: object, field: str, most: int, code: str, otherwise: int) -> int:
        """Read a number from 1 to ``most``, written as such or as its digits, in whatever script."""
        if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= DIGITS_MAX:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            self.faults.append(Refused(code, field, most=most))
            return otherwise
        return value

    def choice(self, value: object, field: str, otherwise: E) -> E:
        """Read one of the possibilities."""
        kind = type(otherwise)
        if not isinstance(value, str) or value not in set(kind):
            self.faults.append(Refused("choice", field))
            return otherwise
        return kind(value)

    def _line(self, row: Mapping[str, Any], path: str, name: str, code: str, needed: bool = False) -> str:
        return self._sound(lambda: read_line(row.get(name), f"{path}.{name}", code, needed), "")

    def _sound(self, read: Callable[[], str], otherwise: str) -> str:
        try:
            return read()
        except Refused as fault:
            self.faults.append(fault)
            return otherwise

    def _rows(self, rows: object, field: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield each row that is an object, with its path."""
        if not isinstance(rows, list | tuple):
            self.faults.append(Refused("rows", field))
            return
        for index, row in enumerate(rows):
            if isinstance(row, Mapping):
                yield f"{field}[{index}]", row
            else:
                self.faults.append(Refused("rows", f"{field}[{index}]"))


PARTS: Mapping[str, Callable[[_Reader, object], Any]] = {
    "roster": lambda reader, rows: tuple(reader.roster(rows)),
    "assignment": lambda reader, word: reader.choice(word, "assignment", Assignment.BALANCED),
    "begins": lambda reader, word: reader.choice(word, "begins", Begins.PRESS),
    "reply_hours": lambda reader, hours: reader.number(hours, "reply_hours", REPLY_HOURS_MAX, "reply-hours", REPLY_HOURS),
    "plan": lambda reader, rows: tuple(reader.plan(rows)),
}
"""The parts of a program, by the authored field each is read from."""
