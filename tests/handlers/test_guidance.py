"""What the course's author tells mentors: beside the question it is about for them, and nowhere for a learner."""

import json

import pytest
from platform_double.outline import Container

from mentorship_xblock.actions.permissions import PERMISSIONS, READ_HANDLERS
from mentorship_xblock.authoring.guidance import NOTE_MAX
from mentorship_xblock.hosts.usage_names import name_within_course

from ..support.action_table import ACTS, after, done
from ..support.permission_table import BODY
from ..support.world import ROSTER, STAFF, taken_back
from ..support.worlds import both_hosts, home_and_panel

MARK = "Between&nbsp;authors"
"""What is in every note. As Markdown and as JSON it stays what it is; drawn it may be escaped."""
MARKS = ("Between&nbsp;authors", "Between&amp;nbsp;authors", "Between\xa0authors", "Between authors")
STEPS = ("m1", "m2")
PLAN = [{"id": "g1", "title": "A model", "milestones": [{"id": "m1", "title": "Draft it"}, {"id": "m2", "title": "Show it"}]}]
SAID = {
    "m1": {"note": "Most *forget* the ends.", "exemplar": "Boxes and lines:\n\n- one\n- many"},
    "m2": {"note": "Ask who stopped where."},
}


def opened(world, who="amara", **query):
    """Return an opened learner as markup."""
    return world.read(who, "open", learner="leila", **query)["regions"]["open"]


@pytest.fixture
def taught(world):
    """A course whose author told mentors something about both milestones and about the panel's unit; leila is with amara."""
    world.edit(roster=ROSTER, plan=PLAN, guidance=SAID)
    world.edit(world.panel, unit_note="They reach for the **date**.")
    world.act("leila", "join")
    return world


@both_hosts
def test_the_note_of_the_unit_a_question_came_from_is_beside_it_for_the_whole_mentoring_side(taught):
    taught.act("leila", "ask", block=taught.panel, text="Is visit_date a good key?", unit="yes")
    for who in ("amara", "ben", "dana"):
        drawn = opened(taught, who)
        assert "They reach for the <strong>date</strong>." in drawn
        assert "Two keys" in drawn.partition("mn-guide")[2], "the unit's title"
        assert "Most <em>forget</em>" not in drawn


@both_hosts
def test_it_is_there_from_whatever_block_the_desk_is_opened(taught):
    taught.act("leila", "ask", block=taught.panel, text="Why?", unit="yes")
    for block in (taught.home, taught.panel):
        assert "They reach for the" in taught.read("amara", "open", block=block, learner="leila")["regions"]["open"]


@both_hosts
def test_a_question_about_a_milestone_brings_its_note_and_its_exemplar_folded(taught):
    taught.act("leila", "ask", text="Both ends?", milestone="m1")
    drawn = opened(taught)
    assert "Most <em>forget</em> the ends." in drawn and "What good work looks like" in drawn and "Boxes and lines" in drawn
    assert "Ask who stopped where." not in drawn and "They reach" not in drawn


@both_hosts
def test_a_review_brings_what_is_said_of_the_milestone_and_of_its_units(taught):
    taught.edit(units={"m2:0": name_within_course(taught.unit)})
    taught.act("leila", "submit", milestone="m2", text="Here it is.")
    drawn = opened(taught)
    assert "Ask who stopped where." in drawn and "They reach for the" in drawn and "Most <em>forget</em>" not in drawn


@both_hosts
def test_once_everything_is_answered_nothing_is_beside_it(taught):
    taught.act("leila", "ask", key="question-1", block=taught.panel, text="Why?", unit="yes", milestone="m1")
    assert "mn-guide" in opened(taught)
    answer = taught.act("amara", "answer", learner="leila", question="question-1", text="Because.")
    assert "mn-guide" not in answer["regions"]["open"]


@both_hosts
def test_what_is_said_twice_of_one_unit_is_drawn_once(taught):
    taught.edit(units={"m1:0": name_within_course(taught.unit)})
    taught.act("leila", "submit", milestone="m1", text="Here.")
    taught.act("leila", "ask", block=taught.panel, text="Right?", unit="yes", milestone="m1")
    drawn = opened(taught)
    assert (drawn.count("They reach for the"), drawn.count("Most <em>forget</em>")) == (1, 1)


@both_hosts
def test_a_note_that_cannot_be_used_is_left_out(taught):
    taught.act("leila", "ask", block=taught.panel, text="Why?", unit="yes")
    for note in ("x" * (NOTE_MAX + 1), "  ", None):
        taught.edit(taught.panel, unit_note=note)
        assert "mn-guide" not in opened(taught)


def test_a_block_that_is_gone_or_hidden_breaks_nothing(taught):
    taught.act("leila", "ask", block=taught.panel, text="Why?", unit="yes")
    taught.edit(units={"m1:0": name_within_course(taught.unit), "m2:0": "vertical@nowhere"})
    taught.act("leila", "submit", milestone="m1", text="Here.")
    taught.edit(taught.unit, visible_to_staff_only=True)
    assert "Most <em>forget</em>" in opened(taught) and "They reach" not in opened(taught)
    taught.course.remove(taught.panel)
    assert "Most <em>forget</em>" in opened(taught) and "They reach" not in opened(taught)


def test_a_block_in_a_unit_that_continues_another_home_says_nothing_of_it(taught):
    taught.edit(taught.panel, home=None)
    taught.edit(units={"m2:0": name_within_course(taught.unit)})
    taught.act("leila", "submit", milestone="m2", text="Here it is.")
    assert "Ask who stopped where." in opened(taught) and "They reach" not in opened(taught)


def test_many_places_cost_no_more_queries(taught, django_assert_max_num_queries):
    for number in range(12):
        unit = taught.course.put(Container, "vertical", f"v{number}", into=taught.unit, display_name=f"Unit {number}")
        block = taught.course.place(taught.course.classes[taught.home], home=taught.home, unit_note=f"Note {number}.")
        taught.course.move(block, unit)
        taught.act("leila", "ask", block=block, text="Why?", unit="yes")
    host, blocks = taught.host("amara"), [entry["w"] for entry in taught.record("leila")["log"] if "w" in entry]
    with django_assert_max_num_queries(0):
        found = host.unit_notes(blocks, ["vertical@v3"])
    assert len(found) == 13


@both_hosts
def test_a_page_that_waits_hears_of_a_changed_note(taught):
    taught.act("leila", "ask", block=taught.panel, text="Why?", unit="yes", milestone="m1")
    for change in ({"block": taught.panel, "unit_note": "Another."}, {"guidance": {"m1": {"note": "Another one."}}}):
        at = opened(taught).partition('data-mn-at="')[2].partition('"')[0]
        assert taught.read("amara", "open", learner="leila", at=at) == {"same": True}
        taught.edit(**change)
        assert "same" not in taught.read("amara", "open", learner="leila", at=at)


# --- nothing of it for a learner


@pytest.fixture
def heard(world, monkeypatch):
    """Everything that is answered: each as who asked, and the text. The author marked all there is to be said to mentors."""
    said = []
    request, view = world.request, world.view
    world.edit(guidance={step: {"note": MARK, "exemplar": MARK} for step in STEPS})
    world.edit(unit_note=MARK)
    world.edit(world.panel, unit_note=MARK)

    def listened_request(who, *args, **how):
        response = request(who, *args, **how)
        said.append((who, response.content.decode()))
        return response

    def listened_view(who, *args, **how):
        said.append((who, view(who, *args, **how)))
        return said[-1][1]

    monkeypatch.setattr(world, "request", listened_request)
    monkeypatch.setattr(world, "view", listened_view)
    return said


def tells(text):
    """Whether a text has the mark, in whatever way it was written or drawn."""
    return any(mark in text or json.dumps(mark)[1:-1] in text for mark in MARKS)


def told_to(heard, *people):
    """Return what these people were answered that has the mark."""
    return [text for who, text in heard if who in people and tells(text)]


@both_hosts
def test_the_mark_would_be_seen(heard, world):
    world.edit(plan=PLAN)
    world.act("leila", "join")
    world.act("leila", "ask", text="Why?", milestone="m1")
    opened(world)
    assert told_to(heard, "amara")


@pytest.mark.parametrize("act", [act for act, (_, who, _, _) in ACTS.items() if who == "leila"])
def test_no_act_of_a_learner_is_answered_with_it(heard, world, act):
    before, who, body, _ = ACTS[act]
    after(world, before, "panel")
    done(world, who, act, "panel", body)
    world.view("leila", world.panel)
    world.read("leila", "panel", plan="open")
    world.read("leila", "panel", plan="g1")
    assert len([who for who, _ in heard if who == "leila"]) > 3
    assert told_to(heard, "leila") == []


@both_hosts
@home_and_panel
def test_no_handler_answers_a_learner_with_it_whatever_they_send(heard, world, place):
    world.edit(plan=PLAN)
    for who in ("leila", "jonas"):
        world.act(who, "join")
        world.act(who, "ask", key=f"question-{who}", block=world.panel, text="Why?", unit="yes", milestone="m1")
        world.act(who, "submit", milestone="m2", text="Here.")
    block = getattr(world, place)
    for handler in PERMISSIONS:
        for learner in ("leila", "jonas"):
            body = world.named({**BODY[handler], "plan": "open", "learner": learner, "key": world.key()})
            with taken_back():
                world.request("leila", handler, block, "GET" if handler in READ_HANDLERS else "POST", body)
    for who in ("leila", "visitor", "nobody"):
        world.view(who, block)
    assert len(heard) > 2 * len(PERMISSIONS)
    assert told_to(heard, "leila", "visitor", "nobody") == []


@both_hosts
@home_and_panel
def test_who_mentors_others_reads_nothing_of_it_on_their_own_mentorship(heard, world, place):
    world.edit(plan=PLAN, roster=[*ROSTER, {"username": STAFF, "capacity": 2}])
    block = getattr(world, place)
    for who in ("ben", STAFF):
        world.act("root", "assign", learner=who, mentor="amara")
        heard.clear()
        world.act(who, "ask", block=block, text="Why?", unit="yes", milestone="m1")
        world.act(who, "submit", block=block, milestone="m2", text="Here.")
        world.view(who, block)
        world.read(who, "panel", block=block, plan="open")
        world.call(who, "open", block, learner=who)
        assert told_to(heard, who) == []


@home_and_panel
@pytest.mark.parametrize("disguise", ["generic", "leila"])
def test_the_course_team_sees_nothing_of_it_as_a_learner(heard, world, place, disguise):
    world.edit(plan=PLAN, roster=[*ROSTER, {"username": STAFF, "capacity": 2}])
    world.act("leila", "join")
    world.act("leila", "ask", block=world.panel, text="Why?", unit="yes", milestone="m1")
    how = {"masquerade": world.people.get(disguise, disguise)}
    block = getattr(world, place)
    heard.clear()
    world.view(STAFF, block, **how)
    for handler in PERMISSIONS:
        body = world.named({**BODY[handler], "learner": "leila", "key": world.key()})
        world.request(STAFF, handler, block, "GET" if handler in READ_HANDLERS else "POST", body, **how)
    assert len(heard) == len(PERMISSIONS) + 1
    assert told_to(heard, STAFF) == []


def test_other_routes_to_the_block_have_nothing_of_it(heard, world):
    block = world.course._enter(world.people["leila"], world.home)
    told = [block.index_dictionary(), getattr(block, "student_view_data", dict)()]
    assert not tells(json.dumps(told, default=str))
