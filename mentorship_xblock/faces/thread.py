"""The conversation as a face draws it: the newest messages, and the lines that say what happened."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from ..domain.record import Entry, Kind, Record, Role
from ..domain.thread import SPOKEN, QuestionState, thread_of
from ..domain.values import PersonId
from .language import paragraphs
from .people import Names

NEWEST = 5
"""How many messages the first view draws."""
EARLIER = 50


def _(message: str) -> str:
    """Mark a sentence for translation."""
    return message


HAPPENED: Mapping[str, str] = {
    Kind.REQUESTED: _("{who} asked for a mentor."),
    Kind.WITHDREW: _("{who} took the request back."),
    Kind.ASSIGNED: _("{mentor} became the mentor."),
    Kind.REASSIGNED: _("{mentor} is the mentor now. The whole conversation stays."),
    Kind.LEFT: _("{who} ended the mentorship."),
    Kind.RETURNED: _("{who} came back."),
    Kind.ENDED: _("The mentorship ended."),
    Kind.READ: _("{who} has read this."),
}
"""The system lines. A kind that is not here, from a newer version, draws nothing."""


def conversation(record: Record, names: Names, viewer: PersonId, before: int | None = None) -> dict[str, Any]:
    """Return what the thread's template needs: a stretch of it, newest last, and how many messages come before."""
    log = record.log if before is None else record.log[: max(before, 0)]
    size = NEWEST if before is None else EARLIER
    spoken = [entry.seq for entry in log if entry.kind in SPOKEN]
    start = spoken[-size] if len(spoken) > size else 0
    questions = thread_of(record).questions
    return {
        "items": [item for entry in log[start:] if (item := _item(entry, names, viewer, questions))],
        "earlier": max(len(spoken) - size, 0),
        "before": start,
        "upto": len(record.log) - 1,
    }


def _item(
    entry: Entry, names: Names, viewer: PersonId, questions: Mapping[str, QuestionState]
) -> dict[str, Any] | None:
    if entry.kind in SPOKEN:
        return {
            "seq": entry.seq,
            "id": entry.id,
            "kind": entry.kind,
            "mine": entry.by == viewer,
            "name": names.html(entry.by),
            "initials": names.initials(entry.by),
            "team": entry.role is Role.STAFF,
            "at": entry.at,
            "body": paragraphs(entry.text("x")),
            "open": questions.get(entry.id) is QuestionState.OPEN,
        }
    if entry.kind not in HAPPENED:
        return None
    line: SafeString = names.language.html(
        HAPPENED[entry.kind], who=names.html(entry.by), mentor=names.html(entry.mentor)
    )
    return {"seq": entry.seq, "line": line, "at": entry.at}
