"""What an author tells mentors beside the work: a note for a unit, and a note and an exemplar for each milestone.

Learners never read any of it. So it is kept apart from the plan, which everything that learners see is made of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.record.errors import ActionRefused
from .parsing import FieldReader
from .plan_parsing import MILESTONE_ID

NOTE_MAX = 1_500
"""Characters of a note, for a unit or for a milestone."""
EXEMPLAR_MAX = 3_000
"""Characters of what a good piece of work looks like."""
TEXTS: Mapping[str, int] = {"note": NOTE_MAX, "exemplar": EXEMPLAR_MAX}
"""What is said of a milestone, by its names, and how long each may be."""


@dataclass(frozen=True, slots=True)
class MilestoneGuidance:
    """What mentors read about one milestone, both as Markdown; either may be empty."""

    note: str = ""
    exemplar: str = ""


GuidanceByMilestone = Mapping[str, MilestoneGuidance]
"""What mentors read about milestones, by the milestones' ids; a milestone about which nothing is said is not there."""


def read_unit_note(reader: FieldReader, written: object) -> str:
    """Read the note for the unit that a block stands in."""
    return reader.read_text(written, "unit_note", NOTE_MAX)


def read_guidance(reader: FieldReader, written: object) -> dict[str, MilestoneGuidance]:
    """Read what is said of milestones, by their ids. A text with a fault is left out, and its fault names the milestone."""
    said = reader.read_written(written, "guidance")
    if not isinstance(said, Mapping | None):
        reader.note_refusal("rows", "guidance")
    found = {}
    for milestone, row in said.items() if isinstance(said, Mapping) else ():
        path = f"guidance.{milestone}" if MILESTONE_ID.fullmatch(str(milestone)) else "guidance"
        if isinstance(row, Mapping):
            found[str(milestone)] = read_guidance_row(reader, row, path)
        elif row is not None:
            reader.note_refusal("rows", path)
    return {milestone: texts for milestone, texts in found.items() if texts != MilestoneGuidance()}


def read_guidance_row(reader: FieldReader, row: Mapping[str, Any], path: str) -> MilestoneGuidance:
    """Read what one row says of its milestone."""
    return MilestoneGuidance(**{name: reader.read_text(row.get(name), f"{path}.{name}", most) for name, most in TEXTS.items()})


def guidance_as_stored(guidance: GuidanceByMilestone) -> dict[str, dict[str, str]]:
    """Return what ``read_guidance`` reads as this, without what is empty."""
    rows = {milestone: {name: getattr(texts, name) for name in TEXTS} for milestone, texts in guidance.items()}
    said = {milestone: {name: text for name, text in row.items() if text} for milestone, row in rows.items()}
    return {milestone: row for milestone, row in said.items() if row}


def read_milestone_guidance(plan: object) -> tuple[dict[str, Any], list[ActionRefused]]:
    """Return what the rows of the milestones bring for mentors to read, as it is stored, and the faults in it.

    Rows that bring none leave what is stored; without a milestone there is nothing that it could be about.
    """
    reader, unheard = FieldReader(), FieldReader()
    rows = [
        place
        for aim, goal in unheard.read_rows(plan, "plan")
        for place in unheard.read_rows(goal.get("milestones", []), f"{aim}.milestones")
    ]
    found = {str(row.get("id")): read_guidance_row(reader, row, path) for path, row in rows if row.keys() & TEXTS.keys()}
    return ({"guidance": guidance_as_stored(found)} if found or not rows else {}), reader.faults
