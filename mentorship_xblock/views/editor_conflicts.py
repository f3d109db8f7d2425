"""Two authors at one program: what is stored by now beside what somebody else would store in its place."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..authoring.guidance import MilestoneGuidance
from ..authoring.program import Program, RosterEntry, read_authored_program
from ..domain.plan.course_plan import CourseMilestone
from .editor import ASSIGNMENTS, BEGINNINGS, COMPLETIONS, PLACE_NAMES
from .text.i18n import Language, _

Lines = list[str]


def differences_of_authors(stored: Mapping[str, Any], wanted: Mapping[str, Any], language: Language) -> list[dict[str, Any]]:
    """Return each part that differs, by its name in the editor, with the lines that only the stored one has, and only the other.

    Both are authored fields by their names; a field that is not wanted otherwise is left as it is stored.
    """
    wanted = {**stored, **wanted}
    have, want = read_authored_program(stored)[0], read_authored_program(wanted)[0]
    found = []
    for name, lines in _PARTS.items():
        theirs, mine = (lines(fields, program, language) for fields, program in ((stored, have), (wanted, want)))
        if theirs != mine:
            only = _without(theirs, mine), _without(mine, theirs)
            theirs, mine = only if any(only) else (theirs, mine)  # else the same lines in another order
            found.append({"name": language.translate_text(PLACE_NAMES[name]), "theirs": theirs, "mine": mine})
    return found


def _without(lines: Lines, others: Lines) -> Lines:
    return [line for line in lines if line not in others]


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _mentor(place: RosterEntry, language: Language) -> str:
    backup = language.translate_text(_("backup {backup}"), backup=place.backup) if place.backup else ""
    return _joined(place.username, language.translate_text(_("{capacity} places"), capacity=place.capacity), backup, place.about)


def _plan(program: Program, language: Language) -> Lines:
    titles = {step.id: step.title for aim in program.plan for step in aim.steps}
    lines = []
    for aim in program.plan:
        lines.append(aim.title)
        lines += [_joined(aim.title, *_milestone(step, titles, program, language)) for step in aim.steps]
    return lines


def _milestone(step: CourseMilestone, titles: Mapping[str, str], program: Program, language: Language) -> Iterable[object]:
    due = step.due
    day = due.day.isoformat() if due.day else f"+{due.days} {titles.get(due.after, '')}".strip() if due.days else ""
    optional = language.translate_text(_("optional")) if step.optional else ""
    hours = language.translate_text(_("{hours} h"), hours=step.hours)
    units, said = program.units.get(step.id, ()), program.guidance.get(step.id, MilestoneGuidance())
    rest = (*step.criteria, *map(str, units), step.finish.value, said.note, said.exemplar)
    return step.title, day, hours, optional, step.detail, *rest


def _choice(name: str, choices: Mapping[Any, str]) -> Callable[[Mapping[str, Any], Program, Language], Lines]:
    labels = {choice.value: label for choice, label in choices.items()}
    return lambda fields, _program, language: [language.translate_text(labels[fields[name]])] if fields.get(name) in labels else []


def _plain(name: str) -> Callable[[Mapping[str, Any], Program, Language], Lines]:
    return lambda fields, _program, _language: [str(fields[name])] if fields.get(name) else []


_PARTS: Mapping[str, Callable[[Mapping[str, Any], Program, Language], Lines]] = {
    "title": _plain("display_name"),
    "home": _plain("home"),
    "reply_hours": _plain("reply_hours"),
    "review_hours": _plain("review_hours"),
    "assignment": _choice("assignment", ASSIGNMENTS),
    "begins": _choice("begins", BEGINNINGS),
    "roster": lambda _fields, program, language: [_mentor(place, language) for place in program.roster],
    "plan": lambda _fields, program, language: _plan(program, language),
    "unit_note": _plain("unit_note"),
    "completes": _choice("completes", COMPLETIONS),
    "completes_at": _plain("completes_at"),
}
