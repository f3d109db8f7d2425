"""Acts on the conversation: what is said, and what is done to it afterwards."""

from collections.abc import Callable, Mapping
from typing import Any

from ..domain import archive
from ..domain.mentor.learner_index import index_line_of
from ..domain.mentor.reply_targets import is_reply_overdue
from ..domain.mentorship import abuse_reports, message_edits, sending
from ..domain.mentorship.sending import MessageContext
from ..domain.mentorship.status import relationship_at
from ..domain.mentorship.visibility import place_in_whole_log, place_read_up_to, record_visible_to
from ..domain.mentorship.writing import Actor
from ..domain.plan import goals
from ..domain.plan.course_plan import CoursePlan
from ..domain.plan.projection import plan_of_record
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Kind, Role
from ..domain.record.record import Record
from ..domain.record.values import PersonId
from .backup import backup_for_mentor, can_mentor_now
from .context import ActionResult, MentoringContext
from .course_plans import course_plan_of_learner
from .pipeline import learner_of_request, perform_action, read_authorized_record

MESSAGE_ACTIONS: Mapping[str, Kind] = {"send": Kind.MESSAGE, "ask": Kind.QUESTION, "answer": Kind.ANSWER, "remark": Kind.FEEDBACK}
"""The acts that say something, and what each writes down."""

CONVERSATION_STEPS: Mapping[str, Callable[[Record, Actor, Mapping[str, Any], PersonId], Record]] = {
    "pass_back": lambda r, a, b, _l: sending.end_wait_without_words(r, a, b["upto"]),
    "note": lambda r, a, b, _l: message_edits.write_private_note(r, a, b["text"]),
    "edit": lambda r, a, b, _l: message_edits.edit_message(r, a, b["of"], b["text"]),
    "erase": lambda r, a, b, _l: message_edits.erase_message(r, a, b["of"]),
    "hide": lambda r, a, b, _l: message_edits.hide_message(r, a, b["of"], b["text"]),
    "unhide": lambda r, a, b, _l: message_edits.unhide_message(r, a, b["of"]),
    "resolve": lambda r, a, b, _l: message_edits.change_question_state(r, a, Kind.RESOLVED, b["of"]),
    "ask_again": lambda r, a, b, _l: message_edits.change_question_state(r, a, Kind.ASKED_AGAIN, b["of"]),
    "retract": lambda r, a, b, _l: message_edits.change_question_state(r, a, Kind.RETRACTED, b["of"]),
    "report": lambda r, a, b, learner: abuse_reports.report_to_course_team(r, a, learner, b["of"], b["text"]),
    "clear_report": lambda r, a, b, _l: abuse_reports.decide_on_report(r, a, b["of"], b["text"]),
    "mark_unread": lambda r, a, b, _l: sending.mark_entry_unread(r, a.person, b["of"]),
}
"""What each act makes of a learner's record."""


def make_conversation_action(act: str) -> Callable[[MentoringContext, Mapping[str, Any]], ActionResult]:
    """Make the act of this name."""

    def do(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
        learner = learner_of_request(context, act, body)
        return perform_action(
            context, act, learner, body, lambda record, actor: CONVERSATION_STEPS[act](record, actor, body, learner)
        )

    return do


def make_message_action(act: str) -> Callable[[MentoringContext, Mapping[str, Any]], ActionResult]:
    """Make the act that says something."""

    def say(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
        before = read_authorized_record(context, act, learner_of_request(context, act, body), body)
        takes = before.role is Role.BACKUP and wait_is_with_backup(context, before)

        def step(record: Record, actor: Actor) -> Record:
            about = (
                _context_from_learner(context, record, body)
                if actor.role is Role.LEARNER
                else _context_from_mentoring(context, record, actor, body, takes)
            )
            return sending.send_message(record, actor, MESSAGE_ACTIONS[act], body["text"], about)

        return perform_action(context, act, before.learner, body, step, before=before)

    return say


def _context_from_learner(context: MentoringContext, record: Record, body: Mapping[str, Any]) -> MessageContext:
    """Return what travels with a learner's words: only what they left ticked, and of a step only one that is in their plan."""
    plan = plan_of_record(record, CoursePlan(context.program.plan))
    step = next((one for one in plan.milestones if one.id == body.get("milestone")), None)
    return MessageContext(
        where=context.where if body.get("unit") else "",
        milestone=step.id if step else "",
        day=step.due if step and body.get("due") else None,
    )


def _context_from_mentoring(
    context: MentoringContext, record: Record, actor: Actor, body: Mapping[str, Any], takes: bool
) -> MessageContext:
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


def undo_sent_message(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
    """Undo what was just sent."""

    def step(record: Record, actor: Actor) -> Record:
        return message_edits.undo_sent_entry(record, actor, body["of"], context.hold)

    return perform_action(context, "undo", learner_of_request(context, "undo", body), body, step)


def remember_read_up_to(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
    """Remember how far somebody has read: never past what is not there for them to read yet."""

    def step(record: Record, actor: Actor) -> Record:
        upto = min(body["upto"], place_read_up_to(record, actor.person, actor.role, actor.now, context.hold))
        return sending.mark_read_up_to(record, actor.person, place_in_whole_log(record, upto, actor.role))

    return perform_action(context, "seen", learner_of_request(context, "seen", body), body, step)


def hand_over_wait(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
    """Hand a learner's wait to the mentor's backup; the backup takes it over with the same act.

    Raises ActionRefused ``no-backup``.
    """
    before = read_authorized_record(context, "hand_over", body["learner"], body)
    mentor = relationship_at(before.record, context.clock()).mentor
    backup = backup_for_mentor(mentor, before.learner, context.program, before.people)
    if not backup:
        raise ActionRefused("no-backup")
    if before.role is Role.BACKUP and not wait_is_with_backup(context, before):
        raise ActionRefused("not-late")

    def step(record: Record, actor: Actor) -> Record:
        return sending.hand_over_wait(record, actor, backup)

    return perform_action(context, "hand_over", before.learner, body, step, before=before)


def propose_remark_as_milestone(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
    """Propose a remark as a milestone."""
    learner = learner_of_request(context, "make_step", body)
    course_plan = course_plan_of_learner(context, learner)
    return perform_action(
        context,
        "make_step",
        learner,
        body,
        lambda record, actor: goals.propose_remark_as_milestone(record, actor, course_plan, body["of"]),
    )


def archive_oldest_messages(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
    """Put the oldest messages of a conversation aside, by the course team, so that it can go on."""
    return perform_action(context, "make_room", body["learner"], body, archive.archive_oldest_entries)
