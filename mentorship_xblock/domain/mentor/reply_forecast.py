"""What a learner who waits can count on, in the mentor's own hours: when most have an answer, by when theirs is meant, and
when the backup is asked too (docs/rules.md, Figures 9).

Nothing of this is stored. It is worked out at each reading, so a change of the mentor's hours tells it anew for everybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..mentorship.thread import ClockStops, WaitEnd
from .index_lines import IndexLine
from .learner_index import LearnerIndex
from .metrics import WINDOW, MeasuredWait, are_enough_to_show, median_of_waits
from .reply_deadlines import time_until_backup
from .working_hours import WorkingHours, deadline_after, working_time_between

REPLY_ENDS = frozenset({WaitEnd.ANSWERED, WaitEnd.PASSED_BACK})
"""The ends of a wait that are somebody's doing. A wait that ended otherwise says only that it was at least so long."""


@dataclass(frozen=True, slots=True)
class ReplyForecast:
    """The instants that matter to somebody who waits. One that is not reached within a year is None."""

    usual: datetime | None
    """When most have an answer, if that can be known and is still to come."""
    by: datetime | None
    passes: datetime | None


def forecast_reply(
    since: datetime, stops: ClockStops, hours: WorkingHours, target: timedelta, usual: timedelta | None, now: datetime
) -> ReplyForecast:
    """Return what somebody who has waited since then can count on."""
    most = deadline_after(since, usual, hours, stops) if usual is not None else None
    return ReplyForecast(
        usual=most if most and most > now else None,
        by=deadline_after(since, target, hours, stops),
        passes=deadline_after(since, time_until_backup(target), hours, stops),
    )


def measured_waits_of(lines: Iterable[IndexLine], hours: WorkingHours, now: datetime) -> list[MeasuredWait]:
    """Return all waits that began with a mentor, in counted time: those that are over and began in the last 28 days, and those
    that go on.

    One that goes on counts however long ago it began: a queue that is stuck does not look quicker once it is old. One that had
    begun before the learner came to this mentor says nothing of them.
    """
    begin = now - WINDOW
    waits = []
    for line in lines:
        for wait in line.ends:
            if wait.start > begin:
                waits.append(
                    MeasuredWait(
                        working_time_between(wait.start, wait.end, hours, wait.stops), answered=wait.how in REPLY_ENDS, open=False
                    )
                )
        if not line.mine or line.waiting is None or line.waiting < line.since:
            continue
        if line.waiting > begin or not line.has_ended(now):
            until = max(line.waiting, line.on_hold_since(now) or now)
            length = working_time_between(line.waiting, until, hours, line.clock_stops_at(now))
            waits.append(MeasuredWait(length, answered=False, open=not line.has_ended(now)))
    return waits


def usual_reply_time(ledger: LearnerIndex, now: datetime) -> timedelta | None:
    """Return how long most wait for this mentor, from the ledger alone (Figures 4).

    None unless it is known: from fewer than five waits that were answered, or where so many still wait that it is only more
    than so long.
    """
    waits = measured_waits_of(ledger.lines.values(), ledger.card.hours, now)
    usual = median_of_waits(waits) if are_enough_to_show([wait for wait in waits if wait.answered]) else None
    return usual.value if usual and not usual.at_least else None
