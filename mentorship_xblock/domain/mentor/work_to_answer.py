"""What of the course a learner's mentor is asked about now: the places of what waits for a reply, and the milestones."""

from typing import NamedTuple

from ..mentorship.thread import thread_of_record
from ..plan.course_plan import CoursePlan
from ..plan.model import Milestone, MilestoneState
from ..plan.projection import plan_of_record
from ..record.record import Record


class WorkToAnswer(NamedTuple):
    """What is asked about. Each place and each milestone is there once, in the order in which it came up."""

    blocks: tuple[str, ...] = ()
    """The usages of the blocks in which the learner wrote what has no reply yet."""
    milestones: tuple[Milestone, ...] = ()
    """The milestones that this is about, and those whose evidence waits for a decision."""
    in_review: frozenset[str] = frozenset()
    """The ids of the milestones among them whose evidence waits."""


def work_to_answer(record: Record, course_plan: CoursePlan) -> WorkToAnswer:
    """Return what a learner's mentor is asked about now; nothing once everything is answered."""
    asked = [record.entries_by_id[one] for one in thread_of_record(record).unanswered]
    milestones = {one.id: one for one in plan_of_record(record, course_plan).milestones}
    reviews = [one.id for one in milestones.values() if one.state is MilestoneState.SUBMITTED]
    named = dict.fromkeys((*(entry.stored_text("ms") for entry in asked), *reviews))
    return WorkToAnswer(
        tuple(dict.fromkeys(block for entry in asked if (block := entry.stored_text("w")))),
        tuple(milestones[one] for one in named if one in milestones),
        frozenset(reviews),
    )
