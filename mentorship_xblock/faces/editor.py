"""The editor: from what is stored, sound or not, to what its templates need, and how a place in it is called."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from ..acts.road import clock
from ..domain.ledger import CAPACITY_MAX
from ..domain.refusals import Refused
from ..program import Assignment, Authored, Begins, Program, read_program
from .language import Language, _
from .words import refusal_answer

CAPACITY = 10
"""How many learners a new mentor takes, unless the author writes another number."""

ASSIGNMENTS: Mapping[Assignment, str] = {
    Assignment.BALANCED: _("Whoever has most room, at once"),
    Assignment.BY_HAND: _("The course team chooses"),
}
BEGINNINGS: Mapping[Begins, str] = {
    Begins.PRESS: _("When the learner presses “Meet your mentor”"),
    Begins.VISIT: _("On the learner's first visit"),
}
PLACES: Mapping[str, str] = {
    "title": _("Title"),
    "home": _("Where mentorships are kept"),
    "reply_hours": _("Answer within"),
    "assignment": _("Who chooses the mentor"),
    "begins": _("When mentoring starts"),
    "roster": _("Mentors"),
    "plan": _("Plan"),
}
MENTOR = _("Mentor {number}")
GOAL = _("Goal {number}")
MILESTONE = _("Goal {goal}, milestone {number}")
NOBODY = _("There is no mentor yet. Open the editor and add the username of at least one person enrolled in this course.")
NO_BACKUP = _("{name} has no backup: questions that wait too long go to the course team.")
BACKUP_ELSEWHERE = _("{backup} is not among the mentors here, and so cannot stand in for {name}.")
ROW = re.compile(r"(roster|plan)\[(\d+)\](?:\.milestones\[(\d+)\])?")


def where(path: str, language: Language) -> str:
    """Return how the place that a fault's path leads to is called in the editor."""
    row = ROW.match(path)
    if row is None:
        return language.text(PLACES[path])
    field, first, second = row[1], int(row[2]) + 1, row[3]
    if second is not None:
        return language.text(MILESTONE, goal=first, number=int(second) + 1)
    return language.text(MENTOR if field == "roster" else GOAL, number=first)


def told(faults: Iterable[Refused], language: Language) -> list[dict[str, str]]:
    """Return each fault as authors read it: its field, what to do there, and the same with the name of the place."""
    found = []
    for fault in faults:
        message = refusal_answer(fault, language)[1]["message"]
        line = language.text(_("{place}: {fault}"), place=where(fault.field, language), fault=message)
        found.append({"field": fault.field, "message": message, "line": line})
    return found


def editor(authored: Authored, language: Language) -> dict[str, Any]:
    """Return what the editor's template needs of the program. What is malformed is drawn as far as it can be shown."""
    return {
        "reply_hours": _text(authored["reply_hours"]),
        "assignments": _choices(ASSIGNMENTS, authored["assignment"], language),
        "beginnings": _choices(BEGINNINGS, authored["begins"], language),
        "roster": [_mentor(row) for row in _rows(authored["roster"])],
        "plan": [_goal(row) for row in _rows(authored["plan"])],
        "new": {"mentor": {"capacity": CAPACITY}, "goal": {}, "milestone": {}},
        "by": language.time(clock() + timedelta(hours=read_program(authored)[0].reply_hours)),
        "no_backup": language.text(NO_BACKUP, name="{name}"),
        "backup_elsewhere": language.text(BACKUP_ELSEWHERE, name="{name}", backup="{backup}"),
    }


def _choices(choices: Mapping[Any, str], chosen: object, language: Language) -> list[dict[str, Any]]:
    return [{"value": one.value, "label": language.text(label), "chosen": one == chosen} for one, label in choices.items()]


def _mentor(row: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: _text(row.get(name)) for name in ("username", "backup", "about")}
    return {**texts, "capacity": _text(row.get("capacity", CAPACITY_MAX))}


def _goal(row: Mapping[str, Any]) -> dict[str, Any]:
    milestones = [_milestone(one) for one in _rows(row.get("milestones"))]
    return {"id": _text(row.get("id")), "title": _text(row.get("title")), "milestones": milestones}


def _milestone(row: Mapping[str, Any]) -> dict[str, str]:
    written = row.get("due")
    due: Mapping[str, Any] = written if isinstance(written, Mapping) else {}
    days, day = _text(due.get("days")), _text(due.get("day"))
    texts = {name: _text(row.get(name)) for name in ("id", "title", "detail")}
    return {**texts, "days": days, "day": day, "due": "day" if day else "days" if days else ""}


def _rows(rows: object) -> list[Mapping[str, Any]]:
    """Return rows by their places: one that is no object keeps its place, empty, so that a fault finds it."""
    return [row if isinstance(row, Mapping) else {} for row in rows] if isinstance(rows, list | tuple) else []


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def advice(program: Program, language: Language) -> list[str]:
    """Return what would be better than it is, although it may stay so."""
    if not program.roster:
        return [language.text(NOBODY)]
    names = {place.username for place in program.roster}
    sentences = []
    for place in program.roster:
        if not place.backup:
            sentences.append(language.text(NO_BACKUP, name=place.username))
        elif place.backup not in names:
            sentences.append(language.text(BACKUP_ELSEWHERE, name=place.username, backup=place.backup))
    return sentences


def preview(program: Program, language: Language) -> dict[str, Any]:
    """Return what the author's view tells of the program."""
    return {
        "program": program,
        "places": sum(place.capacity for place in program.roster),
        "assignment": language.text(ASSIGNMENTS[program.assignment]),
        "begins": language.text(BEGINNINGS[program.begins]),
        "advice": advice(program, language),
    }
