"""A mentor's hours, and counted time: what of a wait falls in them, days away and pauses taken out (docs/rules.md, Figures).

The clock on the wall where the mentor is decides, instant by instant. So a day on which the clocks are put forward counts
only what was really lived of it, and an hour that comes twice counts twice. Inside, an instant is a number of microseconds
since Monday 1 January of the year 1: whole weeks are then a division, and a year of waiting costs no more than an hour.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property, lru_cache
from itertools import pairwise

from ..record.values import time_zone_named

MINUTES_MAX = 24 * 60
REACHED_WITHIN = timedelta(days=366)
"""For how long counted time is looked for. What takes longer, as with a mentor away for ever, is not reached."""

_TICK = timedelta(microseconds=1)
_SECOND, _MINUTE, _DAY = timedelta(seconds=1) // _TICK, timedelta(minutes=1) // _TICK, timedelta(days=1) // _TICK
_ZERO = datetime.min.replace(tzinfo=UTC)
_LAST = (datetime.max.replace(tzinfo=UTC) - _ZERO) // _TICK
_KNOWN = tuple((datetime(year, 1, 1, tzinfo=UTC) - _ZERO) // _TICK for year in (1970, 2101))
"""Before and after, the clocks count as standing as they do then: no instant that is stored can make this slow or fail."""
_CHUNK = 64 * _DAY

_Span = tuple[int, int]
_Spans = tuple[_Span, ...]


@dataclass(frozen=True)
class WorkingHours:
    """When a mentor answers, by the clock on the wall where they are.

    ``days`` are 0 for Monday to 6 for Sunday; ``begin`` and ``end`` are minutes after midnight, and a window does not run
    over midnight. No days at all mean that the mentor has stated nothing: they count round the clock. ``away`` are the first
    and last local day of each absence, taken out in either case. Raises ValueError for a window or a day there is not.
    """

    zone: str = ""
    days: frozenset[int] = frozenset()
    begin: int = 0
    end: int = MINUTES_MAX
    away: tuple[tuple[date, date], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.begin < self.end <= MINUTES_MAX:
            raise ValueError("mentoring hours begin before they end, on the same day")
        if not self.days <= set(range(7)):
            raise ValueError("a day of the week is 0 to 6")

    @cached_property
    def _place(self) -> tzinfo:
        return time_zone_named(self.zone)

    @cached_property
    def _window(self) -> tuple[frozenset[int], tuple[int, ...], int, int]:
        """The days, how many of them come before each day of a week, when the window opens, and how long it is open."""
        begin, end = (self.begin, self.end) if self.days else (0, MINUTES_MAX)
        days = self.days or frozenset(range(7))
        before = tuple(sum(day < weekday for day in days) for weekday in range(7))
        return days, before, begin * _MINUTE, (end - begin) * _MINUTE

    @cached_property
    def _absences(self) -> _Spans:
        """The days away, as stretches of the clock on the wall."""
        return _joined(((first.toordinal() - 1) * _DAY, last.toordinal() * _DAY) for first, last in self.away)

    def _open(self, wall: int) -> int:
        """Return how much the window was open until the clock on the wall showed this."""
        days, before, begin, length = self._window
        day, inside = divmod(wall, _DAY)
        week, weekday = divmod(day, 7)
        whole = (week * len(days) + before[weekday]) * length
        return whole + min(max(inside - begin, 0), length) if weekday in days else whole

    def _there(self, wall: int) -> int:
        """Return how much of that the mentor was there."""
        gone = 0
        for first, after in self._absences:
            if wall <= first:
                break
            gone += self._open(min(wall, after)) - self._open(first)
        return self._open(wall) - gone

    def _between(self, start: int, end: int) -> int:
        """Return the mentoring time between two instants."""
        return sum(
            self._there(until + shift) - self._there(since + shift) for since, until, shift in _steady(start, end, self._place)
        )


ROUND_THE_CLOCK = WorkingHours()
"""Round the clock: the mentor has stated nothing."""


def working_time_between(
    start: datetime, end: datetime, hours: WorkingHours, pauses: Sequence[tuple[datetime, datetime]] = ()
) -> timedelta:
    """Return how much of the time between two instants counts: inside the mentor's hours, and in none of the pauses.

    Pauses may overlap, and begin or end outside. Nothing counts if the end is not after the start.
    """
    if not (pauses or hours.days or hours.away):
        return max(end - start, timedelta(0))
    return _TICK * _counted_once(_ticks(start), _ticks(end), hours, _resting(pauses))


def deadline_after(
    start: datetime, amount: timedelta, hours: WorkingHours, pauses: Sequence[tuple[datetime, datetime]] = ()
) -> datetime | None:
    """Return the earliest instant (in UTC) at which so much time has counted since the start; None if not within REACHED_WITHIN."""
    moment = _reached(_ticks(start), amount // _TICK, hours, _resting(pauses))
    return None if moment is None else _ZERO + _TICK * moment


def _counted(start: int, end: int, hours: WorkingHours, resting: _Spans) -> int:
    if end <= start:
        return 0
    total = hours._between(start, end)
    for since, until in resting:
        if since < end and until > start:
            total -= hours._between(max(since, start), min(until, end))
    return total


# A wait that has ended is asked for on every page its mentor's learners open.
_counted_once = lru_cache(maxsize=8192)(_counted)


@lru_cache(maxsize=1024)
def _reached(start: int, amount: int, hours: WorkingHours, resting: _Spans) -> int | None:
    instants = range(start, min(start + REACHED_WITHIN // _TICK, _LAST) + 1)
    place = bisect_left(instants, amount, key=lambda moment: _counted(start, moment, hours, resting))
    return instants[place] if place < len(instants) else None


def _ticks(moment: datetime) -> int:
    return (moment - _ZERO) // _TICK


def _resting(pauses: Iterable[tuple[datetime, datetime]]) -> _Spans:
    return _joined((_ticks(since), _ticks(until)) for since, until in pauses)


def _joined(spans: Iterable[_Span]) -> _Spans:
    """Return the same stretches in order, with none touching another; one that ends before it begins is none."""
    joined: list[_Span] = []
    for since, until in sorted(span for span in spans if span[0] < span[1]):
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        else:
            joined.append((since, until))
    return tuple(joined)


def _steady(start: int, end: int, place: tzinfo) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches between two instants in which no clock is changed, and how far ahead of UTC the wall's clock is then."""
    for chunk in range(_known(start) // _CHUNK, _known(end) // _CHUNK + 1):
        for change in _changes(place, chunk):
            if start < change < end:
                yield start, change, _ahead(place, start)
                start = change
    yield start, end, _ahead(place, start)


@lru_cache(maxsize=1024)
def _changes(place: tzinfo, chunk: int) -> tuple[int, ...]:
    """Return when the clocks of a place are changed in one chunk of time, looked for from day to day."""
    days = range(chunk * _CHUNK, (chunk + 1) * _CHUNK + 1, _DAY)
    return tuple(_change(place, day, after) for day, after in pairwise(days) if _ahead(place, day) != _ahead(place, after))


def _change(place: tzinfo, day: int, after: int) -> int:
    """Return the one instant after the first, up to the second, at which the clocks are changed: they are on a whole second."""
    before, seconds = _ahead(place, day), range(day, after + 1, _SECOND)
    return seconds[bisect_left(seconds, True, key=lambda moment: _ahead(place, moment) != before)]


def _ahead(place: tzinfo, moment: int) -> int:
    """Return how far the clock on the wall is ahead of UTC."""
    shift = (_ZERO + _TICK * _known(moment)).astimezone(place).utcoffset()
    return shift // _TICK if shift else 0


def _known(moment: int) -> int:
    """Return the nearest instant of which it is looked up how the clocks stand."""
    return min(max(moment, _KNOWN[0]), _KNOWN[1])
