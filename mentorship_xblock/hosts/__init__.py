"""Where the block runs. A host is chosen by positive signs only; in doubt it is ``Elsewhere``, which does nothing."""

from collections.abc import Collection, Mapping
from typing import Any

from ..domain.record.values import PersonId
from . import course, lms, studio, workbench
from .port import Host
from .unsupported import Elsewhere


def host_of(block: Any, home: Any) -> Host:
    """Return the host this block runs in, holding the mentorships of ``home``."""
    if lms.is_here(block):
        return lms.LmsHost(block, home)
    if workbench.is_here(block):
        return workbench.WorkbenchHost(block, home)
    return Elsewhere()


def authored_home(block: Any, home: Any) -> Any:
    """Return the block ``home`` names, for its authored fields only, or None when there is no such block."""
    if lms.is_here(block) or studio.has_courses(block):
        return course.authored(home)
    if workbench.is_here(block):
        return workbench.authored(block, home)
    return None


def at_once(block: Any, names: Collection[str]) -> Mapping[str, Any] | None:
    """Return a block's authored fields all at once; None where they are as well read one by one.

    The LMS, where they came with the block, is not asked who is there: that costs it queries.
    """
    return workbench.written(block, names) if not lms.is_here(block) and workbench.is_here(block) else None


def may_author(block: Any) -> bool:
    """Tell whether the program may be written here: in Studio's editor, or by the course team in the workbench."""
    return workbench.may_author(block) if workbench.is_here(block) else studio.may_author(block)


def tracks_completion(block: Any) -> bool:
    """Tell whether what learners complete is kept, as far as the host says so to authors."""
    return not studio.has_courses(block) or studio.tracks_completion()


def author(block: Any) -> PersonId | None:
    """Return who is writing the program, or None where the host does not tell."""
    return workbench.author(block) if workbench.is_here(block) else studio.author(block)


def mentorships(block: Any, home: Any) -> int | None:
    """Return how many mentorships a block of the course keeps; None where the host cannot tell."""
    return studio.mentorships(block.scope_ids.usage_id.context_key, home) if studio.has_courses(block) else None


def usage_named(block: Any, text: str, kind: str = "") -> str | None:
    """Return how the block that a text means is named in this course, if it is one of this kind, which may be any; or None."""
    return (workbench if workbench.is_here(block) else studio).usage_named(block, text, kind)


def course_units(block: Any) -> list[tuple[str, str]]:
    """Return the names of the course's units, in order, each with its title; none where the host cannot list them."""
    if workbench.is_here(block):
        return workbench.units_of()
    return course.units_of(block.scope_ids.usage_id.context_key) if studio.has_courses(block) else []


def place_of(block: Any, other: Any) -> str:
    """Return where in the course another block stands, by titles; empty where the host cannot tell."""
    if workbench.is_here(block):
        return workbench.place_of(other)
    return course.place_of(other) if studio.has_courses(block) else ""


def other_homes(block: Any) -> list[Any]:
    """Return the other blocks of the course that keep mentorships, unbound; none where the host cannot list them."""
    here = block.scope_ids.usage_id
    if workbench.is_here(block) or not studio.has_courses(block):
        return []
    found = course.kin(here.context_key, block.scope_ids.block_type)
    return [one for one in found if one.home_key == one.scope_ids.usage_id != here]
