"""Making room in a record that is nearly full: its oldest messages are put aside, and everything that still counts stays.

Who the mentor is, the plan with all its evidence, whose turn it is and since when somebody waits are the same before and
after, for they are folds over the entries that stay; only when the mentor first wrote is noted down.
"""

from dataclasses import replace

from .messages import FATES
from .record import PAST_MAX, Kind, Record, without
from .refusals import Refused
from .relation import settled
from .steps import Actor, append, done_before
from .thread import MENTORING, OPEN_QUESTION, SPOKEN, thread_of
from .values import stamp

KEPT = 200
"""How many of the newest messages stay."""


def make_room(record: Record, actor: Actor) -> Record:
    """Put the oldest messages aside. Raises Refused ``room-enough``, or ``record-full`` when no more can be put aside."""
    if done_before(record, actor):
        return record
    record = settled(record, actor.now)
    if not record.nearly_full:
        raise Refused("room-enough")
    leaving = _leaving(record)
    if not leaving or len(record.past) + len(leaving) > PAST_MAX:
        raise Refused("record-full")
    contact = thread_of(record).contact
    gone = tuple(entry.as_json() for entry in record.log if entry.seq in leaving)
    kept = replace(without(record, leaving), past=record.past + gone)
    return append(kept, actor, Kind.CONTINUED, c=stamp(contact) if contact else "")


def _leaving(record: Record) -> frozenset[int]:
    """Return the places of the messages that can go: old ones that no fold needs any more.

    A question that is open stays, with what was answered to it, and so does the last word of the mentoring side: else what
    they ended would be waited for again.
    """
    thread = thread_of(record)
    spoken = record.of(SPOKEN)
    leaving = [entry for entry in spoken[:-KEPT] if thread.waiting is None or entry.at < thread.waiting]
    stays = {entry.id for entry in leaving if thread.questions.get(entry.id) in OPEN_QUESTION}
    last = next((entry.id for entry in reversed(leaving) if entry.role in MENTORING), "")
    gone = {entry.id for entry in leaving if entry.id not in stays | {last} and entry.text("q") not in stays}
    return frozenset(entry.seq for entry in record.log if entry.id in gone or (entry.kind in FATES and entry.text("of") in gone))
