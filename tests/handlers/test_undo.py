"""What was handed in or proposed is undone like words: it leaves no trace, and until then nobody else sees it."""

from datetime import timedelta

import pytest

from mentorship_xblock.domain.mentorship.undo import time_left_to_undo, undo_sent_entry
from mentorship_xblock.domain.mentorship.visibility import record_visible_to
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.goals import GoalInput, MilestoneInput
from mentorship_xblock.domain.plan.milestones import write_down_settled_plan
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.log import Kind, Role

from ..support.action_table import check_lines
from ..support.plans import NOON, PLAN, learner, mentor, paired, refused, states
from ..support.worlds import both_hosts

SOON, LATE = NOON + timedelta(seconds=5), NOON + timedelta(seconds=11)
BUILD = GoalInput("Build", steps=(MilestoneInput("", "Draft it"),))


def begun():
    """Return a mentorship whose learner has written the plan down as their own."""
    return write_down_settled_plan(paired(), learner("own-plan", NOON - timedelta(hours=1)), PLAN)


SENT = {
    "evidence of what was begun": lambda r: milestones.submit_evidence(
        milestones.start_milestone(r, learner("start-it", NOON - timedelta(minutes=1)), PLAN, "m1"),
        learner("sent-key1"),
        PLAN,
        "m1",
        "Done",
    ),
    "evidence of what was only planned": lambda r: milestones.submit_evidence(r, learner("sent-key1"), PLAN, "m1", "Done"),
    "the whole plan": lambda r: goals.propose_drafts(r, learner("sent-key1"), PLAN),
    "a new goal": lambda r: goals.draft_or_propose_goal(r, learner("sent-key1"), PLAN, Kind.PROPOSED, "", BUILD),
    "a mentor's new goal": lambda r: goals.draft_or_propose_goal(r, mentor("sent-key1"), PLAN, Kind.PROPOSED, "", BUILD),
}
BY_MENTOR = "a mentor's new goal"


@pytest.mark.parametrize("what", SENT)
def test_undone_it_leaves_no_trace(what):
    record = SENT[what](begun())
    by = mentor if what == BY_MENTOR else learner
    assert time_left_to_undo(record.entries_by_id["sent-key1"], by("x").person, SOON) == timedelta(seconds=5)
    undone = undo_sent_entry(record, by("undo-key1", SOON), "sent-key1")
    start = milestones.start_milestone(begun(), learner("start-it", NOON - timedelta(minutes=1)), PLAN, "m1")
    assert undone == (start if what == "evidence of what was begun" else begun())


@pytest.mark.parametrize("what", SENT)
def test_it_is_nobody_elses_to_undo_and_nobodys_for_long(what):
    record = SENT[what](begun())
    by, other = (mentor, learner) if what == BY_MENTOR else (learner, mentor)
    refused("not-your-words", undo_sent_entry, record, other("undo-key1", SOON), "sent-key1")
    refused("too-late", undo_sent_entry, record, by("undo-key1", LATE), "sent-key1")
    assert not time_left_to_undo(record.entries_by_id["sent-key1"], by("x").person, LATE)
    assert not time_left_to_undo(record.entries_by_id["sent-key1"], other("x").person, SOON)


@pytest.mark.parametrize("what", SENT)
def test_until_it_can_be_undone_no_more_it_is_its_authors_alone(what):
    record = SENT[what](begun())
    viewer, role = ("1", Role.LEARNER) if what == BY_MENTOR else ("2", Role.MENTOR)
    author = ("2", Role.MENTOR) if what == BY_MENTOR else ("1", Role.LEARNER)
    assert "sent-key1" not in record_visible_to(record, viewer, role, SOON).entries_by_id
    assert "sent-key1" in record_visible_to(record, viewer, role, LATE).entries_by_id
    assert record_visible_to(record, *author, SOON) is record


def test_evidence_that_was_taken_back_meanwhile_is_undone_with_that():
    record = milestones.take_back_evidence(
        SENT["evidence of what was only planned"](begun()), learner("back-key1", SOON), PLAN, "m1"
    )
    assert undo_sent_entry(record, learner("undo-key1", SOON), "sent-key1") == begun()


def test_what_somebody_else_has_gone_on_from_stays():
    record = SENT["evidence of what was begun"](begun())
    decided = milestones.decide_on_evidence(record, mentor("decide-01", SOON), PLAN, Kind.APPROVED, "m1", 1)
    refused("too-late", undo_sent_entry, decided, learner("undo-key1", SOON), "sent-key1")
    assert states(decided)["m1"] == "approved"


def test_what_the_learner_has_begun_of_an_undone_goal_is_begun_of_nothing():
    record = SENT["a new goal"](begun())
    record = milestones.start_milestone(record, learner("start-new", SOON), PLAN, "sent-key1-0")
    undone = undo_sent_entry(record, learner("undo-key1", SOON), "sent-key1")
    assert plan_of_record(undone) == plan_of_record(begun())


@both_hosts
@pytest.mark.parametrize("back", [False, True])
def test_who_was_the_mentor_meanwhile_keeps_no_wait_for_what_was_undone(world, settings, back):
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 10}}
    world.act("dana", "assign", learner="leila", mentor="amara")
    world.act("leila", "ask", text="Is this", key="question-key")
    for given in ("ben", "amara", "mei")[: 3 if back else 1]:
        world.edit(roster=[{"username": name, "capacity": 2} for name in ("amara", "ben", "mei")])
        world.act("dana", "assign", learner="leila", mentor=given)
    world.act("leila", "undo", of="question-key")
    check_lines(world)
    assert "e" not in world.ledger("amara")["lines"][world.id("leila")]


@both_hosts
def test_the_page_is_given_the_way_to_undo_it_and_the_mentor_sees_nothing_before(world, settings):
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 10}}
    world.edit(plan=[{"id": "g1", "title": "Find out", "milestones": [{"id": "m1", "title": "Ask three people"}]}])
    world.act("leila", "join")
    world.clock.forward(hours=1)
    mine = world.document("leila").record.people_named - {world.id("leila"), ""}
    who = "amara" if world.id("amara") in mine else "ben"
    before = world.record("leila")
    answer = world.act("leila", "submit", milestone="m1", text="Three people say the same.", key="hand-in-key1")
    assert 'data-mn-act="undo"' in answer["undo"] and 'value="hand-in-key1"' in answer["undo"]
    opened = world.read(who, "open", learner="leila")
    assert "Three people say the same." not in opened["regions"]["open"]
    assert world.act("leila", "undo", of="hand-in-key1")["said"] == "Undone. Nobody saw it."
    assert [entry["k"] for entry in world.record("leila")["log"]] == [*(entry["k"] for entry in before["log"]), "planned"]
    world.act("leila", "submit", milestone="m1", text="Four of them.", key="hand-in-key2")
    world.clock.forward(seconds=11)
    assert "Four of them." in world.read(who, "open", learner="leila")["regions"]["open"]
