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
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .course import HOME
from .people import BY_NAME, PEOPLE

FOLDER = Path(__file__).parent / "stories"
HEAD = re.compile(r"(?P<back>\d+) (?P<at>\d\d:\d\d) (?P<who>\w+) (?P<handler>\w+)(?P<rest>(?: \S+)*)")
ON_MILESTONES = frozenset({"start", "submit", "approve", "ask_changes"})
DECISIONS = frozenset({"approve", "ask_changes"})
TO_THE_END = 10**9


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one person, at the moment they did it."""

    at: datetime
    person: str
    unit: str
    handler: str
    body: dict[str, Any]


def last_working_day(today: date) -> date:
    """Return the last working day that is over."""
    return working_days_before(today, 1)


def working_days_before(day: date, back: int) -> date:
    """Count working days back: nobody in this course mentors on a weekend."""
    while back:
        day -= timedelta(days=1)
        back -= day.weekday() < 5
    return day


def told(now: datetime) -> list[Act]:
    """Return everything that has happened in the course, in the order it happened."""
    acts = [act for person in PEOPLE if (FOLDER / f"{person.username}.txt").exists() for act in _story(person.username, now)]
    return sorted(acts, key=lambda act: act.at)


def _key(*parts: str) -> str:
    """Return the same key for the same act always."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "demo:" + "/".join(parts)))


def _story(learner: str, now: datetime) -> Iterator[Act]:
    """Read one learner's story. Whoever takes part has read what there was when they last wrote."""
    versions: dict[str, int] = {}
    told = list(_paragraphs(learner))
    last = {head["who"]: number for number, (head, _) in enumerate(told)}
    for number, (head, text) in enumerate(told):
        who, handler = head["who"], head["handler"]
        words = head["rest"].split()
        body: dict[str, Any] = {"key": _key(learner, str(number)), "zone": BY_NAME[who].zone, "text": text}
        if who != learner:
            body["learner"] = learner
        unit = next((word[1:] for word in words if word.startswith("@")), HOME.number)
        name = next((word[1:] for word in words if word.startswith("#")), "")
        plain = [word for word in words if word[0] not in "#@"]
        if handler == "ask" and name:
            body["key"] = _key(learner, name)
        if handler == "answer":
            body["question"] = _key(learner, name)
        if handler == "assign":
            body["mentor"] = plain[0]
        if handler in ON_MILESTONES:
            milestone, *link = plain
            body |= {"milestone": milestone, "link": link[0] if link else ""}
            versions[milestone] = versions.get(milestone, 0) + (handler == "submit")
            if handler in DECISIONS:
                body["version"] = versions[milestone]
        at = min(_moment(int(head["back"]), head["at"], BY_NAME[who].zone, now), now)
        yield Act(at, who, unit, handler, body)
        if last[who] == number and handler != "assign":
            yield Act(at, who, unit, "seen", {"learner": learner, "upto": TO_THE_END})


def _moment(back: int, at: str, zone: str, now: datetime) -> datetime:
    day = working_days_before(last_working_day(now.date()), back)
    return datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone)).astimezone(UTC)


def _paragraphs(learner: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each act's first line, taken apart, and what was written with it."""
    story = (FOLDER / f"{learner}.txt").read_text(encoding="utf-8")
    for part in re.split(r"^(?=\d)", story, flags=re.MULTILINE):
        first, _, rest = part.partition("\n")
        if first:
            head = HEAD.fullmatch(first.strip())
            assert head, f"{learner}.txt: {first}"
            yield head, _unwrapped(textwrap.dedent(rest))


def _unwrapped(text: str) -> str:
    """Join the lines of each paragraph; a line that begins with a dash or is indented stands by itself."""
    return re.sub(r"(?<!\n)\n(?![\n\- ])", " ", text.strip())
