"""What is tailored to one learner: where their plan differs from the course's, and what a changed course offers it.

A change of the course's plan is offered, never imposed, and takes no milestone away that has work on it (docs/rules.md, Plan 2).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from .course_plan import CourseGoal, PlannedDay
from .dates import goals_with_due_days, plan_from_course
from .goal_content import goals_as_stored
from .model import Goal, GoalState, Milestone, MilestoneState, Plan


class ChangedField(StrEnum):
    """What two versions of a milestone can differ in."""

    ADDED = "added"
    LEFT_OUT = "left-out"
    TITLE = "title"
    DETAIL = "detail"
    DAY = "day"
    HOURS = "hours"
    CRITERIA = "criteria"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Difference:
    """How a milestone differs: its new words and its old ones, as far as there are any."""

    milestone: Milestone
    parts: frozenset[ChangedField]
    before: Milestone | None = None


COMPARED_FIELDS: Mapping[ChangedField, str] = {
    ChangedField.TITLE: "title",
    ChangedField.DETAIL: "detail",
    ChangedField.HOURS: "hours",
    ChangedField.CRITERIA: "criteria",
    ChangedField.OPTIONAL: "optional",
}


def changed_fields_of(before: Milestone, after: Milestone) -> frozenset[ChangedField]:
    """Return in what two versions of a milestone differ."""
    changed = {part for part, name in COMPARED_FIELDS.items() if getattr(before, name) != getattr(after, name)}
    return frozenset(changed if _same_day(before, after) else changed | {ChangedField.DAY})


def _same_day(before: Milestone, after: Milestone) -> bool:
    """Days counted from joining are compared as such: which day that is, is where the learner was."""
    one, other = before.planned, after.planned
    if one.days is not None and other.days is not None:
        return (one.days, one.after) == (other.days, other.after)
    return one.day == other.day and one.after == other.after


def tailored_milestones(plan: Plan) -> dict[str, Difference]:
    """Return where a learner's own plan differs from the course's as they took it over, by the milestones' ids."""
    if not plan.own:
        return {}
    base = _milestones(plan.base)
    found: dict[str, Difference] = {}
    for goal in plan.goals:
        for one in goal.milestones:
            before = base.get(one.id)
            if before is None:
                parts = frozenset({ChangedField.ADDED})
            elif one.state is MilestoneState.SKIPPED or (not goal.is_in_force and one not in goal.counted_milestones):
                parts = frozenset({ChangedField.LEFT_OUT})
            else:
                parts = changed_fields_of(before, one)
            if parts and goal.state is not None:
                found[one.id] = Difference(one, parts, before)
    return found


def changes_course_offers(plan: Plan, aims: tuple[CourseGoal, ...], joined: date | None) -> list[Difference]:
    """Return what the course's plan has come to be otherwise since this learner took it over. Nothing with work on it leaves."""
    if not plan.own:
        return []
    now, base, own = plan_from_course(aims, joined).goals, _milestones(plan.base), _milestones(plan.goals)
    current = _milestones(now)
    found = []
    for milestone, after in current.items():
        before = base.get(milestone)
        if before is None:
            if milestone not in own:
                found.append(Difference(after, frozenset({ChangedField.ADDED})))
        elif milestone in own and own[milestone].is_open and (parts := changed_fields_of(before, after)):
            found.append(Difference(after, parts, before))
    gone = [one for milestone, one in base.items() if milestone not in current and milestone in own]
    found += [
        Difference(one, frozenset({ChangedField.LEFT_OUT}), one)
        for one in gone
        if own[one.id].state is MilestoneState.PLANNED and not own[one.id].has_work
    ]
    return found


def goals_with_adopted_changes(
    goals: tuple[Goal, ...], before: tuple[Goal, ...], after: tuple[Goal, ...], wanted: frozenset[str]
) -> tuple[Goal, ...]:
    """Return a learner's goals with those changes of the course's plan that they want, by the milestones' ids."""
    after = goals_with_due_days(after)
    old, new, own = _milestones(before), _milestones(after), _milestones(goals)
    goals = _with_days_of_their_own(goals, {one.id for one in own.values() if one.id in wanted and one.id not in new})
    goals = tuple(goal._replace(milestones=_renewed(goal.milestones, old, new, wanted)) for goal in goals)
    for goal in after:
        added = tuple(one for one in goal.milestones if one.id in wanted and one.id not in own)
        if not added:
            continue
        if any(have.id == goal.id for have in goals):
            goals = tuple(_goal_with_added(have, added) if have.id == goal.id else have for have in goals)
        else:
            goals = (*goals, goal._replace(milestones=added, state=GoalState.DRAFT))
    return goals


def _with_days_of_their_own(goals: tuple[Goal, ...], leaving: set[str]) -> tuple[Goal, ...]:
    """Return the goals with days of their own for milestones that are counted from one that leaves."""

    def stand(one: Milestone) -> Milestone:
        return one._replace(planned=PlannedDay(day=one.due)) if one.planned.after in leaving and one.due else one

    return tuple(goal._replace(milestones=tuple(stand(one) for one in goal.milestones)) for goal in goals_with_due_days(goals))


def _goal_with_added(goal: Goal, added: tuple[Milestone, ...]) -> Goal:
    """Return the goal with more milestones. One that was dropped is taken up again by it."""
    state = GoalState.DRAFT if goal.state is GoalState.DROPPED else goal.state
    return goal._replace(milestones=goal.milestones + added, state=state)


def _renewed(
    milestones: tuple[Milestone, ...], old: Mapping[str, Milestone], new: Mapping[str, Milestone], wanted: frozenset[str]
) -> tuple[Milestone, ...]:
    kept = []
    for one in milestones:
        if one.id not in wanted or one.id not in old:
            kept.append(one)
        elif one.id in new:
            kept.append(_rewritten(one, old[one.id], new[one.id]))
        elif one.has_work or one.state is not MilestoneState.PLANNED:
            kept.append(one)
    return tuple(kept)


def _rewritten(one: Milestone, old: Milestone, new: Milestone) -> Milestone:
    """Take over only what the course has changed: what the learner has made of the rest stays theirs."""
    if not one.is_open:
        return one
    parts = changed_fields_of(old, new)
    words: dict[str, Any] = {name: getattr(new, name) for part, name in COMPARED_FIELDS.items() if part in parts}
    # The day, and not what it is counted from: the learner may not have taken that over.
    planned = replace(new.planned, day=new.due)
    return one._replace(**words, planned=planned if ChangedField.DAY in parts else one.planned)


def course_plan_fingerprint(aims: tuple[CourseGoal, ...]) -> str:
    """Return a short name of the course's plan as it is, to tell whether it is still the one somebody has read."""
    stored = json.dumps(goals_as_stored(plan_from_course(aims, None).goals), sort_keys=True)
    return hashlib.sha256(stored.encode()).hexdigest()[:16]


def _milestones(goals: Iterable[Goal]) -> dict[str, Milestone]:
    return {one.id: one for goal in goals for one in goal.milestones}
