"""Reading what an author wrote: whatever it is, it is read, and every fault is named."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings

from mentorship_xblock.authoring.plan_parsing import CRITERIA_MAX, DAY_FIRST, DAY_LAST, MILESTONE_HOURS_MAX, PLAN_ITEMS_MAX
from mentorship_xblock.authoring.program import (
    AssignmentMode,
    MentoringStart,
    ProgramInUse,
    RosterEntry,
    program_as_authored,
    read_authored_program,
)
from mentorship_xblock.domain.mentor.learner_index import CAPACITY_MAX
from mentorship_xblock.domain.plan.course_plan import DEFAULT_HOURS, PlannedDay, UnitsEffect
from mentorship_xblock.views.editor import editor_place_name
from mentorship_xblock.views.error_messages import refusal_answer
from mentorship_xblock.views.text.i18n import Language

from .programs import ANY_FIELDS, TANGLES, programs

SOUND = {"roster": [], "assignment": "balanced", "begins": "press", "reply_hours": 24, "review_hours": 72, "plan": []}
STEP = re.compile(r"([\w-]+)(?:\[(\d+)\])?")


def faults_of(**fields):
    return [(fault.code, fault.field) for fault in read_authored_program({**SOUND, **fields})[1]]


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
    program, faults = read_authored_program(fields)
    assert read_authored_program(program_as_authored(program)) == (program, [])
    for fault in faults:
        row_at(fields, fault.field)
        assert refusal_answer(fault, Language())[1]["message"]
        assert editor_place_name(fault.field, Language())


@given(programs())
@settings(max_examples=100, deadline=None)
def test_a_saved_program_is_read_back_without_faults(program):
    assert read_authored_program(program_as_authored(program)) == (program, [])


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
    program, faults = read_authored_program({**SOUND, "roster": roster})
    assert program.roster == (RosterEntry("ben", 3),)
    assert [fault.field for fault in faults] == ["roster[0].capacity"]


def test_a_mentor_is_on_the_roster_once_and_is_not_their_own_backup():
    roster = [{"username": "amara"}, {"username": "amara"}, {"username": "ben", "backup": "ben"}]
    assert faults_of(roster=roster) == [("roster-twice", "roster[1].username"), ("roster-backup", "roster[2].backup")]


@pytest.mark.parametrize(("written", "read"), [(14, 14), ("14", 14), (" 14 ", 14), ("١٤", 14)])
def test_a_number_may_be_written_with_its_digits_in_any_script(written, read):
    program, faults = read_authored_program({**SOUND, "roster": [{"username": "amara", "capacity": written}]})
    assert ([place.capacity for place in program.roster], faults) == ([read], [])


@pytest.mark.parametrize("written", ["", "-3", "1.5", "9" * 5000, "²", True, 14.0, None, [], 0, CAPACITY_MAX + 1])
def test_what_is_not_a_number_from_one_up_to_the_most_is_refused(written):
    roster = [{"username": "amara", "capacity": written}]
    assert faults_of(roster=roster) == [("roster-capacity", "roster[0].capacity")]


TARGETS = pytest.mark.parametrize("field", ["reply_hours", "review_hours"])


@TARGETS
@pytest.mark.parametrize(
    ("written", "read"),
    [(14, 14), (14.0, 14), ("14", 14), (" 14.0 ", 14), ("١٤", 14), (0.5, 0.5), ("0.5", 0.5), ("0,5", 0.5), ("٠٫٥", 0.5)]
    + [("0.02", 0.02), (1 / 60, 1 / 60), ("336", 336)],
)
def test_hours_to_answer_in_are_whole_or_not_in_any_script_and_a_whole_number_stays_whole(field, written, read):
    program, faults = read_authored_program({**SOUND, field: written})
    found = getattr(program, field)
    assert (found, type(found), faults) == (read, type(read), [])
    assert program_as_authored(program)[field] == read


@TARGETS
@pytest.mark.parametrize("nothing", [None, ""])
def test_where_no_hours_are_written_the_usual_count(field, nothing):
    program, faults = read_authored_program({**SOUND, field: nothing})
    assert ((program.reply_hours, program.review_hours), faults) == ((24, 72), [])


@TARGETS
@pytest.mark.parametrize(
    "written",
    ["-3", " ", "soon", "²", "9" * 5000, 10**400, True, [], {}, 0, 0.01, "0.016", -1.5, 336.1, 337, "1.2.3"]
    + [float("nan"), float("inf"), "nan", "inf", "-inf"],
)
def test_hours_to_answer_in_are_a_minute_at_least_and_two_weeks_at_most(field, written):
    program, _ = read_authored_program({**SOUND, field: written})
    assert faults_of(**{field: written}) == [("target-hours", field)]
    assert (program.reply_hours, program.review_hours) == (24, 72)


def test_the_targets_of_a_program_are_the_hours_it_says():
    program, _ = read_authored_program({**SOUND, "reply_hours": 0.5, "review_hours": 1 / 60})
    assert (program.reply_targets.reply, program.reply_targets.review) == (timedelta(minutes=30), timedelta(minutes=1))


@pytest.mark.parametrize(
    "due",
    [{"day": day} for day in ("", "12 June", "2026-02-30", "0000-01-01", "0001-01-01", "9999-12-31", "2026-6-1", 20260612, True)]
    + ["soon", 3, [], {"other": 1}, {"day": "9" * 5000}],
)
def test_what_is_not_a_day_is_refused(due):
    plan = [{"id": "g", "title": "G", "milestones": [{"id": "m", "title": "M", "due": due}]}]
    assert faults_of(plan=plan) == [("due-day", "plan[0].milestones[0].due")]


@pytest.mark.parametrize("day", [DAY_FIRST.isoformat(), DAY_LAST.isoformat(), "2028-02-29"])
def test_a_day_of_the_calendar_is_read(day):
    (step,) = steps_of(written("m", {"day": day}))
    assert step.due.day.isoformat() == day


@pytest.mark.parametrize("days", [0, -1, 731, "soon", None, 1.5, "9" * 5000])
def test_what_is_no_number_of_days_is_refused_whatever_it_is_counted_from(days):
    for due in ({"days": days, "after": "n"}, {"days": days, "after": None}):
        assert faults_of(plan=goal(written("m", due), written("n"))) == [("due-days", "plan[0].milestones[0].due")]


# --- dates counted from another step


def written(name, due=None, **more):
    return {"id": name, "title": name.upper(), **({"due": due} if due else {}), **more}


def after(name, days=3):
    return {"days": days, "after": name}


def goal(*milestones, name="g"):
    return [{"id": name, "title": "G", "milestones": list(milestones)}]


def steps_of(*milestones):
    program, faults = read_authored_program({**SOUND, "plan": goal(*milestones)})
    assert faults == []
    return program.plan[0].steps


def at(place, part="due.after"):
    return f"plan[0].milestones[{place}].{part}"


def test_a_date_may_be_counted_from_the_day_of_any_other_step_of_the_plan_earlier_or_later():
    plan = [*goal(written("m", after("n"))), *goal(written("n", {"days": 5}), name="h")]
    program, faults = read_authored_program({**SOUND, "plan": plan})
    assert faults == []
    assert [step.due for aim in program.plan for step in aim.steps] == [PlannedDay(3, after="n"), PlannedDay(5)]


@pytest.mark.parametrize("target", ["nobody", "g", "", 7, [], {}, True])
def test_a_date_is_not_counted_from_what_is_no_step_of_the_plan(target):
    assert faults_of(plan=goal(written("m", {"days": 3, "after": target}))) == [("due-after", at(0))]


def test_a_circle_of_dates_is_a_fault_of_every_step_in_it_and_of_none_that_leads_there():
    plan = goal(
        written("a", after("b")), written("b", after("c")), written("c", after("a")), written("d", after("a")), written("e")
    )
    assert faults_of(plan=plan) == [("due-cycle", at(0)), ("due-cycle", at(1)), ("due-cycle", at(2))]
    assert faults_of(plan=goal(written("a", after("a")))) == [("due-cycle", at(0))]
    # In a running course the circle is left out, and what was counted from it stays, without a date.
    assert [(step.id, step.due) for step in read_authored_program({**SOUND, "plan": plan})[0].plan[0].steps] == [
        ("d", PlannedDay()),
        ("e", PlannedDay()),
    ]


def test_a_step_counted_from_one_that_is_left_out_stays_without_a_date_and_is_no_fault_itself():
    program, faults = read_authored_program(
        {**SOUND, "plan": goal(written("a", hours=0), written("b", after("a")), written("c", after("b")))}
    )
    assert [fault.field for fault in faults] == [at(0, "hours")]
    assert [(step.id, step.due) for step in program.plan[0].steps] == [("b", PlannedDay()), ("c", PlannedDay(3, after="b"))]


@given(TANGLES)
@settings(max_examples=200, deadline=None)
def test_following_dates_back_through_what_is_kept_always_ends(plan):
    program, faults = read_authored_program({**SOUND, "plan": plan})
    targets = {step.id: step.due.after for aim in program.plan for step in aim.steps}
    for here in list(targets):
        for _ in range(len(targets) + 1):
            here = targets[here] if here else ""
        assert here == ""
    assert read_authored_program(program_as_authored(program)) == (program, [])
    for fault in faults:
        row_at({"plan": plan}, fault.field)


# --- what else is said of a step


def test_a_step_of_which_nothing_more_is_said_has_the_usual_hours_and_is_not_optional():
    for more in (
        {},
        {"hours": None, "criteria": None, "optional": None, "finish": None},
        {"hours": "", "criteria": "", "finish": ""},
    ):
        (step,) = steps_of(written("m", **more))
        assert (step.hours, step.criteria, step.optional, step.finish) == (DEFAULT_HOURS, (), False, UnitsEffect.NOTHING)
    program = read_authored_program({**SOUND, "plan": goal(written("m"))})[0]
    assert program_as_authored(program)["plan"] == goal(written("m"))


def test_criteria_are_lines_and_may_be_written_as_one_text():
    (step,) = steps_of(written("m", criteria=" Keys are  named \r\n\n Every fact has a place\n"))
    assert step.criteria == ("Keys are named", "Every fact has a place")
    assert steps_of(written("m", criteria=list(step.criteria)))[0] == step


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"hours": 0}, ("hours", "hours")),
        ({"hours": MILESTONE_HOURS_MAX + 1}, ("hours", "hours")),
        ({"hours": "two"}, ("hours", "hours")),
        ({"hours": True}, ("hours", "hours")),
        ({"criteria": "\n".join("x" * (CRITERIA_MAX + 1))}, ("lines-too-many", "criteria")),
        ({"criteria": ["fine", "x" * 201]}, ("lines-too-long", "criteria")),
        ({"criteria": ["a\x00"]}, ("text-unstorable", "criteria")),
        ({"criteria": ["a", 7]}, ("line", "criteria")),
        ({"criteria": {"a": "b"}}, ("line", "criteria")),
        ({"optional": "yes"}, ("flag", "optional")),
        ({"optional": 1}, ("flag", "optional")),
        ({"finish": "later"}, ("choice", "finish")),
        ({"finish": 0}, ("choice", "finish")),
        ({"title": "x" * 10_000}, ("line-too-long", "title")),
    ],
)
def test_what_cannot_be_said_of_a_step_is_refused_at_its_place_and_the_step_left_out(more, fault):
    program, (found,) = read_authored_program({**SOUND, "plan": goal({**written("m"), **more})})
    assert (found.code, found.field) == (fault[0], at(0, fault[1]))
    assert program.plan[0].steps == ()


def test_forty_milestones_in_six_goals_fit_into_a_plan():
    plan = [
        {"id": f"g{first}", "title": "G", "milestones": [written(f"m{first}-{second}") for second in range(7 - (first > 3))]}
        for first in range(6)
    ]
    program, faults = read_authored_program({**SOUND, "plan": plan})
    assert (sum(len(aim.steps) for aim in program.plan), faults) == (40, [])


# --- units


def test_units_are_grouped_by_their_step_in_order_and_what_belongs_to_none_is_told():
    units = {
        "m:2": "third",
        "m:0": "first",
        "m.x": "u",
        "m": "u",
        "m.10": "u",
        "gone:0": "u",
        "m:1": None,
        "m:3": 7,
        "m:4": [],
        5: "u",
    }
    program, faults = read_authored_program(
        {**SOUND, "plan": goal(written("m"), written("n", hours=0)), "units": {**units, "n:0": "u"}}
    )
    told = [at(1, "hours"), *["units"] * 6]
    assert (program.units, [fault.field for fault in faults]) == ({"m": ("first", "third")}, told)
    assert [fault.facts["name"] for fault in faults[1:]] == ["m.x", "m", "m.10", "m:3", "m:4", "5"]
    assert program_as_authored(program)["units"] == {"m:0": "first", "m:1": "third"}


@pytest.mark.parametrize("units", [None, [], "m:0", 3, {"": "u"}])
def test_units_that_cannot_be_read_are_none(units):
    assert read_authored_program({**SOUND, "plan": goal(written("m")), "units": units})[0].units == {}


# --- the whole


def test_goals_count_with_their_milestones_against_the_most_a_plan_may_have():
    goals = [{"id": f"g{number}", "title": "G"} for number in range(PLAN_ITEMS_MAX + 1)]
    assert faults_of(plan=goals[:-1]) == []
    assert faults_of(plan=goals) == [("plan-too-long", f"plan[{PLAN_ITEMS_MAX}]")]


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
    (goal,) = read_authored_program({**SOUND, "plan": plan})[0].plan
    assert (goal.title, goal.steps[0].detail) == ("A goal", "one\ntwo")


def test_an_empty_block_has_the_defaults_and_a_fault_for_every_field_that_has_to_be_written():
    program, faults = read_authored_program({})
    assert (program.assignment, program.begins, program.roster) == (AssignmentMode.BALANCED, MentoringStart.PRESS, ())
    assert (program.reply_hours, program.review_hours) == (24, 72)
    assert [fault.field for fault in faults] == ["roster", "assignment", "begins", "plan"]


def test_a_program_in_use_reads_each_part_once_and_only_when_it_is_asked_for():
    asked = []

    class Watched(dict):
        def get(self, name):
            asked.append(name)
            return super().get(name)

    program = ProgramInUse(Watched(roster=[{"username": "amara", "capacity": 2}], reply_hours=12, plan=7))
    assert asked == []
    assert [program.reply_hours, program.reply_hours, program.backup_usernames] == [12, 12, frozenset()]
    assert asked == ["reply_hours", "roster"]
    assert program.reply_targets.review == timedelta(hours=72)
    assert asked == ["reply_hours", "roster", "review_hours"]
    assert program.plan == ()
    assert not hasattr(program, "pace")
