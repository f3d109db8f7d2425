"""Making room in a record that is nearly full: what is over is put aside, oldest first, and everything that counts stays.

Who the mentor is, where the plan stands, whose turn it is and since when somebody waits are folds over the log. So nothing here
knows the kinds of entries: one can go when all that counts is the same without it. Where that is not enough, the data of what has
to stay are put aside, and are read back with the record.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace

from .mentor.learner_index import index_line_of
from .mentorship.abuse_reports import undecided_reports
from .mentorship.append_entry import Actor, append_checked_entry, entry_done_before
from .mentorship.questions import OPEN_QUESTION_STATES
from .mentorship.status import relationship_of_record, with_time_effects
from .mentorship.thread import thread_of_record
from .plan.block_completion import has_taken_part
from .plan.model import EvidenceVersion, Milestone
from .plan.projection import day_of_joining, plan_of_record, plan_written_down
from .record import record as limits
from .record.errors import ActionRefused
from .record.log import PUT_ASIDE, Entry, Kind, Log
from .record.record import Record, count_stored_characters, record_without_entries
from .record.values import format_stored_instant

KEPT_AS_THEY_ARE = 200
"""How many of the newest entries stay as they are, as far as they fit in a quarter of a record."""
TARGET_FULLNESS = 0.5
"""How full a record is at most once room is made, if so much is over."""
BLOCK_SIZE = 32
"""How many entries are tried together at first."""
TRIES_MAX = 150
"""How often it is tried at most, as each takes up to a tenth of a second. What is freed by then is freed; the next time goes on."""
ASIDE_MAX = 10_000_000
"""Characters that can be put aside in all: they are read with each view."""


def archive_oldest_entries(record: Record, actor: Actor) -> Record:
    """Put aside what is over, oldest first, until a record is half empty.

    Raises ActionRefused ``room-enough``, ``nothing-over``, or ``aside-full`` when no more can be put aside.
    """
    if entry_done_before(record, actor):
        return record
    record = with_time_effects(record, actor.now)
    if not record.is_nearly_full:
        raise ActionRefused("room-enough")
    contact = thread_of_record(record).contact
    full = append_checked_entry(_numbered(record), actor, Kind.CONTINUED, c=format_stored_instant(contact) if contact else "")
    after = full
    for counts in (facts_that_count, facts_that_count_most):
        after = _thinned(after, counts)
    after = _lightened(after)
    if after.is_nearly_full and after.fullness >= full.fullness:
        raise ActionRefused("nothing-over")
    if count_stored_characters(list(map(dict, after.past))) > ASIDE_MAX:
        raise ActionRefused("aside-full")
    return after


def facts_that_count(record: Record) -> object:
    """Return all that a record tells of a mentorship, for comparing: two records with the same are the same to everybody."""
    return facts_that_count_most(record), thread_of_record(record).unanswered


def facts_that_count_most(record: Record) -> object:
    """Return what a record tells besides what exactly the learner has said since the last answer: since when they wait is in it."""
    relation, thread = relationship_of_record(record), thread_of_record(record)
    plan = plan_written_down(record) or plan_of_record(record)
    asked = frozenset(one for one in thread.questions.items() if one[1] in OPEN_QUESTION_STATES)
    said = (
        thread.turn,
        thread.waiting,
        thread.open_questions,
        thread.handed,
        thread.contact,
        thread.last_human,
        thread.last_by,
        thread.reported,
        thread.stood,
    )
    lines = [index_line_of(record, person) for person in (relation.mentor, *relation.former)]
    return (
        relation, asked, said, _compared(plan), undecided_reports(record) and [one.id for one in undecided_reports(record)],
        day_of_joining(record), has_taken_part(record), [line and line._replace(seq=0, ended=()) for line in lines],
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
    plan = plan_written_down(record)
    versions: Iterable[EvidenceVersion] = (
        (version for goal in plan.goals for one in goal.milestones for version in one.versions) if plan else ()
    )
    numbers = {version.sent.id: version.number for version in versions}
    log = (entry._replace(data={**entry.data, "n": numbers[entry.id]}) if entry.id in numbers else entry for entry in record.log)
    return replace(record, log=Log(log))


def _older(record: Record) -> Sequence[Entry]:
    """Return the entries that are not among the newest, oldest first."""
    kept, left = 0, limits.RECORD_MAX / 4
    for entry in reversed(record.log):
        left -= count_stored_characters(entry.as_stored_json())
        if kept == KEPT_AS_THEY_ARE or left < 0:
            break
        kept += 1
    return record.log[: len(record.log) - max(kept, 1)]


def _thinned(record: Record, counts: Callable[[Record], object]) -> Record:
    """Return the record without what is over, oldest first, until there is room. What counts by its name is not tried."""
    was = counts(record)
    names = frozenset(_names(was))
    older = [entry for entry in _older(record) if entry.id not in names]
    blocks = [older[start : start + BLOCK_SIZE] for start in range(0, len(older), BLOCK_SIZE)][::-1]
    length, size, tries, leaving = len(record.log), record.stored_size, TRIES_MAX, frozenset[int]()
    while blocks and tries and max(length / limits.MESSAGES_MAX, size / limits.RECORD_MAX) > TARGET_FULLNESS:
        block, tries = blocks.pop(), tries - 1
        tried = leaving | {entry.seq for entry in block}
        if counts(replace(record, log=Log(entry for entry in record.log if entry.seq not in tried))) == was:
            leaving, length = tried, length - len(block)
            size -= sum(count_stored_characters(entry.as_stored_json()) + len(",") for entry in block)
        elif len(block) > 1:
            half = len(block) // 2
            blocks += block[half:], block[:half]
    gone = tuple(entry.as_stored_json() for entry in record.log if entry.seq in leaving and PUT_ASIDE not in entry.data)
    return replace(record_without_entries(record, leaving), past=record.past + gone) if leaving else record


def _names(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _names(one)


def _lightened(record: Record) -> Record:
    """Return the record with the data put aside of entries that have to stay, oldest first, until there is room."""
    size, log, gone = record.stored_size, list(record.log), []
    for entry in _older(record):
        if size <= TARGET_FULLNESS * limits.RECORD_MAX:
            break
        marked = entry._replace(data={**entry.data, PUT_ASIDE: True})
        saved = count_stored_characters(entry.as_stored_json()) - count_stored_characters(marked.as_stored_json())
        if saved > 0:
            log[entry.seq] = marked
            gone.append(entry.as_stored_json())
            size -= saved
    return replace(record, log=Log(log), past=(*record.past, *gone)) if gone else record
