"""The feedback thread: messages in order, questions and their state, whose turn it is, and who waits since when (MF §E3, §F1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from .record import Entry, Kind, Record, Role, fold
from .relation import TOGETHER, TRANSITIONS, Relation
from .values import PersonId, instant_or_none


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
SHOWN = SPOKEN | {
    Kind.SUBMITTED, Kind.APPROVED, Kind.CHANGES_ASKED, Kind.REOPENED, Kind.SKIPPED, Kind.LATER, Kind.OUT, Kind.DECLINED,
    Kind.REDATED, Kind.PROPOSED, Kind.SUGGESTED, Kind.DROPPED, Kind.CONTESTED, Kind.RECALLED,
}  # fmt: skip
"""What is drawn as somebody's words. What is said on the plan is read there too, but neither begins nor ends a wait."""

NEWS = SHOWN | {Kind.AGREED, Kind.ACHIEVED, Kind.GRANTED, Kind.RENEWED, Kind.TAKEN_BACK, Kind.PAUSED}
"""What the other side has not seen until they have read so far. No date and no state of a plan changes silently."""

QUESTION_MOVES: Mapping[str, Mapping[QuestionState | None, QuestionState]] = {
    Kind.QUESTION: {None: QuestionState.OPEN},
    Kind.ANSWER: {
        QuestionState.OPEN: QuestionState.ANSWERED,
        QuestionState.ANSWERED: QuestionState.ANSWERED,
    },
}
"""What each act makes of a question. A question nobody asked cannot be answered."""

MENTORING = frozenset({Role.MENTOR, Role.BACKUP, Role.STAFF})

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
    held: timedelta = timedelta(0)
    """For how long of that wait the mentorship was paused, up to now or to the pause that still goes on."""
    episodes: tuple[Episode, ...] = ()
    contact: datetime | None = None
    """When the present mentor first wrote to the learner."""
    last_human: datetime | None = None
    """When anyone on the mentoring side last wrote."""


@fold
def thread_of(record: Record) -> Thread:
    """Fold a record into its conversation."""
    relation = Relation()
    telling = _Telling()
    for entry in record.log:
        before = relation
        if entry.kind in TRANSITIONS:
            relation = relation.after(entry)
        if entry.kind in SPOKEN:
            telling.spoke(entry, relation.mentor)
        elif entry.kind in SHOWN and entry.role in MENTORING:
            telling.heard(entry, relation.mentor)
        elif entry.kind == Kind.READ:
            telling.answered(entry, relation.mentor, End.PASSED_BACK)
        elif before.mentor and before.mentor != relation.mentor and relation.status in TOGETHER:
            telling.moved(entry, before.mentor)
        elif entry.kind in (Kind.LEFT, Kind.ENDED, Kind.WITHDREW):
            telling.closed(entry, before.mentor)
        elif entry.kind in (Kind.PAUSED, Kind.RESUMED):
            telling.held_up(entry)
        elif entry.kind == Kind.CONTINUED:
            telling.contact = instant_or_none(entry.text("c"))
    return telling.thread()


@dataclass(slots=True)
class _Telling:
    """A thread while its record is read, changed in place: a new value for each of thousands of entries would be slow."""

    spoken: list[Entry] = field(default_factory=list)
    questions: dict[str, QuestionState] = field(default_factory=dict)
    turn: Turn = Turn.QUIET
    waiting: datetime | None = None
    held: timedelta = timedelta(0)
    paused: datetime | None = None
    episodes: list[Episode] = field(default_factory=list)
    contact: datetime | None = None
    last_human: datetime | None = None

    def thread(self) -> Thread:
        """Return the thread as it stands."""
        return Thread(
            tuple(self.spoken),
            self.questions,
            self.turn,
            self.waiting,
            self.held,
            tuple(self.episodes),
            self.contact,
            self.last_human,
        )

    def spoke(self, entry: Entry, mentor: PersonId) -> None:
        """Somebody said something."""
        self.spoken.append(entry)
        if entry.kind in QUESTION_MOVES:
            self._question(entry)
        if entry.role is Role.LEARNER:
            self.turn = TURNS[True, False]
            self.waiting = self.waiting or entry.at
        else:
            self.answered(entry, mentor, End.ANSWERED)
            self.heard(entry, mentor)

    def _question(self, entry: Entry) -> None:
        asked = entry.id if entry.kind == Kind.QUESTION else entry.text("q")
        state = QUESTION_MOVES[entry.kind].get(self.questions.get(asked))
        if state:
            self.questions[asked] = state

    def heard(self, entry: Entry, mentor: PersonId) -> None:
        """The learner has heard from the mentoring side."""
        self.contact = self.contact or (entry.at if entry.by == mentor else None)
        self.last_human = entry.at

    def answered(self, entry: Entry, mentor: PersonId, how: End) -> None:
        """The learner's wait is over."""
        self._ended(entry, mentor, how)
        self.turn = TURNS[False, how is End.PASSED_BACK]
        self.waiting, self.held = None, timedelta(0)

    def moved(self, entry: Entry, mentor: PersonId) -> None:
        """The learner's wait goes on with the new mentor; for the old one it is over."""
        self._ended(entry, mentor, End.MOVED)
        self.contact = None

    def closed(self, entry: Entry, mentor: PersonId) -> None:
        """Nobody is to act any more."""
        self._ended(entry, mentor, End.CLOSED)
        self.turn = Turn.QUIET
        self.waiting, self.held, self.paused = None, timedelta(0), None

    def held_up(self, entry: Entry) -> None:
        """A pause begins, or ends: all clocks stand still in between (MF §E1)."""
        if entry.kind == Kind.PAUSED:
            self.paused = self.paused or entry.at
        elif self.paused:
            self.held += entry.at - max(self.paused, self.waiting) if self.waiting else timedelta(0)
            self.paused = None

    def _ended(self, entry: Entry, mentor: PersonId, how: End) -> None:
        if self.waiting is not None:
            self.episodes.append(Episode(mentor, self.waiting, entry.at, how))


def unread(record: Record, reader: PersonId) -> int:
    """Count what others said after the place this person has read to. Derived, never stored."""
    upto = record.seen.get(reader, -1)
    return sum(entry.seq > upto and entry.by != reader for entry in record.log if entry.kind in NEWS)
