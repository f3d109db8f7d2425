"""Making room in a record that is nearly full: its oldest messages are put aside, and everything that still counts stays.

Who the mentor is, the plan with all its evidence, whose turn it is and since when somebody waits are the same before and
after, for they are folds over the entries that stay; only when the mentor first wrote is noted down.
"""

from dataclasses import replace

from .record import PAST_MAX, Entry, Kind, Record
from .refusals import Refused
from .relation import settled
from .steps import Actor, append, done_before
from .thread import SPOKEN, thread_of
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
    return append(_without(record, leaving), actor, Kind.CONTINUED, c=stamp(contact) if contact else "")


def _leaving(record: Record) -> frozenset[int]:
    """Return the places of the messages that can go: old ones that no fold needs any more."""
    thread = thread_of(record)
    spoken = [entry for entry in record.log if entry.kind in SPOKEN]
    return frozenset(entry.seq for entry in spoken[:-KEPT] if thread.waiting is None or entry.at < thread.waiting)


def _without(record: Record, leaving: frozenset[int]) -> Record:
    stay = [entry for entry in record.log if entry.seq not in leaving]
    gone = tuple(entry.as_json() for entry in record.log if entry.seq in leaving)
    seen = {reader: sum(entry.seq <= upto for entry in stay) - 1 for reader, upto in record.seen.items()}
    return replace(record, log=tuple(_at(entry, place) for place, entry in enumerate(stay)), seen=seen, past=record.past + gone)


def _at(entry: Entry, place: int) -> Entry:
    return entry._replace(seq=place)
