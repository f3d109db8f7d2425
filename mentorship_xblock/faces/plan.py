"""The plan as a face draws it: the path, the one next step, and every milestone with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from ..domain.plan import MOVES, Goal, Milestone, Plan, State, Version, course_plan, joined_on, own_plan
from ..domain.record import Kind, Record
from ..domain.texts import shown
from ..program import Program
from .language import _, isolated, paragraphs
from .people import Names

TRACK = 7
"""Up to so many milestones are drawn as one line; more are drawn goal by goal."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state is drawn: never by its colour alone."""

    icon: str
    word: str


SIGNS: Mapping[State, Sign] = {
    State.PLANNED: Sign("ring", _("Planned")),
    State.IN_PROGRESS: Sign("half", _("In progress")),
    State.SUBMITTED: Sign("person", _("With {mentor}")),
    State.CHANGES_ASKED: Sign("pencil", _("Changes asked")),
    State.APPROVED: Sign("check", _("Approved")),
}


@dataclass(frozen=True)
class PlanFace:
    """Draws one learner's plan. ``mentor`` is who reads evidence, ``today`` the day where the learner is."""

    plan: Plan
    names: Names
    mentor: SafeString
    today: date

    def path(self) -> dict[str, Any] | None:
        """Return the path: every milestone on a line, or goal by goal when there are many; None when there is no plan."""
        if not self.plan.milestones:
            return None
        return {
            "sentence": self.sentence(),
            "track": [self.milestone(one) for one in self.plan.milestones] if len(self.plan.milestones) <= TRACK else None,
            "goals": [self.goal(goal) for goal in self.plan.goals if goal.milestones],
        }

    def sentence(self) -> SafeString:
        """Return the path in one sentence, for everybody and for who hears it instead of seeing it."""
        language, upcoming = self.names.language, self.plan.next
        done = {"approved": self.plan.approved, "total": len(self.plan.milestones)}
        if upcoming is None:
            return language.html(_("All {total} milestones approved."), **done)
        if upcoming.due is None:
            return language.html(_("{approved} of {total} approved. Next: {title}."), title=isolated(upcoming.title), **done)
        return language.html(
            _("{approved} of {total} approved. Next: {title}, planned for {day}."),
            title=isolated(upcoming.title), day=language.day(upcoming.due), **done,
        )  # fmt: skip

    def goal(self, goal: Goal) -> dict[str, Any]:
        """Return one goal with its milestones; the one with the next step is open."""
        return {
            "title": goal.title,
            "approved": goal.approved,
            "total": len(goal.milestones),
            "open": self.plan.next in goal.milestones,
            "milestones": [self.milestone(one) for one in goal.milestones],
        }

    def milestone(self, one: Milestone) -> dict[str, Any]:
        """Return one milestone with its state in words, its day and its evidence."""
        sign = SIGNS[one.state]
        moved = one.state in (State.APPROVED, State.SUBMITTED)
        return {
            "id": one.id,
            "title": one.title,
            "name": isolated(one.title),
            "detail": one.detail,
            "state": one.state.value,
            "icon": sign.icon,
            "word": self.names.language.html(sign.word, mentor=self.mentor),
            "since": one.since if moved else None,
            "due": None if one.state is State.APPROVED else one.due,
            "past": bool(one.due and one.due < self.today and one.state is not State.APPROVED),
            "now": self.plan.next is not None and one.id == self.plan.next.id,
            "versions": [self.version(version) for version in one.versions],
            "number": len(one.versions) + (one.state is not State.SUBMITTED),
            "begun": one.since is not None,
            "can_start": one.state is State.PLANNED,
            "can_submit": one.state in MOVES[Kind.SUBMITTED] or one.state is State.PLANNED,
            "reviewable": one.state is State.SUBMITTED,
        }

    def version(self, version: Version) -> dict[str, Any]:
        """Return one version of the evidence and what was decided on it."""
        decided = version.decided
        return {
            "number": version.number,
            "at": version.sent.at,
            "body": paragraphs(version.sent.text("x")),
            "link": version.sent.text("u"),
            "decided": decided
            and {
                "approved": decided.kind == Kind.APPROVED,
                "by": self.names.html(decided.by),
                "at": decided.at,
                "body": paragraphs(decided.text("x")),
                "words": shown(" ".join(decided.text("x").split())),
            },
        }

    def next_step(self) -> dict[str, Any] | None:
        """Return the one next step with the sentence that says why it is next; None when there is no plan."""
        if not self.plan.milestones:
            return None
        if self.plan.next is None:
            return {"done": True, "total": len(self.plan.milestones)}
        drawn = self.milestone(self.plan.next)
        asked = drawn["versions"][-1]["decided"] if self.plan.next.state is State.CHANGES_ASKED else None
        return {**drawn, "asked": asked}

    def to_review(self) -> list[dict[str, Any]]:
        """Return the milestones whose evidence waits for a decision."""
        return [self.milestone(one) for one in self.plan.milestones if one.state is State.SUBMITTED]


def plan_in(record: Record, program: Program) -> Plan:
    """Return a learner's plan. The course's is asked for only where it still counts."""
    return own_plan(record) or course_plan(program.plan, joined_on(record))


def titles(plan: Plan) -> dict[str, str]:
    """Return the milestones' titles, for messages that name them."""
    return {one.id: one.title for one in plan.milestones}
