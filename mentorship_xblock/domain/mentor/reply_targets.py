"""What a learner who waits can count on, in the mentor's own hours: when most have an answer, by when theirs is meant, and
when somebody else has it before them too (MF §F "Clock", §G3).

Nothing of this is stored. It is worked out at each reading, so a change of the mentor's hours tells it anew for everybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..mentorship.waits import End, Stops
from ..record.values import PersonId
from .index_lines import Line
from .learner_index import Ledger
from .metrics import WINDOW, Wait, enough, median_wait
from .working_hours import Hours, counted, reached

GRACE = 1 / 4
"""How much longer than its target a wait may take before it stands on the backup's list too, as a share of the target."""
PAST_TARGET = 2
REPLIED = frozenset({End.ANSWERED, End.PASSED_BACK})
"""The ends of a wait that are somebody's doing. A wait that ended otherwise says only that it was at least so long."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Within how much of the mentor's time a question, and a review, are to be answered. The author sets them."""

    reply: timedelta
    review: timedelta


def passes_on(target: timedelta) -> timedelta:
    """Return after how much counted time a wait stands on the backup's list too."""
    return target * (1 + GRACE)


@dataclass(frozen=True, slots=True)
class Promise:
    """The instants that matter to somebody who waits. One that is not reached within a year is None."""

    usual: datetime | None
    """When most have an answer, if that can be known and is still to come."""
    by: datetime | None
    passes: datetime | None


def promise(since: datetime, stops: Stops, hours: Hours, target: timedelta, usual: timedelta | None, now: datetime) -> Promise:
    """Return what somebody who has waited since then can count on."""
    most = reached(since, usual, hours, stops) if usual is not None else None
    return Promise(
        usual=most if most and most > now else None,
        by=reached(since, target, hours, stops),
        passes=reached(since, passes_on(target), hours, stops),
    )


def late(line: Line, hours: Hours, target: timedelta, now: datetime) -> bool:
    """Whether a learner has waited past the target and its grace, and so stands on the backup's list too."""
    return due(line, hours, target, now) > PAST_TARGET


def due(line: Line, hours: Hours, target: timedelta, now: datetime) -> int:
    """Return how far a wait has come: 0 for none, 1 within its target, 2 past it, 3 past the grace as well."""
    if line.waiting is None or line.rests(now):
        return 0
    waited = counted(line.waiting, now, hours, line.stops_at(now))
    return 1 + (waited >= target) + (waited >= passes_on(target))


def late_review(line: Line, hours: Hours, target: timedelta, now: datetime) -> bool:
    """Whether something of the plan has waited so long."""
    if line.review is None or line.rests(now):
        return False
    return counted(line.review, now, hours, line.stops_at(now)) >= passes_on(target)


def uncovered(
    lines: Mapping[PersonId, Line], hours: Hours, targets: Targets, now: datetime, at_once: bool, backup: PersonId
) -> dict[PersonId, Line]:
    """Return the lines this backup should see: whoever waits, or whose plan waits, past its target and the grace, or was handed
    to them; ``at_once``, when the mentor is gone or away, all who wait and all whose plan has something to answer. Nobody who
    pauses is among them.
    """

    def seen(line: Line) -> bool:
        if line.rests(now) or not line.mine:
            return False
        if at_once or (line.waiting and line.handed == backup):
            return line.waiting is not None or line.review is not None
        return late(line, hours, targets.reply, now) or late_review(line, hours, targets.review, now)

    return {person: line for person, line in lines.items() if seen(line)}


def waits_of(lines: Iterable[Line], hours: Hours, now: datetime) -> list[Wait]:
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
                waits.append(Wait(counted(wait.start, wait.end, hours, wait.stops), answered=wait.how in REPLIED, open=False))
        if not line.mine or line.waiting is None or line.waiting < line.since:
            continue
        if line.waiting > begin or not line.over(now):
            until = max(line.waiting, line.rests_since(now) or now)
            length = counted(line.waiting, until, hours, line.stops_at(now))
            waits.append(Wait(length, answered=False, open=not line.over(now)))
    return waits


def usual_wait(ledger: Ledger, now: datetime) -> timedelta | None:
    """Return how long most wait for this mentor, from the ledger alone (MF §F4).

    None unless it is known: from fewer than five waits that were answered, or where so many still wait that it is only more
    than so long.
    """
    waits = waits_of(ledger.lines.values(), ledger.card.hours, now)
    usual = median_wait(waits) if enough([wait for wait in waits if wait.answered]) else None
    return usual.value if usual and not usual.at_least else None
