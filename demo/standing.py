"""Where people stand, in a few words: read from the records each time, so that the door is never out of date."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mentorship_xblock.domain.mentorship.message_edits import count_unread_entries
from mentorship_xblock.domain.mentorship.message_kinds import SPOKEN_KINDS
from mentorship_xblock.domain.mentorship.status import PAIRED_STATUSES, Relationship, Status, relationship_at
from mentorship_xblock.domain.mentorship.thread import Thread, WhoseTurn, thread_of_record
from mentorship_xblock.domain.plan.course_plan import CoursePlan
from mentorship_xblock.domain.plan.model import GoalState, MilestoneState, Plan
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.record import Record
from mentorship_xblock.domain.record.values import PersonId
from mentorship_xblock.domain.stored_state import StoredState

MANY = 20
"""So many messages make a conversation worth mentioning."""


@dataclass(frozen=True)
class Standing:
    """One learner, as far as the door tells of them."""

    learner: PersonId
    record: Record
    relation: Relationship
    plan: Plan
    thread: Thread

    def any(self, state: MilestoneState) -> bool:
        """Whether a milestone stands there."""
        return any(milestone.state is state for milestone in self.plan.milestones)

    @property
    def active(self) -> bool:
        """Whether they have a mentor now."""
        return self.relation.status in PAIRED_STATUSES

    @property
    def finished(self) -> bool:
        """Whether everything is approved."""
        return bool(self.plan.milestones) and self.plan.approved_count == len(self.plan.kept_milestones)


def standing_of(learner: PersonId, document: StoredState | None, template: CoursePlan, now: datetime) -> Standing:
    """Read a learner's documents; ``template`` is the course's plan, with the units they have completed."""
    record = document.record if document else Record()
    plan = plan_of_record(record, template) if record.log else Plan()
    return Standing(learner, record, relationship_at(record, now), plan, thread_of_record(record))


def _is(status: Status) -> Callable[[Standing], bool]:
    return lambda one: one.relation.status is status


LEARNER: Mapping[str, Callable[[Standing], bool]] = {
    "not_joined": _is(Status.NONE),
    "withdrew": _is(Status.WITHDRAWN),
    "asks_mentor": _is(Status.REQUESTED),
    "left": _is(Status.CLOSING),
    "ended": _is(Status.ENDED),
    "first_contact": lambda one: one.active and one.thread.last_human is None,
    "waits": lambda one: one.active and one.thread.turn is WhoseTurn.MENTOR,
    "to_read": lambda one: one.active and count_unread_entries(one.record, one.learner) > 0,
    "paused": _is(Status.PAUSED),
    "to_agree": lambda one: one.active and bool(one.plan.goals_with_proposal(to_learner=False)),
    "offered": lambda one: one.active and bool(one.plan.goals_with_proposal(to_learner=True)),
    "suggested": lambda one: one.active and any(goal.state is GoalState.DRAFT and goal.turned for goal in one.plan.goals),
    "asks": lambda one: one.active and any(milestone.wish for milestone in one.plan.milestones),
    "back": lambda one: one.active and bool(one.plan.absences),
    "in_review": lambda one: one.active and one.any(MilestoneState.SUBMITTED),
    "changes": lambda one: one.active and one.any(MilestoneState.CHANGES_ASKED),
    "working": lambda one: one.active and one.any(MilestoneState.IN_PROGRESS),
    "finished": lambda one: one.active and one.finished,
    "reported": lambda one: one.thread.reported is not None,
    "moved": lambda one: one.active and bool(one.relation.former),
}
"""What the door says of a learner, and when."""


def of_learner(one: Standing, words: Mapping[str, str]) -> list[str]:
    """Return a learner's standing in the reader's words."""
    said = [words[word] for word, holds in LEARNER.items() if holds(one)]
    if one.plan.approved_count and not one.finished:
        said.append(words["approved"].format(done=one.plan.approved_count, all=len(one.plan.kept_milestones)))
    if (count := len(one.record.log.entries_of_kinds(SPOKEN_KINDS))) >= MANY:
        said.append(words["messages"].format(count=count))
    return said


def of_mentor(mentor: PersonId, learners: Iterable[Standing], words: Mapping[str, str]) -> list[str]:
    """Return a mentor's standing in the reader's words: how many learners they have, and how many of them wait."""
    mine = [one for one in learners if one.active and one.relation.mentor == mentor]
    waits = sum(one.thread.turn is WhoseTurn.MENTOR for one in mine)
    reviews = sum(one.any(MilestoneState.SUBMITTED) for one in mine)
    agrees = sum(LEARNER["to_agree"](one) or LEARNER["asks"](one) for one in mine)
    counts = {"learners": len(mine), "waiting": waits, "reviews": reviews, "agrees": agrees}
    return [words[word].format(count=count) for word, count in counts.items() if count]
