"""People's words as they are drawn: Markdown where the platform has the libraries for it, as written where it has not."""

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape

from django.utils.safestring import SafeString, mark_safe

from ...domain.record.text_rules import displayable_text
from .i18n import plain_paragraphs

MARKED: Callable[[str], str | None] | None = None
"""Reads Markdown; None on a host without the libraries for it."""
try:
    from .markdown import markdown_to_markup as MARKED
except ModuleNotFoundError as missing:
    if missing.name not in ("markdown", "nh3"):
        raise

_TAG = re.compile(r"<(/?(?:p|li|pre|blockquote|ol|ul)|br|hr)?[^>]*>")
BEGINNING = 1_000
"""Characters of a message that are read for its first words."""


@lru_cache(maxsize=1024)
def words_as_markup(text: str) -> SafeString:
    """Return a message as markup. Its signs alone, or too many of them, are drawn as they were written."""
    made = MARKED(displayable_text(text)) if MARKED and text.strip() else None
    return mark_safe(made) if made and _plain(made) else plain_paragraphs(text)


def first_words_of(text: str, length: int) -> str:
    """Return the beginning of a message in one line, of at most so many characters, without the signs of its markup."""
    words = _plain(words_as_markup(text[:BEGINNING]))
    return f"{words[:length]}…" if len(words) > length else words


def _plain(markup: str) -> str:
    """Return what of markup is read, in one line."""
    return " ".join(unescape(_TAG.sub(lambda tag: " " if tag[1] else "", markup)).split())
