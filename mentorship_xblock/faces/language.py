"""The reader's language: sentences with places for values, escaped, and isolated where they hold people's words.

The platform looks up a block's catalogue in a folder that exists, empty, on images whose build pulled translations,
and then uses its own catalogue. So the one in the package is asked whenever the service has no translation.
"""

import gettext
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import get_language, get_language_bidi, to_locale

from ..domain.texts import shown

CATALOGUES = Path(__file__).parent.parent / "translations"
AS_WRITTEN = gettext.NullTranslations()
"""The catalogue of the language the code is written in, which is English."""
PLACE = re.compile(r"\{(\w+)\}")
"""Where a sentence takes a value: ``{name}``. Any other brace stands for itself."""
LEFT_TO_RIGHT, POP = "\u2066", "\u2069"
"""Isolate what stands between them, where no markup can: in an attribute or an announcement."""


def _(message: str) -> str:
    """Mark a sentence for translation where it is written, to be said where the reader is known."""
    return message


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


@lru_cache(maxsize=2048)
def _escaped(sentence: str) -> str:
    """Escape a sentence of a catalogue, of which there are some hundreds."""
    return escape(sentence)


def _filled(sentence: str, values: Mapping[str, object], safe: Callable[[object], str]) -> str:
    """Put each value in its place, made safe."""
    return PLACE.sub(lambda place: safe(values[place[1]]), sentence)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said, and whether that is in the reader's language or still in English."""

    words: str
    translated: bool


class Language:
    """Says things in the language of who is reading."""

    def __init__(self, service: Any = None) -> None:
        """Take the host's translation service, which may be missing or know nothing of us."""
        self._service = service or AS_WRITTEN
        self.code = get_language() or "en"
        self.direction = "rtl" if get_language_bidi() else "ltr"

    def text(self, message: str, **values: object) -> str:
        """Return a sentence as plain text, for attributes and announcements; the template escapes it."""
        sentence = self._said("gettext", values, message)
        words = _filled(sentence.words, values, lambda value: shown(str(value)))
        return words if sentence.translated or self.direction == "ltr" else f"{LEFT_TO_RIGHT}{words}{POP}"

    def html(self, message: str, **values: Any) -> SafeString:
        """Return a sentence as markup. Values are escaped unless they are markup already."""
        if not values:
            return _unfilled(_bundled(self.code), self.code, self._service.gettext(message), message)
        return _markup(self._said("gettext", values, message), values)

    def count(self, one: str, many: str, number: int, **values: Any) -> SafeString:
        """Return a sentence as markup, in the form its number asks for."""
        values["number"] = number
        return _markup(self._said("ngettext", values, one, many, number), values)

    def _said(self, lookup: str, values: Mapping[str, object], *asked: Any) -> Sentence:
        """Ask the host's catalogue, then ours. A translation with a place that nothing fills is none."""
        told = getattr(self._service, lookup)(*asked)
        return _answered(_bundled(self.code), self.code, told, lookup, asked, frozenset(values))

    def time(self, moment: datetime) -> SafeString:
        """Return an instant as an element: UTC for machines and without the script, the reader's zone with it."""
        return _instant(moment, self.code, timezone.get_default_timezone())

    def day(self, day: date) -> SafeString:
        """Return a day as an element. A day of the calendar belongs to no time zone; an instant's day is the reader's."""
        return _day(day, self.code, "D j M", "date")

    def short_day(self, day: date) -> SafeString:
        """Return a day as an element where there is little room for it: without its weekday."""
        return _day(day, self.code, "j M", "day")

    def length(self, span: timedelta) -> SafeString:
        """Return how long something takes, in whole hours, or minutes of less than one; what has begun counts."""
        minutes = max(-(-span // timedelta(minutes=1)), 1)
        if minutes < 60:
            return self.count("{number} minute", "{number} minutes", minutes)
        return self.count("{number} hour", "{number} hours", -(-minutes // 60))

    def listed(self, parts: Sequence[SafeString | str]) -> SafeString:
        """Return several things as one phrase."""
        *others, last = parts
        if not others:
            return SafeString(conditional_escape(last))
        joined = reduce(lambda said, part: self.html(_("{others}, {last}"), others=said, last=part), others)
        return self.html(_("{others} and {last}"), others=joined, last=last)

    def ago(self, moment: datetime) -> SafeString:
        """Return how long something has gone on, in words; the script keeps it true while the page is open."""
        machine = moment.isoformat().replace("+00:00", "Z")
        return format_html('<time datetime="{}" data-mn-since>{}</time>', machine, timesince(moment, depth=1))


def _chosen(told: str, ours: str, written: str, places: Set[str], code: str) -> Sentence:
    """Return what the host's catalogue says, or else ours, or else the English."""
    for found in ("" if told == written else told, ours):
        if found and places >= set(PLACE.findall(found)):
            return Sentence(found, translated=True)
    return Sentence(written, translated=code.partition("-")[0] == "en")


@lru_cache(maxsize=4096)
def _answered(
    ours: gettext.NullTranslations, code: str, told: str, lookup: str, asked: tuple[Any, ...], places: frozenset[str]
) -> Sentence:
    """Return what is said, from what the host's catalogue has told. A page says the same as the page before."""
    written = getattr(AS_WRITTEN, lookup)(*asked)
    return _chosen(told, getattr(ours, lookup)(*asked), written, places, code)


@lru_cache(maxsize=4096)
def _unfilled(ours: gettext.NullTranslations, code: str, told: str, written: str) -> SafeString:
    """Return a sentence without values as markup. A page has a hundred of them, every one the same as on the page before."""
    return _markup(_answered(ours, code, told, "gettext", (written,), frozenset()), {})


@lru_cache(maxsize=4096)
def _instant(moment: datetime, _language: str, zone: tzinfo) -> SafeString:
    """Return an instant as an element; the words are those of the language that is current. Pages tell the same few over again."""
    local = moment.astimezone(zone)
    return format_html(
        '<time datetime="{}" data-mn-time>{} {}</time>',
        moment.isoformat().replace("+00:00", "Z"),
        date_format(local, "DATETIME_FORMAT"),
        local.tzname() or "UTC",
    )


@lru_cache(maxsize=4096)
def _day(day: date, _language: str, form: str, mark: str) -> SafeString:
    """Return a day as an element, with what the script knows it by."""
    machine = day.isoformat().replace("+00:00", "Z")
    return format_html('<time datetime="{}" data-mn-{}>{}</time>', machine, mark, date_format(day, form))


def _markup(sentence: Sentence, values: Mapping[str, object]) -> SafeString:
    """Return a sentence as markup. One that is not translated says what language it is in, and keeps its own direction."""
    words = mark_safe(_filled(_escaped(sentence.words), values, conditional_escape))
    return words if sentence.translated else format_html('<bdi lang="en" dir="ltr">{}</bdi>', words)


def isolated(name: str) -> SafeString:
    """Return a name or another person's word, so that its direction does not disturb the sentence around it."""
    return SafeString(f"<bdi>{escape(shown(name))}</bdi>")


def paragraphs(text: str) -> SafeString:
    """Return a message as it was written: paragraphs at empty lines, line breaks kept, everything escaped."""
    parts = [part.strip("\n") for part in shown(text).split("\n\n")]
    blocks = (str(conditional_escape(part)).replace("\n", "<br>") for part in parts if part.strip())
    return mark_safe("".join(f'<p dir="auto">{block}</p>' for block in blocks))
