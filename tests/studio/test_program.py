"""Reading what an author wrote: whatever it is, it is read, and every fault is named."""

import re

import pytest
from hypothesis import given, settings

from mentorship_xblock.faces.editor import where
from mentorship_xblock.faces.language import Language
from mentorship_xblock.faces.words import refusal_answer
from mentorship_xblock.program import PLAN_MAX, Assignment, Begins, Place, ProgramInUse, as_authored, read_program

from .programs import ANY_FIELDS, programs

SOUND = {"roster": [], "assignment": "balanced", "begins": "press", "reply_hours": 24, "plan": []}
STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


def faults_of(**fields):
    return [(fault.code, fault.field) for fault in read_program({**SOUND, **fields})[1]]


def row_at(fields, path):
    """Return the field or the row that a fault's path leads to; its last part may be a field the row lacks."""
    *before, last = path.split(".")
    found = fields
    for name, index in (STEP.fullmatch(part).groups() for part in [*before, *([last] if not before or "[" in last else [])]):
        found = found.get(name) if index is None else found[name][int(index)]
    return found


@given(ANY_FIELDS)
@settings(max_examples=120, deadline=None)
def test_whatever_is_stored_is_read_and_what_is_kept_has_no_faults(fields):
    program, faults = read_program(fields)
    assert read_program(as_authored(program)) == (program, [])
    for fault in faults:
        row_at(fields, fault.field)
        assert refusal_answer(fault, Language())[1]["message"]
        assert where(fault.field, Language())


@given(programs())
@settings(max_examples=100, deadline=None)
def test_a_saved_program_is_read_back_without_faults(program):
    assert read_program(as_authored(program)) == (program, [])


def test_every_fault_of_a_row_is_named_and_not_only_the_first():
    faults = faults_of(
        roster=[{"username": " ", "capacity": "many", "about": "x" * 201}, "amara"],
        plan=[{"id": "a", "title": "", "milestones": [{"id": "a", "title": "T", "due": {"days": 0}}]}],
    )
    assert faults == [
        ("roster-username", "roster[0].username"),
        ("roster-capacity", "roster[0].capacity"),
        ("line-too-long", "roster[0].about"),
        ("rows", "roster[1]"),
        ("title", "plan[0].title"),
        ("plan-id", "plan[0].milestones[0].id"),
        ("due-days", "plan[0].milestones[0].due"),
    ]


def test_a_row_with_a_fault_is_left_out_and_the_rest_goes_on():
    roster = [{"username": "amara", "capacity": 0}, {"username": "ben", "capacity": 3}]
    program, faults = read_program({**SOUND, "roster": roster})
    assert program.roster == (Place("ben", 3),)
    assert [fault.field for fault in faults] == ["roster[0].capacity"]


def test_a_mentor_is_on_the_roster_once_and_is_not_their_own_backup():
    roster = [{"username": "amara"}, {"username": "amara"}, {"username": "ben", "backup": "ben"}]
    assert faults_of(roster=roster) == [("roster-twice", "roster[1].username"), ("roster-backup", "roster[2].backup")]


@pytest.mark.parametrize(("written", "read"), [(14, 14), ("14", 14), (" 14 ", 14), ("١٤", 14)])
def test_a_number_may_be_written_with_its_digits_in_any_script(written, read):
    program, faults = read_program({**SOUND, "reply_hours": written})
    assert (program.reply_hours, faults) == (read, [])


@pytest.mark.parametrize("written", ["", "-3", "1.5", "9" * 5000, "²", True, 14.0, None, [], 0, 337])
def test_what_is_not_a_number_from_one_up_to_the_most_is_refused(written):
    assert faults_of(reply_hours=written) == [("reply-hours", "reply_hours")]


@pytest.mark.parametrize("due", [{"day": ""}, {"day": "12 June"}, {"day": "2026-02-30"}, "soon", 3, {"other": 1}])
def test_what_is_not_a_day_is_refused(due):
    plan = [{"id": "g", "title": "G", "milestones": [{"id": "m", "title": "M", "due": due}]}]
    assert faults_of(plan=plan) == [("due-day", "plan[0].milestones[0].due")]


def test_goals_count_with_their_milestones_against_the_most_a_plan_may_have():
    goals = [{"id": f"g{number}", "title": "G"} for number in range(PLAN_MAX + 1)]
    assert faults_of(plan=goals[:-1]) == []
    assert faults_of(plan=goals) == [("plan-too-long", f"plan[{PLAN_MAX}]")]


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\x1bx", "\uffff"])
def test_signs_that_no_store_or_export_takes_are_refused(text):
    assert faults_of(roster=[{"username": "amara", "about": text}]) == [("text-unstorable", "roster[0].about")]


def test_what_is_no_text_is_refused_where_text_is_wanted():
    milestone = {"id": "m", "title": "M", "detail": ["no", "text"]}
    assert faults_of(roster=[{"username": "amara", "about": 7}], plan=[{"id": "g", "title": "G", "milestones": [milestone]}]) == [
        ("line", "roster[0].about"),
        ("line", "plan[0].milestones[0].detail"),
    ]


def test_a_line_has_no_line_breaks_and_a_detail_keeps_its_own():
    plan = [{"id": "g", "title": " A\n goal ", "milestones": [{"id": "m", "title": "M", "detail": " one\r\ntwo\n"}]}]
    (goal,) = read_program({**SOUND, "plan": plan})[0].plan
    assert (goal.title, goal.steps[0].detail) == ("A goal", "one\ntwo")


def test_an_empty_block_has_the_defaults_and_a_fault_for_every_missing_field():
    program, faults = read_program({})
    assert (program.assignment, program.begins, program.roster) == (Assignment.BALANCED, Begins.PRESS, ())
    assert [fault.field for fault in faults] == ["roster", "assignment", "begins", "reply_hours", "plan"]


def test_a_program_in_use_reads_each_part_once_and_only_when_it_is_asked_for():
    asked = []

    class Watched(dict):
        def get(self, name):
            asked.append(name)
            return super().get(name)

    program = ProgramInUse(Watched(roster=[{"username": "amara", "capacity": 2}], reply_hours=12, plan=7))
    assert asked == []
    assert [program.reply_hours, program.reply_hours, program.backups] == [12, 12, frozenset()]
    assert asked == ["reply_hours", "roster"]
    assert program.plan == ()
    assert not hasattr(program, "pace")
