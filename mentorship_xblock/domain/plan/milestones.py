"""Acts on a milestone as pure functions: work, evidence, decisions, wishes and days (MF §E2).

Every one of them writes down first what time and the course have brought, and the plan as the learner's own.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec

from ..mentorship.status import OPEN, relation_of, settled
from ..mentorship.writing import Actor, append, check_to_come, done_before
from ..record.errors import Refused
from ..record.log import Entry, Kind, Role
from ..record.record import Record, own_id
from ..record.values import COURSE, Json, PersonId, calendar_day, stamp
from .course_plan import Template
from .dates import course_plan
from .goal_content import as_written
from .model import MOVES, Goal, Milestone, State
from .projection import joined_on, plan_before_units, plan_of
from .unit_effects import units_done


def settled_plan(record: Record, actor: Actor, template: Template) -> Record:
    """Write down what time has brought, the course's plan as this learner's own if it is not theirs yet, and what completed
    units have brought to it. Raises Refused ``not-now`` when nothing can be done any more.
    """
    record = settled(record, actor.now)
    status = relation_of(record).status
    if status not in OPEN:
        raise Refused("not-now", status=status.value)
    if not plan_of(record, template).own:
        goals = course_plan(template.aims, joined_on(record)).goals
        record = _by_time(record, actor, Kind.PLANNED, plan=as_written(goals))
    for one, kind, done in units_done(plan_of(record), template):
        record = _by_time(record, actor, kind, ms=one.id, on=stamp(done))
    return record


def _by_time(record: Record, actor: Actor, kind: Kind, **data: Json) -> Record:
    return record.append(own_id(record, kind), kind, COURSE, Role.TIME, actor.now, **data)


P = ParamSpec("P")


def once_settled(
    step: Callable[Concatenate[Record, Actor, P], Record],
) -> Callable[Concatenate[Record, Actor, Template, P], Record]:
    """Make an act on a plan of a step that finds it settled. What was done before, by its key, is not done again."""

    @wraps(step)
    def act(record: Record, actor: Actor, template: Template, /, *args: P.args, **named: P.kwargs) -> Record:
        if done_before(record, actor):
            return record
        return step(settled_plan(record, actor, template), actor, *args, **named)

    return act


def settle(record: Record, actor: Actor, template: Template) -> Record:
    """Write down what completed units have brought, and nothing else."""
    if not any(units_done(plan_before_units(record, template), template)):
        return record
    return settled_plan(record, actor, template)


@once_settled
def start(record: Record, actor: Actor, milestone: str) -> Record:
    """Begin a milestone, or take it up again after changes were asked."""
    return _move(record, actor, Kind.STARTED, milestone)


@once_settled
def submit(
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
    one = plan_of(record).milestone(milestone)
    if one.state is State.PLANNED:
        record = _by_time(record, actor, Kind.STARTED, ms=milestone)
    return _move(record, actor, Kind.SUBMITTED, milestone, x=text, u=list(links) or None, c=_criteria(one, met))


@once_settled
def take_back(record: Record, actor: Actor, milestone: str) -> Record:
    """Take back what was handed in, before anybody of the mentoring side has seen it. The version stays to be read.

    Raises Refused ``review-begun``.
    """
    latest = plan_of(record).milestone(milestone).latest
    if latest is not None and latest.by_units:
        raise Refused("milestone-not-now", "milestone")
    if latest is not None and seen_by_others(record, latest.sent, actor.person):
        raise Refused("review-begun", "milestone")
    return _move(record, actor, Kind.TAKEN_BACK, milestone)


def seen_by_others(record: Record, entry: Entry, learner: PersonId) -> bool:
    """Whether anybody but the learner has read so far: then a review has begun."""
    return any(upto >= entry.seq for reader, upto in record.seen.items() if reader != learner)


@once_settled
def decide(
    record: Record,
    actor: Actor,
    kind: Kind,
    milestone: str,
    version: int,
    text: str = "",
    met: tuple[int, ...] = (),
) -> Record:
    """Approve a version of the evidence, or ask for changes with the reason; ``met`` are the criteria that it meets.

    Raises Refused ``newer-version`` when the learner has sent another meanwhile: nobody approves what they have not seen.
    """
    one = plan_of(record).milestone(milestone)
    if one.latest is not None and one.latest.number != version:
        raise Refused("newer-version", "version", version=one.latest.number)
    return _move(record, actor, kind, milestone, n=version, x=text, c=_criteria(one, met))


def _criteria(one: Milestone, met: tuple[int, ...]) -> list[Json] | None:
    return [place for place in sorted(set(met)) if place < len(one.criteria)] or None


@once_settled
def reopen(record: Record, actor: Actor, milestone: str, reason: str) -> Record:
    """Open an approved milestone again, or take one back in that was left out, with the reason.

    Raises Refused ``goal-not-now`` for one of a goal that was dropped.
    """
    if not plan_of(record).goal_of(milestone).in_force:
        raise Refused("goal-not-now", "milestone")
    return _move(record, actor, Kind.REOPENED, milestone, x=reason)


@once_settled
def skip(record: Record, actor: Actor, milestone: str, reason: str) -> Record:
    """Leave a milestone out of the plan, with the reason."""
    return _move(record, actor, Kind.SKIPPED, milestone, x=reason)


@once_settled
def ask_time(record: Record, actor: Actor, milestone: str, day: date, reason: str) -> Record:
    """Ask for another day. In a goal that nobody has agreed yet the day is the learner's own to set.

    Raises Refused ``text-empty`` when a reason is needed, or ``day-past``.
    """
    goal, one = _open(record, milestone)
    check_to_come(record, actor, day)
    kind = Kind.LATER if goal.agreed else Kind.REDATED
    if kind is Kind.LATER and not reason:
        raise Refused("text-empty", "text")
    return append(record, actor, kind, ms=one.id, d=day.isoformat(), x=reason)


@once_settled
def ask_out(record: Record, actor: Actor, milestone: str, reason: str) -> Record:
    """Ask to leave a milestone out, with the reason."""
    if plan_of(record).milestone(milestone).state not in MOVES[Kind.SKIPPED]:
        raise Refused("milestone-not-now", "milestone")
    return append(record, actor, Kind.OUT, ms=milestone, x=reason)


@once_settled
def grant(record: Record, actor: Actor, milestone: str, wish: str, day: date | None = None) -> Record:
    """Grant what the learner has asked for; ``day`` is another than they asked for.

    Raises Refused ``no-wish``, or ``day-past``, also where the day they asked for has passed since.
    """
    one = _wishing(record, milestone, wish)
    if one.wish and one.wish.kind == Kind.OUT:
        if one.state not in MOVES[Kind.SKIPPED]:
            raise Refused("milestone-not-now", "milestone")
        return append(record, actor, Kind.GRANTED, ms=milestone)
    day = day or calendar_day(one.wish.text("d") if one.wish else "")
    if day:
        check_to_come(record, actor, day)
    return append(record, actor, Kind.GRANTED, ms=milestone, d=day.isoformat() if day else "")


@once_settled
def decline(record: Record, actor: Actor, milestone: str, wish: str, reason: str) -> Record:
    """Decline what the learner has asked for, and say why. Raises Refused ``no-wish``."""
    _wishing(record, milestone, wish)
    return append(record, actor, Kind.DECLINED, ms=milestone, x=reason)


@once_settled
def withdraw_wish(record: Record, actor: Actor, milestone: str, wish: str) -> Record:
    """Ask no more for what was asked for and nobody has answered yet. Raises Refused ``no-wish``."""
    _wishing(record, milestone, wish)
    return append(record, actor, Kind.WISH_WITHDRAWN, ms=milestone)


@once_settled
def redate(record: Record, actor: Actor, milestone: str, day: date, reason: str = "") -> Record:
    """Set another day for a milestone that is open. Raises Refused ``day-past``."""
    _open(record, milestone)
    check_to_come(record, actor, day)
    return append(record, actor, Kind.REDATED, ms=milestone, d=day.isoformat(), x=reason)


@once_settled
def recall(record: Record, actor: Actor, milestone: str, text: str) -> Record:
    """Answer, or put away, the question that returns two weeks after an approval. It comes once."""
    one = plan_of(record).milestone(milestone)
    if one.state is not State.APPROVED or one.recalled:
        raise Refused("milestone-not-now", "milestone")
    return append(record, actor, Kind.RECALLED, ms=milestone, x=text)


def _open(record: Record, milestone: str) -> tuple[Goal, Milestone]:
    """Return a milestone that is still open, and its goal. Raises Refused ``milestone-not-now``."""
    plan = plan_of(record)
    one = plan.milestone(milestone)
    if not one.open:
        raise Refused("milestone-not-now", "milestone")
    return plan.goal_of(milestone), one


def _wishing(record: Record, milestone: str, wish: str) -> Milestone:
    one = plan_of(record).milestone(milestone)
    if one.wish is None or one.wish.id != wish:
        raise Refused("no-wish", "milestone")
    return one


def _move(record: Record, actor: Actor, kind: Kind, milestone: str, **data: Json) -> Record:
    """Move a milestone. Raises Refused ``no-milestone`` or ``milestone-not-now``."""
    if plan_of(record).milestone(milestone).state not in MOVES[kind]:
        raise Refused("milestone-not-now", "milestone")
    return append(record, actor, kind, ms=milestone, **data)
