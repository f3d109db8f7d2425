"""What happens to a goal between a proposal and its answer, and after it was achieved or dropped."""

from dataclasses import replace
from datetime import date

import pytest

from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.course_changes import course_plan_fingerprint
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CoursePlan, UnitsEffect
from mentorship_xblock.domain.plan.goals import GoalInput, MilestoneInput
from mentorship_xblock.domain.plan.model import GoalState, MilestoneState
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.log import Kind

from ..support.plans import AIMS, NOON, PLAN, at, learner, mentor, paired, refused

DESCRIBE, LIST = MilestoneInput("m1", "Describe", "One page", date(2026, 1, 12)), MilestoneInput("m2", "List", day=date(2026, 2, 1))
DAY = date(2026, 3, 1)


def goal(record, name="g1"):
    return plan_of_record(record, PLAN).find_goal(name)


def change(record, who, key, *rows, name="g1", **more):
    return goals.draft_or_propose_goal(record, who(key), PLAN, Kind.PROPOSED, name, GoalInput("Understand", steps=rows, **more))


def proposed():
    return goals.propose_drafts(paired(), learner("propose-1"), PLAN)


def agree(record, who, of, key="agree-1", name=""):
    return goals.answer_proposal(record, who(key), PLAN, Kind.AGREED, of, name)


def agreed():
    return agree(proposed(), mentor, "propose-1")


def approved(record, name, key="one"):
    record = milestones.submit_evidence(record, learner(f"hand-{key}"), PLAN, name, "Done.")
    return milestones.decide_on_evidence(
        record, mentor(f"approve-{key}"), PLAN, Kind.APPROVED, name, at(record, name).latest_version.number
    )


# -- between a proposal and its answer


def test_a_day_the_proposing_side_has_set_since_has_to_be_read_before_agreeing():
    record = milestones.ask_for_another_day(proposed(), learner("other-day"), PLAN, "m1", DAY, "")
    assert goal(record).offer.latest_entry.id == "other-day"
    refused("newer-proposal", agree, record, mentor, "propose-1")
    refused("newer-proposal", agree, record, mentor, "propose-1", name="g1")
    assert goal(agree(record, mentor, "other-day")).state is GoalState.AGREED
    assert goal(agree(record, mentor, "propose-1", name="g2"), "g2").state is GoalState.AGREED  # nothing has changed in it


def test_a_day_the_mentor_has_set_since_in_their_own_change_has_to_be_read_by_the_learner():
    record = change(agreed(), mentor, "propose-2", DESCRIBE, LIST, MilestoneInput("", "New"))
    record = milestones.set_milestone_day(record, mentor("other-day"), PLAN, "m1", DAY)
    refused("newer-proposal", agree, record, learner, "propose-2", "agree-2")
    assert at(agree(record, learner, "other-day", "agree-2"), "m1").due == DAY


def test_what_the_answering_side_changes_meanwhile_asks_them_to_read_nothing_again():
    record = milestones.set_milestone_day(proposed(), mentor("other-day"), PLAN, "m1", DAY)
    assert goal(record).offer.touched is None
    assert at(agree(record, mentor, "propose-1"), "m1").due == DAY
    offered = change(agreed(), mentor, "propose-2", DESCRIBE, LIST, MilestoneInput("", "New"))
    wished = milestones.ask_for_another_day(offered, learner("wish-001"), PLAN, "m1", DAY, "Shifts.")
    assert goal(agree(wished, learner, "propose-2", "agree-2")).offer is None


def test_what_was_taken_over_from_the_course_since_has_to_be_read_before_agreeing():
    template = CoursePlan(
        (CourseGoal("g1", "Understand", (replace(AIMS[0].steps[0], title="Describe all"), AIMS[0].steps[1])), AIMS[1])
    )
    record = goals.adopt_course_changes(proposed(), learner("renew-01"), template, course_plan_fingerprint(template.aims), ["m1"])
    assert (goal(record).offer.latest_entry.id, goal(record, "g2").offer.latest_entry.id) == ("renew-01", "propose-1")
    refused("newer-proposal", agree, record, mentor, "propose-1", name="g1")
    assert at(agree(record, mentor, "renew-01", name="g1"), "m1").title == "Describe all"
    left = goals.adopt_course_changes(proposed(), learner("renew-01"), template, course_plan_fingerprint(template.aims), [])
    assert goal(agree(left, mentor, "propose-1")).state is GoalState.AGREED


def test_a_new_step_that_the_other_side_would_leave_out_is_not_added_by_agreeing_to_that():
    record = change(agreed(), mentor, "propose-2", DESCRIBE, LIST, MilestoneInput("", "New"))
    record = change(record, learner, "propose-3", DESCRIBE, LIST, MilestoneInput("propose-2-2", "New", out="No time."))
    record = agree(record, mentor, "propose-3", "agree-2")
    assert [one.id for one in goal(record).milestones] == ["m1", "m2"]


@pytest.mark.parametrize(("approve", "state"), [(False, MilestoneState.SUBMITTED), (True, MilestoneState.APPROVED)])
def test_what_was_handed_in_keeps_its_words_and_its_day_whatever_is_agreed(approve, state):
    rows = (MilestoneInput("m1", "Something else", "Ten pages", DAY, 9), LIST)
    record = change(agreed(), mentor, "propose-2", *rows)
    record = approved(record, "m1") if approve else milestones.submit_evidence(record, learner("hand-one"), PLAN, "m1", "Done.")
    after = at(agree(record, learner, "propose-2", "agree-2"), "m1")
    assert after == at(record, "m1") and after.state is state
    again = agree(change(record, mentor, "propose-3", *rows), learner, "propose-3", "agree-3")
    assert at(again, "m1") == at(record, "m1")


def test_a_wish_goes_once_its_milestone_is_done():
    record = milestones.ask_for_another_day(agreed(), learner("wish-001"), PLAN, "m1", DAY, "Shifts.")
    record = milestones.submit_evidence(record, learner("hand-one"), PLAN, "m1", "Done after all.")
    assert at(record, "m1").wish.id == "wish-001"
    done = milestones.decide_on_evidence(record, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1)
    assert (at(done, "m1").wish, plan_of_record(done).oldest_review_wait) == (None, None)
    refused("no-wish", milestones.grant_learner_wish, done, mentor("grant-01"), PLAN, "m1", "wish-001")
    opened = milestones.reopen_milestone(done, mentor("open-001"), PLAN, "m1", "Look.")
    assert at(opened, "m1").wish is None
    out = milestones.ask_for_another_day(agreed(), learner("wish-001"), PLAN, "m1", DAY, "Shifts.")
    assert at(milestones.leave_out_milestone(out, mentor("skip-001"), PLAN, "m1", "Known."), "m1").wish is None


def test_a_wish_goes_also_with_an_approval_by_the_units_before_anybody_has_acted():
    enough = CoursePlan(
        (CourseGoal("g1", "Understand", (replace(AIMS[0].steps[0], finish=UnitsEffect.APPROVED),)), AIMS[1]), {"m1": NOON}
    )
    record = milestones.ask_for_another_day(agreed(), learner("wish-001"), PLAN, "m1", DAY, "Shifts.")
    assert (at(record, "m1", enough).state, at(record, "m1", enough).wish) == (MilestoneState.APPROVED, None)


# -- after it is over


def test_what_the_learner_dropped_the_mentoring_side_can_drop_too_and_nobody_again():
    alone = goals.drop_goal_with_reason(agreed(), learner("drop-001"), PLAN, "g2", "Not for me.")
    assert goal(alone, "g2").is_dropped_alone
    refused("goal-not-now", goals.drop_goal_with_reason, alone, learner("drop-002"), PLAN, "g2", "Really.")
    both = goals.drop_goal_with_reason(alone, mentor("drop-002"), PLAN, "g2", "As agreed.")
    assert (goal(both, "g2").state, goal(both, "g2").is_dropped_alone) == (GoalState.DROPPED, False)
    assert goal(both, "g2").turned.stored_text("x") == "As agreed."
    for who in (learner, mentor):
        refused("goal-not-now", goals.drop_goal_with_reason, both, who("drop-003"), PLAN, "g2", "Once more.")
    by_mentor = goals.drop_goal_with_reason(agreed(), mentor("drop-001"), PLAN, "g2", "Not needed.")
    refused("goal-not-now", goals.drop_goal_with_reason, by_mentor, mentor("drop-002"), PLAN, "g2", "Once more.")


def test_an_achieved_goal_is_agreed_again_once_one_of_its_milestones_is_opened_again():
    record = goals.mark_goal_achieved(approved(agreed(), "m3"), mentor("achieve-1"), PLAN, "g2")
    record = milestones.reopen_milestone(record, mentor("open-001"), PLAN, "m3", "Look again.")
    assert [goal(record, name).state for name in ("g1", "g2")] == [GoalState.AGREED, GoalState.AGREED]
    assert at(record, "m3").state is MilestoneState.IN_PROGRESS
    refused("goal-not-met", goals.mark_goal_achieved, record, mentor("achieve-2"), PLAN, "g2")
    again = goals.mark_goal_achieved(approved(record, "m3", "two"), mentor("achieve-2"), PLAN, "g2")
    assert goal(again, "g2").state is GoalState.ACHIEVED


def test_nothing_is_opened_again_in_a_goal_that_was_dropped():
    record = goals.drop_goal_with_reason(approved(agreed(), "m1"), mentor("drop-001"), PLAN, "g1", "Enough.")
    refused("goal-not-now", milestones.reopen_milestone, record, mentor("open-001"), PLAN, "m1", "Look again.")
    opened = milestones.reopen_milestone(approved(agreed(), "m1"), mentor("open-001"), PLAN, "m1", "Look.")
    dropped = goals.drop_goal_with_reason(opened, mentor("drop-001"), PLAN, "g1", "Enough.")
    assert milestones.reopen_milestone(dropped, mentor("open-001"), PLAN, "m1", "Look.") is dropped  # sent again


def test_the_place_of_a_goal_is_counted_among_those_in_force():
    record = goals.drop_goal_with_reason(paired(), mentor("drop-001"), PLAN, "g1", "Known.")
    record = change(record, learner, "propose-1", MilestoneInput("", "First"), name="", place=1)
    assert [one.id for one in plan_of_record(record).goals] == ["g1", "propose-1", "g2"]
    record = change(record, learner, "propose-2", MilestoneInput("", "Second"), name="", place=2)
    assert [one.id for one in plan_of_record(record).goals if one.is_in_force] == ["propose-1", "propose-2", "g2"]
