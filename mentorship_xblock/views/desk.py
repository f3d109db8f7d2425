"""The mentor's desk: who waits, longest first, sorted from the ledger; one learner opened in place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from ..actions.backup import can_mentor_now, mentors_backed_up_by
from ..actions.context import MentoringContext
from ..actions.permissions import is_permitted
from ..domain.mentor.card import KeptReplies, reply_filled_in
from ..domain.mentor.inbox import InboxSection, inbox_section_of, learners_by_wait
from ..domain.mentor.index_lines import IndexLine
from ..domain.mentor.learner_index import LearnerIndex, index_line_of
from ..domain.mentor.reply_deadlines import lines_needing_backup
from ..domain.mentor.snooze import SNOOZE_MAX
from ..domain.mentorship.abuse_reports import first_undecided_report
from ..domain.mentorship.message_edits import count_unread_entries, current_words_of
from ..domain.mentorship.message_kinds import SHOWN_KINDS, SPOKEN_KINDS
from ..domain.mentorship.status import LIVE_STATUSES, UNDATED_STATUSES, Status, relationship_of_record
from ..domain.mentorship.thread import WhoseTurn, thread_of_record
from ..domain.mentorship.visibility import record_visible_to
from ..domain.plan.course_plan import CoursePlan
from ..domain.plan.model import Plan
from ..domain.plan.projection import plan_of_record
from ..domain.record.log import Entry, Kind, Role
from ..domain.record.record import Record
from ..domain.record.text_rules import displayable_text
from ..domain.record.values import PersonId, local_calendar_day
from ..domain.stored_state import StatePart, StoredStates
from ..hosts.port import Person
from .backup import name_of_who_reads
from .headline import mentor_headline
from .names import PeopleNames
from .plan import PlanScene, PlanSetting, PlanView
from .text.i18n import _
from .text.rich_text import first_words_of, words_as_markup
from .thread import ConversationContext, conversation_facts
from .whole_plan import WholePlan

PAGE_SIZE = 50
FIRST_WORDS_MAX = 90
"""Characters of a message shown in a list."""


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
    """Whom a mentor's desk shows: a page of their own learners, and those they cover for somebody who is late or gone."""

    ledger: LearnerIndex
    now: datetime
    start: int = 0
    covered: Mapping[PersonId, CoveredLearner] = field(default_factory=dict)
    """The learners of others."""
    gone: frozenset[PersonId] = frozenset()
    """The mentor's own who are not in the course any more: they stand at the end and wait for nobody."""

    @cached_property
    def own_in_order(self) -> list[PersonId]:
        """The mentor's own learners, in the order of the desk."""
        order = learners_by_wait(self.ledger.lines, self.now, self.ledger.snoozed_days(self.now))
        return sorted(order, key=lambda learner: learner in self.gone)

    @cached_property
    def own_page(self) -> list[PersonId]:
        """One page of them."""
        return self.own_in_order[self.start : self.start + PAGE_SIZE]

    @cached_property
    def covered_page(self) -> list[PersonId]:
        """Those covered, who waits longest first; only before the mentor's own first page."""
        lines = {person: line for person, (_mentor, line, _away) in self.covered.items()}
        return [] if self.start else learners_by_wait(lines, self.now)[:PAGE_SIZE]

    @property
    def moved_elsewhere(self) -> list[PersonId]:
        """Those who have another mentor now."""
        return [learner for learner, line in self.ledger.lines.items() if not line.mine][:PAGE_SIZE]


def mentor_desk_facts(
    round_: DeskLists,
    documents: StoredStates,
    names: PeopleNames,
    mentor: PersonId,
    template_of: Callable[[PersonId], CoursePlan],
    backup_of: Callable[[PersonId, PersonId], PersonId],
    hold: timedelta,
) -> dict[str, Any]:
    """Return what the desk's templates need. A line whose record is gone, or has moved on, is not drawn.

    What completed units have brought is seen on the page that is drawn; the ledger knows of it from the next act on.
    """
    now = round_.now
    listed = _Listed(documents, names, mentor, round_.ledger, now, template_of, backup_of, hold)
    for learner in round_.own_page:
        listed.place_row(learner, mentor, gone=learner in round_.gone)
    for learner in round_.covered_page:
        listed.place_row(learner, round_.covered[learner].mentor, round_.covered[learner].away)
    mine = {learner: listed.fresh.get(learner, line) for learner, line in round_.ledger.lines.items() if line.mine}
    mine = {learner: line for learner, line in mine.items() if learner not in round_.gone}
    covered = [listed.fresh.get(learner, one.line) for learner, one in round_.covered.items()]
    waits = [since for line in (*mine.values(), *covered) if (since := line.waiting_since(now))]
    return {
        "groups": [
            {"name": group, "title": names.language.translate_html(title), "rows": listed.rows[group]}
            for group, title in SECTION_TITLES.items()
            if listed.rows[group]
        ],
        "heading": _heading(len(waits), names),
        "longest": min(waits, default=None),
        "reviews": sum(1 for line in mine.values() if line.review and not line.is_on_hold(now)),
        "total": len(mine),
        "next": round_.start + PAGE_SIZE if round_.start + PAGE_SIZE < len(round_.own_in_order) else None,
        "moved": [
            {"name": names.name_markup(learner), "at": round_.ledger.lines[learner].since}
            for learner in round_.moved_elsewhere
            if learner in names.people
        ],
    }


@dataclass
class _Listed:
    """The rows of a list while they are put where they belong, and the lines made anew for them."""

    documents: StoredStates
    names: PeopleNames
    viewer: PersonId
    ledger: LearnerIndex
    now: datetime
    template_of: Callable[[PersonId], CoursePlan]
    backup_of: Callable[[PersonId, PersonId], PersonId]
    """Who fills in for a mentor with a learner."""
    hold: timedelta
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {group: [] for group in SECTION_TITLES})
    fresh: dict[PersonId, IndexLine] = field(default_factory=dict)

    def place_row(self, learner: PersonId, mentor: PersonId, away: date | None = None, gone: bool = False) -> None:
        """Put the row of one of this mentor's learners, who may be ``gone``, where it belongs; the mentor may be ``away`` until
        that day.
        """
        document = self.documents[learner]
        if StatePart.RECORD in document.unreadable:
            self.rows[InboxSection.OTHERS].append({"id": learner, "name": self.names.name_markup(learner), "broken": True})
            return
        role = Role.MENTOR if mentor == self.viewer else Role.BACKUP
        record = record_visible_to(document.record, self.viewer, role, self.now, self.hold)
        line = index_line_of(record, mentor, self.template_of(learner))
        if line is None or not line.mine:
            return
        if gone:
            self.rows["gone"].append(
                {"id": learner, "name": self.names.name_markup(learner), "known": learner in self.names.people}
            )
            return
        self.fresh[learner] = line
        if mentor != self.viewer and not (line.waiting or line.review):
            return  # what they wait for is still theirs to undo
        later = self.ledger.snoozed_until(learner, line, self.now) if mentor == self.viewer else None
        group = inbox_section_of(line, self.now, later) if mentor == self.viewer else "cover"
        row = _row(learner, line, record, self.names, self.viewer, self.now)
        taken = line.waiting and line.handed and line.handed == self.backup_of(mentor, learner)
        handed = self.names.name_markup(line.handed) if taken else ""
        mine = bool(taken) and line.handed == self.viewer
        of = self.names.name_markup(mentor)
        self.rows[group].append({**row, "of": of, "later": later, "handed": handed, "handed_to_me": mine, "away": away})


SECTION_TITLES: Mapping[str, str] = {
    "cover": _("Waiting (you are covering)"),
    InboxSection.WAITING: _("Waiting for a reply"),
    InboxSection.REVIEW: _("To review"),
    InboxSection.FIRST: _("Not greeted yet"),
    InboxSection.OTHERS: _("No reply needed"),
    InboxSection.PAUSED: _("Paused"),
    InboxSection.LATER: _("Snoozed"),
    "gone": _("No longer in the course"),
}
"""The parts of the list, in the order of the ledger."""


def _heading(waiting: int, names: PeopleNames) -> str:
    if not waiting:
        return names.language.translate_html(_("Nobody is waiting for you."))
    return names.language.translate_count("{number} person is waiting for you.", "{number} people are waiting for you.", waiting)


def _row(learner: PersonId, line: IndexLine, record: Record, names: PeopleNames, mentor: PersonId, now: datetime) -> dict[str, Any]:
    last = next((entry for entry in reversed(record.log) if entry.kind in SHOWN_KINDS and entry.stored_text("x")), None)
    words = current_words_of(record, last) if last else ""
    return {
        "id": learner,
        "name": names.name_markup(learner),
        "waiting": None if line.is_on_hold(now) or line.waiting is None else line.waiting + line.clock_stopped_for(now),
        "review": None if line.is_on_hold(now) else line.review,
        "until": local_calendar_day(line.until, record.zone) if line.until and line.is_on_hold(now) else None,
        "unread": count_unread_entries(record, mentor),
        "closing": line.status is Status.CLOSING,
        "approved": line.approved,
        "milestones": line.milestones,
        "due": line.due,
        "words": first_words_of(words, FIRST_WORDS_MAX),
        "reported": line.reported is not None,
    }


def opened_learner_facts(
    view: ConversationContext, upto: int, learner: PersonId, setting: PlanSetting, replies: KeptReplies, asked: str = ""
) -> dict[str, Any]:
    """Return what is drawn of one learner opened on the desk or by staff, of what they may see; ``replies`` are the viewer's own.

    ``asked`` is what of the plan is opened, if anything.
    """
    record, names, viewer, now = view.record, view.names, view.viewer, view.now
    relation = relationship_of_record(record)
    thread = thread_of_record(record)
    plan = plan_of_record(record, setting.course_plan)
    paused, today = relation.status is Status.PAUSED, local_calendar_day(now, record.zone)
    cover = view.cover
    who = name_of_who_reads(relation, names, cover)
    plan_view = PlanView(
        PlanScene(plan, names, who, today, setting.course_plan, setting.bound_units, relation.status in UNDATED_STATUSES)
    )
    book = WholePlan(
        plan_view,
        record,
        setting.course_ends_on() if plan.goals_with_proposal(True) or plan.goals_with_proposal(False) or asked else None,
    )
    report, can_write = (
        first_undecided_report(record),
        is_permitted("note", view.role, relation.status) and not record.is_from_newer_block and viewer != learner,
    )
    fills, questions = placeholder_values(view, learner, plan), questions_to_answer(record)
    first = next((entry for entry in record.log if entry.kind in SPOKEN_KINDS and entry.by == learner), None)
    known = names.people.get(learner)
    return {
        "learner": learner,
        "gone": not (known and known.can_read_here),
        "name": names.name_markup(learner),
        "name_plain": names.plain_name(learner),
        "initials": names.name_initials(learner),
        "mentor": names.name_markup(relation.mentor) if relation.mentor else "",
        "reads": who,
        "question": questions[0].id if len(questions) == 1 else "",
        "questions": [
            {"id": entry.id, "words": first_words_of(current_words_of(record, entry), FIRST_WORDS_MAX)} for entry in questions
        ],
        "can_write": can_write,
        "can_say": can_write and (thread.reported is None or view.role is Role.STAFF),
        "stopped": thread.reported is not None,
        "report": report and _report(report, names),
        "handed": names.name_markup(cover.backup) if cover.handed else "",
        "handed_to_me": cover.handed and cover.backup == view.viewer,
        "can_hand_over": can_write
        and thread.waiting is not None
        and not cover.handed
        and bool(cover.backup)
        and not thread.reported,
        "covers": view.role is Role.BACKUP,
        "backup": names.name_markup(cover.backup) if cover.backup else "",
        "note_readers": names.names_of_readers(person for person in (relation.mentor, cover.backup) if person != viewer),
        "keeps": view.role in (Role.MENTOR, Role.BACKUP),
        "replies": [
            {"id": key, "text": displayable_text(reply_filled_in(text, fills)), "name": first_words_of(text, FIRST_WORDS_MAX)}
            for key, text in replies.texts.items()
        ],
        "can_guide": is_permitted("achieve", view.role, relation.status) and can_write,
        "can_pause": is_permitted("pause", view.role, relation.status) and can_write and not paused,
        "paused": local_calendar_day(relation.until, record.zone) if paused and relation.until else None,
        "paused_why": words_as_markup(relation.reason) if paused else "",
        "tomorrow": today + timedelta(days=1),
        "can_pass_back": thread.turn is WhoseTurn.MENTOR and is_permitted("pass_back", view.role, relation.status) and can_write,
        "state": mentor_headline(record, plan, names, names.name_markup(learner)),
        "away": names.language.translate_html(
            AWAY_SENTENCES[viewer == cover.backup],
            mentor=names.name_markup(relation.mentor),
            day=names.language.day_element(cover.away),
        )
        if cover.backup_fills_in and cover.away
        else "",
        "readers": names.names_of_readers(person for person in (learner, relation.mentor, cover.backup) if person != viewer),
        "sentence": plan_view.path_sentence() if plan.milestones else "",
        "pace": plan_view.pace_sentence(),
        "contest": words_as_markup(plan.contest.stored_text("x")) if plan.contest else "",
        "reviews": plan_view.milestones_to_review(),
        "wishes": plan_view.milestones_with_wish(),
        "offers": [book.goal_facts(goal, "", {}) for goal in plan.goals_with_proposal(to_learner=False)],
        "agreement": book.agreement_facts() if plan.goals else None,
        "next": plan_view.next_step_facts(),
        "opened": asked,
        "book": book.whole_plan_facts(asked) if asked else None,
        "first_words": words_as_markup(current_words_of(record, first)) if first else "",
        "thread": conversation_facts(view, upto),
        "newer": record.is_from_newer_block,
        "nearly_full": record.is_nearly_full,
    }


AWAY_SENTENCES: Mapping[bool, str] = {
    True: _("{mentor} is away until {day}, and you fill in."),
    False: _("{mentor} is away until {day}, and the backup fills in."),
}
"""What is said of a learner whose mentor is away, to the backup (True) and to the others of the mentoring side."""


def snooze_form_facts(
    view: ConversationContext, learner: PersonId, ledger: LearnerIndex, course_plan: CoursePlan
) -> dict[str, Any]:
    """Return whether this learner is put off on their mentor's list, and until when they can be; nothing for anybody else."""
    mine = view.role is Role.MENTOR and learner in ledger.lines and relationship_of_record(view.record).status in LIVE_STATUSES
    line = index_line_of(view.record, view.viewer, course_plan) if mine and learner in ledger.later.people else None
    today = ledger.day_of_mentor(view.now)
    return {
        "can_put_off": mine,
        "later": ledger.snoozed_until(learner, line, view.now) if line else None,
        "later_first": today + timedelta(days=1),
        "later_last": today + SNOOZE_MAX,
    }


def _report(report: Entry, names: PeopleNames) -> dict[str, Any]:
    """Return a report as the course team reads it, with the copy of the words as they were then."""
    return {
        "id": report.id,
        "by": names.name_markup(report.by),
        "whom": names.name_markup(PersonId(report.stored_text("to"))),
        "at": report.at,
        "why": words_as_markup(report.stored_text("x")),
        "copy": words_as_markup(report.stored_text("c")),
    }


def questions_to_answer(record: Record) -> list[Entry]:
    """Return the questions that wait for an answer, the oldest first."""
    waits = thread_of_record(record).open_questions
    return [entry for entry in record.log.entries_of_kinds((Kind.QUESTION,)) if entry.id in waits]


def placeholder_values(view: ConversationContext, learner: PersonId, plan: Plan) -> dict[str, str]:
    """Return what a kept reply is filled with: this learner, the unit of what they ask, and the step it is about."""
    question = next(iter(questions_to_answer(view.record)), None)
    unit = view.places.get(question.stored_text("w")) if question else None
    step = view.titles.get(question.stored_text("ms"), "") if question else ""
    following = plan.next_milestone()
    words = {
        "learner": view.names.plain_name(learner),
        "unit": unit.title if unit else "",
        "milestone": step or (following.title if following else ""),
    }
    return {place: word for place, word in words.items() if word}
