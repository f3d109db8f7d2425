"""The functions that check one field of a request each."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ..authoring.parsing import DIGITS_MAX, read_single_line
from ..authoring.plan_parsing import MILESTONE_HOURS_MAX
from ..domain.mentor.card import BIO_MAX, YEARS_WORKED_MAX, MentorCard
from ..domain.mentor.working_hours import MINUTES_MAX, WorkingHours
from ..domain.plan.course_plan import DEFAULT_HOURS
from ..domain.plan.goals import GoalInput, MilestoneInput
from ..domain.record.errors import ActionRefused
from ..domain.record.text_rules import DETAIL_MAX, RemarkWeight, accept_typed_text, accept_web_link
from ..domain.record.values import PersonId, known_time_zone, parse_calendar_day

ACTION_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
PERSON_ID = re.compile(r"[^\x00-\x20\ud800-\udfff]{1,150}")
POSITION_MAX = 10**9
GOAL_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
LINKS_MAX = 5
WEEKDAYS = tuple("0123456")
"""How the days of the week are called in a form: 0 is Monday."""
TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]|24(?=:00)):([0-5]\d)")
ROWS_MAX = 60
YEARS_MEANT = (1970, 2199)
"""Between which years a day is meant, and not mistyped."""


def check_action_key(value: object, field: str) -> str:
    """Check the key the browser made for an act."""
    if not isinstance(value, str) or not ACTION_KEY.fullmatch(value):
        raise ActionRefused("bad-field", field)
    return value


def check_optional_key(value: object, field: str) -> str:
    """Check a key that may be left out."""
    return "" if value in (None, "") else check_action_key(value, field)


def check_remark_weight(value: object, field: str) -> str:
    """Check how much a remark weighs; nothing for words that are no remark. Raises ActionRefused ``choice``."""
    if value in (None, ""):
        return ""
    if not isinstance(value, str) or value not in set(RemarkWeight):
        raise ActionRefused("choice", field)
    return str(value)


def check_person_id(value: object, field: str) -> PersonId:
    """Check a person's id. Whether they exist, and are anything to who asks, is asked later."""
    if not isinstance(value, str) or not PERSON_ID.fullmatch(value):
        raise ActionRefused("bad-field", field)
    return PersonId(value)


def check_mentor_id(value: object, field: str) -> PersonId:
    """Check the id of a mentor chosen from a list. Raises ActionRefused ``mentor-none`` where nobody is."""
    if value == "":
        raise ActionRefused("mentor-none", field)
    return check_person_id(value, field)


def check_optional_person(value: object, field: str) -> PersonId | None:
    """Check a person's id that may be left out."""
    return None if value in (None, "") else check_person_id(value, field)


def check_written_text(value: object, field: str) -> str:
    """Check what somebody typed."""
    if not isinstance(value, str):
        raise ActionRefused("bad-field", field)
    return accept_typed_text(value, field)


def check_optional_text(value: object, field: str) -> str:
    """Check what somebody may have typed."""
    return "" if value is None or (isinstance(value, str) and not value.strip()) else check_written_text(value, field)


def read_time_zone(value: object, _field: str) -> str:
    """Read the time zone a browser tells; one that is unknown here says nothing."""
    return known_time_zone(value)


def check_plan_part_id(value: object, field: str) -> str:
    """Check the id of a goal or a milestone: the author's, or made from the key of the act that added it."""
    if not isinstance(value, str) or not GOAL_ID.fullmatch(value):
        raise ActionRefused("bad-field", field)
    return value


def check_optional_plan_part(value: object, field: str) -> str:
    """Check the id of a goal that may be left out."""
    return "" if value in (None, "") else check_plan_part_id(value, field)


def check_evidence_links(value: object, field: str) -> tuple[str, ...]:
    """Check the addresses somebody may have given, one on each line. Raises ActionRefused ``link`` or ``links-too-many``."""
    if not isinstance(value, str | None):
        raise ActionRefused("bad-field", field)
    found = tuple(accept_web_link(line, field) for line in (value or "").split("\n") if line.strip())
    if len(found) > LINKS_MAX:
        raise ActionRefused("links-too-many", field, most=LINKS_MAX)
    return found


def check_calendar_day(value: object, field: str) -> date:
    """Check a day of the calendar. Raises ActionRefused ``due-day``."""
    found = parse_calendar_day(value)
    if found is None or not YEARS_MEANT[0] <= found.year <= YEARS_MEANT[1]:
        raise ActionRefused("due-day", field)
    return found


def check_optional_day(value: object, field: str) -> date | None:
    """Check a day that may be left out."""
    return None if value in (None, "") else check_calendar_day(value, field)


def check_day_if_sent(value: object, field: str) -> date | None:
    """Check a day that may be left out, and not left empty."""
    return None if value is None else check_calendar_day(value, field)


def whole_number_check(most: int, code: str, otherwise: int | None = None) -> "FieldCheck":
    """Make the check of a whole number from 1, written as such or as its digits in whatever script."""

    def check(value: object, field: str) -> int | None:
        if value in (None, "") and otherwise is not None:
            return otherwise
        if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= DIGITS_MAX:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise ActionRefused(code, field, most=most)
        return value

    return check


def read_ticked_boxes(value: object, field: str) -> tuple[str, ...]:
    """Read which boxes of a group are ticked, by what each is called."""
    if value in (None, ""):
        return ()
    if not isinstance(value, Mapping) or len(value) > ROWS_MAX:
        raise ActionRefused("bad-field", field)
    return tuple(name for name, on in value.items() if on)


def read_ticked_positions(value: object, field: str) -> tuple[int, ...]:
    """Read which of a numbered group of boxes are ticked."""
    return tuple(check_position(name, field) for name in read_ticked_boxes(value, field))


def read_yes_or_no(value: object, _field: str) -> bool:
    """Read whether something is wanted."""
    return value in (True, "yes")


def check_goal_form(value: object, _field: str) -> GoalInput:
    """Check a goal as somebody would have it: ``value`` is the whole request. Every fault names its field by path."""
    body: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
    rows = body.get("milestones")
    if not isinstance(rows, Mapping | None) or len(rows or ()) > ROWS_MAX:
        raise ActionRefused("bad-field", "milestones")
    return GoalInput(
        title=read_single_line(body.get("title"), "title", "title", needed=True),
        why=_check_short_text(body.get("why"), "why"),
        by=check_optional_day(body.get("by"), "by"),
        obstacle=_check_short_text(body.get("obstacle"), "obstacle"),
        place=FORM_POSITION(body["place"], "place") if body.get("place") else None,
        steps=tuple(_check_milestone_row(row, f"milestones.{name}") for name, row in (rows or {}).items()),
        note=check_optional_text(body.get("note"), "note"),
    )


def _check_milestone_row(row: object, path: str) -> MilestoneInput:
    if not isinstance(row, Mapping):
        raise ActionRefused("bad-field", path)
    return MilestoneInput(
        id=check_optional_plan_part(row.get("id"), f"{path}.id"),
        title=read_single_line(row.get("title"), f"{path}.title", "title", needed=bool(row.get("id"))),
        detail=_check_short_text(row.get("detail"), f"{path}.detail"),
        day=check_optional_day(row.get("day"), f"{path}.day"),
        hours=MILESTONE_HOURS(row.get("hours"), f"{path}.hours"),
        place=FORM_POSITION(row["place"], f"{path}.place") if row.get("place") else None,
        out=_check_short_text(row.get("out"), f"{path}.out"),
        field=f"{path}.day",
    )


def _check_short_text(value: object, field: str, most: int = DETAIL_MAX) -> str:
    """Check a text that may be left out, of at most some paragraphs."""
    found = check_optional_text(value, field)
    if len(found) > most:
        raise ActionRefused("line-too-long", field, most=most)
    return found.strip()


def check_position(value: object, field: str) -> int:
    """Check a place in a log or a list: a number from 0."""
    if isinstance(value, str) and value.isdecimal() and len(value) < len(str(POSITION_MAX)):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= POSITION_MAX:
        raise ActionRefused("bad-field", field)
    return value


def check_position_or_start(value: object, field: str) -> int:
    """Check a place that may be left out, for the beginning."""
    return 0 if value in (None, "") else check_position(value, field)


def check_optional_position(value: object, field: str) -> int | None:
    """Check a place that may be left out."""
    return None if value in (None, "") else check_position(value, field)


def check_card_form(value: object, _field: str) -> MentorCard:
    """Check a mentor's card: ``value`` is the whole request. Its hours are where their browser is. Every fault names its field."""
    body: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
    days = frozenset(name for name in read_ticked_boxes(body.get("days"), "days"))
    if not days <= set(WEEKDAYS):
        raise ActionRefused("bad-field", "days")
    begin, end = (
        _check_time_of_day(body.get("begin"), "begin", 0),
        _check_time_of_day(body.get("end"), "end", MINUTES_MAX) or MINUTES_MAX,
    )
    if not days and (begin, end) != (0, MINUTES_MAX):
        days = frozenset(WEEKDAYS)
    if days and begin >= end:
        raise ActionRefused("hours-order", "end")
    return MentorCard(
        bio=_check_short_text(body.get("bio"), "bio", BIO_MAX),
        role=read_single_line(body.get("role"), "role", "line"),
        years=YEARS_WORKED(body.get("years"), "years"),
        hours=WorkingHours(
            read_time_zone(body.get("zone"), "zone"),
            frozenset(map(int, days)),
            begin if days else 0,
            end if days else MINUTES_MAX,
            _check_absence(body),
        ),
    )


def _check_absence(body: Mapping[str, Any]) -> tuple[tuple[date, date], ...]:
    first, last = check_optional_day(body.get("away_from"), "away_from"), check_optional_day(body.get("away_until"), "away_until")
    if last is None and first is None:
        return ()
    if last is None or (first is not None and last < first):
        raise ActionRefused("away-order", "away_until")
    return ((first or last, last),)


def _check_time_of_day(value: object, field: str, otherwise: int) -> int:
    """Check a time of day, hours and minutes; return the minutes after midnight."""
    if value in (None, ""):
        return otherwise
    found = TIME_OF_DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ActionRefused("time-of-day", field)
    return int(found[1]) * 60 + int(found[2])


FieldCheck = Callable[[object, str], Any]

MILESTONE_HOURS = whole_number_check(MILESTONE_HOURS_MAX, "hours", DEFAULT_HOURS)
FORM_POSITION = whole_number_check(ROWS_MAX, "place")
YEARS_WORKED = whole_number_check(YEARS_WORKED_MAX, "years", 0)
