"""The record of one mentorship: an append-only log of what people did.

Everything a face shows (who the mentor is, whose turn it is, which question is open) is a fold over this log, so
history cannot be rewritten by keeping a state up to date, and replaying it always gives the same mentorship.
Only what replaces itself is kept beside the log: how far each person has read, and the learner's time zone.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property, wraps
from itertools import chain
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple, TypeVar, cast

from .refusals import Refused, Unreadable
from .values import COURSE, Json, JsonObject, PersonId, count, in_utc, in_years, known_zone, stamp, type_error

T = TypeVar("T")

VERSION = 1
MESSAGES_MAX = 2_000
RECORD_MAX = 1_000_000
"""Characters of one stored record, of whatever script. A busy year is under a tenth of it."""
WARN_AT = 0.8
ENTRY_MAX = 600
"""Characters of one entry without what is in it: its kind, keys, author, role and time."""
ASIDE = "aside"
"""What an entry of the log says whose data were put aside: there they stand with all of the entry."""


class Kind(StrEnum):
    """What an entry of the log says somebody did."""

    REQUESTED = "requested"
    WITHDREW = "withdrew"
    ASSIGNED = "assigned"
    REASSIGNED = "reassigned"
    LEFT = "left"
    RETURNED = "returned"
    ENDED = "ended"
    MESSAGE = "message"
    QUESTION = "question"
    ANSWER = "answer"
    READ = "read"
    FEEDBACK = "feedback"
    NOTE = "note"
    EDITED = "edited"
    ERASED = "erased"
    HIDDEN = "hidden"
    UNHIDDEN = "unhidden"
    RESOLVED = "resolved"
    ASKED_AGAIN = "asked-again"
    RETRACTED = "retracted"
    HANDED = "handed"
    REPORTED = "reported"
    CLEARED = "cleared"
    PAUSED = "paused"
    RESUMED = "resumed"
    PLANNED = "planned"
    RENEWED = "renewed"
    DRAFTED = "drafted"
    PROPOSED = "proposed"
    AGREED = "agreed"
    SUGGESTED = "suggested"
    ACHIEVED = "achieved"
    DROPPED = "dropped"
    STARTED = "started"
    SUBMITTED = "submitted"
    TAKEN_BACK = "taken-back"
    APPROVED = "approved"
    CHANGES_ASKED = "changes"
    REOPENED = "reopened"
    SKIPPED = "skipped"
    READY = "ready"
    ENOUGH = "enough"
    LATER = "later"
    OUT = "out"
    GRANTED = "granted"
    DECLINED = "declined"
    WISH_WITHDRAWN = "wish-withdrawn"
    REDATED = "redated"
    SHIFTED = "shifted"
    WEEK = "week"
    CONTESTED = "contested"
    RECALLED = "recalled"
    CONTINUED = "continued"


class Role(StrEnum):
    """What somebody is to one learner at one moment."""

    LEARNER = "learner"
    MENTOR = "mentor"
    BACKUP = "backup"
    STAFF = "staff"
    TIME = "time"


class Entry(NamedTuple):
    """One thing somebody did. Its place in the log is its order; clocks are only read to people.

    ``id`` is the key the browser made for the act, which is how a repeat finds it. A tuple, because a view reads thousands
    of them, and a frozen dataclass takes three times as long to make.
    """

    seq: int
    id: str
    kind: str
    by: PersonId
    role: Role
    at: datetime
    data: JsonObject = MappingProxyType({})

    def text(self, key: str) -> str:
        """Return a text of this entry, or the empty text."""
        value = self.data.get(key)
        return value if isinstance(value, str) else ""

    @property
    def mentor(self) -> PersonId:
        """Whom this entry names as mentor."""
        return PersonId(self.text("m"))

    def as_json(self) -> dict[str, Json]:
        """Return the stored form: short keys, because a record holds thousands of entries."""
        return {
            "k": self.kind, "i": self.id, "b": self.by, "o": self.role.value, "t": stamp(self.at), **self.in_log,
        }  # fmt: skip

    @property
    def in_log(self) -> JsonObject:
        """What the log keeps of the data: only that they were put aside, if they were."""
        return MARK if ASIDE in self.data else self.data


MARK: JsonObject = MappingProxyType({ASIDE: True})
OWN_FIELDS = frozenset({"v", "log", "seen", "zone", "past"})
OWN_SIGNS = len('{"k":"","i":"","b":"","o":"","t":"2026-01-01T00:00:00.000Z"},')
"""Characters of every stored entry besides its own texts and its data."""
OWN_TEXTS = attrgetter("kind", "id", "by", "role")
ROLES: Mapping[object, Role] = {role.value: role for role in Role}


@dataclass(frozen=True)
class Record:
    """A learner's mentorship, as stored. ``rest`` keeps what a newer version of the block may have added."""

    log: tuple[Entry, ...] = ()
    seen: Mapping[PersonId, int] = field(default_factory=dict)
    zone: str = ""
    """The learner's time zone as their browser last told it, so that a day is their day; empty for UTC."""
    past: tuple[JsonObject, ...] = ()
    """The entries that were put aside to make room, as they were stored. They are only ever read to people, but for the data of
    those that are in the log as well.
    """
    rest: JsonObject = field(default_factory=dict)
    version: int = VERSION

    @property
    def newer(self) -> bool:
        """Whether a newer version of the block wrote this: it may be read, never overwritten."""
        return self.version > VERSION

    @cached_property
    def ids(self) -> Mapping[str, Entry]:
        """The entries by the key of the act that made them, what was put aside included. Nothing takes an id that is taken."""
        found: dict[str, Entry] = {}
        for entry in chain(self.log, self.put_aside):
            found.setdefault(entry.id, entry)
        return found

    @cached_property
    def kinds(self) -> Mapping[str, Sequence[Entry]]:
        """The entries of each kind, in order."""
        found: dict[str, list[Entry]] = {}
        for entry in self.log:
            found.setdefault(entry.kind, []).append(entry)
        return found

    def of(self, kinds: Collection[str]) -> list[Entry]:
        """Return the entries of these kinds, in order: mostly a few of thousands."""
        found = [entry for kind, entries in self.kinds.items() if kind in kinds for entry in entries]
        found.sort()
        return found

    @cached_property
    def people(self) -> frozenset[PersonId]:
        """Everybody who did something here, became the mentor, or was handed something."""
        named = {entry.by for entry in self.everything} | {
            PersonId(entry.text(key)) for entry in self.everything for key in ("m", "to") if key in entry.data
        }
        return frozenset(named - {COURSE})

    def append(self, entry_id: str, kind: Kind, by: PersonId, role: Role, at: datetime, **data: Json) -> "Record":
        """Return this record with one more entry. Time in a record never runs backwards, whatever servers' clocks do."""
        moment = at.replace(microsecond=at.microsecond // 1000 * 1000)
        if self.log:
            moment = max(moment, self.log[-1].at)
        kept = {key: value for key, value in data.items() if value not in (None, "")}
        entry = Entry(len(self.log), entry_id, kind, by, role, moment, kept)
        return replace(self, log=(*self.log, entry))

    def as_json(self) -> dict[str, Json]:
        """Return the stored form of the whole record."""
        return {
            **self.rest,
            "v": self.version,
            "log": [entry.as_json() for entry in self.log],
            "seen": {str(person): upto for person, upto in self.seen.items()},
            **({"zone": self.zone} if self.zone else {}),
            **({"past": list(self.past)} if self.past else {}),
        }

    @cached_property
    def folds(self) -> dict[object, object]:
        """What has been read out of this record already. It cannot change, so neither can that; see ``fold``."""
        return {}

    @cached_property
    def size(self) -> int:
        """Characters of the stored form, what was put aside not counted.

        Every view asks for it, so the form is not made: all that is text is weighed as one.
        """
        texts, rest = list(chain.from_iterable(map(OWN_TEXTS, self.log))), 0
        for entry in self.log:
            data = entry.in_log
            try:
                texts.append("".join((*data, *cast(Iterable[str], data.values()))))
                rest += len(',"":""') * len(data)
            except TypeError:
                rest += characters(dict(data)) - len("{}") + len(",")
        signs = OWN_SIGNS * len(self.log) - (len(",") if self.log else 0)
        return characters(replace(self, log=(), past=()).as_json()) + characters("".join(texts)) - len('""') + rest + signs

    @property
    def fullness(self) -> float:
        """How much of the room of one record is used, from 0 to 1: the tighter of its two caps."""
        return max(self.size / RECORD_MAX, len(self.log) / MESSAGES_MAX)

    @property
    def nearly_full(self) -> bool:
        """Whether it is time to make room. The characters are not counted where the entries alone, or a glance, say enough."""
        if len(self.log) >= WARN_AT * MESSAGES_MAX:
            return True
        return self._at_most() >= WARN_AT * RECORD_MAX and self.fullness >= WARN_AT

    def _at_most(self) -> int:
        """Return how many characters this is stored in at most, but for texts full of control signs, which nobody types."""
        values = [value for entry in self.log for value in entry.in_log.values()]
        said = sum([len(value) for value in values if isinstance(value, str)])
        rest = sum(characters(value) for value in values if not isinstance(value, str))
        return 2 * said + rest + ENTRY_MAX * len(self.log) + characters(replace(self, log=(), past=()).as_json())

    @cached_property
    def put_aside(self) -> tuple[Entry, ...]:
        """The entries that were put aside and are in the log no more, as far as they can be read, oldest first. They have no place
        there: only what is shown depends on them, and what is done to what was said.
        """
        there = {entry.id for entry in self.log if ASIDE in entry.data} if self.past else ()
        read = (entry._replace(seq=-1) for stored in self.past for entry in _readable(stored))
        return tuple(sorted((entry for entry in read if entry.id not in there), key=attrgetter("at")))

    @cached_property
    def everything(self) -> tuple[Entry, ...]:
        """All entries there ever were, in order: time in a record never runs backwards."""
        return tuple(sorted((*self.put_aside, *self.log), key=lambda entry: entry.at)) if self.past else self.log

    def within_caps(self) -> "Record":
        """Return this record, or raise Refused ``record-full``."""
        if self.fullness > 1:
            raise Refused("record-full")
        return self


OWN_SIGN = "."
"""A sign that is in the ids of what no key of a browser made, and that those keys may not have (``acts/bodies.py``)."""


def own_id(record: Record, kind: Kind) -> str:
    """Return an id for what time or the course brings: none that is taken, and none that any act's key could be."""
    number = len(record.of({kind}))  # and not of all: the reader of an id would learn of what they may not see
    while (found := f"{kind}{OWN_SIGN}{number}") in record.ids:
        number += 1
    return found


def without(record: Record, leaving: frozenset[int]) -> Record:
    """Return a record without the entries at these places. How far everybody has read stays where it was among the others."""
    stay = [entry for entry in record.log if entry.seq not in leaving]
    seen = {reader: sum(entry.seq <= upto for entry in stay) - 1 for reader, upto in record.seen.items()}
    return replace(record, log=tuple(entry._replace(seq=place) for place, entry in enumerate(stay)), seen=seen)


def characters(value: object) -> int:
    """Return in how many characters a value is stored. Every script counts the same."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def fold(read: Callable[[Record], T]) -> Callable[[Record], T]:
    """Make a reading of whole records be done once for each record, however many parts of a page ask for it."""

    @wraps(read)
    def once(record: Record) -> T:
        if read not in record.folds:
            record.folds[read] = read(record)
        return cast(T, record.folds[read])

    return once


def _empty_becomes_v1(document: JsonObject) -> JsonObject:
    """A row without a version was never written by us: it begins an empty mentorship."""
    return {**document, "v": 1, "log": document.get("log", []), "seen": document.get("seen", {})}


UPGRADES: Mapping[int, Callable[[JsonObject], JsonObject]] = {0: _empty_becomes_v1}
"""One pure step per old version, run in memory only. Each has a golden file."""


def upgraded(document: JsonObject, steps: Mapping[int, Callable[[JsonObject], JsonObject]] = UPGRADES) -> JsonObject:
    """Return the document in today's version, or unchanged if it is newer."""
    while (version := version_of(document)) in steps:
        document = {**steps[version](document), "v": version + 1}
    return document


def version_of(document: JsonObject) -> int:
    """Return a document's version; 0 for one never written by us. Raises Unreadable."""
    version = document.get("v", 0)
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        raise Unreadable("a version is a number")
    return version


def load_record(document: object) -> Record:
    """Read a stored record: None and the empty object are an empty mentorship. Raises Unreadable."""
    if document is None:
        return Record()
    if not isinstance(document, Mapping):
        raise Unreadable("a record is an object")
    document = upgraded(document)
    try:
        log = document["log"]
        seen = document.get("seen", {})
        if not isinstance(log, list | tuple) or not isinstance(seen, Mapping):
            raise Unreadable("a record has a list of entries and a map of readers")
        past = tuple(_objects(document.get("past", [])))
        return Record(
            log=tuple(_with_data(_entries(log), past) if past else _entries(log)),
            seen={PersonId(str(person)): count(upto) for person, upto in seen.items()},
            zone=known_zone(document.get("zone")),
            past=past,
            rest={key: value for key, value in document.items() if key not in OWN_FIELDS},
            version=version_of(document),
        )
    except type_error as fault:
        raise Unreadable.by(fault) from fault


def _with_data(log: Iterable[Entry], past: Iterable[JsonObject]) -> Iterable[Entry]:
    """Return the entries with those data that were put aside."""
    whole = {entry.id: entry for stored in past for entry in _readable(stored)}
    return (one._replace(data={**whole[one.id].data, **MARK}) if ASIDE in one.data and one.id in whole else one for one in log)


def _readable(stored: JsonObject) -> Iterable[Entry]:
    try:
        return tuple(_entries([stored]))
    except type_error:
        return ()


def _objects(stored: object) -> Iterable[JsonObject]:
    """Read a list of objects. Raises Unreadable."""
    if not isinstance(stored, list | tuple) or not all(isinstance(one, Mapping) for one in stored):
        raise Unreadable("what was put aside is a list of entries")
    return stored


def _entries(log: Iterable[object]) -> list[Entry]:
    """Read the entries of a log. Raises what a wrong shape raises.

    Every view reads thousands: what a call would cost for each of them is spared, the tuple's own constructor's too.
    """
    entries, made, moment_of = [], tuple.__new__, datetime.fromisoformat
    for seq, item in enumerate(log):
        if not isinstance(item, (dict, Mapping)):  # most are a dict, which is seen sooner
            raise TypeError("an entry is an object")
        data = dict(item)
        take = data.pop
        name, kind, by, at = take("i"), take("k"), take("b"), moment_of(take("t"))
        if not (isinstance(name, str) and isinstance(kind, str) and isinstance(by, str)):
            raise TypeError("a text is expected")
        entries.append(made(Entry, (seq, name, kind, by, ROLES[take("o")], in_years(at if at.tzinfo is UTC else in_utc(at)), data)))
    return entries
