"""All learners of a mentor beside each other, each with their milestones: fetched when the mentor asks for it, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..actions.context import MentoringContext, course_plans_of_learners
from ..actions.permissions import require_rostered_mentor
from ..domain.mentor.grid import Agreement, agreement_on_plan, learners_by_silence
from ..domain.mentor.learner_index import index_line_of
from ..domain.mentorship.status import OPEN_STATUSES, UNDATED_STATUSES, Status, relationship_of_record, with_time_effects
from ..domain.mentorship.visibility import record_visible_to
from ..domain.plan.course_plan import CoursePlan
from ..domain.plan.model import Goal, MilestoneState
from ..domain.plan.projection import plan_of_record
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Role
from ..domain.record.values import PersonId, local_calendar_day
from ..domain.stored_state import StatePart, StoredState
from .names import PeopleNames
from .page import Page, PageAnswer
from .plan import STATE_SIGNS, TRACK_MAX, PlanScene, PlanView
from .text.i18n import _, isolate_direction

GRID_PAGE_SIZE = 50
STATE_NAMES: Mapping[MilestoneState, str] = {
    **{state: sign.word for state, sign in STATE_SIGNS.items()},
    MilestoneState.SUBMITTED: _("To review"),
}
"""What a state is called to the mentor, whose work it is to review."""


def answer_grid(page: Page, query: Mapping[str, Any]) -> PageAnswer:
    """Return a page of the visitor's learners with their milestones. Raises ActionRefused ``not-yours``."""
    asker = require_rostered_mentor(page.context.host.current_visitor(), "grid", page.context.program)
    return {"html": page.draw_template("desk/grid.html", **mentor_grid_facts(page, asker, query["from"]))}


def mentor_grid_facts(page: Page, mentor: PersonId, start: int) -> dict[str, Any]:
    """Return what the grid's template needs: a page of this mentor's learners, and what each mark means.

    The records of a page are read in one query. Raises ActionRefused ``not-yours`` for who is not in the course, and
    ``unreadable``.
    """
    context, host, now = page.context, page.context.host, page.context.clock()
    ledger = host.read_states({mentor})[mentor].checked_readable(StatePart.LEDGER).ledger
    people = host.find_people({mentor, *ledger.lines})
    if not (known := people.get(mentor)) or not (known.in_course or host.current_visitor().staff):
        raise ActionRefused("not-yours")
    here = {one: line for one, line in ledger.lines.items() if (found := people.get(one)) and found.can_read_here}
    order = learners_by_silence(here, now)
    shown = order[start : start + GRID_PAGE_SIZE]
    documents, plans = host.read_states(shown), course_plans_of_learners(context, shown)
    row = _Rows(context, mentor, page.names_of_people(people), now)
    rows = [facts for one in shown if (facts := row.row_facts(one, documents[one], plans[one]))]
    return {
        "rows": rows,
        "total": len(order),
        "first": start + 1,
        "last": start + len(shown),
        "before": max(0, start - GRID_PAGE_SIZE) if start else None,
        "next": start + GRID_PAGE_SIZE if start + GRID_PAGE_SIZE < len(order) else None,
        "states": [
            {"state": state.value, "icon": sign.icon, "word": row.names.language.translate_html(STATE_NAMES[state])}
            for state, sign in STATE_SIGNS.items()
        ],
    }


@dataclass(frozen=True)
class _Rows:
    """Makes the rows of one mentor's learners."""

    context: MentoringContext
    mentor: PersonId
    names: PeopleNames
    now: datetime

    def row_facts(self, learner: PersonId, document: StoredState, course_plan: CoursePlan) -> dict[str, Any] | None:
        """Return one learner's row; None for a line whose record is gone, or has moved on."""
        named = {"id": learner, "name": self.names.name_markup(learner)}
        if StatePart.RECORD in document.unreadable:
            return {**named, "broken": True}
        record = with_time_effects(document.record, self.now)
        record = record_visible_to(record, self.mentor, Role.MENTOR, self.now, self.context.hold)
        line = index_line_of(record, self.mentor, course_plan)
        if line is None or not line.mine:
            return None
        relation, plan = relationship_of_record(record), plan_of_record(record, course_plan)
        undated, today = relation.status in UNDATED_STATUSES, local_calendar_day(self.now, record.zone)
        view = PlanView(PlanScene(plan, self.names, self.names.name_markup(self.mentor), today, course_plan, undated=undated))
        many = len(plan.milestones) > TRACK_MAX
        stops = [view.stop_facts(one) for one in plan.milestones]
        following = next((stop for stop in stops if stop["now"]), None)
        return {
            **named,
            "marks": [] if many else [self._named_for_mentor(stop) for stop in stops],
            "goals": [self._goal(goal) for goal in plan.goals if goal.counted_milestones] if many else [],
            "spoken": line.spoken,
            "paused": local_calendar_day(relation.until, record.zone)
            if relation.status is Status.PAUSED and relation.until
            else None,
            "next": following if following and following["due"] and not undated else None,
            "agreement": agreement_on_plan(plan).value,
            "can_propose": agreement_on_plan(plan) is Agreement.NONE
            and relation.status in OPEN_STATUSES
            and not record.is_from_newer_block,
        }

    def _named_for_mentor(self, stop: Mapping[str, Any]) -> dict[str, Any]:
        words = self.names.language.translate_html(STATE_NAMES[MilestoneState(stop["state"])])
        return {**stop, "word": words, "tip": self.names.language.quoted_in_sentence(stop["title"])}

    def _goal(self, goal: Goal) -> dict[str, Any]:
        """Return a goal of a long plan: how much of it is approved, and how much waits for the mentor."""
        return {
            "id": goal.id,
            "name": isolate_direction(goal.title),
            "approved": goal.approved_count,
            "total": goal.kept_count,
            "reviews": sum(one.state is MilestoneState.SUBMITTED for one in goal.counted_milestones),
        }
