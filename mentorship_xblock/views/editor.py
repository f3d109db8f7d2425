"""The editor: from what is stored, sound or not, to what its templates need, and how a place in it is called."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ..actions.context import current_server_time
from ..authoring.guidance import EXEMPLAR_MAX, NOTE_MAX, TEXTS
from ..authoring.parsing import ROW_PATH, FieldReader
from ..authoring.plan_parsing import MILESTONE_HOURS_MAX, paths_of_milestones
from ..authoring.program import (
    TARGET_HOURS_MAX,
    AssignmentMode,
    AuthoredFields,
    MentoringStart,
    Program,
    read_authored_program,
    units_by_milestone,
)
from ..domain.mentor.learner_index import CAPACITY_MAX
from ..domain.plan.course_plan import DEFAULT_HOURS, CompletionRule, UnitsEffect
from ..domain.record.errors import ActionRefused
from ..domain.record.text_rules import displayable_text
from .error_messages import refusal_answer
from .text.i18n import Language, _

USUAL_CAPACITY = 10
"""How many learners a new mentor takes, unless the author writes another number."""

KNOWN_NAMES: Mapping[str, frozenset[str]] = {
    "roster": frozenset({"username", "capacity", "backup", "about"}),
    "plan": frozenset({"id", "title", "milestones"}),
    "milestones": frozenset({"id", "title", "detail", "due", "hours", "criteria", "optional", "finish"}),
    "due": frozenset({"day", "days", "after"}),
    "guidance": frozenset(TEXTS),
}
"""What can be said in each kind of row."""
ASSIGNMENTS: Mapping[AssignmentMode, str] = {
    AssignmentMode.BALANCED: _("The mentor with the most free places, right away"),
    AssignmentMode.BY_HAND: _("The course team chooses"),
}
BEGINNINGS: Mapping[MentoringStart, str] = {
    MentoringStart.PRESS: _("When the learner presses “Meet your mentor”"),
    MentoringStart.VISIT: _("On the learner's first visit"),
}
FINISHES: Mapping[UnitsEffect, str] = {
    UnitsEffect.NOTHING: _("Nothing: the step only links to them"),
    UnitsEffect.REVIEW: _("The step goes to review"),
    UnitsEffect.APPROVED: _("The step is approved"),
}
COMPLETIONS: Mapping[CompletionRule, str] = {
    CompletionRule.PART: _("When they have taken part: written to their mentor, or worked on a milestone"),
    CompletionRule.NUMBER: _("When this many milestones are approved"),
    CompletionRule.ALL: _("When every required milestone is approved"),
    CompletionRule.NEVER: _("It does not count"),
}
GONE = "gone"
"""What the editor sends for a unit that is not in the course any more: the name of none."""
PLACE_NAMES: Mapping[str, str] = {
    "title": _("Title"),
    "home": _("Where mentorships are stored"),
    "reply_hours": _("Answer a question within"),
    "review_hours": _("Answer a hand-in or a proposal within"),
    "assignment": _("Who chooses the mentor"),
    "begins": _("When mentoring starts"),
    "roster": _("Mentors"),
    "plan": _("Plan"),
    "units": _("Units"),
    "guidance": _("Notes for mentors"),
    "unit_note": _("Note for mentors on this unit"),
    "completes": _("Completion"),
    "completes_at": _("Completion"),
}
MENTOR = _("Mentor {number}")
GOAL = _("Goal {number}")
MILESTONE = _("Goal {goal}, milestone {number}")
UNREAD = _(
    "“{name}” in this block's OLX has no meaning here. It stays in the block and will be exported again. Check the spelling."
)
NOBODY = _("There is no mentor yet. Open the editor and add the username of at least one person enrolled in this course.")
NO_BACKUP = _("{name} has no backup: questions that wait too long go to the course team.")
BACKUP_ELSEWHERE = _("{backup} is not one of the mentors here, so they cannot fill in for {name}.")
UNTRACKED_UNITS = _(
    "This site does not record what learners complete. A unit linked to a milestone is then only a link, and learners hand "
    "in the milestone themselves."
)
UNTRACKED = _("This site does not record what learners complete, so this block never counts as completed.")


def editor_place_name(path: str, language: Language) -> str:
    """Return how the place that a fault's path leads to is called in the editor."""
    row = ROW_PATH.match(path)
    if row is None:
        return language.translate_text(PLACE_NAMES[path.partition(".")[0].partition("[")[0]])
    part, first, second = row[1], int(row[2]) + 1, row[3]
    if second is not None:
        return language.translate_text(MILESTONE, goal=first, number=int(second) + 1)
    return language.translate_text(MENTOR if part == "roster" else GOAL, number=first)


def describe_faults(faults: Iterable[ActionRefused], language: Language) -> list[dict[str, str]]:
    """Return each fault as authors read it: its field, what to do there, and the same with the name of the place."""
    found = []
    for fault in faults:
        message = refusal_answer(fault, language)[1]["message"]
        line = language.translate_text(_("{place}: {fault}"), place=editor_place_name(fault.field, language), fault=message)
        found.append({"field": fault.field, "message": message, "line": line})
    return found


TitledUnits = Sequence[tuple[str, str]]
"""The units of the course by their names, each with its title; none where the host cannot list them."""


def editor_form_facts(authored: AuthoredFields, units: TitledUnits, language: Language) -> dict[str, Any]:
    """Return what the editor's template needs of the program. What is malformed is drawn as far as it can be shown."""
    titles = dict(units)
    bound = {step: [_unit(usage, titles) for usage in usages] for step, usages in units_by_milestone(authored["units"]).items()}
    beside = _Beside(bound, _named_rows(authored, "guidance"))
    return {
        "target_most": TARGET_HOURS_MAX,
        "hours_most": MILESTONE_HOURS_MAX,
        "reply_hours": _text(authored["reply_hours"]),
        "review_hours": _text(authored["review_hours"]),
        "assignments": _choices(ASSIGNMENTS, authored["assignment"], language),
        "beginnings": _choices(BEGINNINGS, authored["begins"], language),
        "roster": [_mentor(row) for row in _part(authored, "roster")],
        "plan": [_goal(row, beside, language) for row in _part(authored, "plan")],
        "units": [{"value": usage, "title": title} for usage, title in titles.items()],
        "new": {"mentor": {"capacity": USUAL_CAPACITY}, "goal": {}, "milestone": _milestone({}, _Beside(), language), "unit": {}},
        "note_most": NOTE_MAX,
        "exemplar_most": EXEMPLAR_MAX,
        "by": language.instant_element(current_server_time() + timedelta(hours=read_authored_program(authored)[0].reply_hours)),
        "no_backup": language.translate_text(NO_BACKUP, name="{name}"),
        "backup_elsewhere": language.translate_text(BACKUP_ELSEWHERE, name="{name}", backup="{backup}"),
        "step": language.translate_text(MILESTONE, goal="{goal}", number="{number}"),
    }


def completion_form_facts(chosen: CompletionRule, at: object, usual: Mapping[str, str], language: Language) -> dict[str, Any]:
    """Return what the editor's template needs to ask when the block counts as completed.

    ``usual`` tells what goes without saying in a block of its own (``own``), and in one that continues another (``other``).
    """
    choices = [{**choice, "usual": usual.get(choice["value"], "")} for choice in _choices(COMPLETIONS, chosen, language)]
    return {"completions": choices, "completes_at": _text(at)}


def faults_of_gone_units(authored: AuthoredFields, units: TitledUnits) -> Iterator[ActionRefused]:
    """Yield a fault for each unit that a step is bound to and that the course no longer has."""
    there = dict(units)
    bound = units_by_milestone(authored["units"])
    for first, goal in enumerate(_part(authored, "plan")):
        for second, row in enumerate(_rows(goal.get("milestones"))):
            for third, usage in enumerate(bound.get(_text(row.get("id")), ())):
                if usage not in there:
                    yield ActionRefused("unit-gone", f"plan[{first}].milestones[{second}].units[{third}]")


def faults_of_unknown_names(authored: AuthoredFields) -> Iterator[ActionRefused]:
    """Yield each name in a row that stands for nothing here, such as a misspelt one."""
    for name, row in enumerate(_part(authored, "roster")):
        yield from _unknown(row, "roster", f"roster[{name}]")
    for first, goal in enumerate(_part(authored, "plan")):
        yield from _unknown(goal, "plan", f"plan[{first}]")
        for second, row in enumerate(_rows(goal.get("milestones"))):
            path = f"plan[{first}].milestones[{second}]"
            yield from _unknown(row, "milestones", path)
            yield from _unknown(row.get("due"), "due", path)
    said, rows = _named_rows(authored, "guidance"), paths_of_milestones(_part(authored, "plan"))
    for step in sorted(said):
        if step in rows:
            yield from _unknown(said[step], "guidance", rows[step])
        else:
            yield ActionRefused("name-unknown", "guidance", name=displayable_text(step))


def _unknown(row: object, kind: str, path: str) -> Iterator[ActionRefused]:
    names = row.keys() - KNOWN_NAMES[kind] if isinstance(row, Mapping) else ()
    yield from (ActionRefused("name-unknown", path, name=displayable_text(str(name))) for name in sorted(names, key=str))


def _choices(choices: Mapping[Any, str], chosen: object, language: Language) -> list[dict[str, Any]]:
    return [
        {"value": one.value, "label": language.translate_text(label), "chosen": one == chosen} for one, label in choices.items()
    ]


def _mentor(row: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: _text(row.get(name)) for name in ("username", "backup", "about")}
    return {**texts, "capacity": _text(row.get("capacity", CAPACITY_MAX))}


@dataclass(frozen=True)
class _Beside:
    """What is stored apart from the plan and shown in the rows of the milestones: their units, and what mentors read."""

    units: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)
    guidance: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def _goal(row: Mapping[str, Any], beside: _Beside, language: Language) -> dict[str, Any]:
    milestones = [_milestone(one, beside, language) for one in _rows(row.get("milestones"))]
    return {"id": _text(row.get("id")), "title": _text(row.get("title")), "milestones": milestones}


def _milestone(row: Mapping[str, Any], beside: _Beside, language: Language) -> dict[str, Any]:
    written = row.get("due")
    due: Mapping[str, Any] = written if isinstance(written, Mapping) else {}
    days, day, after = (_text(due.get(name)) for name in ("days", "day", "after"))
    criteria = row.get("criteria")
    texts = {name: _text(row.get(name)) for name in ("id", "title", "detail")}
    said = beside.guidance.get(texts["id"], {})
    return {
        **texts,
        **{name: _text(said.get(name)) for name in TEXTS},
        "days": days,
        "day": day,
        "after": after,
        "due": "day" if day else "step" if after else "days" if days else "",
        "hours": _text(row.get("hours", DEFAULT_HOURS)),
        "criteria": "\n".join(map(_text, criteria)) if isinstance(criteria, list | tuple) else _text(criteria),
        "optional": row.get("optional") is True,
        "finishes": _choices(FINISHES, row.get("finish", UnitsEffect.NOTHING), language),
        "units": beside.units.get(texts["id"], []),
    }


def _unit(usage: str, titles: Mapping[str, str]) -> dict[str, str]:
    return {"value": usage, "title": titles[usage]} if usage in titles else {"value": GONE, "title": ""}


def _part(authored: AuthoredFields, name: str) -> list[Mapping[str, Any]]:
    """Return the rows of a part, of one that is kept as the text its author wrote as far as it can be read."""
    return _rows(FieldReader().read_written(authored[name], name))


def _rows(rows: object) -> list[Mapping[str, Any]]:
    """Return rows by their places: one that is no object keeps its place, empty, so that a fault finds it."""
    return [row if isinstance(row, Mapping) else {} for row in rows] if isinstance(rows, list | tuple) else []


def _named_rows(authored: AuthoredFields, name: str) -> dict[str, Mapping[str, Any]]:
    """Return the rows of a part that has them under names, as far as they can be read."""
    rows = FieldReader().read_written(authored.get(name), name)
    return {str(one): row for one, row in rows.items() if isinstance(row, Mapping)} if isinstance(rows, Mapping) else {}


def _text(value: object) -> str:
    return displayable_text(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def unread_sentences(names: Iterable[str], authored: AuthoredFields, language: Language) -> list[str]:
    """Return what the author wrote and nothing reads: attributes and elements of these names, and names in rows."""
    return [language.translate_text(UNREAD, name=language.quoted_in_sentence(displayable_text(name))) for name in names] + [
        one["line"] for one in describe_faults(faults_of_unknown_names(authored), language)
    ]


def advice_sentences(program: Program, language: Language) -> list[str]:
    """Return what would be better than it is, although it may stay so. Where nobody else mentors, nobody can stand in."""
    if not program.roster:
        return [language.translate_text(NOBODY)]
    names = {place.username for place in program.roster}
    sentences = []
    for place in program.roster:
        if not place.backup and len(names) > 1:
            sentences.append(language.translate_text(NO_BACKUP, name=language.quoted_in_sentence(place.username)))
        elif place.backup and place.backup not in names:
            sentences.append(
                language.translate_text(
                    BACKUP_ELSEWHERE,
                    name=language.quoted_in_sentence(place.username),
                    backup=language.quoted_in_sentence(place.backup),
                )
            )
    return sentences


def untracked_sentences(program: Program, counts: bool, language: Language) -> list[str]:
    """Return what comes to nothing where the site does not keep what learners complete, of what the author counts on.

    ``counts`` says whether the author wrote when the block counts as completed.
    """
    brings = (step.finish is not UnitsEffect.NOTHING and program.units.get(step.id) for aim in program.plan for step in aim.steps)
    return [language.translate_text(sentence) for sentence, so in ((UNTRACKED_UNITS, any(brings)), (UNTRACKED, counts)) if so]


def program_preview_facts(program: Program, units: TitledUnits, language: Language) -> dict[str, Any]:
    """Return what the author's view tells of the program."""
    titles = dict(units)
    steps = {step.id: step for aim in program.plan for step in aim.steps}
    return {
        "program": program,
        "outline": [
            (
                aim.title,
                [
                    {
                        "step": step,
                        "after": steps[step.due.after].title if step.due.after else "",
                        "units": [titles[usage] for usage in program.units.get(step.id, ()) if usage in titles],
                    }
                    for step in aim.steps
                ],
            )
            for aim in program.plan
        ],
        "places": sum(place.capacity for place in program.roster),
        "assignment": language.translate_text(ASSIGNMENTS[program.assignment]),
        "begins": language.translate_text(BEGINNINGS[program.begins]),
        "reply": language.format_number(program.reply_hours),
        "review": language.format_number(program.review_hours),
    }
