"""What it takes to have completed a block: one of ours by its author's rule, a unit of the course by what stands in it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from xblock.completable import XBlockCompletionMode

from ..authoring.parsing import DIGITS_MAX, FieldReader
from ..domain.plan.course_plan import CompletionRule
from ..domain.record.values import PersonId
from .port import CompletableBlock
from .usage_names import home_of_block

NEVER_REACHED = 10**DIGITS_MAX
"""Of more milestones than a plan can have a learner never approves so many: the block does not complete sooner for that."""
CompletionPart = frozenset[str]
"""Blocks, by their ids, of which one must be completed."""
BlocksInside = Callable[[Any], Iterable[Any]]
"""Gives the blocks that stand in a block."""


def completion_rule_of(block: Any) -> CompletionRule:
    """Return when one of our blocks counts as completed. What its author left open, or misspelt, goes by its place."""
    try:
        return CompletionRule(block.completes)
    except ValueError:
        return usual_completion_rule(continues=home_of_block(block) != block.scope_ids.usage_id)


def usual_completion_rule(continues: bool) -> CompletionRule:
    """Return when a block counts as completed whose author says nothing: one that continues another does not count."""
    return CompletionRule.NEVER if continues else CompletionRule.PART


def completion_parts_of(
    unit: Any, own: str, below: BlocksInside, mode: Callable[[Any], str] = XBlockCompletionMode.get_mode
) -> list[CompletionPart]:
    """Return what of a unit everybody has to complete, whoever asks; nothing of one that is hidden from learners.

    ``own`` is our own kind of block, which is left out: it may itself wait for this unit. What is only for some groups
    is asked of nobody, unless the unit has nothing else.
    """
    found = list(_parts(unit, own, below, mode, True))
    for_all = [part for part, everybody in found if everybody]
    return for_all or ([_any_of(found)] if found else [])


def _parts(
    block: Any, own: str, below: BlocksInside, mode: Callable[[Any], str], everybody: bool
) -> Iterator[tuple[CompletionPart, bool]]:
    """Give the parts below a block, each with whether it is for everybody."""
    if block.scope_ids.block_type == own or getattr(block, "visible_to_staff_only", False):
        return
    kind = mode(block)
    if kind == XBlockCompletionMode.COMPLETABLE:
        yield frozenset({str(block.scope_ids.usage_id)}), everybody
    if kind != XBlockCompletionMode.AGGREGATOR:
        return
    found = [
        part
        for child in below(block)
        for part in _parts(child, own, below, mode, everybody and not getattr(child, "group_access", None))
    ]
    # Which of its children a learner gets, such as those drawn from a library, is only known once they have opened it.
    if found and getattr(block, "has_dynamic_children", bool)():
        yield _any_of(found), everybody
    else:
        yield from found


def _any_of(parts: Iterable[tuple[CompletionPart, bool]]) -> CompletionPart:
    return frozenset[str]().union(*(part for part, _ in parts))


def units_completed_by(
    people: Collection[PersonId], takes: Mapping[Any, Collection[CompletionPart]], rows: Iterable[tuple[Any, Any, datetime]]
) -> dict[PersonId, dict[Any, datetime]]:
    """Return when each of the people had completed each unit, by the parts it takes.

    ``rows`` says who completed which block, and when. A unit without parts cannot be completed.
    """
    done: dict[PersonId, dict[str, datetime]] = {person: {} for person in people}
    for person, block, moment in rows:
        done[PersonId(str(person))][str(block)] = moment
    return {
        person: {usage: last for usage, parts in takes.items() if (last := _last(parts, blocks)) is not None}
        for person, blocks in done.items()
    }


def blocks_to_complete(takes: Mapping[Any, Collection[CompletionPart]]) -> list[str]:
    """Return every block that may have to be completed for these units, each once."""
    return sorted(frozenset[str]().union(*(part for parts in takes.values() for part in parts)))


def _last(parts: Collection[CompletionPart], done: Mapping[str, datetime]) -> datetime | None:
    """Return when the last part was completed, each by the first of its blocks; None as long as one is not."""
    moments = [min(done[block] for block in part & done.keys()) for part in parts if not part.isdisjoint(done)]
    return max(moments) if parts and len(moments) == len(parts) else None


def completable_blocks(blocks: Iterable[Any], home: Any) -> list[CompletableBlock]:
    """Return those of our blocks that are home or continue it, and have something to finish."""
    return [
        CompletableBlock(
            block.scope_ids.usage_id,
            finishes,
            FieldReader().read_number(block.completes_at, "completes_at", NEVER_REACHED, "completes-at", 1),
        )
        for block in blocks
        if home_of_block(block) == home and (finishes := completion_rule_of(block)) is not CompletionRule.NEVER
    ]
