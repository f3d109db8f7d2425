"""One learner, opened on a mentor's desk or by the course team: what waits with its box, the conversation, and the plan."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ..actions.permissions import is_permitted
from ..domain.mentor.card import KeptReplies, reply_filled_in
from ..domain.mentor.learner_index import LearnerIndex, index_line_of
from ..domain.mentor.snooze import SNOOZE_MAX
from ..domain.mentorship.abuse_reports import first_undecided_report
from ..domain.mentorship.message_edits import current_words_of
from ..domain.mentorship.message_kinds import SPOKEN_KINDS
from ..domain.mentorship.status import LIVE_STATUSES, UNDATED_STATUSES, Status, relationship_of_record
from ..domain.mentorship.thread import WhoseTurn, thread_of_record
from ..domain.plan.course_plan import CoursePlan
from ..domain.plan.model import MilestoneState, Plan
from ..domain.plan.projection import plan_of_record
from ..domain.record.log import Entry, Kind, Role
from ..domain.record.record import Record
from ..domain.record.text_rules import displayable_text
from ..domain.record.values import PersonId, local_calendar_day
from .backup import name_of_who_reads
from .desk_context import changed_evidence_facts, context_facts
from .desk_rows import FIRST_WORDS_MAX
from .headline import mentor_headline
from .names import PeopleNames
from .plan import PlanScene, PlanSetting, PlanView
from .text.i18n import _
from .text.rich_text import first_words_of, words_as_markup
from .thread import ConversationContext, conversation_facts
from .whole_plan import WholePlan


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
    can_say = can_write and (thread.reported is None or view.role is Role.STAFF)
    can_guide = is_permitted("achieve", view.role, relation.status) and can_write
    waits = {
        "talk": can_say and thread.waiting is not None,
        "review": can_write and any(one.state is MilestoneState.SUBMITTED for one in plan.milestones),
        "offer": can_guide and bool(plan.goals_with_proposal(to_learner=False)),
        "wish": can_guide and any(one.wish for one in plan.milestones),
    }
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
        "can_say": can_say,
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
        "can_guide": can_guide,
        "can_pause": is_permitted("pause", view.role, relation.status) and can_write and not paused,
        "paused": local_calendar_day(relation.until, record.zone) if paused and relation.until else None,
        "paused_why": words_as_markup(relation.reason) if paused else "",
        "tomorrow": today + timedelta(days=1),
        "talk_first": thread.waiting is not None,
        "start": next((part for part, there in waits.items() if there), "head"),
        "deciding": bool(plan.oldest_review_wait),
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
        "reviews": [
            {**facts, "newest_first": facts["versions"][::-1], **changed_evidence_facts(one)}
            for one in plan.milestones
            if one.state is MilestoneState.SUBMITTED
            for facts in [plan_view.milestone_facts(one)]
        ],
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
        **context_facts(view, learner, plan),
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
        "later_soon": ledger.card.hours.next_day_here(today, SNOOZE_MAX.days),
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
