"""The fields a request may bring, each with the one function that checks it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..domain.refusals import Refused
from ..domain.texts import accepted, accepted_link
from ..domain.values import PersonId, known_zone
from ..program import STEP_ID

KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
PERSON = re.compile(r"[^\x00-\x20\ud800-\udfff]{1,150}")
PLACE_MAX = 10**9


def key(value: object, field: str) -> str:
    """Check the key the browser made for an act."""
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise Refused("bad-field", field)
    return value


def person(value: object, field: str) -> PersonId:
    """Check a person's id. Whether they exist, and are anything to who asks, is asked later."""
    if not isinstance(value, str) or not PERSON.fullmatch(value):
        raise Refused("bad-field", field)
    return PersonId(value)


def person_or_none(value: object, field: str) -> PersonId | None:
    """Check a person's id that may be left out."""
    return None if value in (None, "") else person(value, field)


def text(value: object, field: str) -> str:
    """Check what somebody typed."""
    if not isinstance(value, str):
        raise Refused("bad-field", field)
    return accepted(value, field)


def text_or_none(value: object, field: str) -> str:
    """Check what somebody may have typed."""
    return "" if value is None or (isinstance(value, str) and not value.strip()) else text(value, field)


def link(value: object, field: str) -> str:
    """Check an address somebody may have given."""
    if not isinstance(value, str | None):
        raise Refused("bad-field", field)
    return accepted_link(value or "", field)


def zone(value: object, _field: str) -> str:
    """Read the time zone a browser tells; one that is unknown here says nothing."""
    return known_zone(value)


def step(value: object, field: str) -> str:
    """Check a milestone's id."""
    if not isinstance(value, str) or not STEP_ID.fullmatch(value):
        raise Refused("bad-field", field)
    return value


def place(value: object, field: str) -> int:
    """Check a place in a log or a list: a number from 0."""
    if isinstance(value, str) and value.isdecimal() and len(value) < len(str(PLACE_MAX)):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= PLACE_MAX:
        raise Refused("bad-field", field)
    return value


def place_or_start(value: object, field: str) -> int:
    """Check a place that may be left out, for the beginning."""
    return 0 if value in (None, "") else place(value, field)


Check = Callable[[object, str], Any]

ACT: Mapping[str, Check] = {"key": key, "zone": zone}
"""What every act of a person takes."""

BODIES: Mapping[str, Mapping[str, Check]] = {
    "join": ACT,
    "leave": ACT,
    "assign": {**ACT, "learner": person, "mentor": person},
    "send": {**ACT, "learner": person_or_none, "text": text},
    "ask": {**ACT, "text": text},
    "answer": {**ACT, "learner": person, "question": key, "text": text},
    "pass_back": {**ACT, "learner": person},
    "seen": {"learner": person_or_none, "upto": place},
    "begin": {**ACT, "milestone": step},
    "submit": {**ACT, "milestone": step, "text": text, "link": link},
    "approve": {**ACT, "learner": person, "milestone": step, "version": place, "text": text_or_none},
    "ask_changes": {**ACT, "learner": person, "milestone": step, "version": place, "text": text},
    "make_room": {**ACT, "learner": person},
    "rebuild": {"after": person_or_none},
    "panel": {},
    "open": {"learner": person},
    "earlier": {"learner": person_or_none, "before": place},
    "desk": {"from": place_or_start},
    "overview": {"after": person_or_none},
}
"""What each handler takes. Anything else in a request is not looked at."""


def parsed(act: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the checked fields of a request. Raises Refused naming the first field that is wrong."""
    return {field: check(body.get(field), field) for field, check in BODIES[act].items()}
