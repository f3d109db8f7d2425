"""The program an author configures, as values: who mentors, how pairs are made, the promise, the plan to start from.

One reading serves two readers. A course in session goes on with what is well-formed; Studio refuses to save while
anything is not, and shows each fault beside its field.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from ..domain.mentor.learner_index import CAPACITY_MAX
from ..domain.mentor.reply_deadlines import ReplyTargets
from ..domain.plan.course_plan import DEFAULT_HOURS, CourseGoal, CourseMilestone, PlannedDay, UnitsEffect
from ..domain.record.errors import ActionRefused
from ..domain.record.text_rules import normalize_visible_text
from .guidance import GuidanceByMilestone, guidance_as_stored, read_guidance
from .parsing import FieldReader
from .plan_parsing import MILESTONE_ID, paths_of_milestones, read_plan_in_use, read_plan_rows

MILESTONE_UNITS_MAX = 10
"""Units that one milestone is bound to."""
REPLY_HOURS, REVIEW_HOURS = 24, 72
TARGET_HOURS_MAX = 336
SIGNS_IN_USERNAMES = frozenset("._-+~'’")
"""Signs that are part of a name besides letters, digits and what is written above or below them."""
UNIT_KEY = re.compile(rf"({MILESTONE_ID.pattern}):([0-9])")
"""How the unit number n of a step is called: the id of the step, a colon (old stores of courses refuse a dot), n from 0."""


class AssignmentMode(StrEnum):
    """How a learner gets their mentor."""

    BALANCED = "balanced"
    BY_HAND = "by_hand"


class MentoringStart(StrEnum):
    """When a learner's mentoring starts."""

    PRESS = "press"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One mentor on the roster. ``about`` is the line that learners read under the name."""

    username: str
    capacity: int
    backup: str = ""
    about: str = ""


@dataclass(frozen=True)
class Program:
    """What the author wrote, checked."""

    # Defaults are made, not kept on the class: there they would hide what a program in use has yet to read.
    roster: tuple[RosterEntry, ...] = field(default_factory=tuple)
    assignment: AssignmentMode = field(default_factory=lambda: AssignmentMode.BALANCED)
    begins: MentoringStart = field(default_factory=lambda: MentoringStart.PRESS)
    reply_hours: float = field(default_factory=lambda: REPLY_HOURS)
    """Within how many of the mentor's hours a question is to be answered."""
    review_hours: float = field(default_factory=lambda: REVIEW_HOURS)
    """Within how many of them what is handed in or proposed is to be answered."""
    plan: tuple[CourseGoal, ...] = field(default_factory=tuple)
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The units that a step is bound to, by the step's id, each by its name within the course."""
    guidance: GuidanceByMilestone = field(default_factory=dict)
    """What mentors read about a step beside the work, by the step's id. Learners never see it."""

    def roster_entry_of(self, username: str) -> RosterEntry | None:
        """Return this person's place on the roster, if they have one."""
        return next((place for place in self.roster if place.username == username), None)

    @property
    def reply_targets(self) -> ReplyTargets:
        """Within how much of a mentor's time they are to answer."""
        return ReplyTargets(timedelta(hours=self.reply_hours), timedelta(hours=self.review_hours))

    @property
    def backup_usernames(self) -> frozenset[str]:
        """The usernames of all who are somebody's backup."""
        return frozenset(place.backup for place in self.roster if place.backup)

    def usernames_beside(self, username: str) -> frozenset[str]:
        """Return the usernames on the rows that this person's desk needs: whom they back up, and their own backup."""
        rows = (place for place in self.roster if username in (place.username, place.backup))
        return frozenset(name for place in rows for name in (place.username, place.backup) if name not in ("", username))


AuthoredFields = Mapping[str, Any]
"""The authored fields of a block by their names: roster, assignment, begins, reply_hours, review_hours, plan, units, guidance."""


def read_authored_program(authored: AuthoredFields) -> tuple[Program, list[ActionRefused]]:
    """Return the program as far as it is well-formed, and every fault in it, each naming its field by path.

    Nothing that JSON can say makes this fail, and a row with a fault is left out whole.
    """
    reader = FieldReader()
    program = Program(**{name: read(reader, authored.get(name)) for name, read in PROGRAM_PARTS.items()})
    steps = {step.id for aim in program.plan for step in aim.steps}
    units = {step: usages for step, usages in program.units.items() if step in steps}
    guidance = {step: texts for step, texts in program.guidance.items() if step in steps}
    return replace(program, units=units, guidance=guidance), list(_in_their_rows(reader.faults, authored))


def _in_their_rows(faults: Iterable[ActionRefused], authored: AuthoredFields) -> Iterator[ActionRefused]:
    """Yield faults where an author mends them: one in what is said of a milestone, in the row of that milestone."""
    faults = list(faults)
    said = any(fault.field.startswith("guidance.") for fault in faults)
    rows = paths_of_milestones(FieldReader().read_written(authored.get("plan"), "plan")) if said else {}
    for fault in faults:
        part, _, place = fault.field.partition(".")
        step, _, text = place.partition(".")
        moves = part == "guidance" and step in rows
        yield ActionRefused(fault.code, f"{rows[step]}.{text or 'note'}", **fault.facts) if moves else fault


class AuthoredValues(Mapping[str, Any]):
    """Some of a block's authored fields by their names, each read when it is asked for."""

    def __init__(self, block: Any, names: Collection[str]) -> None:
        """Take the block and the names of the fields."""
        self._block, self._names = block, names

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return getattr(self._block, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class ProgramInUse(Program):
    """A program each part of which is read when it is first asked for, as far as it is well-formed.

    A view needs two or three parts of eight, and on some hosts each costs a query.
    """

    def __init__(self, authored: AuthoredFields) -> None:
        """Take the authored fields, unread."""
        object.__setattr__(self, "_authored", authored)

    def __getattr__(self, name: str) -> Any:
        """Read a part; from then on it is there."""
        if name not in PROGRAM_PARTS:
            raise AttributeError(name)
        written = self._authored.get(name)
        part = read_plan_in_use(json.dumps(written, default=str)) if name == "plan" else PROGRAM_PARTS[name](FieldReader(), written)
        object.__setattr__(self, name, part)
        return part


def program_as_authored(program: Program) -> dict[str, Any]:
    """Return the fields from which ``read_authored_program`` reads this program, without what is empty."""
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
        "guidance": guidance_as_stored(program.guidance),
    }


def _place_fields(place: RosterEntry) -> dict[str, Any]:
    optional = {"backup": place.backup, "about": place.about}
    return {"username": place.username, "capacity": place.capacity, **{name: text for name, text in optional.items() if text}}


def _step_fields(step: CourseMilestone) -> dict[str, Any]:
    said = {
        "detail": step.detail,
        "due": _due_fields(step.due),
        "hours": step.hours,
        "criteria": list(step.criteria),
        "optional": step.optional,
        "finish": step.finish.value,
    }
    usual = {"hours": DEFAULT_HOURS, "finish": UnitsEffect.NOTHING}
    return {
        "id": step.id,
        "title": step.title,
        **{name: value for name, value in said.items() if value and value != usual.get(name)},
    }


def _due_fields(due: PlannedDay) -> dict[str, Any]:
    if due.day:
        return {"day": due.day.isoformat()}
    fields = {"days": due.days, "after": due.after}
    return {name: value for name, value in fields.items() if value}


def _roster(reader: FieldReader, rows: object) -> Iterator[RosterEntry]:
    names: set[str] = set()
    for path, row in reader.read_rows(rows, "roster"):
        before = len(reader.faults)
        place = _place(reader, row, path)
        if place.username and place.username in names:
            reader.note_refusal("roster-twice", f"{path}.username", username=place.username)
        names.add(place.username)
        if len(reader.faults) == before:
            yield place


def _username(reader: FieldReader, row: Mapping[str, Any], path: str, name: str, code: str, needed: bool = False) -> str:
    """Read a username as it looks. What reads like two words, a list or an e-mail address is none."""
    value = row.get(name)
    found = reader.read_line(
        {**row, name: normalize_visible_text(value)} if isinstance(value, str) else row, path, name, code, needed
    )
    if any(sign not in SIGNS_IN_USERNAMES and unicodedata.category(sign)[0] in "ZPSC" for sign in found):
        reader.note_refusal("username", f"{path}.{name}")
        return ""
    return found


def _place(reader: FieldReader, row: Mapping[str, Any], path: str) -> RosterEntry:
    username = _username(reader, row, path, "username", "roster-username", needed=True)
    backup = _username(reader, row, path, "backup", "roster-backup")
    if backup and backup == username:
        reader.note_refusal("roster-backup", f"{path}.backup")
    capacity = row.get("capacity", CAPACITY_MAX)
    return RosterEntry(
        username,
        reader.read_number(capacity, f"{path}.capacity", CAPACITY_MAX, "roster-capacity", CAPACITY_MAX),
        backup,
        reader.read_line(row, path, "about", "line"),
    )


def _units(reader: FieldReader, written: object) -> dict[str, tuple[str, ...]]:
    """Read the units under the ids of their steps, in order. What stands under a key that names none, or is none, is left out."""
    said = reader.read_written(written, "units")
    if not isinstance(said, Mapping | None):
        reader.note_refusal("rows", "units")
    found: dict[str, dict[str, str]] = {}
    for key, usage in said.items() if isinstance(said, Mapping) else ():
        place = UNIT_KEY.fullmatch(key) if isinstance(key, str) else None
        if place and usage and isinstance(usage, str):
            found.setdefault(place[1], {})[place[2]] = usage
        elif usage not in (None, ""):
            reader.note_refusal("unit-name", "units", name=str(key))
    return {step: tuple(usages[n] for n in sorted(usages)) for step, usages in found.items()}


def units_by_milestone(written: object) -> dict[str, tuple[str, ...]]:
    """Return the units under the ids of their steps, in order, as far as they can be read."""
    return _units(FieldReader(), written)


def units_as_stored(units: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return what ``units_by_milestone`` reads as these."""
    return {f"{step}:{n}": usage for step, usages in units.items() for n, usage in enumerate(usages)}


PROGRAM_PARTS: Mapping[str, Callable[[FieldReader, object], Any]] = {
    "roster": lambda reader, written: tuple(_roster(reader, reader.read_written(written, "roster"))),
    "assignment": lambda reader, word: reader.read_choice(word, "assignment", AssignmentMode.BALANCED),
    "begins": lambda reader, word: reader.read_choice(word, "begins", MentoringStart.PRESS),
    "reply_hours": lambda reader, hours: reader.read_hours(hours, "reply_hours", TARGET_HOURS_MAX, "target-hours", REPLY_HOURS),
    "review_hours": lambda reader, hours: reader.read_hours(hours, "review_hours", TARGET_HOURS_MAX, "target-hours", REVIEW_HOURS),
    "plan": read_plan_rows,
    "units": _units,
    "guidance": read_guidance,
}
"""The parts of a program, by the authored field each is read from."""
