"""What completed units of the course bring to milestones, by the author's rule."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ..record.log import Entry, Kind, Role
from ..record.values import COURSE
from .course_plan import Finish, Template
from .entry_effects import moved_on
from .model import MOVES, Milestone, Plan


def units_done(plan: Plan, template: Template) -> Iterator[tuple[Milestone, Kind, datetime]]:
    """Yield what completed units bring to a milestone, by the author's rule. What a person has decided on it stands."""
    steps = template.steps
    for one in plan.milestones:
        done, step = template.done.get(one.id), steps.get(one.id)
        if done is None or step is None or one.reopened or any(version.decided for version in one.versions):
            continue
        if step.finish is Finish.APPROVED and one.state in MOVES[Kind.ENOUGH]:
            yield one, Kind.ENOUGH, done
        elif step.finish is Finish.REVIEW and not one.versions and one.state in MOVES[Kind.READY]:
            yield one, Kind.READY, done


def with_units(plan: Plan, template: Template) -> Plan:
    """Return the plan with what completed units have brought since the last act."""
    moved = {
        one.id: moved_on(one, Entry(-1, "", kind, COURSE, Role.TIME, done, {"ms": one.id}))
        for one, kind, done in units_done(plan, template)
    }
    if not moved:
        return plan
    return replace(
        plan,
        goals=tuple(goal._replace(milestones=tuple(moved.get(one.id, one) for one in goal.milestones)) for goal in plan.goals),
    )
