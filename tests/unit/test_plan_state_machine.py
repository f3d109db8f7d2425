"""Every rule of the plan (docs/rules.md) under random legal and illegal acts by everybody, while time, the course and its units go on."""

import json
from dataclasses import replace
from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mentorship_xblock.actions.permissions import choose_acting_role
from mentorship_xblock.actions.registry import ACTIONS
from mentorship_xblock.domain.mentor.learner_index import index_line_of
from mentorship_xblock.domain.mentorship import append_entry, transitions
from mentorship_xblock.domain.mentorship.status import relationship_at, with_time_effects
from mentorship_xblock.domain.plan import milestones
from mentorship_xblock.domain.plan.block_completion import completed_share_of
from mentorship_xblock.domain.plan.course_changes import changes_course_offers, course_plan_fingerprint, tailored_milestones
from mentorship_xblock.domain.plan.course_plan import (
    CompletionRule,
    CourseGoal,
    CourseMilestone,
    CoursePlan,
    PlannedDay,
    UnitsEffect,
)
from mentorship_xblock.domain.plan.goals import PLAN_ITEMS_MAX, GoalInput, MilestoneInput
from mentorship_xblock.domain.plan.pace import (
    count_expected_by_today,
    days_ahead_of_plan,
    doubts_about_proposal,
    milestone_to_recall,
    plan_after_pauses,
)
from mentorship_xblock.domain.plan.projection import day_of_joining, plan_of_record, plan_written_down
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.log import Role
from mentorship_xblock.domain.record.record import load_stored_record
from mentorship_xblock.views.error_messages import ERROR_MESSAGES

from ..support.plan_oracle import all_of, check_step
from ..support.plans import NOON, paired

PEOPLE = {"L": ("1", Role.LEARNER), "M": ("2", Role.MENTOR), "B": ("3", Role.BACKUP), "S": ("9", Role.STAFF)}
M1, M2 = (
    CourseMilestone("m1", "Describe", due=PlannedDay(7)),
    CourseMilestone("m2", "List", due=PlannedDay(7, after="m1"), criteria=("Whole",), finish=UnitsEffect.REVIEW),
)
M3, M4 = (
    CourseMilestone("m3", "Draft", due=PlannedDay(day=date(2026, 2, 1))),
    CourseMilestone("m4", "Load", optional=True, finish=UnitsEffect.APPROVED),
)
COURSES = (
    (CourseGoal("g1", "Understand", (M1, M2)), CourseGoal("g2", "Build", (M3, M4))),
    (
        CourseGoal("g1", "Understand", (replace(M1, title="Describe it"), replace(M2, due=PlannedDay(9)))),
        CourseGoal("g2", "Build", (M3, CourseMilestone("m5", "Test"))),
    ),
    (
        CourseGoal("g2", "Build", (replace(M3, due=PlannedDay(3, after="m6")),)),
        CourseGoal("g3", "Share", (CourseMilestone("m6", "Show", due=PlannedDay(20)), M4)),
    ),
)
"""What the course's plan is by turns: reworded, redated, with steps and a goal more or less."""


class Plan(RuleBasedStateMachine):
    """One learner's plan, and the four who may or may not do something with it."""

    def __init__(self):
        super().__init__()
        self.record, self.now, self.count, self.course, self.done = paired(), NOON, 0, 0, {}

    @property
    def template(self):
        return CoursePlan(COURSES[self.course], self.done)

    @property
    def plan(self):
        return plan_of_record(with_time_effects(self.record, self.now), self.template)

    @property
    def today(self):
        return self.now.date()

    # -- how anybody acts

    def attempt(self, act, who, **body):
        """Let somebody try an act of the plan; refused, by their role or by the plan, it changes nothing."""
        person, role = PEOPLE[who]

        def step(record, actor):
            choose_acting_role(act, frozenset({role}), relationship_at(record, actor.now).status)
            return ACTIONS[act].run.apply(record, actor, self.template, body)

        return self.do(step, person, role)

    def do(self, step, person, role):
        self.now += timedelta(minutes=7)
        self.count += 1
        actor = append_entry.Actor(person, role, f"key-{self.count:05d}", self.now)
        before = self.record
        try:
            after = step(before, actor)
        except ActionRefused as refusal:
            assert refusal.code in ERROR_MESSAGES
            return False
        assert after.log[: len(before.log)] == before.log
        for length in range(len(before.log), len(after.log)):
            was, now = (plan_written_down(replace(after, log=after.log[:end])) for end in (length, length + 1))
            check_step(was, now, after.log[length])
        self.record = after
        if actor.key in after.entries_by_id:
            assert step(after, actor) == after
        return len(after.log) > len(before.log)

    def one(self, data):
        return data.draw(st.sampled_from([*all_of(self.plan), "no-such"]))

    def goal(self, data, *more):
        return data.draw(st.sampled_from([*(goal.id for goal in self.plan.goals), "no-such", *more]))

    def wanted(self, data, goal):
        """Return a goal as somebody might have it: its milestones in another order, with other days, left out, and new ones."""
        have = next((one.milestones for one in self.plan.goals if one.id == goal), ())
        kept = data.draw(st.permutations(have))[: data.draw(st.integers(0, len(have)))]
        rows = [
            MilestoneInput(
                one.id,
                data.draw(st.sampled_from([one.title, "Other"])),
                day=data.draw(st.sampled_from([one.due, None, self.today + timedelta(3)])),
                hours=data.draw(st.integers(1, 9)),
                place=data.draw(st.sampled_from([None, 1, 4])),
                out=data.draw(st.sampled_from(["", "", "Known"])),
            )
            for one in kept
        ]
        rows += [MilestoneInput("", "New", day=data.draw(st.sampled_from([None, date(2026, 3, 1)])))] * data.draw(st.integers(0, 2))
        return GoalInput("Aim", "Why", None, "Shifts", data.draw(st.sampled_from([None, 1, 3])), tuple(rows), "words")

    # -- goals

    @rule(who=st.sampled_from("LMBS"), act=st.sampled_from(["draft_goal", "propose_goal", "propose_goal"]), data=st.data())
    def shape(self, who, act, data):
        goal = self.goal(data, "", "")
        self.attempt(act, who, goal=goal, wanted=self.wanted(data, goal))

    @rule(who=st.sampled_from("LLMBS"), data=st.data())
    def propose(self, who, data):
        self.attempt("propose", who, goal=self.goal(data, "", ""))

    @rule(who=st.sampled_from("LMBS"), act=st.sampled_from(["agree", "agree", "suggest"]), stale=st.booleans(), data=st.data())
    def answer(self, who, act, stale, data):
        goal = self.goal(data, "", "", "")
        waiting = [one for one in self.plan.goals_with_proposal(to_learner=who == "L") if goal in ("", one.id)]
        newest = max((one.offer.latest_entry.seq for one in waiting), default=0)
        of = self.record.log[0 if stale else newest].id
        acted = self.attempt(act, who, goal=goal, of=of, text="words")
        assert not acted or not stale

    @rule(who=st.sampled_from("LMBS"), act=st.sampled_from(["achieve", "drop_goal"]), data=st.data())
    def turn(self, who, act, data):
        goal = self.goal(data)
        before = next((one for one in self.plan.goals if one.id == goal), None)
        if self.attempt(act, who, goal=goal, text="words") and act == "achieve":
            assert all(one.state in ("approved", "skipped") for one in before.milestones if not one.optional)

    # -- milestones

    @rule(act=st.sampled_from(["begin", "submit", "submit", "take_back"]), who=st.sampled_from("LLLMBS"), data=st.data())
    def work(self, act, who, data):
        self.attempt(act, who, milestone=self.one(data), text="words", links=("https://example.com",), met=(0, 7))

    @rule(who=st.sampled_from("LMMBS"), act=st.sampled_from(["approve", "ask_changes"]), wrong=st.booleans(), data=st.data())
    def decide(self, who, act, wrong, data):
        waiting = [one.id for one in self.plan.milestones if one.state == "submitted"]
        milestone = data.draw(st.sampled_from([*waiting, *waiting, "m1"]))
        latest = all_of(self.plan)[milestone][1].latest_version if milestone in all_of(self.plan) else None
        number = (latest.number if latest else 0) + wrong
        acted = self.attempt(act, who, milestone=milestone, version=number, text="words", met=(0,))
        assert not (acted and wrong)

    @rule(who=st.sampled_from("LMBS"), act=st.sampled_from(["reopen", "skip_milestone"]), data=st.data())
    def move(self, who, act, data):
        self.attempt(act, who, milestone=self.one(data), text="words")

    @rule(who=st.sampled_from("LLMBS"), act=st.sampled_from(["ask_time", "ask_out"]), days=st.integers(-9, 40), data=st.data())
    def wish(self, who, act, days, data):
        self.attempt(act, who, milestone=self.one(data), day=self.today + timedelta(days), text="words")

    @rule(
        who=st.sampled_from("LMBS"), act=st.sampled_from(["grant", "decline", "withdraw_wish"]), other=st.booleans(), data=st.data()
    )
    def fulfil(self, who, act, other, data):
        wishes = {one.id: one.wish.id for one in self.plan.milestones if one.wish}
        milestone = data.draw(st.sampled_from([*wishes, "m1"]))
        day = self.today + timedelta(5) if other else None
        self.attempt(act, who, milestone=milestone, of=wishes.get(milestone, "no-wish"), day=day, text="words")

    @rule(who=st.sampled_from("LMBS"), days=st.integers(-9, 40), data=st.data())
    def redate(self, who, days, data):
        self.attempt("redate", who, milestone=self.one(data), day=self.today + timedelta(days), text="words")

    @rule(who=st.sampled_from("LLM"), data=st.data())
    def recall(self, who, data):
        asked = milestone_to_recall(self.plan, self.now)
        self.attempt("recall", who, milestone=asked.id if asked else self.one(data), text="words")

    @rule(then=st.sampled_from(["approve", "approve", "reopen", "recall", "achieve", "take_back"]), data=st.data())
    def a_milestone_goes_all_the_way(self, then, data):
        milestone = self.one(data)
        self.attempt("submit", "L", milestone=milestone, text="words", links=(), met=())
        one = all_of(self.plan).get(milestone, (None, None))[1]
        if then == "take_back":
            self.attempt("take_back", "L", milestone=milestone)
        elif one and one.latest_version:
            self.attempt("approve", "M", milestone=milestone, version=one.latest_version.number, text="", met=())
            self.now += timedelta(days=15 if then == "recall" else 0)
            self.attempt(
                then,
                "L" if then == "recall" else "M",
                milestone=milestone,
                goal=self.plan.goal_of_milestone(milestone).id,
                text="",
                met=(),
                version=1,
            )

    @rule(change=st.booleans(), data=st.data())
    def the_two_agree(self, change, data):
        goal = self.goal(data)
        if change:
            self.attempt("propose_goal", "M", goal=goal, wanted=self.wanted(data, goal))
        else:
            self.attempt("propose", "L", goal=goal)
        self.attempt("agree", "L" if change else "M", goal=goal, of=self.record.log[-1].id, text="")

    @rule(move=st.booleans(), days=st.integers(1, 9), back=st.booleans())
    def a_pause_is_over(self, move, days, back):
        self.do(lambda record, actor: transitions.pause_mentorship(record, actor, self.today + timedelta(days), ""), *PEOPLE["L"])
        self.now += timedelta(days=days - back)
        self.do(transitions.resume_mentorship, *PEOPLE["L"])
        self.attempt("move_days", "L", move=move)

    # -- the plan as a whole, the course, and time

    @rule(who=st.sampled_from("LLM"), act=st.sampled_from(["set_week", "contest", "move_days", "settle"]), move=st.booleans())
    def say(self, who, act, move):
        days = sum(away.days for away in self.plan.absences)
        if self.attempt(act, who, hours=5, text="words", move=move) and act == "move_days":
            assert self.record.log[-1].data["n"] == (days if move else 0)

    @rule(who=st.sampled_from("LLM"), stale=st.booleans(), data=st.data())
    def renew(self, who, stale, data):
        offered = [one.milestone.id for one in changes_course_offers(self.plan, self.template.aims, day_of_joining(self.record))]
        take = data.draw(st.lists(st.sampled_from([*offered, "m1", "m5", "no-such"]), unique=True, max_size=4))
        of = course_plan_fingerprint(COURSES[self.course - 1] if stale else self.template.aims)
        acted = self.attempt("renew", who, of=of, take=take)
        assert not (acted and stale)
        if acted:
            assert not changes_course_offers(self.plan, self.template.aims, day_of_joining(self.record))

    @rule(to=st.integers(0, len(COURSES) - 1))
    def the_course_is_edited(self, to):
        own = plan_written_down(self.record)
        self.course = to
        assert plan_written_down(self.record) == own

    @rule(step=st.sampled_from(["m2", "m4"]), back=st.booleans())
    def units_are_completed(self, step, back):
        others = {name: moment for name, moment in self.done.items() if name != step}
        self.done = others if back else {**others, step: self.now}

    @rule(
        who=st.sampled_from("LMS"),
        what=st.sampled_from(["pause", "resume", "leave", "hours", "days", "weeks"]),
        days=st.integers(1, 20),
    )
    def time_passes(self, who, what, days):
        if what == "pause":
            self.do(
                lambda record, actor: transitions.pause_mentorship(record, actor, self.today + timedelta(days), "words"),
                *PEOPLE[who],
            )
        elif what == "resume":
            self.do(transitions.resume_mentorship, *PEOPLE[who])
        elif what == "leave":
            self.do(transitions.leave_mentorship, *PEOPLE["L"])
            self.do(transitions.return_to_mentor, *PEOPLE["L"])
        else:
            self.now += timedelta(**{what: 2})

    # -- what is always true

    @invariant()
    def replaying_what_is_stored_gives_the_same_plan(self):
        again = load_stored_record(json.loads(json.dumps(self.record.as_stored_json())))
        assert again == self.record
        assert plan_of_record(with_time_effects(again, self.now), self.template) == self.plan

    @invariant()
    def percent_is_of_the_work_that_is_kept_and_none_where_there_is_none(self):
        kept = [one for one in self.plan.milestones if one.state != "skipped"]
        assert (self.plan.percent_approved is None) == (not kept)
        if kept:
            approved = sum(one.hours for one in kept if one.state == "approved")
            assert self.plan.percent_approved == int(100 * approved / sum(one.hours for one in kept))
        assert len(self.plan.goals) + len(all_of(self.plan)) <= PLAN_ITEMS_MAX

    @invariant()
    def what_is_seen_before_the_units_are_written_down_is_what_is_seen_after(self):
        actor = append_entry.Actor("1", Role.LEARNER, "settle-now", self.now)
        try:
            after = milestones.write_down_unit_effects(self.record, actor, self.template)
        except ActionRefused:
            return
        assert told(plan_of_record(with_time_effects(after, self.now), self.template)) == told(self.plan)
        if after is not self.record:
            assert told(plan_of_record(after)) == told(self.plan)
        assert milestones.write_down_unit_effects(after, actor, self.template) is after

    @invariant()
    def the_next_step_is_the_learners_if_any_is(self):
        plan, step = self.plan, self.plan.next_milestone()
        mine = [one for one in plan.milestones if one.state in ("planned", "in_progress", "changes_asked")]
        assert step == next(iter(mine or [one for one in plan.milestones if one.is_open]), None)

    @invariant()
    def what_is_derived_can_always_be_told(self):
        plan, relation = self.plan, relationship_at(self.record, self.now)
        for goal in plan.goals:
            assert doubts_about_proposal(plan, goal, self.today, self.today + timedelta(30)) is not None
        assert days_ahead_of_plan(plan, self.today) == days_ahead_of_plan(replace(plan_after_pauses(plan), absences=()), self.today)
        assert 0 <= count_expected_by_today(plan, self.today) <= len(plan.kept_milestones)
        assert set(tailored_milestones(plan)) <= set(all_of(plan))
        assert all(0 <= completed_share_of(self.record, when, 2) <= 1 for when in CompletionRule)
        waits = [one for one in plan.milestones if one.state == "submitted" or one.wish] + list(
            plan.goals_with_proposal(to_learner=False)
        )
        assert (plan.oldest_review_wait is not None) == bool(waits)
        line = index_line_of(self.record, relation.mentor, self.template) if relation.mentor else None
        assert line is None or not line.mine or line.review == plan.oldest_review_wait


def told(plan):
    """Return what anybody sees of a plan."""
    goals = [
        (goal.id, goal.state, [(one.id, one.state, one.since, one.due, len(one.versions), one.wish) for one in goal.milestones])
        for goal in plan.goals
    ]
    return (
        goals,
        plan.percent_approved,
        plan.oldest_review_wait,
        plan.next_due_day,
        plan.next_milestone() and plan.next_milestone().id,
        plan.weekly,
        plan.absences,
    )


Plan.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
test_whoever_does_what_in_any_order_a_plan_stays_what_the_design_says = pytest.mark.slow(Plan.TestCase)
