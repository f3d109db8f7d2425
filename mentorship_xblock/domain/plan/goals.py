"""Acts on goals, and on the plan as a whole, as pure functions: proposed by one side, agreed by the other (docs/rules.md, Plan)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..mentorship.append_entry import Actor, append_checked_entry, check_day_to_come, entry_done_before
from ..mentorship.message_edits import AS_SENT, current_words_of, find_message_by_id, states_of_messages
from ..mentorship.message_kinds import MENTORING_ROLES
from ..record.errors import ActionRefused
from ..record.log import Entry, Kind, Role
from ..record.record import Record
from ..record.text_rules import split_title_and_detail
from .course_changes import course_plan_fingerprint
from .course_plan import DEFAULT_HOURS, CoursePlan, PlannedDay
from .dates import plan_from_course
from .entry_effects import goal_with_content
from .goal_content import goal_content_as_json, goals_as_stored
from .milestones import on_settled_plan, write_down_settled_plan
from .model import GOAL_TRANSITIONS, MILESTONE_TRANSITIONS, Goal, GoalContent, GoalState, Milestone, MilestoneState, Plan
from .projection import day_of_joining, plan_of_record
from .rescheduling import pauses_as_stored

GOAL_MILESTONES_MAX = 30
"""Milestones of one goal."""
PLAN_ITEMS_MAX = 60
"""Goals and milestones of one plan together."""
WEEK_HOURS_MAX = 80
"""Hours of a week."""


@dataclass(frozen=True, slots=True)
class MilestoneInput:
    """A milestone as somebody would have it: one of the plan by its id, or a new one without."""

    id: str
    title: str
    detail: str = ""
    day: date | None = None
    hours: int = DEFAULT_HOURS
    place: int | None = None
    """Where it is to stand among the others, from 1; None to leave it where it is."""
    out: str = ""
    """Why it is to be left out; empty to keep it."""
    field: str = ""
    """What its day is called in the request."""


@dataclass(frozen=True, slots=True)
class GoalInput:
    """A goal as somebody would have it."""

    title: str
    why: str = ""
    by: date | None = None
    obstacle: str = ""
    place: int | None = None
    """Where it is to stand among the goals, from 1; None to leave it where it is."""
    steps: tuple[MilestoneInput, ...] = ()
    note: str = ""
    """Why this is changed, for the other side."""


@on_settled_plan
def draft_or_propose_goal(record: Record, actor: Actor, kind: Kind, goal: str, wanted: GoalInput) -> Record:
    """Put a goal down as a draft, or propose it: a new one (no id), or one of the plan as it should become.

    Raises ActionRefused ``no-goal``, ``goal-not-now``, ``goal-empty``, ``plan-too-long``, ``milestone-has-work``, ``no-milestone``,
    ``key-taken`` for a key that is the id of something in the plan, ``day-past`` for a day that is over, unless it stood there.
    """
    plan = plan_of_record(record)
    have = plan.find_goal(goal) if goal else None
    state = (have.state or GoalState.PROPOSED) if have else None
    if state not in GOAL_TRANSITIONS[kind] or (kind is Kind.DRAFTED and have is not None and have.agreed):
        raise ActionRefused("goal-not-now", "goal")
    _check_days(record, actor, have, wanted)
    shape = _content_from_input(have, wanted, actor.key)
    wrote = {step.id for step in wanted.steps}
    _check_new(plan, {one.id for one in shape.milestones if one.id not in wrote} | (set() if have else {actor.key}))
    _check_size(plan, have, shape)
    return append_checked_entry(record, actor, kind, g=goal or actor.key, goal=goal_content_as_json(shape), x=wanted.note)


@on_settled_plan
def propose_remark_as_milestone(record: Record, actor: Actor, of: str) -> Record:
    """Propose what somebody of the mentoring side remarked as a milestone: its first line is the title, the rest what it says.

    It goes into the goal it was said about, else into the first that is agreed and not being changed, else it is a goal of its
    own. Raises ActionRefused ``not-a-remark``, ``words-gone``, ``remark-taken`` when it is one already, ``plan-too-long``.
    """
    entry = find_message_by_id(record, of)
    if entry.role not in MENTORING_ROLES or entry.kind == Kind.NOTE:
        raise ActionRefused("not-a-remark")
    words = current_words_of(record, entry).strip()
    if not words or states_of_messages(record).get(of, AS_SENT).hidden:
        raise ActionRefused("words-gone")
    if of in remarks_made_milestones(record):
        raise ActionRefused("remark-taken")
    plan = plan_of_record(record)
    have = _goal_for(plan, entry.stored_text("ms"))
    title, detail = split_title_and_detail(words)
    new = Milestone(f"{actor.key}-0", title, detail)
    shape = (
        GoalContent(have.title, have.why, have.by, have.obstacle, None, (*have.milestones, new))
        if have
        else GoalContent(title, milestones=(new,))
    )
    _check_new(plan, {new.id} if have else {new.id, actor.key})
    _check_size(plan, have, shape)
    return append_checked_entry(
        record, actor, Kind.PROPOSED, g=have.id if have else actor.key, goal=goal_content_as_json(shape), rm=of
    )


def remarks_made_milestones(record: Record) -> frozenset[str]:
    """Return the remarks that the learner has made milestones of, by their ids."""
    return frozenset(
        entry.stored_text("rm") for entry in record.entries_ever_made.entries_of_kinds({Kind.PROPOSED}) if entry.data.get("rm")
    )


def _goal_for(plan: Plan, milestone: str) -> Goal | None:
    """Return the goal that a remark's milestone goes into."""
    free = [goal for goal in plan.goals if goal.state is GoalState.AGREED and not goal.offer]
    return next((goal for goal in free if any(one.id == milestone for one in goal.milestones)), free[0] if free else None)


def _content_from_input(have: Goal | None, wanted: GoalInput, key: str) -> GoalContent:
    steps = _in_order([step for step in wanted.steps if step.id or step.title])
    milestones = tuple(_milestone(have, step, f"{key}-{position}") for position, step in enumerate(steps))
    place = None if wanted.place is None else wanted.place - 1
    return GoalContent(wanted.title, wanted.why, wanted.by, wanted.obstacle, place, milestones)


def _check_days(record: Record, actor: Actor, have: Goal | None, wanted: GoalInput) -> None:
    """Raise ActionRefused ``day-past`` for a day that is over, and is neither in the goal nor in what is proposed for it."""
    offered = have.offer.shape if have and have.offer else None
    rows = (*(have.milestones if have else ()), *(offered.milestones if offered else ()))
    stood = {("", goal.by) for goal in (have, offered) if goal} | {
        (one.id, day) for one in rows for day in (one.due, one.planned.day)
    }
    for one, day, field in (("", wanted.by, "by"), *((step.id, step.day, step.field) for step in wanted.steps)):
        if day and (one, day) not in stood:
            check_day_to_come(record, actor, day, field)


def _in_order(steps: Sequence[MilestoneInput]) -> list[MilestoneInput]:
    """Return the steps where they are wanted: one that is moved up stands before, one moved down after, who has that place."""

    def position(numbered: tuple[int, MilestoneInput]) -> tuple[int, int]:
        here, step = numbered
        there = step.place or here
        return there, (there > here) - (there < here)

    return [step for _here, step in sorted(enumerate(steps, start=1), key=position)]


def _milestone(have: Goal | None, step: MilestoneInput, new: str) -> Milestone:
    """Return a milestone as it is wanted. A day that is left as it is stays counted from what it is counted from."""
    if not step.id:
        return Milestone(new, step.title, step.detail, PlannedDay(day=step.day), hours=step.hours)
    one = next((one for one in have.milestones if one.id == step.id), None) if have else None
    if one is None:
        offered = have.offer.shape.milestones if have and have.offer and have.offer.shape else ()
        one = next((one for one in offered if one.id == step.id), None)
    if one is None:
        raise ActionRefused("no-milestone", "milestones")
    if not step.out and one.is_met:
        return one._replace(leaving="")
    if step.out and one.state not in MILESTONE_TRANSITIONS[Kind.SKIPPED] and one.state is not MilestoneState.SKIPPED:
        raise ActionRefused("milestone-has-work", "milestones")
    planned = one.planned if step.day == one.due else PlannedDay(day=step.day)
    return one._replace(title=step.title or one.title, detail=step.detail, planned=planned, hours=step.hours, leaving=step.out)


def _check_new(plan: Plan, ids: Iterable[str]) -> None:
    """Raise ActionRefused ``key-taken`` for the id of something new that is in the plan already: both would move as one."""
    offered = [one for goal in plan.goals if goal.offer and goal.offer.shape for one in goal.offer.shape.milestones]
    taken = {goal.id for goal in (*plan.goals, *plan.base)}
    taken |= {one.id for one in offered} | {one.id for goal in (*plan.goals, *plan.base) for one in goal.milestones}
    if not taken.isdisjoint(ids):
        raise ActionRefused("key-taken", "key")


def _check_size(plan: Plan, have: Goal | None, shape: GoalContent) -> None:
    if len({one.id for one in shape.milestones}) < len(shape.milestones):
        raise ActionRefused("key-taken", "key")
    if not shape.milestones or all(one.leaving for one in shape.milestones):
        raise ActionRefused("goal-empty", "milestones")
    if len(shape.milestones) > GOAL_MILESTONES_MAX:
        raise ActionRefused("plan-too-long", "milestones", most=GOAL_MILESTONES_MAX)
    others = [goal for goal in plan.goals if have is None or goal.id != have.id]
    after = goal_with_content(have, shape).milestones if have else shape.milestones
    if _size(others) + 1 + len(after) > PLAN_ITEMS_MAX:
        raise ActionRefused("plan-too-long", "milestones", most=PLAN_ITEMS_MAX)


def _size(goals: Iterable[Goal]) -> int:
    return sum(1 + len(goal.milestones) for goal in goals)


@on_settled_plan
def propose_drafts(record: Record, actor: Actor, goal: str = "") -> Record:
    """Propose what is a draft as it stands: one goal, or the whole plan. Raises ActionRefused ``goal-not-now``."""
    drafts = [one for one in plan_of_record(record).goals if one.state is GoalState.DRAFT and goal in ("", one.id)]
    if not drafts:
        raise ActionRefused("goal-not-now", "goal")
    return append_checked_entry(record, actor, Kind.PROPOSED, g=goal)


@on_settled_plan
def answer_proposal(record: Record, actor: Actor, kind: Kind, of: str, goal: str = "", text: str = "") -> Record:
    """Agree to what the other side proposes, or suggest changes to it: for one goal, or for all that are proposed.

    ``of`` is the key of the newest proposal that was read. Raises ActionRefused ``own-proposal``, ``goal-not-now`` when nothing is
    proposed, ``newer-proposal`` when another has come in meanwhile: nobody agrees to what they have not seen.
    """
    plan = plan_of_record(record)
    learner = actor.role is Role.LEARNER
    waiting = [one for one in plan.goals_with_proposal(to_learner=learner) if goal in ("", one.id)]
    if not waiting:
        mine = any(goal == one.id for one in plan.goals_with_proposal(to_learner=not learner))
        raise ActionRefused("own-proposal" if mine else "goal-not-now", "goal")
    if newest_proposal_entry(waiting).id != of:
        raise ActionRefused("newer-proposal", "goal")
    return append_checked_entry(record, actor, kind, g=goal, x=text)


def newest_proposal_entry(goals: Iterable[Goal]) -> Entry:
    """Return the latest of what is proposed, or has changed since, among goals that each have a proposal."""
    return max((goal.offer.latest_entry for goal in goals if goal.offer), key=lambda entry: entry.seq)


@on_settled_plan
def mark_goal_achieved(record: Record, actor: Actor, goal: str) -> Record:
    """Mark an agreed goal as achieved, once all that it needs is approved. Raises ActionRefused ``goal-not-met``."""
    one = _goal_that_can(record, Kind.ACHIEVED, goal)
    if not one.is_met:
        raise ActionRefused("goal-not-met", "goal")
    return append_checked_entry(record, actor, Kind.ACHIEVED, g=goal)


@on_settled_plan
def drop_goal_with_reason(record: Record, actor: Actor, goal: str, reason: str) -> Record:
    """Drop a goal with the reason. What was approved in it stays. Raises ActionRefused ``goal-in-review`` while evidence waits.

    What the learner has dropped, somebody of the mentoring side can drop as well: then both have.
    """
    one = _goal_that_can(record, Kind.DROPPED, goal)
    if one.state is GoalState.DROPPED and (actor.role is Role.LEARNER or not one.is_dropped_alone):
        raise ActionRefused("goal-not-now", "goal")
    if any(milestone.state is MilestoneState.SUBMITTED for milestone in one.milestones):
        raise ActionRefused("goal-in-review", "goal")
    return append_checked_entry(record, actor, Kind.DROPPED, g=goal, x=reason)


def _goal_that_can(record: Record, kind: Kind, goal: str) -> Goal:
    """Return the goal to turn. Raises ActionRefused ``no-goal`` or ``goal-not-now``."""
    one = plan_of_record(record).find_goal(goal)
    if one.state not in GOAL_TRANSITIONS[kind]:
        raise ActionRefused("goal-not-now", "goal")
    return one


@on_settled_plan
def set_weekly_hours(record: Record, actor: Actor, hours: int) -> Record:
    """Say how many hours a week the learner has for the course."""
    return append_checked_entry(record, actor, Kind.WEEK, h=hours)


@on_settled_plan
def comment_on_own_pace(record: Record, actor: Actor, text: str) -> Record:
    """Say something about one's pace, in a line that stands beside it for both."""
    return append_checked_entry(record, actor, Kind.CONTESTED, x=text)


@on_settled_plan
def settle_days_after_pause(record: Record, actor: Actor, move: bool) -> Record:
    """After a pause, move the days by as many as it took, or leave them. Raises ActionRefused ``days-settled``."""
    absences = plan_of_record(record).absences
    if not absences:
        raise ActionRefused("days-settled")
    if not move:
        return append_checked_entry(record, actor, Kind.SHIFTED, n=0)
    return append_checked_entry(record, actor, Kind.SHIFTED, n=sum(away.days for away in absences), away=pauses_as_stored(absences))


def adopt_course_changes(record: Record, actor: Actor, course_plan: CoursePlan, of: str, take: Sequence[str]) -> Record:
    """Take over those changes of the course's plan that the learner wants, and leave the rest.

    Raises ActionRefused ``newer-template`` when the course's plan has changed again since it was read, ``no-milestone`` for what
    is in neither plan, or ``plan-too-long``.
    """
    if entry_done_before(record, actor):
        return record
    if course_plan_fingerprint(course_plan.aims) != of:
        raise ActionRefused("newer-template", "take")
    goals = plan_from_course(course_plan.aims, day_of_joining(record)).goals
    settled = write_down_settled_plan(record, actor, course_plan)
    known = {one.id for goal in (*goals, *plan_of_record(settled).goals) for one in goal.milestones}
    if not known.issuperset(take):
        raise ActionRefused("no-milestone", "take")
    after = append_checked_entry(settled, actor, Kind.RENEWED, plan=goals_as_stored(goals), take=list(take))
    if _size(plan_of_record(after).goals) > PLAN_ITEMS_MAX:
        raise ActionRefused("plan-too-long", "take", most=PLAN_ITEMS_MAX)
    return after
