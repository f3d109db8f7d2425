"""How a block of a course is named within its own course: as text that means the same in every copy of the course."""

from typing import Any


def parse_usage_key(text: str) -> Any:
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


def name_within_course(usage: Any) -> Any:
    """Return the name of a block within its course: ``type@id`` for a key or a usage id of the platform.

    So it is for the pair of type and id as which the platform stores a reference, too. What is none of these stays what it is.
    """
    key = parse_usage_key(usage) if isinstance(usage, str) else usage
    if hasattr(key, "block_type"):
        return f"{key.block_type}@{key.block_id}"
    if isinstance(key, list | tuple) and len(key) == 2 and all(isinstance(part, str) for part in key):
        return "@".join(key)
    return usage


def home_of_block(block: Any) -> Any:
    """Return the key of the block whose state holds the mentorships of this one of ours: the one it continues, or itself."""
    return block_named_beside(block, block.home)


def block_named_beside(block: Any, name: str | None) -> Any:
    """Return the key of the block of the same course that has this name; this one's where there is no name."""
    here = block.scope_ids.usage_id
    return usage_key_in_course(getattr(here, "context_key", None), name) if name else here


def usage_key_in_course(course: Any, name: str) -> Any:
    """Return the key of the block that has this name in this course; the name itself where it is none, or there is no platform."""
    kind, _, block = name.partition("@")
    if not kind or not block or not hasattr(course, "make_usage_key"):
        return name
    from opaque_keys import InvalidKeyError

    try:
        return course.make_usage_key(kind, block)
    except InvalidKeyError:
        return name
