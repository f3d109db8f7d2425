"""The line of one learner in their mentor's index: where they stand, since when they wait, and how it is stored."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import chain, repeat
from typing import Any, NamedTuple

from ..mentorship.status import PAIRED_STATUSES, Status
from ..mentorship.thread import ClockStops, WaitEnd, WhoseTurn, clock_stops_after
from ..record.values import (
    NOBODY,
    Json,
    PersonId,
    check_instants,
    format_stored_instant,
    parse_calendar_day,
    parse_instant,
    read_stored_number,
)

STATUSES_BY_NAME: Mapping[object, Status] = {one.value: one for one in Status}
TURNS_BY_NAME: Mapping[object, WhoseTurn] = {one.value: one for one in WhoseTurn}
ENDS_BY_NAME: Mapping[object, WaitEnd] = {one.value: one for one in WaitEnd}
PLAIN_WAIT = 3
"""Of how many parts a stored wait is in which the clock never stood still."""
NO_MILESTONES, NEVER_PAUSED = (0, 0), (None, None)
PLACE_KEPT = timedelta(days=30)
"""For how long of a pause a learner's place is kept (docs/rules.md, Mentorship 7)."""


class IndexedWait(NamedTuple):
    """A wait that is over, as its mentor's ledger keeps it."""

    start: datetime
    end: datetime
    how: WaitEnd
    stops: ClockStops = ()

    def as_stored_json(self) -> list[Json]:
        """Return the stored form."""
        ended: list[Json] = [format_stored_instant(self.start), format_stored_instant(self.end), self.how.value]
        return [*ended, _stamps(self.stops)] if self.stops else ended


def _stamps(stops: ClockStops) -> list[Json]:
    return [[format_stored_instant(since), format_stored_instant(until)] for since, until in stops]


class IndexLine(NamedTuple):
    """What a mentor's list needs to know of one learner. A tuple, because an overview reads thousands of them."""

    status: Status
    turn: WhoseTurn
    since: datetime
    """When the learner came to this mentor, or left them."""
    seq: int
    """How many entries the record had when this line was made."""
    last: datetime | None = None
    """When the last of them was made."""
    waiting: datetime | None = None
    stops: ClockStops = ()
    """When the clock stood still since that wait, or that for a review, began."""
    handed: PersonId = NOBODY
    """Who took that wait over from the mentor, if anybody did."""
    reported: datetime | None = None
    """Since when a report stops all contact, if one does."""
    paused: datetime | None = None
    until: datetime | None = None
    """Since when it is paused, and when that, or the week after leaving, ends by itself."""
    review: datetime | None = None
    """Since when something of the plan is there that nobody of the mentoring side has decided on."""
    contact: datetime | None = None
    approved: int = 0
    milestones: int = 0
    due: date | None = None
    """The day of the next milestone. This and the two before it are empty while the plan is still the course's."""
    mine: bool = True
    """False once the learner has another mentor: the line then only tells so, until it ages out."""
    ended: tuple[Any, ...] = ()
    """The waits that began with this mentor and are over, as they are stored: most who read a line never ask for them."""
    heard: datetime | None = None
    """When the learner last did anything that their mentor may hear of."""
    spoken: datetime | None = None
    """When anyone of the mentoring side last wrote to the learner, since they came to this mentor."""

    @property
    def ends(self) -> tuple[IndexedWait, ...]:
        """The waits that are over."""
        return tuple(map(_read_wait, self.ended))

    def without_waits_before(self, horizon: datetime) -> "IndexLine":
        """Return this line without the waits that were over by then."""
        return self._replace(ended=tuple(wait for wait in self.ended if _read_wait(wait).end > horizon))

    @property
    def newest_change_at(self) -> datetime:
        """When the newest of what there is of this learner came: they themselves, what they did, or what units brought."""
        newest = self.heard if self.heard and self.heard > self.since else self.since
        return self.review if self.review and self.review > newest else newest

    @property
    def is_current(self) -> bool:
        """Whether this learner is with this mentor."""
        return self.mine and self.status in PAIRED_STATUSES

    def is_on_hold(self, now: datetime) -> bool:
        """Whether nobody is to act now: it is paused, contact is stopped by a report, or it has ended since this was written."""
        paused = self.status is Status.PAUSED and (self.until is None or now < self.until)
        return paused or self.reported is not None or self.has_ended(now)

    def on_hold_since(self, now: datetime) -> datetime | None:
        """Return since when nobody is to act, if nobody is."""
        return (
            earliest_moment(self.paused, self.reported, self.until if self.has_ended(now) else None)
            if self.is_on_hold(now)
            else None
        )

    def has_ended(self, now: datetime) -> bool:
        """Whether the learner has left and the week in which they could come back has passed."""
        return self.status is Status.CLOSING and self.until is not None and now >= self.until

    def takes_a_place(self, now: datetime) -> bool:
        """Whether this learner takes one of the mentor's places (docs/rules.md, Mentorship 7)."""
        return self.is_current and not (self.paused is not None and now - self.paused >= PLACE_KEPT and self.is_on_hold(now))

    def waiting_time(self, now: datetime) -> timedelta | None:
        """Return for how long the learner has waited, pauses not counted; None if they do not, or while it is paused."""
        return None if self.waiting is None or self.is_on_hold(now) else now - self.waiting - self.clock_stopped_for(now)

    def waiting_since(self, now: datetime) -> datetime | None:
        """Return since when somebody of the mentoring side is to answer words or something of the plan, pauses of a wait for words
        not counted; None if nothing is to be answered, or nobody is to act.
        """
        if not (self.waiting or self.review) or self.is_on_hold(now):
            return None
        return earliest_moment(self.waiting_for_words_since(now), self.review)

    def waiting_for_words_since(self, now: datetime) -> datetime | None:
        """Return since when the learner has waited for words, as if the clock had never stood still; None if they do not."""
        if self.waiting is None or not (self.stops or self.paused):
            return self.waiting
        return self.waiting + self.clock_stopped_for(now)

    def clock_stopped_for(self, now: datetime) -> timedelta:
        """Return for how long of the learner's wait the clock stood still."""
        stops = clock_stops_after(self.clock_stops_at(now), self.waiting) if self.waiting else ()
        return sum((until - since for since, until in stops), timedelta(0))

    def clock_stops_at(self, now: datetime) -> ClockStops:
        """Return when the clock stood still, with a pause that has ended by itself since."""
        begun = earliest_moment(self.waiting, self.review)
        if begun is None or self.paused is None or self.until is None or now < self.until:
            return self.stops
        return (*self.stops, *clock_stops_after([(self.paused, self.until)], begun))

    def as_stored_json(self) -> dict[str, Json]:
        """Return the stored form."""
        short: dict[str, Json] = {
            "s": self.status.value,
            "t": self.turn.value,
            "a": format_stored_instant(self.since),
            "n": self.seq,
            "l": format_stored_instant(self.last) if self.last else None,
            "w": format_stored_instant(self.waiting) if self.waiting else None,
            "h": _stamps(self.stops) or None,
            "b": self.handed or None,
            "o": format_stored_instant(self.reported) if self.reported else None,
            "z": [format_stored_instant(moment) if moment else None for moment in (self.paused, self.until)]
            if self.paused or self.until
            else None,
            "r": format_stored_instant(self.review) if self.review else None,
            "c": format_stored_instant(self.contact) if self.contact else None,
            "p": [self.approved, self.milestones] if self.milestones else None,
            "d": self.due.isoformat() if self.due else None,
            "x": None if self.mine else True,
            "e": list(self.ended) or None,
            "u": format_stored_instant(self.heard) if self.heard else None,
            "y": format_stored_instant(self.spoken) if self.spoken else None,
        }
        return {key: value for key, value in short.items() if value is not None}


def earliest_moment(*moments: datetime | None) -> datetime | None:
    """Return the earliest of the moments there are."""
    return min(filter(None, moments), default=None)


def read_index_lines(stored: Mapping[str, Mapping[str, Any]]) -> dict[PersonId, IndexLine]:
    """Read the lines of one ledger; a wrong shape in any of them raises, which closes this ledger and no other.

    The course team's page reads those of every mentor: so they are read field by field, each of all lines at once.
    """
    lines = list(stored.values())
    waiting = _instants(lines, "w")
    plans = [line.get("p") or NO_MILESTONES for line in lines]
    pauses = [line.get("z") or NEVER_PAUSED for line in lines]
    ended = [tuple(waits) if (waits := line.get("e")) else () for line in lines]
    _check_ended(chain.from_iterable(ended))
    fields = zip(
        [STATUSES_BY_NAME[line["s"]] for line in lines],
        [TURNS_BY_NAME[line["t"]] for line in lines],
        [parse_instant(line["a"]) for line in lines],
        [read_stored_number(line["n"]) for line in lines],
        _instants(lines, "l"),
        waiting,
        [_stops_in(since, stops) if (stops := line.get("h")) else () for line, since in zip(lines, waiting, strict=True)],
        [PersonId(str(line["b"])) if "b" in line else NOBODY for line in lines],
        _instants(lines, "o"),
        [parse_instant(paused) if paused else None for paused, _until in pauses],
        [parse_instant(until) if until else None for _paused, until in pauses],
        _instants(lines, "r"),
        _instants(lines, "c"),
        [read_stored_number(approved) for approved, _milestones in plans],
        [read_stored_number(milestones) for _approved, milestones in plans],
        [parse_calendar_day(text) if (text := line.get("d")) else None for line in lines],
        [not line.get("x") for line in lines],
        ended,
        _instants(lines, "u"),
        _instants(lines, "y"),
        strict=True,
    )
    return dict(zip(map(PersonId, stored), map(_made, repeat(IndexLine), fields), strict=True))


_made = tuple.__new__


def _instants(lines: Iterable[Mapping[str, Any]], key: str) -> list[datetime | None]:
    """Read one instant of each line."""
    return [parse_instant(text) if (text := line.get(key)) else None for line in lines]


def _read_wait(stored: Any) -> IndexedWait:
    """Read a wait that is over."""
    begin, end, how, *more = stored
    return IndexedWait(parse_instant(begin), parse_instant(end), ENDS_BY_NAME[how], _stops(*more) if more else ())


def _check_ended(stored: Iterable[Any]) -> None:
    """Raise if any of these waits cannot be read. Nearly all are plain: a beginning, an end, and what ended it."""
    waits = list(stored)
    for wait in waits:
        if len(wait) != PLAIN_WAIT:
            _read_wait(wait)
    if plain := [wait for wait in waits if len(wait) == PLAIN_WAIT]:
        begins, ends, hows = zip(*plain, strict=True)
        check_instants([*begins, *ends])
        for how in set(hows):
            ENDS_BY_NAME[how]


def _stops_in(waiting: datetime | None, stored: Any) -> ClockStops:
    """Read the stops of a wait. At first only their length in seconds was kept: it is read as one stop, at the beginning."""
    if waiting is None or not isinstance(stored, int):
        return _stops(stored)
    return ((waiting, waiting + timedelta(seconds=read_stored_number(stored))),)


def _stops(stored: Any = ()) -> ClockStops:
    return tuple((parse_instant(since), parse_instant(until)) for since, until in stored)
