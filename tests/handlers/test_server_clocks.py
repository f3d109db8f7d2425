"""Servers whose clocks disagree, instants no calendar can count with, and time zones older than the law."""

import json
from datetime import timedelta

import pytest

from mentorship_xblock.domain.record.values import parse_calendar_day, parse_instant, parse_instant_or_none
from mentorship_xblock.hosts import time_zones

from ..support.worlds import both_hosts


@pytest.fixture
def paired(world, settings):
    """Leila is with Amara, and what is sent can be undone for ten seconds."""
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 10}}
    world.act("dana", "assign", learner="leila", mentor="amara")
    world.clock.forward(hours=1)
    return world


@both_hosts
def test_after_a_server_that_is_a_day_ahead_everything_is_seen_and_nothing_promised_undone(paired):
    paired.clock.forward(days=1)
    paired.act("leila", "ask", text="From tomorrow.", key="ahead-key")
    paired.clock.forward(days=-1, seconds=20)
    answer = paired.act("leila", "ask", text="From today.", key="today-key")
    assert "undo" not in answer
    paired.clock.forward(seconds=11)
    opened = paired.read("amara", "open", learner="leila")["regions"]["open"]
    assert "From tomorrow." in opened and "From today." in opened
    assert paired.act("leila", "undo", of="today-key", status=409)["error"] == "too-late"


@both_hosts
@pytest.mark.parametrize("act", ["answer", "seen"])
def test_what_somebody_on_a_server_ahead_has_answered_or_read_cannot_be_undone(paired, act):
    paired.act("leila", "ask", text="Is this a good key?", key="question-key")
    paired.clock.forward(seconds=12)
    paired.act("amara", act, learner="leila", **({"question": "question-key", "text": "Yes."} if act == "answer" else {"upto": 1}))
    paired.clock.forward(seconds=-5)
    assert paired.act("leila", "undo", of="question-key", status=409)["error"] == "too-late"
    assert "question" in paired.kinds("leila")


@both_hosts
@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"])
@pytest.mark.parametrize("where", ["entry", "pause", "day", "line"])
def test_instants_at_the_ends_of_the_calendar_crash_no_view(paired, moment, where):
    paired.act("amara", "pause", learner="leila", until="2026-03-20", text="Rest.")
    state, ledger = paired.state("leila"), paired.ledger("amara")
    last = state["record"]["log"][-1]
    last.update({"entry": {"t": moment}, "pause": {"u": moment}, "day": {"d": moment[:10]}, "line": {}}[where])
    paired.store("leila", json.dumps(state))
    if where == "line":
        ledger["lines"][paired.id("leila")]["w"] = moment
        paired.store("amara", json.dumps({"ledger": ledger}))
    for who, read, body in (
        ("leila", "panel", {}),
        ("amara", "desk", {}),
        ("amara", "open", {"learner": "leila"}),
        ("dana", "overview", {}),
    ):
        assert paired.call(who, read, **body).status_code in (200, 409)
    assert paired.view("leila")
    assert paired.read("dana", "overview")


@pytest.mark.parametrize("text", ["0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31"])
def test_days_and_instants_lie_in_years_that_can_be_counted_with(text):
    assert parse_calendar_day(text) is None and parse_instant_or_none(f"{text}T12:00:00Z") is None
    assert parse_instant("2199-12-31T23:59:59Z") + timedelta(days=366)


def test_time_zones_older_than_the_law_are_told_of_once_in_the_log(monkeypatch, caplog):
    time_zones.stale_zone_releases.cache_clear()
    assert time_zones.stale_zone_releases() == () and not caplog.records
    release, zone, moment, offset = time_zones.KNOWN_RELEASES[-1]
    monkeypatch.setattr(time_zones, "KNOWN_RELEASES", ((release, zone, moment, offset + timedelta(hours=1)),))
    time_zones.stale_zone_releases.cache_clear()
    assert time_zones.stale_zone_releases() == time_zones.stale_zone_releases() == (release,)
    assert [record.getMessage().partition(";")[0] for record in caplog.records] == [
        f"mentorship: the time zones of this machine are older than {release}"
    ]
    time_zones.stale_zone_releases.cache_clear()
