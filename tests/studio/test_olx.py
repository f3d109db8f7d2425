"""What leaves with an export comes back with the import."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree
from opaque_keys.edx.keys import UsageKey
from xblock.field_data import DictFieldData
from xblock.fields import ScopeIds
from xblock.runtime import DictKeyValueStore, KvsFieldData
from xblock.test.tools import TestRuntime

from mentorship_xblock.authoring.program import program_as_authored, read_authored_program
from mentorship_xblock.block import MentorshipXBlock

from .programs import programs

HOME = UsageKey.from_string("block-v1:Demo+M101+2026+type@mentorship+block@home")


def block_with(**authored):
    runtime = TestRuntime(services={"field-data": DictFieldData(authored)})
    return runtime.construct_xblock_from_class(MentorshipXBlock, ScopeIds(None, "mentorship", "d", "u"))


def exported(block):
    node = etree.Element("unknown_root")
    block.add_xml_to_node(node)
    return etree.tostring(node)


def imported(olx):
    runtime = TestRuntime(services={"field-data": KvsFieldData(DictKeyValueStore())})
    node = etree.fromstring(olx)
    return MentorshipXBlock.parse_xml(node, runtime, ScopeIds(None, "mentorship", "d", "u"))


@pytest.mark.parametrize("counts", [{}, {"completes": "never"}, {"completes": "number", "completes_at": 12}])
def test_when_the_block_counts_as_completed_comes_back_as_it_went(counts):
    block = imported(exported(block_with(**counts)))
    assert (block.completes, block.completes_at) == (counts.get("completes", ""), counts.get("completes_at", 1))


@given(programs())
@settings(max_examples=40, deadline=None)
def test_a_program_comes_back_from_olx_as_it_went(program):
    fields = program_as_authored(program)
    assert imported(exported(block_with(**fields))).authored == fields


@pytest.mark.parametrize(
    ("written", "read", "out"),
    [
        ("24", 24, "24"),
        ("24.0", 24, "24"),
        ("0.5", 0.5, "0.5"),
        ("0,5", "0,5", "0,5"),
        ("soon", "soon", "soon"),
        ('"0,5"', "0,5", "0,5"),
    ],
)
def test_hours_come_back_as_they_went_a_whole_number_without_a_point_and_what_is_none_to_be_told(written, read, out):
    block = imported(f"<mentorship reply_hours='{written}' review_hours='{written}'/>".encode())
    assert [(hours, type(hours)) for hours in (block.reply_hours, block.review_hours)] == [(read, type(read))] * 2
    olx = etree.fromstring(exported(block))
    assert [olx.get(name) for name in ("reply_hours", "review_hours")] == [out, out]
    assert imported(exported(block)).reply_hours == read


def test_a_list_written_by_hand_as_yaml_is_read():
    assert imported(b"<mentorship roster='[{username: amara, capacity: 3}]'/>").roster == [{"username": "amara", "capacity": 3}]


def test_home_goes_out_as_its_name_within_the_course_and_comes_back_as_it_went():
    olx = exported(block_with(home="mentorship@home"))
    assert etree.fromstring(olx).get("home") == "mentorship@home"
    assert imported(olx).home == "mentorship@home"


@pytest.mark.parametrize("home", [HOME, "i4x://Demo/M101/mentorship/home"])
def test_a_home_of_an_earlier_export_is_one_of_the_course_that_it_comes_into(home):
    assert imported(f'<mentorship home="{home}"/>'.encode()).home == "mentorship@home"


@pytest.mark.parametrize("home", [None, "32-tables.mentorship.d0.u0"])
def test_a_home_that_is_none_or_is_no_key_comes_back_as_it_went(home):
    assert imported(exported(block_with(home=home))).home == home


def test_the_olx_of_the_authors_page_is_read_without_faults():
    page = (Path(__file__).parents[2] / "docs/authors.md").read_text(encoding="utf-8")
    (olx,) = re.findall(r"```xml\n(.*?)```", page, re.DOTALL)
    program, panel = (imported(etree.tostring(node)) for node in etree.fromstring(f"<unit>{olx}</unit>"))
    assert read_authored_program(program.authored)[1] == []
    read = read_authored_program(program.authored)[0]
    assert (len(read.roster), {step: len(units) for step, units in read.units.items()}) == (2, {"ask": 1, "draft": 2})
    assert [step.due.after for step in read.plan[0].steps] == ["", "ask", ""]
    assert (panel.home, panel.completes) == ("mentorship@home", "all")


def test_what_an_earlier_version_exported_comes_in_as_it_was():
    golden = (Path(__file__).parents[1] / "golden/export-0.1.0.xml").read_bytes()
    home, panel = (imported(etree.tostring(node)) for node in etree.fromstring(golden))
    program, faults = read_authored_program(home.authored)
    assert (faults, home.home, home.unread, panel.home, panel.completes) == ([], None, "", "mentorship@home", "all")
    assert home.authored == {
        "roster": [
            {"username": "amara", "capacity": 3, "backup": "ben", "about": "Builds bridges 🌉"},
            {"username": "ben", "capacity": 2},
        ],
        "assignment": "by_hand",
        "begins": "visit",
        "reply_hours": 36,
        "review_hours": "0,5",
        "plan": program_as_authored(program)["plan"],
        "units": {"m1:0": "vertical@people", "m2:0": "vertical@keys", "m2:1": "vertical@model"},
        "guidance": {},
    }
    assert [(step.id, step.due.days, str(step.due.day), step.due.after) for step in program.plan[0].steps] == [
        ("m1", 14, "None", ""),
        ("m2", None, "2026-12-12", ""),
        ("m3", 3, "None", "m1"),
    ]
    assert (home.display_name, home.completes, home.completes_at, program.review_hours) == ("A mentor 🌉", "number", 2, 0.5)
