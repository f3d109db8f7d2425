"""What one entry makes of a goal or a milestone."""

from ..record.log import Entry, Kind
from ..record.values import instant_or_none
from .model import DECISIONS, DONE, MOVES, Goal, Milestone, Shape, State, Version


def moved_on(one: Milestone, entry: Entry) -> Milestone:
    """Return the milestone once this entry, which the table allows, has happened to it."""
    state = MOVES[entry.kind][one.state]
    versions, reopened, left_out = one.versions, one.reopened, one.left_out
    if state is State.SUBMITTED:
        versions = (*versions, Version(_number(entry) or (versions[-1].number if versions else 0) + 1, entry))
    elif entry.kind in DECISIONS and one.state is State.SUBMITTED:
        versions = (*versions[:-1], versions[-1]._replace(decided=entry))
    elif entry.kind == Kind.TAKEN_BACK:
        versions = (*versions[:-1], versions[-1]._replace(taken_back=entry))
    elif entry.kind == Kind.REOPENED:
        reopened, left_out = entry, None
    elif entry.kind == Kind.SKIPPED:
        left_out = entry
    return one._replace(
        state=state, since=instant_or_none(entry.text("on")) or entry.at, wish=None if state in DONE else one.wish,
        versions=versions, reopened=reopened, left_out=left_out,
    )  # fmt: skip


def shaped(goal: Goal, shape: Shape, agreed: Entry | None = None) -> Goal:
    """Return the goal as the shape has it. No milestone is lost by it: one the shape does not name keeps its place at the end.

    Leaving a milestone out takes an agreement; until then it is only marked as leaving.
    """
    have = {one.id: one for one in goal.milestones}
    wanted = [one for one in shape.milestones if one.id in have or not (agreed and one.leaving)]
    named = [_reworded(have.get(one.id), one, agreed) for one in wanted]
    rest = [one for one in goal.milestones if one.id not in {other.id for other in named}]
    return goal._replace(
        title=shape.title, why=shape.why, by=shape.by, obstacle=shape.obstacle,
        milestones=(*named, *rest),
    )  # fmt: skip


def _reworded(have: Milestone | None, wanted: Milestone, agreed: Entry | None) -> Milestone:
    if have is None:
        return wanted
    if have.met:  # what was handed in, or approved, was that and nothing else
        return have
    after = have._replace(
        title=wanted.title, detail=wanted.detail, planned=wanted.planned, hours=wanted.hours,
        criteria=wanted.criteria, optional=wanted.optional, leaving=wanted.leaving,
    )  # fmt: skip
    if agreed and after.leaving and after.state in MOVES[Kind.SKIPPED]:
        return after._replace(state=State.SKIPPED, since=agreed.at, left_out=agreed, wish=None)
    return after


def _left_out_by(goal: Goal, entry: Entry) -> Goal:
    """Return the goal with those milestones left out that the agreed proposal would leave out."""
    return goal._replace(milestones=tuple(_reworded(one, one, entry) for one in goal.milestones))


def _number(entry: Entry) -> int:
    """Return which version this is, if it says so: it does once those before it may have been put aside."""
    number = entry.data.get("n")
    return number if isinstance(number, int) and number > 0 else 0
