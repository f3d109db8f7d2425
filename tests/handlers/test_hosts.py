"""Which host the block finds itself in, and what each host says of people."""

import json

import pytest
from django.contrib.auth import get_user_model
from platform_double.library import Library
from workbench.models import XBlockState
from workbench.runtime import WorkbenchRuntime

from mentorship_xblock.block import MentorshipXBlock
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.stored_state import StoredState
from mentorship_xblock.hosts import authored_fields_at_once, authored_home_block, host_for_block
from mentorship_xblock.hosts.lms import LmsHost
from mentorship_xblock.hosts.port import Host, Person, Visitor
from mentorship_xblock.hosts.unsupported import UnsupportedHost
from mentorship_xblock.hosts.workbench import WorkbenchHost

from ..support.worlds import WorkbenchWorld, both_hosts

in_the_workbench = pytest.mark.parametrize("world", [WorkbenchWorld], indirect=True, ids=["workbench"])


def lms_block(world, who="leila"):
    """Return the block as somebody opens it in the LMS."""
    return world.course._enter(world.people[who], world.home)


def bench_block(world, who="leila"):
    """Return the block as somebody opens it in the workbench."""
    return WorkbenchRuntime(who).get_block(world.home)


def test_the_lms_is_known_by_its_variant_its_enrolments_and_a_course(world, settings):
    assert isinstance(host_for_block(lms_block(world), world.home), LmsHost)
    library = Library("lib:Demo:shelf")
    usage = library.place(MentorshipXBlock)
    assert isinstance(host_for_block(library._bound_to(world.people["leila"], usage, "lms"), usage), UnsupportedHost)
    for variant in ("cms", None):
        settings.SERVICE_VARIANT = variant
        assert isinstance(host_for_block(lms_block(world), world.home), UnsupportedHost)
        assert authored_home_block(lms_block(world), world.nowhere) is None


def test_the_lms_without_enrolments_is_not_taken_for_it(world):
    block = lms_block(world)
    block.runtime._services["enrollments"] = None
    assert isinstance(host_for_block(block, world.home), UnsupportedHost)


@in_the_workbench
def test_the_workbench_is_known_by_what_its_user_service_says(world):
    assert isinstance(host_for_block(bench_block(world), world.home), WorkbenchHost)


@in_the_workbench
def test_a_bare_workbench_has_people_without_roles_and_everybody_is_in_the_course(world, settings):
    settings.WORKBENCH = {"reset_state_on_restart": False}
    host = host_for_block(bench_block(world, "student_1"), world.home)
    assert host.current_visitor() == Visitor("student_1", "student_1")
    assert host.find_people(["student_2"]) == {"student_2": Person("student_2", "student_2", in_course=True)}
    world.act("student_1", "join")
    world.act("student_2", "join")
    assert host.next_enrolled_people(None, 9) == ["amara", "ben", "student_1", "student_2"]
    assert host.next_enrolled_people("ben", 1) == ["student_1"]


@both_hosts
def test_members_come_in_pages_in_a_stable_order(world):
    block = bench_block(world, "dana") if isinstance(world, WorkbenchWorld) else lms_block(world, "dana")
    host = host_for_block(block, world.home)
    everybody = host.next_enrolled_people(None, 50)
    assert set(everybody) == {world.id(who) for who in ("amara", "ben", "mei", "leila", "jonas", "priya", "ines", "sam")}
    pages, last = [], None
    while page := host.next_enrolled_people(last, 3):
        pages, last = pages + page, page[-1]
    assert pages == everybody


@both_hosts
def test_who_has_a_row_is_asked_in_parts_and_answered_whole(world, monkeypatch):
    monkeypatch.setattr("mentorship_xblock.hosts.user_state_table.CHUNK_SIZE", 2)
    for who in ("leila", "jonas", "priya"):
        world.act(who, "join")
    block = bench_block(world, "dana") if isinstance(world, WorkbenchWorld) else lms_block(world, "dana")
    host = host_for_block(block, world.home)
    assert host.people_with_rows([world.id(who) for who in ("leila", "jonas", "priya", "ines", "sam")]) == {
        world.id(who) for who in ("leila", "jonas", "priya")
    }
    assert host.next_people_with_rows(None, 2) == sorted(world.id(who) for who in ("leila", "jonas", "priya", "amara", "ben"))[:2]


def test_people_of_the_lms_have_a_name_if_they_have_a_profile_and_are_asked_for_in_one_query(world, django_assert_num_queries):
    # Of who is active and in the course by nothing in its tables, it is asked besides whether they were granted a role.
    bare = get_user_model().objects.create(username="bare")
    retired = get_user_model().objects.create(username="retired__user_0123abcd")
    host = world.host()
    with django_assert_num_queries(1 + 2):
        people = host.find_people([str(bare.pk), str(retired.pk), world.id("leila"), "no-such-person"], ["dana", "root"])
    assert {person.username: (person.full_name, person.in_course, person.retired) for person in people.values()} == {
        "bare": ("", False, False),
        "retired__user_0123abcd": ("", False, True),
        "leila": ("Leila", True, False),
        "dana": ("Dana", True, False),
        "root": ("Root", True, False),
    }


def test_nobody_is_asked_for_without_a_query(world, django_assert_num_queries):
    host = world.host()
    with django_assert_num_queries(0):
        assert host.find_people(["no-such-person"]) == {}


def test_a_role_for_the_whole_organisation_is_a_role_in_the_course(world):
    role = world.people["dana"].courseaccessrole_set.get()
    role.course_id = None
    role.save()
    assert world.host().find_people([world.id("dana")])[world.id("dana")].in_course


def test_elsewhere_knows_nobody_and_keeps_nothing(db):
    host: Host = UnsupportedHost()
    assert not host.open
    assert host.current_visitor() == Visitor(None)
    assert not host.came_by_trusted_route(None)
    assert host.find_people(["7"], ["leila"]) == {}
    assert host.read_states(["7"]) == {"7": StoredState()}
    assert host.people_with_rows(["7"]) == frozenset()
    assert host.next_people_with_rows(None, 9) == host.next_enrolled_people(None, 9) == []
    assert host.publish_event("edx.mentorship.join", {}) is None
    with pytest.raises(ActionRefused, match="closed-here"):
        host.change_under_lock(["7"], lambda documents: (documents, None))


def test_full_names_are_shown_where_the_operator_turned_them_on(world, settings):
    world.act("leila", "join")
    assert ">amara<" in world.view("leila")
    settings.XBLOCK_SETTINGS = {"mentorship": {"full_names": True}}
    assert ">Amara<" in world.view("leila")


def test_the_check_of_the_whole_course_finds_mentors_to_whom_the_unit_is_closed(world):
    world.course.closed["amara"] = {world.home}
    assert "<bdi>amara</bdi> is a mentor here but cannot open this unit" in world.act("dana", "rebuild")["found"]
    assert "The unit is closed" not in world.act("dana", "rebuild", after=world.id("sam"))["found"]


def test_the_overview_has_the_address_to_send_to_a_mentor(world):
    assert (
        f"https://lms.example/courses/{world.course.key}/jump_to/{world.home}" in world.read("dana", "overview")["regions"]["head"]
    )


@in_the_workbench
def test_the_workbench_reads_each_authored_field_from_the_row_of_its_own_scope(world):
    world.edit(roster=[{"username": "mei", "capacity": 1}], plan=[{"id": "g1", "title": "Read"}])
    found = authored_fields_at_once(bench_block(world), ("roster", "plan", "home"))
    for row in XBlockState.objects.filter(user_id=None, scope_id__in=[world.home, world.home.rpartition(".")[0]]):
        other = {"usage": {"plan": []}, "definition": {"roster": []}}[row.scope]
        row.state = json.dumps({**json.loads(row.state), **other})
        row.save()
    block = bench_block(world)
    assert (
        authored_fields_at_once(block, ("roster", "plan", "home"))
        == found
        == {"roster": block.roster, "plan": block.plan, "home": block.home}
    )
    assert found["plan"] and found["roster"]
