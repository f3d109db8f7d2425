"""Rows are asked for in SQL of our own, and are those that Django would have found."""

import pytest
from common.djangoapps.student.models import CourseEnrollment
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext
from opaque_keys.edx.keys import CourseKey
from workbench.models import XBlockState

from mentorship_xblock.hosts import plain_select
from mentorship_xblock.hosts.plain_select import select_rows

pytestmark = pytest.mark.django_db
ODD = "a'b\"c%s; --"


@pytest.fixture
def states():
    """Rows of two blocks: what is authored, and what people have."""
    for block in ("block.1", "block.2"):
        for person in (None, "leila", "jonas", ODD):
            XBlockState.objects.create(scope="usage", scope_id=block, user_id=person, state=f'{{"{block}": "{person and "x"}"}}')
    return XBlockState.objects.order_by("pk")


@pytest.mark.parametrize(
    ("where", "column", "values"),
    [
        ({"scope_id": "block.1"}, "user_id", ["leila"]),
        ({"scope_id": "block.1", "scope": "usage"}, "user_id", ["jonas", "leila", "nobody"]),
        ({"scope_id": "block.2"}, "user_id", {ODD}),
        ({"user_id": None}, "scope_id", ("block.1", "block.2")),
        ({}, "scope_id", ["block.2"]),
        ({"scope_id": "block.1"}, "user_id", []),
    ],
)
def test_rows_are_those_that_a_query_of_djangos_finds(states, where, column, values):
    found = select_rows(XBlockState, ("user_id", "state"), where, (column, values))
    theirs = states.filter(**where, **{f"{column}__in": list(values)}).values_list("user_id", "state")
    assert sorted(found, key=repr) == sorted(theirs, key=repr)


def test_many_values_are_asked_for_a_part_at_a_time(states, monkeypatch):
    monkeypatch.setattr(plain_select, "VALUES_MAX", 2)
    with CaptureQueriesContext(connection) as asked:
        found = select_rows(XBlockState, ("user_id",), {"scope_id": "block.1"}, ("user_id", ["leila", "jonas", ODD]))
    assert len(asked) == 2
    assert {person for (person,) in found} == {"leila", "jonas", ODD}


def test_a_column_of_the_row_that_another_names_is_read_with_it():
    course = CourseKey.from_string("course-v1:Demo+M101+2026")
    people = [get_user_model().objects.create(username=name) for name in ("leila", "jonas", ODD)]
    for person in people[1:]:
        CourseEnrollment.objects.create(user=person, course_id=course, is_active=person is people[2])
    asked = [person.pk for person in people]
    found = select_rows(CourseEnrollment, ("user_id", "user__username"), {"course_id": course}, ("user_id", asked))
    theirs = CourseEnrollment.objects.filter(course_id=course, user_id__in=asked).values_list("user_id", "user__username")
    assert sorted(found) == sorted(theirs) == [(person.pk, person.username) for person in people[1:]]


def test_yes_and_no_come_as_the_driver_has_them():
    get_user_model().objects.create(username="dana", is_staff=True)
    [(staff, active)] = select_rows(
        get_user_model(), ("is_staff", "is_active"), {"is_staff": True}, ("username", ["dana", "leila"])
    )
    assert staff and active


def test_a_column_that_the_table_does_not_have_is_a_fault():
    with pytest.raises(FieldDoesNotExist):
        select_rows(XBlockState, ("state",), {}, ("nothing", ["x"]))
