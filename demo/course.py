"""The course: its units as workbench scenarios."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

from django.db import transaction
from django.utils.text import slugify
from workbench.models import XBlockState
from workbench.scenarios import SCENARIOS, add_xml_scenario

from . import lessons, program

COURSE = "Databases in Practice"
MENTOR_PLACE = "mentor"
"""Where in the page the lesson ends and the mentorship begins."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the course."""

    number: str
    title: str
    text: str
    mentorship: str

    @property
    def name(self) -> str:
        """What the unit is called."""
        return f"{self.number} {self.title}"

    @property
    def slug(self) -> str:
        """What the workbench puts in front of the unit's ids."""
        return slugify(self.name)

    @property
    def scenario(self) -> str:
        """What the workbench calls the unit."""
        return f"demo.{self.number}"

    @property
    def usage(self) -> str:
        """The usage id of the whole unit."""
        return f"{self.slug}.vertical_demo.d0.u0"

    @property
    def mentorship_usage(self) -> str:
        """The usage id of the mentorship block in this unit."""
        return f"{self.slug}.mentorship.d0.u0"

    @property
    def lesson_usage(self) -> str:
        """The usage id of the lesson in this unit."""
        return f"{self.slug}.html_demo.d0.u0"

    @property
    def xml(self) -> str:
        """The unit as the workbench reads it. Its text stays English, whatever language the page is in."""
        lesson = f'<div class="lesson" lang="en" dir="ltr">{self.text}</div><div id="{MENTOR_PLACE}"></div>'
        text = f"<html_demo>{lesson}</html_demo>"
        return f"<vertical_demo>{text}{self.mentorship}</vertical_demo>"


def _mentorship(**fields: object) -> str:
    """Return a mentorship block as the workbench reads it."""
    written = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    return f'<mentorship display_name="Your mentor" {" ".join(f"{name}={quoteattr(value)}" for name, value in written.items())}/>'


HOME_NUMBER = "3.2"
TEACHES = {
    "1.2": ("Rows and facts", lessons.ROWS_AND_FACTS),
    HOME_NUMBER: ("Tables that talk to each other", lessons.TABLES_THAT_TALK),
    "3.4": ("Draw it", lessons.DRAW_THE_MODEL),
    "4.1": ("Ask a table", lessons.ASK_A_TABLE),
    "4.2": ("Load what you are given", lessons.LOAD_WHAT_YOU_ARE_GIVEN),
    "4.3": ("Three questions", lessons.THREE_QUESTIONS),
}
BARE = {number: Unit(number, title, text, "") for number, (title, text) in TEACHES.items()}
"""The units without their mentorship: what is known before home, which names them, is written."""
FINISHES = {"3.4": {"completes": "number", "completes_at": 4}}
"""Panels with something to finish: the model is drawn once four milestones are approved, the draft among them."""
NOTES = {number: {"unit_note": note} for number, note in program.UNIT_NOTES.items() if number != HOME_NUMBER}

HOME = replace(
    BARE[HOME_NUMBER],
    mentorship=_mentorship(
        assignment="balanced",
        reply_hours=program.REPLY_HOURS,
        review_hours=program.REVIEW_HOURS,
        roster=program.ROSTER,
        plan=program.PLAN,
        units={f"{step}:0": BARE[number].usage for step, number in program.UNITS.items()},
        guidance=program.GUIDANCE,
        unit_note=program.UNIT_NOTES[HOME_NUMBER],
        completes="part",  # who takes part has done with 3.2: no lesson waits for a mentor's word
    ),
)
UNITS = {
    number: HOME
    if number == HOME_NUMBER
    else replace(unit, mentorship=_mentorship(home=HOME.mentorship_usage, **NOTES.get(number, {}), **FINISHES.get(number, {})))
    for number, unit in BARE.items()
}


def load() -> None:
    """Load the units into this process. What is stored of them already, an author's changes too, is kept."""
    for unit in UNITS.values():
        if unit.scenario not in SCENARIOS:
            with transaction.atomic(), _authored_kept(unit):
                add_xml_scenario(unit.scenario, unit.name, unit.xml)


@contextmanager
def _authored_kept(unit: Unit) -> Iterator[None]:
    """Put back the authored rows that loading overwrites, and let it append the children to nothing.

    All in one transaction, so that another process never sees the unit without them.
    """
    rows = XBlockState.objects.filter(scenario=unit.slug, scope__in=("usage", "definition"), user_id=None)
    stored = {(row.scope, row.scope_id): row.state for row in rows if row.state != "{}"}
    XBlockState.objects.filter(scenario=unit.slug, scope="children").delete()
    yield
    for row in rows.all():
        before = stored.get((row.scope, row.scope_id))
        if before is not None and row.state != before:
            row.state = before
            row.save(update_fields=["state"])
