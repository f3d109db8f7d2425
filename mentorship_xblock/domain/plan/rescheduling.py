"""How the days of a plan move: one that is given anew, and all of them after a pause; in what is proposed meanwhile, too."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from ..record.log import Entry, Role
from ..record.values import Json, calendar_day
from .course_plan import Due
from .dates import days_after, on_days
from .model import Away, Goal, Milestone, Plan


def redated(goals: Iterable[Goal], entry: Entry) -> list[Goal]:
    """Give the milestone an entry names the day it names. To agree to what was proposed before takes no granted day away."""
    day, milestone = calendar_day(entry.data.get("d")), entry.text("ms")

    def date_it(one: Milestone) -> Milestone:
        return one._replace(planned=Due(day=day)) if day and one.open and one.id == milestone else one

    dated = (goal._replace(milestones=tuple(date_it(one) for one in goal.milestones)) for goal in goals)
    return [touched(_offering(goal, date_it), entry) if _holds(goal, milestone) else goal for goal in dated]


def touched(goal: Goal, entry: Entry) -> Goal:
    """Remember what the proposing side has changed since: who answers has to have read that as well."""
    if goal.offer is None or goal.offer.by_learner is not (entry.role is Role.LEARNER):
        return goal
    return goal._replace(offer=replace(goal.offer, touched=entry))


def _holds(goal: Goal, milestone: str) -> bool:
    return any(one.id == milestone for one in goal.milestones)


def as_moved(absences: Iterable[Away]) -> list[Json]:
    """Return what an entry keeps of the absences that days are moved by: how they were counted where the learner was then."""
    return [{"s": away.since.isoformat(), "n": away.days} for away in absences]


def moved_absences(entry: Entry) -> tuple[Away, ...]:
    """Return the absences that an entry keeps, as far as they can be read."""
    stored = entry.data.get("away")
    rows = [row for row in stored if isinstance(row, Mapping)] if isinstance(stored, list | tuple) else []
    pairs = [(calendar_day(row.get("s")), row.get("n")) for row in rows]
    return tuple(Away(since, days) for since, days in pairs if since and isinstance(days, int))


def moved_by(plan: Plan, absences: Iterable[Away]) -> Plan:
    """Return the plan with the days of open milestones moved by each absence, as far as they lie on or after its beginning."""
    goals: Iterable[Goal] = plan.goals
    for away in absences:
        goals = moved(goals, away.since, away.days)
    return replace(plan, goals=on_days(tuple(goals)))


def moved(goals: Iterable[Goal], since: date, days: int) -> list[Goal]:
    """Move the days, and those of what is proposed meanwhile. What is counted from a milestone that moves goes along with it."""
    dated = on_days(tuple(goals))
    due = {one.id: one.due for goal in dated for one in goal.milestones if one.open and one.due and one.due >= since}
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

    def later(day: date) -> Due:
        return Due(day=days_after(day, days) or day)

    after = [goal._replace(milestones=tuple(move(one) for one in goal.milestones)) for goal in dated]
    now = {one.id: one.planned for goal in after for one in goal.milestones}
    return [_offering(goal, move_offered) for goal in after]


def _offering(goal: Goal, change: Callable[[Milestone], Milestone]) -> Goal:
    """Return the goal with the milestones changed of what is proposed for it."""
    if goal.offer is None or goal.offer.shape is None:
        return goal
    shape = replace(goal.offer.shape, milestones=tuple(change(one) for one in goal.offer.shape.milestones))
    return goal._replace(offer=replace(goal.offer, shape=shape))
