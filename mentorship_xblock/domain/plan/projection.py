"""A learner's plan, folded from the log.

Until the first act on it, the plan is the course's, read afresh each time. That act writes it down as it then stood, and
from there on it is the learner's own. What completing units brings is derived each time, and written down by the next act.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ..record.log import Entry, Kind, Role
from ..record.record import Record, projection
from ..record.values import JsonObject, local_calendar_day
from .course_changes import goals_with_adopted_changes
from .course_plan import CoursePlan
from .dates import goals_with_due_days, plan_from_course
from .entry_effects import goal_after_leaving_out, goal_with_content, milestone_after_entry
from .goal_content import read_goal_content, read_stored_goals
from .model import (
    GOAL_TRANSITIONS,
    MILESTONE_EFFECTS,
    PROPOSAL_ANSWERS,
    Goal,
    GoalContent,
    GoalState,
    Milestone,
    MilestoneState,
    PastPause,
    Plan,
    Proposal,
)
from .rescheduling import goals_moved_by_pause, goals_with_new_day, read_moved_pauses, with_proposal_touched
from .unit_effects import plan_with_unit_effects

NO_COURSE_PLAN = CoursePlan()


def day_of_joining(record: Record) -> date | None:
    """Return the day, in the learner's zone, on which they first asked for a mentor or got one."""
    first = next((entry.at for entry in record.log.entries_of_kinds((Kind.REQUESTED, Kind.ASSIGNED))), None)
    return local_calendar_day(first, record.zone) if first else None


def plan_of_record(record: Record, course_plan: CoursePlan = NO_COURSE_PLAN) -> Plan:
    """Return a learner's plan, their own if it was written down, else the course's, with what completed units have brought."""
    return plan_with_unit_effects(plan_before_unit_effects(record, course_plan), course_plan)


def plan_before_unit_effects(record: Record, course_plan: CoursePlan) -> Plan:
    """Return a learner's plan without what completed units have brought since the last act."""
    told = _plan_from_log(record)
    if told.own:
        return told
    return replace(plan_from_course(course_plan.aims, day_of_joining(record)), weekly=told.weekly, absences=told.absences)


def plan_written_down(record: Record) -> Plan | None:
    """Return the plan that was written down as the learner's own, as it stands; None while it is still the course's."""
    told = _plan_from_log(record)
    return told if told.own else None


@projection
def _plan_from_log(record: Record) -> Plan:
    """Read a plan out of the log, as far as there is anything of it."""
    telling = _PlanProjection(record.zone)
    for entry in record.log.entries_of_kinds(PLAN_KINDS):
        telling.take_entry(entry)
    return telling.as_plan()


@dataclass(slots=True)
class _PlanProjection:
    """A plan while its record is read."""

    zone: str
    weekly: int | None = None
    own: bool = False
    goals: list[Goal] = field(default_factory=list)
    base: tuple[Goal, ...] = ()
    paused: date | None = None
    absences: tuple[PastPause, ...] = ()
    contest: Entry | None = None
    placing: tuple[str, int] | None = None
    """The goal that is to stand elsewhere once the entry is done with."""

    def as_plan(self) -> Plan:
        """Return the plan as it stands."""
        goals = goals_with_due_days(tuple(goal for goal in self.goals if goal.state is not None or goal.offer))
        return Plan(goals, self.own, self.base, self.weekly, self.absences, self.contest)

    def take_entry(self, entry: Entry) -> None:
        """Go on by one entry. One the tables do not allow, or of nothing in the plan, moves nothing."""
        if entry.kind == Kind.PLANNED and not self.own:
            self.own, self.base = True, read_stored_goals(entry.data.get("plan"))
            self.goals = list(self.base)
        elif entry.kind in (Kind.PAUSED, Kind.RESUMED, Kind.LEFT):
            self._pause(entry)
        elif entry.kind == Kind.WEEK:
            hours = entry.data.get("h")
            self.weekly = hours if isinstance(hours, int) else self.weekly
        elif not self.own:
            return
        elif entry.kind in GOAL_TRANSITIONS and not entry.stored_text("ms"):
            self._goals(entry)
        elif entry.kind in MILESTONE_EFFECTS:
            self._milestone(
                entry, lambda one: milestone_after_entry(one, entry) if one.state in MILESTONE_EFFECTS[entry.kind] else one
            )
        elif entry.kind in OTHER_EFFECTS:
            OTHER_EFFECTS[entry.kind](self, entry)

    def _pause(self, entry: Entry) -> None:
        day = local_calendar_day(entry.at, self.zone)
        if entry.kind == Kind.PAUSED:
            self.paused = self.paused or day
        elif self.paused:
            days = (day - self.paused).days
            self.absences += (PastPause(self.paused, days),) if days > 0 else ()
            self.paused = None

    # -- goals

    def _goals(self, entry: Entry) -> None:
        named = entry.stored_text("g")
        if named and all(goal.id != named for goal in self.goals):
            if entry.kind in (Kind.DRAFTED, Kind.PROPOSED):
                self._add(entry, named)
            return
        self.goals = [self._turned(goal, entry) if named in ("", goal.id) else goal for goal in self.goals]
        self._put_in_place()
        if entry.kind == Kind.AGREED:
            self.contest = None

    def _add(self, entry: Entry, goal: str) -> None:
        shape = read_goal_content(_goal_object(entry))
        mine = entry.role is Role.LEARNER
        new = Goal(goal, shape.title, shape.why, shape.by, shape.obstacle, None, shape.milestones)
        if mine:
            new = new._replace(state=GOAL_TRANSITIONS[entry.kind][None], turned=entry)
        if entry.kind == Kind.PROPOSED:
            new = new._replace(offer=Proposal(entry, shape))
        self.goals.append(new)
        if mine:
            self._place(goal, shape)
            self._put_in_place()

    def _turned(self, goal: Goal, entry: Entry) -> Goal:
        """Return the goal after an entry about it, or about all of them."""
        all_of_them = not entry.stored_text("g")
        state = GoalState.PROPOSED if goal.state is None else goal.state  # offered by the mentor, not in the plan yet
        answers = entry.kind in PROPOSAL_ANSWERS
        if state not in GOAL_TRANSITIONS[entry.kind] or (
            answers and (goal.offer is None or goal.offer.is_by_learner == _is_by_learner(entry))
        ):
            return goal
        if all_of_them and not answers and state is not GoalState.DRAFT:
            return goal
        after = GOAL_TRANSITIONS[entry.kind][state]
        shape = read_goal_content(_goal_object(entry)) if "goal" in entry.data else None
        if entry.kind in (Kind.DRAFTED, Kind.PROPOSED):
            return self._offered(goal, entry, shape, after)
        if entry.kind == Kind.AGREED:
            wanted = goal.offer.shape if goal.offer else None
            agreed = goal_with_content(goal, wanted, entry) if wanted else goal_after_leaving_out(goal, entry)
            if wanted:
                self._place(goal.id, wanted)
            reason = goal.offer.entry.stored_text("x") if goal.offer else ""
            return agreed._replace(state=after, offer=None, turned=entry, agreed=entry, reason=reason or goal.reason)
        if entry.kind == Kind.SUGGESTED and goal.state is None:
            return goal._replace(offer=None)  # the learner does not want it
        return goal._replace(state=after, offer=None, turned=entry)

    def _offered(self, goal: Goal, entry: Entry, shape: GoalContent | None, after: GoalState) -> Goal:
        """A goal that was never agreed is the learner's own to shape; anything else only waits for the other side."""
        offer = Proposal(entry, shape) if entry.kind == Kind.PROPOSED else None
        if goal.agreed or not _is_by_learner(entry):
            return goal._replace(state=None if goal.state is None else after, offer=offer, turned=entry)
        if shape:
            self._place(goal.id, shape)
            goal = goal_with_content(goal, shape)
        return goal._replace(state=after, offer=offer, turned=entry)

    def _place(self, goal: str, shape: GoalContent) -> None:
        if shape.place is not None:
            self.placing = (goal, shape.place)

    def _put_in_place(self) -> None:
        """Move a goal to where it is to stand: before so many others."""
        if self.placing is not None:
            moving, place = self.placing
            ids = [one.id for one in self.goals if one.id != moving]
            standing = [one.id for one in self.goals if one.id != moving and one.is_in_force]
            ids.insert(ids.index(standing[place]) if place < len(standing) else len(ids), moving)
            self.goals.sort(key=lambda one: ids.index(one.id))
            self.placing = None

    # -- milestones, days and pace

    def _milestone(self, entry: Entry, change: Callable[[Milestone], Milestone]) -> None:
        self.goals = [_changed(goal, entry, change) for goal in self.goals]

    def _date(self, entry: Entry) -> None:
        """Give a milestone its day."""
        self.goals = goals_with_new_day(self.goals, entry)
        self.contest = None

    def take_wish(self, entry: Entry) -> None:
        """The learner asks for something they cannot grant themselves."""
        self._milestone(entry, lambda one: one._replace(wish=entry, answer=None) if one.is_open else one)

    def take_grant(self, entry: Entry) -> None:
        """It is granted: another day, or that the milestone is left out."""

        def grant(one: Milestone) -> Milestone:
            if one.wish is None:
                return one
            if one.wish.kind == Kind.OUT and one.state in MILESTONE_EFFECTS[Kind.SKIPPED]:
                one = one._replace(state=MilestoneState.SKIPPED, since=entry.at, left_out=one.wish)
            return one._replace(wish=None, answer=entry)

        self._milestone(entry, grant)
        self._date(entry)

    def take_refusal(self, entry: Entry) -> None:
        """It is not granted, and why."""
        self._milestone(entry, lambda one: one._replace(wish=None, answer=entry) if one.wish else one)

    def take_withdrawal(self, entry: Entry) -> None:
        """The learner does not ask for it any more."""
        self._milestone(entry, lambda one: one._replace(wish=None))

    def take_new_day(self, entry: Entry) -> None:
        """A milestone has another day."""
        self._date(entry)

    def take_shifted_days(self, entry: Entry) -> None:
        """The days move by those of a pause, or stay: then by none."""
        if entry.data.get("n"):
            for away in read_moved_pauses(entry) or self.absences:
                self.goals = goals_moved_by_pause(self.goals, away.since, away.days)
            self.contest = None
        self.absences = ()

    def take_comment_on_pace(self, entry: Entry) -> None:
        """The learner says something about their pace."""
        self.contest = entry

    def take_recall_answer(self, entry: Entry) -> None:
        """The learner has been asked once more about a milestone."""
        self._milestone(entry, lambda one: one._replace(recalled=entry))

    def take_course_changes(self, entry: Entry) -> None:
        """The course's plan has changed, and what the learner wants of it is taken over."""
        self.base, before = read_stored_goals(entry.data.get("plan")), self.base
        take = entry.data.get("take")
        wanted = frozenset(str(one) for one in take) if isinstance(take, list | tuple) else frozenset()
        had = {goal.id: goal.milestones for goal in goals_with_due_days(tuple(self.goals))}
        goals = goals_with_due_days(goals_with_adopted_changes(tuple(self.goals), before, self.base, wanted))
        self.goals = [with_proposal_touched(goal, entry) if goal.milestones != had.get(goal.id) else goal for goal in goals]


OTHER_EFFECTS: Mapping[str, Callable[[_PlanProjection, Entry], None]] = {
    Kind.LATER: _PlanProjection.take_wish,
    Kind.OUT: _PlanProjection.take_wish,
    Kind.GRANTED: _PlanProjection.take_grant,
    Kind.DECLINED: _PlanProjection.take_refusal,
    Kind.WISH_WITHDRAWN: _PlanProjection.take_withdrawal,
    Kind.REDATED: _PlanProjection.take_new_day,
    Kind.SHIFTED: _PlanProjection.take_shifted_days,
    Kind.CONTESTED: _PlanProjection.take_comment_on_pace,
    Kind.RECALLED: _PlanProjection.take_recall_answer,
    Kind.RENEWED: _PlanProjection.take_course_changes,
}
"""What else changes a plan, besides the moves of goals and milestones."""

PLAN_KINDS = frozenset(
    {Kind.PLANNED, Kind.PAUSED, Kind.RESUMED, Kind.LEFT, Kind.WEEK, *GOAL_TRANSITIONS, *MILESTONE_EFFECTS, *OTHER_EFFECTS}
)
"""The kinds of entries that a plan is told by."""


def _changed(goal: Goal, entry: Entry, change: Callable[[Milestone], Milestone]) -> Goal:
    """Return the goal with the milestone changed that an entry names. One opened again opens its achieved goal, too."""
    named = entry.stored_text("ms")
    if named not in [one.id for one in goal.milestones]:
        return goal
    state = GOAL_TRANSITIONS.get(entry.kind, {}).get(goal.state, goal.state)
    return goal._replace(state=state, milestones=tuple([change(one) if one.id == named else one for one in goal.milestones]))


def _is_by_learner(entry: Entry) -> bool:
    return entry.role is Role.LEARNER


def _goal_object(entry: Entry) -> JsonObject:
    stored = entry.data.get("goal")
    return stored if isinstance(stored, Mapping) else {}
