"""The stories: what the people of the course did, as requests that their pages would send."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .people import PEOPLE
from .program import PLAN
from .telling import CARD, DAY, STEP, Told, day_of, story

TO_THE_END = 10**9
VISITS = "visits"
"""What is no request: somebody opens a unit."""
TOLD = frozenset({"ask", "send"})
"""What can be named in a story, so that it can be answered, changed or settled later."""
STEPS = {step["id"]: step for goal in PLAN for step in goal["milestones"]}
TITLES = {goal["id"]: goal["title"] for goal in PLAN}


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one person, at the moment they did it."""

    at: datetime
    person: str
    unit: str
    handler: str
    body: dict[str, Any]


def told(now: datetime) -> list[Act]:
    """Return everything that has happened in the course, in the order it happened."""
    return sorted((act for person in PEOPLE for act in _acts(person.username, now)), key=lambda act: act.at)


def _acts(learner: str, now: datetime) -> Iterator[Act]:
    """Turn one learner's story into acts. Whoever takes part has read what there was when they last wrote."""
    acts, page = story(learner), _Page(learner, now.date())
    last = {one.who: number for number, one in enumerate(acts) if one.handler not in ("assign", CARD, VISITS)}
    for number, one in enumerate(acts):
        yield Act(one.at(now), one.who, one.unit, one.handler, page.body(number, one))
        if last.get(one.who) == number:
            yield Act(one.at(now), one.who, one.unit, "seen", {"learner": learner, "upto": TO_THE_END})


@dataclass
class _Page:
    """What a page knows of a mentorship when somebody acts on it: what was handed in, proposed and asked for last."""

    learner: str
    today: date
    versions: Counter[str] = field(default_factory=Counter)
    asked: dict[str, str] = field(default_factory=dict)
    """The key of the latest proposal under nothing, and of the latest wish under its milestone."""

    def body(self, number: int, one: Told) -> dict[str, Any]:
        """Return what the page would send. A handler looks at nothing that it does not take."""
        first, second = (*one.words, "", "")[:2]
        named = self._key(one.about) if one.about else ""
        key = named if named and one.handler in TOLD else self._key(str(number))
        about = first if first in STEPS else ""
        before = self.asked.get(about, "")
        self.versions.update([first] if one.handler == "submit" else ())
        if one.handler.startswith(("propose", "ask_time", "ask_out")):
            self.asked[about] = key
        return {
            "key": key,
            "zone": one.zone,
            "learner": self.learner,
            "text": one.text,
            "question": named,
            "unit": bool(one.place),
            "due": True,
            "weight": one.weight,
            "mentor": first,
            "goal": first,
            "milestone": first,
            "hours": first,
            "until": self._day(first),
            "day": self._day(second),
            "links": second,
            "of": named or before,
            "version": self.versions[first],
            "met": dict.fromkeys(one.ticks, True),
            **self._form(first, one),
        }

    def _form(self, goal: str, one: Told) -> dict[str, Any]:
        """Return the fields of a form. What a story does not tell of the course's goals and steps stays as it is."""
        if one.handler == CARD:
            days = {f"away_{end}": self._day(one.fields.get(f"away_{end}", "")) for end in ("from", "until")}
            return {**one.fields, **days, "days": dict.fromkeys(one.fields["days"], True)}
        steps = [(STEP.fullmatch(name), value) for name, value in one.fields.items()]
        rows = [self._step({**found.groupdict(""), "title": title}) for found, title in steps if found]
        said = {name: value for name, value in one.fields.items() if not STEP.fullmatch(name)}
        if not rows:
            return {}
        by = {"by": self._day(said["by"])} if "by" in said else {}
        return {"title": TITLES.get(goal, ""), **said, **by, "milestones": {str(place): row for place, row in enumerate(rows)}}

    def _step(self, row: dict[str, str]) -> dict[str, Any]:
        usual = STEPS.get(row["id"], {})
        hours = row["hours"] or usual.get("hours", "")
        return {**row, "detail": usual.get("detail", ""), "day": self._day(row["day"]), "hours": hours}

    def _day(self, word: str) -> str:
        return day_of(word, self.today).isoformat() if DAY.fullmatch(word) else ""

    def _key(self, *parts: str) -> str:
        """Return the same key for the same act always."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "demo:" + "/".join((self.learner, *parts))))
