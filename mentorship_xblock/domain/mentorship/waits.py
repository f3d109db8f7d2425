"""A learner's wait for an answer: since when, what ended it, and when the clock stood still meanwhile."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from ..record.values import PersonId


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
