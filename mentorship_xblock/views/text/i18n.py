"""The reader's language: sentences with places for values, escaped, and isolated where they hold people's words.

A sentence is said by what an operator has translated of it, or else by the catalogue in the package. The host's own catalogue
is never asked: it has some of our words by chance, in a language in which it has none of our sentences. Where neither of the
two has the language, everything is English, with its dates and numbers.
"""

import gettext
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi, to_locale

from ...actions.action import _ as _
from ...actions.context import current_server_time
from ...domain.record.text_rules import displayable_text
from . import locale_formats

CATALOGUES = Path(__file__).parents[2] / "translations"
AS_WRITTEN = gettext.NullTranslations()
"""The catalogue of the language the code is written in, which is English."""
MINUTE = timedelta(minutes=1)
HALF_A_YEAR = timedelta(days=183)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
"""Where a sentence takes a value: ``{name}``. Any other brace stands for itself."""
LEFT_TO_RIGHT, OWN_DIRECTION, POP = "\u2066", "\u2068", "\u2069"
"""Isolate what stands between them, where no markup can: in an attribute or an announcement."""


class _Unsaid(gettext.NullTranslations):
    """Answers what a catalogue lacks with nothing, since what it has may read like the English: "Plan" in Spanish."""

    def gettext(self, message: str) -> str:
        """Say nothing."""
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Say nothing, whatever the number."""
        return ""


@lru_cache(maxsize=64)
def _bundled(language: str) -> gettext.NullTranslations:
    """Return the package's own catalogue, or one that translates nothing. ``es-419`` is answered by ``es``."""
    catalogue = gettext.translation("text", CATALOGUES, languages=[to_locale(language)], fallback=True)
    catalogue.add_fallback(_Unsaid())
    return catalogue


def _opened(service: Any) -> gettext.NullTranslations:
    """Return the catalogue of the block that the host has opened, which is an operator's or the one in the package.

    Where it has found none, its functions are Django's, which answer with all that the platform and its libraries say.
    """
    catalogue = getattr(getattr(service, "gettext", None), "__self__", None)
    return catalogue if isinstance(catalogue, gettext.GNUTranslations) else AS_WRITTEN


def _is_english(code: str) -> bool:
    return code.partition("-")[0] == "en"


@lru_cache(maxsize=2048)
def _escaped(sentence: str) -> str:
    """Escape a sentence of a catalogue, of which there are some hundreds."""
    return escape(sentence)


@lru_cache(maxsize=2048)
def _pieces(sentence: str) -> list[str]:
    """Return what stands between the places of a sentence, and in turn their names."""
    return PLACEHOLDER.split(sentence)


def _filled(sentence: str, values: Mapping[str, object], safe: Callable[[object], str]) -> str:
    """Put each value in its place, made safe."""
    said = _pieces(sentence).copy()
    said[1::2] = [safe(values[name]) for name in said[1::2]]
    return "".join(said)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said, and whether that is in the reader's language or still in English."""

    words: str
    translated: bool


class Language:
    """Says things in the language of who is reading."""

    def __init__(self, service: Any = None) -> None:
        """Take the host's translation service, which may be missing or know nothing of us."""
        asked = get_language() or "en"
        self._host, self._ours = _opened(service), _bundled(asked)
        known = _is_english(asked) or any(isinstance(one, gettext.GNUTranslations) for one in (self._host, self._ours))
        self._around = "rtl" if get_language_bidi() else "ltr"
        self.code, self.direction = (asked, self._around) if known else ("en", "ltr")

    def translate_text(self, message: str, **values: object) -> str:
        """Return a sentence as plain text, for attributes and announcements; the template escapes it."""
        sentence = self._said("gettext", values, message)
        words = _filled(sentence.words, values, lambda value: displayable_text(self._shown(value)))
        return words if sentence.translated or self.direction == "ltr" else f"{LEFT_TO_RIGHT}{words}{POP}"

    def quoted_in_sentence(self, written: object) -> object:
        """Return what somebody wrote as a plain sentence quotes it. Where that is read from right to left it is put in the other
        way round, brackets and all, unless it stands in a direction of its own.
        """
        own = self.direction == "rtl" and isinstance(written, str)
        return f"{OWN_DIRECTION}{written}{POP}" if own else written

    def isolated_outside(self, words: str) -> str:
        """Return a plain text as it stands on the host's own page, which may be read from right to left where we are not."""
        return words if self.direction == self._around else f"{LEFT_TO_RIGHT}{words}{POP}"

    def translate_html(self, message: str, **values: Any) -> SafeString:
        """Return a sentence as markup. Values are escaped unless they are markup already."""
        if not values:
            return _unfilled(self._ours, self.code, self._host.gettext(message), message)
        return self._markup(self._said("gettext", values, message), values)

    def translate_count(self, one: str, many: str, number: int, **values: Any) -> SafeString:
        """Return a sentence as markup, in the form its number asks for."""
        values["number"] = number
        return self._markup(self._said("ngettext", values, one, many, number), values)

    def _said(self, lookup: str, values: Mapping[str, object], *asked: Any) -> Sentence:
        """Ask the operator's catalogue, then ours. A translation with a place that nothing fills is none."""
        told = getattr(self._host, lookup)(*asked)
        return _answered(self._ours, self.code, told, lookup, asked, frozenset(values))

    def _markup(self, sentence: Sentence, values: Mapping[str, object]) -> SafeString:
        return _marked(sentence, _filled(_escaped(sentence.words), values, self._safe))

    def _safe(self, value: object) -> str:
        return value if isinstance(value, SafeString) else str(conditional_escape(self._shown(value)))

    def _shown(self, value: object) -> str:
        """Return a value as it stands in a sentence; what is markup stays so."""
        if isinstance(value, int | float):
            return self.format_number(value)
        return value if isinstance(value, str) else str(value)

    def format_number(self, value: float) -> str:
        """Return a number as the language writes it."""
        return locale_formats.format_decimal_number(value, self.code)

    def weekday_name(self, day: int) -> str:
        """Return the name of a day of the week, Monday being 0."""
        return locale_formats.format_weekday(day, self.code)

    def format_hour(self, moment: time) -> str:
        """Return a time of day."""
        return locale_formats.format_time_of_day(moment, self.code)

    def instant_element(self, moment: datetime) -> SafeString:
        """Return an instant as an element: UTC for machines and without the script, the reader's zone with it."""
        return _instant(moment, self.code, timezone.get_default_timezone(), _is_far(moment.date()))

    def day_element(self, day: date) -> SafeString:
        """Return a day as an element. A day of the calendar belongs to no time zone; an instant's day is the reader's."""
        return _day(day, self.code, _is_far(day))

    def short_day_element(self, day: date) -> SafeString:
        """Return a day as an element where there is little room for it: without its weekday."""
        return _short_day(day, self.code)

    def duration_in_words(self, span: timedelta) -> SafeString:
        """Return how long something takes, in whole hours, or minutes of less than one; what has begun counts."""
        minutes = max(-(-span // MINUTE), 1)
        return self._lasting(minutes if minutes < 60 else -(-minutes // 60) * 60)

    def _lasting(self, minutes: int) -> SafeString:
        if minutes < 60:
            return self.translate_count("{number} minute", "{number} minutes", minutes)
        return self.translate_count("{number} hour", "{number} hours", minutes // 60)

    def list_in_words(self, parts: Sequence[SafeString | str]) -> SafeString:
        """Return several things as one phrase."""
        *others, last = parts
        if not others:
            return SafeString(conditional_escape(last))
        joined = reduce(lambda said, part: self.translate_html(_("{others}, {last}"), others=said, last=part), others)
        return self.translate_html(_("{others} and {last}"), others=joined, last=last)

    def time_passed_element(self, moment: datetime) -> SafeString:
        """Return how long something has gone on, in words; the script keeps it true while the page is open."""
        passed = max(current_server_time() - moment, MINUTE)
        days, minutes = passed.days, passed // MINUTE
        words = self.translate_count("{number} day", "{number} days", days) if days else self._lasting(minutes)
        return _element(moment, "since", words)


def _chosen(told: str, ours: str, written: str, places: Set[str], code: str) -> Sentence:
    """Return what the operator's catalogue says, or else ours, or else the English."""
    for found in ("" if told == written else told, ours):
        if found and places >= set(PLACEHOLDER.findall(found)):
            return Sentence(found, translated=True)
    return Sentence(written, translated=_is_english(code))


@lru_cache(maxsize=4096)
def _answered(
    ours: gettext.NullTranslations, code: str, told: str, lookup: str, asked: tuple[Any, ...], places: frozenset[str]
) -> Sentence:
    """Return what is said, from what the operator's catalogue has told. A page says the same as the page before."""
    written = getattr(AS_WRITTEN, lookup)(*asked)
    return _chosen(told, getattr(ours, lookup)(*asked), written, places, code)


@lru_cache(maxsize=4096)
def _unfilled(ours: gettext.NullTranslations, code: str, told: str, written: str) -> SafeString:
    """Return a sentence without values as markup. A page has a hundred of them, every one the same as on the page before."""
    sentence = _answered(ours, code, told, "gettext", (written,), frozenset())
    return _marked(sentence, _escaped(sentence.words))


def _is_far(day: date) -> bool:
    """Tell whether a day is so far from now that it is told with its year."""
    return abs(day - current_server_time().date()) > HALF_A_YEAR


@lru_cache(maxsize=4096)
def _instant(moment: datetime, code: str, zone: tzinfo, with_year: bool) -> SafeString:
    """Return an instant as an element. Pages tell the same few over again."""
    local = moment.astimezone(zone)
    return _element(moment, "time", f"{locale_formats.format_instant(local, code, with_year)} {local.tzname() or 'UTC'}")


@lru_cache(maxsize=4096)
def _day(day: date, code: str, with_year: bool) -> SafeString:
    return _element(day, "date", locale_formats.format_long_day(day, code, with_year))


@lru_cache(maxsize=4096)
def _short_day(day: date, code: str) -> SafeString:
    return _element(day, "day", locale_formats.format_short_day(day, code))


def _element(when: date, mark: str, words: str) -> SafeString:
    """Return a day or an instant as an element, with what the script knows it by."""
    machine = when.isoformat().replace("+00:00", "Z")
    return format_html('<time datetime="{}" data-mn-{}>{}</time>', machine, mark, words)


def _marked(sentence: Sentence, markup: str) -> SafeString:
    """Return a sentence as markup. One that is not translated says what language it is in, and keeps its own direction."""
    words = mark_safe(markup)
    return words if sentence.translated else format_html('<bdi lang="en" dir="ltr">{}</bdi>', words)


def isolate_direction(name: str) -> SafeString:
    """Return a name or another person's word, so that its direction does not disturb the sentence around it."""
    return SafeString(f"<bdi>{escape(displayable_text(name))}</bdi>")


def plain_paragraphs(text: str) -> SafeString:
    """Return a message as it was written: paragraphs at empty lines, line breaks kept, everything escaped."""
    parts = [part.strip("\n") for part in displayable_text(text).split("\n\n")]
    blocks = (str(conditional_escape(part)).replace("\n", "<br>") for part in parts if part.strip())
    return mark_safe("".join(f'<p dir="auto">{block}</p>' for block in blocks))
