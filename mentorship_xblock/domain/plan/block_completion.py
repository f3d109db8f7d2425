"""How much of a block a learner has completed, by the author's rule; never by looking at it."""

from ..mentorship.message_kinds import SPOKEN_KINDS
from ..record.log import Kind, Role
from ..record.record import Record
from .course_plan import CompletionRule
from .model import Goal, Milestone, MilestoneState, Plan
from .projection import plan_written_down

PARTICIPATION_KINDS = SPOKEN_KINDS | {Kind.DRAFTED, Kind.PROPOSED, Kind.AGREED, Kind.STARTED, Kind.SUBMITTED, Kind.RECALLED}
"""What a learner does who takes part. Joining is not among it: it can come with the first visit."""


def completed_share_of(record: Record, when: CompletionRule, number: int) -> float:
    """Return how much is completed, from 0 to 1."""
    if when is CompletionRule.NEVER:
        return 0.0
    if when is CompletionRule.PART:
        return float(has_taken_part(record))
    if when is CompletionRule.NUMBER:
        return min(_approved(record) / number, 1.0)
    return _of_all(record)


def completion_progress(record: Record) -> tuple[bool, int, float]:
    """Return what the rules are made of: while it stays the same, nothing has to be told."""
    return has_taken_part(record), _approved(record), _of_all(record)


def has_taken_part(record: Record) -> bool:
    """Whether the learner has taken part."""
    return any(entry.role is Role.LEARNER and entry.kind in PARTICIPATION_KINDS for entry in record.log)


def _approved(record: Record) -> int:
    plan = plan_written_down(record)
    return plan.approved_count if plan else 0


def _of_all(record: Record) -> float:
    plan = plan_written_down(record) or Plan()
    needed = [one for goal in plan.goals for one in _needed(plan, goal)]
    return sum(one.state is MilestoneState.APPROVED for one in needed) / len(needed) if needed else 0.0


def _needed(plan: Plan, goal: Goal) -> list[Milestone]:
    """Return the milestones of a goal that have to be approved: the course's, and what was agreed.

    Nobody finishes by dropping a goal on their own, and nobody is kept from finishing by a draft.
    """
    base = {one.id for had in plan.base for one in had.milestones}
    milestones = goal.milestones if goal.is_dropped_alone else goal.counted_milestones
    needed = [one for one in milestones if not one.optional and one.state is not MilestoneState.SKIPPED]
    return [one for one in needed if goal.agreed or one.id in base]
