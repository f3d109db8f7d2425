"""The mentor's list: who waits, longest first, sorted from the ledger, each with the words that wait and a reason."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from ..actions.backup import can_mentor_now, mentors_backed_up_by
from ..actions.context import MentoringContext
from ..domain.mentor.inbox import TO_DO_SECTIONS, InboxOrder, InboxSection, inbox_section_of
from ..domain.mentor.index_lines import IndexLine
from ..domain.mentor.learner_index import LearnerIndex, index_line_of
from ..domain.mentor.reply_deadlines import lines_needing_backup
from ..domain.mentorship.visibility import record_visible_to
from ..domain.plan.course_plan import CoursePlan
from ..domain.record.log import Role
from ..domain.record.values import PersonId
from ..domain.stored_state import StatePart, StoredStates
from ..hosts.port import CourseUnit, Person
from .desk_rows import SECTION_TITLES, DeskRows
from .names import PeopleNames
from .text.i18n import _

PAGE_SIZE = 50
"""So many records are read for a list; who stands further down is drawn from the ledger alone."""


class CoveredLearner(NamedTuple):
    """A learner of somebody else who is on a backup's list."""

    mentor: PersonId
    line: IndexLine
    away: date | None = None
    """The last day of their mentor's absence, if that is why."""


def covered_learners(
    context: MentoringContext, backup: PersonId, people: Mapping[PersonId, Person]
) -> dict[PersonId, CoveredLearner]:
    """Return the learners who wait and for whom this person fills in, by their mentors' ledgers and hours. A backup who is
    one of them cannot fill in for their own.
    """
    program, now = context.program, context.clock()
    mentors = mentors_backed_up_by(backup, program, people)
    documents = context.host.read_states({mentor.id for mentor in mentors}) if mentors else {}
    return {
        learner: CoveredLearner(mentor.id, line, ledger.away_until(now))
        for mentor in mentors
        if (ledger := documents[mentor.id].ledger)
        for learner, line in lines_needing_backup(
            ledger.lines,
            ledger.card.hours,
            program.reply_targets,
            now,
            at_once=not can_mentor_now(mentor, program) or ledger.away_until(now) is not None,
            backup=backup,
        ).items()
        if learner != backup
    }


@dataclass(frozen=True)
class DeskLists:
    """Whom a mentor's desk shows: their own learners, and those they cover for somebody who is late or gone."""

    ledger: LearnerIndex
    now: datetime
    covered: Mapping[PersonId, CoveredLearner] = field(default_factory=dict)
    """The learners of others."""
    gone: frozenset[PersonId] = frozenset()
    """The mentor's own who are not in the course any more: they stand at the end and wait for nobody."""
    called: Mapping[PersonId, str] = field(default_factory=dict)
    """What their own learners are called, by which a list may be sorted."""

    @cached_property
    def sections(self) -> dict[InboxSection, list[PersonId]]:
        """The mentor's own learners who are in the course, in the parts of the list, as the ledger has them."""
        ledger, now = self.ledger, self.now
        order = InboxOrder(now, ledger.snoozed_days(now), ledger.day_of_mentor(now), ledger.desk.sort, self.called)
        here = {person: line for person, line in ledger.lines.items() if person not in self.gone}
        return order.sections(here)

    @cached_property
    def own_in_order(self) -> list[PersonId]:
        """The mentor's own learners, in the order of the desk; last those who are not in the course any more."""
        left = {person: line for person, line in self.ledger.lines.items() if person in self.gone}
        return [person for people in (*self.sections.values(), *InboxOrder(self.now).sections(left).values()) for person in people]

    @cached_property
    def own_page(self) -> list[PersonId]:
        """Those of them whose records are read."""
        return self.own_in_order[:PAGE_SIZE]

    @cached_property
    def covered_page(self) -> list[PersonId]:
        """Those covered, who waits longest first."""
        lines = {person: line for person, (_mentor, line, _away) in self.covered.items()}
        return [person for people in InboxOrder(self.now).sections(lines).values() for person in people][:PAGE_SIZE]

    @property
    def moved_elsewhere(self) -> list[PersonId]:
        """Those who have another mentor now."""
        return [learner for learner, line in self.ledger.lines.items() if not line.mine][:PAGE_SIZE]


FindUnits = Callable[[Collection[str]], Mapping[str, CourseUnit]]
"""Finds the units that blocks stand in, by the blocks' usages."""


def mentor_desk_facts(
    lists: DeskLists,
    documents: StoredStates,
    names: PeopleNames,
    mentor: PersonId,
    template_of: Callable[[PersonId], CoursePlan],
    backup_of: Callable[[PersonId, PersonId], PersonId],
    hold: timedelta,
    units_around: FindUnits,
) -> dict[str, Any]:
    """Return what the desk's templates need. A line whose record is gone, or has moved on, is not drawn.

    What completed units have brought is seen on the page that is drawn; the ledger knows of it from the next act on.
    """
    now, ledger = lists.now, lists.ledger
    listed = _Listed(
        documents, mentor, ledger, now, template_of, backup_of, hold, DeskRows(names, mentor, now, ledger.day_of_mentor(now))
    )
    for learner in lists.own_in_order:
        listed.place_row(learner, mentor, gone=learner in lists.gone)
    for learner in lists.covered_page:
        listed.place_row(learner, lists.covered[learner].mentor, lists.covered[learner].away)
    listed.rows.find_units(units_around)
    mine = {learner: listed.fresh.get(learner, line) for learner, line in ledger.lines.items() if line.mine}
    mine = {learner: line for learner, line in mine.items() if learner not in lists.gone}
    covered = [listed.fresh.get(learner, one.line) for learner, one in lists.covered.items()]
    waits = [since for line in (*mine.values(), *covered) if (since := line.waiting_since(now))]
    groups = [
        {"name": group, "title": names.language.translate_html(title), "rows": rows}
        for group, title in SECTION_TITLES.items()
        if (rows := listed.rows.of_section(group))
    ]
    return {
        "groups": groups,
        "tabs": list(_tabs(groups, names)),
        "heading": _heading(len(waits), names),
        "longest": min(waits, default=None),
        "reviews": sum(1 for line in mine.values() if line.review and not line.is_on_hold(now)),
        "total": len(mine),
        **_start_of_round(groups),
        "left_at": names.name_markup(ledger.desk.left_at) if ledger.desk.left_at in listed.fresh else "",
        "left_at_id": ledger.desk.left_at if ledger.desk.left_at in listed.fresh else "",
        "sort": ledger.desk.sort.value,
        "keys": ledger.desk.keys,
        "moved": [
            {"name": names.name_markup(learner), "at": ledger.lines[learner].since}
            for learner in lists.moved_elsewhere
            if learner in names.people
        ],
    }


def _start_of_round(groups: list[dict[str, Any]]) -> dict[str, Any]:
    """Return with whom a round begins: who is first among those for whom there is something to do."""
    todo = ("cover", *TO_DO_SECTIONS)
    first = next((row for group in groups if group["name"] in todo for row in group["rows"] if not row.get("broken")), None)
    return {"start": first["name"] if first else "", "start_id": first["id"] if first else ""}


TABS: Mapping[str, tuple[str, ...]] = {
    _("Waiting"): ("cover", InboxSection.WAITING),
    _("To review"): (InboxSection.REVIEW,),
    _("To reach"): (InboxSection.REACH,),
    _("To celebrate"): (InboxSection.CELEBRATE,),
    _("No reply needed"): (InboxSection.OTHERS, InboxSection.PAUSED, InboxSection.STOPPED, "gone"),
    _("Snoozed"): (InboxSection.LATER,),
}
"""What of the list can be shown alone, and which of its parts that is."""


def _tabs(groups: list[dict[str, Any]], names: PeopleNames) -> Iterator[dict[str, Any]]:
    """Yield what of the list can be shown alone, with how many learners that are."""
    rows = {group["name"]: len(group["rows"]) for group in groups}
    yield {"shows": "", "name": names.language.translate_html(_("All")), "count": sum(rows.values())}
    for title, shown in TABS.items():
        if count := sum(rows.get(name, 0) for name in shown):
            yield {"shows": " ".join(shown), "name": names.language.translate_html(title), "count": count}


def _heading(waiting: int, names: PeopleNames) -> str:
    if not waiting:
        return names.language.translate_html(_("Nobody is waiting for you."))
    return names.language.translate_count("{number} person is waiting for you.", "{number} people are waiting for you.", waiting)


@dataclass
class _Listed:
    """The rows of a list while they are put where they belong, and the lines made anew for them."""

    documents: StoredStates
    viewer: PersonId
    ledger: LearnerIndex
    now: datetime
    template_of: Callable[[PersonId], CoursePlan]
    backup_of: Callable[[PersonId, PersonId], PersonId]
    """Who fills in for a mentor with a learner."""
    hold: timedelta
    rows: DeskRows
    fresh: dict[PersonId, IndexLine] = field(default_factory=dict)

    def place_row(self, learner: PersonId, mentor: PersonId, away: date | None = None, gone: bool = False) -> None:
        """Put the row of one of this mentor's learners, who may be ``gone``, where it belongs; the mentor may be ``away`` until
        that day.
        """
        document, mine = self.documents.get(learner), mentor == self.viewer
        if document is not None and StatePart.RECORD in document.unreadable:
            self.rows.add_unreadable(learner)
            return
        record, line = None, self.ledger.lines.get(learner)
        if document is not None:
            role = Role.MENTOR if mine else Role.BACKUP
            record = record_visible_to(document.record, self.viewer, role, self.now, self.hold)
            line = index_line_of(record, mentor, self.template_of(learner))
        if line is None or not line.mine:
            return
        if gone:
            self.rows.add_gone(learner)
            return
        self.fresh[learner] = line
        if not mine and not (line.waiting or line.review):
            return  # what they wait for is still theirs to undo
        later = self.ledger.snoozed_until(learner, line, self.now) if mine else None
        section = inbox_section_of(line, self.now, later, self.rows.today) if mine else "cover"
        taken = line.waiting and line.handed and line.handed == self.backup_of(mentor, learner)
        self.rows.add(section, learner, line, record, later, mentor, away, line.handed if taken else None)
