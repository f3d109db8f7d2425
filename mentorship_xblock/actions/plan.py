"""Acts on the plan: on its goals, on its milestones, on its days. Each is one pure step over the course's plan."""

from collections.abc import Callable, Mapping
from typing import Any

from ..domain.mentorship.visibility import record_visible_to
from ..domain.mentorship.writing import Actor, append_checked_entry
from ..domain.plan import goals, milestones
from ..domain.plan.course_plan import CoursePlan
from ..domain.record.log import Kind
from ..domain.record.record import Record
from .context import ActionResult, MentoringContext
from .course_plans import course_plan_of_learner
from .pipeline import learner_of_request, perform_action, read_authorized_record

PlanStep = Callable[[Record, Actor, CoursePlan, Mapping[str, Any]], Record]

PLAN_STEPS: Mapping[str, PlanStep] = {
    "draft_goal": lambda r, a, t, b: goals.draft_or_propose_goal(r, a, t, Kind.DRAFTED, b["goal"], b["wanted"]),
    "propose_goal": lambda r, a, t, b: goals.draft_or_propose_goal(r, a, t, Kind.PROPOSED, b["goal"], b["wanted"]),
    "propose": lambda r, a, t, b: goals.propose_drafts(r, a, t, b["goal"]),
    "agree": lambda r, a, t, b: goals.answer_proposal(r, a, t, Kind.AGREED, b["of"], b["goal"], b["text"]),
    "suggest": lambda r, a, t, b: goals.answer_proposal(r, a, t, Kind.SUGGESTED, b["of"], b["goal"], b["text"]),
    "achieve": lambda r, a, t, b: goals.mark_goal_achieved(r, a, t, b["goal"]),
    "drop_goal": lambda r, a, t, b: goals.drop_goal_with_reason(r, a, t, b["goal"], b["text"]),
    "set_week": lambda r, a, t, b: goals.set_weekly_hours(r, a, t, b["hours"]),
    "contest": lambda r, a, t, b: goals.comment_on_own_pace(r, a, t, b["text"]),
    "move_days": lambda r, a, t, b: goals.settle_days_after_pause(r, a, t, b["move"]),
    "renew": lambda r, a, t, b: goals.adopt_course_changes(r, a, t, b["of"], b["take"]),
    "begin": lambda r, a, t, b: milestones.start_milestone(r, a, t, b["milestone"]),
    "submit": lambda r, a, t, b: milestones.submit_evidence(r, a, t, b["milestone"], b["text"], b["links"], b["met"]),
    "take_back": lambda r, a, t, b: milestones.take_back_evidence(r, a, t, b["milestone"]),
    "approve": lambda r, a, t, b: milestones.decide_on_evidence(
        r, a, t, Kind.APPROVED, b["milestone"], b["version"], b["text"], b["met"]
    ),
    "ask_changes": lambda r, a, t, b: milestones.decide_on_evidence(
        r, a, t, Kind.CHANGES_ASKED, b["milestone"], b["version"], b["text"], b["met"]
    ),
    "reopen": lambda r, a, t, b: milestones.reopen_milestone(r, a, t, b["milestone"], b["text"]),
    "skip_milestone": lambda r, a, t, b: milestones.leave_out_milestone(r, a, t, b["milestone"], b["text"]),
    "ask_time": lambda r, a, t, b: milestones.ask_for_another_day(r, a, t, b["milestone"], b["day"], b["text"]),
    "ask_out": lambda r, a, t, b: milestones.ask_to_leave_out(r, a, t, b["milestone"], b["text"]),
    "withdraw_wish": lambda r, a, t, b: milestones.withdraw_own_wish(r, a, t, b["milestone"], b["of"]),
    "grant": lambda r, a, t, b: milestones.grant_learner_wish(r, a, t, b["milestone"], b["of"], b["day"]),
    "decline": lambda r, a, t, b: milestones.decline_learner_wish(r, a, t, b["milestone"], b["of"], b["text"]),
    "redate": lambda r, a, t, b: milestones.set_milestone_day(r, a, t, b["milestone"], b["day"], b["text"]),
    "recall": lambda r, a, t, b: milestones.answer_recall_question(r, a, t, b["milestone"], b["text"]),
    "settle": lambda r, a, t, b: milestones.write_down_unit_effects(r, a, t),
}
"""What each act does to a learner's record."""


def do_plan_step(
    context: MentoringContext, act: str, record: Record, actor: Actor, course_plan: CoursePlan, body: Mapping[str, Any]
) -> Record:
    """Do an act on the plan. Where evidence is not yet to be seen by whoever does it, because it can still be undone, they are
    answered as if it were not there: what they do follows from what they see, and comes after the evidence.
    """
    seen = record_visible_to(record, actor.person, actor.role, actor.now, context.hold)
    if actor.key in record.entries_by_id or not _has_unseen_evidence(record, seen, body.get("milestone")):
        return PLAN_STEPS[act](record, actor, course_plan, body)
    done = PLAN_STEPS[act](seen, actor, course_plan, body).entries_by_id[actor.key]
    settled = milestones.write_down_settled_plan(record, actor, course_plan)
    return append_checked_entry(settled, actor, Kind(done.kind), **done.data)


def _has_unseen_evidence(record: Record, seen: Record, milestone: str | None) -> bool:
    """Whether evidence of this milestone is in the record and not in what is seen of it."""
    if milestone is None or seen is record:
        return False
    sent = record.log.entries_of_kinds({Kind.SUBMITTED})
    return any(entry.stored_text("ms") == milestone and entry.id not in seen.entries_by_id for entry in sent)


def make_plan_action(act: str) -> Callable[[MentoringContext, Mapping[str, Any]], ActionResult]:
    """Make the act of this name."""

    def do(context: MentoringContext, body: Mapping[str, Any]) -> ActionResult:
        before = read_authorized_record(context, act, learner_of_request(context, act, body), body)
        course_plan = course_plan_of_learner(context, before.learner)

        def step(record: Record, actor: Actor) -> Record:
            return do_plan_step(context, act, record, actor, course_plan, body)

        return perform_action(context, act, before.learner, body, step, before=before)

    return do
