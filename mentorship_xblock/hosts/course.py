"""A course of the platform, in the LMS and in Studio: authored blocks, bound to nobody."""

from typing import Any


def authored(usage: Any) -> Any:
    """Return a block unbound, for its authored fields only; None when it is gone.

    Its user state must never be read or written through it: it was not prefetched for this unit.
    """
    from xmodule.modulestore.django import modulestore
    from xmodule.modulestore.exceptions import ItemNotFoundError

    try:
        return modulestore().get_item(usage)
    except ItemNotFoundError:
        return None


def units_of(key: Any) -> list[tuple[Any, str]]:
    """Return the units of a course, in order, each titled with the section and the subsection it stands in."""
    from xmodule.modulestore.django import modulestore

    course = modulestore().get_course(key, depth=3)
    return [
        (unit.scope_ids.usage_id, " › ".join(map(title_of, (section, subsection, unit))))
        for section in (course.get_children() if course else ())
        for subsection in section.get_children()
        for unit in subsection.get_children()
    ]


def title_of(block: Any) -> str:
    """Return what a block is called; by its id, if its author gave it no title."""
    return str(block.display_name or block.scope_ids.usage_id.block_id)
