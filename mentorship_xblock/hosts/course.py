"""A course of the platform, in the LMS and in Studio: authored blocks, bound to nobody."""

from collections.abc import Collection, Mapping
from datetime import UTC, date
from typing import Any

from .unit_notes import notes_by_place
from .usage_names import name_within_course


def authored_block_of(usage: Any) -> Any:
    """Return a block for its authored fields only; None when it is gone.

    Its user state must never be read or written through it. It is bound to nobody, or it is the very block of this request:
    within one the store has each only once (``SplitMongoModuleStore.get_cached_block``).
    """
    from xmodule.modulestore.django import modulestore
    from xmodule.modulestore.exceptions import ItemNotFoundError

    try:
        return modulestore().get_item(usage)
    except ItemNotFoundError:
        return None


def blocks_open_to_learners(course: Any, usages: Collection[Any]) -> dict[Any, Any]:
    """Return those of these blocks, unbound, that are in the course and not hidden from its learners."""
    from xmodule.modulestore.django import modulestore

    here = [usage for usage in usages if getattr(usage, "context_key", None) == course]
    with modulestore().bulk_operations(course):
        found = {usage: block for usage in here if (block := authored_block_of(usage)) is not None}
    return {usage: block for usage, block in found.items() if not getattr(block, "visible_to_staff_only", False)}


def blocks_standing_in(block: Any) -> list[Any]:
    """Return what stands in a block, whoever asks: ``get_children`` leaves out what the visitor may not load, and asks for each."""
    return [child for usage in block.children if (child := authored_block_of(usage)) is not None]


def notes_on_units(course: Any, home: Any, blocks: Mapping[Any, str], units: Mapping[Any, str]) -> dict[str, str]:
    """Return the notes of these blocks of ours, and of those in these units that continue ``home``, each under the name it has."""
    inside = {
        usage: units[unit]
        for unit, block in blocks_open_to_learners(course, units).items()
        for usage in getattr(block, "children", ())
        if usage.block_type == home.block_type
    }
    found = blocks_open_to_learners(course, dict.fromkeys((*blocks, *inside)))
    return notes_by_place(
        (block.unit_note, filter(None, (blocks.get(usage), inside.get(usage) if block.home_key == home else None)))
        for usage, block in found.items()
    )


def blocks_of_a_kind(course: Any, kind: str) -> list[Any]:
    """Return all blocks of a kind in the course, unbound."""
    from xmodule.modulestore.django import modulestore

    found: list[Any] = modulestore().get_items(course, qualifiers={"category": kind})
    return found


def titles_above_block(block: Any) -> str:
    """Return where a block stands: the titles of section, subsection and unit; empty for one that stands nowhere."""
    titles: list[str] = []
    above = block
    while (parent := getattr(above, "parent", None)) is not None and (above := authored_block_of(parent)) is not None:
        titles.insert(0, title_of_block(above))
    return " › ".join(titles[1:])


def last_day_of_course(course: Any) -> date | None:
    """Return the last day of the course, in UTC; None for one that is gone, or that goes on."""
    from xmodule.modulestore.django import modulestore

    found = modulestore().get_course(course)
    return found.end.astimezone(UTC).date() if found is not None and found.end else None


def titled_units_of(key: Any) -> list[tuple[str, str]]:
    """Return the names of a course's units, in order, each titled with the section and the subsection it stands in."""
    from xmodule.modulestore.django import modulestore

    course = modulestore().get_course(key, depth=3)
    return [
        (name_within_course(unit.scope_ids.usage_id), " › ".join(map(title_of_block, (section, subsection, unit))))
        for section in (course.get_children() if course else ())
        for subsection in section.get_children()
        for unit in subsection.get_children()
    ]


def title_of_block(block: Any) -> str:
    """Return what a block is called; by its id, if its author gave it no title."""
    return str(block.display_name or block.scope_ids.usage_id.block_id)
