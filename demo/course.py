"""The course: its units as workbench scenarios."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from django.db import transaction
from django.utils.text import slugify
from workbench.models import XBlockState
from workbench.scenarios import SCENARIOS, add_xml_scenario

from . import lessons
from .program import PLAN, REPLY_HOURS, ROSTER

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


HOME = Unit(
    "3.2",
    "Tables that talk to each other",
    lessons.TABLES_THAT_TALK,
    f'<mentorship display_name="Your mentor" assignment="balanced" reply_hours="{REPLY_HOURS}"'
    f" roster={quoteattr(json.dumps(ROSTER))} plan={quoteattr(json.dumps(PLAN))}/>",
)


def _panel(number: str, title: str, text: str) -> Unit:
    """Return a unit whose block continues the mentorships of home."""
    return Unit(number, title, text, f'<mentorship display_name="Your mentor" home={quoteattr(HOME.mentorship_usage)}/>')


UNITS = {
    unit.number: unit
    for unit in (
        _panel("1.2", "Rows and facts", lessons.ROWS_AND_FACTS),
        HOME,
        _panel("3.4", "Draw the model", lessons.DRAW_THE_MODEL),
        _panel("4.1", "Ask a table", lessons.ASK_A_TABLE),
    )
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
