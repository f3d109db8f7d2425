"""The course's plan, as its author wrote it: goals with steps, from which every learner's own plan starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

DEFAULT_HOURS = 2
"""How much work a step is thought to be, in hours, where nobody has said otherwise."""


class UnitsEffect(StrEnum):
    """What follows when a learner has completed the units a step is bound to."""

    NOTHING = "nothing"
    REVIEW = "review"
    APPROVED = "approved"


class CompletionRule(StrEnum):
    """When a block counts as completed by a learner."""

    NEVER = "never"
    """It does not count at all, and so holds no unit below 100 %."""
    PART = "part"
    """Once the learner has taken part: written, or worked on a milestone."""
    NUMBER = "number"
    """Once so many milestones are approved."""
    ALL = "all"
    """Once every milestone that is not optional is approved."""


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """When a step is planned for: a day of the calendar, or so many days after joining, or after the day of another step.

    With neither ``day`` nor ``days`` there is no date.
    """

    days: int | None = None
    day: date | None = None
    after: str = ""
    """The id of the step from whose day ``days`` are counted; empty to count from joining."""


@dataclass(frozen=True, slots=True)
class CourseMilestone:
    """A milestone as the author wrote it."""

    id: str
    title: str
    detail: str = ""
    due: PlannedDay = PlannedDay()
    hours: int = DEFAULT_HOURS
    criteria: tuple[str, ...] = ()
    """What a reviewer looks for, one line each."""
    optional: bool = False
    """Whether the plan is done without it."""
    finish: UnitsEffect = UnitsEffect.NOTHING


@dataclass(frozen=True, slots=True)
class CourseGoal:
    """A goal of the course's plan, with its steps."""

    id: str
    title: str
    steps: tuple[CourseMilestone, ...] = ()


@dataclass(frozen=True)
class CoursePlan:
    """The course's plan as it is for one learner now. ``done`` tells when they had completed all units of a step."""

    aims: tuple[CourseGoal, ...] = ()
    done: Mapping[str, datetime] = field(default_factory=dict)
    seen: bool = True
    """Whether the host tells at all what is completed."""

    @property
    def milestones_by_id(self) -> Mapping[str, CourseMilestone]:
        """All steps by their ids."""
        return {step.id: step for aim in self.aims for step in aim.steps}
