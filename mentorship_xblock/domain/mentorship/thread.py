"""The feedback thread: messages in order, questions and their state, whose turn it is, and who waits since when (docs/rules.md)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from ..record.log import Entry, Kind, Log, Role
from ..record.record import Record, projection
from ..record.values import NOBODY, PersonId, parse_instant_or_none
from .message_kinds import MENTORING_ROLES, SPOKEN_KINDS, VISIBLE_TO_LEARNER
from .questions import OPEN_QUESTION_STATES, QUESTION_TRANSITIONS, QuestionState
from .status import STATUS_TRANSITIONS, Relationship


class WaitEnd(StrEnum):
    """What ended a waiting episode."""

    ANSWERED = "answered"
    PASSED_BACK = "passed"
    RETRACTED = "retracted"
    MOVED = "moved"
    CLOSED = "closed"


ClockStops = tuple[tuple[datetime, datetime], ...]
"""The times in which the clock of a wait stood still: beginning and end of each."""


def clock_stops_after(stops: Iterable[tuple[datetime, datetime]], start: datetime) -> ClockStops:
    """Return what of these times comes after a moment."""
    return tuple((max(since, start), until) for since, until in stops if until > start)


class WaitPeriod(NamedTuple):
    """One wait: from the earliest learner message without an answer to what ended it.

    Only a visible human message or a pass-back answers; a wait cut short by a new mentor or by leaving is censored
    there for the mentor it was with (docs/rules.md, Figures 1), and so is one whose question was taken back: nobody replied.
    """

    mentor: PersonId
    start: datetime
    end: datetime
    how: WaitEnd
    stops: ClockStops = ()
    inherited: bool = False
    """Whether it had begun before the learner came to this mentor."""


EndedWait = tuple[PersonId, datetime, datetime, WaitEnd, ClockStops, bool]
"""An episode as it is counted, thousands of times in one reading."""


class WhoseTurn(StrEnum):
    """Who is to act next."""

    QUIET = "quiet"
    MENTOR = "mentor"
    LEARNER = "learner"


@dataclass(frozen=True)
class Thread:
    """The conversation, folded from the log."""

    questions: Mapping[str, QuestionState] = field(default_factory=dict)
    turn: WhoseTurn = WhoseTurn.QUIET
    waiting: datetime | None = None
    """Since when the learner waits for a person, if they do. Writing again does not start the wait anew."""
    unanswered: tuple[str, ...] = ()
    """What the learner said since the last answer, by its id."""
    stops: ClockStops = ()
    """When, during that wait, the clock stood still, up to now or to the pause that still goes on."""
    halts: ClockStops = ()
    """When it ever stood still: a review waits by the same clock, and may have begun before."""
    handed: PersonId = NOBODY
    """Who took that wait over from the mentor, if anybody did."""
    ended: tuple[EndedWait, ...] = ()
    """The waits that are over, in order."""
    contact: datetime | None = None
    """When the present mentor first wrote to the learner."""
    last_human: datetime | None = None
    """When anyone on the mentoring side last wrote."""
    reported: datetime | None = None
    """Since when a report stops all contact, if one does."""
    last_by: PersonId = NOBODY
    """Who on the mentoring side last said something."""
    stood: datetime | None = None
    """Since when the clock stands still, if it does."""

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The questions that wait for an answer, by their ids. Each waits until it is answered, settled, or taken back."""
        return tuple(one for one in self.unanswered if self.questions.get(one) in OPEN_QUESTION_STATES)

    @property
    def wait_periods(self) -> tuple[WaitPeriod, ...]:
        """The waits that are over, by the names of their parts: a ledger asks for them, and no view of a conversation."""
        return tuple(map(WaitPeriod._make, self.ended))


@projection
def thread_of_record(record: Record) -> Thread:
    """Fold a record into its conversation."""
    relation, telling, log, heard = Relationship(), _ThreadProjection(), record.log, 0
    for place in _turns(log):
        telling.take_messages(log, heard, place, relation.mentor)
        entry, heard, before = log[place], place + 1, relation
        if entry.kind in STATUS_TRANSITIONS:
            relation = relation.after_entry(entry)
        if entry.kind in SPOKEN_KINDS:
            telling.take_message(entry, relation.mentor)
        elif entry.kind in VISIBLE_TO_LEARNER and entry.role in MENTORING_ROLES:
            telling.take_contact(entry, relation.mentor)
        elif entry.kind in QUESTION_TRANSITIONS:
            telling.take_question_change(entry, relation.mentor)
        elif entry.kind == Kind.READ:
            telling.end_learner_wait(entry, relation.mentor, WaitEnd.PASSED_BACK)
        elif before.mentor != relation.mentor:
            telling.take_new_mentor(entry, before.mentor, relation)
        elif entry.kind in (Kind.LEFT, Kind.ENDED, Kind.WITHDREW):
            telling.close_conversation(entry, before.mentor)
        elif entry.kind in STOPS_THE_CLOCK or entry.kind in RESTARTS_THE_CLOCK:
            telling.stop_or_restart_clock(entry)
        elif entry.kind == Kind.CONTINUED:
            telling.contact = parse_instant_or_none(entry.stored_text("c")) or telling.contact
    telling.take_messages(log, heard, len(log), relation.mentor)
    return telling.as_thread()


def _turns(log: Log) -> list[int]:
    """Return the places of all but messages that only go on a conversation, which are most of thousands."""
    other = (places for kind, places in log.places.items() if kind != Kind.MESSAGE)
    return sorted({*chain.from_iterable(other), *log.places_with_key("un")})


STOPS_THE_CLOCK = frozenset({Kind.PAUSED, Kind.REPORTED})
"""What stops all clocks: a pause, and a report, during which nobody can write."""
RESTARTS_THE_CLOCK = frozenset({Kind.RESUMED, Kind.CLEARED})
"""What lets them go on."""


NOTHING: frozenset[str] = frozenset()
LEARNER, ANSWERED, MENTORS_TURN, LEARNERS_TURN = Role.LEARNER, WaitEnd.ANSWERED, WhoseTurn.MENTOR, WhoseTurn.LEARNER
"""Looked up once: until Python 3.12, finding an enum's member takes longer than what a message changes in the thread."""


@dataclass(slots=True)
class _ThreadProjection:
    """A thread while its record is read, changed in place: a new value for each of thousands of entries would be slow."""

    questions: dict[str, QuestionState] = field(default_factory=dict)
    turn: WhoseTurn = WhoseTurn.QUIET
    unanswered: dict[str, datetime] = field(default_factory=dict)
    """What the learner said since the last answer, by its id: the earliest is since when they wait."""
    halts: list[tuple[datetime, datetime]] = field(default_factory=list)
    still: dict[str, datetime] = field(default_factory=dict)
    """What has stopped the clock and not let it go on yet, and since when."""
    stood: datetime | None = None
    """Since when the clock stands still, if it does."""
    reports: dict[str, frozenset[PersonId]] = field(default_factory=dict)
    """What stops contact: each report, with who made it and who it is about."""
    handed: PersonId = NOBODY
    taken: frozenset[str] = frozenset()
    """What of that was waited for when it was handed over, and still is."""
    came: datetime | None = None
    """When the learner came to the mentor they have."""
    ended: list[EndedWait] = field(default_factory=list)
    contact: datetime | None = None
    last_human: datetime | None = None
    last_by: PersonId = NOBODY

    @property
    def waiting_since(self) -> datetime | None:
        """Since when the learner waits."""
        return min(self.unanswered.values(), default=None)

    def as_thread(self) -> Thread:
        """Return the thread as it stands."""
        waiting = self.waiting_since
        return Thread(
            self.questions,
            self.turn,
            waiting,
            tuple(self.unanswered),
            self._stops(waiting),
            tuple(self.halts),
            self.handed,
            tuple(self.ended),
            self.contact,
            self.last_human,
            self.still.get(Kind.REPORTED),
            self.last_by,
            self.stood,
        )

    def take_messages(self, log: Log, start: int, end: int, mentor: PersonId) -> None:
        """There were messages, from one place of the log up to another. Their entries are not needed for it."""
        if start == end:
            return
        for one, role, at in zip(log.ids[start:end], log.roles[start:end], log.times[start:end], strict=True):
            if role is LEARNER:
                self.unanswered[one] = at
            elif self.unanswered:
                self._ended(at, mentor, ANSWERED)
                self.unanswered, self.taken, self.handed = {}, NOTHING, NOBODY
        self.turn = MENTORS_TURN if log.roles[end - 1] is LEARNER else LEARNERS_TURN
        last = next((place for place in range(end - 1, start - 1, -1) if log.roles[place] is not LEARNER), None)
        if last is not None:
            self.last_by, self.last_human = log.people[last], log.times[last]
        if self.contact is None:
            messages = zip(log.roles[start:end], log.people[start:end], log.times[start:end], strict=True)
            self.contact = next((at for role, by, at in messages if role is not LEARNER and by == mentor), None)

    def take_message(self, entry: Entry, mentor: PersonId) -> None:
        """Somebody said something."""
        if entry.kind in QUESTION_TRANSITIONS:
            self._question(entry)
        if entry.role is LEARNER:
            self.turn = MENTORS_TURN
            self.unanswered[entry.id] = entry.at
            return
        if self.unanswered:
            self.end_learner_wait(entry, mentor, ANSWERED)
        else:
            self.turn = LEARNERS_TURN
        self.last_by = entry.by
        self.take_contact(entry, mentor)

    def _question(self, entry: Entry) -> None:
        asked = entry.id if entry.kind == Kind.QUESTION else entry.stored_text("q")
        state = QUESTION_TRANSITIONS[entry.kind].get(self.questions.get(asked))
        if state:
            self.questions[asked] = state

    def take_question_change(self, entry: Entry, mentor: PersonId) -> None:
        """A question was settled, opened again, taken back, or handed on, without words."""
        asked = entry.stored_text("q")
        if entry.kind == Kind.HANDED:
            self.handed = PersonId(entry.stored_text("to")) if self.unanswered else NOBODY  # what they said may have been undone
            self.taken = frozenset(self.unanswered)
            moves = QUESTION_TRANSITIONS[Kind.HANDED]
            self.questions = {one: moves.get(state, state) for one, state in self.questions.items()}
            return
        self._question(entry)
        if entry.kind == Kind.ASKED_AGAIN:
            self.turn = MENTORS_TURN
            self.unanswered.setdefault(asked, entry.at)
        elif entry.role is Role.LEARNER and asked in self.unanswered:
            self._needless(entry, asked, mentor)

    def _needless(self, entry: Entry, asked: str, mentor: PersonId) -> None:
        """The learner needs no answer to this any more; the wait for what else they said goes on."""
        since = self.unanswered.pop(asked)
        if not self.unanswered:
            self.unanswered[asked] = since
            self.end_learner_wait(entry, mentor, WaitEnd.RETRACTED)

    def take_contact(self, entry: Entry, mentor: PersonId) -> None:
        """The learner has heard from the mentoring side."""
        if self.contact is None and entry.by == mentor:
            self.contact = entry.at
        self.last_human = entry.at

    def end_learner_wait(self, entry: Entry, mentor: PersonId, how: WaitEnd) -> None:
        """The learner's wait is over, but for what is left ``un``answered: other questions, and what could not be read yet.

        An entry without it is from before questions had each their own answer, and ends all of the wait.
        """
        left = self._left(entry) if "un" in entry.data else {}
        self.turn = MENTORS_TURN if left else LEARNERS_TURN if how is ANSWERED else WhoseTurn.QUIET
        if len(left) < len(self.unanswered):
            self._ended(entry.at, mentor, how, left)
            self.unanswered, self.taken = left, self.taken & left.keys()
            self.handed = self.handed if self.taken else NOBODY

    def _left(self, entry: Entry) -> dict[str, datetime]:
        left = entry.data["un"]
        return {one: self.unanswered[one] for one in left if one in self.unanswered} if isinstance(left, list | tuple) else {}

    def take_new_mentor(self, entry: Entry, mentor: PersonId, relation: Relationship) -> None:
        """The learner's wait goes on with the new mentor, or with nobody yet; for the old one, if any, it is over.

        With a new mentor whom a report is not about, contact goes on; the course team still decides on the report.
        """
        if mentor:
            self._ended(entry.at, mentor, WaitEnd.MOVED)
        self.contact, self.handed, self.came = None, NOBODY, entry.at
        if relation.mentor:
            self.reports = {one: parties for one, parties in self.reports.items() if relation.mentor in parties}
            self._contact_goes_on(entry)

    def close_conversation(self, entry: Entry, mentor: PersonId) -> None:
        """Nobody is to act any more."""
        self._ended(entry.at, mentor, WaitEnd.CLOSED)
        self.turn = WhoseTurn.QUIET
        self.unanswered, self.handed = {}, NOBODY
        self._goes_on(entry, Kind.PAUSED)

    def stop_or_restart_clock(self, entry: Entry) -> None:
        """All clocks stop, or go on once nothing stops them any more."""
        if entry.kind == Kind.REPORTED:
            self.reports[entry.id] = parties_to_report(entry)
        if entry.kind in STOPS_THE_CLOCK:
            self.still.setdefault(str(entry.kind), entry.at)
            self.stood = self.stood or entry.at
        elif entry.kind == Kind.RESUMED:
            self._goes_on(entry, Kind.PAUSED)
        else:
            self.reports.pop(entry.stored_text("of"), None)
            self._contact_goes_on(entry)

    def _contact_goes_on(self, entry: Entry) -> None:
        if not self.reports:
            self._goes_on(entry, Kind.REPORTED)

    def _goes_on(self, entry: Entry, stopper: str) -> None:
        if self.still.pop(stopper, None) and not self.still and self.stood:
            self.halts.append((self.stood, entry.at))
            self.stood = None

    def _stops(self, waiting: datetime | None) -> ClockStops:
        """Return when the clock stood still during the present wait."""
        return clock_stops_after(self.halts, waiting) if waiting else ()

    def _ended(self, at: datetime, mentor: PersonId, how: WaitEnd, left: Collection[str] = ()) -> None:
        over = [since for one, since in self.unanswered.items() if one not in left] if left else self.unanswered.values()
        if over:
            waiting = min(over)
            stops = self._stops(waiting) if self.halts else ()
            if self.stood:
                stops = (*stops, (max(self.stood, waiting), at))
            inherited = self.came is not None and waiting < self.came
            self.ended.append((mentor, waiting, at, how, stops, inherited))


def parties_to_report(report: Entry) -> frozenset[PersonId]:
    """Return who made a report, and who it is about."""
    return frozenset({report.by, PersonId(report.stored_text("to"))})


def can_change_question(thread: Thread, kind: Kind, question: str, role: Role) -> bool:
    """Whether somebody can settle a question, ask it again or take it back from where it stands.

    The mentoring side settles what was answered, for a question asked again waits for words; and what still waits for an answer
    is not asked again.
    """
    state = thread.questions.get(question)
    if state not in QUESTION_TRANSITIONS[kind]:
        return False
    waits = question in thread.open_questions
    return not waits if kind is Kind.ASKED_AGAIN else kind is not Kind.RESOLVED or role is Role.LEARNER or not waits
