"""All of a mentor's learners beside each other: in which order, and whether there is a plan that both sides agreed to."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

from ..plan.model import GoalState, Plan
from ..record.values import PersonId
from .index_lines import IndexLine

NEVER = datetime.min.replace(tzinfo=UTC)


class Agreement(StrEnum):
    """Whether a plan is agreed, and who is to answer if it is not."""

    AGREED = "agreed"
    MENTOR_ANSWERS = "mentor"
    """Nothing is agreed yet, and the learner has proposed something."""
    LEARNER_ANSWERS = "learner"
    """Nothing is agreed yet, and the mentoring side has proposed something."""
    NONE = "none"
    """Nothing is agreed, and nothing is proposed."""


def agreement_on_plan(plan: Plan) -> Agreement:
    """Return whether anything of a plan is agreed; what was agreed and then dropped is not any more."""
    if any(goal.state in (GoalState.AGREED, GoalState.ACHIEVED) for goal in plan.goals):
        return Agreement.AGREED
    if plan.goals_with_proposal(to_learner=False):
        return Agreement.MENTOR_ANSWERS
    return Agreement.LEARNER_ANSWERS if plan.goals_with_proposal(to_learner=True) else Agreement.NONE


def learners_by_silence(lines: Mapping[PersonId, IndexLine], now: datetime) -> list[PersonId]:
    """Order a mentor's learners by how long ago the mentoring side last wrote to them, those first to whom nobody has, by when they
    came. Who left for good is not among them.

    A line from before this was kept counts from the mentor's first words: the learner's next act makes it anew.
    """

    def place(person: PersonId) -> tuple[datetime, datetime, PersonId]:
        line = lines[person]
        return (line.spoken or line.contact or NEVER, line.since, person)

    return sorted((person for person, line in lines.items() if line.mine and not line.has_ended(now)), key=place)
