"""A new action is a step, a row and a permission: all else follows from these, on every host (docs/conventions.md)."""

import re

import pytest

from mentorship_xblock.actions.action import Action, _
from mentorship_xblock.actions.field_checks import check_optional_person, check_written_text
from mentorship_xblock.actions.permissions import LEARNER_WHILE_OPEN, PERMISSIONS
from mentorship_xblock.actions.pipeline import on_record
from mentorship_xblock.actions.registry import ACTIONS
from mentorship_xblock.actions.repeated_requests import kinds_made_about
from mentorship_xblock.actions.request_schemas import ACTION_FIELDS
from mentorship_xblock.block import MentorshipXBlock, add_handlers
from mentorship_xblock.domain.mentorship.append_entry import append_checked_entry, entry_done_before
from mentorship_xblock.domain.record.log import Kind
from tools.handlers_page import table_of_handlers

from ..support.worlds import LmsWorld, both_hosts


def say_thanks(record, actor, text):
    """The step: what the action makes of a learner's record."""
    return record if entry_done_before(record, actor) else append_checked_entry(record, actor, Kind.MESSAGE, x=text)


@pytest.fixture
def thanks(monkeypatch):
    """Add an action as conventions.md says, for as long as a test runs."""
    row = Action(
        "thank",
        {**ACTION_FIELDS, "learner": check_optional_person, "text": check_written_text},
        on_record(say_thanks, "text"),
        makes=kinds_made_about(Kind.MESSAGE),
        said=_("Changed."),
    )
    monkeypatch.setitem(ACTIONS, row.name, row)
    monkeypatch.setitem(PERMISSIONS, row.name, LEARNER_WHILE_OPEN)
    monkeypatch.setattr(MentorshipXBlock, row.name, None, raising=False)
    add_handlers(MentorshipXBlock)


@both_hosts
def test_a_step_a_row_and_a_permission_are_an_action(thanks, world):
    world.act("leila", "join")
    answer = world.act("leila", "thank", key="thanks-01", text="Thank you, Amara.")
    assert answer["said"] == "Changed." and "Thank you, Amara." in answer["regions"]["thread"]
    assert world.act("leila", "thank", key="thanks-01", text="Thank you, Amara.")["said"] == "Changed."
    (entry,) = [entry for entry in world.record("leila")["log"] if entry["i"] == "thanks-01"]
    assert (entry["k"], entry["b"], entry["o"], entry["x"]) == ("message", world.id("leila"), "learner", "Thank you, Amara.")
    assert world.ledger("amara")["lines"][world.id("leila")]["w"] == "2026-03-02T09:00:00.000Z"
    assert world.act("leila", "thank", status=400, text="")["field"] == "text"
    assert world.act("leila", "ask", key="thanks-01", status=409, text="Why?")["error"] == "key-taken"
    assert world.act("amara", "thank", status=403, learner="leila", text="Thank you.")["error"] == "not-yours"


def test_its_row_on_the_page_of_handlers_is_written_by_the_tool(thanks):
    assert "| `thank` | key, zone, plan, learner, text | learner |\n" in table_of_handlers()


# what is shown follows from the permission, which is asked in one place


@pytest.mark.parametrize(("who", "act"), [("leila", "leave"), ("leila", "pause"), ("amara", "pause"), ("amara", "pass_back")])
@pytest.mark.parametrize("world", [LmsWorld], indirect=True)
def test_what_nobody_may_do_is_not_offered(world, monkeypatch, who, act):
    world.act("leila", "join")
    world.act("leila", "ask", text="Why?")
    world.clock.forward(seconds=11)

    def offered():
        view = world.read("leila", "panel") if who == "leila" else world.read("amara", "open", learner="leila")
        return f'data-mn-act="{act}"' in "".join(view["regions"].values())

    assert offered()
    monkeypatch.setitem(PERMISSIONS, act, {})
    assert not offered()


@pytest.mark.parametrize(("who", "act", "of"), [
    ("leila", "resolve", "question-1"), ("leila", "retract", "question-1"), ("leila", "report", "answer-01"),
    ("leila", "make_step", "answer-01"), ("amara", "report", "question-1"), ("dana", "hide", "answer-01"),
])  # fmt: skip
@pytest.mark.parametrize("world", [LmsWorld], indirect=True)
def test_what_nobody_may_do_to_a_message_is_not_offered_there(world, monkeypatch, who, act, of):
    world.act("leila", "join")
    world.act("leila", "ask", key="question-1", text="Why?")
    if act != "retract":
        world.clock.forward(seconds=11)
        world.act("amara", "answer", key="answer-01", learner="leila", question="question-1", text="So.")
    world.clock.forward(seconds=11)
    learner = {} if who == "leila" else {"learner": "leila"}

    def offered():
        view = world.read("leila", "panel") if who == "leila" else world.read(who, "open", learner="leila")
        drawn = view["regions"].get("thread", "") + world.read(who, "message", of=of, **learner)["html"]
        return re.search(f'data-mn-a(ct|s)="{act}"', drawn) is not None

    assert offered()
    monkeypatch.setitem(PERMISSIONS, act, {})
    assert not offered()
