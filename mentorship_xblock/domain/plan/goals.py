"""Acts on goals, and on the plan as a whole, as pure functions: proposed by one side, agreed by the other (MF §E2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..mentorship.message_edits import AS_SENT, fates_of, message, words_of
from ..mentorship.message_kinds import MENTORING
from ..mentorship.writing import Actor, append, check_to_come, done_before
from ..record.errors import Refused
from ..record.log import Entry, Kind, Role
from ..record.record import Record
from ..record.text_rules import headed
from .course_changes import print_of
from .course_plan import HOURS, Due, Template
from .dates import course_plan
from .entry_effects import shaped
from .goal_content import as_written, shape_json
from .milestones import once_settled, settled_plan
from .model import GOAL_MOVES, MOVES, Goal, GoalState, Milestone, Plan, Shape, State
from .projection import joined_on, plan_of
from .rescheduling import as_moved

STEPS_MAX = 30
"""Milestones of one goal."""
PLAN_MAX = 60
"""Goals and milestones of one plan together."""
WEEK_MAX = 80
"""Hours of a week."""


@dataclass(frozen=True, slots=True)
class WantedStep:
    """A milestone as somebody would have it: one of the plan by its id, or a new one without."""

    id: str
    title: str
    detail: str = ""
    day: date | None = None
    hours: int = HOURS
    place: int | None = None
    """Where it is to stand among the others, from 1; None to leave it where it is."""
    out: str = ""
    """Why it is to be left out; empty to keep it."""
    field: str = ""
    """What its day is called in the request."""


@dataclass(frozen=True, slots=True)
class WantedGoal:
    """A goal as somebody would have it."""

    title: str
    why: str = ""
    by: date | None = None
    obstacle: str = ""
    place: int | None = None
    """Where it is to stand among the goals, from 1; None to leave it where it is."""
    steps: tuple[WantedStep, ...] = ()
    note: str = ""
    """Why this is changed, for the other side."""


@once_settled
def shape_goal(record: Record, actor: Actor, kind: Kind, goal: str, wanted: WantedGoal) -> Record:
    """Put a goal down as a draft, or propose it: a new one (no id), or one of the plan as it should become.

    Raises Refused ``no-goal``, ``goal-not-now``, ``goal-empty``, ``plan-too-long``, ``milestone-has-work``, ``no-milestone``,
    ``key-taken`` for a key that is the id of something in the plan, ``day-past`` for a day that is over, unless it stood there.
    """
    plan = plan_of(record)
    have = plan.goal(goal) if goal else None
    state = (have.state or GoalState.PROPOSED) if have else None
    if state not in GOAL_MOVES[kind] or (kind is Kind.DRAFTED and have is not None and have.agreed):
        raise Refused("goal-not-now", "goal")
    _check_days(record, actor, have, wanted)
    shape = _shape(have, wanted, actor.key)
    wrote = {step.id for step in wanted.steps}
    _check_new(plan, {one.id for one in shape.milestones if one.id not in wrote} | (set() if have else {actor.key}))
    _check_size(plan, have, shape)
    return append(record, actor, kind, g=goal or actor.key, goal=shape_json(shape), x=wanted.note)


@once_settled
def from_remark(record: Record, actor: Actor, of: str) -> Record:
    """Propose what somebody of the mentoring side remarked as a milestone: its first line is the title, the rest what it says.

    It goes into the goal it was said about, else into the first that is agreed and not being changed, else it is a goal of its
    own. Raises Refused ``not-a-remark``, ``words-gone``, ``remark-taken`` when it is one already, ``plan-too-long``.
    """
    entry = message(record, of)
    if entry.role not in MENTORING or entry.kind == Kind.NOTE:
        raise Refused("not-a-remark")
    words = words_of(record, entry).strip()
    if not words or fates_of(record).get(of, AS_SENT).hidden:
        raise Refused("words-gone")
    if of in remarks_taken(record):
        raise Refused("remark-taken")
    plan = plan_of(record)
    have = _goal_for(plan, entry.text("ms"))
    title, detail = headed(words)
    new = Milestone(f"{actor.key}-0", title, detail)
    shape = (
        Shape(have.title, have.why, have.by, have.obstacle, None, (*have.milestones, new))
        if have
        else Shape(title, milestones=(new,))
    )
    _check_new(plan, {new.id} if have else {new.id, actor.key})
    _check_size(plan, have, shape)
    return append(record, actor, Kind.PROPOSED, g=have.id if have else actor.key, goal=shape_json(shape), rm=of)


def remarks_taken(record: Record) -> frozenset[str]:
    """Return the remarks that the learner has made milestones of, by their ids."""
    return frozenset(entry.text("rm") for entry in record.everything.of({Kind.PROPOSED}) if entry.data.get("rm"))


def _goal_for(plan: Plan, milestone: str) -> Goal | None:
    """Return the goal that a remark's milestone goes into."""
    free = [goal for goal in plan.goals if goal.state is GoalState.AGREED and not goal.offer]
    return next((goal for goal in free if any(one.id == milestone for one in goal.milestones)), free[0] if free else None)


def _shape(have: Goal | None, wanted: WantedGoal, key: str) -> Shape:
    steps = _in_order([step for step in wanted.steps if step.id or step.title])
    milestones = tuple(_milestone(have, step, f"{key}-{place}") for place, step in enumerate(steps))
    place = None if wanted.place is None else wanted.place - 1
    return Shape(wanted.title, wanted.why, wanted.by, wanted.obstacle, place, milestones)


def _check_days(record: Record, actor: Actor, have: Goal | None, wanted: WantedGoal) -> None:
    """Raise Refused ``day-past`` for a day that is over, and is neither in the goal nor in what is proposed for it."""
    offered = have.offer.shape if have and have.offer else None
    rows = (*(have.milestones if have else ()), *(offered.milestones if offered else ()))
    stood = {("", goal.by) for goal in (have, offered) if goal} | {
        (one.id, day) for one in rows for day in (one.due, one.planned.day)
    }
    for one, day, field in (("", wanted.by, "by"), *((step.id, step.day, step.field) for step in wanted.steps)):
        if day and (one, day) not in stood:
            check_to_come(record, actor, day, field)


def _in_order(steps: Sequence[WantedStep]) -> list[WantedStep]:
    """Return the steps where they are wanted: one that is moved up stands before, one moved down after, who has that place."""

    def place(numbered: tuple[int, WantedStep]) -> tuple[int, int]:
        here, step = numbered
        there = step.place or here
        return there, (there > here) - (there < here)

    return [step for _here, step in sorted(enumerate(steps, start=1), key=place)]


def _milestone(have: Goal | None, step: WantedStep, new: str) -> Milestone:
    """Return a milestone as it is wanted. A day that is left as it is stays counted from what it is counted from."""
    if not step.id:
        return Milestone(new, step.title, step.detail, Due(day=step.day), hours=step.hours)
    one = next((one for one in have.milestones if one.id == step.id), None) if have else None
    if one is None:
        offered = have.offer.shape.milestones if have and have.offer and have.offer.shape else ()
        one = next((one for one in offered if one.id == step.id), None)
    if one is None:
        raise Refused("no-milestone", "milestones")
    if not step.out and one.met:
        return one._replace(leaving="")
    if step.out and one.state not in MOVES[Kind.SKIPPED] and one.state is not State.SKIPPED:
        raise Refused("milestone-has-work", "milestones")
    planned = one.planned if step.day == one.due else Due(day=step.day)
    return one._replace(title=step.title or one.title, detail=step.detail, planned=planned, hours=step.hours, leaving=step.out)


def _check_new(plan: Plan, ids: Iterable[str]) -> None:
    """Raise Refused ``key-taken`` for the id of something new that is in the plan already: both would move as one."""
    offered = [one for goal in plan.goals if goal.offer and goal.offer.shape for one in goal.offer.shape.milestones]
    taken = {goal.id for goal in (*plan.goals, *plan.base)}
    taken |= {one.id for one in offered} | {one.id for goal in (*plan.goals, *plan.base) for one in goal.milestones}
    if not taken.isdisjoint(ids):
        raise Refused("key-taken", "key")


def _check_size(plan: Plan, have: Goal | None, shape: Shape) -> None:
    if len({one.id for one in shape.milestones}) < len(shape.milestones):
        raise Refused("key-taken", "key")
    if not shape.milestones or all(one.leaving for one in shape.milestones):
        raise Refused("goal-empty", "milestones")
    if len(shape.milestones) > STEPS_MAX:
        raise Refused("plan-too-long", "milestones", most=STEPS_MAX)
    others = [goal for goal in plan.goals if have is None or goal.id != have.id]
    after = shaped(have, shape).milestones if have else shape.milestones
    if _size(others) + 1 + len(after) > PLAN_MAX:
        raise Refused("plan-too-long", "milestones", most=PLAN_MAX)


def _size(goals: Iterable[Goal]) -> int:
    return sum(1 + len(goal.milestones) for goal in goals)


@once_settled
def propose(record: Record, actor: Actor, goal: str = "") -> Record:
    """Propose what is a draft as it stands: one goal, or the whole plan. Raises Refused ``goal-not-now``."""
    drafts = [one for one in plan_of(record).goals if one.state is GoalState.DRAFT and goal in ("", one.id)]
    if not drafts:
        raise Refused("goal-not-now", "goal")
    return append(record, actor, Kind.PROPOSED, g=goal)


@once_settled
def answer(record: Record, actor: Actor, kind: Kind, of: str, goal: str = "", text: str = "") -> Record:
    """Agree to what the other side proposes, or suggest changes to it: for one goal, or for all that are proposed.

    ``of`` is the key of the newest proposal that was read. Raises Refused ``own-proposal``, ``goal-not-now`` when nothing is
    proposed, ``newer-proposal`` when another has come in meanwhile: nobody agrees to what they have not seen.
    """
    plan = plan_of(record)
    learner = actor.role is Role.LEARNER
    waiting = [one for one in plan.offered(to_learner=learner) if goal in ("", one.id)]
    if not waiting:
        mine = any(goal == one.id for one in plan.offered(to_learner=not learner))
        raise Refused("own-proposal" if mine else "goal-not-now", "goal")
    if newest(waiting).id != of:
        raise Refused("newer-proposal", "goal")
    return append(record, actor, kind, g=goal, x=text)


def newest(goals: Iterable[Goal]) -> Entry:
    """Return the latest of what is proposed, or has changed since, among goals that each have a proposal."""
    return max((goal.offer.latest for goal in goals if goal.offer), key=lambda entry: entry.seq)


@once_settled
def achieve(record: Record, actor: Actor, goal: str) -> Record:
    """Mark an agreed goal as achieved, once all that it needs is approved. Raises Refused ``goal-not-met``."""
    one = _turning(record, Kind.ACHIEVED, goal)
    if not one.met:
        raise Refused("goal-not-met", "goal")
    return append(record, actor, Kind.ACHIEVED, g=goal)


@once_settled
def drop(record: Record, actor: Actor, goal: str, reason: str) -> Record:
    """Drop a goal with the reason. What was approved in it stays. Raises Refused ``goal-in-review`` while evidence waits.

    What the learner has dropped, somebody of the mentoring side can drop as well: then both have.
    """
    one = _turning(record, Kind.DROPPED, goal)
    if one.state is GoalState.DROPPED and (actor.role is Role.LEARNER or not one.dropped_alone):
        raise Refused("goal-not-now", "goal")
    if any(milestone.state is State.SUBMITTED for milestone in one.milestones):
        raise Refused("goal-in-review", "goal")
    return append(record, actor, Kind.DROPPED, g=goal, x=reason)


def _turning(record: Record, kind: Kind, goal: str) -> Goal:
    """Return the goal to turn. Raises Refused ``no-goal`` or ``goal-not-now``."""
    one = plan_of(record).goal(goal)
    if one.state not in GOAL_MOVES[kind]:
        raise Refused("goal-not-now", "goal")
    return one


@once_settled
def set_week(record: Record, actor: Actor, hours: int) -> Record:
    """Say how many hours a week the learner has for the course."""
    return append(record, actor, Kind.WEEK, h=hours)


@once_settled
def contest(record: Record, actor: Actor, text: str) -> Record:
    """Say something about one's pace, in a line that stands beside it for both."""
    return append(record, actor, Kind.CONTESTED, x=text)


@once_settled
def move_days(record: Record, actor: Actor, move: bool) -> Record:
    """After a pause, move the days by as many as it took, or leave them. Raises Refused ``days-settled``."""
    absences = plan_of(record).absences
    if not absences:
        raise Refused("days-settled")
    if not move:
        return append(record, actor, Kind.SHIFTED, n=0)
    return append(record, actor, Kind.SHIFTED, n=sum(away.days for away in absences), away=as_moved(absences))


def renew(record: Record, actor: Actor, template: Template, of: str, take: Sequence[str]) -> Record:
    """Take over those changes of the course's plan that the learner wants, and leave the rest.

    Raises Refused ``newer-template`` when the course's plan has changed again since it was read, ``no-milestone`` for what is in
    neither plan, or ``plan-too-long``.
    """
    if done_before(record, actor):
        return record
    if print_of(template.aims) != of:
        raise Refused("newer-template", "take")
    goals = course_plan(template.aims, joined_on(record)).goals
    settled = settled_plan(record, actor, template)
    known = {one.id for goal in (*goals, *plan_of(settled).goals) for one in goal.milestones}
    if not known.issuperset(take):
        raise Refused("no-milestone", "take")
    after = append(settled, actor, Kind.RENEWED, plan=as_written(goals), take=list(take))
    if _size(plan_of(after).goals) > PLAN_MAX:
        raise Refused("plan-too-long", "take", most=PLAN_MAX)
    return after
