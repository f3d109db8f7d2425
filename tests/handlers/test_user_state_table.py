"""The rules of writing, one by one, in the order of ``docs/decisions/0001-storage.md``.

They are held here at the boundary of the database: what is sent to it, and what happens when it answers with a fault.
SQLite neither locks rows nor deadlocks, so what needs a real crowd is held on MariaDB:

| rule | also in ``tests/load`` |
| --- | --- |
| 3, 15 rows are made before the transaction | the storm of first acts |
| 4, 5 locked by primary key, repeated on a deadlock | staff delete rows meanwhile |
| 6, 7 capacity asked again inside the lock | learners arriving together at the last places |
| 10 nothing else saves the row | the same load on plain saves loses acts |
| 12, 15 a process killed in mid-act | the kill test |
"""

import json
import re
from contextlib import contextmanager

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from lms.djangoapps.courseware.models import StudentModule
from xblock.fields import Scope

from mentorship_xblock.block import MentorshipXBlock
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.hosts import user_state_table
from mentorship_xblock.hosts.port import NeedsMoreRows
from mentorship_xblock.views import desk, overview

LOCKED = re.compile(r'"id" = (\d+).*LOCKED$')


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    """A repeat follows at once."""
    monkeypatch.setattr(user_state_table.time, "sleep", lambda seconds: None)


@pytest.fixture
def statements(world, monkeypatch):
    """What is sent to the database, with the locks SQLite leaves out made visible."""
    monkeypatch.setattr(connection.features, "has_select_for_update", True)
    monkeypatch.setattr(connection.ops, "for_update_sql", lambda **how: "LOCKED")
    sent = []

    def keep(execute, sql, params, many, context):
        filled = sql % tuple(params or ()) if "LOCKED" in sql else sql
        sent.append(filled.removesuffix(" LOCKED LIMIT 1") + " LOCKED" if "LOCKED" in sql else filled)
        return execute(re.sub(r" LOCKED", "", sql), params, many, context)

    with connection.execute_wrapper(keep):
        yield sent


@contextmanager
def failing(fault, when, times=1):
    """Let statements that look like ``when`` fail; tell how often they did."""
    failed = []

    def fail(execute, sql, params, many, context):
        if re.match(when, sql) and len(failed) < times:
            failed.append(sql)
            raise fault from fault.__cause__ or Exception("the driver's own fault")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield failed


def sent_for(statements, act):
    """Return what an act sends to the database."""
    statements.clear()
    act()
    return list(statements)


def test_rule_1_a_refused_act_touches_no_row(statements, world):
    told = sent_for(statements, lambda: world.act("jonas", "send", status=403, learner="leila", text="Hello"))
    assert not [sql for sql in told if not sql.startswith("SELECT")]
    assert not [sql for sql in told if sql.endswith("LOCKED")]


def test_rule_1_the_row_is_the_learners_on_home_whatever_the_client_names(world):
    world.act("leila", "join", block=world.panel, student="99", usage="elsewhere", course_id="course-v1:a+b+c")
    assert set(world.everything()) == {(world.home, world.id(who)) for who in ("leila", "amara")}


def test_rule_2_a_change_refuses_to_nest_in_a_transaction_of_somebody_else(world):
    world.act("leila", "join")
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        world.act("leila", "ask", text="Is this stored?")
    assert world.kinds("leila") == ["assigned"]


def test_rule_3_rows_are_made_before_the_transaction_with_what_the_platform_expects_in_them(statements, world):
    told = sent_for(statements, lambda: world.act("leila", "join"))
    made = [place for place, sql in enumerate(told) if sql.startswith("INSERT")]
    locked = [place for place, sql in enumerate(told) if sql.endswith("LOCKED")]
    assert len(made) == 2
    assert max(made) < min(locked)
    assert {row.module_type for row in StudentModule.objects.all()} == {"mentorship"}


def test_rule_4_rows_are_locked_by_primary_key_one_a_statement(statements, world):
    told = sent_for(statements, lambda: world.act("leila", "join"))
    locked = [LOCKED.search(sql) for sql in told if sql.endswith("LOCKED")]
    assert all(locked)
    assert {int(found[1]) for found in locked} == {world.course.row(world.people[who], world.home).pk for who in ("leila", "amara")}


def test_rule_4_a_row_that_vanished_before_the_lock_is_made_again(world, monkeypatch):
    world.act("leila", "join")
    gone = []

    def vanish(self, primary_key, lock=user_state_table.UserStateRows._locked):
        if not gone:
            gone.append(StudentModule.objects.filter(pk=primary_key).delete())
        return lock(self, primary_key)

    monkeypatch.setattr(user_state_table.UserStateRows, "_locked", vanish)
    world.act("dana", "send", learner="jonas", status=409, text="Nobody to write to")
    world.act("dana", "assign", learner="jonas", mentor="ben")
    assert gone
    assert world.kinds("jonas") == ["assigned"]


def test_rule_4_a_row_that_vanished_before_the_write_is_not_made_again_by_it(statements, world):
    world.act("leila", "join")
    deleted = []

    def vanish(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and not deleted:
            deleted.append(StudentModule.objects.filter(student=world.people["leila"]).delete())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(vanish):
        told = sent_for(statements, lambda: world.act("leila", "ask", text="Am I still here?"))
    assert deleted
    assert not [sql for sql in told if sql.startswith("INSERT") and "studentmodule" in sql]
    assert len([sql for sql in told if sql.endswith("LOCKED")]) == 4
    assert world.kinds("leila") == ["assigned", "question"]


def caused(*words, **state):
    """Return a fault as Django raises it: the driver's own, with what it tells in its attributes, stands behind it."""
    driver, fault = Exception(*words), OperationalError(*words)
    for attribute, value in state.items():
        setattr(driver, attribute, value)
    fault.__cause__ = driver
    return fault


def on_postgresql(state, attribute="sqlstate"):
    """Return a fault of PostgreSQL: only its state tells it."""
    return caused("as the server words it, in its language", **{attribute: state})


PASSING = {
    "mysql": OperationalError(1213, "Deadlock found when trying to get lock; try restarting transaction"),
    "mysql, by a driver that tells states": caused(1213, "Deadlock found", sqlstate="40001"),
    "sqlite": OperationalError("database is locked"),
    "postgresql": on_postgresql("40P01"),
    "postgresql, by an older driver": on_postgresql("40P01", "pgcode"),
    "postgresql, serializable": on_postgresql("40001"),
    "duplicate": IntegrityError(1062, "Duplicate entry"),
}
STAYS_TAKEN = {
    "mysql": OperationalError(1205, "Lock wait timeout exceeded"),
    "mysql, by a driver that tells states": caused(1205, "Lock wait timeout exceeded", sqlstate="HY000"),
    "postgresql, lock_timeout": on_postgresql("55P03"),
    "postgresql, lock_timeout, by an older driver": on_postgresql("55P03", "pgcode"),
    "postgresql, statement_timeout": on_postgresql("57014"),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
@pytest.mark.parametrize("times", [1, user_state_table.TRIES_MAX - 1])
def test_rule_5_a_fault_that_passes_is_met_by_starting_over(world, fault, times):
    world.act("leila", "join")
    with failing(fault, "UPDATE", times) as failed:
        world.act("leila", "ask", text="Once?")
    assert len(failed) == times
    assert world.kinds("leila") == ["assigned", "question"]


def test_rule_5_after_eight_tries_the_answer_is_busy_and_nothing_is_stored(world):
    world.act("leila", "join")
    with failing(PASSING["mysql"], "UPDATE", 99) as failed:
        assert world.act("leila", "ask", status=503, text="Once?")["error"] == "busy"
    assert len(failed) == 8
    assert world.kinds("leila") == ["assigned"]


@pytest.mark.parametrize("fault", STAYS_TAKEN.values(), ids=STAYS_TAKEN)
def test_rule_5_a_lock_that_stayed_taken_is_answered_at_once(world, fault):
    world.act("leila", "join")
    with failing(fault, "UPDATE", 99) as failed:
        assert world.act("leila", "ask", status=503, text="Once?")["error"] == "busy"
    assert len(failed) == 1


@pytest.mark.parametrize("fault", [OperationalError(2006, "server has gone away"), OperationalError(), on_postgresql("57P01")])
def test_rule_5_a_fault_that_does_not_pass_is_not_hidden(world, fault):
    world.act("leila", "join")
    with failing(fault, "UPDATE"), pytest.raises(OperationalError):
        world.act("leila", "ask", text="Once?")


@pytest.mark.parametrize(("learner", "mentor"), [("leila", "amara"), ("amara", "leila")])
def test_rule_6_rows_are_locked_in_the_order_of_peoples_ids_whatever_their_roles(statements, world, learner, mentor):
    world.edit(roster=[{"username": mentor, "capacity": 2}])
    told = sent_for(statements, lambda: world.act(learner, "join"))
    order = [int(LOCKED.search(sql)[1]) for sql in told if sql.endswith("LOCKED")]
    people = sorted((world.people[who] for who in (learner, mentor)), key=lambda person: person.pk)
    assert order == [world.course.row(person, world.home).pk for person in people]


def test_rule_6_ids_are_ordered_as_numbers_not_as_texts():
    primary = {"10": 1, "9": 2, "100": 3, "20": 4}
    assert list(user_state_table._in_lock_order(primary)) == ["9", "10", "20", "100"]


def test_rule_6_a_change_alters_its_own_key_and_keeps_the_rest_of_the_row(world):
    world.store("amara", json.dumps({"attempts": 3, "record": {"v": 1, "log": [], "seen": {}, "note": "kept"}}))
    world.act("leila", "join")
    state = world.state("amara")
    assert (state["attempts"], state["record"]) == (3, {"v": 1, "log": [], "seen": {}, "note": "kept"})
    assert list(state["ledger"]["lines"]) == [world.id("leila")]


def test_rule_6_an_act_that_finds_it_needs_another_row_starts_over_with_it(world):
    world.act("leila", "join")
    host = world.host()
    asked = []

    def apply(documents):
        asked.append(set(documents))
        if world.id("amara") not in documents:
            raise NeedsMoreRows({world.id("leila"), world.id("amara")})
        return documents, "done"

    assert host.change_under_lock({world.id("leila")}, apply) == "done"
    assert asked == [{world.id("leila")}, {world.id("leila"), world.id("amara")}]


def test_rule_7_a_repeat_is_found_inside_the_lock_and_writes_nothing(statements, world):
    world.act("leila", "join")
    world.act("leila", "ask", key="key-once", text="Once?")
    told = sent_for(statements, lambda: world.act("leila", "ask", key="key-once", text="Once?"))
    assert [sql for sql in told if sql.endswith("LOCKED")]
    assert not [sql for sql in told if sql.startswith(("UPDATE", "INSERT"))]


def test_rule_7_a_key_that_arrives_twice_at_once_is_done_once(world, monkeypatch):
    world.act("leila", "join")
    first = []

    def before_the_lock(self, primary_key, lock=user_state_table.UserStateRows._locked):
        if not first:
            first.append("sent from another tab")
            world.act("leila", "ask", key="key-once", text="Once?")
        return lock(self, primary_key)

    monkeypatch.setattr(user_state_table.UserStateRows, "_locked", before_the_lock)
    monkeypatch.setattr(transaction, "atomic", lambda durable, atomic=transaction.atomic: atomic())
    world.act("leila", "ask", key="key-once", text="Once?")
    assert first
    assert world.kinds("leila") == ["assigned", "question"]


def test_rule_7_somebody_elses_key_is_refused(world):
    world.act("leila", "join")
    world.act("leila", "ask", key="key-once", text="Once?")
    assert world.act("amara", "send", key="key-once", status=409, learner="leila", text="Mine")["error"] == "key-taken"


def test_rule_7_a_place_is_asked_for_again_inside_the_lock(world, monkeypatch):
    world.edit(roster=[{"username": "amara", "capacity": 1}, {"username": "ben", "capacity": 1}])
    overtaken = []

    def before_the_lock(self, people, once=user_state_table.UserStateRows._once, **how):
        if not overtaken:
            overtaken.append("jonas took the place meanwhile")
            world.act("jonas", "join")
        return once(self, people, **how)

    monkeypatch.setattr(
        user_state_table.UserStateRows, "_once", lambda self, people, apply: before_the_lock(self, people, apply=apply)
    )
    world.act("leila", "join")
    assert world.record("jonas")["log"][0]["m"] == world.id("amara")
    assert world.record("leila")["log"][0]["m"] == world.id("ben")


def test_rule_8_a_write_names_its_columns_and_leaves_a_grade_alone(statements, world):
    world.act("leila", "join")
    StudentModule.objects.filter(student=world.people["leila"]).update(grade=0.5, max_grade=1)
    told = sent_for(statements, lambda: world.act("leila", "ask", text="Once?"))
    written = [re.findall(r'"(\w+)" =', sql.partition("WHERE")[0]) for sql in told if sql.startswith("UPDATE")]
    assert written == [["state", "modified"], ["state", "modified"]]
    assert world.course.row(world.people["leila"], world.home).grade == 0.5


def test_rule_8_a_fault_of_the_write_that_is_no_lost_row_is_not_taken_for_one(world):
    world.act("leila", "join")
    with failing(DataError(1406, "Data too long"), "UPDATE", 99) as failed, pytest.raises(DataError):
        world.act("leila", "ask", text="Once?")
    assert len(failed) == 1


@pytest.mark.parametrize(
    "body", ['{"key": "key-00000", "text": NaN}', '{"key": "key-00000", "text": Infinity}', '{"text": -Infinity}']
)
def test_rule_9_what_json_does_not_know_is_refused_at_the_gate(world, body):
    world.act("leila", "join")
    assert world.request("leila", "ask", world.home, "POST", body).status_code == 400


def test_rule_9_a_row_that_holds_what_json_does_not_know_is_not_written_on(world):
    world.store("leila", '{"attempts": NaN}')
    assert world.act("dana", "assign", learner="leila", mentor="amara", status=409)["error"] == "unreadable"
    assert world.stored("leila") == '{"attempts": NaN}'


def test_rule_9_half_of_a_character_is_refused_and_every_whole_one_is_stored_where_any_table_takes_it(world):
    world.act("leila", "join")
    assert world.act("leila", "ask", status=400, text="\ud83d")["error"] == "text-unstorable"
    world.act("leila", "ask", text="\U0001f642 \u0645\u0631\u062d\u0628\u0627 \u2028")
    assert "\u0645\u0631\u062d\u0628\u0627" in world.stored("leila") and max(world.stored("leila")) < "\ud800"
    assert world.record("leila")["log"][-1]["x"] == "\U0001f642 \u0645\u0631\u062d\u0628\u0627 \u2028"


def test_rule_10_the_documents_are_read_through_fields_that_the_host_never_copies_or_saves(world):
    assert MentorshipXBlock.record.MUTABLE is False
    assert MentorshipXBlock.ledger.MUTABLE is False
    world.act("leila", "join")
    stored = world.stored("leila")
    block = world.course._enter(world.people["leila"], world.home)
    world.act("leila", "ask", text="Stored meanwhile?")
    assert block.record == json.loads(stored)["record"]
    block.save()
    assert world.kinds("leila") == ["assigned", "question"]


def test_rule_10_no_other_field_of_the_block_is_in_the_row(world):
    state = {name for name, field in MentorshipXBlock.fields.items() if field.scope == Scope.user_state}
    assert state == {"record", "ledger"}
    assert not getattr(MentorshipXBlock, "has_score", False)


def test_rule_11_the_answer_is_drawn_from_what_the_change_returned(world):
    world.act("leila", "join")
    answer = world.act("leila", "ask", text="Do I see this at once?")
    assert "Do I see this at once?" in answer["regions"]["thread"]


def test_rule_12_a_fault_after_the_commit_is_logged_and_the_act_stands(world, monkeypatch, caplog):
    def broken(*event):
        raise RuntimeError("the event log is down")

    monkeypatch.setattr(world.course, "published", broken)
    world.act("leila", "join")
    assert world.kinds("leila") == ["assigned"]
    assert "after the commit failed" in caplog.text


def test_rule_12_an_event_follows_the_commit_and_holds_no_word_of_a_message(world):
    world.act("leila", "join")
    world.act("leila", "ask", text="Secret words")
    name, facts = world.course.events[-1]
    assert name == "edx.mentorship.ask"
    assert facts == {"learner": world.id("leila"), "role": "learner", "kind": "question", "characters": 12}


def test_rule_13_the_tests_own_sqlite_waits_for_its_turn(world):
    options = connection.settings_dict["OPTIONS"]
    assert connection.vendor != "sqlite" or (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)


def test_rule_14_a_page_holds_at_most_fifty_records():
    assert max(desk.PAGE_SIZE, overview.PAGE_SIZE) <= 50


def test_rule_14_one_bad_record_does_not_close_the_desk_or_the_overview(world):
    for who in ("leila", "jonas"):
        world.act("dana", "assign", learner=who, mentor="amara")
    world.store("leila", '{"record": {"v": 1, "log": [{"k": 7}]}}')
    for read, who in (("desk", "amara"), ("overview", "dana")):
        drawn = world.read(who, read)["regions"]["list"]
        assert "cannot be read" in drawn and "jonas" in drawn


def test_what_a_change_refuses_is_not_written(world):
    world.act("leila", "join")
    before = world.everything()

    def refuse(documents):
        raise ActionRefused("mentor-full")

    with pytest.raises(ActionRefused, match="mentor-full"):
        world.host().change_under_lock({world.id("leila")}, refuse)
    assert world.everything() == before
