"""The small values everything else is written in: people, instants, JSON."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, NewType
from zoneinfo import ZoneInfo

PersonId = NewType("PersonId", str)
"""The host's id of a person, as text. Never a username: those change."""

NOBODY = PersonId("")
"""Who is named as the author of what time alone brought about."""

WRONG_SHAPE = (TypeError, ValueError, KeyError, AttributeError, OverflowError)
"""What reading a document of the wrong shape can raise."""

DAY_PATTERN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
JsonObject = Mapping[str, Json]


CALENDAR_YEARS = range(1970, 2200)
"""The years that instants and days can lie in. Nearer to the ends of the calendar, adding a day or a zone's offset fails."""


_FIRST, _AFTER = (datetime(year, 1, 1, tzinfo=UTC) for year in (CALENDAR_YEARS.start, CALENDAR_YEARS.stop))


def parse_instant(text: Any) -> datetime:
    """Read an instant stored as ISO-8601 text; text without an offset is UTC. Raises ValueError, also for one outside
    ``CALENDAR_YEARS``, or TypeError for what is no text.

    The course team's page reads ten thousand, nearly all of them as ``format_stored_instant`` writes them: those cost one call.
    """
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is UTC and _FIRST <= moment < _AFTER else check_calendar_year(convert_to_utc(moment))


def check_instants(texts: Sequence[Any]) -> None:
    """Raise what reading these instants one by one would raise, at less than half its cost.

    What can be read begins with its year, so texts compare as their years do. A zone, or the numbering of weeks, can only move
    one by a year: whatever is near the ends of the calendar is read.
    """
    all(map(datetime.fromisoformat, texts))
    if texts and not (_SURELY_IN[0] <= min(texts) and max(texts) < _SURELY_IN[1]):
        for text in texts:
            parse_instant(text)


_SURELY_IN = (str(CALENDAR_YEARS.start + 1), str(CALENDAR_YEARS.stop - 1))


def check_calendar_year(moment: datetime) -> datetime:
    """Return an instant. Raises ValueError outside ``CALENDAR_YEARS``."""
    if moment.year not in CALENDAR_YEARS:
        raise ValueError(f"the year {moment.year}")
    return moment


def convert_to_utc(moment: datetime) -> datetime:
    """Return an instant in UTC, which it is in if it names no other offset. Raises OverflowError outside the calendar."""
    if moment.tzinfo is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def read_stored_number(value: object) -> int:
    """Read a stored number. Raises TypeError."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a number is expected")
    return value


def parse_instant_or_none(text: object) -> datetime | None:
    """Read an instant where a fold needs one: what is none counts as not there, and closes nothing."""
    try:
        return parse_instant(text)
    except (TypeError, ValueError, OverflowError):
        return None


def format_stored_instant(moment: datetime) -> str:
    """Write an instant as it is stored: ISO-8601, UTC, milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def refuse_json_constant(name: str) -> object:
    """Refuse NaN and the infinities, which are not JSON: Python reads them, and the platform's own parser breaks on them."""
    raise ValueError(name)


def known_time_zone(name: object) -> str:
    """Return the name of a time zone if this machine knows it, else the empty text, which stands for UTC."""
    try:
        return ZoneInfo(name).key if isinstance(name, str) and name else ""
    except (KeyError, ValueError, OSError):
        return ""


def time_zone_named(name: str) -> tzinfo:
    """Return a time zone by its name; UTC for none, or for one that this machine does not know."""
    return ZoneInfo(name) if known_time_zone(name) else UTC


def local_calendar_day(moment: datetime, zone: str) -> date:
    """Return the calendar day of an instant where somebody is."""
    return moment.astimezone(time_zone_named(zone)).date()


def start_of_local_day(day: date, zone: str) -> datetime:
    """Return the instant at which a day of the calendar begins where somebody is.

    Where the clocks leave midnight out that day, it is the first instant after.
    """
    return datetime.combine(day, time.min, time_zone_named(zone)).astimezone(UTC)


def parse_calendar_day(text: object) -> date | None:
    """Read a day stored as year, month and day; None for anything else, such as the other ways Python reads of writing one, and for
    a day outside ``CALENDAR_YEARS``.
    """
    try:
        day = date.fromisoformat(text) if isinstance(text, str) and DAY_PATTERN.fullmatch(text) else None
    except ValueError:
        return None
    return day if day and day.year in CALENDAR_YEARS else None
