"""Is what is stored what was answered? An audit of all records and ledgers after a load."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from mentorship_xblock.domain.mentor.learner_index import index_line_of
from mentorship_xblock.domain.mentorship.status import Relationship
from mentorship_xblock.domain.record.log import Role

LEAVE_AN_ENTRY = frozenset({"send", "ask", "answer", "pass_back", "leave"})
"""Acts that always write. Joining or assigning what is so already writes nothing, and neither does having seen."""


@dataclass
class Findings:
    """Everything that is wrong; each is a list of (learner, key)."""

    lost: list = field(default_factory=list)
    """Answered as done, and neither stored nor among what staff deleted."""
    doubled: list = field(default_factory=list)
    """Stored more than once."""
    unasked: list = field(default_factory=list)
    """Stored, although it was never answered as done."""
    misplaced: list = field(default_factory=list)
    """Stored after something that started only when this was already answered."""
    trespassed: list = field(default_factory=list)
    """Written as the mentor by somebody who was not the mentor at that place of the record."""
    forgotten: list = field(default_factory=list)
    """How far somebody has read is not as far as they were told."""


def audit(books, documents):
    """Compare what was answered with what is stored, counting what was stored when staff deleted it."""
    told = [item for book in books for item in book.told]
    records = [(person, document.record) for person, document in documents.items()]
    deleted = [(person, document.record) for book in books for person, document in book.resets]
    stored = Counter((person, entry.id) for person, record in records + deleted for entry in record.log)
    answered = {(item.learner, item.key): item for item in told}
    spared = documents.keys() - {person for person, _ in deleted}
    return Findings(
        lost=sorted(place for place, item in answered.items() if item.handler in LEAVE_AN_ENTRY and place not in stored),
        doubled=sorted(place for place, count in stored.items() if count > 1),
        unasked=sorted(stored.keys() - answered.keys()),
        misplaced=[place for person, record in records + deleted for place in _misplaced(person, record, answered)],
        trespassed=[place for person, record in records + deleted for place in _trespassed(person, record)],
        forgotten=_forgotten(told, {person: documents[person].record for person in spared}),
    )


def _misplaced(person, record, answered):
    latest = 0.0
    for entry in record.log:
        item = answered.get((person, entry.id))
        if item is None:
            continue
        if item.ended < latest:
            yield person, entry.id
        latest = max(latest, item.began)


def _trespassed(person, record):
    relation = Relationship()
    for entry in record.log:
        if entry.role is Role.MENTOR and entry.by != relation.mentor:
            yield person, entry.id
        relation = relation.after_entry(entry)


def _forgotten(told, records):
    farthest = defaultdict(dict)
    for item in told:
        if item.upto is not None and item.learner in records:
            farthest[item.learner][item.by] = max(item.upto, farthest[item.learner].get(item.by, -1))
    return sorted(person for person, record in records.items() if dict(record.seen) != farthest[person])


def stale_lines(documents, mentors):
    """Return the (mentor, learner) whose line in the ledger is not the one the learner's record makes."""
    stale = set()
    for mentor in mentors:
        lines = dict(documents[mentor].ledger.lines) if mentor in documents else {}
        made = {person: line for person, document in documents.items() if (line := index_line_of(document.record, mentor))}
        stale |= {(mentor, person) for person in lines.keys() | made.keys() if lines.get(person) != made.get(person)}
    return stale
