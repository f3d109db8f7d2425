"""Making room in a record that is nearly full: what is over is put aside, oldest first, and everything that counts stays.

Who the mentor is, where the plan stands, whose turn it is and since when somebody waits are folds over the log. So nothing here
knows the kinds of entries: one can go when all that counts is the same without it. Where that is not enough, the data of what has
to stay are put aside, and are read back with the record.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace

from .mentor.learner_index import line_of
from .mentorship.abuse_reports import standing
from .mentorship.questions import OPEN_QUESTION
from .mentorship.status import relation_of, settled
from .mentorship.thread import thread_of
from .mentorship.writing import Actor, append, done_before
from .plan.completion import taken_part
from .plan.model import Milestone, Version
from .plan.projection import joined_on, own_plan, plan_of
from .record import record as limits
from .record.errors import Refused
from .record.log import ASIDE, Entry, Kind, Log
from .record.record import Record, characters, without
from .record.values import stamp

KEPT = 200
"""How many of the newest entries stay as they are, as far as they fit in a quarter of a record."""
ROOM = 0.5
"""How full a record is at most once room is made, if so much is over."""
BLOCK = 32
"""How many entries are tried together at first."""
TRIES = 150
"""How often it is tried at most, as each takes up to a tenth of a second. What is freed by then is freed; the next time goes on."""
ASIDE_MAX = 10_000_000
"""Characters that can be put aside in all: they are read with each view."""


def make_room(record: Record, actor: Actor) -> Record:
    """Put aside what is over, oldest first, until a record is half empty.

    Raises Refused ``room-enough``, ``nothing-over``, or ``aside-full`` when no more can be put aside.
    """
    if done_before(record, actor):
        return record
    record = settled(record, actor.now)
    if not record.nearly_full:
        raise Refused("room-enough")
    contact = thread_of(record).contact
    full = append(_numbered(record), actor, Kind.CONTINUED, c=stamp(contact) if contact else "")
    after = full
    for counts in (what_counts, what_counts_most):
        after = _thinned(after, counts)
    after = _lightened(after)
    if after.nearly_full and after.fullness >= full.fullness:
        raise Refused("nothing-over")
    if characters(list(map(dict, after.past))) > ASIDE_MAX:
        raise Refused("aside-full")
    return after


def what_counts(record: Record) -> object:
    """Return all that a record tells of a mentorship, for comparing: two records with the same are the same to everybody."""
    return what_counts_most(record), thread_of(record).unanswered


def what_counts_most(record: Record) -> object:
    """Return what a record tells besides what exactly the learner has said since the last answer: since when they wait is in it."""
    relation, thread = relation_of(record), thread_of(record)
    plan = own_plan(record) or plan_of(record)
    asked = frozenset(one for one in thread.questions.items() if one[1] in OPEN_QUESTION)
    said = (
        thread.turn,
        thread.waiting,
        thread.asked,
        thread.handed,
        thread.contact,
        thread.last_human,
        thread.last_by,
        thread.reported,
        thread.stood,
    )
    lines = [line_of(record, person) for person in (relation.mentor, *relation.former)]
    return (
        relation, asked, said, _compared(plan), standing(record) and [one.id for one in standing(record)],
        joined_on(record), taken_part(record), [line and line._replace(seq=0, ends=()) for line in lines],
    )  # fmt: skip


def _compared(value: object) -> object:
    """Return a value of a plan with entries by their ids, whose places move, and with only those versions that count."""
    if isinstance(value, Entry):
        return value.id
    if isinstance(value, Milestone):
        decided = any(version.decided for version in value.versions)
        return decided, *(_compared(_part(value, name)) for name in value._fields)
    if is_dataclass(value):
        return tuple(_compared(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return tuple(map(_compared, value))
    return value


def _part(one: Milestone, name: str) -> object:
    return one.versions[-1:] if name == "versions" else getattr(one, name)


def _numbered(record: Record) -> Record:
    """Return the record with versions of evidence that say which they are: those before them may go."""
    plan = own_plan(record)
    versions: Iterable[Version] = (
        (version for goal in plan.goals for one in goal.milestones for version in one.versions) if plan else ()
    )
    numbers = {version.sent.id: version.number for version in versions}
    log = (entry._replace(data={**entry.data, "n": numbers[entry.id]}) if entry.id in numbers else entry for entry in record.log)
    return replace(record, log=Log(log))


def _older(record: Record) -> Sequence[Entry]:
    """Return the entries that are not among the newest, oldest first."""
    kept, left = 0, limits.RECORD_MAX / 4
    for entry in reversed(record.log):
        left -= characters(entry.as_json())
        if kept == KEPT or left < 0:
            break
        kept += 1
    return record.log[: len(record.log) - max(kept, 1)]


def _thinned(record: Record, counts: Callable[[Record], object]) -> Record:
    """Return the record without what is over, oldest first, until there is room. What counts by its name is not tried."""
    was = counts(record)
    names = frozenset(_names(was))
    older = [entry for entry in _older(record) if entry.id not in names]
    blocks = [older[start : start + BLOCK] for start in range(0, len(older), BLOCK)][::-1]
    length, size, tries, leaving = len(record.log), record.size, TRIES, frozenset[int]()
    while blocks and tries and max(length / limits.MESSAGES_MAX, size / limits.RECORD_MAX) > ROOM:
        block, tries = blocks.pop(), tries - 1
        tried = leaving | {entry.seq for entry in block}
        if counts(replace(record, log=Log(entry for entry in record.log if entry.seq not in tried))) == was:
            leaving, length = tried, length - len(block)
            size -= sum(characters(entry.as_json()) + len(",") for entry in block)
        elif len(block) > 1:
            half = len(block) // 2
            blocks += block[half:], block[:half]
    gone = tuple(entry.as_json() for entry in record.log if entry.seq in leaving and ASIDE not in entry.data)
    return replace(without(record, leaving), past=record.past + gone) if leaving else record


def _names(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _names(one)


def _lightened(record: Record) -> Record:
    """Return the record with the data put aside of entries that have to stay, oldest first, until there is room."""
    size, log, gone = record.size, list(record.log), []
    for entry in _older(record):
        if size <= ROOM * limits.RECORD_MAX:
            break
        marked = entry._replace(data={**entry.data, ASIDE: True})
        saved = characters(entry.as_json()) - characters(marked.as_json())
        if saved > 0:
            log[entry.seq] = marked
            gone.append(entry.as_json())
            size -= saved
    return replace(record, log=Log(log), past=(*record.past, *gone)) if gone else record
