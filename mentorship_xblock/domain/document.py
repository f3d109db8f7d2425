"""What one person's row holds: their record as a learner and their ledger as a mentor, either of them possibly empty."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from .ledger import Ledger, line_of, load_ledger
from .record import Record, load_record
from .values import JsonObject, PersonId


@dataclass(frozen=True)
class Document:
    """One person's documents. A person can be a learner with one mentor and the mentor of others."""

    record: Record = field(default_factory=Record)
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def newer(self) -> bool:
        """Whether a newer version of the block wrote any of it."""
        return self.record.newer or self.ledger.newer


Documents = Mapping[PersonId, Document]


def load_document(row: JsonObject) -> Document:
    """Read a row's documents. Raises Unreadable."""
    return Document(load_record(row.get("record")), load_ledger(row.get("ledger")))


def relisted(documents: Documents, learner: PersonId, now: datetime) -> dict[PersonId, Document]:
    """Return the documents with this learner's line made anew in every ledger among them.

    The one place where a line is written: an act, a reassignment and a rebuild all come here.
    """
    record = documents[learner].record
    return {
        person: replace(document, ledger=document.ledger.relisted(learner, line_of(record, person)).aged(now))
        if person != learner
        else document
        for person, document in documents.items()
    }
