"""What an action is done in: the host, the program, the block, the time, the course's plan; and what is true after it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from ..authoring.program import Program
from ..domain.mentorship.undo import UNDO_WINDOW
from ..domain.notifications import Notification
from ..domain.plan.course_plan import CoursePlan, UnitsEffect
from ..domain.record.log import Role
from ..domain.record.record import Record
from ..domain.record.values import PersonId
from ..domain.stored_state import StoredStates
from ..hosts.port import CourseUnit, Host, Person

NotificationWording = Callable[[Notification, Mapping[PersonId, Person], str], str]
"""What is said of news, with the people there are names for, in the language of this code."""


def current_server_time() -> datetime:
    """Return the time of the server."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class MentoringContext:
    """Where acts happen: the host, home's program, the block they are done in, and the time."""

    host: Host
    program: Program
    where: str = ""
    """The usage id of the block that is acted in."""
    hold: timedelta = UNDO_WINDOW
    """How long what somebody sends is theirs alone. The operator sets it."""
    clock: Callable[[], datetime] = current_server_time
    completed: dict[PersonId, Mapping[str, datetime]] = field(default_factory=dict)
    """When learners had completed the units of the plan, as far as the host was asked already."""
    words: NotificationWording | None = None
    """How news are worded for the host to notify people; None where the operator does not want it."""

    @cached_property
    def bound_units(self) -> Mapping[str, CourseUnit]:
        """The units that steps are bound to, by their names, as far as they are in the course; the host is asked once."""
        bound = {usage for usages in self.program.units.values() for usage in usages}
        return self.host.find_units(bound) if bound else {}


@dataclass(frozen=True)
class ActionResult:
    """What is true of a learner after an act: their record, and the people looked up on the way."""

    learner: PersonId
    record: Record
    people: Mapping[PersonId, Person]
    role: Role
    documents: StoredStates = field(default_factory=dict)
    """What the act has left of the people whose rows it locked, so that they need not be read again."""


NOTHING_ASKED: Mapping[str, Any] = {}


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
