"""How much of a block a learner has completed, by each of the author's rules, and when the host has to be told."""

import pytest

from mentorship_xblock.domain.mentorship import sending, transitions
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.completion import progress, share
from mentorship_xblock.domain.plan.course_plan import Aim, Finishes, Step, Template
from mentorship_xblock.domain.plan.goals import WantedGoal, WantedStep
from mentorship_xblock.domain.record.log import Kind
from mentorship_xblock.domain.record.record import Record

from .plans import learner, mentor, paired

COURSE = Template((
    Aim("g1", "Build", (Step("m1", "Draft"), Step("m2", "Load"), Step("m3", "Extra", optional=True))),
    Aim("g2", "Share", (Step("m4", "Show"),)),
))  # fmt: skip


def approved(record, *names):
    for name in names:
        record = milestones.submit(record, learner(f"hand-{name}"), COURSE, name, "Done.")
        record = milestones.decide(record, mentor(f"approve-{name}"), COURSE, Kind.APPROVED, name, 1)
    return record


def shares(record, number=2):
    return {when.value: share(record, when, number) for when in Finishes}


def test_nothing_is_completed_by_joining_looking_or_being_written_to():
    nothing = {"never": 0.0, "part": 0.0, "number": 0.0, "all": 0.0}
    for record in (
        Record(),
        paired(),
        sending.see(paired(), "1", 0),
        sending.say(paired(), mentor("say-0001"), Kind.MESSAGE, "Welcome."),
    ):
        assert shares(record) == nothing
    assert shares(goals.set_week(paired(), learner("week-01"), COURSE, 5)) == nothing
    assert shares(transitions.leave(paired(), learner("leave-01"))) == nothing


@pytest.mark.parametrize(
    "act",
    [
        lambda record: sending.say(record, learner("act-0001"), Kind.MESSAGE, "Hello."),
        lambda record: sending.say(record, learner("act-0001"), Kind.QUESTION, "Why?"),
        lambda record: milestones.start(record, learner("act-0001"), COURSE, "m1"),
        lambda record: milestones.submit(record, learner("act-0001"), COURSE, "m1", "Done."),
        lambda record: goals.propose(record, learner("act-0001"), COURSE),
        lambda record: goals.shape_goal(record, learner("act-0001"), COURSE, Kind.DRAFTED, "", WantedGoal("A", steps=(WantedStep("", "B"),))),
    ],
)  # fmt: skip
def test_who_says_or_does_something_has_taken_part(act):
    assert shares(act(paired())) == {"never": 0.0, "part": 1.0, "number": 0.0, "all": 0.0}


def test_so_many_approved_milestones_complete_a_block_and_more_do_not_exceed_it():
    assert [share(approved(paired(), *names), Finishes.NUMBER, 2) for names in ((), ("m1",), ("m1", "m3"), ("m1", "m2", "m3"))] == [
        0.0, 0.5, 1.0, 1.0,
    ]  # fmt: skip
    assert share(approved(paired(), "m1"), Finishes.NUMBER, 3) == pytest.approx(1 / 3)


def test_all_that_is_not_optional_and_not_left_out_has_to_be_approved():
    record = approved(paired(), "m1", "m3")
    assert share(record, Finishes.ALL, 1) == pytest.approx(1 / 3)
    record = milestones.skip(record, mentor("skip-01"), COURSE, "m4", "Known.")
    assert share(record, Finishes.ALL, 1) == 0.5
    assert share(approved(record, "m2"), Finishes.ALL, 1) == 1.0
    assert share(milestones.reopen(approved(record, "m2"), mentor("open-01"), COURSE, "m2", "Look."), Finishes.ALL, 1) == 0.5


def test_nobody_finishes_by_dropping_goals_alone():
    record = goals.drop(approved(paired(), "m1", "m2"), learner("drop-01"), COURSE, "g2", "Not for me.")
    assert share(record, Finishes.ALL, 1) == pytest.approx(2 / 3)
    by_mentor = goals.drop(approved(paired(), "m1", "m2"), mentor("drop-01"), COURSE, "g2", "Not needed.")
    assert share(by_mentor, Finishes.ALL, 1) == 1.0
    everything = goals.drop(goals.drop(paired(), learner("drop-01"), COURSE, "g1", "No."), learner("drop-02"), COURSE, "g2", "No.")
    assert shares(everything) == {"never": 0.0, "part": 0.0, "number": 0.0, "all": 0.0}


def test_a_plan_with_nothing_in_it_that_is_needed_is_not_completed():
    optional = Template((Aim("g1", "Build", (Step("m1", "Extra", optional=True),)),))
    record = milestones.submit(paired(), learner("hand-01"), optional, "m1", "Done.")
    assert share(milestones.decide(record, mentor("approve-1"), optional, Kind.APPROVED, "m1", 1), Finishes.ALL, 1) == 0.0


def test_a_goal_that_is_only_offered_is_not_needed_until_it_is_agreed():
    record = milestones.skip(approved(paired(), "m1", "m2"), mentor("skip-01"), COURSE, "m4", "Known.")
    wanted = WantedGoal("Teach", steps=(WantedStep("", "Show"),))
    record = goals.shape_goal(record, mentor("propose-1"), COURSE, Kind.PROPOSED, "", wanted)
    assert share(record, Finishes.ALL, 1) == 1.0
    record = goals.answer(record, learner("agree-1"), COURSE, Kind.AGREED, "propose-1", "propose-1")
    assert share(record, Finishes.ALL, 1) == pytest.approx(2 / 3)


def test_the_host_is_told_whenever_a_rule_may_give_something_else_and_only_then():
    began = milestones.start(paired(), learner("start-1"), COURSE, "m1")
    handed = milestones.submit(began, learner("hand-01"), COURSE, "m1", "Done.")
    one = milestones.decide(handed, mentor("approve-1"), COURSE, Kind.APPROVED, "m1", 1)
    assert progress(paired()) != progress(began)  # they have taken part
    assert progress(began) == progress(handed) == progress(sending.say(handed, mentor("say-0001"), Kind.MESSAGE, "Thanks."))
    assert progress(handed) != progress(one)
    assert progress(one) != progress(milestones.skip(one, mentor("skip-01"), COURSE, "m2", "Known."))
    assert progress(one) != progress(milestones.reopen(one, mentor("open-01"), COURSE, "m1", "Look."))


def test_a_draft_of_the_learners_own_keeps_nobody_from_finishing_until_it_is_agreed():
    record = approved(paired(), "m1", "m2", "m4")
    wanted = WantedGoal("Teach", steps=(WantedStep("", "Show"),))
    drafted = goals.shape_goal(record, learner("draft-01"), COURSE, Kind.DRAFTED, "", wanted)
    proposed = goals.propose(drafted, learner("propose-1"), COURSE, "draft-01")
    assert [share(one, Finishes.ALL, 1) for one in (record, drafted, proposed)] == [1.0, 1.0, 1.0]
    agreed = goals.answer(proposed, mentor("agree-01"), COURSE, Kind.AGREED, "propose-1", "draft-01")
    assert share(agreed, Finishes.ALL, 1) == 0.75
    more = WantedGoal("Build", steps=(*(WantedStep(name, name) for name in ("m1", "m2", "m3")), WantedStep("", "Mine")))
    assert share(goals.shape_goal(record, learner("draft-01"), COURSE, Kind.DRAFTED, "g1", more), Finishes.ALL, 1) == 1.0


def test_a_goal_the_learner_dropped_is_waited_for_until_the_mentoring_side_has_dropped_it_too():
    record = goals.drop(approved(paired(), "m1", "m2"), learner("drop-01"), COURSE, "g2", "Not for me.")
    assert share(record, Finishes.ALL, 1) == pytest.approx(2 / 3)
    both = goals.drop(record, mentor("drop-02"), COURSE, "g2", "Not needed.")
    assert share(both, Finishes.ALL, 1) == 1.0
    assert progress(record) != progress(both)
