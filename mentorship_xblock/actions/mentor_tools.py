"""What a mentor does to what is theirs alone: their card, the replies they keep, and the order of their list."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..domain.mentor.card import emptied, renewed
from ..domain.mentor.learner_index import Ledger, line_of
from ..domain.mentor.snooze import put_off
from ..domain.mentorship.status import settled
from ..domain.mentorship.visibility import visible
from ..domain.record.errors import Refused
from ..domain.record.values import PersonId, local_day
from ..domain.stored_state import Document, Documents
from .context import Course, Outcome
from .course_plans import template_of
from .permissions import check_visitor, is_mentor
from .pipeline import consulted

Words = Mapping[str, str]
"""What stands for the learner, the unit and the milestone in a text, so that a kept reply has places for them instead."""

STEPS: Mapping[str, Callable[[Ledger, Mapping[str, Any], Words], Ledger]] = {
    "set_card": lambda ledger, body, _words: replace(
        ledger, card=renewed(ledger.card, body["card"], local_day(body["now"], body["card"].hours.zone))
    ),
    "keep_reply": lambda ledger, body, words: replace(
        ledger, replies=ledger.replies.kept(body["key"], emptied(body["text"], words))
    ),
    "drop_reply": lambda ledger, body, _words: replace(ledger, replies=ledger.replies.without(body["of"])),
    "snooze": lambda ledger, body, _words: ledger.put_off(
        body["learner"],
        put_off(body["until"], body["known"], body["key"], ledger.today(body["now"])) if body["until"] else None,
    ),
}
"""What each act makes of a mentor's ledger."""


def check_mentor(course: Course, act: str) -> PersonId:
    """Return who is asking, or raise Refused ``not-yours`` for anybody who is not on the roster and in the course now."""
    visitor = course.host.visitor()
    asker = check_visitor(visitor, act)
    known = course.host.people({asker}).get(asker) if is_mentor(visitor, course.program) else None
    if known is None or not (known.in_course or visitor.staff):
        raise Refused("not-yours")
    return asker


def change(course: Course, act: str, body: Mapping[str, Any], words: Words) -> Ledger:
    """Do one of these acts, under the lock of the mentor's own row, and return their ledger as it is then."""
    asker = check_mentor(course, act)

    def apply(documents: Documents) -> tuple[Documents, Ledger]:
        own = documents[asker]
        ledger = STEPS[act](own.ledger, {**body, "now": course.clock()}, words)
        return {**documents, asker: replace(own, ledger=ledger)}, ledger

    return course.host.change({asker}, apply)


def snooze(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Put a learner off until a day, on their mentor's own list, or, without a day, take them back onto it.

    What they have done and the mentor cannot see yet, or what they do from now on, brings them back. Raises Refused
    ``not-yours`` for anybody but their mentor, or ``snooze-day``.
    """
    outcome = consulted(course, "snooze", body["learner"])
    asker, now = check_visitor(course.host.visitor(), "snooze"), course.clock()
    record = visible(settled(outcome.record, now), asker, outcome.role, now, course.hold)
    line = line_of(record, asker, template_of(course, outcome.learner))
    known = max(line.newest, now - course.hold) if line else now
    ledger = change(course, "snooze", {**body, "known": known}, {})
    return replace(outcome, documents={asker: Document(ledger=ledger)})
