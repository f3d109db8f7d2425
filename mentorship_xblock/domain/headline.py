"""The one sentence at the head: what matters most between a learner and their mentor now, by one order of precedence.

What the head says and what the lists say are read off the same folds, so the head never reads "up to date" over something that
waits for either side. Which sentence a matter is, is the views' to say.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .mentorship.status import Relationship, Status
from .mentorship.thread import Thread, WhoseTurn
from .plan.model import MilestoneState, Plan
from .record.log import Kind
from .record.values import NOBODY, PersonId


class Matter(StrEnum):
    """What the head can be about."""

    STOPPED = "stopped"
    """A report stops all contact."""
    STATUS = "status"
    """There is no mentorship that goes on: asked for, paused, closing, over."""
    QUESTION = "question"
    """The learner waits for an answer to a question."""
    MESSAGE = "message"
    """The learner waits for a reply to other words."""
    OFFER = "offer"
    """The mentoring side has proposed something for the plan."""
    SUGGESTED = "suggested"
    """The mentoring side has asked for changes to the plan."""
    CHANGES = "changes"
    """The mentoring side has asked for changes to what was handed in."""
    REVIEW = "review"
    """Something was handed in."""
    PROPOSED = "proposed"
    """The learner has proposed something for the plan."""
    WISH = "wish"
    """The learner asks for another day, or to leave a milestone out."""
    COUNTERED = "countered"
    """The learner has asked for changes to what the mentoring side proposed."""
    WRITTEN = "written"
    """The mentoring side had the last word."""
    FINISHED = "finished"
    """Every milestone is approved."""
    SILENT = "silent"
    """Nobody has written yet."""
    UP_TO_DATE = "up-to-date"


@dataclass(frozen=True, slots=True)
class Headline:
    """A matter, since when it stands so, who brought it there, and which goal or milestone it is about."""

    matter: Matter
    since: datetime | None = None
    who: PersonId = NOBODY
    about: str = ""
    """A title; empty where it is about words."""
    leaves_out: bool = False
    """Of a wish: whether the milestone is to be left out."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a head is chosen from."""

    relation: Relationship
    thread: Thread
    plan: Plan


Found = Iterable[Headline]


def _words(now: Situation) -> Found:
    matter = Matter.QUESTION if now.thread.open_questions else Matter.MESSAGE
    yield from [Headline(matter, now.thread.waiting)] if now.thread.waiting else ()


def _offers(now: Situation, to_learner: bool, matter: Matter) -> Found:
    for goal in now.plan.goals_with_proposal(to_learner):
        if goal.offer:
            title = goal.offer.shape.title if goal.offer.shape else goal.title
            yield Headline(matter, goal.offer.entry.at, goal.offer.entry.by, title)


def _suggested(now: Situation, to_learner: bool, matter: Matter) -> Found:
    for goal in now.plan.goals_with_suggestion(to_learner):
        if goal.turned:
            yield Headline(matter, goal.turned.at, goal.turned.by, goal.title)


def _changes(now: Situation) -> Found:
    for one in now.plan.milestones:
        decided = one.latest_version.decided if one.state is MilestoneState.CHANGES_ASKED and one.latest_version else None
        if one.state is MilestoneState.CHANGES_ASKED:
            yield Headline(Matter.CHANGES, one.since, decided.by if decided else NOBODY, one.title)


def _reviews(now: Situation) -> Found:
    return (
        Headline(Matter.REVIEW, one.since, about=one.title) for one in now.plan.milestones if one.state is MilestoneState.SUBMITTED
    )


def _wishes(now: Situation) -> Found:
    for one in now.plan.milestones:
        if one.wish:
            yield Headline(Matter.WISH, one.wish.at, one.wish.by, one.title, leaves_out=one.wish.kind == Kind.OUT)


def _written(now: Situation) -> Found:
    if now.thread.turn is WhoseTurn.LEARNER:
        yield Headline(Matter.WRITTEN, now.thread.last_human, now.thread.last_by)


def _is_finished(now: Situation) -> bool:
    return bool(now.plan.kept_milestones) and all(one.state is MilestoneState.APPROVED for one in now.plan.kept_milestones)


def _one(matter: Matter, holds: Callable[[Situation], object]) -> Callable[[Situation], Found]:
    return lambda now: [Headline(matter)] if holds(now) else []


MATTER_FINDERS: Mapping[Matter, Callable[[Situation], Found]] = {
    Matter.STOPPED: _one(Matter.STOPPED, lambda now: now.thread.reported),
    Matter.STATUS: _one(Matter.STATUS, lambda now: now.relation.status is not Status.ACTIVE),
    Matter.QUESTION: _words,
    Matter.OFFER: lambda now: _offers(now, True, Matter.OFFER),
    Matter.SUGGESTED: lambda now: _suggested(now, True, Matter.SUGGESTED),
    Matter.CHANGES: _changes,
    Matter.REVIEW: _reviews,
    Matter.PROPOSED: lambda now: _offers(now, False, Matter.PROPOSED),
    Matter.WISH: _wishes,
    Matter.COUNTERED: lambda now: _suggested(now, False, Matter.COUNTERED),
    Matter.WRITTEN: _written,
    Matter.FINISHED: _one(Matter.FINISHED, _is_finished),
    Matter.SILENT: _one(Matter.SILENT, lambda now: now.thread.last_human is None and not now.thread.ended),
    Matter.UP_TO_DATE: lambda _now: [Headline(Matter.UP_TO_DATE)],
}
"""How each matter is found, of several the one that has stood longest. A question and other words are one wait."""

THE_LEARNERS = (Matter.OFFER, Matter.SUGGESTED, Matter.CHANGES)
THE_MENTORS = (Matter.REVIEW, Matter.PROPOSED, Matter.WISH, Matter.COUNTERED)
"""What waits for each side, besides words."""
ALWAYS_FIRST = (Matter.STOPPED, Matter.STATUS, Matter.QUESTION)
NOTHING_WAITS = (Matter.WRITTEN, Matter.FINISHED, Matter.SILENT, Matter.UP_TO_DATE)
PRECEDENCE: Mapping[bool, tuple[Matter, ...]] = {
    True: (*ALWAYS_FIRST, *THE_LEARNERS, *THE_MENTORS, *NOTHING_WAITS),
    False: (*ALWAYS_FIRST, *THE_MENTORS, *THE_LEARNERS, *NOTHING_WAITS),
}
"""The first that is found is said: to the learner (True) and to the mentoring side, each what is theirs to do before the rest."""


def choose_headline(now: Situation, for_learner: bool) -> Headline:
    """Return what the head says to this side."""
    found = next(found for matter in PRECEDENCE[for_learner] if (found := list(MATTER_FINDERS[matter](now))))
    return min(found, key=lambda one: (one.since is None, one.since))
