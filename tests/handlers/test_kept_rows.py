"""A process keeps what a row said by the row's whole text: what is shared so is read once, and nobody changes it."""

import json

import pytest

from mentorship_xblock.domain.stored_state import load_stored_state
from mentorship_xblock.hosts import user_state_table
from mentorship_xblock.hosts.kept_readings import KeptReadings

from ..support.action_table import after
from ..support.conversation_action_table import ANSWERED, REPORTED
from ..support.plan_action_table import APPROVED, CHANGED, WISHED
from ..support.worlds import both_hosts


@pytest.fixture
def read(monkeypatch):
    """Begin as a new process, and return the texts that are read, with what they said."""
    said = {}

    def reading(text):
        assert text not in said, "read twice"
        return said.setdefault(text, load_stored_state(json.loads(text or "{}")))

    monkeypatch.setattr(user_state_table, "read_row", KeptReadings(reading, user_state_table.KEPT_MAX))
    return said


@both_hosts
def test_the_teams_page_reads_only_rows_that_were_written_since(world, read):
    after(world, ANSWERED, "home")
    first = world.read("dana", "overview")["regions"]
    read.clear()
    assert world.read("dana", "overview")["regions"] == first
    assert not read
    world.act("leila", "ask", text="And this one?")
    read.clear()
    assert world.read("dana", "overview")["regions"] != first
    assert read.keys() == {world.stored("leila"), world.stored("amara")}


@both_hosts
@pytest.mark.parametrize("acts", [ANSWERED, REPORTED, APPROVED, CHANGED, WISHED], ids=lambda acts: acts[-1][1])
def test_no_page_and_no_act_changes_what_others_are_given_as_well(world, read, acts):
    after(world, acts, "home")
    for days in (0, 9):
        world.clock.forward(days=days)
        for who in ("leila", "amara", "ben", "dana"):
            world.view(who)
        for plan in ("", "open"):
            world.read("leila", "panel", plan=plan)
            world.read("dana", "open", learner="leila", plan=plan)
        world.act("dana", "rebuild")
        world.call("leila", "send", text="Still here.")  # refused where a report stands
    assert len(read) > 2
    for text, shared in read.items():
        fresh = load_stored_state(json.loads(text or "{}"))
        assert shared == fresh
        assert shared.record.as_stored_json() == fresh.record.as_stored_json()
        assert shared.ledger.as_stored_json() == fresh.ledger.as_stored_json()


def test_a_row_that_cannot_be_read_is_named_in_the_log_each_time(world, caplog):
    world.store("amara", json.dumps({"ledger": {"lines": 3}}))
    for times in (1, 2):
        world.read("dana", "overview")
        assert sum("cannot be read: lines are a map" in record.getMessage() for record in caplog.records) == times
