"""The measures of waiting and answering (docs/rules.md), over small values: what is counted is handed in, and nothing is rounded.

A wait that nobody answered is not dropped: it lasted *at least* so long (it is censored there), so a queue that is stuck
cannot look quick. None stands for "no data" everywhere, which is neither zero nor all.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

WAITS_MIN = 5
"""From how many on a figure about one mentor is shown."""
WINDOW = timedelta(days=28)
"""A measure looks at what began in these last days, so a ledger keeps the ends of waits, and who moved on, as long."""
REPLY_WITHIN = timedelta(days=7)

HALF, NINE_TENTHS = Fraction(1, 2), Fraction(9, 10)

Clock = Callable[[datetime, datetime], timedelta]
"""How much of the time between two instants counts."""


@dataclass(frozen=True, slots=True)
class WaitSpan:
    """Something that was waited for: since when, until when (None: still), and whether a person's answer ended it.

    A visible message of a person or a pass-back answers (Figures 1). A new mentor, the end of the mentorship, or the learner
    taking the question back ends a span unanswered.
    """

    start: datetime
    end: datetime | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class MeasuredWait:
    """How long a wait was in counted time; whether it was answered, or else lasted at least so long; whether it goes on."""

    length: timedelta
    answered: bool
    open: bool


@dataclass(frozen=True, slots=True)
class AgedWait(MeasuredWait):
    """A wait, and how much time has counted from its beginning to now, ended or not."""

    age: timedelta


@dataclass(frozen=True, slots=True)
class Estimate:
    """A time so many waits are answered in; with ``at_least`` it is not known, but it is more than ``value``."""

    value: timedelta
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many. There is none of nothing."""

    part: int
    whole: int

    @property
    def share(self) -> Fraction:
        """The part of the whole, from 0 to 1."""
        return Fraction(self.part, self.whole)

    @property
    def is_enough_to_show(self) -> bool:
        """Whether it is of enough to be shown about one mentor."""
        return self.whole >= WAITS_MIN


def are_enough_to_show(waits: Collection[MeasuredWait]) -> bool:
    """Whether these waits are enough for a figure about one mentor."""
    return len(waits) >= WAITS_MIN


# 1 to 3: what is waited for


def spans_begun_lately(spans: Iterable[WaitSpan], now: datetime, window: timedelta = WINDOW) -> list[WaitSpan]:
    """Return what began in the window that ends now, by the calendar and not in counted time."""
    return [span for span in spans if now - window <= span.start <= now]


def wait_of_span(span: WaitSpan, now: datetime, clock: Clock) -> MeasuredWait:
    """Return the wait of a span: what is still open has lasted until now (Figures 1)."""
    return MeasuredWait(clock(span.start, span.end or now), span.answered and span.end is not None, span.end is None)


def wait_of_span_with_age(span: WaitSpan, now: datetime, clock: Clock) -> AgedWait:
    """Return the wait of a span with its age, which an ended one needs for the reply rate."""
    wait = wait_of_span(span, now, clock)
    return AgedWait(wait.length, wait.answered, wait.open, wait.length if wait.open else clock(span.start, now))


def first_contact_wait(
    active: datetime, contact: datetime | None, ended: datetime | None, now: datetime, clock: Clock
) -> MeasuredWait:
    """Return how long a learner waited from being paired to the mentor's first visible message of any kind (Figures 2).

    ``ended`` is when that mentor left them, if they did: without a message before, the wait is censored there.
    """
    wrote = contact is not None and (ended is None or contact <= ended)
    return wait_of_span(WaitSpan(active, contact if wrote else ended, wrote), now, clock)


class QuestionChange(StrEnum):
    """What became of a question, apart from its answers."""

    RESOLVED = "resolved"
    REOPENED = "reopened"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question: its first waiting episode, and what became of it, in order."""

    first: WaitSpan
    moves: tuple[QuestionChange, ...] = ()

    @property
    def is_resolved(self) -> bool:
        """Whether it stands resolved."""
        return self.moves[-1:] == (QuestionChange.RESOLVED,)


def first_response_wait(question: AskedQuestion, now: datetime, clock: Clock) -> MeasuredWait:
    """Return how long a question waited for its first answer: opened again, it does not count anew (Figures 3)."""
    return wait_of_span(question.first, now, clock)


# 4 and 5: how long


def quantile_of_waits(waits: Iterable[MeasuredWait], share: Fraction) -> Estimate | None:
    """Return in what time this share of the waits is answered, by Kaplan and Meier (Figures 4-5). Exact; None of no waits.

    It is the shortest wait, among the answered, at which the estimated share of those still waiting has fallen to what is
    left. Where it never falls so far, nobody knows more than that it is longer than the longest wait. Answers come before
    censorings of the same length: who is censored at two hours was still there to be answered at two hours. An answer
    after no counted time at all is an answer at nought. Raises ValueError unless 0 < share <= 1.
    """
    if not 0 < share <= 1:
        raise ValueError("a share is more than nothing and not more than all")
    ends = Counter((wait.length, not wait.answered) for wait in waits)
    waiting, left, length = ends.total(), Fraction(1), None
    for (length, censored), number in sorted(ends.items()):
        if not censored:
            left *= Fraction(waiting - number, waiting)
            if left <= 1 - share:
                return Estimate(length)
        waiting -= number
    return None if length is None else Estimate(length, at_least=True)


def median_of_waits(waits: Iterable[MeasuredWait]) -> Estimate | None:
    """Return the median wait, open ones counted in (Figures 4)."""
    return quantile_of_waits(waits, HALF)


def longest_open_wait(waits: Iterable[MeasuredWait]) -> timedelta | None:
    """Return the longest wait that goes on; None if nobody waits (Figures 5)."""
    return max((wait.length for wait in waits if wait.open), default=None)


# 6 to 8: how many


def rate_within_target(waits: Iterable[MeasuredWait], target: timedelta) -> Rate | None:
    """Return how many were answered within the target, of those answered or unanswered for longer than it (Figures 6).

    A wait that a new mentor cut short after the target has missed it, as an open one has: moving a learner clears no record.
    One that is open, or was cut short, within the target says nothing yet.
    """
    waits = list(waits)
    return _rate(
        sum(wait.answered and wait.length <= target for wait in waits),
        sum(wait.answered or wait.length > target for wait in waits),
    )


def rate_of_replies(waits: Iterable[AgedWait], within: timedelta = REPLY_WITHIN) -> Rate | None:
    """Return how many were answered within seven counted days, of those that began at least so long ago (Figures 7).

    A wait cut short before says nothing about what would have been, and is left out.
    """
    old = [wait for wait in waits if wait.age >= within and (wait.answered or wait.length >= within)]
    return _rate(sum(wait.answered and wait.length <= within for wait in old), len(old))


def rate_of_resolution(questions: Iterable[AskedQuestion]) -> Rate | None:
    """Return how many questions stand resolved, of all but those taken back (Figures 8)."""
    asked = [question for question in questions if QuestionChange.RETRACTED not in question.moves]
    return _rate(sum(question.is_resolved for question in asked), len(asked))


def rate_of_reopening(questions: Iterable[AskedQuestion]) -> Rate | None:
    """Return how many questions were opened again at least once, of those ever resolved (Figures 8)."""
    resolved = [question for question in questions if QuestionChange.RESOLVED in question.moves]
    return _rate(sum(QuestionChange.REOPENED in question.moves for question in resolved), len(resolved))


def _rate(part: int, whole: int) -> Rate | None:
    return Rate(part, whole) if whole else None
