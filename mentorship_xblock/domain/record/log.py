"""What people did, entry by entry, and the log they make.

A view draws a few of thousands of entries. So a stored log is read as columns, which are checked as a whole and are what most
readings of it need; an entry is made when somebody asks for it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from itertools import chain
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple, cast, overload

from .values import Json, JsonObject, PersonId, check_calendar_year, convert_to_utc, format_stored_instant

PUT_ASIDE = "aside"
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

    def stored_text(self, key: str) -> str:
        """Return a text of this entry, or the empty text."""
        value = self.data.get(key)
        return value if isinstance(value, str) else ""

    @property
    def mentor_named(self) -> PersonId:
        """Whom this entry names as mentor."""
        return PersonId(self.stored_text("m"))

    def as_stored_json(self) -> dict[str, Json]:
        """Return the stored form: short keys, because a record holds thousands of entries."""
        return {
            "k": self.kind, "i": self.id, "b": self.by, "o": self.role.value, "t": format_stored_instant(self.at),
            **self.data_in_log,
        }  # fmt: skip

    @property
    def data_in_log(self) -> JsonObject:
        """What the log keeps of the data: only that they were put aside, if they were."""
        return PUT_ASIDE_MARK if PUT_ASIDE in self.data else self.data


PUT_ASIDE_MARK: JsonObject = MappingProxyType({PUT_ASIDE: True})
ROLES_BY_NAME: Mapping[object, Role] = {role.value: role for role in Role}
OWN_KEYS = ("i", "k", "b", "o", "t")
"""Where a stored entry has its id, kind, author, their role, and the time. What it has besides are its data."""
COLUMNS = ("seqs", "ids", "kinds", "people", "roles", "times")


class Log(Sequence[Entry]):
    """Entries in order, and their columns: what each of them says of one thing."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take entries."""
        self._made: list[Entry | None] = [*entries]
        self._stored: Sequence[JsonObject] | None = None
        """The entries as they are stored, where those that nobody has asked for are not made yet."""

    @classmethod
    def read(cls, stored: Sequence[Any]) -> "Log":
        """Take entries as they are stored. Raises what the wrong shape of any of them raises."""
        if not all(issubclass(kind, Mapping) for kind in set(map(type, stored))):
            raise TypeError("an entry is an object")
        ids, kinds, people, roles, times = ([*map(itemgetter(key), stored)] for key in OWN_KEYS)
        "".join(chain(ids, kinds, people))  # raises TypeError unless all of them are texts, in a third of the time of asking each
        log = cls()
        log._made, log._stored = [None] * len(stored), stored
        log.seqs, log.ids, log.kinds, log.people = range(len(stored)), ids, kinds, people
        log.roles, log.times = [*map(ROLES_BY_NAME.__getitem__, roles)], _read_times(times)
        return log

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> "Log": ...
    def __getitem__(self, place: int | slice) -> "Entry | Log":
        if isinstance(place, slice):
            return self.entries_at(range(len(self))[place])
        entry = self._made[place]
        if entry is None:
            entry = self._made[place] = self._entry(place)
        return entry

    def _entry(self, place: int) -> Entry:
        stored = cast(Sequence[JsonObject], self._stored)[place]
        data = {key: value for key, value in stored.items() if key not in OWN_KEYS}
        person, role = self.people[place], self.roles[place]
        return Entry(self.seqs[place], self.ids[place], self.kinds[place], person, role, self.times[place], data)

    def __iter__(self) -> Iterator[Entry]:
        return map(self.__getitem__, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Log) and (self is other or [*self] == [*other])

    def __repr__(self) -> str:
        return f"Log({[*self]})"

    def entries_at(self, places: Sequence[int]) -> "Log":
        """Return the entries at these places. Each keeps the place it had in the whole record."""
        log = Log()
        log._made = [self._made[place] for place in places]
        if self._stored is not None:
            log._stored = [self._stored[place] for place in places]
            for name in COLUMNS:
                column = getattr(self, name)
                setattr(log, name, [column[place] for place in places])
        return log

    @cached_property
    def seqs(self) -> Sequence[int]:
        """The places that the entries have in the whole record."""
        return [entry.seq for entry in self]

    @cached_property
    def ids(self) -> Sequence[str]:
        """The entries' ids."""
        return [entry.id for entry in self]

    @cached_property
    def kinds(self) -> Sequence[str]:
        """What each says somebody did."""
        return [entry.kind for entry in self]

    @cached_property
    def people(self) -> Sequence[PersonId]:
        """Who did it."""
        return [entry.by for entry in self]

    @cached_property
    def roles(self) -> Sequence[Role]:
        """What they were to the learner."""
        return [entry.role for entry in self]

    @cached_property
    def times(self) -> Sequence[datetime]:
        """When they did it."""
        return [entry.at for entry in self]

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Where the entries of each kind are, in order."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, kind in enumerate(self.kinds):
            found[kind].append(place)
        return found

    def places_of_kinds(self, kinds: Collection[str]) -> list[int]:
        """Return the places of the entries of these kinds, in order."""
        return sorted(chain.from_iterable(places for kind, places in self.places.items() if kind in kinds))

    def entries_of_kinds(self, kinds: Collection[str]) -> list[Entry]:
        """Return the entries of these kinds, in order: mostly a few of thousands."""
        return [self[place] for place in self.places_of_kinds(kinds)]

    def places_with_key(self, key: str) -> list[int]:
        """Return the places of the entries among whose data is this."""
        if self._stored is None:
            return [place for place, entry in enumerate(self) if key in entry.data]
        return [place for place, stored in enumerate(self._stored) if key in stored]

    def values(self) -> Iterator[Collection[Any]]:
        """Yield what each entry says, its own texts included."""
        if self._stored is None:
            return ((entry.kind, entry.id, entry.by, entry.role, *entry.data_in_log.values()) for entry in self)
        return (stored.values() for stored in self._stored)


def _read_times(texts: Iterable[str]) -> Sequence[datetime]:
    """Read the times of a log. Raises what ``instant`` does."""
    moments = [*map(datetime.fromisoformat, texts)]
    if {at.tzinfo for at in moments} != {UTC}:
        moments = [convert_to_utc(at) for at in moments]
    for extreme in (min, max) if moments else ():
        check_calendar_year(extreme(moments))
    return moments
