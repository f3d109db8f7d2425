"""Where the block runs. A host is chosen by positive signs only; in doubt it is ``UnsupportedHost``, which does nothing."""

from collections.abc import Collection, Mapping
from typing import Any

from ..domain.record.values import PersonId
from . import course, lms, studio, workbench
from .port import Host
from .unsupported import UnsupportedHost
from .usage_names import home_of_block


def host_for_block(block: Any, home: Any) -> Host:
    """Return the host this block runs in, holding the mentorships of ``home``."""
    if lms.is_lms_runtime(block):
        return lms.LmsHost(block, home)
    if workbench.is_workbench_runtime(block):
        return workbench.WorkbenchHost(block, home)
    return UnsupportedHost()


def authored_home_block(block: Any, home: Any) -> Any:
    """Return the block ``home`` names, for its authored fields only, or None when there is no such block."""
    if lms.is_lms_runtime(block) or studio.stands_in_a_course(block):
        return course.authored_block_of(home)
    if workbench.is_workbench_runtime(block):
        return workbench.authored_block_named(block, home)
    return None


def authored_fields_at_once(block: Any, names: Collection[str]) -> Mapping[str, Any] | None:
    """Return a block's authored fields all at once; None where they are as well read one by one.

    The LMS, where they came with the block, is not asked who is there: that costs it queries.
    """
    return (
        workbench.authored_fields_at_once(block, names)
        if not lms.is_lms_runtime(block) and workbench.is_workbench_runtime(block)
        else None
    )


def may_write_program(block: Any) -> bool:
    """Tell whether the program may be written here: in Studio's editor, or by the course team in the workbench."""
    return workbench.may_write_program(block) if workbench.is_workbench_runtime(block) else studio.may_write_program(block)


def tracks_completion(block: Any) -> bool:
    """Tell whether what learners complete is kept, as far as the host says so to authors."""
    return not studio.stands_in_a_course(block) or studio.tracks_completion()


def program_author(block: Any) -> PersonId | None:
    """Return who is writing the program, or None where the host does not tell."""
    return workbench.program_author(block) if workbench.is_workbench_runtime(block) else studio.program_author(block)


def count_mentorships(block: Any, home: Any) -> int | None:
    """Return how many mentorships a block of the course keeps; None where the host cannot tell."""
    return studio.count_mentorships(block.scope_ids.usage_id.context_key, home) if studio.stands_in_a_course(block) else None


def usage_name_meant_by(block: Any, text: str, kind: str = "") -> str | None:
    """Return how the block that a text means is named in this course, if it is one of this kind, which may be any; or None."""
    return (workbench if workbench.is_workbench_runtime(block) else studio).usage_name_meant_by(block, text, kind)


def list_course_units(block: Any) -> list[tuple[str, str]]:
    """Return the names of the course's units, in order, each with its title; none where the host cannot list them."""
    if workbench.is_workbench_runtime(block):
        return workbench.scenarios_as_units()
    return course.titled_units_of(block.scope_ids.usage_id.context_key) if studio.stands_in_a_course(block) else []


def titles_above_block(block: Any, other: Any) -> str:
    """Return where in the course another block stands, by titles; empty where the host cannot tell."""
    if workbench.is_workbench_runtime(block):
        return workbench.titles_above_block(other)
    return course.titles_above_block(other) if studio.stands_in_a_course(block) else ""


def other_home_blocks(block: Any) -> list[Any]:
    """Return the other blocks of the course that keep mentorships, unbound; none where the host cannot list them."""
    here = block.scope_ids.usage_id
    if workbench.is_workbench_runtime(block) or not studio.stands_in_a_course(block):
        return []
    found = course.blocks_of_a_kind(here.context_key, block.scope_ids.block_type)
    return [one for one in found if home_of_block(one) == one.scope_ids.usage_id != here]
