"""What people type: how long it may be, and how it is made safe to show."""

import re
import unicodedata
from enum import StrEnum
from urllib.parse import urlsplit

from .errors import ActionRefused

MESSAGE_MAX = 10_000
"""Characters of one message."""

DETAIL_MAX = 1_000
"""Characters of what a step of a plan says."""

LINK_MAX = 2_000
"""Characters of an address."""


class RemarkWeight(StrEnum):
    """How much a remark of the mentoring side weighs, as the learner reads it (docs/rules.md, Conversation 10)."""

    MUST = "must"
    COULD = "could"
    WELL_DONE = "well"


_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def accept_typed_text(text: str, field: str) -> str:
    """Return the text as it will be stored: as written, with one kind of line end.

    Raises ActionRefused ``text-empty``, ``text-too-long`` or ``text-unstorable`` (half of a surrogate pair is no character).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MESSAGE_MAX:
        raise ActionRefused("text-too-long", field, length=len(text), most=MESSAGE_MAX)
    if _SURROGATE.search(text):
        raise ActionRefused("text-unstorable", field)
    if not any(unicodedata.category(char)[0] not in "ZC" for char in text):
        raise ActionRefused("text-empty", field)
    return text


def accept_web_link(link: str, field: str) -> str:
    """Return an address of the web as it will be stored.

    Raises ActionRefused ``link``. Only http and https: anything else could run in the reader's page.
    """
    link = normalize_visible_text(link).strip()
    try:
        parts = urlsplit(link)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or len(link) > LINK_MAX or re.search(r"\s", link) or _SURROGATE.search(link) or _CONTROL.search(link):
        raise ActionRefused("link", field)
    return link


def normalize_visible_text(text: str) -> str:
    """Return a name or an address as it looks: its characters composed, and without those that nobody sees (category Cf)."""
    return unicodedata.normalize("NFC", "".join(char for char in text if unicodedata.category(char) != "Cf"))


def displayable_text(text: str) -> str:
    """Return the text with what cannot be shown, or would upset a parser, replaced by the sign for it."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("\ufffd", text))


HEADING_MAX = 120
"""Characters of a title that is made of somebody's words."""


def split_title_and_detail(text: str) -> tuple[str, str]:
    """Return the first line of a text as a title, and the text itself, as far as a step holds it, if that is not all of it."""
    first = " ".join(displayable_text(text).strip().split("\n", 1)[0].strip("#>*-_` ").split()) or " ".join(
        displayable_text(text).split()
    )
    title = first if len(first) <= HEADING_MAX else first[: HEADING_MAX - 1].rstrip() + "…"
    return title, "" if title == text.strip() else displayable_text(text).strip()[:DETAIL_MAX]
