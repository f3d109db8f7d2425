"""What one entry makes of a goal or a milestone."""

from ..record.log import Entry, Kind
from ..record.values import parse_instant_or_none
from .model import (
    DECISION_KINDS,
    DONE_STATES,
    MILESTONE_EFFECTS,
    MILESTONE_TRANSITIONS,
    EvidenceVersion,
    Goal,
    GoalContent,
    Milestone,
    MilestoneState,
)


def milestone_after_entry(one: Milestone, entry: Entry) -> Milestone:
    """Return the milestone once this entry, which the table allows, has happened to it."""
    state = MILESTONE_EFFECTS[entry.kind][one.state]
    versions, reopened, left_out = one.versions, one.reopened, one.left_out
    if state is MilestoneState.SUBMITTED:
        versions = (*versions, EvidenceVersion(_version_number(entry) or (versions[-1].number if versions else 0) + 1, entry))
    elif entry.kind in DECISION_KINDS and one.state is MilestoneState.SUBMITTED:
        versions = (*versions[:-1], versions[-1]._replace(decided=entry))
    elif entry.kind == Kind.TAKEN_BACK:
        versions = (*versions[:-1], versions[-1]._replace(taken_back=entry))
    elif entry.kind == Kind.REOPENED:
        reopened, left_out = entry, None
    elif entry.kind == Kind.SKIPPED:
        left_out = entry
    return one._replace(
        state=state, since=parse_instant_or_none(entry.stored_text("on")) or entry.at,
        wish=None if state in DONE_STATES else one.wish, versions=versions, reopened=reopened, left_out=left_out,
    )  # fmt: skip


def goal_with_content(goal: Goal, shape: GoalContent, agreed: Entry | None = None) -> Goal:
    """Return the goal as the shape has it. No milestone is lost by it: one the shape does not name keeps its place at the end.

    Leaving a milestone out takes an agreement; until then it is only marked as leaving.
    """
    have = {one.id: one for one in goal.milestones}
    wanted = [one for one in shape.milestones if one.id in have or not (agreed and one.leaving)]
    named = [_milestone_with_content(have.get(one.id), one, agreed) for one in wanted]
    others = [one for one in goal.milestones if one.id not in {other.id for other in named}]
    return goal._replace(
        title=shape.title, why=shape.why, by=shape.by, obstacle=shape.obstacle,
        milestones=(*named, *others),
    )  # fmt: skip


def _milestone_with_content(have: Milestone | None, wanted: Milestone, agreed: Entry | None) -> Milestone:
    if have is None:
        return wanted
    if have.is_met:  # what was handed in, or approved, was that and nothing else
        return have
    after = have._replace(
        title=wanted.title, detail=wanted.detail, planned=wanted.planned, hours=wanted.hours,
        criteria=wanted.criteria, optional=wanted.optional, leaving=wanted.leaving,
    )  # fmt: skip
    if agreed and after.leaving and after.state in MILESTONE_TRANSITIONS[Kind.SKIPPED]:
        return after._replace(state=MilestoneState.SKIPPED, since=agreed.at, left_out=agreed, wish=None)
    return after


def goal_after_leaving_out(goal: Goal, entry: Entry) -> Goal:
    """Return the goal with those milestones left out that the agreed proposal would leave out."""
    return goal._replace(milestones=tuple(_milestone_with_content(one, one, entry) for one in goal.milestones))


def _version_number(entry: Entry) -> int:
    """Return which version this is, if it says so: it does once those before it may have been put aside."""
    number = entry.data.get("n")
    return number if isinstance(number, int) and number > 0 else 0
