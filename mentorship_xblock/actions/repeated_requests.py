"""What counts as a repeat: the key of an entry of the kind that this very act makes, about the same.

A repeat is answered like the first time, whatever has happened since. So a key may not stand for another act: it would be
answered as done, or drawn to somebody who may not see it any more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ..domain.mentorship.message_edits import UNDOABLE_KINDS
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Entry, Kind
from ..domain.record.record import Record
from ..domain.record.values import PersonId

Made = Mapping[Kind, Mapping[str, str]]
"""The kinds of entry that an act makes, each with the fields of a request that say what it is about, and where it keeps them."""


def made(*kinds: Kind, **about: str) -> Made:
    """Return that an act makes an entry of these kinds, and by which fields and where it says what it is about."""
    return dict.fromkeys(kinds, about)


MILESTONE = {"milestone": "ms"}
REVIEWED = {**MILESTONE, "version": "n"}
OF, QUESTION = {"of": "of"}, {"of": "q"}
GOAL = {"goal": "g"}

MAKES: Mapping[str, Made] = {
    "join": made(Kind.REQUESTED, Kind.ASSIGNED, Kind.RETURNED),
    "leave": made(Kind.LEFT, Kind.WITHDREW),
    "assign": {**made(Kind.ASSIGNED, Kind.REASSIGNED, mentor="m"), **made(Kind.RETURNED)},
    "send": made(Kind.MESSAGE),
    "ask": made(Kind.QUESTION),
    "answer": made(Kind.ANSWER, question="q"),
    "remark": made(Kind.FEEDBACK, **REVIEWED),
    "note": made(Kind.NOTE),
    "edit": made(Kind.EDITED, **OF),
    "erase": made(Kind.ERASED, **OF),
    "hide": made(Kind.HIDDEN, **OF),
    "unhide": made(Kind.UNHIDDEN, **OF),
    "resolve": made(Kind.RESOLVED, **QUESTION),
    "ask_again": made(Kind.ASKED_AGAIN, **QUESTION),
    "retract": made(Kind.RETRACTED, **QUESTION),
    "hand_over": made(Kind.HANDED),
    "make_step": made(Kind.PROPOSED, of="rm"),
    "pass_back": made(Kind.READ),
    "report": made(Kind.REPORTED, **OF),
    "clear_report": made(Kind.CLEARED, **OF),
    "pause": made(Kind.PAUSED),
    "resume": made(Kind.RESUMED),
    "draft_goal": made(Kind.DRAFTED, **GOAL),
    "propose_goal": made(Kind.PROPOSED, **GOAL),
    "propose": made(Kind.PROPOSED, **GOAL),
    "agree": made(Kind.AGREED, **GOAL),
    "suggest": made(Kind.SUGGESTED, **GOAL),
    "achieve": made(Kind.ACHIEVED, **GOAL),
    "drop_goal": made(Kind.DROPPED, **GOAL),
    "set_week": made(Kind.WEEK),
    "contest": made(Kind.CONTESTED),
    "move_days": made(Kind.SHIFTED),
    "renew": made(Kind.RENEWED),
    "begin": made(Kind.STARTED, **MILESTONE),
    "submit": made(Kind.SUBMITTED, **MILESTONE),
    "take_back": made(Kind.TAKEN_BACK, **MILESTONE),
    "approve": made(Kind.APPROVED, **REVIEWED),
    "ask_changes": made(Kind.CHANGES_ASKED, **REVIEWED),
    "reopen": made(Kind.REOPENED, **MILESTONE),
    "skip_milestone": made(Kind.SKIPPED, **MILESTONE),
    "ask_time": made(Kind.LATER, Kind.REDATED, **MILESTONE),
    "ask_out": made(Kind.OUT, **MILESTONE),
    "withdraw_wish": made(Kind.WISH_WITHDRAWN, **MILESTONE),
    "grant": made(Kind.GRANTED, **MILESTONE),
    "decline": made(Kind.DECLINED, **MILESTONE),
    "redate": made(Kind.REDATED, **MILESTONE),
    "recall": made(Kind.RECALLED, **MILESTONE),
    "make_room": made(Kind.CONTINUED),
    "deliver": made(*UNDOABLE_KINDS),
}
"""What each act leaves under its key. An act that leaves nothing has no repeats: doing it again changes nothing, or is refused.
What was sent is delivered by who sent it, under its own key.
"""


def done_before(act: str, record: Record, asker: PersonId, body: Mapping[str, Any]) -> Entry | None:
    """Return the entry that this act made under its key, if it was done before."""
    entry = record.ids.get(body["key"]) if body.get("key") else None
    return entry if entry is not None and entry.by == asker and _made_by(act, entry, body) else None


def check_key(act: str, record: Record, asker: PersonId, body: Mapping[str, Any]) -> None:
    """Raise Refused ``key-taken`` for a key under which something else was done, or by somebody else."""
    if body.get("key") and body["key"] in record.ids and done_before(act, record, asker, body) is None:
        raise ActionRefused("key-taken", "key")


def _made_by(act: str, entry: Entry, body: Mapping[str, Any]) -> bool:
    about = next((about for kind, about in MAKES.get(act, {}).items() if kind == entry.kind), None)
    return about is not None and all(named == kept for named, kept in _named(entry, about, body))


def _named(entry: Entry, about: Mapping[str, str], body: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    for field, kept in about.items():
        there = entry.data.get(kept) or ""
        # What is new in the plan is called by the key of the act that added it.
        named = body.get(field) or ("" if kept != "g" or there != entry.id else entry.id)
        yield named, there
