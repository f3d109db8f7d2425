"""What a mentor's list tells of a learner besides their waits: what is due, and what there is to congratulate them on."""

from datetime import date, datetime
from typing import Any

from ..mentorship.message_kinds import MENTORING_ROLES, SPOKEN_KINDS
from ..mentorship.thread import Thread
from ..plan.model import Milestone, MilestoneState, Plan
from ..record.log import Kind
from ..record.record import Record
from ..record.values import parse_calendar_day
from .index_lines import Achievement

UNMET_MAX = 60
"""So many days of milestones are kept: a line is read with all others of a course."""
NOTHING: tuple[None, None] = (None, None)


def day_blocked_by_wait(record: Record, thread: Thread, plan: Plan) -> date | None:
    """Return the day of the earliest milestone that what waits is about, while that is still to be done; None for none.

    What waits are words that name a milestone, and a wish for another day, which is to be answered before the one there is.
    """
    named = (record.entries_by_id.get(of) for of in thread.unanswered)
    steps = {one.id: one for one in plan.milestones}
    days = [_day_of(steps.get(one.stored_text("ms")), parse_calendar_day(one.data.get("d"))) for one in named if one]
    days += [one.due for one in plan.milestones if one.wish and one.is_open]
    return min(filter(None, days), default=None)


def _day_of(step: Milestone | None, told: date | None) -> date | None:
    """Return the day of a milestone that was named: as it is now, or as it was told while the plan was still the course's."""
    if step is None:
        return told
    return step.due if step.is_open and not step.is_met else None


def stored_unmet_days(plan: Plan) -> tuple[Any, ...]:
    """Return the days of the milestones that the learner has still to meet, as a line stores them."""
    days = sorted(one.due for one in plan.kept_milestones if one.due and not one.is_met) if plan.own else []
    return (days[0].isoformat(), *((day - days[0]).days for day in days[1:UNMET_MAX])) if days else ()


def is_plan_discussed(plan: Plan) -> bool:
    """Whether one side has proposed a plan, or a part of it, that the other has not answered."""
    return any(goal.offer for goal in plan.goals)


def achievement_of_learner(record: Record, plan: Plan) -> tuple[datetime, Achievement] | tuple[None, None]:
    """Return since when there is something to congratulate the learner on, and what: that every milestone is approved, or that
    units have approved one by themselves; nothing once somebody of the mentoring side has said anything since.
    """
    done = [one for one in plan.kept_milestones if one.state is MilestoneState.APPROVED and one.since] if plan.own else []
    whole = bool(done) and len(done) == len(plan.kept_milestones)
    news = done if whole else [one for one in done if _is_approved_by_units(one)]
    at = max((one.since for one in news if one.since), default=None)
    said = next((one.at for one in reversed(record.log) if one.kind in SPOKEN_KINDS and one.role in MENTORING_ROLES), None)
    if at is None or (said is not None and said >= at):
        return NOTHING
    return at, Achievement.PLAN if whole else Achievement.STEP


def _is_approved_by_units(one: Milestone) -> bool:
    decided = one.latest_version.decided if one.latest_version else None
    return decided is None or decided.kind == Kind.ENOUGH
