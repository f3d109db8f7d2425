"""The course's plan as it is for learners now: with the units they have completed."""

from collections.abc import Collection, Mapping

from ..domain.template import Finish, Template
from ..domain.values import PersonId
from .road import Course


def templates(course: Course, learners: Collection[PersonId]) -> Mapping[PersonId, Template]:
    """Return the course's plan for each of these learners. The host is asked once, and only if completing a unit brings
    something about.
    """
    program = course.program
    bound = {
        step.id: program.units[step.id]
        for aim in program.plan
        for step in aim.steps
        if step.finish is not Finish.NOTHING and step.id in program.units
    }
    usages = {usage for units in bound.values() for usage in units}
    completed = course.host.completed(learners, usages) if usages else None
    if completed is None:
        return dict.fromkeys(learners, Template(program.plan, seen=not usages))
    return {
        learner: Template(
            program.plan,
            {step: max(done[unit] for unit in units) for step, units in bound.items() if units and done.keys() >= set(units)},
        )
        for learner in learners
        for done in [completed.get(learner, {})]
    }


def template_of(course: Course, learner: PersonId) -> Template:
    """Return the course's plan for one learner."""
    return templates(course, {learner})[learner]
