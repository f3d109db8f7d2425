"""The journeys of the plan through the handlers, on both hosts, from home and from a block that continues it."""

import json
from datetime import timedelta

import pytest

from mentorship_xblock.authoring.program import read_authored_program
from mentorship_xblock.domain.plan.course_changes import course_plan_fingerprint
from mentorship_xblock.domain.plan.projection import plan_of_record

from ..support.worlds import both_hosts, home_and_panel

pytestmark = [both_hosts, home_and_panel]

PLAN = [
    {
        "id": "g1",
        "title": "A model that holds",
        "milestones": [
            {"id": "m1", "title": "Draft the tables", "due": {"days": 7}, "criteria": ["Every table has a key", "No twins"]},
            {"id": "m2", "title": "Load visits", "due": {"days": 7, "after": "m1"}},
        ],
    }
]
GOAL = {
    "title": "Answer the ward", "why": "They ask me.", "by": "2026-05-01", "obstacle": "Shifts",
    "milestones.0.title": "Write three questions", "milestones.0.day": "2026-03-20", "milestones.1.title": "",
}  # fmt: skip


class Place:
    """A world seen from one block."""

    def __init__(self, world, place):
        self.world, self.block = world, getattr(world, place)

    def act(self, who, act, status=200, **body):
        learner = {"learner": "leila"} if who != "leila" else {}
        return self.world.act(who, act, block=self.block, status=status, **learner, **body)

    def refused(self, who, act, **body):
        """Expect a refusal that stores nothing; return its code."""
        before = self.world.everything()
        learner = {"learner": "leila"} if who != "leila" else {}
        response = self.world.call(who, act, self.block, **{**learner, **body})
        assert response.status_code in (400, 403, 409), response.content
        assert self.world.everything() == before
        return json.loads(response.content)["error"]

    @property
    def plan(self):
        return plan_of_record(self.world.document("leila").record)

    def states(self):
        return {one.id: one.state.value for one in self.plan.milestones}

    def panel(self):
        """Return what leila sees with her whole plan opened."""
        return "".join(self.world.read("leila", "panel", block=self.block, plan="open")["regions"].values())

    def desk(self):
        """Return what amara sees with her opened."""
        return self.world.read("amara", "open", block=self.block, learner="leila", plan="open")["regions"]["open"]

    def last(self):
        return self.world.record("leila")["log"][-1]


@pytest.fixture
def here(world, place):
    """leila and amara, with a plan to start from."""
    world.edit(plan=PLAN)
    world.act("leila", "join")
    return Place(world, place)


def test_a_goal_is_proposed_agreed_changed_by_the_mentor_and_the_change_suggested_otherwise(here):
    here.act("leila", "propose_goal", key="propose-1", **GOAL)
    assert "Write three questions" in here.panel() and "Write three questions" in here.desk()
    assert here.refused("leila", "agree", of="propose-1", goal="propose-1") == "own-proposal"
    assert here.refused("ben", "agree", of="propose-1") == "not-yours"
    here.act("amara", "agree", of="propose-1", goal="propose-1", text="Good.")
    assert here.plan.find_goal("propose-1").state.value == "agreed"
    change = {
        "goal": "propose-1",
        "title": "Answer the ward",
        "milestones.0.id": "propose-1-0",
        "milestones.0.title": "Write one question",
    }
    here.act("amara", "propose_goal", key="propose-2", note="Begin smaller.", **change)
    assert "Begin smaller." in here.panel()
    assert here.plan.find_milestone("propose-1-0").title == "Write three questions"
    assert here.refused("leila", "agree", of="propose-1", goal="propose-1") == "newer-proposal"
    here.act("leila", "suggest", of="propose-2", goal="propose-1", text="Two, then.")
    assert (here.plan.find_goal("propose-1").state.value, here.plan.find_goal("propose-1").offer) == ("agreed", None)
    assert here.plan.find_milestone("propose-1-0").title == "Write three questions"
    assert "Two, then." in here.desk()


def test_the_whole_plan_is_agreed_at_once_and_a_dropped_goal_says_why(here):
    here.act("leila", "propose", key="propose-1")
    here.act("dana", "agree", of="propose-1")
    assert [goal.state.value for goal in here.plan.goals] == ["agreed"]
    here.act("leila", "drop_goal", goal="g1", text="Another course.")
    assert "Another course." in here.desk()
    assert here.plan.percent_approved is None


def test_another_day_is_asked_for_granted_declined_and_never_by_the_learner(here):
    here.act("leila", "propose", key="propose-1")
    here.act("amara", "agree", of="propose-1")
    here.act("leila", "ask_time", key="wish-001", milestone="m1", day="2026-03-20", text="Night shifts.")
    assert "Night shifts." in here.desk()
    for act, body in (("grant", {}), ("decline", {"text": "No"}), ("redate", {"day": "2026-03-20"})):
        assert here.refused("leila", act, learner=here.world.id("leila"), milestone="m1", of="wish-001", **body) == "not-yours"
    assert here.refused("ben", "grant", milestone="m1", of="wish-001") == "not-yours"
    assert here.plan.find_milestone("m1").due.isoformat() == "2026-03-09"
    here.act("amara", "grant", milestone="m1", of="wish-001")
    assert [one.due.isoformat() for one in here.plan.milestones] == ["2026-03-20", "2026-03-27"]
    here.act("leila", "ask_time", key="wish-002", milestone="m2", day="2026-06-20", text="Holidays.")
    assert here.refused("amara", "grant", milestone="m2", of="wish-001") == "no-wish"
    here.act("amara", "decline", milestone="m2", of="wish-002", text="Begin, then we look.")
    assert here.plan.find_milestone("m2").due.isoformat() == "2026-03-27"
    assert "Begin, then we look." in here.panel()


def test_what_was_handed_in_is_taken_back_until_the_mentor_has_opened_it(here):
    here.act("leila", "submit", milestone="m1", text="Five tables.", links="https://example.com/model")
    here.act("leila", "take_back", milestone="m1")
    here.act("leila", "submit", milestone="m1", text="Six tables.")
    here.act("amara", "seen", upto=len(here.world.record("leila")["log"]) - 1)
    assert here.refused("leila", "take_back", milestone="m1") == "review-begun"
    assert here.refused("amara", "approve", milestone="m1", version=1) == "newer-version"
    assert here.states()["m1"] == "submitted"
    assert "Five tables." in here.panel() and "https://example.com/model" in here.desk()


def test_the_learner_and_the_mentor_tick_criteria_and_a_note_comes_with_the_approval(here):
    here.act("leila", "submit", milestone="m1", text="Six tables.", **{"met.0": True, "met.1": False})
    here.act("amara", "approve", milestone="m1", version=1, text="Now it holds.", met={"0": "yes", "1": "yes"})
    (version,) = here.plan.find_milestone("m1").versions
    assert (version.sent.data["c"], version.decided.data["c"]) == ([0], [0, 1])
    assert "Now it holds." in here.panel() and "Every table has a key" in here.panel()
    assert here.plan.percent_approved == 50


def test_a_milestone_is_reopened_and_another_left_out_and_both_say_why(here):
    here.act("leila", "submit", milestone="m1", text="Six tables.")
    here.act("amara", "approve", milestone="m1", version=1)
    here.act("amara", "reopen", milestone="m1", text="Twins again.")
    here.act("amara", "skip_milestone", milestone="m2", text="Loaded already.")
    assert here.states() == {"m1": "in_progress", "m2": "skipped"}
    assert "Twins again." in here.panel() and "Loaded already." in here.panel()


@pytest.mark.parametrize(("finish", "state"), [("review", "submitted"), ("approved", "approved")])
def test_completed_units_are_seen_before_anybody_acts_and_written_down_by_the_next_act(here, finish, state):
    world = here.world
    steps = [{**PLAN[0]["milestones"][0], "finish": finish}, PLAN[0]["milestones"][1]]
    world.edit(plan=[{**PLAN[0], "milestones": steps}], units={"m1:0": world.unit})
    untouched = here.panel(), here.desk()
    world.complete("leila")
    before = world.everything()
    assert here.panel() != untouched[0] and here.desk() != untouched[1]
    listed = world.read("amara", "desk", block=here.block)["regions"]["list"]
    assert ("To review" in listed) == (finish == "review")
    assert world.everything() == before
    here.act("leila", "settle")
    assert here.states()["m1"] == state
    assert [entry["k"] for entry in world.record("leila")["log"][1:]] == [
        "planned",
        {"review": "ready", "approved": "enough"}[finish],
    ]
    assert world.record("leila")["log"][-1]["o"] == "time"
    here.act("leila", "settle")
    assert len(world.record("leila")["log"]) == 3


def test_what_the_units_made_ready_the_mentor_decides_on_in_one_act(here):
    world = here.world
    world.edit(plan=[{**PLAN[0], "milestones": [{**PLAN[0]["milestones"][0], "finish": "review"}]}], units={"m1:0": world.unit})
    world.complete("leila", world.leaves[0])
    assert here.refused("amara", "approve", milestone="m1", version=1) == "milestone-not-now"
    world.complete("leila")
    here.act("amara", "approve", milestone="m1", version=1)
    assert world.kinds("leila") == ["assigned", "planned", "ready", "approved"]


def test_a_block_is_completed_for_the_learner_by_the_mentors_act_and_goes_down_again_never_by_looking(here):
    world = here.world
    world.edit(completes="all")
    world.edit(world.panel, completes="number", completes_at=2)
    for block in (world.home, world.panel):
        world.view("leila", block)
        assert world.share("leila", block) is None
    for number, milestone in enumerate(("m1", "m2"), start=1):
        here.act("leila", "submit", milestone=milestone, text="Done.")
        here.act("amara", "approve", milestone=milestone, version=1)
        assert (world.share("leila", world.home), world.share("leila", world.panel)) == (number / 2, number / 2)
    here.act("amara", "reopen", milestone="m2", text="Look again.")
    assert (world.share("leila", world.home), world.share("leila", world.panel)) == (0.5, 0.5)
    for block in (world.home, world.panel):
        assert world.share("amara", block) is None


def test_a_block_that_continues_home_and_has_nothing_to_finish_is_told_nothing(here):
    here.act("leila", "begin", milestone="m1")
    assert (here.world.share("leila", here.world.home), here.world.share("leila", here.world.panel)) == (1.0, None)


def test_an_approval_by_the_units_completes_the_block_once_it_is_written_down(here):
    world = here.world
    world.edit(plan=[{**PLAN[0], "milestones": [{**PLAN[0]["milestones"][0], "finish": "approved"}]}], units={"m1:0": world.unit}, completes="all")  # fmt: skip
    world.complete("leila")
    here.panel()
    assert world.share("leila", world.home) is None
    here.act("leila", "settle")
    assert world.share("leila", world.home) == 1.0


def test_a_pause_holds_the_wait_and_its_days_are_moved_on_return(here):
    world = here.world
    here.act("leila", "begin", milestone="m1")
    here.act("leila", "ask", text="Why?")
    here.act("leila", "pause", until="2026-03-12", text="Exams.")
    assert "Exams." in here.desk()
    assert world.document("amara").ledger.lines[world.id("leila")].waiting_time(world.clock.moment) is None
    assert here.refused("leila", "move_days", move="yes") == "days-settled"
    world.clock.forward(days=5)
    here.act("amara", "resume")
    assert [away.days for away in here.plan.absences] == [5]
    here.act("leila", "move_days", move="yes")
    assert here.last()["n"] == 5
    assert [one.due.isoformat() for one in here.plan.milestones] == ["2026-03-14", "2026-03-21"]
    line = world.document("amara").ledger.lines[world.id("leila")]
    assert line.stops == ((world.clock.moment - timedelta(days=5), world.clock.moment),)
    assert line.waiting_time(world.clock.moment) == timedelta(0)


def test_a_pause_that_is_over_by_itself_is_over_for_the_next_act(here):
    here.act("leila", "begin", milestone="m1")
    here.act("amara", "pause", until="2026-03-10")
    here.world.clock.forward(days=20)
    here.act("leila", "move_days", move="no")
    assert here.world.kinds("leila")[-3:] == ["paused", "resumed", "shifted"]
    assert "n" in here.last() and here.last()["n"] == 0


def test_a_plan_edited_in_a_running_course_is_offered_and_taken_in_part(here):
    world = here.world
    here.act("leila", "begin", milestone="m1")
    new = [{"id": "g1", "title": "A model", "milestones": [
        {"id": "m1", "title": "Draft all tables", "due": {"days": 9}}, {"id": "m3", "title": "Test it"},
    ]}]  # fmt: skip
    world.edit(plan=new)
    assert [one.title for one in here.plan.milestones] == ["Draft the tables", "Load visits"]
    assert "Draft all tables" in here.panel() and 'data-mn-act="renew"' in here.panel()
    stale, now = (course_plan_fingerprint(read_authored_program({"plan": plan})[0].plan) for plan in (PLAN, new))
    assert here.refused("leila", "renew", of=stale, take={"m3": True}) == "newer-template"
    here.act("leila", "renew", of=now, **{"take.m1": False, "take.m2": True, "take.m3": True})
    assert [(one.id, one.title) for one in here.plan.milestones] == [("m1", "Draft the tables"), ("m3", "Test it")]
    assert 'data-mn-act="renew"' not in here.panel()
    world.edit(plan=[])
    assert [one.id for one in here.plan.milestones] == ["m1", "m3"]
    assert "Draft the tables" in here.panel()


def test_a_unit_that_is_gone_brings_nothing_and_breaks_nothing(here):
    world = here.world
    world.edit(
        plan=[{**PLAN[0], "milestones": [{**PLAN[0]["milestones"][0], "finish": "approved"}]}], units={"m1:0": world.nowhere}
    )
    assert "Draft the tables" in here.panel()
    here.act("leila", "begin", milestone="m1")
    assert here.states()["m1"] == "in_progress"


def test_two_weeks_after_an_approval_one_question_returns_and_is_answered_once(here):
    world = here.world
    here.act("leila", "submit", milestone="m1", text="Six tables.")
    here.act("amara", "approve", milestone="m1", version=1)
    early = here.panel()
    world.clock.forward(days=14)
    assert 'data-mn-act="recall"' not in early and 'data-mn-act="recall"' in here.panel()
    here.act("leila", "recall", milestone="m1", text="Every table has a key.")
    assert 'data-mn-act="recall"' not in here.panel()
    assert here.refused("leila", "recall", milestone="m1", text="Twice") == "milestone-not-now"


def test_an_act_on_the_plan_sent_again_is_done_once(here):
    for _ in range(2):
        here.act("leila", "propose_goal", key="propose-1", **GOAL)
        here.act("leila", "submit", key="hand-0001", milestone="m1", text="Six tables.")
    for _ in range(2):
        here.act("amara", "approve", key="approve-1", milestone="m1", version=1)
    assert here.world.kinds("leila") == ["assigned", "planned", "proposed", "started", "submitted", "approved"]
