"""Studio, where the program is written. Nobody is mentored there: for acts it is ``Elsewhere``."""

from typing import Any

from django.conf import settings


def is_here(block: Any) -> bool:
    """Tell whether this is Studio, by what only Studio has: its variant."""
    return getattr(settings, "SERVICE_VARIANT", None) == "cms"


def has_courses(block: Any) -> bool:
    """Tell whether the block stands in a course of Studio, and not in a library."""
    return is_here(block) and bool(getattr(getattr(block.scope_ids.usage_id, "context_key", None), "is_course", False))


def may_author(block: Any) -> bool:
    """Tell whether this is the editor's runtime, whose changes Studio keeps for those who may edit the block, and drops for others.

    The preview's runtime keeps nothing, and answers anybody who is signed in.
    """
    return is_here(block) and not getattr(block.runtime, "is_author_mode", False)


def usage_of(text: str) -> Any:
    """Return the key a usage id stands for; the text itself where it is none, or where there is no platform."""
    try:
        from opaque_keys import InvalidKeyError
        from opaque_keys.edx.keys import UsageKey
    except ImportError:
        return text
    try:
        return UsageKey.from_string(text)
    except InvalidKeyError:
        return text


def usage_named(block: Any, text: str, kind: str) -> Any:
    """Return the key that this text names, if it is one of the same course, and of this kind if there is one; or None."""
    key = usage_of(text)
    same = not isinstance(key, str) and key.context_key == block.scope_ids.usage_id.context_key
    return key if same and kind in ("", key.block_type) else None
