"""The program an author configures, as values: who mentors, how many learners each takes, how pairs are made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .domain.ledger import CAPACITY_MAX
from .domain.refusals import Refused


class Assignment(StrEnum):
    """How a learner gets their mentor."""

    BALANCED = "balanced"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Place:
    """One mentor on the roster."""

    username: str
    capacity: int
    backup: str = ""


@dataclass(frozen=True)
class Program:
    """What the author wrote, checked."""

    roster: tuple[Place, ...] = ()
    assignment: Assignment = Assignment.BALANCED

    def place(self, username: str) -> Place | None:
        """Return this person's place on the roster, if they have one."""
        return next((place for place in self.roster if place.username == username), None)

    def covers(self, username: str) -> frozenset[str]:
        """Return the usernames of those whom this person backs up."""
        return frozenset(place.username for place in self.roster if place.backup == username)


def parse_place(value: object, field: str) -> Place:
    """Read one roster row. Raises Refused ``roster-…`` naming the field that is wrong."""
    if not isinstance(value, Mapping):
        raise Refused("roster-row", field)
    username = value.get("username")
    if not isinstance(username, str) or not username.strip():
        raise Refused("roster-username", f"{field}.username")
    capacity = value.get("capacity", CAPACITY_MAX)
    if isinstance(capacity, bool) or not isinstance(capacity, int) or not 1 <= capacity <= CAPACITY_MAX:
        raise Refused("roster-capacity", f"{field}.capacity", most=CAPACITY_MAX)
    backup = value.get("backup") or ""
    if not isinstance(backup, str) or backup.strip() == username.strip():
        raise Refused("roster-backup", f"{field}.backup")
    return Place(username.strip(), capacity, backup.strip())


def parse_roster(rows: object) -> tuple[Place, ...]:
    """Read the whole roster. Raises Refused at the first row that is wrong, or ``roster-twice``."""
    if not isinstance(rows, list | tuple):
        raise Refused("roster-row", "roster")
    places = tuple(parse_place(row, f"roster[{index}]") for index, row in enumerate(rows))
    names = [place.username for place in places]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise Refused("roster-twice", f"roster[{index}].username", username=name)
    return places


def lenient_program(rows: object, assignment: object) -> Program:
    """Read a program as far as it is well-formed: a course in session goes on with the rows that are right."""
    places: list[Place] = []
    for row in rows if isinstance(rows, Iterable) and not isinstance(rows, str | Mapping) else ():
        try:
            place = parse_place(row, "roster")
        except Refused:
            continue
        if all(place.username != other.username for other in places):
            places.append(place)
    known = isinstance(assignment, str) and assignment in set(Assignment)
    return Program(tuple(places), Assignment(str(assignment)) if known else Assignment.BALANCED)
