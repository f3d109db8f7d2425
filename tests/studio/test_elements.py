"""What else stands in the block's element: instructions, remarks, attributes and elements that nothing reads."""

import pytest
from lxml import etree
from platform_double.contentstore import ContentStore
from platform_double.course import Course
from xblock.core import XBlockMixin
from xblock.fields import Date, Scope, ScopeIds
from xblock.runtime import DictKeyValueStore, KvsFieldData
from xblock.test.tools import TestRuntime

from mentorship_xblock.block import MentorshipXBlock

from .conftest import ROSTER
from .test_olx import exported, imported

OPTION = 'xmlns:option="http://code.edx.org/xblock/option"'
UNREAD = "“{}” in this block's OLX has no meaning here. It stays in the block and will be exported again. Check the spelling."


def told(olx):
    """Import the block into a course; return what its author is warned of, and what goes out again."""
    course = Course()
    course.place(MentorshipXBlock)
    store = ContentStore(course)
    usage = store.paste(olx, course.root)
    return [one.text for one in store.told(usage, "validate").messages if one.type == "warning"], etree.fromstring(
        store.copied(usage)
    )


@pytest.mark.parametrize(
    "inner",
    ["<?php echo 1 ?>", "<!-- a remark -->", "<![CDATA[ ]]>", "  ", "&#10;&#9;", '<?xml-stylesheet href="a.xsl"?><!-- a --><?b?>'],
)
def test_an_instruction_a_remark_or_room_is_no_fault(inner):
    olx = f"<mentorship display_name='Here'>{inner}</mentorship>"
    assert imported(olx.encode()).display_name == "Here"
    assert [line for line in told(olx)[0] if "has no meaning here" in line] == []


def test_remarks_and_instructions_go_out_again():
    olx = b"<mentorship><!-- ask Ben --><?keep this?></mentorship>"
    assert [str(child) for child in etree.fromstring(exported(imported(exported(imported(olx)))))] == [
        "<!-- ask Ben -->",
        "<?keep this?>",
    ]


@pytest.mark.parametrize(
    ("olx", "names"),
    [
        ('<mentorship titel="Here"/>', ["titel"]),
        ('<mentorship a="1" b="2" url_name="x" xblock-family="xblock.v1"/>', ["a", "b"]),
        ("<mentorship><html>text</html></mentorship>", ["html"]),
        ("<mentorship>Some words<b/>and more</mentorship>", ["b", "Some words", "and more"]),
        ("<mentorship><![CDATA[ {plan: [] ]]></mentorship>", ["{plan: []"]),
        (f"<mentorship {OPTION}><option:plam>[]</option:plam></mentorship>", ["plam"]),
        (f"<mentorship {OPTION} plan='[]'><option:plan>[1]</option:plan></mentorship>", ["plan"]),
        (f"<mentorship {OPTION}><option:plan>[<b/>]</option:plan></mentorship>", ["plan"]),
        ('<mentorship record="{}" ledger="[]"/>', ["record", "ledger"]),
        ('<mentorship parent="block" tags="{"/>', ["parent", "tags"]),
        ('<mentorship unread="x"/>', ["unread"]),
        ('<mentorship xml:lang="es" xmlns:a="urn:a" a:title="B"/>', ["lang", "title"]),
        ("<mentorship><mentorship/></mentorship>", ["mentorship"]),
    ],
)
def test_what_nothing_reads_is_told_kept_and_goes_out_as_it_came(olx, names):
    lines, out = told(olx)
    assert [line for line in lines if "has no meaning here" in line] == [UNREAD.format(name) for name in names]
    came = etree.fromstring(olx)
    for name, value in came.items():
        assert out.get(name) == value or name in ("url_name", "plan")
    assert [etree.tostring(child).strip() for child in out] == [etree.tostring(child).strip() for child in came]
    assert (out.text or "").strip() == (came.text or "").strip()
    assert [UNREAD.format(name) for name in names] == [
        line for line in told(etree.tostring(out))[0] if "has no meaning here" in line
    ]


def test_fields_may_be_written_as_elements_with_lines_of_their_own():
    olx = f"""<mentorship {OPTION}><option:roster>
    - username: amara  # since May
      <!-- she asked for two -->capacity: 2
      backup: ben
    - {{username: ben, capacity: 2, backup: amara}}
    </option:roster><option:completes none="true"/></mentorship>"""
    block = imported(olx.encode())
    assert (block.roster, block.completes, block.unread) == (ROSTER, None, "")


class Dated(XBlockMixin):
    """``InheritanceMixin``: the platform gives every block fields of its own."""

    start = Date(default=None, scope=Scope.settings)


@pytest.mark.parametrize(("start", "read"), [("2026-01-01T00:00:00Z", 2026), ("soon", None), ("[1, 2", None), ("[1]", None)])
def test_a_value_that_a_field_of_the_platform_does_not_take_is_kept_too(start, read):
    runtime = TestRuntime(services={"field-data": KvsFieldData(DictKeyValueStore())}, mixins=(Dated,))
    node = etree.fromstring(f'<mentorship start="{start}" display_name="Here"/>')
    block = MentorshipXBlock.parse_xml(node, runtime, ScopeIds(None, "mentorship", "d", "u"))
    assert (block.display_name, block.start and block.start.year) == ("Here", read)
    assert block.unread_names == ([] if read else ["start"])
    out = etree.Element("root")
    block.add_xml_to_node(out)
    assert read or out.get("start") == start


@pytest.mark.parametrize(
    "stored", ["<", "no element", "<a", None, "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a b='1'>&e;</a>"]
)
def test_whatever_a_client_stores_as_unread_is_never_run_and_stops_nothing(stored):
    course = Course()
    store = ContentStore(course)
    usage = course.put(MentorshipXBlock, "mentorship", unread=stored)
    assert "root:" not in store.copied(usage)
    assert isinstance(store.told(usage).content, str)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"roster": [{"username": "a", "capacity": 1, "bakup": "b"}]},
            "Mentor 1: “bakup” has no meaning here. Check the spelling.",
        ),
        ({"plan": [{"id": "g", "title": "G", "step": []}]}, "Goal 1: “step” has no meaning here. Check the spelling."),
        (
            {"plan": [{"id": "g", "title": "G", "milestones": [{"id": "m", "title": "M", "and more": None}]}]},
            "Goal 1, milestone 1: “and more” has no meaning here. Check the spelling.",
        ),
        (
            {
                "plan": [
                    {"id": "g", "title": "G", "milestones": [{"id": "m", "title": "M", "due": {"date": "2026-12-12", "days": 3}}]}
                ]
            },
            "Goal 1, milestone 1: “date” has no meaning here. Check the spelling.",
        ),
    ],
)
def test_a_name_in_a_row_that_stands_for_nothing_is_told_and_the_row_goes_on(fields, line):
    course = Course()
    store = ContentStore(course)
    usage = course.put(MentorshipXBlock, "mentorship", **{"roster": ROSTER, "plan": [], **fields})
    messages = [(one.type, one.text) for one in store.told(usage, "validate").messages]
    assert ("warning", line) in messages
    assert [text for kind, text in messages if kind == "error"] == []
    assert line in store.told(usage).content
