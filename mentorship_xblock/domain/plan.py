"""The learning plan: goals with milestones, folded from the log, and what may follow what (MF §E2).

Until the first act on it, a learner's plan is the course's, read afresh each time. That act writes the plan down as it
then stood, and from there on it is the learner's own: a change of the course's plan no longer reaches it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from .record import Entry, Kind, Record
from .refusals import Refused
from .template import Aim, Due
from .values import Json, JsonObject, calendar_day, local_day


class State(StrEnum):
    """Where a milestone stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    CHANGES_ASKED = "changes_asked"
    APPROVED = "approved"


MOVES: Mapping[str, Mapping[State, State]] = {
    Kind.STARTED: {State.PLANNED: State.IN_PROGRESS, State.CHANGES_ASKED: State.IN_PROGRESS},
    Kind.SUBMITTED: {State.IN_PROGRESS: State.SUBMITTED, State.CHANGES_ASKED: State.SUBMITTED},
    Kind.APPROVED: {State.SUBMITTED: State.APPROVED},
    Kind.CHANGES_ASKED: {State.SUBMITTED: State.CHANGES_ASKED},
}
"""The whole of what may follow what. Who may do it is answered by the access table."""

DECISIONS = frozenset({Kind.APPROVED, Kind.CHANGES_ASKED})


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a milestone's evidence. It never changes; a decision names the version it is about."""

    number: int
    sent: Entry
    decided: Entry | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of one learner's plan."""

    id: str
    title: str
    detail: str = ""
    due: date | None = None
    state: State = State.PLANNED
    since: datetime | None = None
    """When it came to stand where it stands; None while nothing has been done on it."""
    versions: tuple[Version, ...] = ()

    @property
    def latest(self) -> Version | None:
        """The newest version of its evidence."""
        return self.versions[-1] if self.versions else None

    def after(self, entry: Entry) -> "Milestone":
        """Return the milestone once this entry has happened."""
        moved = replace(self, state=MOVES[entry.kind][self.state], since=entry.at)
        if entry.kind == Kind.SUBMITTED:
            return replace(moved, versions=(*self.versions, Version(len(self.versions) + 1, entry)))
        if entry.kind in DECISIONS:
            return replace(moved, versions=(*self.versions[:-1], replace(self.versions[-1], decided=entry)))
        return moved

    def as_json(self) -> dict[str, Json]:
        """Return what is written down of it when the plan becomes the learner's own."""
        kept = {"i": self.id, "n": self.title, "h": self.detail, "d": self.due.isoformat() if self.due else ""}
        return {key: value for key, value in kept.items() if value}


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of one learner's plan."""

    id: str
    title: str
    milestones: tuple[Milestone, ...] = ()

    @property
    def approved(self) -> int:
        """How many of its milestones are approved."""
        return sum(one.state is State.APPROVED for one in self.milestones)


@dataclass(frozen=True)
class Plan:
    """One learner's plan. ``own`` tells whether it is written down, or still the course's."""

    goals: tuple[Goal, ...] = ()
    own: bool = False

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """All milestones, in order."""
        return tuple(milestone for goal in self.goals for milestone in goal.milestones)

    @property
    def approved(self) -> int:
        """How many milestones are approved."""
        return sum(goal.approved for goal in self.goals)

    @property
    def next(self) -> Milestone | None:
        """The one next step: the first milestone that waits for the learner, else the first that is not approved."""
        unmet = [one for one in self.milestones if one.state is not State.APPROVED]
        mine = [one for one in unmet if one.state is not State.SUBMITTED]
        return next(iter(mine or unmet), None)

    @property
    def review(self) -> datetime | None:
        """Since when the oldest evidence that nobody has decided on is there."""
        return min((one.since for one in self.milestones if one.state is State.SUBMITTED and one.since), default=None)

    @property
    def next_due(self) -> date | None:
        """The day of the next milestone that is not approved and has one."""
        return min((one.due for one in self.milestones if one.due and one.state is not State.APPROVED), default=None)

    def milestone(self, milestone: str) -> Milestone:
        """Return one milestone. Raises Refused ``no-milestone``."""
        for one in self.milestones:
            if one.id == milestone:
                return one
        raise Refused("no-milestone", "milestone")

    def after(self, entry: Entry) -> "Plan":
        """Return the plan once this entry has happened. An entry the table does not allow, or of no milestone, moves nothing."""
        moves = MOVES.get(entry.kind)
        if moves is None:
            return self
        return replace(
            self,
            goals=tuple(
                replace(
                    goal,
                    milestones=tuple(
                        one.after(entry) if one.id == entry.text("ms") and one.state in moves else one for one in goal.milestones
                    ),
                )
                for goal in self.goals
            ),
        )


def joined_on(record: Record) -> date | None:
    """Return the day, in the learner's zone, on which they first asked for a mentor or got one."""
    first = next((entry.at for entry in record.log if entry.kind in (Kind.REQUESTED, Kind.ASSIGNED)), None)
    return local_day(first, record.zone) if first else None


def course_plan(template: Iterable[Aim], joined: date | None) -> Plan:
    """Return the course's plan as it is for somebody who joined then."""
    return Plan(
        tuple(
            Goal(
                aim.id,
                aim.title,
                tuple(Milestone(step.id, step.title, step.detail, _day(step.due, joined)) for step in aim.steps),
            )
            for aim in template
        )
    )


def _day(due: Due, joined: date | None) -> date | None:
    if due.day is not None or due.days is None or joined is None:
        return due.day
    return joined + timedelta(days=due.days)


def plan_of(record: Record, template: Iterable[Aim] = ()) -> Plan:
    """Return a learner's plan: their own if it was written down, else the course's."""
    return own_plan(record) or course_plan(template, joined_on(record))


def own_plan(record: Record) -> Plan | None:
    """Return the plan that was written down as the learner's own, as it stands; None while it is still the course's."""
    plan: Plan | None = None
    for entry in record.log:
        if entry.kind == Kind.PLANNED:
            plan = plan or written(entry)
        elif plan is not None:
            plan = plan.after(entry)
    return plan


def written(entry: Entry) -> Plan:
    """Read the plan an entry wrote down. What has no id, or is no object, is left out."""
    return Plan(tuple(_goal(goal) for goal in _objects(entry.data.get("plan"))), own=True)


def _goal(stored: JsonObject) -> Goal:
    return Goal(str(stored["i"]), str(stored.get("n", "")), tuple(_milestone(step) for step in _objects(stored.get("ms"))))


def _milestone(stored: JsonObject) -> Milestone:
    return Milestone(str(stored["i"]), str(stored.get("n", "")), str(stored.get("h", "")), calendar_day(stored.get("d")))


def _objects(stored: Json) -> Iterator[JsonObject]:
    for one in stored if isinstance(stored, list | tuple) else ():
        if isinstance(one, Mapping) and "i" in one:
            yield one


def as_written(plan: Plan) -> list[Json]:
    """Return what an entry keeps of a plan."""
    return [{"i": goal.id, "n": goal.title, "ms": [milestone.as_json() for milestone in goal.milestones]} for goal in plan.goals]
