"""The whole plan, opened: goals with what is proposed for them, what makes them this learner's own, and every milestone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from ..domain.plan.course_changes import (
    ChangedField,
    Difference,
    changed_fields_of,
    changes_course_offers,
    course_plan_fingerprint,
    tailored_milestones,
)
from ..domain.plan.course_plan import DEFAULT_HOURS
from ..domain.plan.dates import goals_with_due_days
from ..domain.plan.goals import newest_proposal_entry
from ..domain.plan.model import GOAL_TRANSITIONS, Goal, GoalContent, GoalState, Milestone, MilestoneState
from ..domain.plan.pace import Concern, PlanDoubt, doubts_about_proposal
from ..domain.plan.projection import day_of_joining
from ..domain.record.log import Entry, Kind, Role
from ..domain.record.record import Record
from ..domain.record.values import parse_calendar_day
from .plan import PlanView
from .text.i18n import _, isolate_direction, plain_paragraphs
from .text.rich_text import words_as_markup

PLAN_OPENED = "open"
NEW_GOAL = "new"
"""How a page asks for the plan: opened, and with the form for a new goal; a goal's id asks for that goal's form."""
BLANK_ROWS = 5
"""Rows for new milestones in a goal's form, hidden until "Add a step" asks for one more."""


@dataclass(frozen=True)
class WholePlan:
    """Draws a whole plan for the learner, or for somebody of the mentoring side. ``ends`` is when the course does."""

    plan_view: PlanView
    record: Record
    ends: date | None = None

    def whole_plan_facts(self, asked: str) -> dict[str, Any]:
        """Return what the opened plan needs; ``asked`` is the goal whose form is open, if any."""
        plan = self.plan_view.scene.plan
        own = tailored_milestones(plan)
        goals = [self.goal_facts(goal, asked, own) for goal in plan.goals]
        return {
            "goals": goals,
            "new": self.goal_form_facts(None) if asked == NEW_GOAL else None,
            "weekly": plan.weekly,
            "pace": self.plan_view.pace_sentence(),
            "contest": words_as_markup(plan.contest.stored_text("x")) if plan.contest else "",
        }

    # -- what waits for somebody's word

    def agreement_facts(self) -> dict[str, Any]:
        """Return where the agreement stands, for the head of the path: what waits, for whom, and what can be done at once."""
        plan = self.plan_view.scene.plan
        drafts = [goal for goal in plan.goals if goal.state is GoalState.DRAFT]
        theirs, mine = (
            plan.goals_with_proposal(to_learner=self.plan_view.scene.learner),
            plan.goals_with_proposal(to_learner=not self.plan_view.scene.learner),
        )
        suggested = plan.goals_with_suggestion(to_learner=self.plan_view.scene.learner)
        agreed = max(
            (goal.agreed for goal in plan.goals if goal.agreed and goal.is_in_force), key=lambda entry: entry.at, default=None
        )
        return {
            "offers": [
                isolate_direction(goal.offer.shape.title if goal.offer and goal.offer.shape else goal.title) for goal in theirs
            ],
            "of": newest_proposal_entry(theirs).id if theirs else "",
            "waits": [isolate_direction(goal.title) for goal in mine],
            "waits_since": min((goal.offer.entry.at for goal in mine if goal.offer), default=None),
            "suggested": [
                {
                    "name": isolate_direction(goal.title),
                    "by": self._by(goal),
                    "words": words_as_markup(goal.turned.stored_text("x")),
                }
                for goal in suggested
                if goal.turned
            ],
            "drafts": len(drafts),
            "untouched": bool(drafts) and len(drafts) == len([one for one in plan.goals if one.is_in_force]) and not suggested,
            "agreed": agreed.at if agreed and not drafts and not mine else None,
            "agreed_with": self.plan_view.scene.names.name_markup(agreed.by) if agreed and agreed.role is not Role.LEARNER else "",
        }

    def _by(self, goal: Goal) -> SafeString:
        return self.plan_view.scene.names.name_markup(goal.turned.by) if goal.turned else SafeString("")

    def course_changes_facts(self) -> dict[str, Any] | None:
        """Return what the course's plan has come to be otherwise, and offers this one; None when nothing."""
        scene = self.plan_view.scene
        found = changes_course_offers(scene.plan, scene.course_plan.aims, day_of_joining(self.record))
        if not found:
            return None
        rows = [{"id": one.milestone.id, **self._difference(one, COURSE_CHANGES)} for one in found]
        return {"of": course_plan_fingerprint(scene.course_plan.aims), "rows": rows, "number": len(rows)}

    # -- goals

    def goal_facts(self, goal: Goal, asked: str, own: Mapping[str, Difference]) -> dict[str, Any]:
        """Return one goal with its milestones, and what is proposed for it."""
        language, state = self.plan_view.scene.names.language, goal.state or GoalState.PROPOSED
        offer = self._offer(goal) if goal.offer else None
        return {
            "id": goal.id,
            "name": isolate_direction(goal.title),
            "title": goal.title,
            "why": plain_paragraphs(goal.why),
            "by": goal.by,
            "obstacle": plain_paragraphs(goal.obstacle),
            "reason": words_as_markup(goal.reason),
            "state": state.value,
            "word": language.translate_html(GOAL_SIGNS[state], who=self.plan_view.scene.mentor),
            "turned": self._turned(goal),
            "approved": goal.approved_count,
            "total": goal.kept_count,
            "milestones": [] if goal.state is None else [self._milestone(one, own) for one in goal.milestones],
            "offer": offer,
            "can_change": state in GOAL_TRANSITIONS[Kind.PROPOSED],
            "can_propose": self.plan_view.scene.learner and state is GoalState.DRAFT,
            "can_drop": goal.state is not None and self._can_drop(goal),
            "can_achieve": not self.plan_view.scene.learner and state in GOAL_TRANSITIONS[Kind.ACHIEVED] and goal.is_met,
            "form": self.goal_form_facts(goal) if asked == goal.id else None,
        }

    def _can_drop(self, goal: Goal) -> bool:
        """Whether the reader may drop it: also what the learner has dropped alone, so that both have."""
        if goal.state is GoalState.DROPPED:
            return goal.is_dropped_alone and not self.plan_view.scene.learner
        return goal.state in GOAL_TRANSITIONS[Kind.DROPPED]

    def _turned(self, goal: Goal) -> dict[str, Any] | None:
        """Return who brought a goal where it stands, with their words."""
        entry = goal.turned
        if entry is None or entry.kind not in GOAL_CHANGES:
            return None
        names = self.plan_view.scene.names
        says = names.language.translate_html(
            GOAL_CHANGES[entry.kind], who=names.name_markup(entry.by), day=names.language.short_day_element(entry.at)
        )
        return {"says": says, "words": words_as_markup(entry.stored_text("x"))}

    def _milestone(self, one: Milestone, own: Mapping[str, Difference]) -> dict[str, Any]:
        difference, entry = own.get(one.id), one.answer
        return {
            **self.plan_view.milestone_facts(one),
            "tailored": self._difference(difference, TAILORED_CHANGES)["says"] if difference else "",
            "left_out": words_as_markup(one.left_out.stored_text("x"))
            if one.left_out and one.state is MilestoneState.SKIPPED
            else "",
            "answer": entry
            and {
                "says": self._answer(entry),
                "words": words_as_markup(entry.stored_text("x")),
            },
        }

    def _answer(self, entry: Entry) -> SafeString:
        """Say what became of a wish: the day that was given, that it is left out, or that it stays."""
        names, day = self.plan_view.scene.names, parse_calendar_day(entry.data.get("d"))
        words = _("{who} planned it for {day}.") if entry.kind == Kind.GRANTED and day else WISH_ANSWERS[entry.kind]
        return names.language.translate_html(
            words, who=names.name_markup(entry.by), day=names.language.day_element(day) if day else ""
        )

    def _offer(self, goal: Goal) -> dict[str, Any] | None:
        """Return what is proposed for a goal: by whom, what it would change, and what to look at before agreeing."""
        scene, offer = self.plan_view.scene, goal.offer
        if offer is None:
            return None
        names = scene.names
        return {
            "of": offer.latest_entry.id,
            "by": names.name_markup(offer.entry.by),
            "at": offer.entry.at,
            "note": words_as_markup(offer.entry.stored_text("x")),
            "mine": offer.is_by_learner is self.plan_view.scene.learner,
            "new": goal.agreed is None,
            "rows": [self._difference(one, PROPOSED_CHANGES) for one in self._differences(goal, offer.shape)],
            "words": [] if offer.shape is None else self._words(goal, offer.shape),
            "doubts": [self._doubt(one) for one in doubts_about_proposal(scene.plan, goal, scene.today, self.ends)],
        }

    def _words(self, goal: Goal, shape: GoalContent) -> list[SafeString]:
        """Return what the goal's own words would be, where they would be others. Those of a new goal stand above it."""
        if goal.state is None:
            return []
        language = self.plan_view.scene.names.language
        values = {"title": shape.title, "why": shape.why, "by": shape.by, "obstacle": shape.obstacle}
        words = [
            language.translate_html(
                GOAL_WORDS[name], words=language.day_element(value) if isinstance(value, date) else isolate_direction(value)
            )
            for name, value in values.items()
            if value and value != getattr(goal, name)
        ]
        return words + [language.translate_html(sentence) for sentence in self._moves(goal, shape)]

    def _moves(self, goal: Goal, shape: GoalContent) -> list[str]:
        """Return what a proposal would move without changing a word: the order of the steps, the goal among the others."""
        stands = [one.id for one in goal.milestones]
        order = [one.id for one in shape.milestones if one.id in stands]
        places = [one.id for one in self.plan_view.scene.plan.goals if one.is_in_force]
        moves = [_("The steps are in a different order.")] if order != [one for one in stands if one in order] else []
        elsewhere = shape.place is not None and goal.id in places and min(shape.place, len(places) - 1) != places.index(goal.id)
        return moves + ([_("The goal has moved in the list.")] if elsewhere else [])

    def _differences(self, goal: Goal, shape: GoalContent | None) -> list[Difference]:
        """Return what a proposal would change in a goal's milestones, against what is in force."""
        if shape is None or (goal.agreed is None and goal.state is not None and goal.offer and goal.offer.is_by_learner):
            return [
                Difference(one, frozenset({ChangedField.LEFT_OUT}), one)
                for one in goal.milestones
                if one.leaving and one.state is not MilestoneState.SKIPPED
            ]
        have = {one.id: one for one in goal.milestones} if goal.state else {}
        wanted = goals_with_due_days((Goal(goal.id, "", milestones=shape.milestones), *self.plan_view.scene.plan.goals))[
            0
        ].milestones
        found = []
        for one in wanted:
            before = have.get(one.id)
            if before is None:
                parts = frozenset({ChangedField.ADDED})
            elif one.leaving:
                parts = frozenset({ChangedField.LEFT_OUT})
            else:
                parts = changed_fields_of(before, one)
            if parts:
                found.append(Difference(one, parts, before))
        return found

    def _difference(self, one: Difference, words: Mapping[ChangedField, str]) -> dict[str, Any]:
        """Return a difference in words: what, and for a day which."""
        language = self.plan_view.scene.names.language
        day = language.day_element(one.milestone.due) if one.milestone.due else ""
        words = {part: UNDATED[part] if not day and "{day}" in said else said for part, said in words.items()}
        was = isolate_direction(one.before.title) if one.before else ""
        says = [
            language.translate_html(words[part], day=day, was=was, hours=one.milestone.hours)
            for part in ChangedField
            if part in one.parts and part in words
        ]
        return {
            "name": isolate_direction(one.milestone.title),
            "says": says,
            "why": isolate_direction(one.milestone.leaving) if one.milestone.leaving else "",
        }

    def _doubt(self, one: PlanDoubt) -> SafeString:
        language, milestone = self.plan_view.scene.names.language, one.milestone
        return language.translate_html(
            DOUBT_SENTENCES[one.concern],
            title=isolate_direction(milestone.title),
            other=isolate_direction(one.other.title) if one.other else "",
            day=language.day_element(milestone.due) if milestone.due else "",
            end=language.day_element(self.ends) if self.ends else "",
            hours=one.hours,
            weekly=self.plan_view.scene.plan.weekly or 0,
        )

    # -- the form of a goal

    def goal_form_facts(self, goal: Goal | None) -> dict[str, Any]:
        """Return the fields of a goal's form: as it stands, or as it is proposed; blank for a new one."""
        plan = self.plan_view.scene.plan
        shape = goal.offer.shape if goal and goal.offer and goal.offer.shape else None
        milestones: Iterable[Milestone] = ()
        if goal:
            held = Goal(goal.id, "", milestones=shape.milestones) if shape else goal
            milestones = goals_with_due_days((held, *(one for one in plan.goals if one.id != goal.id)))[0].milestones
        stand = {one.id: one for one in goal.milestones} if goal else {}
        rows = [_row(one, stand.get(one.id, one)) for one in milestones]
        kept = [one.id for one in plan.goals if one.is_in_force]
        source = shape or goal
        return {
            "id": goal.id if goal else "",
            "title": source.title if source else "",
            "why": source.why if source else "",
            "by": source.by.isoformat() if source and source.by else "",
            "obstacle": source.obstacle if source else "",
            "rows": rows,
            "blanks": range(BLANK_ROWS),
            "hours": DEFAULT_HOURS,
            "places": range(1, len(rows) + 1),
            "goal_places": range(1, len(kept) + (goal is None or goal.id not in kept) + 1),
            "place": kept.index(goal.id) + 1 if goal and goal.id in kept else len(kept) + 1,
            "can_draft": self.plan_view.scene.learner and not (goal and goal.agreed),
        }


def _row(one: Milestone, stands: Milestone) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "detail": one.detail,
        "day": one.due.isoformat() if one.due else "",
        "hours": one.hours,
        "out": one.leaving,
        "dated": stands.is_open and not stands.is_met,
        "can_leave": stands.state in (MilestoneState.PLANNED, MilestoneState.IN_PROGRESS, MilestoneState.SKIPPED),
    }


GOAL_SIGNS: Mapping[GoalState, str] = {
    GoalState.DRAFT: _("Not agreed yet"),
    GoalState.PROPOSED: _("Proposed, not agreed yet"),
    GoalState.AGREED: _("Agreed"),
    GoalState.ACHIEVED: _("Achieved"),
    GoalState.DROPPED: _("Dropped"),
}
GOAL_CHANGES: Mapping[str, str] = {
    Kind.AGREED: _("{who} agreed, {day}."),
    Kind.SUGGESTED: _("{who} suggested changes, {day}:"),
    Kind.ACHIEVED: _("{who} marked it as achieved, {day}."),
    Kind.DROPPED: _("{who} dropped it, {day}:"),
}
GOAL_WORDS: Mapping[str, str] = {
    "title": _("Goal: {words}"),
    "why": _("Why: {words}"),
    "by": _("By: {words}"),
    "obstacle": _("What may get in the way: {words}"),
}
PROPOSED_CHANGES: Mapping[ChangedField, str] = {
    ChangedField.ADDED: _("new, for {day}"),
    ChangedField.LEFT_OUT: _("would be removed"),
    ChangedField.TITLE: _("was called “{was}”"),
    ChangedField.DETAIL: _("what it asks for has changed"),
    ChangedField.DAY: _("moves to {day}"),
    ChangedField.HOURS: _("about {hours} h of work"),
    ChangedField.CRITERIA: _("the list of things to look for has changed"),
    ChangedField.OPTIONAL: _("whether it is required has changed"),
}
UNDATED: Mapping[ChangedField, str] = {ChangedField.ADDED: _("new"), ChangedField.DAY: _("no longer has a date")}
COURSE_CHANGES: Mapping[ChangedField, str] = {
    **PROPOSED_CHANGES,
    ChangedField.ADDED: _("new in the course, for {day}"),
    ChangedField.LEFT_OUT: _("is no longer in the course's plan"),
}
TAILORED_CHANGES: Mapping[ChangedField, str] = {
    ChangedField.ADDED: _("not in the course's plan"),
    ChangedField.LEFT_OUT: _("in the course's plan, removed here"),
    ChangedField.TITLE: _("the course calls it “{was}”"),
    ChangedField.DETAIL: _("worded differently from the course"),
    ChangedField.DAY: _("on a different date"),
    ChangedField.HOURS: _("with different hours"),
    ChangedField.CRITERIA: _("the list of things to look for has changed"),
    ChangedField.OPTIONAL: _("whether it is required has changed"),
}
"""How a learner's own plan differs from the course's."""
WISH_ANSWERS: Mapping[str, str] = {
    Kind.GRANTED: _("{who} removed it, as you asked."),
    Kind.DECLINED: _("{who} would like to keep it:"),
}
DOUBT_SENTENCES: Mapping[Concern, str] = {
    Concern.PAST: _("{title} is planned for {day}, which has passed. Which day would suit you?"),
    Concern.AFTER_END: _("{title} is planned for {day}; the course ends on {end}."),
    Concern.SAME_DAY: _("{title} and {other} are both planned for {day}. You may want to move one of them."),
    Concern.TOO_MUCH: _(
        "Until {title} on {day}, the plan takes about {hours} h a week; you have {weekly} h. A later date, or less to do, "
        "would help."
    ),
}
"""What to look at before agreeing, kindly (docs/rules.md, Plan 8)."""
