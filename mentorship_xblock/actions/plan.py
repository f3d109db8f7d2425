"""Actions on the plan: on its goals, on its milestones, on its days. Each is one pure step over the course's plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..domain.mentorship.append_entry import Actor, append_checked_entry
from ..domain.mentorship.visibility import record_visible_to
from ..domain.plan import goals, milestones
from ..domain.plan.course_plan import CoursePlan
from ..domain.plan.goals import WEEK_HOURS_MAX
from ..domain.record.log import Kind
from ..domain.record.record import Record
from .action import Action, Argument, Fields, _, arguments_of_step
from .context import ActionResult, MentoringContext, course_plan_of_learner
from .field_checks import (
    FieldCheck,
    check_action_key,
    check_calendar_day,
    check_evidence_links,
    check_goal_form,
    check_optional_day,
    check_optional_person,
    check_optional_plan_part,
    check_optional_text,
    check_person_id,
    check_plan_part_id,
    check_position,
    check_written_text,
    read_ticked_boxes,
    read_ticked_positions,
    read_yes_or_no,
    whole_number_check,
)
from .pipeline import learner_of_request, perform_action, read_authorized_record
from .repeated_requests import BY_GOAL, BY_MILESTONE, BY_VERSION, kinds_made_about
from .request_schemas import ACTION_FIELDS, GOAL_FORM


@dataclass(frozen=True)
class PlanChange:
    """An action that is one pure step over a learner's record and the course's plan, given what it needs of the request."""

    step: Callable[..., Record]
    wanted: tuple[Argument, ...]

    def apply(self, record: Record, actor: Actor, course_plan: CoursePlan, fields: Fields) -> Record:
        """Return the record after the step."""
        return self.step(record, actor, course_plan, *arguments_of_step(self.wanted, fields))

    def __call__(self, context: MentoringContext, action: Action, fields: Fields) -> ActionResult:
        """Do it through the pipeline. Raises the ActionRefused codes of the permission and of the step."""
        learner = learner_of_request(context, action.name, fields)
        before = read_authorized_record(context, action.name, learner, fields, action.makes)
        course_plan = course_plan_of_learner(context, before.learner)

        def step(record: Record, actor: Actor) -> Record:
            return self._apply_to_what_is_seen(context, record, actor, course_plan, fields)

        return perform_action(context, action, before.learner, fields, step, before=before)

    def _apply_to_what_is_seen(
        self, context: MentoringContext, record: Record, actor: Actor, course_plan: CoursePlan, fields: Fields
    ) -> Record:
        """Do an act on the plan. Where evidence is not yet to be seen by whoever does it, because it can still be undone, they
        are answered as if it were not there: what they do follows from what they see, and comes after the evidence.
        """
        seen = record_visible_to(record, actor.person, actor.role, actor.now, context.hold)
        if actor.key in record.entries_by_id or not _has_unseen_evidence(record, seen, fields.get("milestone")):
            return self.apply(record, actor, course_plan, fields)
        done = self.apply(seen, actor, course_plan, fields).entries_by_id[actor.key]
        settled = milestones.write_down_settled_plan(record, actor, course_plan)
        return append_checked_entry(settled, actor, Kind(done.kind), **done.data)


def _has_unseen_evidence(record: Record, seen: Record, milestone: str | None) -> bool:
    """Whether evidence of this milestone is in the record and not in what is seen of it."""
    if milestone is None or seen is record:
        return False
    sent = record.log.entries_of_kinds({Kind.SUBMITTED})
    return any(entry.stored_text("ms") == milestone and entry.id not in seen.entries_by_id for entry in sent)


def on_plan(step: Callable[..., Record], *wanted: Argument) -> PlanChange:
    """Return the action that makes this step of a record, its actor, the course's plan, and these fields of the request."""
    return PlanChange(step, wanted)


REVIEW_FIELDS: Mapping[str, FieldCheck] = {
    **ACTION_FIELDS,
    "learner": check_person_id,
    "milestone": check_plan_part_id,
    "version": check_position,
    "met": read_ticked_positions,
}

PLAN_ACTIONS = (
    Action(
        "draft_goal",
        {**ACTION_FIELDS, "goal": check_optional_plan_part, GOAL_FORM: check_goal_form},
        on_plan(goals.draft_or_propose_goal, Kind.DRAFTED, "goal", GOAL_FORM),
        makes=kinds_made_about(Kind.DRAFTED, **BY_GOAL),
        said=_("Saved as a draft in your plan."),
        closes_goal_form=True,
    ),
    Action(
        "propose_goal",
        {
            **ACTION_FIELDS,
            "learner": check_optional_person,
            "goal": check_optional_plan_part,
            GOAL_FORM: check_goal_form,
        },
        on_plan(goals.draft_or_propose_goal, Kind.PROPOSED, "goal", GOAL_FORM),
        makes=kinds_made_about(Kind.PROPOSED, **BY_GOAL),
        said=_("Proposed. It needs their answer."),
        read_by_learner=True,
        closes_goal_form=True,
    ),
    Action(
        "propose",
        {**ACTION_FIELDS, "goal": check_optional_plan_part},
        on_plan(goals.propose_drafts, "goal"),
        makes=kinds_made_about(Kind.PROPOSED, **BY_GOAL),
        said=_("Proposed. It needs their answer; you can start in the meantime."),
    ),
    Action(
        "agree",
        {
            **ACTION_FIELDS,
            "learner": check_optional_person,
            "goal": check_optional_plan_part,
            "of": check_action_key,
            "text": check_optional_text,
        },
        on_plan(goals.answer_proposal, Kind.AGREED, "of", "goal", "text"),
        makes=kinds_made_about(Kind.AGREED, **BY_GOAL),
        said=_("Agreed. Both of you can see it now."),
        read_by_learner=True,
    ),
    Action(
        "suggest",
        {
            **ACTION_FIELDS,
            "learner": check_optional_person,
            "goal": check_optional_plan_part,
            "of": check_action_key,
            "text": check_written_text,
        },
        on_plan(goals.answer_proposal, Kind.SUGGESTED, "of", "goal", "text"),
        makes=kinds_made_about(Kind.SUGGESTED, **BY_GOAL),
        said=_("Sent. They will see what you suggest."),
        read_by_learner=True,
    ),
    Action(
        "achieve",
        {**ACTION_FIELDS, "learner": check_person_id, "goal": check_plan_part_id},
        on_plan(goals.mark_goal_achieved, "goal"),
        makes=kinds_made_about(Kind.ACHIEVED, **BY_GOAL),
        said=_("Achieved. They can see it now."),
        read_by_learner=True,
    ),
    Action(
        "drop_goal",
        {**ACTION_FIELDS, "learner": check_optional_person, "goal": check_plan_part_id, "text": check_written_text},
        on_plan(goals.drop_goal_with_reason, "goal", "text"),
        makes=kinds_made_about(Kind.DROPPED, **BY_GOAL),
        said=_("Dropped. What was approved in it stays."),
        read_by_learner=True,
    ),
    Action(
        "make_step",
        {**ACTION_FIELDS, "of": check_action_key},
        on_plan(goals.propose_remark_as_milestone, "of"),
        makes=kinds_made_about(Kind.PROPOSED, of="rm"),
        said=_("Added to your plan as a proposal."),
    ),
    Action(
        "set_week",
        {**ACTION_FIELDS, "hours": whole_number_check(WEEK_HOURS_MAX, "week-hours")},
        on_plan(goals.set_weekly_hours, "hours"),
        makes=kinds_made_about(Kind.WEEK),
        said=_("Saved. Proposed dates are checked against it."),
    ),
    Action(
        "contest",
        {**ACTION_FIELDS, "text": check_written_text},
        on_plan(goals.comment_on_own_pace, "text"),
        makes=kinds_made_about(Kind.CONTESTED),
        said=_("Saved. Both of you see it next to the pace."),
    ),
    Action(
        "move_days",
        {**ACTION_FIELDS, "move": read_yes_or_no},
        on_plan(goals.settle_days_after_pause, "move"),
        makes=kinds_made_about(Kind.SHIFTED),
        said=_("The dates are as you chose."),
    ),
    Action(
        "renew",
        {**ACTION_FIELDS, "of": check_action_key, "take": read_ticked_boxes},
        on_plan(goals.adopt_course_changes, "of", "take"),
        makes=kinds_made_about(Kind.RENEWED),
        said=_("Your plan now has the changes you chose."),
    ),
    Action(
        "begin",
        {**ACTION_FIELDS, "milestone": check_plan_part_id},
        on_plan(milestones.start_milestone, "milestone"),
        makes=kinds_made_about(Kind.STARTED, **BY_MILESTONE),
        said=_("Started."),
    ),
    Action(
        "submit",
        {
            **ACTION_FIELDS,
            "milestone": check_plan_part_id,
            "text": check_written_text,
            "links": check_evidence_links,
            "met": read_ticked_positions,
        },
        on_plan(milestones.submit_evidence, "milestone", "text", "links", "met"),
        makes=kinds_made_about(Kind.SUBMITTED, **BY_MILESTONE),
        said=_("Sent for review. You can read it in the conversation."),
    ),
    Action(
        "take_back",
        {**ACTION_FIELDS, "milestone": check_plan_part_id},
        on_plan(milestones.take_back_evidence, "milestone"),
        makes=kinds_made_about(Kind.TAKEN_BACK, **BY_MILESTONE),
        said=_("Taken back. You can send it again when it is ready."),
    ),
    Action(
        "approve",
        {**REVIEW_FIELDS, "text": check_optional_text},
        on_plan(milestones.decide_on_evidence, Kind.APPROVED, "milestone", "version", "text", "met"),
        makes=kinds_made_about(Kind.APPROVED, **BY_VERSION),
        said=_("Approved. They can see it now."),
        read_by_learner=True,
    ),
    Action(
        "ask_changes",
        {**REVIEW_FIELDS, "text": check_written_text},
        on_plan(milestones.decide_on_evidence, Kind.CHANGES_ASKED, "milestone", "version", "text", "met"),
        makes=kinds_made_about(Kind.CHANGES_ASKED, **BY_VERSION),
        said=_("Sent. They will see what to change."),
        read_by_learner=True,
    ),
    Action(
        "reopen",
        {**ACTION_FIELDS, "learner": check_person_id, "milestone": check_plan_part_id, "text": check_written_text},
        on_plan(milestones.reopen_milestone, "milestone", "text"),
        makes=kinds_made_about(Kind.REOPENED, **BY_MILESTONE),
        said=_("Reopened. They will see why."),
        read_by_learner=True,
    ),
    Action(
        "skip_milestone",
        {**ACTION_FIELDS, "learner": check_person_id, "milestone": check_plan_part_id, "text": check_written_text},
        on_plan(milestones.leave_out_milestone, "milestone", "text"),
        makes=kinds_made_about(Kind.SKIPPED, **BY_MILESTONE),
        said=_("Removed from the plan. They will see why."),
        read_by_learner=True,
    ),
    Action(
        "ask_time",
        {**ACTION_FIELDS, "milestone": check_plan_part_id, "day": check_calendar_day, "text": check_optional_text},
        on_plan(milestones.ask_for_another_day, "milestone", "day", "text"),
        makes=kinds_made_about(Kind.LATER, Kind.REDATED, **BY_MILESTONE),
        said=_("Sent. Your mentor will answer it."),
        said_after={Kind.REDATED: _("The new date is set.")},
    ),
    Action(
        "ask_out",
        {**ACTION_FIELDS, "milestone": check_plan_part_id, "text": check_written_text},
        on_plan(milestones.ask_to_leave_out, "milestone", "text"),
        makes=kinds_made_about(Kind.OUT, **BY_MILESTONE),
        said=_("Sent. Your mentor will answer."),
    ),
    Action(
        "withdraw_wish",
        {**ACTION_FIELDS, "milestone": check_plan_part_id, "of": check_action_key},
        on_plan(milestones.withdraw_own_wish, "milestone", "of"),
        makes=kinds_made_about(Kind.WISH_WITHDRAWN, **BY_MILESTONE),
        said=_("Withdrawn. Your plan stays as it is."),
    ),
    Action(
        "grant",
        {
            **ACTION_FIELDS,
            "learner": check_person_id,
            "milestone": check_plan_part_id,
            "of": check_action_key,
            "day": check_optional_day,
        },
        on_plan(milestones.grant_learner_wish, "milestone", "of", "day"),
        makes=kinds_made_about(Kind.GRANTED, **BY_MILESTONE),
        said=_("Accepted. They can see it now."),
        read_by_learner=True,
    ),
    Action(
        "decline",
        {
            **ACTION_FIELDS,
            "learner": check_person_id,
            "milestone": check_plan_part_id,
            "of": check_action_key,
            "text": check_written_text,
        },
        on_plan(milestones.decline_learner_wish, "milestone", "of", "text"),
        makes=kinds_made_about(Kind.DECLINED, **BY_MILESTONE),
        said=_("Declined. They will see why."),
        read_by_learner=True,
    ),
    Action(
        "redate",
        {
            **ACTION_FIELDS,
            "learner": check_person_id,
            "milestone": check_plan_part_id,
            "day": check_calendar_day,
            "text": check_optional_text,
        },
        on_plan(milestones.set_milestone_day, "milestone", "day", "text"),
        makes=kinds_made_about(Kind.REDATED, **BY_MILESTONE),
        said=_("The new date is set. They can see it now."),
        read_by_learner=True,
    ),
    Action(
        "recall",
        {**ACTION_FIELDS, "milestone": check_plan_part_id, "text": check_optional_text},
        on_plan(milestones.answer_recall_question, "milestone", "text"),
        makes=kinds_made_about(Kind.RECALLED, **BY_MILESTONE),
        said=_("Saved. Thank you."),
    ),
    Action(
        "settle",
        ACTION_FIELDS,
        on_plan(milestones.write_down_unit_effects),
    ),
)
