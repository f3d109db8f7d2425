"""What the hosts tell of the course's units, and of who has completed them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from completion import waffle
from platform_double.outline import Container, Drawn, Excluded, Leaf
from xmodule.modulestore.django import modulestore

from mentorship_xblock.hosts import list_course_units
from mentorship_xblock.hosts.port import CourseUnit
from mentorship_xblock.hosts.unsupported import UnsupportedHost
from mentorship_xblock.hosts.usage_names import name_within_course

from ..support.worlds import WorkbenchWorld, both_hosts

in_the_workbench = pytest.mark.parametrize("world", [WorkbenchWorld], indirect=True, ids=["workbench"])


def completed(world, *who, unit=None, host=None):
    """Return when each of these people had completed the unit, as far as they have, by their names."""
    unit = name_within_course(unit or world.unit)
    answer = (host or world.host()).units_completed_by([world.id(name) for name in who], [unit])
    assert set(answer) == {world.id(name) for name in who}
    return {name: answer[world.id(name)][unit] for name in who if unit in answer[world.id(name)]}


def without_completion(world, monkeypatch):
    """Return a host of a runtime that has no completion service."""
    host = world.host()
    monkeypatch.setitem(host._block.runtime._services, "completion", None)
    return host


# --- units


@both_hosts
def test_a_unit_has_its_title_and_says_whether_the_reader_is_in_it(world):
    for block, here in ((world.home, False), (world.panel, True)):
        (unit,) = world.host("leila", block).find_units([name_within_course(world.unit)]).values()
        assert (unit.title, unit.here, unit.opens) == ("Two keys", here, None)


@both_hosts
def test_a_unit_that_is_not_there_and_what_is_no_unit_at_all_are_left_out(world):
    assert world.host().find_units([]) == {}
    here = name_within_course(world.unit)
    assert set(
        world.host().find_units([name_within_course(world.nowhere), "no such text", "@", "vertical@", "no kind@at all", here])
    ) == {here}


def test_a_unit_is_linked_through_the_platforms_jump(world, settings):
    path = f"/courses/{world.course.key}/jump_to/{world.unit}"
    assert (
        world.host().find_units([name_within_course(world.unit)])[name_within_course(world.unit)].address
        == f"https://lms.example{path}"
    )
    del settings.LMS_ROOT_URL
    assert world.host().find_units([name_within_course(world.unit)])[name_within_course(world.unit)].address == path


@in_the_workbench
def test_a_scenario_is_linked_for_the_person_who_looks_where_the_site_has_the_workbenchs_pages(world, settings):
    assert (
        world.host("leila").find_units([name_within_course(world.unit)])[name_within_course(world.unit)].address
        == "/scenario/two.keys/?student=leila"
    )
    settings.ROOT_URLCONF = "tests.handlers.test_course_units"
    assert world.host("leila").find_units([name_within_course(world.unit)])[name_within_course(world.unit)].address == ""


urlpatterns = []
"""A site without pages."""


@in_the_workbench
def test_a_block_of_a_scenario_is_called_by_its_title_or_its_id_and_has_no_page(world):
    assert world.host().find_units([world.home, world.leaves[0]]) == {
        world.home: CourseUnit("Your mentor"),
        world.leaves[0]: CourseUnit(world.leaves[0]),
    }


def test_a_unit_opens_when_what_it_stands_in_does(world):
    soon = world.clock.moment + timedelta(days=3)
    world.course.edit(world.course.authored[world.unit]["parent"], start=soon)
    assert world.host().find_units([name_within_course(world.unit)])[name_within_course(world.unit)].opens == soon
    world.clock.forward(days=3)
    assert world.host().find_units([name_within_course(world.unit)])[name_within_course(world.unit)].opens is None


def test_a_unit_without_a_title_is_called_by_its_id(world):
    world.course.edit(world.unit, display_name=None)
    assert world.host().find_units([name_within_course(world.unit)])[name_within_course(world.unit)].title == "the-vertical"


def test_a_unit_of_another_course_or_only_for_the_team_is_no_unit_of_this_one(world):
    other = world.unit.map_into_course(world.course.key.replace(run="2027"))
    assert world.host().find_units([str(other)]) == {}
    world.course.edit(world.course.authored[world.unit]["parent"], visible_to_staff_only=True)
    world.complete("leila")
    assert world.host().find_units([name_within_course(world.unit)]) == {}
    assert completed(world, "leila") == {}


def test_units_cost_the_database_nothing(world, django_assert_num_queries):
    host = world.host()
    with django_assert_num_queries(0):
        assert host.find_units([name_within_course(world.unit)])
        assert host.course_ends_on is None


@in_the_workbench
def test_authors_in_the_workbench_choose_among_its_scenarios(world):
    assert list_course_units(world.host("dana")._block) == [(world.unit, "Two keys")]


# --- the course's end


def test_a_course_ends_on_its_last_day_in_utc(world):
    # 1 o'clock on the 2nd in a zone two hours ahead is still the 1st.
    last = datetime.fromisoformat("2026-07-02T01:00:00+02:00")
    world.course.edit(world.course.root, end=last)
    assert world.host().course_ends_on == datetime(2026, 7, 1, tzinfo=UTC).date()


def test_a_course_that_goes_on_or_is_gone_has_no_end(world):
    host = world.host()
    assert host.course_ends_on is None
    host._course = world.course.key.replace(run="gone")
    assert modulestore().get_course(host._course) is None
    assert host.course_ends_on is None


# --- completion of a unit


@both_hosts
def test_a_unit_is_completed_when_the_last_of_its_lessons_is_whoever_asks(world):
    first, second = world.leaves
    world.complete("leila", first)
    world.complete("jonas")
    assert set(completed(world, "leila", "jonas", "priya")) == {"jonas"}
    world.clock.forward(hours=2)
    world.complete("leila", second)
    done = completed(world, "leila", "jonas", "priya", host=world.host("amara", world.panel))
    assert done == {"leila": world.clock.moment, "jonas": world.clock.moment - timedelta(hours=2)}


@both_hosts
def test_a_lesson_completed_in_part_or_taken_back_completes_no_unit(world):
    world.complete("leila")
    world.complete("leila", world.leaves[0], share=0.5)
    assert completed(world, "leila") == {}


@both_hosts
def test_a_lesson_may_stand_for_itself_and_our_own_block_never_waits_for_itself(world):
    world.complete("leila")
    world.host().store_completion(world.panel, world.id("leila"), 1)
    assert completed(world, "leila", unit=world.leaves[0]) == {"leila": world.clock.moment}
    assert completed(world, "leila", unit=world.panel) == {}
    assert world.host().units_completed_by([world.id("leila")], [name_within_course(world.nowhere)]) == {world.id("leila"): {}}


@both_hosts
def test_where_no_service_tells_of_completion_nobody_can_tell(world, monkeypatch):
    world.complete("leila")
    host = without_completion(world, monkeypatch)
    assert host.units_completed_by([world.id("leila")], [name_within_course(world.unit)]) is None
    host.store_completion(world.home, world.id("leila"), 1)
    assert world.share("leila", world.home) is None


@in_the_workbench
def test_a_service_that_answers_for_the_visitor_alone_tells_of_nobody_but_takes_what_is_completed(world, monkeypatch):
    host, said = world.host(), []
    service = SimpleNamespace(submit_group_completion=lambda **what: said.append(what))
    monkeypatch.setitem(host._block.runtime._services, "completion", service)
    assert host.units_completed_by(["leila"], [name_within_course(world.unit)]) is None
    host.store_completion(world.home, "leila", 0.5)
    assert said == [{"block_key": world.home, "completion": 0.5, "user_ids": ["leila"]}]


def test_where_completion_is_not_tracked_nobody_can_tell_and_nothing_is_stored(world, monkeypatch):
    world.complete("leila")
    monkeypatch.setattr(waffle.ENABLE_COMPLETION_TRACKING_SWITCH, "on", False)
    assert world.host().units_completed_by([world.id("leila")], [name_within_course(world.unit)]) is None
    world.host().store_completion(world.home, world.id("leila"), 1)
    assert world.share("leila", world.home) is None


def test_where_completion_is_not_tracked_a_bound_unit_is_a_link_that_says_so_and_the_step_is_handed_in(world, monkeypatch):
    step = {"id": "m1", "title": "Draft", "finish": "review"}
    world.edit(plan=[{"id": "g1", "title": "Build", "milestones": [step]}], units={"m1:0": world.unit})
    world.act("leila", "join")
    drawn = {}
    for on in (True, False):
        monkeypatch.setattr(waffle.ENABLE_COMPLETION_TRACKING_SWITCH, "on", on)
        drawn[on] = "".join(world.read("leila", "panel", plan="open")["regions"].values())
        assert f"/jump_to/{world.unit}" in drawn[on]
    assert "does not record what you complete" in drawn[False] and "does not tell" not in drawn[True]
    world.act("leila", "submit", milestone="m1", text="Here it is.")
    world.act("amara", "approve", learner="leila", milestone="m1", version=1)
    assert world.share("leila", world.home) is None


def test_what_the_visitor_may_not_load_is_waited_for_all_the_same(world):
    """The platform leaves it out of a unit's children (``XModuleMixin.get_children``), by who is asking."""
    world.course.closed["leila"] = {world.leaves[1]}
    world.complete("leila", world.leaves[0])
    for who in ("leila", "amara"):
        host = world.host(who)
        with world.course._within(host._block.runtime):
            assert completed(world, "leila", host=host) == {}


def test_completion_of_all_people_and_units_is_one_query_and_of_nobody_or_nothing_none(world, django_assert_num_queries):
    people = [world.id(name) for name in ("leila", "jonas", "priya")]
    vertical = world.course.put(Container, "vertical")
    world.course.put(Leaf, "html", into=vertical)
    unit, other, empty = map(name_within_course, (world.unit, vertical, world.course.put(Container, "vertical")))
    world.complete("leila")
    host = world.host()
    with django_assert_num_queries(1):
        answer = host.units_completed_by([*people, "no-such-person"], [unit, other, empty])
    assert answer == {people[0]: {unit: world.clock.moment}, people[1]: {}, people[2]: {}, "no-such-person": {}}
    with django_assert_num_queries(0):
        assert host.units_completed_by([], [unit]) == {}
        assert host.units_completed_by(people, []) == host.units_completed_by(people, [empty]) == {person: {} for person in people}
        assert host.units_completed_by(["no-such-person"], [unit]) == {"no-such-person": {}}


def test_a_unit_that_was_deleted_is_completed_by_nobody(world):
    world.complete("leila")
    world.course.remove(world.unit)
    assert completed(world, "leila") == {}


def test_lessons_that_are_hidden_or_do_not_count_are_not_waited_for(world):
    first, second = world.leaves
    world.course.edit(second, visible_to_staff_only=True)
    world.course.put(Excluded, "discussion", into=world.unit)
    world.complete("leila", first)
    assert set(completed(world, "leila")) == {"leila"}


def test_a_unit_in_which_nothing_counts_is_completed_by_nobody(world):
    unit = world.course.put(Container, "vertical")
    world.course.put(Excluded, "discussion", into=unit)
    assert completed(world, "leila", unit=unit) == {}


def test_a_subsection_is_completed_with_all_its_units(world):
    subsection = world.course.authored[world.unit]["parent"]
    lesson = world.course.put(Leaf, "video", into=world.course.put(Container, "vertical", into=subsection))
    world.complete("leila")
    assert completed(world, "leila", unit=subsection) == {}
    world.complete("leila", lesson)
    assert set(completed(world, "leila", unit=subsection)) == {"leila"}


def test_of_lessons_drawn_for_each_learner_one_is_enough_and_the_first_counts(world):
    drawn = world.course.put(Drawn, "library_content", into=world.unit)
    nested = world.course.put(Container, "vertical", into=drawn)
    problems = [world.course.put(Leaf, "problem", into=nested) for _ in range(2)]
    world.course.put(Drawn, "library_content", into=world.unit)  # in it there is nothing yet
    world.complete("leila")
    assert completed(world, "leila") == {}
    world.clock.forward(hours=1)
    world.complete("leila", problems[1])
    done = completed(world, "leila")
    world.clock.forward(hours=1)
    world.complete("leila", problems[0])
    assert completed(world, "leila") == done == {"leila": world.clock.moment - timedelta(hours=1)}


def test_lessons_for_some_groups_are_asked_of_nobody(world):
    groups = world.course.put(Container, "vertical", into=world.unit, group_access={50: [2]})
    world.course.put(Leaf, "problem", into=groups)
    world.complete("leila")
    assert set(completed(world, "leila")) == {"leila"}


def test_in_a_unit_with_lessons_for_some_groups_only_one_of_them_is_enough(world):
    unit = world.course.put(Container, "vertical")
    lessons = [world.course.put(Leaf, "html", into=unit, group_access={50: [group]}) for group in (1, 2)]
    assert completed(world, "leila", unit=unit) == {}
    world.complete("leila", lessons[1])
    assert set(completed(world, "leila", unit=unit)) == {"leila"}


def test_a_unit_that_is_for_some_groups_is_completed_with_all_its_lessons_by_those_who_have_it(world):
    world.course.edit(world.unit, group_access={50: [1]})
    world.complete("leila", world.leaves[0])
    assert completed(world, "leila") == {}
    world.complete("leila", world.leaves[1])
    assert set(completed(world, "leila")) == {"leila"}


def test_elsewhere_there_are_no_units_and_nothing_is_completed():
    host = UnsupportedHost()
    assert (
        host.course_ends_on,
        host.find_units(["unit"]),
        host.units_completed_by(["7"], ["unit"]),
        host.completable_blocks(),
    ) == (None, {}, None, ())
    assert host.store_completion("block", "7", 1) is None
