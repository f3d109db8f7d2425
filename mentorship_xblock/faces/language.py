"""The reader's language: sentences with places for values, escaped, and isolated where they hold people's words.

The platform looks up a block's catalogue in a folder that exists, empty, on images whose build pulled translations,
and then uses its own catalogue. So the one in the package is asked whenever the service has no translation.
"""

import gettext
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
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


@lru_cache(maxsize=64)
def _bundled(language: str) -> gettext.NullTranslations:
    """Return the package's own catalogue, or one that translates nothing."""
    locales = [to_locale(language), to_locale(language.split("-")[0])]
    return gettext.translation("text", CATALOGUES, languages=locales, fallback=True)


def _filled(sentence: str, values: Mapping[str, Any]) -> SafeString:
    """Escape a sentence and put its values in, each escaped unless it is markup already."""
    return SafeString(str(escape(sentence)).format(**{name: conditional_escape(value) for name, value in values.items()}))


class Language:
    """Says things in the language of who is reading."""

    def __init__(self, service: Any = None) -> None:
        """Take the host's translation service, which may be missing or know nothing of us."""
        self._service = service
        self.code = get_language() or "en"
        self.direction = "rtl" if get_language_bidi() else "ltr"

    def text(self, message: str, **values: object) -> str:
        """Return a sentence as plain text, for attributes and announcements; the template escapes it."""
        return self._translated(message).format(**{name: shown(str(value)) for name, value in values.items()})

    def html(self, message: str, **values: Any) -> SafeString:
        """Return a sentence as markup. Values are escaped unless they are markup already."""
        return _filled(self._translated(message), values)

    def count(self, one: str, many: str, number: int, **values: Any) -> SafeString:
        """Return a sentence whose form follows a number."""
        sentence = self._bundled_or("ngettext", one, many, number)
        return _filled(sentence, {"number": number, **values})

    def _translated(self, message: str) -> str:
        return self._bundled_or("gettext", message)

    def _bundled_or(self, name: str, *args: Any) -> str:
        own: Callable[..., str] = getattr(_bundled(self.code), name)
        service: Callable[..., str] | None = getattr(self._service, name, None)
        source = str(gettext.NullTranslations().ngettext(*args) if name == "ngettext" else args[0])
        found = service(*args) if service else source
        return found if found != source else own(*args)

    def time(self, moment: datetime) -> SafeString:
        """Return an instant as an element: UTC for machines and without the script, the reader's zone with it."""
        local = moment.astimezone(timezone.get_default_timezone())
        return format_html(
            '<time datetime="{}" data-mn-time>{} {}</time>',
            moment.isoformat().replace("+00:00", "Z"),
            date_format(local, "DATETIME_FORMAT"),
            local.tzname() or "UTC",
        )

    def day(self, day: date) -> SafeString:
        """Return a day as an element. A day of the calendar belongs to no time zone; an instant's day is the reader's."""
        machine = day.isoformat().replace("+00:00", "Z")
        return format_html('<time datetime="{}" data-mn-date>{} {}</time>', machine, date_format(day, "D"), date_format(day, "j M"))

    def ago(self, moment: datetime) -> SafeString:
        """Return how long something has gone on, in words; the script keeps it true while the page is open."""
        machine = moment.isoformat().replace("+00:00", "Z")
        return format_html('<time datetime="{}" data-mn-since>{}</time>', machine, timesince(moment, depth=1))


def isolated(name: str) -> SafeString:
    """Return a name or another person's word, so that its direction does not disturb the sentence around it."""
    return format_html("<bdi>{}</bdi>", shown(name))


def paragraphs(text: str) -> SafeString:
    """Return a message as it was written: paragraphs at empty lines, line breaks kept, everything escaped."""
    parts = [part.strip("\n") for part in shown(text).split("\n\n")]
    blocks = (str(conditional_escape(part)).replace("\n", "<br>") for part in parts if part.strip())
    return mark_safe("".join(f'<p dir="auto">{block}</p>' for block in blocks))
