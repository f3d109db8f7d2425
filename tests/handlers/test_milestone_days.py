"""Days that are over are not asked for or set, in the zone where the learner is, and what was asked for can be withdrawn."""

from datetime import UTC, date, datetime

import pytest

from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.log import Kind

from ..support.plan_action_table import AGREED, WISHED
from ..support.plan_action_table import PLAN as COURSE_PLAN
from ..support.plans import NOON, PLAN, at, learner, mentor, paired, refused

TODAY, YESTERDAY = NOON.date(), date(2026, 1, 4)


def agreed(zone=""):
    record = goals.propose_drafts(paired(zone), learner("propose-1"), PLAN)
    return goals.answer_proposal(record, mentor("agree-01"), PLAN, Kind.AGREED, "propose-1", "")


def wished(record, key="wish-001", day=date(2026, 1, 20), now=NOON):
    return milestones.ask_for_another_day(record, learner(key, now), PLAN, "m1", day, "Shifts.")


@pytest.mark.parametrize("record", [paired(), agreed()])
def test_a_day_that_is_over_is_refused_at_its_field_and_today_is_not(record):
    assert refused("day-past", wished, record, day=YESTERDAY).field == "day"
    assert len(wished(record, day=TODAY).log) > len(record.log)


def test_where_the_learner_is_decides_which_day_it_is():
    late = datetime(2026, 1, 5, 22, tzinfo=UTC)  # the sixth already in Auckland, and still the fifth in Lima
    refused("day-past", wished, agreed("Pacific/Auckland"), day=TODAY, now=late)
    assert wished(agreed("America/Lima"), day=TODAY, now=late).log[-1].kind == Kind.LATER
    refused("day-past", milestones.set_milestone_day, agreed("Pacific/Auckland"), mentor("redate-1", late), PLAN, "m1", TODAY)
    assert (
        milestones.set_milestone_day(agreed("America/Lima"), mentor("redate-1", late), PLAN, "m1", TODAY).log[-1].kind
        == Kind.REDATED
    )


def test_the_mentoring_side_sets_and_grants_no_day_that_is_over_either():
    record = wished(agreed())
    refused("day-past", milestones.set_milestone_day, record, mentor("redate-1"), PLAN, "m1", YESTERDAY)
    refused("day-past", milestones.grant_learner_wish, record, mentor("grant-01"), PLAN, "m1", "wish-001", YESTERDAY)
    later = datetime(2026, 1, 21, 12, tzinfo=UTC)
    refused("day-past", milestones.grant_learner_wish, record, mentor("grant-01", later), PLAN, "m1", "wish-001")
    granted = milestones.grant_learner_wish(record, mentor("grant-01", later), PLAN, "m1", "wish-001", date(2026, 1, 22))
    assert at(granted, "m1").due == date(2026, 1, 22)


@pytest.mark.parametrize("out", [False, True])
def test_a_wish_is_withdrawn_until_it_is_answered(out):
    record = agreed()
    record = milestones.ask_to_leave_out(record, learner("wish-001"), PLAN, "m1", "Known.") if out else wished(record)
    before = at(record, "m1")
    withdrawn = milestones.withdraw_own_wish(record, learner("withdraw-1"), PLAN, "m1", "wish-001")
    after = at(withdrawn, "m1")
    assert (after.wish, after.due, after.state, plan_of_record(withdrawn).oldest_review_wait) == (
        None,
        before.due,
        before.state,
        None,
    )
    assert milestones.withdraw_own_wish(withdrawn, learner("withdraw-1"), PLAN, "m1", "wish-001") is withdrawn
    for act, who in ((milestones.grant_learner_wish, mentor), (milestones.withdraw_own_wish, learner)):
        refused("no-wish", act, withdrawn, who("another-1"), PLAN, "m1", "wish-001")
    assert wished(withdrawn, "wish-002").log[-1].kind == Kind.LATER


def test_a_newer_wish_is_not_withdrawn_by_who_has_read_the_older():
    record = wished(wished(agreed()), "wish-002")
    refused("no-wish", milestones.withdraw_own_wish, record, learner("withdraw-1"), PLAN, "m1", "wish-001")


def test_the_panel_offers_to_withdraw_it_and_then_it_waits_for_nobody(world):
    world.edit(plan=COURSE_PLAN)
    for who, handler, body in WISHED:
        world.act(who, handler, **({} if who == "leila" else {"learner": "leila"}), **body)
    head = world.read("leila", "panel")["regions"]["head"]
    assert 'data-mn-act="withdraw_wish"' in head and "You asked for a different date" in head
    answer = world.act("leila", "withdraw_wish", milestone="m1", of="wish-001")
    assert answer["said"] == "Withdrawn. Your plan stays as it is."
    assert "withdraw_wish" not in answer["regions"]["head"] and "You asked for a different date" not in answer["regions"]["head"]
    assert "withdrew the request about" in answer["regions"]["thread"]
    assert "Nobody is waiting for you." in world.read("amara", "desk")["regions"]["head"]


def test_a_past_day_is_refused_beside_its_field_over_the_wire(world):
    world.edit(plan=COURSE_PLAN)
    for who, handler, body in AGREED:
        world.act(who, handler, **({} if who == "leila" else {"learner": "leila"}), **body)
    before = world.record("leila")
    answer = world.act("leila", "ask_time", milestone="m1", day="2026-03-01", text="Shifts.", status=400)
    assert (answer["error"], answer["field"]) == ("day-past", "day") and "later day" in answer["message"]
    assert world.record("leila") == before
