"""What authors choose units from, and how their choice leaves and comes back with the course."""

import pytest
from django.test import override_settings
from platform_double.library import Library
from platform_double.outline import Container, Leaf

from mentorship_xblock.block import MentorshipXBlock
from mentorship_xblock.hosts import list_course_units
from mentorship_xblock.hosts.usage_names import name_within_course

from .test_olx import HOME, block_with, exported, imported

UNIT = HOME.course_key.make_usage_key("vertical", "keys")


@pytest.fixture
def outline(authors):
    """A course of two sections with three units; returns the units."""
    course = authors.course
    one = course.put(Container, "chapter", display_name="Tables")
    two = course.put(Container, "chapter", display_name="Queries")
    part = course.put(Container, "sequential", into=one, display_name="Keys")
    other = course.put(Container, "sequential", into=two)
    first, second = (course.put(Container, "vertical", into=part, display_name=name) for name in ("Two keys", "Many keys"))
    third = course.put(Container, "vertical", into=other, display_name="Ask", visible_to_staff_only=True)
    course.put(Leaf, "html", into=first)
    return first, second, third, other.block_id


def test_authors_choose_among_all_units_of_the_course_in_its_order_named_by_where_they_stand(authors, outline):
    first, second, third, unnamed = outline
    with override_settings(SERVICE_VARIANT="cms"):
        assert list_course_units(authors.studio.block(authors.home)) == [
            (name_within_course(first), "Tables › Keys › Two keys"),
            (name_within_course(second), "Tables › Keys › Many keys"),
            (name_within_course(third), f"Queries › {unnamed} › Ask"),
        ]


def test_there_are_no_units_to_choose_in_a_library_in_the_lms_or_in_a_course_that_is_gone(authors, outline):
    library = Library("lib:Demo:shelf")
    usage = library.place(MentorshipXBlock)
    with override_settings(SERVICE_VARIANT="cms"):
        assert list_course_units(library.unbound(usage)) == []
        block = authors.studio.block(authors.home)
        gone = block.scope_ids.usage_id.map_into_course(HOME.course_key.replace(run="gone"))
        block.scope_ids = block.scope_ids._replace(usage_id=gone)
        assert list_course_units(block) == []
    assert list_course_units(authors.studio.block(authors.home)) == []


def test_units_go_out_as_their_names_within_the_course_and_come_back_as_they_went():
    units = {"m1:1": "vertical@keys", "m1:2": "mentorship@home", "é 🌉:1": "vertical@keys"}
    assert imported(exported(block_with(units=units))).units == units


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("{}", {}),
        ('{"m1:1": "32-tables.vertical_demo.d0.u0"}', {"m1:1": "32-tables.vertical_demo.d0.u0"}),
        (f"{{1.1: {UNIT}}}", {"1.1": "vertical@keys"}),
        (f'{{"m1:0": "{UNIT}", "m2:0": "vertical@model"}}', {"m1:0": "vertical@keys", "m2:0": "vertical@model"}),
    ],
)
def test_units_written_by_hand_or_in_an_earlier_export_are_read(written, units):
    assert imported(f"<mentorship units='{written}'/>".encode()).units == units


def test_no_units_go_out_as_nothing():
    assert imported(exported(block_with(units={}))).units == {}
    assert not imported(exported(block_with(units=None))).units
