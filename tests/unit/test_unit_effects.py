"""What completing the bound units brings to a milestone: derived when read, written down by the next act (docs/rules.md)."""

from datetime import timedelta

import pytest

from mentorship_xblock.domain.plan import milestones
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, CoursePlan, UnitsEffect
from mentorship_xblock.domain.plan.model import MilestoneState
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.log import Kind

from ..support.plans import NOON, at, learner, mentor, paired, refused

DONE = NOON + timedelta(hours=5)
LATER = DONE + timedelta(days=1)


def bound(finish, **done):
    """Return a plan whose milestone follows the units this way."""
    return CoursePlan(
        (CourseGoal("g1", "Understand", (CourseMilestone("m1", "Read", finish=finish), CourseMilestone("m2", "Apply"))),), done
    )


BROUGHT = {
    UnitsEffect.NOTHING: MilestoneState.PLANNED,
    UnitsEffect.REVIEW: MilestoneState.SUBMITTED,
    UnitsEffect.APPROVED: MilestoneState.APPROVED,
}


@pytest.mark.parametrize("finish", UnitsEffect)
def test_completing_the_units_brings_what_the_author_says_before_anybody_acts(finish):
    one = at(paired(), "m1", bound(finish, m1=DONE))
    assert one.state is BROUGHT[finish]
    assert one.since == (None if finish is UnitsEffect.NOTHING else DONE)


@pytest.mark.parametrize(("finish", "kind"), [(UnitsEffect.REVIEW, Kind.READY), (UnitsEffect.APPROVED, Kind.ENOUGH)])
def test_settling_writes_it_down_once_with_the_moment_the_units_were_completed(finish, kind):
    template = bound(finish, m1=DONE)
    record = milestones.write_down_unit_effects(paired(), learner("settle-1", LATER), template)
    assert [(entry.kind, entry.by) for entry in record.log[1:]] == [(Kind.PLANNED, ""), (kind, "")]
    assert record.log[-1].at == LATER and at(record, "m1", template).since == DONE
    assert plan_of_record(record) == plan_of_record(record, template)
    assert milestones.write_down_unit_effects(record, learner("settle-2", LATER), template) is record


def test_settling_where_nothing_was_completed_writes_nothing_not_even_the_plan():
    record = paired()
    assert milestones.write_down_unit_effects(record, learner("settle-1"), bound(UnitsEffect.REVIEW)) is record
    assert milestones.write_down_unit_effects(record, learner("settle-1"), bound(UnitsEffect.NOTHING, m1=DONE)) is record


def test_any_act_on_the_plan_writes_it_down_too_and_never_the_reverse():
    template = bound(UnitsEffect.REVIEW, m1=DONE)
    record = milestones.start_milestone(paired(), learner("start-1", LATER), template, "m2")
    assert [entry.kind for entry in record.log[1:]] == [Kind.PLANNED, Kind.READY, Kind.STARTED]
    assert (
        at(record, "m1", bound(UnitsEffect.REVIEW)).state is MilestoneState.SUBMITTED
    )  # un-completed since: what happened, happened


def test_what_a_person_has_decided_or_opened_again_is_not_overridden_by_the_units():
    template = bound(UnitsEffect.APPROVED, m1=DONE)
    plain = bound(UnitsEffect.APPROVED)
    record = milestones.submit_evidence(paired(), learner("hand-1"), plain, "m1", "First")
    asked = milestones.decide_on_evidence(record, mentor("change-1"), plain, Kind.CHANGES_ASKED, "m1", 1, "Why")
    assert at(asked, "m1", template).state is MilestoneState.CHANGES_ASKED
    assert at(record, "m1", template).state is MilestoneState.APPROVED
    again = milestones.reopen_milestone(
        milestones.write_down_unit_effects(record, learner("settle-1"), template), mentor("again-1"), template, "m1", "Look"
    )
    assert at(again, "m1", template).state is MilestoneState.IN_PROGRESS
    assert milestones.write_down_unit_effects(again, learner("settle-2"), template) is again


def test_what_the_units_made_ready_is_decided_on_as_a_version_and_not_taken_back():
    template = bound(UnitsEffect.REVIEW, m1=DONE)
    record = milestones.write_down_unit_effects(paired(), learner("settle-1", LATER), template)
    refused("milestone-not-now", milestones.take_back_evidence, record, learner("back-1", LATER), template, "m1")
    refused("milestone-not-now", milestones.take_back_evidence, paired(), learner("back-1", LATER), template, "m1")
    record = milestones.decide_on_evidence(
        record, mentor("change-1", LATER), template, Kind.CHANGES_ASKED, "m1", 1, "And in your words?"
    )
    record = milestones.submit_evidence(record, learner("hand-1", LATER), template, "m1", "In my words.")
    assert [version.is_from_units for version in at(record, "m1", template).versions] == [True, False]
    assert at(record, "m1", template).state is MilestoneState.SUBMITTED


def test_own_words_come_before_the_units_and_need_no_second_version_by_them():
    template = bound(UnitsEffect.REVIEW, m1=DONE)
    record = milestones.submit_evidence(paired(), learner("hand-1"), bound(UnitsEffect.REVIEW), "m1", "First")
    back = milestones.take_back_evidence(record, learner("back-1"), bound(UnitsEffect.REVIEW), "m1")
    assert at(record, "m1", template).state is MilestoneState.SUBMITTED
    assert [one.number for one in at(back, "m1", template).versions] == [1]
    assert at(back, "m1", template).state is MilestoneState.IN_PROGRESS


def test_a_milestone_left_out_or_gone_from_the_course_is_left_alone_by_the_units():
    template = bound(UnitsEffect.REVIEW, m1=DONE)
    left_out = milestones.leave_out_milestone(paired(), mentor("skip-1"), bound(UnitsEffect.REVIEW), "m1", "Known already")
    assert at(left_out, "m1", template).state is MilestoneState.SKIPPED
    gone = CoursePlan((CourseGoal("g1", "Understand", (CourseMilestone("m2", "Apply"),)),), {"m1": DONE})
    begun = milestones.start_milestone(paired(), learner("start-1"), bound(UnitsEffect.REVIEW), "m2")
    assert at(begun, "m1", gone).state is MilestoneState.PLANNED
