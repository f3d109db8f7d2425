"""What changed from one version of evidence to the next, word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

WORDS_MAX = 1500
"""Up to so many words a side are compared: what is longer would keep whoever reads it waiting."""
PARTS = re.compile(r"\s+|[^\s]+")


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class ChangedText(NamedTuple):
    """A piece of text, and what became of it."""

    change: Change
    text: str


def changes_between(before: str, after: str) -> tuple[ChangedText, ...]:
    """Return the text after a change in pieces, with what was taken out where it stood; nothing where the texts are the same, too
    long to compare, or have next to nothing in common.
    """
    old, new = PARTS.findall(before), PARTS.findall(after)
    if before == after or max(len(old), len(new)) > 2 * WORDS_MAX:
        return ()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return () if matcher.ratio() < ALIKE else tuple(_pieces(matcher, old, new))


ALIKE = 0.3
"""From which share of the same words on a comparison helps more than the two texts."""


def _pieces(matcher: "SequenceMatcher[str]", old: Sequence[str], new: Sequence[str]) -> Iterator[ChangedText]:
    for how, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if how == "equal":
            yield ChangedText(Change.SAME, "".join(new[new_from:new_to]))
            continue
        if old_from < old_to:
            yield ChangedText(Change.REMOVED, "".join(old[old_from:old_to]))
        if new_from < new_to:
            yield ChangedText(Change.ADDED, "".join(new[new_from:new_to]))
