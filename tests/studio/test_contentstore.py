"""Studio's own operations on a course with a home, a panel and bound units: nothing breaks, and each means what it says."""

import json

import bson
import pytest
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey
from platform_double.contentstore import ContentStore
from platform_double.course import Course
from platform_double.outline import Container
from platform_double.split import encoded
from xblock.core import XBlock
from xblock.fields import Reference, ReferenceValueDict, Scope, String

from mentorship_xblock.authoring.program import read_authored_program
from mentorship_xblock.block import MentorshipXBlock

from .conftest import PLAN, ROSTER, outlined

OTHER = CourseKey.from_string("course-v1:Demo+M101+2027")
BOUND = {"m1:0": "vertical@keys", "m2:0": "vertical@keys", "m2:1": "vertical@gone"}


class Studied:
    """A section with two units: in one stands the home, whose milestones are bound to both, in the other a panel."""

    def __init__(self):
        self.course = Course()
        self.section = self.course.put(Container, "chapter", display_name="Tables")
        self.part = self.course.put(Container, "sequential", "part", into=self.section, display_name="Two")
        self.keys = self.course.put(Container, "vertical", "keys", into=self.part, display_name="Keys")
        self.talk = self.course.put(Container, "vertical", "talk", into=self.part, display_name="Talk")
        self.home = self.course.put(
            MentorshipXBlock, "mentorship", "home", self.talk, display_name="Mentors", roster=ROSTER, plan=PLAN, units=BOUND
        )
        self.panel = self.course.put(
            MentorshipXBlock, "mentorship", "panel", self.keys, display_name="Here", home="mentorship@home"
        )
        self.store = ContentStore(self.course)

    def copies(self, kind, store=None):
        """The blocks of a kind that were not there before."""
        return [usage for usage in (store or self.store).course.authored if usage.block_type == kind and len(usage.block_id) == 32]


@pytest.fixture
def studied():
    return Studied()


def is_home(store, usage):
    """Whether a block still says all that the home said."""
    block = store.item(usage)
    program, faults = read_authored_program(block.authored)
    return (
        block.home_key == usage
        and [place.username for place in program.roster] == ["amara", "ben"]
        and program.units == {"m1": ("vertical@keys",), "m2": ("vertical@keys", "vertical@gone")}
        and faults == []
    )


def shows(store, usage):
    """What the block's author reads on the unit's page, and what Studio's JSON holds."""
    assert json.loads(json.dumps(store.json(usage)))["id"] == str(usage)
    return store.told(usage).content


def stands(studied):
    """Every operation of Studio goes on, afterwards."""
    studied.store.post(studied.talk, {"display_name": "Renamed"})
    return is_home(studied.store, studied.home) and studied.store.item(studied.panel).home_key == studied.home


def test_a_block_is_renamed_its_access_managed_and_its_fields_set_to_nothing(studied):
    metadata = studied.store.post(studied.home, {"display_name": "New", "reply_hours": 12})
    assert (metadata["display_name"], metadata["units"]) == ("New", BOUND)
    assert studied.store.post(studied.panel, {"display_name": "There"})["home"] == "mentorship@home"
    assert studied.store.post(studied.panel, nullout=["completes"])["completes"] is None
    assert studied.store.item(studied.home).display_name == "New"
    assert stands(studied)


@pytest.mark.parametrize("units", [{"m1:0": "block-v1:Demo+M101+2026+type@vertical+block@keys"}, {"m1:0": "vertical@keys"}])
def test_units_and_a_home_are_set_by_a_client_as_ids_or_as_names(studied, units):
    assert studied.store.post(studied.home, {"units": units})["units"] == {"m1:0": "vertical@keys"}
    assert studied.store.post(studied.panel, {"home": str(studied.home)})["home"] == "mentorship@home"
    assert studied.store.post(studied.panel, {"home": None}).get("home") is None


@pytest.mark.parametrize("value", ["nonsense", "@", "vertical@", "a b@c d", 7, ["a"], {"a": 1}, 2**70])
@pytest.mark.parametrize("name", ["home", "units", "roster", "plan", "reply_hours", "completes_at"])
def test_what_a_client_sets_wrongly_is_kept_told_and_breaks_nothing(studied, name, value):
    studied.store.post(studied.home, {name: value})
    for usage in (studied.home, studied.panel):
        shows(studied.store, usage)
        studied.store.duplicate(usage)
        studied.store.paste(studied.store.copied(usage), studied.keys)
    studied.store.imported("course-v1:Demo+M101+2027")


def test_a_copy_of_a_home_is_a_home_of_its_own_without_mentorships_and_says_so(studied):
    copy = studied.store.duplicate(studied.home)
    assert is_home(studied.store, copy)
    page = shows(studied.store, copy)
    assert "“<bdi>Mentors</bdi>” in <bdi>Tables › Two › Talk</bdi> stores mentorships too" in page
    assert "“<bdi>Duplicate of &#x27;Mentors&#x27;</bdi>”" in shows(studied.store, studied.home)
    assert "stores mentorships too" not in shows(studied.store, studied.panel)
    assert stands(studied)


def test_a_copy_of_a_panel_continues_the_same_home_and_says_which_and_where_that_stands(studied):
    for copy in (studied.store.duplicate(studied.panel), studied.store.paste(studied.store.copied(studied.panel), studied.talk)):
        assert studied.store.item(copy).home_key == studied.home
        assert "“<bdi>Mentors</bdi>” in <bdi>Tables › Two › Talk</bdi>" in shows(studied.store, copy)
    assert stands(studied)


def test_a_copied_unit_or_subsection_has_new_ids_and_its_milestones_stay_bound_to_the_first_ones(studied):
    for whole in (studied.talk, studied.part, studied.section):
        before = set(studied.copies("mentorship"))
        studied.store.duplicate(whole)
        for copy in set(studied.copies("mentorship")) - before:
            assert is_home(studied.store, copy) or studied.store.item(copy).home_key == studied.home
            shows(studied.store, copy)
    assert len(studied.copies("mentorship")) == 1 + 3 + 6  # each time with the copies made before
    assert stands(studied)


def test_a_bound_unit_is_moved_with_what_is_in_it(studied):
    other = studied.course.put(Container, "sequential", into=studied.section)
    studied.store.move(studied.keys, other)
    studied.store.move(studied.panel, studied.talk)
    studied.store.move(studied.home, studied.keys)
    assert stands(studied)


def test_what_is_published_is_what_discarding_brings_back(studied):
    studied.store.publish()
    studied.store.post(studied.home, {"units": {}})
    assert studied.store.item(studied.home).units == {}
    studied.store.discard()
    assert stands(studied)


@pytest.mark.django_db
def test_a_panel_in_a_course_that_has_not_its_home_says_so_and_goes_on_once_it_has(studied):
    elsewhere = Course("course-v1:Demo+Other+2026")
    (unit, _) = outlined(elsewhere)
    store = ContentStore(elsewhere)
    elsewhere.place(MentorshipXBlock)
    panel = store.paste(studied.store.copied(studied.panel), unit)
    gone = "This course has no mentorship block “mentorship@home”."
    assert gone in shows(store, panel)
    user = elsewhere.user("leila")
    assert "no longer exists" in elsewhere.view(user, panel).content
    home = elsewhere.put(MentorshipXBlock, "mentorship", "home", unit, roster=ROSTER)
    assert store.item(panel).home_key == home
    assert gone not in shows(store, panel)


def test_a_home_pasted_into_another_course_keeps_its_plan_and_tells_which_units_are_not_there(studied):
    elsewhere = Course("course-v1:Demo+Other+2026")
    (unit, _) = outlined(elsewhere)
    elsewhere.place(MentorshipXBlock)
    store = ContentStore(elsewhere)
    home = store.paste(studied.store.copied(studied.home), unit)
    assert is_home(store, home)
    assert shows(store, home).count("is no longer in the course") == 3


@pytest.mark.parametrize("way", ["imported", "rerun"])
def test_another_course_from_an_export_or_a_re_run_means_its_own_blocks(studied, way):
    store = getattr(studied.store, way)(str(OTHER))
    home, panel = (usage.map_into_course(OTHER) for usage in (studied.home, studied.panel))
    assert is_home(store, home)
    assert store.item(panel).home_key == home
    assert "“<bdi>Mentors</bdi>” in <bdi>Tables › Two › Talk</bdi>" in shows(store, panel)
    again = getattr(store, way)("course-v1:Demo+M101+2028")
    assert is_home(again, home.map_into_course(again.course.key))


def test_a_block_that_continues_one_that_continues_another_is_told_so(studied):
    third = studied.course.put(MentorshipXBlock, "mentorship", "third", studied.talk, home="mentorship@panel")
    assert "The block “mentorship@panel” continues another block itself." in shows(studied.store, third)


@pytest.mark.parametrize(
    "units",
    [
        lambda key: {"m1:0": key},
        lambda key: {"m1:0": ["vertical", "keys"]},
        lambda key: {"m1:0": str(key)},
        lambda key: {"m1:0": "vertical@keys"},
    ],
)
def test_what_an_earlier_version_stored_is_read_and_stored_as_names_by_the_next_change(studied, units):
    studied.course.authored[studied.home]["units"] = units(studied.keys)
    studied.course.authored[studied.panel]["home"] = ["mentorship", "home"]
    assert studied.store.item(studied.panel).home_key == studied.home
    assert studied.store.item(studied.home).units == {"m1:0": "vertical@keys"}
    studied.store.update(studied.store.item(studied.home))
    studied.store.post(studied.panel, {"display_name": "Here"})
    assert studied.course.authored[studied.panel]["home"] == "mentorship@home"
    studied.store.post(studied.home, {"display_name": "Mentors"})
    assert studied.course.authored[studied.home]["units"] == {"m1:0": "vertical@keys"}


# --- the double is no kinder than the platform: a block with the library's references breaks on it as it did there


class Referring(XBlock):
    """A block that refers to others as this one did."""

    display_name = String(default=None, scope=Scope.settings)
    home = Reference(default=None, scope=Scope.settings)
    units = ReferenceValueDict(default={}, scope=Scope.settings)


@pytest.fixture
def referring(studied):
    usage = studied.course.put(Referring, "referring", "r", studied.talk, home=studied.home, units={"m1:0": studied.keys})
    return usage


def test_on_the_double_a_dictionary_of_references_is_rewritten_where_it_is_kept_and_then_nothing_can_be_stored(studied, referring):
    encoded(studied.course.authored)
    studied.store.item(referring)
    with pytest.raises(bson.InvalidDocument):
        studied.store.duplicate(studied.panel)


def test_on_the_double_a_reference_goes_into_json_as_a_key(studied, referring):
    with pytest.raises(TypeError):
        studied.store.json(referring)


def test_on_the_double_a_text_that_is_no_id_raises_in_a_reference(studied, referring):
    with pytest.raises(InvalidKeyError):
        studied.store.post(referring, {"home": "nonsense"})
