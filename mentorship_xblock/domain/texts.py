"""What people type: how long it may be, and how it is made safe to show."""

import re
import unicodedata

from .refusals import Refused

MESSAGE_MAX = 10_000
"""Characters of one message."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def accepted(text: str, field: str) -> str:
    """Return the text as it will be stored: as written, with one kind of line end.

    Raises Refused ``text-empty``, ``text-too-long`` or ``text-unstorable`` (half of a surrogate pair is no character).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MESSAGE_MAX:
        raise Refused("text-too-long", field, length=len(text), most=MESSAGE_MAX)
    if _SURROGATE.search(text):
        raise Refused("text-unstorable", field)
    if not any(unicodedata.category(char)[0] not in "ZC" for char in text):
        raise Refused("text-empty", field)
    return text


def shown(text: str) -> str:
    """Return the text with what cannot be shown, or would upset a parser, replaced by the sign for it."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("\ufffd", text))
