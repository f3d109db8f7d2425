"""What somebody has just sent and can still undo is theirs alone: nobody waits for an answer to it, nobody decides on it, and
nobody has read it, whatever a request says.
"""

import re

import pytest

from mentorship_xblock.domain.plan.model import MilestoneState
from mentorship_xblock.domain.plan.projection import plan_of_record

from ..support.plan_action_table import PLAN
from ..support.worlds import both_hosts

AWAY = {"away_from": "2026-03-02", "away_until": "2026-03-06"}


@pytest.fixture
def holding(world, settings):
    """Leila is with Amara, where what is sent can be undone for ten seconds."""
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 10}}
    world.edit(plan=PLAN)
    world.act("leila", "join")
    return world


def words(world, who, region):
    return re.sub(r"<[^>]+>", "", world.read(who, "desk")["regions"][region])


@both_hosts
@pytest.mark.parametrize("act", [("ask", {"text": "Two keys?"}), ("submit", {"milestone": "m1", "text": "Done."})])
def test_the_backup_of_somebody_away_reads_of_nobody_who_waits_with_it(holding, act):
    holding.act("amara", "set_card", **AWAY)
    handler, fields = act
    holding.act("leila", handler, key="just-sent", **fields)
    assert "Nobody is waiting for you." in words(holding, "ben", "head")
    assert "leila" not in words(holding, "ben", "list")
    at = holding.read("ben", "desk")["at"]
    holding.clock.forward(seconds=11)
    assert "same" not in holding.read("ben", "desk", at=at)
    assert "1 person is waiting for you." in words(holding, "ben", "head")
    assert "leila" in words(holding, "ben", "list")


@both_hosts
def test_a_backup_still_covers_a_wait_that_began_before(holding):
    holding.act("amara", "set_card", **AWAY)
    holding.act("leila", "ask", text="Two keys?")
    holding.clock.forward(minutes=1)
    holding.act("leila", "send", text="And a row?")
    assert "1 person is waiting for you." in words(holding, "ben", "head")
    listed = words(holding, "ben", "list")
    assert "Two keys?" in listed and "And a row?" not in listed


VERSION_1 = {"learner": "leila", "milestone": "m1", "version": 1, "text": "Good.", "key": "decision"}


@both_hosts
@pytest.mark.parametrize("handler", ["approve", "ask_changes", "remark"])
def test_no_version_is_decided_on_that_can_still_be_undone(holding, handler):
    holding.act("leila", "begin", milestone="m1")
    without = holding.act("amara", handler, status=409, **VERSION_1)
    holding.act("leila", "submit", milestone="m1", text="Done.", key="just-sent")
    assert holding.act("amara", handler, status=409, **VERSION_1) == without
    holding.clock.forward(seconds=11)
    holding.act("amara", handler, **VERSION_1)


@both_hosts
@pytest.mark.parametrize("number", [1, 2])
def test_a_decision_is_answered_as_if_a_newer_version_that_can_still_be_undone_were_not_there(holding, number):
    holding.act("leila", "submit", milestone="m1", text="Done.")
    holding.clock.forward(seconds=11)
    holding.act("amara", "ask_changes", **{**VERSION_1, "key": "changes-key"})
    without = holding.act("amara", "approve", status=409, **{**VERSION_1, "version": number})
    holding.act("leila", "submit", milestone="m1", text="Done again.", key="just-sent")
    assert holding.act("amara", "approve", status=409, **{**VERSION_1, "version": number}) == without


@both_hosts
@pytest.mark.parametrize("asked", [False, True])
def test_a_milestone_is_left_out_as_if_evidence_that_can_still_be_undone_were_not_there(holding, asked):
    if asked:
        holding.act("leila", "ask_out", milestone="m1", text="No time.", key="wish-key")
    holding.act("leila", "submit", milestone="m1", text="Done.", key="just-sent")
    act = ("grant", {"of": "wish-key"}) if asked else ("skip_milestone", {"text": "Not this year."})
    again = {"learner": "leila", "milestone": "m1", "key": "left-out", **act[1]}
    holding.act("amara", act[0], **again)
    holding.clock.forward(seconds=11)
    holding.act("amara", act[0], **again)
    (one,) = [one for one in plan_of_record(holding.document("leila").record).milestones if one.id == "m1"]
    assert one.state is MilestoneState.SKIPPED
    assert [version.sent.id for version in one.versions] == ["just-sent"]
    assert "Done." in holding.read("leila", "panel", plan="open")["regions"]["plan"]


@both_hosts
def test_what_is_seen_to_be_handed_in_is_decided_on_and_not_left_out(holding):
    holding.act("leila", "submit", milestone="m1", text="Done.")
    holding.clock.forward(seconds=11)
    left_out = holding.act("amara", "skip_milestone", status=409, learner="leila", milestone="m1", text="Not this year.")
    assert left_out["error"] == "milestone-not-now"


@both_hosts
@pytest.mark.parametrize("handler", ["ask_changes", "remark"])
def test_a_decision_is_answered_again_though_its_milestone_is_gone(holding, handler):
    holding.act("leila", "submit", milestone="m1", text="Done.")
    holding.clock.forward(seconds=11)
    decision = {"learner": "leila", "milestone": "m1", "version": 1, "text": "Name it.", "key": "decision"}
    holding.act("amara", handler, **decision)
    if handler == "remark":
        holding.act("amara", "ask_changes", learner="leila", milestone="m1", version=1, text="Name it.")
    holding.act("leila", "drop_goal", goal="g1", text="No more.")
    before = holding.kinds("leila")
    holding.act("amara", handler, **decision)
    assert holding.kinds("leila") == before


@both_hosts
@pytest.mark.parametrize(("sender", "reader"), [("amara", "leila"), ("leila", "amara")])
def test_nobody_has_read_what_they_cannot_see_whatever_their_page_says(holding, sender, reader):
    holding.act(sender, "send", learner="leila", text="Not yet.", key="just-sent")
    holding.act(reader, "seen", learner="leila", upto=10**6)
    holding.act(sender, "undo", learner="leila", of="just-sent")
    assert holding.kinds("leila") == ["assigned"]
