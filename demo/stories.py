"""The stories: what the people of the course did, as they are told in ``stories/<learner>.txt``.

A story is a list of acts. Each begins with a line such as

    31 09:05 amara answer #health-number @1.2

which says how many working days ago, at what time where that person lives, who did what. What they wrote follows,
indented. ``#name`` names a question or says which one is answered, ``@1.2`` in which unit it was written; a milestone, a
mentor or a link stands as it is.
"""

import re
import textwrap
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .course import HOME
from .people import BY_NAME, PEOPLE

FOLDER = Path(__file__).parent / "stories"
HEAD = re.compile(r"(?P<back>\d+) (?P<clock>\d\d:\d\d) (?P<who>\w+) (?P<handler>\w+)(?P<rest>(?: \S+)*)")
TO_THE_END = 10**9


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one person, at the moment they did it."""

    at: datetime
    person: str
    unit: str
    handler: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One act as its story tells it. ``words`` are what stands as it is: a milestone, a mentor, a link."""

    back: int
    clock: time
    who: str
    handler: str
    text: str
    words: tuple[str, ...] = ()
    question: str = ""
    unit: str = HOME.number

    @property
    def zone(self) -> str:
        """Where the person lives."""
        return BY_NAME[self.who].zone

    def at(self, now: datetime) -> datetime:
        """Return the moment. Day 0 is the last working day that is over."""
        day = working_days_before(now.date(), self.back + 1)
        return min(datetime.combine(day, self.clock, ZoneInfo(self.zone)).astimezone(UTC), now)


def working_days_before(day: date, back: int) -> date:
    """Count working days back: nobody in this course mentors on a weekend."""
    while back:
        day -= timedelta(days=1)
        back -= day.weekday() < 5
    return day


def told(now: datetime) -> list[Act]:
    """Return everything that has happened in the course, in the order it happened."""
    learners = [person.username for person in PEOPLE if _file(person.username).exists()]
    return sorted((act for learner in learners for act in _acts(learner, now)), key=lambda act: act.at)


def _acts(learner: str, now: datetime) -> Iterator[Act]:
    """Turn one learner's story into acts. Whoever takes part has read what there was when they last wrote."""
    story = list(_read(_file(learner)))
    last = {one.who: number for number, one in enumerate(story) if one.handler != "assign"}
    versions: Counter[str] = Counter()
    for number, one in enumerate(story):
        versions.update(one.words[:1] if one.handler == "submit" else ())
        body = _body(learner, number, one, versions)
        yield Act(one.at(now), one.who, one.unit, one.handler, body)
        if last.get(one.who) == number:
            yield Act(one.at(now), one.who, one.unit, "seen", {"learner": learner, "upto": TO_THE_END})


def _body(learner: str, number: int, one: Told, versions: Mapping[str, int]) -> dict[str, Any]:
    """Return what the page would send. A handler looks at nothing that it does not take."""
    first, second = (*one.words, "", "")[:2]
    asked = _key(learner, one.question)
    return {
        "key": asked if one.handler == "ask" and one.question else _key(learner, str(number)),
        "zone": one.zone,
        "learner": learner,
        "text": one.text,
        "question": asked,
        "mentor": first,
        "milestone": first,
        "links": second,
        "version": versions.get(first, 0),
    }


def _key(*parts: str) -> str:
    """Return the same key for the same act always."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "demo:" + "/".join(parts)))


def _file(learner: str) -> Path:
    return FOLDER / f"{learner}.txt"


def _read(file: Path) -> Iterator[Told]:
    for part in re.split(r"^(?=\d)", file.read_text(encoding="utf-8"), flags=re.MULTILINE):
        first, _, text = part.partition("\n")
        if first:
            yield _told(first, _unwrapped(textwrap.dedent(text)), file)


def _told(line: str, text: str, file: Path) -> Told:
    head = HEAD.fullmatch(line.strip())
    if head is None:
        raise ValueError(f"{file.name}: {line}")
    signs = {"#": "question", "@": "unit"}
    words = head["rest"].split()
    return Told(
        int(head["back"]),
        time.fromisoformat(head["clock"]),
        head["who"],
        head["handler"],
        text,
        tuple(word for word in words if word[0] not in signs),
        **{signs[word[0]]: word[1:] for word in words if word[0] in signs},
    )


def _unwrapped(text: str) -> str:
    """Join the lines of each paragraph, which the file breaks to be read."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text.strip())
