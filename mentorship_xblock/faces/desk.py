"""The mentor's desk: who waits, longest first, sorted from the ledger; one learner opened in place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from ..domain.document import Document
from ..domain.ledger import Ledger, Line, by_wait, line_of
from ..domain.record import WARN_AT, Record
from ..domain.relation import LIVE, OPEN, Status, relation_now
from ..domain.texts import shown
from ..domain.thread import SHOWN, QuestionState, Turn, thread_of, unread
from ..domain.values import PersonId, local_day
from ..program import Program
from .cover import stand_in
from .language import _, paragraphs
from .people import Names
from .plan import PlanFace, plan_in, titles
from .thread import conversation

PAGE = 50
FIRST_WORDS = 90
"""Characters of a message shown in a list."""


@dataclass(frozen=True)
class Round:
    """Whom a mentor's desk shows: a page of their own learners, and those they cover for somebody who is late or gone."""

    ledger: Ledger
    start: int = 0
    covered: Mapping[PersonId, tuple[PersonId, Line]] = field(default_factory=dict)
    """The learners covered, each with their mentor."""

    @cached_property
    def page(self) -> list[PersonId]:
        """One page of the mentor's own learners, in the order of the desk."""
        return by_wait(self.ledger.lines)[self.start : self.start + PAGE]

    @cached_property
    def cover(self) -> list[PersonId]:
        """Those covered, who waits longest first; only before the mentor's own first page."""
        lines = {person: line for person, (_mentor, line) in self.covered.items()}
        return [] if self.start else by_wait(lines)[:PAGE]

    @property
    def moved(self) -> list[PersonId]:
        """Those who have another mentor now."""
        return [learner for learner, line in self.ledger.lines.items() if not line.mine][:PAGE]


def desk(round_: Round, documents: Mapping[PersonId, Document | None], names: Names, mentor: PersonId) -> dict[str, Any]:
    """Return what the desk's templates need. A line whose record is gone, or has moved on, is not drawn."""
    rows: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for learner in round_.page:
        _place(rows, learner, documents.get(learner), names, mentor, mentor)
    for learner in round_.cover:
        _place(rows, learner, documents.get(learner), names, round_.covered[learner][0], mentor)
    mine = [line for line in round_.ledger.lines.values() if line.mine]
    return {
        "groups": [
            {"name": group, "title": names.language.html(title), "rows": rows[group]}
            for group, title in GROUPS.items()
            if rows[group]
        ],
        "heading": _heading(sum(1 for line in mine if line.waiting), names),
        "longest": min((line.waiting for line in mine if line.waiting), default=None),
        "reviews": sum(1 for line in mine if line.review),
        "total": len(mine),
        "next": round_.start + PAGE if round_.start + PAGE < len(mine) else None,
        "moved": [
            {"name": names.html(learner), "at": round_.ledger.lines[learner].since}
            for learner in round_.moved
            if learner in names.people
        ],
    }


def _place(
    rows: dict[str, list[dict[str, Any]]],
    learner: PersonId,
    document: Document | None,
    names: Names,
    mentor: PersonId,
    viewer: PersonId,
) -> None:
    """Put a learner's row where it belongs."""
    if document is None:
        rows["others"].append({"id": learner, "name": names.html(learner), "broken": True})
        return
    line = line_of(document.record, mentor)
    if line is None or not line.mine:
        return
    group = "cover" if mentor != viewer else group_of(line)
    rows[group].append({**_row(learner, line, document.record, names, viewer), "of": names.html(mentor)})


GROUPS: Mapping[str, str] = {
    "cover": _("Waiting, and you cover"),
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
        "words": shown(words[:FIRST_WORDS] + ("…" if len(words) > FIRST_WORDS else "")),
    }


def opened(record: Record, names: Names, learner: PersonId, viewer: PersonId, program: Program, now: datetime) -> dict[str, Any]:
    """Return what is drawn of one learner opened on the desk or by staff."""
    relation = relation_now(record, now)
    thread = thread_of(record)
    plan = plan_in(record, program)
    face = PlanFace(plan, names, names.html(relation.mentor), local_day(now, record.zone))
    cover = stand_in(relation, names, program)
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
        "readers": names.readers(person for person in (learner, relation.mentor, cover.backup) if person != viewer),
        "sentence": face.sentence() if plan.milestones else "",
        "reviews": face.to_review(),
        "next": face.next_step(),
        "past": [one for goal in plan.goals for one in face.goal(goal)["milestones"] if one["versions"] and not one["reviewable"]],
        "first_words": paragraphs(first.text("x")) if first else "",
        "thread": conversation(record, names, viewer, titles(plan)),
        "newer": record.newer,
        "nearly_full": record.fullness >= WARN_AT,
    }
