"""How a story is told: the acts of ``stories/<learner>.txt``, as they stand there.

Each act begins with a line such as

    31 09:05 amara answer #health-number @1.2

which says how many working days ago, at what time where that person lives, who did what. What they wrote follows,
indented. ``#name`` names what a learner says, or says which question or message the act is about, ``@1.2`` in which unit it
was written, which then goes with a learner's words, ``!02`` which of the criteria are ticked, ``*must`` how much a remark
weighs; a goal, a milestone, a mentor, a day or a link stands as it is. ``visits`` is no act on the mentorship: somebody opens
a unit. A mentor has a file as well, with what they tell of themselves.

A day is told like the moment of an act, ``8`` for eight working days ago, or ``+5`` for five ahead. What somebody filled in
on a goal's form is told by the names of its fields, each step with its id if it has one, its day and its hours:

    45 13:10 leila propose_goal model
        why: Nineteen marks are too many for one head.
        step draft +5 8h: Draft our clinic's model
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from .course import HOME
from .people import BY_NAME

FOLDER = Path(__file__).parent / "stories"
FENCED = re.compile(r"^(```.*?^```)$", re.MULTILINE | re.DOTALL)
HEAD = re.compile(r"(?P<back>\d+) (?P<clock>\d\d:\d\d) (?P<who>\w+) (?P<handler>\w+)(?P<rest>(?: \S+)*)")
SIGNS = {"#": "about", "@": "place", "!": "ticks", "*": "weight"}
DAY = re.compile(r"\+?\d{1,3}")
FIELD = re.compile(
    r"^(?P<name>title|why|by|obstacle|note|step(?: [a-z]+)?(?: \+?\d+)(?: \d+h)?"
    r"|role|years|bio|days|begin|end|away_from|away_until): ",
    re.MULTILINE,
)
STEP = re.compile(r"step(?: (?P<id>[a-z]+))? (?P<day>\+?\d+)(?: (?P<hours>\d+)h)?")
CARD = "set_card"
FORMS = frozenset({"propose_goal", "draft_goal", CARD})


@dataclass(frozen=True, slots=True)
class Told:
    """One act as its story tells it. ``words`` are what stands as it is: a goal, a milestone, a mentor, a day, a link."""

    back: int
    clock: time
    who: str
    handler: str
    text: str
    words: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    place: str = ""
    ticks: str = ""
    weight: str = ""

    @property
    def unit(self) -> str:
        """The unit it was done in."""
        return self.place or HOME.number

    @property
    def zone(self) -> str:
        """Where the person lives."""
        return BY_NAME[self.who].zone

    def at(self, now: datetime) -> datetime:
        """Return the moment. Day 0 is the last working day that is over."""
        day = day_of(str(self.back), now.date())
        return min(datetime.combine(day, self.clock, ZoneInfo(self.zone)).astimezone(UTC), now)


def day_of(word: str, today: date) -> date:
    """Return the day that a word of a story tells. Nobody in this course mentors on a weekend."""
    ahead = word.startswith("+")
    day, left = (_step(today, -1, 1), int(word)) if ahead else (today, int(word) + 1)
    return _step(day, 1 if ahead else -1, left)


def _step(day: date, way: int, left: int) -> date:
    while left:
        day += timedelta(days=way)
        left -= day.weekday() < 5
    return day


def story(learner: str) -> list[Told]:
    """Return the acts of a learner's story, in the order of its file; nothing if they have none."""
    file = FOLDER / f"{learner}.txt"
    return list(_read(file)) if file.exists() else []


def _read(file: Path) -> Iterator[Told]:
    for part in re.split(r"^(?=\d)", file.read_text(encoding="utf-8"), flags=re.MULTILINE):
        first, _, text = part.partition("\n")
        if first:
            yield _told(first, textwrap.dedent(text), file)


def _told(line: str, text: str, file: Path) -> Told:
    head = HEAD.fullmatch(line.strip())
    if head is None:
        raise ValueError(f"{file.name}: {line}")
    words, form = head["rest"].split(), head["handler"] in FORMS
    return Told(
        int(head["back"]),
        time.fromisoformat(head["clock"]),
        head["who"],
        head["handler"],
        "" if form else _unwrapped(text),
        tuple(word for word in words if word[0] not in SIGNS),
        _fields(text) if form else {},
        **{SIGNS[word[0]]: word[1:] for word in words if word[0] in SIGNS},
    )


def _fields(text: str) -> dict[str, str]:
    _, *found = FIELD.split(text)
    return {name: _unwrapped(re.sub(r"\n +", "\n", value)) for name, value in zip(found[::2], found[1::2], strict=True)}


def _unwrapped(text: str) -> str:
    """Join the lines of each paragraph, which the file breaks to be read. Code stays as it is."""
    parts = FENCED.split(text.strip())
    parts[::2] = (re.sub(r"(?<=[^\n])\n(?=[^\n])", " ", part) for part in parts[::2])
    return "".join(parts)
