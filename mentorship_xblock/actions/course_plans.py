"""The course's plan as it is for learners now: with the units they have completed."""

from collections.abc import Collection, Mapping

from ..domain.plan.course_plan import CoursePlan, UnitsEffect
from ..domain.record.values import PersonId
from .context import MentoringContext


def course_plans_of_learners(context: MentoringContext, learners: Collection[PersonId]) -> Mapping[PersonId, CoursePlan]:
    """Return the course's plan for each of these learners. The host is asked once for each of them, and only if completing a
    unit brings something about.
    """
    program, told = context.program, context.completed
    bound = {
        step.id: program.units[step.id]
        for aim in program.plan
        for step in aim.steps
        if step.finish is not UnitsEffect.NOTHING and step.id in program.units
    }
    # A unit that is not in the course any more, or not for learners, is not waited for.
    bound = {step: kept for step, units in bound.items() if (kept := tuple(unit for unit in units if unit in context.bound_units))}
    usages = {usage for units in bound.values() for usage in units}
    unasked = [learner for learner in learners if learner not in told] if usages else []
    if unasked:
        told.update(context.host.units_completed_by(unasked, usages) or {})
    return {
        learner: CoursePlan(
            program.plan,
            {step: max(done[unit] for unit in units) for step, units in bound.items() if done.keys() >= set(units)},
            seen=not usages or learner in told,
        )
        for learner in learners
        for done in [told.get(learner, {})]
    }


def course_plan_of_learner(context: MentoringContext, learner: PersonId) -> CoursePlan:
    """Return the course's plan for one learner."""
    return course_plans_of_learners(context, {learner})[learner]
