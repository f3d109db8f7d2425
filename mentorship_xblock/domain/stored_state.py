"""What one person's row holds: their record as a learner and their ledger as a mentor, either of them possibly empty.

The two are read each by itself: one that cannot be read, or that a newer version wrote, is left as it is and closes nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from .mentor.learner_index import LearnerIndex, index_line_of, load_learner_index
from .record.errors import ActionRefused, UnreadableDocument
from .record.record import Record, load_stored_record
from .record.values import PersonId

T = TypeVar("T")


class StatePart(StrEnum):
    """The two documents of a row, by the names they have there."""

    RECORD = "record"
    LEDGER = "ledger"


@dataclass(frozen=True)
class StoredState:
    """One person's documents. A person can be a learner with one mentor and the mentor of others."""

    record: Record = field(default_factory=Record)
    ledger: LearnerIndex = field(default_factory=LearnerIndex)
    unreadable: Mapping[StatePart, str] = field(default_factory=dict)
    """What cannot be read, and stands here as an empty one, each with the reason."""

    def checked_readable(self, part: StatePart = StatePart.RECORD) -> "StoredState":
        """Return this, if this part of it can be read. Raises ActionRefused ``unreadable``."""
        if part in self.unreadable:
            raise ActionRefused("unreadable")
        return self

    def checked_writable(self, part: StatePart) -> "StoredState":
        """Return this, if this part of it may be overwritten. Raises ActionRefused ``unreadable`` or ``newer``."""
        if (self.record if part is StatePart.RECORD else self.ledger).is_from_newer_block:
            raise ActionRefused("newer")
        return self.checked_readable(part)

    @property
    def can_be_indexed(self) -> bool:
        """Whether the ledger can be kept up to date. Otherwise it is left: every line can be made again, and no word is lost."""
        return not self.ledger.is_from_newer_block and StatePart.LEDGER not in self.unreadable

    def with_line_reindexed(self, learner: PersonId, record: Record, mentor: PersonId, now: datetime) -> "StoredState":
        """Return the documents of this mentor with the learner's line made anew. What may not be overwritten stays as it is."""
        if not self.can_be_indexed:
            return self
        return replace(self, ledger=self.ledger.with_line_reindexed(learner, index_line_of(record, mentor)).without_old_waits(now))


StoredStates = Mapping[PersonId, StoredState]


def load_stored_state(row: object) -> StoredState:
    """Read a row's documents, each as far as it can be read."""
    if not isinstance(row, Mapping):
        return StoredState(unreadable=dict.fromkeys(StatePart, "a row is an object"))
    unreadable: dict[StatePart, str] = {}

    def read(part: StatePart, load: Callable[[object], T], empty: T) -> T:
        try:
            return load(row.get(part))
        except UnreadableDocument as fault:
            unreadable[part] = str(fault)
            return empty

    return StoredState(
        read(StatePart.RECORD, load_stored_record, Record()), read(StatePart.LEDGER, load_learner_index, LearnerIndex()), unreadable
    )


def states_with_line_reindexed(documents: StoredStates, learner: PersonId, now: datetime) -> dict[PersonId, StoredState]:
    """Return the documents with this learner's line made anew in every ledger among them.

    The one place where a line is written: an act, a reassignment and a rebuild all come here. Of a record that cannot be read
    nothing is known.
    """
    if StatePart.RECORD in documents[learner].unreadable:
        return dict(documents)
    record = documents[learner].record
    return {
        person: document.with_line_reindexed(learner, record, person, now) if person != learner else document
        for person, document in documents.items()
    }
