"""The feedback thread: messages in order, questions and their state, whose turn it is, and who waits since when (MF §E3, §F1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from .record import Entry, Kind, Record, Role
from .relation import Relation, Status
from .values import PersonId


class Turn(StrEnum):
    """Who is to act next."""

    QUIET = "quiet"
    MENTOR = "mentor"
    LEARNER = "learner"


class QuestionState(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"


SPOKEN = frozenset({Kind.MESSAGE, Kind.QUESTION, Kind.ANSWER})
SHOWN = SPOKEN | {Kind.SUBMITTED, Kind.APPROVED, Kind.CHANGES_ASKED}
"""What is drawn as somebody's words. Evidence and decisions are read there too, but neither begins nor ends a wait."""

QUESTION_MOVES: Mapping[Kind, Mapping[QuestionState | None, QuestionState]] = {
    Kind.QUESTION: {None: QuestionState.OPEN},
    Kind.ANSWER: {
        QuestionState.OPEN: QuestionState.ANSWERED,
        QuestionState.ANSWERED: QuestionState.ANSWERED,
    },
}
"""What each act makes of a question. A question nobody asked cannot be answered."""

TURNS: Mapping[tuple[bool, bool], Turn] = {
    # (spoken by the learner, a pass-back) -> whose turn it is then
    (True, False): Turn.MENTOR,
    (False, False): Turn.LEARNER,
    (False, True): Turn.QUIET,
}


class End(StrEnum):
    """What ended a waiting episode."""

    ANSWERED = "answered"
    PASSED_BACK = "passed"
    MOVED = "moved"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Episode:
    """One wait: from the earliest learner message without an answer to what ended it.

    Only a visible human message or a pass-back answers; a wait cut short by a new mentor or by leaving is censored
    there for the mentor it was with (MF §F1).
    """

    mentor: PersonId
    start: datetime
    end: datetime
    how: End


@dataclass(frozen=True)
class Thread:
    """The conversation, folded from the log."""

    spoken: tuple[Entry, ...] = ()
    questions: Mapping[str, QuestionState] = field(default_factory=dict)
    turn: Turn = Turn.QUIET
    waiting: datetime | None = None
    """Since when the learner waits for a person, if they do. Writing again does not start the wait anew."""
    episodes: tuple[Episode, ...] = ()
    contact: datetime | None = None
    """When the present mentor first wrote to the learner."""
    last_human: datetime | None = None
    """When anyone on the mentoring side last wrote."""


def thread_of(record: Record) -> Thread:
    """Fold a record into its conversation."""
    relation = Relation()
    thread = Thread()
    spoken: list[Entry] = []
    questions: dict[str, QuestionState] = {}
    for entry in record.log:
        before, relation = relation, relation.after(entry)
        if entry.kind in SPOKEN:
            spoken.append(entry)
            _question(questions, entry)
            thread = _spoke(thread, entry, relation)
        elif entry.kind in (Kind.APPROVED, Kind.CHANGES_ASKED):
            thread = _heard(thread, entry, relation.mentor)
        elif entry.kind == Kind.READ:
            thread = _answered(thread, entry, relation.mentor, End.PASSED_BACK)
        elif before.mentor and before.mentor != relation.mentor and relation.status is Status.ACTIVE:
            thread = _moved(thread, entry, before.mentor)
        elif entry.kind in (Kind.LEFT, Kind.ENDED, Kind.WITHDREW):
            thread = _closed(thread, entry, before.mentor)
    return replace(thread, spoken=tuple(spoken), questions=questions)


def _question(questions: dict[str, QuestionState], entry: Entry) -> None:
    kind = Kind(entry.kind)
    if kind in QUESTION_MOVES:
        asked = entry.id if kind is Kind.QUESTION else entry.text("q")
        state = QUESTION_MOVES[kind].get(questions.get(asked))
        if state:
            questions[asked] = state


def _spoke(thread: Thread, entry: Entry, relation: Relation) -> Thread:
    if entry.role is Role.LEARNER:
        return replace(thread, turn=TURNS[True, False], waiting=thread.waiting or entry.at)
    return _heard(_answered(thread, entry, relation.mentor, End.ANSWERED), entry, relation.mentor)


def _heard(thread: Thread, entry: Entry, mentor: PersonId) -> Thread:
    """Remember that the learner has heard from the mentoring side."""
    return replace(thread, contact=thread.contact or (entry.at if entry.by == mentor else None), last_human=entry.at)


def _answered(thread: Thread, entry: Entry, mentor: PersonId, how: End) -> Thread:
    return replace(_ended(thread, entry, mentor, how), turn=TURNS[False, how is End.PASSED_BACK], waiting=None)


def _moved(thread: Thread, entry: Entry, mentor: PersonId) -> Thread:
    """The learner's wait goes on with the new mentor; for the old one it is over."""
    return replace(_ended(thread, entry, mentor, End.MOVED), contact=None)


def _closed(thread: Thread, entry: Entry, mentor: PersonId) -> Thread:
    return replace(_ended(thread, entry, mentor, End.CLOSED), turn=Turn.QUIET, waiting=None)


def _ended(thread: Thread, entry: Entry, mentor: PersonId, how: End) -> Thread:
    if thread.waiting is None:
        return thread
    return replace(thread, episodes=(*thread.episodes, Episode(mentor, thread.waiting, entry.at, how)))


def unread(record: Record, reader: PersonId) -> int:
    """Count what others said after the place this person has read to. Derived, never stored."""
    upto = record.seen.get(reader, -1)
    return sum(entry.seq > upto and entry.by != reader for entry in record.log if entry.kind in SHOWN)
