"""What time, the units and an author's edit have brought is told at the next view, on both hosts, before anybody acts."""

import json
import re

import pytest

from ..support.worlds import both_hosts, home_and_panel
from .test_plan_journeys import PLAN, Place

pytestmark = [both_hosts, home_and_panel]

STEP = PLAN[0]["milestones"][0]


@pytest.fixture
def here(world, place):
    """leila and amara, with a plan to start from."""
    world.edit(plan=PLAN)
    world.act("leila", "join")
    return Place(world, place)


def following(here, finish, *units):
    """Let the first milestone follow these units."""
    here.world.edit(
        plan=[{**PLAN[0], "milestones": [{**STEP, "finish": finish}]}],
        units={f"m1:{number}": unit for number, unit in enumerate(units)},
    )


def test_a_pause_that_ended_by_itself_is_offered_at_the_next_view_and_nothing_is_later_because_of_it(here):
    world = here.world
    here.act("leila", "begin", milestone="m1")  # planned for the 9th
    here.act("leila", "pause", until="2026-03-17")
    world.clock.forward(days=20)
    before = world.everything()
    for drawn in (world.view("leila", here.block), here.panel()):
        assert 'data-mn-act="move_days"' in drawn and "You were away for 15 days." in drawn
        assert "later than planned" not in drawn and "Paused until" not in drawn
    assert "later than planned" not in here.desk()
    assert world.everything() == before
    here.act("leila", "move_days", move="")
    assert "later than planned" in here.panel() and 'data-mn-act="move_days"' not in here.panel()


def test_a_pause_that_ended_by_itself_before_the_first_act_on_the_plan_is_offered_too(here):
    here.act("leila", "pause", until="2026-03-17")
    here.world.clock.forward(days=20)
    assert 'data-mn-act="move_days"' in here.panel() and "later than planned" not in here.panel()
    here.act("leila", "move_days", move="yes")
    assert [one.due.isoformat() for one in here.plan.milestones] == ["2026-03-24", "2026-03-31"]


@pytest.mark.parametrize("value", [7, None, [], {}, [["m1"], {}, None, 7.5, True, -1, 10**9]])
def test_a_malformed_wish_or_tick_closes_no_page(here, value):
    world = here.world
    here.act("leila", "propose", key="propose-1")
    here.act("amara", "agree", of="propose-1")
    here.act("leila", "ask_time", key="wish-001", milestone="m1", day="2026-03-20", text="Shifts.")
    here.act("leila", "submit", milestone="m1", text="Six tables.", met={"0": True}, links="http://one.example")
    here.act("leila", "ask_out", key="wish-002", milestone="m2", text="Known.")
    state = world.state("leila")
    for entry in state["record"]["log"]:
        for field in {"later": "dx", "out": "x", "submitted": "cu"}.get(entry["k"], ""):
            entry[field] = value
    world.store("leila", json.dumps(state))
    for drawn in (here.panel(), here.desk(), world.view("leila", here.block), world.view("amara", here.block)):
        assert "cannot be shown right now" not in drawn
    assert "Draft the tables" in here.panel() and "Six tables." in here.desk()


def test_the_mentors_list_counts_what_units_have_brought_on_its_page(here):
    world = here.world
    following(here, "review", world.unit)
    assert "something for you to answer" not in world.view("amara", here.block)
    world.complete("leila")
    before = world.everything()
    regions = world.read("amara", "desk", block=here.block)["regions"]
    assert "1 plan needs your answer." in "".join(regions.values())
    assert "1 plan needs your answer." in world.view("amara", here.block)
    assert "To review" in regions["list"]
    assert world.everything() == before


def test_a_unit_that_is_not_in_the_course_any_more_is_not_waited_for(here):
    world = here.world
    following(here, "approved", world.unit, world.nowhere)
    assert "1 of 1 approved" not in world.view("leila", here.block)
    world.complete("leila")
    here.act("leila", "settle")
    assert here.states() == {"m1": "approved"}


def test_a_block_that_is_counted_later_is_completed_by_the_learners_next_act_in_it(here):
    world = here.world
    world.edit(completes="never")
    here.act("leila", "ask", text="Why?")
    assert world.share("leila", here.block) is None
    world.edit(here.block, completes="part")
    here.act("amara", "send", text="So.")
    assert world.share("leila", here.block) is None
    here.act("leila", "seen", upto=1)
    assert world.share("leila", here.block) == 1.0
    assert world.share("amara", here.block) is None


def test_a_learner_who_has_finished_nothing_leaves_no_completion_behind(here):
    here.world.edit(here.block, completes="all")
    here.act("leila", "ask", text="Why?")
    assert here.world.share("leila", here.block) is None


def test_what_the_page_offers_to_agree_to_is_what_can_be_agreed_also_when_a_day_was_set_since(here):
    here.act("leila", "propose", key="propose-1")
    here.act("leila", "ask_time", key="other-day", milestone="m1", day="2026-03-20")
    keys = re.findall(r'data-mn-act="agree">.*?name="goal" value="g1".*?name="of" value="([^"]+)"', here.desk())
    assert set(keys) == {"other-day"}
    here.act("amara", "agree", of=keys[0], goal="g1")
    assert here.plan.find_goal("g1").state.value == "agreed"
