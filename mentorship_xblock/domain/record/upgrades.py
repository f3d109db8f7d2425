"""What an older version stored, made today's: in memory, by one pure step for each version. A newer document is left as it is."""

from collections.abc import Callable, Mapping

from .errors import UnreadableDocument
from .values import JsonObject


def _empty_becomes_v1(document: JsonObject) -> JsonObject:
    """A row without a version was never written by us: it begins an empty mentorship."""
    return {**document, "v": 1, "log": document.get("log", []), "seen": document.get("seen", {})}


UPGRADES: Mapping[int, Callable[[JsonObject], JsonObject]] = {0: _empty_becomes_v1}
"""One pure step per old version, run in memory only. Each has a golden file."""


def upgraded_document(document: JsonObject, steps: Mapping[int, Callable[[JsonObject], JsonObject]] = UPGRADES) -> JsonObject:
    """Return the document in today's version, or unchanged if it is newer."""
    while (version := stored_version_of(document)) in steps:
        document = {**steps[version](document), "v": version + 1}
    return document


def stored_version_of(document: JsonObject) -> int:
    """Return a document's version; 0 for one never written by us. Raises UnreadableDocument."""
    version = document.get("v", 0)
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        raise UnreadableDocument("a version is a number")
    return version
