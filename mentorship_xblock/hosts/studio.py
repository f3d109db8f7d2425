"""Studio, where the program is written. Nobody is mentored there: for acts it is ``Elsewhere``."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError

from ..domain.record.values import PersonId
from .usage_names import name_within_course, parse_usage_key, usage_key_in_course


def is_studio_runtime(block: Any) -> bool:
    """Tell whether this is Studio, by what only Studio has: its variant."""
    return getattr(settings, "SERVICE_VARIANT", None) == "cms"


def stands_in_a_course(block: Any) -> bool:
    """Tell whether the block stands in a course of Studio, and not in a library."""
    return is_studio_runtime(block) and bool(getattr(getattr(block.scope_ids.usage_id, "context_key", None), "is_course", False))


def tracks_completion() -> bool:
    """Tell whether the site keeps what learners complete: a switch that is off until its operator turns it on."""
    from completion.waffle import ENABLE_COMPLETION_TRACKING_SWITCH

    return bool(ENABLE_COMPLETION_TRACKING_SWITCH.is_enabled())


def may_write_program(block: Any) -> bool:
    """Tell whether this is the editor's runtime, whose changes Studio keeps for those who may edit the block, and drops for others.

    The preview's runtime keeps nothing, and answers anybody who is signed in.
    """
    return is_studio_runtime(block) and not getattr(block.runtime, "is_author_mode", False)


def program_author(block: Any) -> PersonId | None:
    """Return who is writing the program, or None where the runtime does not tell."""
    service = block.runtime.service(block, "user")
    person = service.get_current_user().opt_attrs.get("edx-platform.user_id") if service else None
    return PersonId(str(person)) if person else None


def count_mentorships(course: Any, home: Any) -> int | None:
    """Return how many learners have, or had, a mentor by what this block keeps; None where that cannot be known.

    Studio shares the LMS's database on every site that Tutor makes; where it does not, the table is not there.
    """
    try:
        rows = apps.get_model("courseware", "StudentModule").objects.filter(course_id=course, module_state_key=home)
        return int(rows.filter(state__contains='"k":"assigned"').count())
    except (LookupError, DatabaseError):
        return None


def usage_name_meant_by(block: Any, text: str, kind: str) -> str | None:
    """Return how the block that this usage id or name means is named in the course, if it is of this kind, if there is one.

    None for a usage id of another course, and for what is neither.
    """
    course, key = block.scope_ids.usage_id.context_key, parse_usage_key(text)
    if isinstance(key, str):
        key = usage_key_in_course(course, key)
    same = not isinstance(key, str) and key.context_key == course
    return name_within_course(key) if same and kind in ("", key.block_type) else None
