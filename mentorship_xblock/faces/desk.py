"""The mentor's desk: who waits, longest first, sorted from the ledger; one learner opened in place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..domain.document import Document
from ..domain.ledger import Ledger, Line, by_wait, line_of
from ..domain.record import Record
from ..domain.relation import LIVE, OPEN, Status, relation_now
from ..domain.thread import SPOKEN, QuestionState, Turn, thread_of, unread
from ..domain.values import PersonId
from .language import isolated
from .people import Names
from .thread import conversation

PAGE = 50
FIRST_WORDS = 90
"""Characters of a message shown in a list."""


def page_of(ledger: Ledger, start: int) -> list[PersonId]:
    """Return one page of a mentor's learners, in the order of the desk."""
    return by_wait(ledger.lines)[start : start + PAGE]


def desk(
    ledger: Ledger, documents: Mapping[PersonId, Document | None], names: Names, mentor: PersonId, start: int
) -> dict[str, Any]:
    """Return what the desk's template needs. A line whose record is gone, or has moved on, is not drawn."""
    order = by_wait(ledger.lines)
    rows = []
    for learner in order[start : start + PAGE]:
        document = documents.get(learner)
        if document is None:
            rows.append({"id": learner, "name": names.html(learner), "broken": True})
            continue
        line = line_of(document.record, mentor)
        if line is not None and line.mine:
            rows.append(_row(learner, line, document.record, names, mentor))
    waiting = sum(1 for line in ledger.lines.values() if line.mine and line.waiting)
    moved = [learner for learner, line in ledger.lines.items() if not line.mine]
    return {
        "rows": rows,
        "waiting": waiting,
        "heading": _heading(waiting, names),
        "total": len(order),
        "next": start + PAGE if start + PAGE < len(order) else None,
        "moved": [{"name": names.html(learner), "at": ledger.lines[learner].since} for learner in moved if learner in names.people],
    }


def _heading(waiting: int, names: Names) -> str:
    if not waiting:
        return names.language.html("Nobody is waiting for you.")
    return names.language.count("{number} person waits for you.", "{number} people wait for you.", waiting)


def _row(learner: PersonId, line: Line, record: Record, names: Names, mentor: PersonId) -> dict[str, Any]:
    last = next((entry for entry in reversed(record.log) if entry.kind in SPOKEN), None)
    words = " ".join(last.text("x").split()) if last else ""
    return {
        "id": learner,
        "name": names.html(learner),
        "waiting": line.waiting,
        "first": line.contact is None,
        "unread": unread(record, mentor),
        "closing": line.status is Status.CLOSING,
        "words": isolated(words[:FIRST_WORDS] + ("…" if len(words) > FIRST_WORDS else "")) if words else "",
    }


def opened(record: Record, names: Names, learner: PersonId, viewer: PersonId, now: datetime) -> dict[str, Any]:
    """Return what is drawn of one learner opened on the desk or by staff."""
    relation = relation_now(record, now)
    thread = thread_of(record)
    waiting = [entry for entry in thread.spoken if thread.questions.get(entry.id) is QuestionState.OPEN]
    return {
        "learner": learner,
        "name": names.html(learner),
        "plain_name": names.plain(learner),
        "mentor": names.html(relation.mentor) if relation.mentor else "",
        "status": relation.status.value,
        "question": waiting[0].id if waiting else "",
        "can_write": relation.status in OPEN and not record.newer,
        "can_pass_back": thread.turn is Turn.MENTOR and relation.status in LIVE,
        "since": thread.waiting,
        "readers": names.listed([person for person in (learner, relation.mentor) if person]),
        "thread": conversation(record, names, viewer),
        "newer": record.newer,
    }
