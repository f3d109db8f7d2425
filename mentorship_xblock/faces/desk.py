"""The mentor's desk: who waits, longest first, sorted from the ledger; one learner opened in place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..domain.document import Document
from ..domain.ledger import Ledger, Line, by_wait, line_of
from ..domain.plan import plan_of
from ..domain.record import Record
from ..domain.relation import LIVE, OPEN, Status, relation_now
from ..domain.thread import SHOWN, QuestionState, Turn, thread_of, unread
from ..domain.values import PersonId, local_day
from ..program import Program
from .language import _, isolated, paragraphs
from .people import Names
from .plan import PlanFace, titles
from .thread import conversation

PAGE = 50
FIRST_WORDS = 90
"""Characters of a message shown in a list."""


def page_of(ledger: Ledger, start: int) -> list[PersonId]:
    """Return one page of a mentor's learners, in the order of the desk."""
    return by_wait(ledger.lines)[start : start + PAGE]


def desk(
    ledger: Ledger, documents: Mapping[PersonId, Document | None], names: Names, mentor: PersonId, start: int
) -> dict[str, Any]:
    """Return what the desk's templates need. A line whose record is gone, or has moved on, is not drawn."""
    order = by_wait(ledger.lines)
    rows: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for learner in order[start : start + PAGE]:
        document = documents.get(learner)
        if document is None:
            rows["others"].append({"id": learner, "name": names.html(learner), "broken": True})
            continue
        line = line_of(document.record, mentor)
        if line is not None and line.mine:
            rows[group_of(line)].append(_row(learner, line, document.record, names, mentor))
    mine = [line for line in ledger.lines.values() if line.mine]
    longest = min((line.waiting for line in mine if line.waiting), default=None)
    moved = [learner for learner, line in ledger.lines.items() if not line.mine and learner in names.people]
    return {
        "groups": [
            {"name": group, "title": names.language.html(title), "rows": rows[group]}
            for group, title in GROUPS.items()
            if rows[group]
        ],
        "heading": _heading(sum(1 for line in mine if line.waiting), names),
        "longest": longest,
        "reviews": sum(1 for line in mine if line.review),
        "total": len(order),
        "next": start + PAGE if start + PAGE < len(order) else None,
        "moved": [{"name": names.html(learner), "at": ledger.lines[learner].since} for learner in moved],
    }


GROUPS: Mapping[str, str] = {
    "waiting": _("Waiting for you"),
    "review": _("To review"),
    "first": _("First words to come"),
    "others": _("Up to date"),
}
"""The parts of the list, in the order of the ledger."""


def group_of(line: Line) -> str:
    """Return in which part of the list a learner stands."""
    if line.waiting:
        return "waiting"
    if line.review:
        return "review"
    return "first" if line.contact is None else "others"


def _heading(waiting: int, names: Names) -> str:
    if not waiting:
        return names.language.html(_("Nobody is waiting for you."))
    return names.language.count("{number} person waits for you.", "{number} people wait for you.", waiting)


def _row(learner: PersonId, line: Line, record: Record, names: Names, mentor: PersonId) -> dict[str, Any]:
    last = next((entry for entry in reversed(record.log) if entry.kind in SHOWN and entry.text("x")), None)
    words = " ".join(last.text("x").split()) if last else ""
    return {
        "id": learner,
        "name": names.html(learner),
        "waiting": line.waiting,
        "review": line.review,
        "unread": unread(record, mentor),
        "closing": line.status is Status.CLOSING,
        "approved": line.approved,
        "milestones": line.milestones,
        "due": line.due,
        "words": isolated(words[:FIRST_WORDS] + ("…" if len(words) > FIRST_WORDS else "")) if words else "",
    }


def opened(
    record: Record, names: Names, learner: PersonId, viewer: PersonId, program: Program, now: datetime
) -> dict[str, Any]:
    """Return what is drawn of one learner opened on the desk or by staff."""
    relation = relation_now(record, now)
    thread = thread_of(record)
    plan = plan_of(record, program.plan)
    face = PlanFace(plan, names, names.html(relation.mentor), local_day(now, record.zone))
    waiting = [entry for entry in thread.spoken if thread.questions.get(entry.id) is QuestionState.OPEN]
    first = next((entry for entry in thread.spoken if entry.by == learner), None)
    return {
        "learner": learner,
        "name": names.html(learner),
        "name_plain": names.plain(learner),
        "initials": names.initials(learner),
        "mentor": names.html(relation.mentor) if relation.mentor else "",
        "question": waiting[0].id if waiting else "",
        "can_write": relation.status in OPEN and not record.newer and viewer != learner,
        "can_pass_back": thread.turn is Turn.MENTOR and relation.status in LIVE and not record.newer,
        "since": thread.waiting,
        "readers": names.listed([person for person in (learner, relation.mentor) if person]),
        "sentence": face.sentence() if plan.milestones else "",
        "reviews": face.to_review(),
        "next": face.next_step(),
        "past": [one for goal in plan.goals for one in face.goal(goal)["milestones"] if one["versions"] and not one["reviewable"]],
        "first_words": paragraphs(first.text("x")) if first else "",
        "thread": conversation(record, names, viewer, titles(plan)),
        "newer": record.newer,
    }
