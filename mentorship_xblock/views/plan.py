"""The plan as a view draws it at first sight: the path, the pace, the one next step, and every milestone's state in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from ..actions.context import MentoringContext
from ..authoring.program import Program
from ..domain.plan.course_plan import CoursePlan, UnitsEffect
from ..domain.plan.model import MILESTONE_TRANSITIONS, EvidenceVersion, Goal, Milestone, MilestoneState, Plan
from ..domain.plan.pace import count_expected_by_today, days_ahead_of_plan
from ..domain.record.log import Entry, Kind
from ..domain.record.values import parse_calendar_day, parse_instant_or_none
from ..hosts.port import CourseUnit
from .names import PeopleNames
from .text.i18n import _, isolate_direction
from .text.rich_text import first_words_of, words_as_markup

DECISION_WORDS_MAX = 500
"""Characters of a decision, of which the next step shows some lines."""
TRACK_MAX = 7
"""Up to so many milestones are drawn as one line; more are drawn goal by goal."""


@dataclass(frozen=True, slots=True)
class StateSign:
    """How a state is drawn: never by its colour alone."""

    icon: str
    word: str


STATE_SIGNS: Mapping[MilestoneState, StateSign] = {
    MilestoneState.PLANNED: StateSign("ring", _("Planned")),
    MilestoneState.IN_PROGRESS: StateSign("half", _("In progress")),
    MilestoneState.SUBMITTED: StateSign("person", _("With {mentor}")),
    MilestoneState.CHANGES_ASKED: StateSign("pencil", _("Changes requested")),
    MilestoneState.APPROVED: StateSign("check", _("Approved")),
    MilestoneState.SKIPPED: StateSign("dash", _("Removed")),
}


@dataclass(frozen=True)
class PlanScene:
    """What a plan is drawn from. ``mentor`` is who reads evidence, ``today`` the day where the learner is."""

    plan: Plan
    names: PeopleNames
    mentor: SafeString
    today: date
    course_plan: CoursePlan = field(default_factory=CoursePlan)
    units: Mapping[str, tuple[CourseUnit, ...]] = field(default_factory=dict)
    undated: bool = False
    """Whether no date counts now: the mentorship is paused, or over."""
    learner: bool = False
    """Whether the reader is the learner."""

    @cached_property
    def next_milestone(self) -> Milestone | None:
        """The one next step: what the learner can go on with now, units that open later left aside."""
        shut = {step for step, units in self.units.items() if units and all(unit.opens for unit in units)}
        return self.plan.next_milestone(frozenset(shut))


@dataclass(frozen=True)
class PlanSetting:
    """What of the course a plan is drawn from: the program, the plan as it is for this learner, and the bound units."""

    course: MentoringContext
    course_plan: CoursePlan

    @property
    def program(self) -> Program:
        """What the author wrote."""
        return self.course.program

    @cached_property
    def bound_units(self) -> Mapping[str, tuple[CourseUnit, ...]]:
        """The units that milestones are bound to, by the milestones' ids, as far as they are in the course."""
        found = self.course.bound_units
        return {step: tuple(found[usage] for usage in usages if usage in found) for step, usages in self.program.units.items()}

    def course_ends_on(self) -> date | None:
        """Return when the course ends. It can cost the host a query, so it is asked only where something is to be agreed."""
        return self.course.host.course_ends_on


@dataclass(frozen=True)
class PlanView:
    """Draws one learner's plan."""

    scene: PlanScene

    def path_facts(self) -> dict[str, Any] | None:
        """Return the path: every milestone on a line, or goal by goal when there are many; None when there is no plan."""
        plan = self.scene.plan
        if not plan.milestones:
            return None
        many = len(plan.milestones) > TRACK_MAX
        return {
            "sentence": self.path_sentence(),
            "pace": self.pace_sentence(),
            "track": None if many else self.track_stops(),
            "goals": [self.goal_facts(goal) for goal in plan.goals if goal.counted_milestones] if many else [],
        }

    def track_stops(self) -> list[dict[str, Any]]:
        """Return the milestones on a line, with a mark after those that the plan expected to be done by today."""
        scene = self.scene
        stops = [self.stop_facts(one) for one in scene.plan.milestones]
        place = 0 if scene.undated else count_expected_by_today(scene.plan, scene.today)
        if 0 < place < len(stops):
            stops[place - 1]["today"] = True
        return stops

    def path_sentence(self) -> SafeString:
        """Return the path in one sentence, for everybody and for who hears it instead of seeing it."""
        language, upcoming, plan = self.scene.names.language, self.scene.next_milestone, self.scene.plan
        done = {"approved": plan.approved_count, "total": len(plan.kept_milestones)}
        if upcoming is None:
            return language.translate_html(_("All {total} milestones approved."), **done)
        if upcoming.due is None or self.scene.undated:
            return language.translate_html(
                _("{approved} of {total} approved. Next: {title}."), title=isolate_direction(upcoming.title), **done
            )
        return language.translate_html(
            _("{approved} of {total} approved. Next: {title}, planned for {day}."),
            title=isolate_direction(upcoming.title), day=language.day_element(upcoming.due), **done,
        )  # fmt: skip

    def pace_sentence(self) -> SafeString:
        """Return how far the learner is ahead of their own dates, in the same words for both sides; nothing while it is unknown."""
        language, scene = self.scene.names.language, self.scene
        days = None if scene.undated or scene.next_milestone is None else days_ahead_of_plan(scene.plan, scene.today)
        if days is None or (days >= 0 and any(self._is_past(one) for one in scene.plan.kept_milestones)):
            # By the work done they are not behind, yet a step is past its date: neither is said against the other.
            return SafeString("")
        if days == 0:
            return language.translate_html(_("As planned."))
        if days > 0:
            return language.translate_count("About {number} day ahead of the plan.", "About {number} days ahead of the plan.", days)
        return language.translate_count("About {number} day later than planned.", "About {number} days later than planned.", -days)

    def goal_facts(self, goal: Goal) -> dict[str, Any]:
        """Return one goal; the one with the next step is open, and has its milestones."""
        current = self.scene.next_milestone in goal.milestones
        return {
            "id": goal.id,
            "name": isolate_direction(goal.title),
            "approved": goal.approved_count,
            "total": goal.kept_count,
            "open": current,
            "long": len(goal.counted_milestones) > TRACK_MAX,
            "milestones": [self.stop_facts(one) for one in goal.counted_milestones] if current else [],
        }

    def stop_facts(self, one: Milestone) -> dict[str, Any]:
        """Return one milestone as the path draws it: its state in words, and its day."""
        sign, upcoming = STATE_SIGNS[one.state], self.scene.next_milestone
        return {
            "id": one.id,
            "title": one.title,
            "name": isolate_direction(one.title),
            "state": one.state.value,
            "icon": sign.icon,
            "word": self.scene.names.language.translate_html(sign.word, mentor=self.scene.mentor),
            "since": one.since if one.state in (MilestoneState.APPROVED, MilestoneState.SUBMITTED) else None,
            "due": one.due if one.is_open else None,
            "past": self._is_past(one),
            "now": upcoming is not None and one.id == upcoming.id,
            "today": False,
            "optional": one.optional,
        }

    def _is_past(self, one: Milestone) -> bool:
        """Whether a milestone is still to be done although its day is over."""
        return bool(one.due and one.due < self.scene.today and one.is_open and not one.is_met and not self.scene.undated)

    def milestone_facts(self, one: Milestone) -> dict[str, Any]:
        """Return one milestone with all that is known of it, its evidence too."""
        goal = self.scene.plan.goal_of_milestone(one.id)
        return {
            **self.stop_facts(one),
            "detail": one.detail,
            "hours": one.hours,
            "criteria": _criteria(one, one.latest_version.sent if one.latest_version else None),
            "units": [
                {"name": isolate_direction(unit.title), "address": unit.address, "opens": unit.opens, "here": unit.here}
                for unit in self.scene.units.get(one.id, ())
            ],
            "elsewhere": any(unit.address and not unit.here and not unit.opens for unit in self.scene.units.get(one.id, ())),
            "brings": self._brings(one),
            "versions": [self.version_facts(one, version) for version in one.versions],
            "number": (one.latest_version.number if one.latest_version else 0) + (one.state is not MilestoneState.SUBMITTED),
            "begun": one.since is not None,
            "can_start": one.state is MilestoneState.PLANNED,
            "can_submit": one.state in MILESTONE_TRANSITIONS[Kind.SUBMITTED] or one.state is MilestoneState.PLANNED,
            "can_take_back": one.state is MilestoneState.SUBMITTED
            and bool(one.latest_version and not one.latest_version.is_from_units),
            "can_leave_out": one.state in MILESTONE_TRANSITIONS[Kind.SKIPPED],
            "can_reopen": one.state in MILESTONE_TRANSITIONS[Kind.REOPENED] and goal.is_in_force,
            "can_redate": one.is_open,
            "reviewable": one.state is MilestoneState.SUBMITTED,
            "wish": self.wish_facts(one),
            "agreed": goal.agreed is not None,
        }

    def _brings(self, one: Milestone) -> SafeString:
        """Say what completing the units brings; and where that cannot be seen, that the learner says so."""
        language, step = self.scene.names.language, self.scene.course_plan.milestones_by_id.get(one.id)
        if step is None or not self.scene.units.get(one.id) or not one.is_open or one.versions:
            return SafeString("")
        if step.finish is UnitsEffect.NOTHING:
            return SafeString("")
        return language.translate_html(UNITS_EFFECTS[step.finish] if self.scene.course_plan.seen else UNITS_NOT_TRACKED)

    def wish_facts(self, one: Milestone) -> dict[str, Any] | None:
        """Return what the learner has asked for on a milestone and nobody has answered yet."""
        if one.wish is None:
            return None
        language, learner = self.scene.names.language, self.scene.learner
        day = parse_calendar_day(one.wish.data.get("d"))
        return {
            "id": one.wish.id,
            "later": one.wish.kind == Kind.LATER,
            "day": day.isoformat() if day else "",
            "says": language.translate_html(WISH_SENTENCES[one.wish.kind, learner], day=language.day_element(day) if day else ""),
            "words": words_as_markup(one.wish.stored_text("x")),
            "at": one.wish.at,
        }

    def version_facts(self, one: Milestone, version: EvidenceVersion) -> dict[str, Any]:
        """Return one version of the evidence and what was decided on it."""
        decided = version.decided
        return {
            "number": version.number,
            "at": parse_instant_or_none(version.sent.stored_text("on")) or version.sent.at,
            "by_units": version.is_from_units,
            "body": words_as_markup(version.sent.stored_text("x")),
            "links": evidence_links_of(version.sent),
            "criteria": _criteria(one, version.sent, decided),
            "taken_back": version.taken_back.at if version.taken_back else None,
            "decided": decided
            and {
                "approved": decided.kind != Kind.CHANGES_ASKED,
                "by": self.scene.names.name_markup(decided.by) if decided.by else "",
                "at": decided.at,
                "body": words_as_markup(decided.stored_text("x")),
                "words": first_words_of(decided.stored_text("x"), DECISION_WORDS_MAX),
            },
        }

    def next_step_facts(self) -> dict[str, Any] | None:
        """Return the one next step with the sentence that says why it is next; None when there is no plan."""
        plan, upcoming = self.scene.plan, self.scene.next_milestone
        if not plan.kept_milestones:
            return None
        if upcoming is None:
            whole = all(goal.is_in_force for goal in plan.goals) and len(plan.kept_milestones) == len(plan.milestones)
            return {"done": True, "total": len(plan.kept_milestones), "whole": whole}
        drawn = self.milestone_facts(upcoming)
        asked = drawn["versions"][-1]["decided"] if upcoming.state is MilestoneState.CHANGES_ASKED else None
        return {**drawn, "asked": asked, "done": False}

    def open_milestones_here(self) -> list[Milestone]:
        """Return the open milestones, the next step aside, whose unit the reader is in."""
        units, upcoming = self.scene.units, self.scene.next_milestone
        return [
            one
            for one in self.scene.plan.milestones
            if one.is_open and one != upcoming and any(unit.here for unit in units.get(one.id, ()))
        ]

    def milestones_to_review(self) -> list[dict[str, Any]]:
        """Return the milestones whose evidence waits for a decision."""
        return [self.milestone_facts(one) for one in self.scene.plan.milestones if one.state is MilestoneState.SUBMITTED]

    def milestones_with_wish(self) -> list[dict[str, Any]]:
        """Return the milestones on which the learner asks for something."""
        return [self.milestone_facts(one) for one in self.scene.plan.milestones if one.wish]


UNITS_EFFECTS: Mapping[UnitsEffect, str] = {
    UnitsEffect.REVIEW: _("Finish the unit and it goes to review automatically."),
    UnitsEffect.APPROVED: _("Finish the unit and it is approved automatically."),
}
"""What completing the units brings, by the author's rule."""
UNITS_NOT_TRACKED = _("This course does not record what you complete, so hand it in yourself.")
"""What is said instead where the host cannot tell."""

WISH_SENTENCES: Mapping[tuple[str, bool], str] = {
    (Kind.LATER, True): _("You asked for a different date: {day}."),
    (Kind.OUT, True): _("You asked to remove it."),
    (Kind.LATER, False): _("Asks for a different date: {day}."),
    (Kind.OUT, False): _("Asks to remove it."),
}
"""What a learner has asked for, to themselves and to the mentoring side."""


def _criteria(one: Milestone, sent: Entry | None, decided: Entry | None = None) -> list[dict[str, Any]]:
    """Return what a reviewer looks for, each with whether the learner and whether the reviewer found it met."""
    mine, theirs = _ticks(sent), _ticks(decided)
    return [
        {"place": place, "text": isolate_direction(text), "mine": place in mine, "theirs": place in theirs, "judged": bool(theirs)}
        for place, text in enumerate(one.criteria)
    ]


def _ticks(entry: Entry | None) -> frozenset[object]:
    ticks = entry.data.get("c") if entry else None
    return frozenset(tick for tick in ticks if isinstance(tick, int)) if isinstance(ticks, list | tuple) else frozenset()


def evidence_links_of(entry: Entry) -> list[str]:
    """Return the addresses handed in with a version; earlier there was one, stored as it is."""
    stored = entry.data.get("u")
    if isinstance(stored, str):
        return [stored]
    return [str(link) for link in stored] if isinstance(stored, list | tuple) else []


def plan_titles_by_id(plan: Plan) -> dict[str, str]:
    """Return the titles of goals and milestones, those that are only offered too, for messages that name them."""
    found = {goal.id: goal.title for goal in plan.goals}
    for goal in plan.goals:
        found |= {one.id: one.title for one in goal.milestones}
    return found
