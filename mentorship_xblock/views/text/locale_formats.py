"""Days, instants and numbers as a language writes them: by the patterns of CLDR, which ``Intl`` in the browser has too.

In every language digits are 0 to 9 and the calendar is the Gregorian, as on the host's pages and in a field for a date.
"""

import re
from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_day_names
from babel.numbers import format_decimal

DAY_SHAPES = ("MMMMEEEEd", "MMMMEd", "MMMEd")
"""The patterns that a weekday, a day and a month may come from, the nearest first."""
FIELD = re.compile(r"'[^']*'|[Ec]+|M+")
WIDE = {"E": "EEEE", "c": "cccc", "M": "MMMM"}
"""A weekday and a month in full, where a pattern has them short: as ``Intl`` widens what it finds."""


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    """Return what is known of a language, of the whole of it where its region is unknown; of English if nothing is."""
    for known in (code, code.partition("-")[0]):
        try:
            return Locale.parse(known, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@lru_cache(maxsize=64)
def _day_pattern(code: str) -> str:
    shapes = _locale(code).datetime_skeletons
    found = next(shapes[shape].pattern for shape in DAY_SHAPES if shape in shapes)
    return FIELD.sub(lambda field: WIDE.get(field[0][0], field[0]), found)


def format_long_day(day: date, code: str, with_year: bool) -> str:
    """Return a day with its weekday and month in full: "martes, 10 de marzo"."""
    return format_date(day, "full" if with_year else _day_pattern(code), _locale(code))


def format_short_day(day: date, code: str) -> str:
    """Return a day and its month, shortened: "10 mar"."""
    return format_date(day, _locale(code).datetime_skeletons["MMMd"].pattern, _locale(code))


def format_instant(moment: datetime, code: str, with_year: bool) -> str:
    """Return a day and the time of day, by the clock of the moment itself: "dom, 1 mar, 16:05", "dom, 1 mar 2026, 16:05"."""
    locale = _locale(code)
    day = locale.datetime_skeletons["yMMMEd" if with_year else "MMMEd"].pattern
    return str(locale.datetime_formats["medium"]).format(format_time_of_day(moment.time(), code), format_date(moment, day, locale))


def format_time_of_day(moment: time, code: str) -> str:
    """Return a time of day, to the minute."""
    return format_time(moment, "short", locale=_locale(code))


def format_weekday(number: int, code: str) -> str:
    """Return what a day of the week is called where it stands alone, Monday being 0."""
    return get_day_names("wide", "stand-alone", _locale(code))[number]


@lru_cache(maxsize=2048)
def format_decimal_number(value: float, code: str) -> str:
    """Return a number with the separators of the language."""
    return format_decimal(value, locale=_locale(code))
