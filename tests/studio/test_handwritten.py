"""What is written by hand into OLX, as JSON or as YAML: read as it was meant, or told, and never something else."""

import json

import bson
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mentorship_xblock.authoring.handwritten import DEPTH_MAX, INT_MAX, read_handwritten_text, read_scalar_value
from mentorship_xblock.authoring.program import read_authored_program
from mentorship_xblock.views.editor import describe_faults
from mentorship_xblock.views.text.i18n import Language

from .programs import ANYTHING
from .test_olx import block_with, exported, imported

ODD = [
    "1:30",
    "010",
    "0123",
    "0o17",
    "0x1F",
    "0b1",
    "1_000",
    "1e22",
    "1e1",
    "1.50",
    "-0",
    "+5",
    ".5",
    "5.",
    ".inf",
    "-.INF",
    ".nan",
]
ODD += ["yes", "no", "on", "off", "Yes", "NO", "y", "n", "True", "FALSE", "Null", "NULL", "NaN", "Infinity", "9" * 19, "9" * 5000]
ODD += ["2026-12-12", "2026-12-12T10:00:00Z", "2026-12-12 10:00", "2026-6-1", "12:30:45.5", "="]
"""What YAML 1.1, Python or JSON would take for something else than the text it is."""


def milestone(**more):
    """OLX of a plan whose second goal has one milestone that says this, without quotes."""
    said = ", ".join(f"{name}: {value}" for name, value in {"id": "m", "title": "Ask", **more}.items())
    goals = f"[{{id: g1, title: Find out}}, {{id: g2, title: Build, milestones: [{{{said}}}]}}]"
    return f"<mentorship plan='{goals}'/>".encode()


def lines(block):
    """What the block's author is told of the plan."""
    return [fault["line"] for fault in describe_faults(read_authored_program({**block.authored, "roster": []})[1], Language())]


# --- values without quotes


@pytest.mark.parametrize("written", ODD)
def test_what_others_would_take_for_something_else_is_the_text_it_is(written):
    assert read_scalar_value(written) == written
    (goal,) = imported(f"<mentorship plan='[{{id: g, title: {written}}}]'/>".encode()).plan
    assert goal["title"] == written


@pytest.mark.parametrize("written", ODD)
def test_what_is_text_in_json_too_stays_what_it_was(written):
    (goal,) = imported(f"""<mentorship plan='[{{"id": "g", "title": "{written}"}}]'/>""".encode()).plan
    assert goal["title"] == written


@pytest.mark.parametrize(
    ("written", "value"), [("null", None), ("~", None), ("true", True), ("false", False), ("14", 14), ("-3", -3)]
)
def test_what_json_reads_is_what_it_reads(written, value):
    read = read_scalar_value(written)
    assert (read, type(read)) == (value, type(value))
    assert [read_scalar_value(str(number)) for number in (0.5, INT_MAX, -INT_MAX, INT_MAX + 1)] == [
        0.5,
        INT_MAX,
        -INT_MAX,
        str(INT_MAX + 1),
    ]


@pytest.mark.parametrize(
    "written", ["1:30", "010", "0123", "0x1F", "1_000", "1e22", "1e1", "1.50", "yes", ".inf", "NaN", "True", "٠٧"]
)
@pytest.mark.parametrize("name", ["hours", "due: {days", "optional"])
def test_where_a_number_or_a_yes_was_meant_it_is_told_with_its_place_and_kept(name, written):
    olx = milestone(**{name: written + ("}" if "{" in name else "")})
    block = imported(olx)
    (line,) = lines(block)
    assert line.startswith("Goal 2, milestone 1: ")
    assert read_authored_program(block.authored)[0].plan[1].steps == ()
    assert json.dumps(written) in json.dumps(block.plan)
    assert imported(exported(block)).plan == block.plan


def test_a_day_without_quotes_is_that_day():
    for day in ("2026-12-12", '"2026-12-12"', "!!str x"):
        block = imported(milestone(due=f"{{day: {day}}}"))
    assert lines(block) == ["Goal 2, milestone 1: Write only the value here, without “tag:yaml.org,2002:str”."]
    block = imported(milestone(due="{day: 2026-12-12}"))
    assert (lines(block), block.plan[1]["milestones"][0]["due"]) == ([], {"day": "2026-12-12"})
    assert str(read_authored_program(block.authored)[0].plan[1].steps[0].due.day) == "2026-12-12"


@pytest.mark.parametrize("day", ["2026-12-12T10:00:00Z", "2026-12-12 10:00", "12.12.2026", "2026-6-1", "20261212", "2026-02-30"])
def test_what_is_no_day_is_told(day):
    assert lines(imported(milestone(due=f"{{day: {day}}}"))) == ["Goal 2, milestone 1: Choose a date."]


@pytest.mark.parametrize("hours", ["1:30", "010", "1_000", "1e1", "0x1F", ".inf", "nan", "yes", "[24]", "{a: b}", "007", "٠٧"])
def test_hours_of_the_promise_and_the_number_to_complete_are_told_and_go_out_as_they_came(hours):
    names = ("reply_hours", "review_hours", "completes_at")
    attributes = " ".join(f'{name}="{hours}"' for name in names)
    block = imported(f'<mentorship completes="number" {attributes}/>'.encode())
    program, faults = read_authored_program(block.authored)
    assert [fault.field for fault in faults if "hours" in fault.field] == ["reply_hours", "review_hours"]
    assert (program.reply_hours, program.review_hours) == (24, 72)
    assert [fault.field for fault in block._faults([])][-1] == "completes_at"
    went = etree.fromstring(exported(block))
    again = imported(exported(block))
    for name in names:
        assert getattr(again, name) == getattr(block, name)
        assert went.get(name) == hours or hours[0] in "[{"


# --- what cannot be read

BROKEN = {
    "[{id: g, title: A, title: B}]": "Goal 1: “title” is written twice. Remove one of them.",
    '[{"id": "g", "title": "A", "title": "B"}]': "Goal 1: “title” is written twice. Remove one of them.",
    "[{id: g, title: A, milestones: [{id: m, title: M, id: n}]}]": "Goal 1, milestone 1: “id” is written twice. Remove one of them.",
    "[&amp;a {id: g, title: A}, *a]": "Goal 2: “*a” refers to something written elsewhere. Write it out here.",
    "[{id: g, title: A, &lt;&lt;: {milestones: []}}]": "Goal 1: “<<” cannot be a name here.",
    "[{id: g, title: A, ? [x] : y}]": "Goal 1: “?” cannot be a name here.",
    "[{id: g, title: !!python/name:os.system A}]": (
        "Goal 1: Write only the value here, without “tag:yaml.org,2002:python/name:os.system”."
    ),
    "[{id: g, title: A": "Plan: This cannot be read from here: [{id: g, title: A",
    "[{id: g, title: A}]]": "Plan: This cannot be read from here: ]",
    "[{id: g, title: @home}]": "Plan: This cannot be read from here: @home}]",
    "[&#9;{id: g}]": "Plan: This cannot be read from here: {id: g}]",
    "- id: g&#10;  title: A: B": "Plan: This cannot be read from here: : B",
    "[]&#10;---&#10;[]": "Plan: This cannot be read from here: ---",
    "[" * (DEPTH_MAX + 2) + "]" * (DEPTH_MAX + 2): "Plan: The lists here are nested too deeply.",
    "[" * 100_000: "Plan: The lists here are nested too deeply.",
    r'[{"id": "g", "title": "\ud800"}]': "Goal 1: One character is damaged and cannot be stored. Remove it and send again.",
    r'[{"id": "g", "title": "A", "\u0000": 1}]': (
        "Goal 1: One character is damaged and cannot be stored. Remove it and send again."
    ),
    r'[{id: g, title: "\U00110000"}]': "Plan: One character is damaged and cannot be stored. Remove it and send again.",
    "&#127;": "Plan: One character is damaged and cannot be stored. Remove it and send again.",
    "{id: g}": "Plan: This part cannot be read. Remove the row and write it again.",
    "# only a remark": "Plan: This part cannot be read. Remove the row and write it again.",
    "'a plan'": "Plan: This part cannot be read. Remove the row and write it again.",
    "7": "Plan: This part cannot be read. Remove the row and write it again.",
}
LAUGHS = ", ".join(f"&amp;{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(("written", "line"), BROKEN.items(), ids=range(len(BROKEN)))
def test_what_cannot_be_read_is_told_with_its_place_kept_as_it_was_and_goes_out_so(written, line):
    block = imported(f"""<mentorship plan="{written.replace('"', "&quot;")}"/>""".encode())
    assert lines(block) == [line]
    said = etree.fromstring(f"""<a b="{written.replace('"', "&quot;")}"/>""").get("b")
    assert etree.fromstring(exported(block)).get("plan") == said or block.plan in ({"id": "g"}, 7)
    assert imported(exported(block)).plan == block.plan
    assert bson.decode(bson.encode({"plan": block.fields["plan"].read_json(block)})) == {"plan": block.plan}


def test_a_row_of_which_something_cannot_be_read_is_left_out_and_the_rest_goes_on():
    program = read_authored_program(imported(b"<mentorship plan='[{id: a, title: A, title: B}, {id: b, title: B}]'/>").authored)[0]
    assert [goal.title for goal in program.plan] == ["B"]
    block = imported(b"<mentorship roster='[{username: a, username: b, capacity: 2}, {username: c, capacity: 3}]'/>")
    program, faults = read_authored_program({**block.authored, "plan": []})
    assert [place.username for place in program.roster] == ["c"]
    assert [line["line"] for line in describe_faults(faults, Language())] == [
        "Mentor 1: “username” is written twice. Remove one of them."
    ]


def test_what_repeats_itself_a_million_times_is_not_even_once_written_out():
    block = imported(f"<mentorship plan='[&amp;a [x], {LAUGHS}]'/>".encode())
    assert len(block.plan) < 1000
    assert all("refers to something" in line or "cannot be read" in line for line in lines(block))


def test_signs_that_json_writes_in_halves_are_whole_in_yaml_too():
    (row,) = imported(rb"""<mentorship roster='[{username: "a", about: "\ud83c\udf09",},]'/>""").roster
    assert row["about"] == "🌉"


def test_a_mark_of_the_byte_order_is_nothing():
    assert imported("<mentorship roster='\ufeff[]'/>".encode()).roster == []


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)
    | st.text("[]{}&*!|>'\"%@`#,:?-~<= \n\tab1", max_size=30)
)
@settings(max_examples=400, deadline=None)
def test_nothing_that_is_written_makes_reading_fail(written):
    read_authored_program(block_with(reply_hours=written, completes_at=written).authored)
    block = block_with(plan=written, roster=written, units=written)
    again = imported(exported(block))
    assert lines(again) == lines(block)
    assert read_authored_program(again.authored)[0] == read_authored_program(block.authored)[0]


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_whatever_json_says_is_read_as_it_says_or_as_the_text_of_it(said):
    text = json.dumps(said)
    value, faults = read_handwritten_text(text, "plan")
    if not faults:
        assert json.loads(json.dumps(value), parse_float=str, parse_int=str, parse_constant=str) == json.loads(
            text, parse_float=str, parse_int=str, parse_constant=str
        )
        assert bson.decode(bson.encode({"plan": value})) == {"plan": value}


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)


@given(st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=12))
@settings(max_examples=150, deadline=None)
def test_texts_in_quotes_are_the_same_in_json_and_in_yaml(said):
    assert (
        read_handwritten_text(yaml.safe_dump(said, default_style='"'), "plan")
        == read_handwritten_text(json.dumps(said), "plan")
        == (said, [])
    )
