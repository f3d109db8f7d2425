"""Actions on the conversation: what is said, and what is done to it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..domain import archive
from ..domain.mentor.learner_index import index_line_of
from ..domain.mentor.reply_deadlines import is_reply_overdue
from ..domain.mentorship import abuse_reports, message_edits, sending, undo
from ..domain.mentorship.append_entry import Actor
from ..domain.mentorship.sending import MessageContext
from ..domain.mentorship.status import relationship_at
from ..domain.mentorship.visibility import place_in_whole_log, place_read_up_to, record_visible_to
from ..domain.plan.course_plan import CoursePlan
from ..domain.plan.projection import plan_of_record
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Kind, Role
from ..domain.record.record import Record
from .action import Action, Drawn, Fields, _
from .backup import backup_for_mentor, can_mentor_now
from .context import ActionResult, MentoringContext
from .field_checks import (
    FieldCheck,
    check_action_key,
    check_optional_key,
    check_optional_person,
    check_optional_plan_part,
    check_optional_position,
    check_optional_text,
    check_person_id,
    check_plan_part_id,
    check_position,
    check_remark_weight,
    check_written_text,
    read_yes_or_no,
)
from .permissions import require_active_visitor
from .pipeline import learner_of_request, on_record, perform_action, read_authorized_record
from .repeated_requests import BY_MESSAGE, BY_QUESTION, BY_VERSION, kinds_made_about
from .request_schemas import ACTION_FIELDS


@dataclass(frozen=True)
class MessageAction:
    """An action that says something, and writes it down as this kind."""

    kind: Kind

    def __call__(self, context: MentoringContext, action: Action, fields: Fields) -> ActionResult:
        """Do it through the pipeline. Raises the ActionRefused codes of the permission and of the step."""
        learner = learner_of_request(context, action.name, fields)
        before = read_authorized_record(context, action.name, learner, fields, action.makes)
        takes = before.role is Role.BACKUP and wait_is_with_backup(context, before)

        def step(record: Record, actor: Actor) -> Record:
            about = (
                _context_from_learner(context, record, fields)
                if actor.role is Role.LEARNER
                else _context_from_mentoring(context, record, actor, fields, takes)
            )
            return sending.send_message(record, actor, self.kind, fields["text"], about)

        return perform_action(context, action, before.learner, fields, step, before=before)


def _context_from_learner(context: MentoringContext, record: Record, body: Fields) -> MessageContext:
    """Return what travels with a learner's words: only what they left ticked, and of a step only one that is in their plan."""
    plan = plan_of_record(record, CoursePlan(context.program.plan))
    milestone = next((found for found in plan.milestones if found.id == body.get("milestone")), None)
    return MessageContext(
        where=context.where if body.get("unit") else "",
        milestone=milestone.id if milestone else "",
        day=milestone.due if milestone and body.get("due") else None,
    )


def _context_from_mentoring(context: MentoringContext, record: Record, actor: Actor, body: Fields, takes: bool) -> MessageContext:
    """Return what travels with words of the mentoring side. Raises ActionRefused ``no-milestone`` for a version there is not."""
    if "version" in body and body["key"] not in record.entries_by_id:
        course_plan = CoursePlan(context.program.plan)
        seen = record_visible_to(record, actor.person, actor.role, actor.now, context.hold)
        versions = plan_of_record(seen, course_plan).find_milestone(body["milestone"]).versions
        if all(version.number != body["version"] for version in versions):
            raise ActionRefused("no-milestone", "milestone")
    return MessageContext(
        question=body.get("question", ""),
        milestone=body["milestone"] if "version" in body else "",
        version=body.get("version"),
        weight=body["weight"],
        upto=body["upto"],
        takes=takes,
    )


def wait_is_with_backup(context: MentoringContext, before: ActionResult) -> bool:
    """Whether a learner's wait is the backup's too: past its target and the grace, or at once, when the mentor is gone or away."""
    now, mentor = context.clock(), relationship_at(before.record, context.clock()).mentor
    line = index_line_of(before.record, mentor)
    if line is None:
        return False
    if not can_mentor_now(before.people.get(mentor), context.program):
        return True
    ledger = context.host.read_states({mentor})[mentor].ledger
    return ledger.away_until(now) is not None or is_reply_overdue(line, ledger.card.hours, context.program.reply_targets.reply, now)


def undo_sent_message(context: MentoringContext, action: Action, body: Fields) -> ActionResult:
    """Undo what was just sent."""

    def step(record: Record, actor: Actor) -> Record:
        return undo.undo_sent_entry(record, actor, body["of"], context.hold)

    return perform_action(context, action, learner_of_request(context, action.name, body), body, step)


def remember_read_up_to(context: MentoringContext, action: Action, body: Fields) -> ActionResult:
    """Remember how far somebody has read: never past what is not there for them to read yet."""

    def step(record: Record, actor: Actor) -> Record:
        upto = min(body["upto"], place_read_up_to(record, actor.person, actor.role, actor.now, context.hold))
        return sending.mark_read_up_to(record, actor.person, place_in_whole_log(record, upto, actor.role))

    return perform_action(context, action, learner_of_request(context, action.name, body), body, step)


def hand_over_wait(context: MentoringContext, action: Action, body: Fields) -> ActionResult:
    """Hand a learner's wait to the mentor's backup; the backup takes it over with the same act.

    Raises ActionRefused ``no-backup``.
    """
    before = read_authorized_record(context, action.name, body["learner"], body, action.makes)
    mentor = relationship_at(before.record, context.clock()).mentor
    backup = backup_for_mentor(mentor, before.learner, context.program, before.people)
    if not backup:
        raise ActionRefused("no-backup")
    if before.role is Role.BACKUP and not wait_is_with_backup(context, before):
        raise ActionRefused("not-late")

    def step(record: Record, actor: Actor) -> Record:
        return sending.hand_over_wait(record, actor, backup)

    return perform_action(context, action, before.learner, body, step, before=before)


def mark_message_unread(record: Record, actor: Actor, of: str) -> Record:
    """Let a conversation be unread for whoever acts, from this message on. Raises ActionRefused ``no-message``."""
    return sending.mark_entry_unread(record, actor.person, of)


def read_words_to_preview(context: MentoringContext, action: Action, fields: Fields) -> str:
    """Return somebody's words, for anybody in the course. Nothing is kept. Raises ActionRefused ``not-enrolled``."""
    visitor = context.host.current_visitor()
    asker = require_active_visitor(visitor, action.name)
    if not (known := context.host.find_people({asker}).get(asker)) or not (known.in_course or visitor.staff):
        raise ActionRefused("not-enrolled")
    text: str = fields["text"]
    return text


MESSAGE_FIELDS: Mapping[str, FieldCheck] = {**ACTION_FIELDS, "learner": check_optional_person, "of": check_action_key}
"""What is done to a message, or to a question."""

CONTEXT_FIELDS: Mapping[str, FieldCheck] = {"unit": read_yes_or_no, "milestone": check_optional_plan_part, "due": read_yes_or_no}
"""What of the place and the plan travels with a learner's words: each only if it is ticked."""

REPLY_FIELDS: Mapping[str, FieldCheck] = {
    **ACTION_FIELDS,
    "learner": check_person_id,
    "text": check_written_text,
    "weight": check_remark_weight,
    "upto": check_optional_position,
}
"""What somebody of the mentoring side says, and how far they had read."""

CONVERSATION_ACTIONS = (
    Action(
        "send",
        {**REPLY_FIELDS, **CONTEXT_FIELDS, "learner": check_optional_person},
        MessageAction(Kind.MESSAGE),
        makes=kinds_made_about(Kind.MESSAGE),
        said=_("Sent."),
        read_by_learner=True,
    ),
    Action(
        "ask",
        {**ACTION_FIELDS, **CONTEXT_FIELDS, "text": check_written_text},
        MessageAction(Kind.QUESTION),
        makes=kinds_made_about(Kind.QUESTION),
        said=_("Sent. Your question is on its way."),
    ),
    Action(
        "answer",
        {**REPLY_FIELDS, "question": check_action_key},
        MessageAction(Kind.ANSWER),
        makes=kinds_made_about(Kind.ANSWER, question="q"),
        said=_("Sent."),
        read_by_learner=True,
    ),
    Action(
        "remark",
        {**REPLY_FIELDS, "milestone": check_plan_part_id, "version": check_position},
        MessageAction(Kind.FEEDBACK),
        makes=kinds_made_about(Kind.FEEDBACK, **BY_VERSION),
        said=_("Sent."),
        read_by_learner=True,
    ),
    Action(
        "note",
        {**ACTION_FIELDS, "learner": check_person_id, "text": check_written_text},
        on_record(message_edits.write_private_note, "text"),
        makes=kinds_made_about(Kind.NOTE),
        said=_("Saved. Only mentors and the course team can read it."),
    ),
    Action(
        "pass_back",
        {**ACTION_FIELDS, "learner": check_person_id, "upto": check_optional_position},
        on_record(sending.end_wait_without_words, "upto"),
        makes=kinds_made_about(Kind.READ),
        said=_("They will see that you have read it."),
        read_by_learner=True,
    ),
    Action(
        "edit",
        {**MESSAGE_FIELDS, "text": check_written_text},
        on_record(message_edits.edit_message, "of", "text"),
        makes=kinds_made_about(Kind.EDITED, **BY_MESSAGE),
        said=_("Changed."),
    ),
    Action(
        "erase",
        MESSAGE_FIELDS,
        on_record(message_edits.erase_message, "of"),
        makes=kinds_made_about(Kind.ERASED, **BY_MESSAGE),
        said=_("Message removed. People will see that a message was removed."),
    ),
    Action(
        "hide",
        {**MESSAGE_FIELDS, "text": check_written_text},
        on_record(message_edits.hide_message, "of", "text"),
        makes=kinds_made_about(Kind.HIDDEN, **BY_MESSAGE),
        said=_("Hidden from both of them."),
    ),
    Action(
        "unhide",
        MESSAGE_FIELDS,
        on_record(message_edits.unhide_message, "of"),
        makes=kinds_made_about(Kind.UNHIDDEN, **BY_MESSAGE),
        said=_("Visible again."),
    ),
    Action(
        "undo",
        MESSAGE_FIELDS,
        undo_sent_message,
        said=_("Undone. Nobody saw it."),
    ),
    Action(
        "resolve",
        MESSAGE_FIELDS,
        on_record(message_edits.change_question_state, Kind.RESOLVED, "of"),
        makes=kinds_made_about(Kind.RESOLVED, **BY_QUESTION),
        said=_("Marked as settled. You can ask it again at any time."),
    ),
    Action(
        "ask_again",
        MESSAGE_FIELDS,
        on_record(message_edits.change_question_state, Kind.ASKED_AGAIN, "of"),
        makes=kinds_made_about(Kind.ASKED_AGAIN, **BY_QUESTION),
        said=_("Asked again."),
    ),
    Action(
        "retract",
        MESSAGE_FIELDS,
        on_record(message_edits.change_question_state, Kind.RETRACTED, "of"),
        makes=kinds_made_about(Kind.RETRACTED, **BY_QUESTION),
        said=_("Taken back. No answer needed."),
    ),
    Action(
        "mark_unread",
        MESSAGE_FIELDS,
        on_record(mark_message_unread, "of"),
        said=_("Marked as unread."),
    ),
    Action(
        "seen",
        {"learner": check_optional_person, "upto": check_position},
        remember_read_up_to,
        drawn=Drawn.NOTHING,
        answer={"seen": True},
    ),
    Action(
        "hand_over",
        {**ACTION_FIELDS, "learner": check_person_id},
        hand_over_wait,
        makes=kinds_made_about(Kind.HANDED),
        said=_("Done. Both of them can see who has it now."),
    ),
    Action(
        "report",
        {**ACTION_FIELDS, "learner": check_optional_person, "of": check_optional_key, "text": check_optional_text},
        on_record(abuse_reports.report_to_course_team, "learner", "of", "text"),
        makes=kinds_made_about(Kind.REPORTED, **BY_MESSAGE),
        said=_("Reported. Messages are blocked and the course team can see it. Nobody else is told."),
    ),
    Action(
        "clear_report",
        {**MESSAGE_FIELDS, "text": check_optional_text},
        on_record(abuse_reports.decide_on_report, "of", "text"),
        makes=kinds_made_about(Kind.CLEARED, **BY_MESSAGE),
        said=_("They can write again."),
    ),
    Action(
        "preview",
        {"text": check_written_text},
        read_words_to_preview,
        drawn=Drawn.WORDS,
    ),
    Action(
        "make_room",
        {**ACTION_FIELDS, "learner": check_person_id},
        on_record(archive.archive_oldest_entries),
        makes=kinds_made_about(Kind.CONTINUED),
        said=_("There is room again. Older finished entries were archived and can still be opened."),
    ),
)
