"""What counts as a repeat: the key of an entry of a kind that this very action makes, about the same.

A repeat is answered like the first time, whatever has happened since. So a key may not stand for another act: it would be
answered as done, or drawn to somebody who may not see it any more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ..domain.record.errors import ActionRefused
from ..domain.record.log import Entry, Kind
from ..domain.record.record import Record
from ..domain.record.values import PersonId

KindsMade = Mapping[Kind, Mapping[str, str]]
"""The kinds of entry that an act makes, each with the fields of a request that say what it is about, and where it keeps them."""


def kinds_made_about(*kinds: Kind, **about: str) -> KindsMade:
    """Return that an act makes an entry of these kinds, and by which fields and where it says what it is about."""
    return dict.fromkeys(kinds, about)


NOTHING_MADE: KindsMade = {}
"""An act that leaves nothing has no repeats: doing it again changes nothing, or is refused."""
BY_MILESTONE = {"milestone": "ms"}
BY_VERSION = {**BY_MILESTONE, "version": "n"}
BY_MESSAGE, BY_QUESTION = {"of": "of"}, {"of": "q"}
BY_GOAL = {"goal": "g"}


def find_earlier_entry(makes: KindsMade, record: Record, asker: PersonId, body: Mapping[str, Any]) -> Entry | None:
    """Return the entry that an act which ``makes`` these made under its key, if it was done before."""
    entry = record.entries_by_id.get(body["key"]) if body.get("key") else None
    return entry if entry is not None and entry.by == asker and _is_made_by(makes, entry, body) else None


def check_key_is_free(makes: KindsMade, record: Record, asker: PersonId, body: Mapping[str, Any]) -> None:
    """Raise ActionRefused ``key-taken`` for a key under which something else was done, or by somebody else."""
    if body.get("key") and body["key"] in record.entries_by_id and find_earlier_entry(makes, record, asker, body) is None:
        raise ActionRefused("key-taken", "key")


def _is_made_by(makes: KindsMade, entry: Entry, body: Mapping[str, Any]) -> bool:
    about = next((about for kind, about in makes.items() if kind == entry.kind), None)
    return about is not None and all(named == kept for named, kept in _named_and_kept(entry, about, body))


def _named_and_kept(entry: Entry, about: Mapping[str, str], body: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    for name, kept in about.items():
        there = entry.data.get(kept) or ""
        # What is new in the plan is called by the key of the act that added it.
        named = body.get(name) or ("" if kept != "g" or there != entry.id else entry.id)
        yield named, there
