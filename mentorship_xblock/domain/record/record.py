"""The record of one mentorship: an append-only log of what people did.

Everything a view shows (who the mentor is, whose turn it is, which question is open) is a projection of this log, so
history cannot be rewritten by keeping a state up to date, and replaying it always gives the same mentorship.
Only what replaces itself is kept beside the log: how far each person has read, and the learner's time zone.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, wraps
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar, cast

from .errors import ActionRefused, UnreadableDocument
from .log import PUT_ASIDE, PUT_ASIDE_MARK, Entry, Kind, Log, Role
from .upgrades import stored_version_of, upgraded_document
from .values import NOBODY, WRONG_SHAPE, Json, JsonObject, PersonId, known_time_zone, read_stored_number

T = TypeVar("T")

RECORD_VERSION = 1
MESSAGES_MAX = 2_000
RECORD_MAX = 1_000_000
"""Characters of one stored record, of whatever script. A busy year is under a tenth of it."""
WARN_AT = 0.8
ENTRY_MAX = 300
"""Characters of one entry without what is in it: its keys, and the signs between them."""
NAMING = ("m", "to")
"""Where an entry names who became the mentor, and who was handed something."""
OWN_FIELDS = frozenset({"v", "log", "seen", "zone", "past"})
OWN_SIGNS = len('{"k":"","i":"","b":"","o":"","t":"2026-01-01T00:00:00.000Z"},')
"""Characters of every stored entry besides its own texts and its data."""
OWN_TEXTS = attrgetter("kind", "id", "by", "role")


class EntriesById(Mapping[str, Entry]):
    """Entries by their ids, the first where several have the same."""

    def __init__(self, log: Log, more: Iterable[Entry]) -> None:
        """Take a log, and entries that come after it."""
        self._log, self._more = log, {entry.id: entry for entry in reversed([*more])}
        self._places = dict(zip(reversed(log.ids), reversed(range(len(log))), strict=True))

    def __getitem__(self, entry_id: str) -> Entry:
        place = self._places.get(entry_id)
        return self._more[entry_id] if place is None else self._log[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places | self._more)

    def __len__(self) -> int:
        return len(self._places | self._more)


@dataclass(frozen=True)
class Record:
    """A learner's mentorship, as stored. ``rest`` keeps what a newer version of the block may have added."""

    log: Log = field(default_factory=Log)
    seen: Mapping[PersonId, int] = field(default_factory=dict)
    zone: str = ""
    """The learner's time zone as their browser last told it, so that a day is their day; empty for UTC."""
    past: tuple[JsonObject, ...] = ()
    """The entries that were put aside to make room, as they were stored. They are only ever read to people, but for the data of
    those that are in the log as well.
    """
    rest: JsonObject = field(default_factory=dict)
    version: int = RECORD_VERSION

    @property
    def is_from_newer_block(self) -> bool:
        """Whether a newer version of the block wrote this: it may be read, never overwritten."""
        return self.version > RECORD_VERSION

    @cached_property
    def entries_by_id(self) -> Mapping[str, Entry]:
        """The entries by the key of the act that made them, what was put aside included. Nothing takes an id that is taken."""
        return EntriesById(self.log, self.entries_put_aside)

    @cached_property
    def people_named(self) -> frozenset[PersonId]:
        """Everybody who did something here, became the mentor, or was handed something."""
        log = self.log
        told = (*self.entries_put_aside, *(log[place] for key in NAMING for place in log.places_with_key(key)))
        named = {*log.people, *(entry.by for entry in self.entries_put_aside)}
        return frozenset(
            {*named, *(PersonId(entry.stored_text(key)) for entry in told for key in NAMING if key in entry.data)} - {NOBODY}
        )

    def with_entry(self, entry_id: str, kind: Kind, by: PersonId, role: Role, at: datetime, **data: Json) -> "Record":
        """Return this record with one more entry. Time in a record never runs backwards, whatever servers' clocks do."""
        moment = at.replace(microsecond=at.microsecond // 1000 * 1000)
        if self.log:
            moment = max(moment, self.log[-1].at)
        kept = {key: value for key, value in data.items() if value not in (None, "")}
        entry = Entry(len(self.log), entry_id, kind, by, role, moment, kept)
        return replace(self, log=Log((*self.log, entry)))

    def as_stored_json(self) -> dict[str, Json]:
        """Return the stored form of the whole record."""
        return {
            **self.rest,
            "v": self.version,
            "log": [entry.as_stored_json() for entry in self.log],
            "seen": {str(person): upto for person, upto in self.seen.items()},
            **({"zone": self.zone} if self.zone else {}),
            **({"past": list(self.past)} if self.past else {}),
        }

    @cached_property
    def projections(self) -> dict[object, object]:
        """What has been read out of this record already. It cannot change, so neither can that; see ``projection``."""
        return {}

    @cached_property
    def stored_size(self) -> int:
        """Characters of the stored form, what was put aside not counted.

        Every view asks for it, so the form is not made: all that is text is weighed as one.
        """
        texts, rest = list(chain.from_iterable(map(OWN_TEXTS, self.log))), 0
        for entry in self.log:
            data = entry.data_in_log
            try:
                texts.append("".join((*data, *cast(Iterable[str], data.values()))))
                rest += len(',"":""') * len(data)
            except TypeError:
                rest += count_stored_characters(dict(data)) - len("{}") + len(",")
        signs = OWN_SIGNS * len(self.log) - (len(",") if self.log else 0)
        return (
            count_stored_characters(replace(self, log=Log(), past=()).as_stored_json())
            + count_stored_characters("".join(texts))
            - len('""')
            + rest
            + signs
        )

    @property
    def extent(self) -> tuple[int, str]:
        """How many entries there are, and the id of the newest: what is said and done changes it, and nothing else."""
        return len(self.log), self.log[-1].id if self.log else ""

    @property
    def fullness(self) -> float:
        """How much of the room of one record is used, from 0 to 1: the tighter of its two caps."""
        return max(self.stored_size / RECORD_MAX, len(self.log) / MESSAGES_MAX)

    @property
    def is_nearly_full(self) -> bool:
        """Whether it is time to make room. The characters are not counted where the entries alone, or a glance, say enough."""
        if len(self.log) >= WARN_AT * MESSAGES_MAX:
            return True
        return self._at_most >= WARN_AT * RECORD_MAX and self.fullness >= WARN_AT

    @cached_property
    def _at_most(self) -> int:
        """In how many characters this is stored at most, but for texts full of control signs, which nobody types."""
        values = [*chain.from_iterable(self.log.values())]
        said = "".join([value for value in values if isinstance(value, str)])
        others = [value for value in values if not isinstance(value, str)]
        rest = replace(self, log=Log(), past=()).as_stored_json()
        return 2 * len(said) + count_stored_characters([others, rest]) + ENTRY_MAX * len(self.log)

    @cached_property
    def entries_put_aside(self) -> tuple[Entry, ...]:
        """The entries that were put aside and are in the log no more, as far as they can be read, oldest first. They have no place
        there: only what is shown depends on them, and what is done to what was said.
        """
        there = {self.log.ids[place] for place in self.log.places_with_key(PUT_ASIDE)} if self.past else ()
        read = (entry._replace(seq=-1) for stored in self.past for entry in _readable(stored))
        return tuple(sorted((entry for entry in read if entry.id not in there), key=attrgetter("at")))

    @cached_property
    def entries_ever_made(self) -> Log:
        """All entries there ever were, in order: time in a record never runs backwards."""
        return Log(sorted((*self.entries_put_aside, *self.log), key=attrgetter("at"))) if self.past else self.log

    def checked_within_caps(self) -> "Record":
        """Return this record, or raise ActionRefused ``record-full``."""
        if self.fullness > 1:
            raise ActionRefused("record-full")
        return self


OWN_SIGN = "."
"""A sign that is in the ids of what no key of a browser made, and that those keys may not have (``actions/request_schemas.py``)."""


def make_unused_own_id(record: Record, kind: Kind) -> str:
    """Return an id for what time or the course brings: none that is taken, and none that any act's key could be."""
    number = len(
        list(record.log.entries_of_kinds({kind}))
    )  # and not of all: the reader of an id would learn of what they may not see
    while (found := f"{kind}{OWN_SIGN}{number}") in record.entries_by_id:
        number += 1
    return found


def record_without_entries(record: Record, leaving: frozenset[int]) -> Record:
    """Return a record without the entries at these places. How far everybody has read stays where it was among the others."""
    stay = [entry for entry in record.log if entry.seq not in leaving]
    seen = {reader: sum(entry.seq <= upto for entry in stay) - 1 for reader, upto in record.seen.items()}
    return replace(record, log=Log(entry._replace(seq=place) for place, entry in enumerate(stay)), seen=seen)


def count_stored_characters(value: object) -> int:
    """Return in how many characters a value is stored. Every script counts the same."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def projection(read: Callable[[Record], T]) -> Callable[[Record], T]:
    """Make a reading of whole records be done once for each record, however many parts of a page ask for it."""

    @wraps(read)
    def once(record: Record) -> T:
        if read not in record.projections:
            record.projections[read] = read(record)
        return cast(T, record.projections[read])

    return once


def load_stored_record(document: object) -> Record:
    """Read a stored record: None and the empty object are an empty mentorship. Raises UnreadableDocument."""
    if document is None:
        return Record()
    if not isinstance(document, Mapping):
        raise UnreadableDocument("a record is an object")
    document = upgraded_document(document)
    try:
        log = document["log"]
        seen = document.get("seen", {})
        if not isinstance(log, list | tuple) or not isinstance(seen, Mapping):
            raise UnreadableDocument("a record has a list of entries and a map of readers")
        past = tuple(_objects(document.get("past", [])))
        return Record(
            log=Log.read(_with_archived_data(log, past) if past else log),
            seen={PersonId(str(person)): read_stored_number(upto) for person, upto in seen.items()},
            zone=known_time_zone(document.get("zone")),
            past=past,
            rest={key: value for key, value in document.items() if key not in OWN_FIELDS},
            version=stored_version_of(document),
        )
    except WRONG_SHAPE as fault:
        raise UnreadableDocument.by(fault) from fault


def _with_archived_data(log: Sequence[Any], past: Iterable[JsonObject]) -> Sequence[Any]:
    """Return stored entries with those data that were put aside."""
    whole = {entry.id: entry for stored in past for entry in _readable(stored)}
    return [{**one, **whole[one["i"]].data, **PUT_ASIDE_MARK} if PUT_ASIDE in one and one["i"] in whole else one for one in log]


def _readable(stored: JsonObject) -> Iterable[Entry]:
    try:
        return Log.read([stored])
    except WRONG_SHAPE:
        return ()


def _objects(stored: object) -> Iterable[JsonObject]:
    """Read a list of objects. Raises UnreadableDocument."""
    if not isinstance(stored, list | tuple) or not all(isinstance(one, Mapping) for one in stored):
        raise UnreadableDocument("what was put aside is a list of entries")
    return stored
