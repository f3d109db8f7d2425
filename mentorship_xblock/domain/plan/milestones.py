"""Acts on a milestone as pure functions: work, evidence, decisions, wishes and days (docs/rules.md, Plan).

Every one of them writes down first what time and the course have brought, and the plan as the learner's own.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec

from ..mentorship.append_entry import Actor, append_checked_entry, check_day_to_come, entry_done_before
from ..mentorship.status import OPEN_STATUSES, relationship_of_record, with_time_effects
from ..record.errors import ActionRefused
from ..record.log import Entry, Kind, Role
from ..record.record import Record, make_unused_own_id
from ..record.values import NOBODY, Json, PersonId, format_stored_instant, parse_calendar_day
from .course_plan import CoursePlan
from .dates import plan_from_course
from .goal_content import goals_as_stored
from .model import MILESTONE_TRANSITIONS, Goal, Milestone, MilestoneState
from .projection import day_of_joining, plan_before_unit_effects, plan_of_record
from .unit_effects import effects_of_units


def write_down_settled_plan(record: Record, actor: Actor, course_plan: CoursePlan) -> Record:
    """Write down what time has brought, the course's plan as this learner's own if it is not theirs yet, and what completed
    units have brought to it. Raises ActionRefused ``not-now`` when nothing can be done any more.
    """
    record = with_time_effects(record, actor.now)
    status = relationship_of_record(record).status
    if status not in OPEN_STATUSES:
        raise ActionRefused("not-now", status=status.value)
    if not plan_of_record(record, course_plan).own:
        goals = plan_from_course(course_plan.aims, day_of_joining(record)).goals
        record = _append_by_time(record, actor, Kind.PLANNED, plan=goals_as_stored(goals))
    for one, kind, done in effects_of_units(plan_of_record(record), course_plan):
        record = _append_by_time(record, actor, kind, ms=one.id, on=format_stored_instant(done))
    return record


def _append_by_time(record: Record, actor: Actor, kind: Kind, **data: Json) -> Record:
    return record.with_entry(make_unused_own_id(record, kind), kind, NOBODY, Role.TIME, actor.now, **data)


P = ParamSpec("P")


def on_settled_plan(
    step: Callable[Concatenate[Record, Actor, P], Record],
) -> Callable[Concatenate[Record, Actor, CoursePlan, P], Record]:
    """Make an act on a plan of a step that finds it settled. What was done before, by its key, is not done again."""

    @wraps(step)
    def act(record: Record, actor: Actor, course_plan: CoursePlan, /, *args: P.args, **named: P.kwargs) -> Record:
        if entry_done_before(record, actor):
            return record
        return step(write_down_settled_plan(record, actor, course_plan), actor, *args, **named)

    return act


def write_down_unit_effects(record: Record, actor: Actor, course_plan: CoursePlan) -> Record:
    """Write down what completed units have brought, and nothing else."""
    if not any(effects_of_units(plan_before_unit_effects(record, course_plan), course_plan)):
        return record
    return write_down_settled_plan(record, actor, course_plan)


@on_settled_plan
def start_milestone(record: Record, actor: Actor, milestone: str) -> Record:
    """Begin a milestone, or take it up again after changes were asked."""
    return _move_milestone(record, actor, Kind.STARTED, milestone)


@on_settled_plan
def submit_evidence(
    record: Record,
    actor: Actor,
    milestone: str,
    text: str,
    links: tuple[str, ...] = (),
    met: tuple[int, ...] = (),
) -> Record:
    """Hand in the next version of a milestone's evidence: the learner's own words, links, and the criteria they think are met.

    A milestone that was only planned is begun by it.
    """
    one = plan_of_record(record).find_milestone(milestone)
    if one.state is MilestoneState.PLANNED:
        record = _append_by_time(record, actor, Kind.STARTED, ms=milestone)
    return _move_milestone(record, actor, Kind.SUBMITTED, milestone, x=text, u=list(links) or None, c=_criteria_met(one, met))


@on_settled_plan
def take_back_evidence(record: Record, actor: Actor, milestone: str) -> Record:
    """Take back what was handed in, before anybody of the mentoring side has seen it. The version stays to be read.

    Raises ActionRefused ``review-begun``.
    """
    latest = plan_of_record(record).find_milestone(milestone).latest_version
    if latest is not None and latest.is_from_units:
        raise ActionRefused("milestone-not-now", "milestone")
    if latest is not None and is_read_by_others(record, latest.sent, actor.person):
        raise ActionRefused("review-begun", "milestone")
    return _move_milestone(record, actor, Kind.TAKEN_BACK, milestone)


def is_read_by_others(record: Record, entry: Entry, learner: PersonId) -> bool:
    """Whether anybody but the learner has read so far: then a review has begun."""
    return any(upto >= entry.seq for reader, upto in record.seen.items() if reader != learner)


@on_settled_plan
def decide_on_evidence(
    record: Record,
    actor: Actor,
    kind: Kind,
    milestone: str,
    version: int,
    text: str = "",
    met: tuple[int, ...] = (),
) -> Record:
    """Approve a version of the evidence, or ask for changes with the reason; ``met`` are the criteria that it meets.

    Raises ActionRefused ``newer-version`` when the learner has sent another meanwhile: nobody approves what they have not seen.
    """
    one = plan_of_record(record).find_milestone(milestone)
    if one.latest_version is not None and one.latest_version.number != version:
        raise ActionRefused("newer-version", "version", version=one.latest_version.number)
    return _move_milestone(record, actor, kind, milestone, n=version, x=text, c=_criteria_met(one, met))


def _criteria_met(one: Milestone, met: tuple[int, ...]) -> list[Json] | None:
    return [place for place in sorted(set(met)) if place < len(one.criteria)] or None


@on_settled_plan
def reopen_milestone(record: Record, actor: Actor, milestone: str, reason: str) -> Record:
    """Open an approved milestone again, or take one back in that was left out, with the reason.

    Raises ActionRefused ``goal-not-now`` for one of a goal that was dropped.
    """
    if not plan_of_record(record).goal_of_milestone(milestone).is_in_force:
        raise ActionRefused("goal-not-now", "milestone")
    return _move_milestone(record, actor, Kind.REOPENED, milestone, x=reason)


@on_settled_plan
def leave_out_milestone(record: Record, actor: Actor, milestone: str, reason: str) -> Record:
    """Leave a milestone out of the plan, with the reason."""
    return _move_milestone(record, actor, Kind.SKIPPED, milestone, x=reason)


@on_settled_plan
def ask_for_another_day(record: Record, actor: Actor, milestone: str, day: date, reason: str) -> Record:
    """Ask for another day. In a goal that nobody has agreed yet the day is the learner's own to set.

    Raises ActionRefused ``text-empty`` when a reason is needed, or ``day-past``.
    """
    goal, one = _open_milestone(record, milestone)
    check_day_to_come(record, actor, day)
    kind = Kind.LATER if goal.agreed else Kind.REDATED
    if kind is Kind.LATER and not reason:
        raise ActionRefused("text-empty", "text")
    return append_checked_entry(record, actor, kind, ms=one.id, d=day.isoformat(), x=reason)


@on_settled_plan
def ask_to_leave_out(record: Record, actor: Actor, milestone: str, reason: str) -> Record:
    """Ask to leave a milestone out, with the reason."""
    if plan_of_record(record).find_milestone(milestone).state not in MILESTONE_TRANSITIONS[Kind.SKIPPED]:
        raise ActionRefused("milestone-not-now", "milestone")
    return append_checked_entry(record, actor, Kind.OUT, ms=milestone, x=reason)


@on_settled_plan
def grant_learner_wish(record: Record, actor: Actor, milestone: str, wish: str, day: date | None = None) -> Record:
    """Grant what the learner has asked for; ``day`` is another than they asked for.

    Raises ActionRefused ``no-wish``, or ``day-past``, also where the day they asked for has passed since.
    """
    one = _milestone_with_wish(record, milestone, wish)
    if one.wish and one.wish.kind == Kind.OUT:
        if one.state not in MILESTONE_TRANSITIONS[Kind.SKIPPED]:
            raise ActionRefused("milestone-not-now", "milestone")
        return append_checked_entry(record, actor, Kind.GRANTED, ms=milestone)
    day = day or parse_calendar_day(one.wish.stored_text("d") if one.wish else "")
    if day:
        check_day_to_come(record, actor, day)
    return append_checked_entry(record, actor, Kind.GRANTED, ms=milestone, d=day.isoformat() if day else "")


@on_settled_plan
def decline_learner_wish(record: Record, actor: Actor, milestone: str, wish: str, reason: str) -> Record:
    """Decline what the learner has asked for, and say why. Raises ActionRefused ``no-wish``."""
    _milestone_with_wish(record, milestone, wish)
    return append_checked_entry(record, actor, Kind.DECLINED, ms=milestone, x=reason)


@on_settled_plan
def withdraw_own_wish(record: Record, actor: Actor, milestone: str, wish: str) -> Record:
    """Ask no more for what was asked for and nobody has answered yet. Raises ActionRefused ``no-wish``."""
    _milestone_with_wish(record, milestone, wish)
    return append_checked_entry(record, actor, Kind.WISH_WITHDRAWN, ms=milestone)


@on_settled_plan
def set_milestone_day(record: Record, actor: Actor, milestone: str, day: date, reason: str = "") -> Record:
    """Set another day for a milestone that is open. Raises ActionRefused ``day-past``."""
    _open_milestone(record, milestone)
    check_day_to_come(record, actor, day)
    return append_checked_entry(record, actor, Kind.REDATED, ms=milestone, d=day.isoformat(), x=reason)


@on_settled_plan
def answer_recall_question(record: Record, actor: Actor, milestone: str, text: str) -> Record:
    """Answer, or put away, the question that returns two weeks after an approval. It comes once."""
    one = plan_of_record(record).find_milestone(milestone)
    if one.state is not MilestoneState.APPROVED or one.recalled:
        raise ActionRefused("milestone-not-now", "milestone")
    return append_checked_entry(record, actor, Kind.RECALLED, ms=milestone, x=text)


def _open_milestone(record: Record, milestone: str) -> tuple[Goal, Milestone]:
    """Return a milestone that is still open, and its goal. Raises ActionRefused ``milestone-not-now``."""
    plan = plan_of_record(record)
    one = plan.find_milestone(milestone)
    if not one.is_open:
        raise ActionRefused("milestone-not-now", "milestone")
    return plan.goal_of_milestone(milestone), one


def _milestone_with_wish(record: Record, milestone: str, wish: str) -> Milestone:
    one = plan_of_record(record).find_milestone(milestone)
    if one.wish is None or one.wish.id != wish:
        raise ActionRefused("no-wish", "milestone")
    return one


def _move_milestone(record: Record, actor: Actor, kind: Kind, milestone: str, **data: Json) -> Record:
    """Move a milestone. Raises ActionRefused ``no-milestone`` or ``milestone-not-now``."""
    if plan_of_record(record).find_milestone(milestone).state not in MILESTONE_TRANSITIONS[kind]:
        raise ActionRefused("milestone-not-now", "milestone")
    return append_checked_entry(record, actor, kind, ms=milestone, **data)
