"""The plan as pure functions: what may follow what, by examples and by property (MF §E2)."""

import json
from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mentorship_xblock.domain import milestones, steps
from mentorship_xblock.domain.folding import plan_of
from mentorship_xblock.domain.ledger import line_of
from mentorship_xblock.domain.plan import MOVES, State
from mentorship_xblock.domain.record import Kind, Record, Role, load_record
from mentorship_xblock.domain.refusals import Refused
from mentorship_xblock.domain.template import Aim, Due, Step, Template
from mentorship_xblock.domain.thread import thread_of

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PLAN = Template(
    (
        Aim(
            "g1", "Understand", (Step("m1", "Describe", "One page", Due(days=7)), Step("m2", "List", due=Due(day=date(2026, 2, 1))))
        ),
        Aim("g2", "Build", (Step("m3", "Draft"),)),
    )
)
MILESTONES = ["m1", "m2", "m3"]


def learner(key, now=NOON, zone=""):
    return steps.Actor("1", Role.LEARNER, key, now, zone)


def mentor(key, now=NOON):
    return steps.Actor("2", Role.MENTOR, key, now)


def paired(zone="", now=NOON):
    return steps.pair(Record(), learner("join-key", now, zone), "1", "2")


def state(record, milestone):
    return plan_of(record, PLAN).milestone(milestone).state


def test_until_the_first_act_the_plan_is_the_courses_and_follows_its_changes():
    record = paired()
    assert not plan_of(record, PLAN).own
    changed = Template((Aim("g1", "Understand", (Step("m9", "Other"),)),))
    assert [one.id for one in plan_of(record, changed).milestones] == ["m9"]
    begun = milestones.start(record, learner("start-key"), PLAN, "m1")
    assert [one.id for one in plan_of(begun, changed).milestones] == MILESTONES


def test_days_are_counted_from_joining_where_the_learner_is():
    late = datetime(2026, 1, 5, 23, tzinfo=UTC)  # already the 6th in Nairobi
    assert plan_of(paired("Africa/Nairobi", late), PLAN).milestone("m1").due == date(2026, 1, 13)
    assert plan_of(paired("", late), PLAN).milestone("m1").due == date(2026, 1, 12)
    assert plan_of(Record(), PLAN).milestone("m1").due is None
    assert plan_of(Record(), PLAN).milestone("m2").due == date(2026, 2, 1)


def test_evidence_goes_to_the_mentor_comes_back_and_is_approved_in_its_second_version():
    record = milestones.submit(paired(), learner("hand-1"), PLAN, "m1", "First", ("https://example.com",))
    assert state(record, "m1") is State.SUBMITTED
    record = milestones.decide(record, mentor("change-1"), PLAN, Kind.CHANGES_ASKED, "m1", 1, "One thing")
    record = milestones.submit(record, learner("hand-2"), PLAN, "m1", "Second")
    record = milestones.decide(record, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 2)
    versions = plan_of(record, PLAN).milestone("m1").versions
    assert [(version.number, version.sent.text("x"), version.decided.kind) for version in versions] == [
        (1, "First", Kind.CHANGES_ASKED),
        (2, "Second", Kind.APPROVED),
    ]
    assert versions[0].sent.data["u"] == ["https://example.com"]
    assert plan_of(record).approved == 1 and plan_of(record).next().id == "m2"


def test_handing_in_what_was_only_planned_begins_it_too():
    record = milestones.submit(paired(), learner("hand-1"), PLAN, "m3", "Done")
    assert [entry.kind for entry in record.log[-3:]] == [Kind.PLANNED, Kind.STARTED, Kind.SUBMITTED]
    assert [entry.by for entry in record.log[-3:]] == ["", "", "1"]


def test_nobody_decides_on_a_version_they_have_not_seen():
    record = milestones.submit(paired(), learner("hand-1"), PLAN, "m1", "First")
    record = milestones.decide(record, mentor("change-1"), PLAN, Kind.CHANGES_ASKED, "m1", 1, "Why")
    record = milestones.submit(record, learner("hand-2"), PLAN, "m1", "Second")
    with pytest.raises(Refused) as refusal:
        milestones.decide(record, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1)
    assert (refusal.value.code, refusal.value.facts) == ("newer-version", {"version": 2})


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda record: milestones.start(record, learner("act-key"), PLAN, "no-such"), "no-milestone"),
        (lambda record: milestones.decide(record, mentor("act-key"), PLAN, Kind.APPROVED, "m1", 1), "milestone-not-now"),
        (
            lambda record: milestones.start(
                steps.leave(record, learner("leave-key")), learner("act-key", NOON + timedelta(8)), PLAN, "m1"
            ),
            "not-now",
        ),
        (lambda record: milestones.start(record, learner("act-key"), Template(), "m1"), "no-milestone"),
    ],
)
def test_what_the_table_does_not_allow_is_refused_with_its_reason(act, code):
    with pytest.raises(Refused) as refusal:
        act(paired())
    assert refusal.value.code == code


def test_evidence_and_decisions_neither_begin_nor_end_a_wait():
    record = steps.say(paired(), learner("ask-key-1"), Kind.QUESTION, "Why?")
    waiting = thread_of(record).waiting
    record = milestones.submit(record, learner("hand-1", NOON + timedelta(hours=1)), PLAN, "m1", "First")
    record = milestones.decide(record, mentor("approve-1", NOON + timedelta(hours=2)), PLAN, Kind.APPROVED, "m1", 1, "Good")
    assert thread_of(record).waiting == waiting
    assert thread_of(record).contact == NOON + timedelta(hours=2)


def test_the_line_of_a_mentor_tells_what_is_to_be_reviewed_and_how_far_the_plan_is():
    record = milestones.submit(paired(), learner("hand-1"), PLAN, "m1", "First")
    line = line_of(record, "2")
    assert (line.review, line.approved, line.milestones, line.due) == (NOON, 0, 3, date(2026, 1, 12))
    line = line_of(milestones.decide(record, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1), "2")
    assert (line.review, line.approved, line.due) == (None, 1, date(2026, 2, 1))


def test_a_plan_written_by_somebody_else_is_read_as_far_as_it_can_be():
    record = paired().append(
        "plan-x", Kind.PLANNED, "", Role.TIME, NOON, plan=[7, {"n": "no id"}, {"i": "g", "ms": [{"i": "m", "d": "never"}, "x"]}]
    )
    assert [(one.id, one.due) for one in plan_of(record).milestones] == [("m", None)]


class Plan(RuleBasedStateMachine):
    """One learner's plan under any acts of the learner and two mentors, in any order."""

    def __init__(self):
        super().__init__()
        self.record, self.now, self.count = paired(), NOON, 0

    def act(self, step, person, role):
        self.now += timedelta(minutes=7)
        self.count += 1
        actor = steps.Actor(person, role, f"key-{self.count:05d}", self.now)
        before = self.record
        try:
            self.record = step(before, actor)
        except Refused:
            assert self.record is before
            return
        assert self.record.log[: len(before.log)] == before.log
        assert step(self.record, actor) == self.record

    @rule(milestone=st.sampled_from([*MILESTONES, "no-such"]))
    def start(self, milestone):
        self.act(lambda record, actor: milestones.start(record, actor, PLAN, milestone), "1", Role.LEARNER)

    @rule(milestone=st.sampled_from(MILESTONES), text=st.text(max_size=20))
    def submit(self, milestone, text):
        self.act(lambda record, actor: milestones.submit(record, actor, PLAN, milestone, text), "1", Role.LEARNER)

    @rule(
        milestone=st.sampled_from(MILESTONES),
        kind=st.sampled_from([Kind.APPROVED, Kind.CHANGES_ASKED]),
        version=st.integers(0, 4),
        by=st.sampled_from([("2", Role.MENTOR), ("3", Role.BACKUP), ("9", Role.STAFF)]),
    )
    def decide(self, milestone, kind, version, by):
        self.act(lambda record, actor: milestones.decide(record, actor, PLAN, kind, milestone, version, "words"), *by)

    @rule()
    def leave_and_come_back(self):
        self.act(steps.leave, "1", Role.LEARNER)
        self.act(steps.come_back, "1", Role.LEARNER)

    @invariant()
    def every_move_is_in_the_table(self):
        states = dict.fromkeys(MILESTONES, State.PLANNED)
        for entry in self.record.log:
            if entry.kind in MOVES:
                milestone = entry.text("ms")
                states[milestone] = MOVES[entry.kind][states[milestone]]
        assert states == {one.id: one.state for one in plan_of(self.record, PLAN).milestones}

    @invariant()
    def evidence_never_changes_and_nobody_approves_their_own(self):
        handed = [entry for entry in self.record.log if entry.kind == Kind.SUBMITTED]
        versions = [version for one in plan_of(self.record, PLAN).milestones for version in one.versions]
        assert sorted(version.sent.seq for version in versions) == [entry.seq for entry in handed]
        for one in plan_of(self.record, PLAN).milestones:
            assert [version.number for version in one.versions] == list(range(1, len(one.versions) + 1))
            assert all(version.decided for version in one.versions[:-1])
        assert all(version.decided.by != version.sent.by for version in versions if version.decided)

    @invariant()
    def what_is_stored_gives_the_same_plan_again(self):
        again = load_record(json.loads(json.dumps(self.record.as_json())))
        assert again == self.record
        assert plan_of(again, PLAN) == plan_of(self.record, PLAN)

    @invariant()
    def the_next_step_is_met_by_nobody_yet_and_the_counts_agree(self):
        plan = plan_of(self.record, PLAN)
        assert plan.next() is None or plan.next().state is not State.APPROVED
        assert (plan.next() is None) == (plan.approved == len(plan.milestones))
        assert (plan.review is not None) == any(one.state is State.SUBMITTED for one in plan.milestones)


Plan.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
test_any_order_of_acts_on_a_plan_keeps_every_invariant = Plan.TestCase
