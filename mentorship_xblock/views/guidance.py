"""What the course's author tells mentors, beside the work that it is about. Only the desk draws it, and never for a learner."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..actions.context import MentoringContext
from ..authoring.guidance import MilestoneGuidance, read_unit_note
from ..authoring.parsing import FieldReader
from ..authoring.program import Program
from ..domain.mentor.work_to_answer import work_to_answer
from ..domain.plan.course_plan import CoursePlan
from ..domain.record.log import Role
from ..domain.record.record import Record
from .text.i18n import isolate_direction
from .text.rich_text import words_as_markup

NOTHING_SAID = MilestoneGuidance()


class Guidance(NamedTuple):
    """What is said about a unit or a milestone: ``place`` names it in the page, ``title`` to people."""

    place: str
    title: str
    note: str
    exemplar: str = ""


def guidance_beside(context: MentoringContext, record: Record, course_plan: CoursePlan, role: Role) -> tuple[Guidance, ...]:
    """Return what is said about the units and milestones that a mentor is asked about now; to a learner nothing.

    The host is asked for the notes once, and for the titles of units if there are any. What cannot be reached is left out.
    """
    if role is Role.LEARNER:
        return ()
    work, program = work_to_answer(record, course_plan), context.program
    units = {one.id: [name for name in program.units.get(one.id, ()) if one.id in work.in_review] for one in work.milestones}
    names = {name for bound in units.values() for name in bound}
    notes = context.host.unit_notes(work.blocks, names) if work.blocks or names else {}
    around = context.host.units_around_blocks([block for block in work.blocks if block in notes]) if notes else {}
    found = [Guidance(block, around[block].title, notes[block]) for block in work.blocks if block in around]
    for one in work.milestones:
        said = program.guidance.get(one.id, NOTHING_SAID)
        found.append(Guidance(one.id, one.title, said.note, said.exemplar))
        bound = [name for name in units[one.id] if name in notes and name in context.bound_units]
        found += [Guidance(name, context.bound_units[name].title, notes[name]) for name in bound]
    # The unit of a question may be that of the milestone, too.
    once = {(one.title, one.note): one for one in reversed(found) if one.note or one.exemplar}
    return tuple(reversed(once.values()))


def all_guidance(program: Program, unit_note: object, title: str) -> tuple[Guidance, ...]:
    """Return all that this author tells mentors: ``unit_note`` about the unit that the block stands in, and about milestones."""
    steps = [(step, program.guidance[step.id]) for aim in program.plan for step in aim.steps if step.id in program.guidance]
    note = read_unit_note(FieldReader(), unit_note)
    here = [Guidance("here", title, note)] if note else []
    return (*here, *(Guidance(step.id, step.title, said.note, said.exemplar) for step, said in steps))


def guidance_facts(found: tuple[Guidance, ...]) -> list[Mapping[str, Any]]:
    """Return what the template needs of it."""
    return [
        {
            "number": number,
            "name": isolate_direction(one.title),
            "note": words_as_markup(one.note) if one.note else "",
            "exemplar": words_as_markup(one.exemplar) if one.exemplar else "",
        }
        for number, one in enumerate(found)
    ]
