"""How the days of a plan move: one that is given anew, and all of them after a pause; in what is proposed meanwhile, too."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from ..record.log import Entry, Role
from ..record.values import Json, parse_calendar_day
from .course_plan import PlannedDay
from .dates import day_after_days, goals_with_due_days
from .model import Goal, Milestone, PastPause, Plan


def goals_with_new_day(goals: Iterable[Goal], entry: Entry) -> list[Goal]:
    """Give the milestone an entry names the day it names. To agree to what was proposed before takes no granted day away."""
    day, milestone = parse_calendar_day(entry.data.get("d")), entry.stored_text("ms")

    def date_it(one: Milestone) -> Milestone:
        return one._replace(planned=PlannedDay(day=day)) if day and one.is_open and one.id == milestone else one

    dated = (goal._replace(milestones=tuple(date_it(one) for one in goal.milestones)) for goal in goals)
    return [
        with_proposal_touched(_with_proposal_changed(goal, date_it), entry) if _has_milestone(goal, milestone) else goal
        for goal in dated
    ]


def with_proposal_touched(goal: Goal, entry: Entry) -> Goal:
    """Remember what the proposing side has changed since: who answers has to have read that as well."""
    if goal.offer is None or goal.offer.is_by_learner is not (entry.role is Role.LEARNER):
        return goal
    return goal._replace(offer=replace(goal.offer, touched=entry))


def _has_milestone(goal: Goal, milestone: str) -> bool:
    return any(one.id == milestone for one in goal.milestones)


def pauses_as_stored(absences: Iterable[PastPause]) -> list[Json]:
    """Return what an entry keeps of the absences that days are moved by: how they were counted where the learner was then."""
    return [{"s": away.since.isoformat(), "n": away.days} for away in absences]


def read_moved_pauses(entry: Entry) -> tuple[PastPause, ...]:
    """Return the absences that an entry keeps, as far as they can be read."""
    stored = entry.data.get("away")
    rows = [row for row in stored if isinstance(row, Mapping)] if isinstance(stored, list | tuple) else []
    pairs = [(parse_calendar_day(row.get("s")), row.get("n")) for row in rows]
    return tuple(PastPause(since, days) for since, days in pairs if since and isinstance(days, int))


def plan_moved_by_pauses(plan: Plan, absences: Iterable[PastPause]) -> Plan:
    """Return the plan with the days of open milestones moved by each absence, as far as they lie on or after its beginning."""
    goals: Iterable[Goal] = plan.goals
    for away in absences:
        goals = goals_moved_by_pause(goals, away.since, away.days)
    return replace(plan, goals=goals_with_due_days(tuple(goals)))


def goals_moved_by_pause(goals: Iterable[Goal], since: date, days: int) -> list[Goal]:
    """Move the days, and those of what is proposed meanwhile. What is counted from a milestone that moves goes along with it."""
    dated = goals_with_due_days(tuple(goals))
    due = {one.id: one.due for goal in dated for one in goal.milestones if one.is_open and one.due and one.due >= since}
    planned = {one.id: one.planned for goal in dated for one in goal.milestones}

    def follows(one: Milestone) -> bool:
        return one.planned.day is None and one.planned.after in due

    def move(one: Milestone) -> Milestone:
        day = due.get(one.id)
        return one._replace(planned=later(day)) if day and not follows(one) else one

    def move_offered(one: Milestone) -> Milestone:
        if planned.get(one.id) == one.planned:
            return one._replace(planned=now[one.id])
        return one._replace(planned=later(one.planned.day)) if one.planned.day and one.planned.day >= since else one

    def later(day: date) -> PlannedDay:
        return PlannedDay(day=day_after_days(day, days) or day)

    after = [goal._replace(milestones=tuple(move(one) for one in goal.milestones)) for goal in dated]
    now = {one.id: one.planned for goal in after for one in goal.milestones}
    return [_with_proposal_changed(goal, move_offered) for goal in after]


def _with_proposal_changed(goal: Goal, change: Callable[[Milestone], Milestone]) -> Goal:
    """Return the goal with the milestones changed of what is proposed for it."""
    if goal.offer is None or goal.offer.shape is None:
        return goal
    shape = replace(goal.offer.shape, milestones=tuple(change(one) for one in goal.offer.shape.milestones))
    return goal._replace(offer=replace(goal.offer, shape=shape))
