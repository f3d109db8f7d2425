"""All of a mentor's learners beside each other: who is on it, in which order, what each mark says, and where a press leads."""

import re

import pytest

from mentorship_xblock.views.grid import GRID_PAGE_SIZE

from ..support.world import ROSTER
from ..support.worlds import both_hosts, home_and_panel

STEPS = [{"id": f"m{number}", "title": f"Step {number}", "due": {"days": 7 * number}} for number in range(1, 5)]
PLAN = [{"id": "g1", "title": "A model", "milestones": STEPS}]
MANY = [
    {"id": f"g{goal}", "title": f"Goal {goal}", "milestones": [{"id": f"g{goal}m{n}", "title": f"Step {n}"} for n in range(5)]}
    for goal in range(8)
]


def grid(world, who="amara", block=None, **query):
    return world.read(who, "grid", block=block, **query)["html"]


def row_of(world, learner, drawn=None):
    """Return one learner's row, as markup."""
    rows = re.findall(r"<tr role=\"row\"><th scope=\"row\".*?</tr>", drawn or grid(world), re.DOTALL)
    return next((row for row in rows if f'data-mn-learner="{world.id(learner)}"' in row), None)


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def order(world, drawn=None):
    """Return the learners in the order of the rows."""
    names = {world.id(name): name for name in world.people}
    return [names[one] for one in re.findall(r'data-mn-read="open" data-mn-learner="([^"]+)">', drawn or grid(world))]


@pytest.fixture
def mentoring(world):
    """Amara has leila, jonas and priya."""
    world.edit(roster=[{**ROSTER[0], "capacity": 5}, ROSTER[1]], plan=PLAN)
    for who in ("leila", "jonas", "priya"):
        world.act("dana", "assign", learner=who, mentor="amara")
        world.clock.forward(minutes=1)
    return world


@both_hosts
@home_and_panel
def test_each_mark_says_its_milestone_and_its_state(mentoring, place):
    world = mentoring
    world.act("leila", "submit", milestone="m1", text="Here.")
    world.act("amara", "approve", learner="leila", milestone="m1", version=1)
    world.act("leila", "submit", milestone="m2", text="Here.")
    world.act("leila", "begin", milestone="m3")
    row = words(row_of(world, "leila", grid(world, block=getattr(world, place))))
    for says in ("Step 1 : Approved", "Step 2 : To review", "Step 3 : In progress", "Step 4 : Planned"):
        assert says in row
    assert row_of(world, "leila").count('aria-hidden="true"') >= 4, "a sign beside each word"


@both_hosts
def test_who_has_gone_longest_without_words_from_the_mentoring_side_comes_first(mentoring):
    world = mentoring
    assert order(world) == ["leila", "jonas", "priya"]
    world.act("amara", "send", learner="leila", text="Welcome.")
    world.clock.forward(hours=1)
    world.act("ben", "send", learner="jonas", text="Amara is away.")
    world.clock.forward(hours=1)
    world.act("leila", "send", text="Thank you.")
    assert order(world) == ["priya", "leila", "jonas"]
    assert "None yet" in row_of(world, "priya") and "ago" in words(row_of(world, "leila"))


@both_hosts
def test_who_has_no_agreed_plan_is_called_out_with_an_act(mentoring):
    world = mentoring
    row = row_of(world, "leila")
    assert "No agreed plan yet." in row and 'data-mn-plan="new"' in row
    opened = world.read("amara", "open", learner="leila", plan="new")["regions"]["open"]
    assert 'data-mn-act="propose_goal"' in opened, "what the press leads to"
    world.act("leila", "propose", key="propose-1")
    row = row_of(world, "leila")
    assert "Their proposal needs your answer." in row and "No agreed plan" not in row
    world.act("amara", "agree", learner="leila", of="propose-1")
    assert "agreed plan" not in row_of(world, "leila") and "proposal" not in row_of(world, "leila")


@both_hosts
def test_a_proposal_of_the_mentors_waits_for_the_learner(mentoring):
    world = mentoring
    world.edit(plan=[])
    assert "No agreed plan yet." in row_of(world, "leila")
    world.act("amara", "propose_goal", learner="leila", title="Read", **{"milestones.0.title": "One page"})
    assert "They have not answered your proposal yet." in row_of(world, "leila")


@both_hosts
def test_the_next_date_is_the_next_steps_and_says_when_it_has_passed(mentoring):
    world = mentoring
    assert "9 Mar" in words(row_of(world, "leila")) or "Mar 9" in words(row_of(world, "leila"))
    world.clock.forward(days=10)
    assert "Was planned for" in row_of(world, "leila")
    world.act("leila", "pause", until="2026-03-30")
    row = words(row_of(world, "leila"))
    assert "Paused until" in row and "planned for" not in row


@both_hosts
def test_a_long_plan_is_grouped_by_goal(mentoring):
    world = mentoring
    world.edit(plan=MANY)
    world.act("leila", "submit", milestone="g1m0", text="Here.")
    world.act("amara", "approve", learner="leila", milestone="g1m0", version=1)
    world.act("leila", "submit", milestone="g2m0", text="Here.")
    row = row_of(world, "leila")
    assert row.count("data-mn-goal=") == 8 and "mn-mk" not in row
    assert "Goal 1 1 of 5" in words(row) and "Goal 2 0 of 5 1 to review" in words(row)


@both_hosts
def test_only_those_who_are_with_the_mentor_and_in_the_course_are_on_it(mentoring):
    world = mentoring
    world.act("dana", "assign", learner="jonas", mentor="ben")
    world.unenroll("priya")
    assert order(world) == ["leila"]
    assert order(world, grid(world, "ben")) == ["jonas"]


@both_hosts
def test_only_a_mentor_on_the_roster_has_one(mentoring):
    world = mentoring
    for who in ("leila", "mei", "dana", "visitor"):
        world.act(who, "grid", status=403)
    world.edit(roster=[ROSTER[1]])
    world.act("amara", "grid", status=403)


def test_a_record_that_cannot_be_read_leaves_the_others(mentoring):
    world = mentoring
    world.store("jonas", '{"record": {"v": 1, "log": 7}}')
    drawn = grid(world)
    assert "This mentorship cannot be read right now." in drawn
    assert row_of(world, "leila", drawn) and row_of(world, "priya", drawn)


def test_more_than_a_page_of_learners_is_read_a_page_at_a_time(mentoring, monkeypatch):
    world = mentoring
    monkeypatch.setattr("mentorship_xblock.views.grid.GRID_PAGE_SIZE", 2)
    first, second = grid(world), grid(world, **{"from": "2"})
    assert order(world, first) + order(world, second) == ["leila", "jonas", "priya"]
    assert ('data-mn-from="2"' in first, 'data-mn-from="0"' in first, 'data-mn-from="0"' in second) == (True, False, True)
    assert "1 to 2 of 3" in words(first) and "3 to 3 of 3" in words(second)
    assert GRID_PAGE_SIZE == 50


@both_hosts
def test_it_costs_the_same_for_one_learner_and_for_many(mentoring, django_assert_max_num_queries):
    world = mentoring
    with django_assert_max_num_queries(10):
        grid(world)
