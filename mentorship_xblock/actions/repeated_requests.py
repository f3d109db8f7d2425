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

KindsMade = Mapping[Kind, Mapping[str, str]]
"""The kinds of entry that an act makes, each with the fields of a request that say what it is about, and where it keeps them."""


def kinds_made_about(*kinds: Kind, **about: str) -> KindsMade:
    """Return that an act makes an entry of these kinds, and by which fields and where it says what it is about."""
    return dict.fromkeys(kinds, about)


BY_MILESTONE = {"milestone": "ms"}
BY_VERSION = {**BY_MILESTONE, "version": "n"}
BY_MESSAGE, BY_QUESTION = {"of": "of"}, {"of": "q"}
BY_GOAL = {"goal": "g"}

KINDS_MADE: Mapping[str, KindsMade] = {
    "join": kinds_made_about(Kind.REQUESTED, Kind.ASSIGNED, Kind.RETURNED),
    "leave": kinds_made_about(Kind.LEFT, Kind.WITHDREW),
    "assign": {**kinds_made_about(Kind.ASSIGNED, Kind.REASSIGNED, mentor="m"), **kinds_made_about(Kind.RETURNED)},
    "send": kinds_made_about(Kind.MESSAGE),
    "ask": kinds_made_about(Kind.QUESTION),
    "answer": kinds_made_about(Kind.ANSWER, question="q"),
    "remark": kinds_made_about(Kind.FEEDBACK, **BY_VERSION),
    "note": kinds_made_about(Kind.NOTE),
    "edit": kinds_made_about(Kind.EDITED, **BY_MESSAGE),
    "erase": kinds_made_about(Kind.ERASED, **BY_MESSAGE),
    "hide": kinds_made_about(Kind.HIDDEN, **BY_MESSAGE),
    "unhide": kinds_made_about(Kind.UNHIDDEN, **BY_MESSAGE),
    "resolve": kinds_made_about(Kind.RESOLVED, **BY_QUESTION),
    "ask_again": kinds_made_about(Kind.ASKED_AGAIN, **BY_QUESTION),
    "retract": kinds_made_about(Kind.RETRACTED, **BY_QUESTION),
    "hand_over": kinds_made_about(Kind.HANDED),
    "make_step": kinds_made_about(Kind.PROPOSED, of="rm"),
    "pass_back": kinds_made_about(Kind.READ),
    "report": kinds_made_about(Kind.REPORTED, **BY_MESSAGE),
    "clear_report": kinds_made_about(Kind.CLEARED, **BY_MESSAGE),
    "pause": kinds_made_about(Kind.PAUSED),
    "resume": kinds_made_about(Kind.RESUMED),
    "draft_goal": kinds_made_about(Kind.DRAFTED, **BY_GOAL),
    "propose_goal": kinds_made_about(Kind.PROPOSED, **BY_GOAL),
    "propose": kinds_made_about(Kind.PROPOSED, **BY_GOAL),
    "agree": kinds_made_about(Kind.AGREED, **BY_GOAL),
    "suggest": kinds_made_about(Kind.SUGGESTED, **BY_GOAL),
    "achieve": kinds_made_about(Kind.ACHIEVED, **BY_GOAL),
    "drop_goal": kinds_made_about(Kind.DROPPED, **BY_GOAL),
    "set_week": kinds_made_about(Kind.WEEK),
    "contest": kinds_made_about(Kind.CONTESTED),
    "move_days": kinds_made_about(Kind.SHIFTED),
    "renew": kinds_made_about(Kind.RENEWED),
    "begin": kinds_made_about(Kind.STARTED, **BY_MILESTONE),
    "submit": kinds_made_about(Kind.SUBMITTED, **BY_MILESTONE),
    "take_back": kinds_made_about(Kind.TAKEN_BACK, **BY_MILESTONE),
    "approve": kinds_made_about(Kind.APPROVED, **BY_VERSION),
    "ask_changes": kinds_made_about(Kind.CHANGES_ASKED, **BY_VERSION),
    "reopen": kinds_made_about(Kind.REOPENED, **BY_MILESTONE),
    "skip_milestone": kinds_made_about(Kind.SKIPPED, **BY_MILESTONE),
    "ask_time": kinds_made_about(Kind.LATER, Kind.REDATED, **BY_MILESTONE),
    "ask_out": kinds_made_about(Kind.OUT, **BY_MILESTONE),
    "withdraw_wish": kinds_made_about(Kind.WISH_WITHDRAWN, **BY_MILESTONE),
    "grant": kinds_made_about(Kind.GRANTED, **BY_MILESTONE),
    "decline": kinds_made_about(Kind.DECLINED, **BY_MILESTONE),
    "redate": kinds_made_about(Kind.REDATED, **BY_MILESTONE),
    "recall": kinds_made_about(Kind.RECALLED, **BY_MILESTONE),
    "make_room": kinds_made_about(Kind.CONTINUED),
    "deliver": kinds_made_about(*UNDOABLE_KINDS),
}
"""What each act leaves under its key. An act that leaves nothing has no repeats: doing it again changes nothing, or is refused.
What was sent is delivered by who sent it, under its own key.
"""


def find_earlier_entry(act: str, record: Record, asker: PersonId, body: Mapping[str, Any]) -> Entry | None:
    """Return the entry that this act made under its key, if it was done before."""
    entry = record.entries_by_id.get(body["key"]) if body.get("key") else None
    return entry if entry is not None and entry.by == asker and _is_made_by(act, entry, body) else None


def check_key_is_free(act: str, record: Record, asker: PersonId, body: Mapping[str, Any]) -> None:
    """Raise ActionRefused ``key-taken`` for a key under which something else was done, or by somebody else."""
    if body.get("key") and body["key"] in record.entries_by_id and find_earlier_entry(act, record, asker, body) is None:
        raise ActionRefused("key-taken", "key")


def _is_made_by(act: str, entry: Entry, body: Mapping[str, Any]) -> bool:
    about = next((about for kind, about in KINDS_MADE.get(act, {}).items() if kind == entry.kind), None)
    return about is not None and all(named == kept for named, kept in _named_and_kept(entry, about, body))


def _named_and_kept(entry: Entry, about: Mapping[str, str], body: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    for field, kept in about.items():
        there = entry.data.get(kept) or ""
        # What is new in the plan is called by the key of the act that added it.
        named = body.get(field) or ("" if kept != "g" or there != entry.id else entry.id)
        yield named, there
