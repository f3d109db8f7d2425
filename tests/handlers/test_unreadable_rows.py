"""What cannot be read is left as it is, and stops nobody beside it: a mentor's list, a mentor's own record, a learner's row."""

import json

import pytest

from mentorship_xblock.actions import index_repair
from mentorship_xblock.actions.permissions import PERMISSIONS, READ_HANDLERS
from mentorship_xblock.domain.record.log import Role
from mentorship_xblock.hosts import user_state_table

from ..support.permission_table import BODY
from ..support.worlds import both_hosts

LEDGERS = [[], 7, {"lines": 7}, {"v": 1, "lines": {"99": {"s": "happy"}}}, {"v": 1, "card": 7}, {"v": "1"}]


def put(world, who, **parts):
    """Put something else into parts of somebody's row, and return its text."""
    world.store(who, json.dumps({**world.state(who), **parts}))
    return world.stored(who)


@pytest.fixture
def paired(world):
    """Leila and Jonas are with Amara."""
    for learner in ("leila", "jonas"):
        world.act("dana", "assign", learner=learner, mentor="amara")
    return world


@both_hosts
@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_list_that_cannot_be_read_is_left_and_its_learners_go_on(paired, ledger):
    kept = put(paired, "amara", ledger=ledger)
    for block in (paired.home, paired.panel):
        paired.act("leila", "ask", block=block, text="Still there?")
        paired.read("leila", "panel", block=block)
        assert "Still there?" in paired.read("amara", "open", block=block, learner="leila")["regions"]["open"]
        paired.act("amara", "send", block=block, learner="leila", text="Yes.")
    paired.act("dana", "assign", learner="jonas", mentor="ben")
    paired.act("dana", "assign", learner="ines", mentor="amara")
    paired.act("leila", "report")
    assert paired.kinds("leila")[-1] == "reported" and paired.kinds("jonas")[-1] == "reassigned"
    assert paired.stored("amara") == kept
    assert paired.read("amara", "desk", status=409)["error"] == "unreadable"
    assert paired.act("amara", "keep_reply", learner="leila", text="So.", status=409)["error"] == "unreadable"
    assert "<bdi>amara</bdi>&#x27;s list cannot be read" in paired.read("dana", "overview")["regions"]["head"]


@both_hosts
@pytest.mark.parametrize("record", [7, [], {"v": 1}, {"v": 1, "log": [7]}, {"v": 99, "log": [], "seen": {}}])
def test_a_mentors_own_record_that_may_not_be_written_stands_beside_a_list_that_goes_on(paired, record):
    put(paired, "amara", record=record)
    paired.act("leila", "ask", text="Still there?")
    paired.act("leila", "report")
    paired.act("dana", "assign", learner="ines", mentor="amara")
    assert paired.state("amara")["record"] == record
    assert set(paired.ledger("amara")["lines"]) == {paired.id(who) for who in ("leila", "jonas", "ines")}
    assert "leila" in paired.read("amara", "desk")["regions"]["list"]
    assert "leila" in paired.view("amara")


@both_hosts
def test_a_learners_own_list_that_cannot_be_read_leaves_their_mentorship_open(paired):
    put(paired, "leila", ledger=[])
    paired.act("leila", "ask", text="Still there?")
    assert "Still there?" in paired.view("leila")
    assert paired.ledger("leila") == []


WORD = "Geheim\nERROR forged \x1b[31m\u202e \ud800 " * 200
ENTRY = {"i": "key-00000", "k": "message", "b": "7", "o": "learner", "t": "2026-03-02T09:00:00+00:00"}
DAMAGED = [
    *({"record": {"v": 1, "log": [{**ENTRY, field: WORD}]}} for field in ("o", "t")),
    *({"record": {"v": 1, "log": [{**ENTRY, field: [WORD]}]}} for field in ENTRY),
    *({"record": {"v": 1, "log": [], field: WORD}} for field in ("log", "past")),
    *({"record": {"v": 1, "log": [], "seen": seen}} for seen in (WORD, {"7": WORD})),
    *({part: {"v": WORD}} for part in ("record", "ledger")),
    *({"ledger": {"v": 1, "lines": {"99": {field: WORD}}}} for field in ("s", "w", "m")),
    *({"ledger": {"v": 1, field: WORD}} for field in ("lines", "card", "replies", "later")),
    {"record": WORD, "ledger": WORD},
]


@both_hosts
@pytest.mark.parametrize("parts", DAMAGED)
def test_a_damaged_word_is_one_line_of_the_log_and_none_of_its_words(paired, parts, caplog):
    put(paired, "leila", **parts)
    caplog.clear()
    paired.view("leila")
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == sum("cannot be read" in line for line in lines) <= len(parts)
    for line in lines:
        assert line.isascii() and line.isprintable() and len(line) < 300 and "Geheim" not in line
        assert f"of person {paired.id('leila')!r} cannot be read" in line


BROKEN = [7, [], {"v": 1, "log": [7]}]


@both_hosts
@pytest.mark.parametrize("record", BROKEN)
def test_that_a_mentorship_cannot_be_read_is_said_to_nobody_but_whose_it_is(paired, record):
    put(paired, "leila", record=record)
    codes = {}
    for who in ("leila", "amara", "ben", "dana", "jonas", "mei", "visitor"):
        for handler in ("open", "earlier", "message", "send", "note", "report", "approve", "deliver", "seen", "assign", "snooze"):
            body = paired.named({"key": paired.key(), "learner": "leila", **BODY[handler]})
            response = paired.request(who, handler, paired.home, "GET" if handler in READ_HANDLERS else "POST", body)
            codes.setdefault(who, {})[handler] = (response.status_code, json.loads(response.content)["error"])
    for who in ("jonas", "mei", "visitor"):
        assert set(codes[who].values()) == {(403, "not-yours")}
    for who, role in (("leila", Role.LEARNER), ("amara", Role.MENTOR), ("ben", Role.BACKUP), ("dana", Role.STAFF)):
        for handler, told in codes[who].items():
            assert told == ((409, "unreadable") if role in PERMISSIONS[handler] else (403, "not-yours")), (who, handler)


@both_hosts
@pytest.mark.parametrize("parts", [{"record": 7}, {"ledger": 7}, {"record": 7, "ledger": 7}])
def test_who_is_not_in_the_course_any_more_is_not_told_that_what_they_had_cannot_be_read(paired, parts):
    for who in ("leila", "amara"):
        put(paired, who, **parts)
        paired.unenroll(who)
        for handler in ("panel", "desk"):
            assert paired.read(who, handler, status=403)["error"] in ("not-enrolled", "not-yours")
        assert "cannot be read" not in paired.view(who)


@both_hosts
def test_what_the_author_mistyped_is_not_told_to_who_is_signed_out_or_comes_another_way(paired):
    paired.edit(paired.panel, home=paired.nowhere)
    for who, how, told in (
        ("nobody", {"route": "unauthenticated"}, (401, "anonymous")),
        ("leila", {"headers": {}}, (403, "route")),
        ("leila", {}, (409, "no-home")),
    ):
        response = paired.request(who, "panel", paired.panel, "GET", {}, **how)
        assert (response.status_code, json.loads(response.content)["error"]) == told


@both_hosts
def test_a_list_of_a_newer_version_is_left_and_its_learners_go_on(paired):
    kept = put(paired, "amara", ledger={**paired.ledger("amara"), "v": 99})
    paired.act("leila", "ask", text="Still there?")
    assert paired.kinds("leila")[-1] == "question" and paired.stored("amara") == kept
    assert paired.act("amara", "keep_reply", learner="leila", text="So.", status=409)["error"] == "newer"


@both_hosts
def test_nobody_is_put_with_a_mentor_whose_list_cannot_be_counted(paired):
    put(paired, "amara", ledger=[])
    for learner in ("ines", "sam", "priya"):
        paired.act(learner, "join")
    assert [paired.kinds(who) for who in ("ines", "sam", "priya")] == [["assigned"], ["assigned"], ["requested"]]
    assert set(paired.ledger("ben")["lines"]) == {paired.id(who) for who in ("ines", "sam")}


@both_hosts
def test_checking_everyone_passes_over_what_cannot_be_read_names_it_and_mends_the_rest(paired):
    paired.act("dana", "assign", learner="ines", mentor="ben")
    whole = paired.ledger("ben")
    paired.store("leila", "[]")  # a line of Amara's is about her
    kept = put(paired, "mei", ledger=[])
    put(paired, "ben", ledger={})
    paired.edit(roster=[{"username": name, "capacity": 2} for name in ("amara", "ben", "mei")])
    answer = paired.act("dana", "rebuild")
    assert answer["after"] is None
    assert "<bdi>mei</bdi>&#x27;s list cannot be read" in answer["found"]
    assert "leila" in answer["found"] and "This mentorship cannot be read" in answer["found"]
    assert paired.ledger("ben")["lines"] == whole["lines"]
    assert (paired.stored("leila"), paired.stored("mei")) == ("[]", kept)
    assert set(paired.ledger("amara")["lines"]) == {paired.id("leila"), paired.id("jonas")}


def test_checking_everyone_passes_over_a_row_that_stays_taken_and_names_it(paired, monkeypatch):
    put(paired, "amara", ledger={})
    put(paired, "ben", ledger={"v": 1, "lines": {paired.id("jonas"): {}}})
    once = user_state_table.UserStateRows._once

    def taken(self, people, apply):
        if paired.id("leila") in people:
            raise user_state_table.ActionRefused("busy")
        return once(self, people, apply)

    monkeypatch.setattr(user_state_table.UserStateRows, "_once", taken)
    answer = paired.act("dana", "rebuild")
    assert answer["after"] is None and "<bdi>leila</bdi> could not be checked" in answer["found"]
    assert set(paired.ledger("amara")["lines"]) == {paired.id("jonas")}


def test_checking_everyone_stops_after_a_moment_of_work_and_goes_on_where_it_was(paired, monkeypatch):
    ticks = iter(range(1000))
    monkeypatch.setattr(index_repair, "monotonic", lambda: next(ticks) * index_repair.SECONDS_AT_MOST)
    after, seen, answers = None, 0, 0
    while answers == 0 or after:
        answer = paired.act("dana", "rebuild", after=after)
        after, seen, answers = answer["after"], seen + answer["done"], answers + 1
        assert answer["done"] <= 1
    assert (seen, answers) == (len(paired.rows()), len(paired.rows()))


def test_checking_everyone_writes_nothing_where_nothing_is_amiss(paired, monkeypatch):
    before = paired.everything()
    monkeypatch.setattr(user_state_table.UserStateRows, "_once", lambda *_how: pytest.fail("a row was locked"))
    paired.act("dana", "rebuild")
    assert paired.everything() == before
