"""A mentor's card in words, and their own form of it."""

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from ..domain.mentor.card import MentorCard
from ..domain.mentor.working_hours import WorkingHours
from ..domain.record.text_rules import displayable_text
from .text.i18n import Language, _, isolate_direction
from .text.rich_text import words_as_markup


def mentor_card_facts(card: MentorCard, usual: timedelta | None, today: date, language: Language) -> dict[str, Any]:
    """Return what learners read of a mentor: who they are, when they answer, and how long most wait for them."""
    away = card.away_until(today)
    return {
        "bio": words_as_markup(card.bio),
        "role": isolate_direction(card.role) if card.role else "",
        "years": card.years,
        "hours": working_hours_sentence(card.hours, language),
        "away": away,
        "usual": usual_reply_sentence(usual, bool(card.hours.days), language),
    }


def usual_reply_sentence(usual: timedelta | None, counted: bool, language: Language) -> SafeString | str:
    """Return how long most wait for this mentor, in hours or in their working hours; nothing where it is not known."""
    words = _("Usually replies within {length} of working time") if counted else _("Usually replies within {length}")
    return language.translate_html(words, length=language.duration_in_words(usual)) if usual is not None else ""


def working_hours_sentence(hours: WorkingHours, language: Language) -> SafeString | str:
    """Return a mentor's stated hours as a sentence, in their own zone; nothing if they stated none."""
    if not hours.days:
        return ""
    listed = [_stretch(days, language) for days in _stretches(sorted(hours.days))]
    days = language.list_in_words(listed)
    begin, end = (language.format_hour(time(minutes // 60 % 24, minutes % 60)) for minutes in (hours.begin, hours.end))
    city = (hours.zone or "UTC").rsplit("/", 1)[-1].replace("_", " ")
    return language.translate_html(
        _("{days}, {begin} to {end} ({city} time)"), days=days, begin=begin, end=end, city=isolate_direction(city)
    )


def _stretches(days: Iterable[int]) -> Iterator[list[int]]:
    """Yield the days of a week that follow each other."""
    for _offset, group in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        yield [day for _place, day in group]


def _stretch(days: list[int], language: Language) -> SafeString | str:
    first, last = language.weekday_name(days[0]), language.weekday_name(days[-1])
    if len(days) == 1:
        return first
    return language.translate_html(_("{first} to {last}") if len(days) > 2 else _("{first} and {last}"), first=first, last=last)


def card_form_fields(card: MentorCard, today: date, language: Language) -> dict[str, Any]:
    """Return what a mentor's own form needs. Its hours are by the clock of the device it is filled in on."""
    hours, away = card.hours, next((span for span in reversed(card.hours.away) if span[1] >= today), None)
    return {
        "bio": displayable_text(card.bio),
        "role": displayable_text(card.role),
        "years": card.years or "",
        "days": [{"day": day, "name": language.weekday_name(day), "on": day in hours.days} for day in range(7)],
        "begin": _clock(hours.begin) if hours.days else "",
        "end": _clock(hours.end) if hours.days else "",
        "away_from": away[0].isoformat() if away else "",
        "away_until": away[1].isoformat() if away else "",
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
