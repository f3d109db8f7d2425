"""What completed units of the course bring to milestones, by the author's rule."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ..record.log import Entry, Kind, Role
from ..record.values import NOBODY
from .course_plan import CoursePlan, UnitsEffect
from .entry_effects import milestone_after_entry
from .model import MILESTONE_TRANSITIONS, Milestone, Plan


def effects_of_units(plan: Plan, course_plan: CoursePlan) -> Iterator[tuple[Milestone, Kind, datetime]]:
    """Yield what completed units bring to a milestone, by the author's rule. What a person has decided on it stands."""
    steps = course_plan.milestones_by_id
    for one in plan.milestones:
        done, step = course_plan.done.get(one.id), steps.get(one.id)
        if done is None or step is None or one.reopened or any(version.decided for version in one.versions):
            continue
        if step.finish is UnitsEffect.APPROVED and one.state in MILESTONE_TRANSITIONS[Kind.ENOUGH]:
            yield one, Kind.ENOUGH, done
        elif step.finish is UnitsEffect.REVIEW and not one.versions and one.state in MILESTONE_TRANSITIONS[Kind.READY]:
            yield one, Kind.READY, done


def plan_with_unit_effects(plan: Plan, course_plan: CoursePlan) -> Plan:
    """Return the plan with what completed units have brought since the last act."""
    moved = {
        one.id: milestone_after_entry(one, Entry(-1, "", kind, NOBODY, Role.TIME, done, {"ms": one.id}))
        for one, kind, done in effects_of_units(plan, course_plan)
    }
    if not moved:
        return plan
    return replace(
        plan,
        goals=tuple(goal._replace(milestones=tuple(moved.get(one.id, one) for one in goal.milestones)) for goal in plan.goals),
    )
