"""The learning plan of one learner: goals, milestones, where each stands, and what may follow what (docs/rules.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from ..record.errors import ActionRefused
from ..record.log import Entry, Kind, Role
from .course_plan import DEFAULT_HOURS, PlannedDay


class MilestoneState(StrEnum):
    """Where a milestone stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    CHANGES_ASKED = "changes_asked"
    APPROVED = "approved"
    SKIPPED = "skipped"


class GoalState(StrEnum):
    """Where a goal stands. One of the course's plan that nobody has spoken about yet is a draft."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    ACHIEVED = "achieved"
    DROPPED = "dropped"


MILESTONE_TRANSITIONS: Mapping[str, Mapping[MilestoneState, MilestoneState]] = {
    Kind.STARTED: {MilestoneState.PLANNED: MilestoneState.IN_PROGRESS, MilestoneState.CHANGES_ASKED: MilestoneState.IN_PROGRESS},
    Kind.SUBMITTED: {MilestoneState.IN_PROGRESS: MilestoneState.SUBMITTED, MilestoneState.CHANGES_ASKED: MilestoneState.SUBMITTED},
    Kind.TAKEN_BACK: {MilestoneState.SUBMITTED: MilestoneState.IN_PROGRESS},
    Kind.APPROVED: {MilestoneState.SUBMITTED: MilestoneState.APPROVED},
    Kind.CHANGES_ASKED: {MilestoneState.SUBMITTED: MilestoneState.CHANGES_ASKED},
    Kind.REOPENED: {MilestoneState.APPROVED: MilestoneState.IN_PROGRESS, MilestoneState.SKIPPED: MilestoneState.PLANNED},
    Kind.SKIPPED: {MilestoneState.PLANNED: MilestoneState.SKIPPED, MilestoneState.IN_PROGRESS: MilestoneState.SKIPPED},
    # What completing the bound units brings, by the author's rule; nobody's act.
    Kind.READY: {MilestoneState.PLANNED: MilestoneState.SUBMITTED, MilestoneState.IN_PROGRESS: MilestoneState.SUBMITTED},
    Kind.ENOUGH: {
        MilestoneState.PLANNED: MilestoneState.APPROVED,
        MilestoneState.IN_PROGRESS: MilestoneState.APPROVED,
        MilestoneState.SUBMITTED: MilestoneState.APPROVED,
    },
}
"""The whole of what may follow what on a milestone. Who may do it is answered by the access table."""

MILESTONE_EFFECTS: Mapping[str, Mapping[MilestoneState, MilestoneState]] = {
    **MILESTONE_TRANSITIONS,
    Kind.SKIPPED: {**MILESTONE_TRANSITIONS[Kind.SKIPPED], MilestoneState.SUBMITTED: MilestoneState.SKIPPED},
}
"""What is read out of a log: also that a milestone was left out while its evidence could still be undone, and was not seen."""

GOAL_TRANSITIONS: Mapping[str, Mapping[GoalState | None, GoalState]] = {
    Kind.DRAFTED: {None: GoalState.DRAFT, GoalState.DRAFT: GoalState.DRAFT},
    Kind.PROPOSED: {
        None: GoalState.PROPOSED,
        GoalState.DRAFT: GoalState.PROPOSED,
        GoalState.PROPOSED: GoalState.PROPOSED,
        GoalState.AGREED: GoalState.AGREED,  # a change of what is agreed: that stays in force until the change is agreed, too
    },
    Kind.AGREED: {GoalState.PROPOSED: GoalState.AGREED, GoalState.AGREED: GoalState.AGREED},
    Kind.SUGGESTED: {GoalState.PROPOSED: GoalState.DRAFT, GoalState.AGREED: GoalState.AGREED},
    Kind.ACHIEVED: {GoalState.AGREED: GoalState.ACHIEVED},
    Kind.DROPPED: dict.fromkeys((GoalState.DRAFT, GoalState.PROPOSED, GoalState.AGREED, GoalState.DROPPED), GoalState.DROPPED),
    Kind.REOPENED: {GoalState.ACHIEVED: GoalState.AGREED},  # with one of its milestones
}
"""The whole of what may follow what on a goal. None stands for a goal that is not there yet."""

PROPOSAL_ANSWERS = frozenset({Kind.AGREED, Kind.SUGGESTED})
DECISION_KINDS = frozenset({Kind.APPROVED, Kind.CHANGES_ASKED, Kind.ENOUGH})
DONE_STATES = frozenset({MilestoneState.APPROVED, MilestoneState.SKIPPED})
UNTOUCHED_STATES = frozenset({MilestoneState.PLANNED, MilestoneState.SKIPPED})


class EvidenceVersion(NamedTuple):
    """One version of a milestone's evidence. It never changes; a decision names the version it is about."""

    number: int
    sent: Entry
    decided: Entry | None = None
    taken_back: Entry | None = None

    @property
    def is_from_units(self) -> bool:
        """Whether it is not somebody's words, but that they have completed the units."""
        return self.sent.kind == Kind.READY


class Milestone(NamedTuple):
    """A milestone of one learner's plan. A tuple, as a goal is: each entry that is read makes them anew."""

    id: str
    title: str
    detail: str = ""
    planned: PlannedDay = PlannedDay()
    """How its day is stored: a day of its own, or counted from another milestone's."""
    due: date | None = None
    """The day that makes, for this learner."""
    hours: int = DEFAULT_HOURS
    criteria: tuple[str, ...] = ()
    optional: bool = False
    state: MilestoneState = MilestoneState.PLANNED
    since: datetime | None = None
    """When it came to stand where it stands; None while nothing has been done on it."""
    versions: tuple[EvidenceVersion, ...] = ()
    wish: Entry | None = None
    """What the learner has asked for, and nobody has answered yet."""
    answer: Entry | None = None
    """The latest answer to a wish."""
    left_out: Entry | None = None
    """What left it out, with the reason."""
    leaving: str = ""
    """Why the learner would leave it out, in a proposal that is not agreed yet."""
    reopened: Entry | None = None
    recalled: Entry | None = None

    @property
    def latest_version(self) -> EvidenceVersion | None:
        """The newest version of its evidence."""
        return self.versions[-1] if self.versions else None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done on it."""
        return self.state not in DONE_STATES

    @property
    def is_met(self) -> bool:
        """Whether the learner has done their part: a wait for a review is not the learner's."""
        return self.state in (MilestoneState.APPROVED, MilestoneState.SUBMITTED)

    @property
    def has_work(self) -> bool:
        """Whether there is work on it that no change of a plan may take away."""
        return self.state not in UNTOUCHED_STATES or bool(self.versions)


@dataclass(frozen=True, slots=True)
class GoalContent:
    """A goal as somebody would have it: its words, its place in the plan, and its milestones with their words and days."""

    title: str
    why: str = ""
    by: date | None = None
    obstacle: str = ""
    place: int | None = None
    """Before how many goals of the plan it comes after, from 0; None to leave it where it is."""
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that waits for the other side. Without a shape it is the goal as it stands."""

    entry: Entry
    shape: GoalContent | None = None
    touched: Entry | None = None
    """What has changed since in what is proposed: a day, or what was taken over from the course."""

    @property
    def latest_entry(self) -> Entry:
        """The newest entry that whoever answers has to have read."""
        return self.touched or self.entry

    @property
    def is_by_learner(self) -> bool:
        """Whether the learner made it, so that somebody of the mentoring side answers it."""
        return self.entry.role is Role.LEARNER


class Goal(NamedTuple):
    """A goal of one learner's plan."""

    id: str
    title: str
    why: str = ""
    by: date | None = None
    obstacle: str = ""
    state: GoalState | None = GoalState.DRAFT
    """None for one that is only offered, and not in the plan until it is agreed."""
    milestones: tuple[Milestone, ...] = ()
    offer: Proposal | None = None
    turned: Entry | None = None
    """What brought it where it stands: who agreed, suggested, dropped, with their words."""
    agreed: Entry | None = None
    """The latest agreement."""
    reason: str = ""
    """Why it was changed as it was last agreed, in the words of who proposed that."""

    def is_suggested_by(self, learner: bool) -> bool:
        """Whether the last word on it is that this side has asked for changes."""
        turned = self.turned
        return (
            turned is not None and turned.kind == Kind.SUGGESTED and self.offer is None and (turned.role is Role.LEARNER) is learner
        )

    @property
    def is_dropped_alone(self) -> bool:
        """Whether the learner dropped it, and nobody of the mentoring side has agreed to that."""
        return self.state is GoalState.DROPPED and self.turned is not None and self.turned.role is Role.LEARNER

    @property
    def is_in_force(self) -> bool:
        """Whether it is part of the plan."""
        return self.state not in (None, GoalState.DROPPED)

    @property
    def counted_milestones(self) -> tuple[Milestone, ...]:
        """Its milestones that the plan consists of. What was approved in a goal that was dropped stays done."""
        return (
            self.milestones if self.is_in_force else tuple(one for one in self.milestones if one.state is MilestoneState.APPROVED)
        )

    @property
    def is_met(self) -> bool:
        """Whether every milestone that is not optional is approved, or left out, and at least one is approved."""
        needed = [one for one in self.milestones if not one.optional]
        return all(not one.is_open for one in needed) and any(one.state is MilestoneState.APPROVED for one in self.milestones)

    @property
    def approved_count(self) -> int:
        """How many of its milestones are approved."""
        return sum(one.state is MilestoneState.APPROVED for one in self.milestones)

    @property
    def kept_count(self) -> int:
        """How many of its milestones are not left out."""
        return sum(one.state is not MilestoneState.SKIPPED for one in self.milestones)


@dataclass(frozen=True, slots=True)
class PastPause:
    """A pause that is over: on which day it began, and how many days it took."""

    since: date
    days: int


@dataclass(frozen=True)
class Plan:
    """One learner's plan. ``own`` tells whether it is written down, or still the course's."""

    goals: tuple[Goal, ...] = ()
    own: bool = False
    base: tuple[Goal, ...] = ()
    """The course's plan as it was when this plan was written down, or last taken over."""
    weekly: int | None = None
    """How many hours a week the learner has for the course, if they have said."""
    absences: tuple[PastPause, ...] = ()
    """The pauses since which nobody has said whether the days move by them."""
    contest: Entry | None = None
    """What the learner has said about their pace since the days last changed."""

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        """All milestones of the plan, in order."""
        return tuple(milestone for goal in self.goals for milestone in goal.counted_milestones)

    @cached_property
    def kept_milestones(self) -> tuple[Milestone, ...]:
        """Those that are not left out."""
        return tuple(one for one in self.milestones if one.state is not MilestoneState.SKIPPED)

    @property
    def approved_count(self) -> int:
        """How many milestones are approved."""
        return sum(one.state is MilestoneState.APPROVED for one in self.kept_milestones)

    @property
    def percent_approved(self) -> int | None:
        """How much of the work is approved, in percent; None when there is no plan yet (Plan 1)."""
        whole = sum(one.hours for one in self.kept_milestones)
        return (
            100 * sum(one.hours for one in self.kept_milestones if one.state is MilestoneState.APPROVED) // whole if whole else None
        )

    @property
    def oldest_review_wait(self) -> datetime | None:
        """Since when the oldest thing is there that nobody of the mentoring side has decided on: evidence, a wish, a proposal."""
        waits = [one.since for one in self.milestones if one.state is MilestoneState.SUBMITTED and one.since]
        waits += [one.wish.at for one in self.milestones if one.wish]
        waits += [goal.offer.entry.at for goal in self.goals_with_proposal(to_learner=False) if goal.offer]
        return min(waits, default=None)

    @property
    def next_due_day(self) -> date | None:
        """The day of the next milestone that is open and has one."""
        return min((one.due for one in self.milestones if one.due and one.is_open), default=None)

    def next_milestone(self, shut: frozenset[str] = frozenset()) -> Milestone | None:
        """Return the one next step: the first that waits for the learner and is not shut to them yet, else the first unmet."""
        unmet = [one for one in self.milestones if one.is_open]
        mine = [one for one in unmet if one.state is not MilestoneState.SUBMITTED]
        reachable = [one for one in mine if one.id not in shut]
        return next(iter(reachable or mine or unmet), None)

    def goals_with_proposal(self, to_learner: bool) -> tuple[Goal, ...]:
        """Return the goals that wait for the learner's word, or for the mentoring side's."""
        return tuple(goal for goal in self.goals if goal.offer and goal.offer.is_by_learner is not to_learner)

    def goals_with_suggestion(self, to_learner: bool) -> tuple[Goal, ...]:
        """Return the goals about which the other side has asked for changes, as the last word on them."""
        return tuple(goal for goal in self.goals if goal.is_in_force and goal.is_suggested_by(learner=not to_learner))

    def find_milestone(self, milestone: str) -> Milestone:
        """Return one milestone. Raises ActionRefused ``no-milestone``."""
        for one in self.milestones:
            if one.id == milestone:
                return one
        raise ActionRefused("no-milestone", "milestone")

    def find_goal(self, goal: str) -> Goal:
        """Return one goal. Raises ActionRefused ``no-goal``."""
        for one in self.goals:
            if one.id == goal:
                return one
        raise ActionRefused("no-goal", "goal")

    def goal_of_milestone(self, milestone: str) -> Goal:
        """Return the goal a milestone belongs to. Raises ActionRefused ``no-milestone``."""
        for goal in self.goals:
            if any(one.id == milestone for one in goal.milestones):
                return goal
        raise ActionRefused("no-milestone", "milestone")
