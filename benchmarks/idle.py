"""What an open page costs while nothing happens on it: how often it asks in an hour, and what each asking costs."""

import json
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext
from webob import Request

from .bench import Placed
from .subjects import LEARNER

SOON, LATE, IDLE = 30, 300, 1800
"""Seconds: after how long a page first asks, at most how long it then waits (twice as long each time), and after how long
without anybody at it it asks no more. ``mentorship.js`` says the same."""


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of an open page that nobody touches."""

    asked: int
    queries: int
    """Of one asking."""
    sent: int
    """Bytes of one answer."""


def askings() -> int:
    """Return how often a page that was just left alone asks before it asks no more."""
    passed, pause, asked = 0, SOON, 0
    while passed + pause <= IDLE:
        passed, pause, asked = passed + pause, min(pause * 2, LATE), asked + 1
    return asked


def idle_hour(place: Placed) -> Hour:
    """Ask for news where there are none, as the script does. Raises ValueError if anything is drawn for it."""
    at = _panel(place, "")["at"]
    with CaptureQueriesContext(connection) as queries:
        answer = _panel(place, at)
    if answer != {"same": True}:
        raise ValueError("nothing is new, and yet something is drawn")
    return Hour(askings(), len(queries), len(json.dumps(answer)))


def _panel(place: Placed, at: str) -> dict[str, object]:
    block = place.block(LEARNER)
    request = Request.blank(f"/?at={at}", headers={"X-Mentorship": "1"})
    answer: dict[str, object] = json.loads(block.runtime.handle(block, "panel", request).body)
    return answer
