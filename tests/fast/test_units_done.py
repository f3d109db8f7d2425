"""What completing the bound units brings to a milestone: derived when read, written down by the next act (MF §E2, T)."""

from datetime import timedelta

import pytest

from mentorship_xblock.domain.plan import milestones
from mentorship_xblock.domain.plan.course_plan import Aim, Finish, Step, Template
from mentorship_xblock.domain.plan.model import State
from mentorship_xblock.domain.plan.projection import plan_of
from mentorship_xblock.domain.record.log import Kind

from .plans import NOON, at, learner, mentor, paired, refused

DONE = NOON + timedelta(hours=5)
LATER = DONE + timedelta(days=1)


def bound(finish, **done):
    """Return a plan whose milestone follows the units this way."""
    return Template((Aim("g1", "Understand", (Step("m1", "Read", finish=finish), Step("m2", "Apply"))),), done)


BROUGHT = {
    Finish.NOTHING: State.PLANNED,
    Finish.REVIEW: State.SUBMITTED,
    Finish.APPROVED: State.APPROVED,
}


@pytest.mark.parametrize("finish", Finish)
def test_completing_the_units_brings_what_the_author_says_before_anybody_acts(finish):
    one = at(paired(), "m1", bound(finish, m1=DONE))
    assert one.state is BROUGHT[finish]
    assert one.since == (None if finish is Finish.NOTHING else DONE)


@pytest.mark.parametrize(("finish", "kind"), [(Finish.REVIEW, Kind.READY), (Finish.APPROVED, Kind.ENOUGH)])
def test_settling_writes_it_down_once_with_the_moment_the_units_were_completed(finish, kind):
    template = bound(finish, m1=DONE)
    record = milestones.settle(paired(), learner("settle-1", LATER), template)
    assert [(entry.kind, entry.by) for entry in record.log[1:]] == [(Kind.PLANNED, ""), (kind, "")]
    assert record.log[-1].at == LATER and at(record, "m1", template).since == DONE
    assert plan_of(record) == plan_of(record, template)
    assert milestones.settle(record, learner("settle-2", LATER), template) is record


def test_settling_where_nothing_was_completed_writes_nothing_not_even_the_plan():
    record = paired()
    assert milestones.settle(record, learner("settle-1"), bound(Finish.REVIEW)) is record
    assert milestones.settle(record, learner("settle-1"), bound(Finish.NOTHING, m1=DONE)) is record


def test_any_act_on_the_plan_writes_it_down_too_and_never_the_reverse():
    template = bound(Finish.REVIEW, m1=DONE)
    record = milestones.start(paired(), learner("start-1", LATER), template, "m2")
    assert [entry.kind for entry in record.log[1:]] == [Kind.PLANNED, Kind.READY, Kind.STARTED]
    assert at(record, "m1", bound(Finish.REVIEW)).state is State.SUBMITTED  # un-completed since: what happened, happened


def test_what_a_person_has_decided_or_opened_again_is_not_overridden_by_the_units():
    template = bound(Finish.APPROVED, m1=DONE)
    plain = bound(Finish.APPROVED)
    record = milestones.submit(paired(), learner("hand-1"), plain, "m1", "First")
    asked = milestones.decide(record, mentor("change-1"), plain, Kind.CHANGES_ASKED, "m1", 1, "Why")
    assert at(asked, "m1", template).state is State.CHANGES_ASKED
    assert at(record, "m1", template).state is State.APPROVED
    again = milestones.reopen(milestones.settle(record, learner("settle-1"), template), mentor("again-1"), template, "m1", "Look")
    assert at(again, "m1", template).state is State.IN_PROGRESS
    assert milestones.settle(again, learner("settle-2"), template) is again


def test_what_the_units_made_ready_is_decided_on_as_a_version_and_not_taken_back():
    template = bound(Finish.REVIEW, m1=DONE)
    record = milestones.settle(paired(), learner("settle-1", LATER), template)
    refused("milestone-not-now", milestones.take_back, record, learner("back-1", LATER), template, "m1")
    refused("milestone-not-now", milestones.take_back, paired(), learner("back-1", LATER), template, "m1")
    record = milestones.decide(record, mentor("change-1", LATER), template, Kind.CHANGES_ASKED, "m1", 1, "And in your words?")
    record = milestones.submit(record, learner("hand-1", LATER), template, "m1", "In my words.")
    assert [version.by_units for version in at(record, "m1", template).versions] == [True, False]
    assert at(record, "m1", template).state is State.SUBMITTED


def test_own_words_come_before_the_units_and_need_no_second_version_by_them():
    template = bound(Finish.REVIEW, m1=DONE)
    record = milestones.submit(paired(), learner("hand-1"), bound(Finish.REVIEW), "m1", "First")
    back = milestones.take_back(record, learner("back-1"), bound(Finish.REVIEW), "m1")
    assert at(record, "m1", template).state is State.SUBMITTED
    assert [one.number for one in at(back, "m1", template).versions] == [1]
    assert at(back, "m1", template).state is State.IN_PROGRESS


def test_a_milestone_left_out_or_gone_from_the_course_is_left_alone_by_the_units():
    template = bound(Finish.REVIEW, m1=DONE)
    left_out = milestones.skip(paired(), mentor("skip-1"), bound(Finish.REVIEW), "m1", "Known already")
    assert at(left_out, "m1", template).state is State.SKIPPED
    gone = Template((Aim("g1", "Understand", (Step("m2", "Apply"),)),), {"m1": DONE})
    begun = milestones.start(paired(), learner("start-1"), bound(Finish.REVIEW), "m2")
    assert at(begun, "m1", gone).state is State.PLANNED
