"""What leaves a course and comes back: exports, imports into the same and another course, re-runs, and libraries."""

import pytest
from opaque_keys.edx.keys import CourseKey, UsageKey
from openedx.core.djangoapps.content_libraries import api as libraries
from organizations.api import ensure_organization
from organizations.models import Organization
from xmodule.contentstore.django import contentstore
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.tests.factories import BlockFactory, LibraryFactory
from xmodule.modulestore.xml_exporter import export_course_to_xml
from xmodule.modulestore.xml_importer import import_course_from_xml

from .studio import ROSTER, form, named

PLAN = '[{"id": "g1", "title": "%s", "milestones": [{"id": "m1", "title": "Draft it"}]}]'


@pytest.fixture
def exported(studio, tmp_path):
    """The course as its export lies on the disk."""
    export_course_to_xml(modulestore(), contentstore(), studio.key, str(tmp_path), "course")
    return tmp_path


def imported(studio, exported, key):
    """Import an export into the course with this key."""
    import_course_from_xml(
        modulestore(),
        studio.author.id,
        exported,
        ["course"],
        static_content_store=contentstore(),
        target_id=key,
        create_if_not_present=True,
    )
    return key


def check_course(studio, key):
    """The course has the home and the panel block, each as it was, and nothing in them names another course."""
    home, panel = (usage.map_into_course(key) for usage in (studio.home, studio.panel))
    assert studio.inside(key.make_usage_key("course", "course")) == [home, panel]
    for name in ("display_name", "roster", "plan", "assignment", "begins", "reply_hours", "review_hours", "completes"):
        assert getattr(studio.read(home), name) == getattr(studio.read(studio.home), name)
    assert studio.bound(home) == [named(studio.second)]
    assert studio.continues(panel) == "Your mentor"
    assert studio.faults(home) == studio.faults(panel) == []
    studio.check(key)


def test_an_export_names_no_course_in_what_is_ours(studio, exported):
    written = [path.read_text() for path in exported.rglob("*.xml") if "<mentorship" in path.read_text()]
    assert any(named(studio.second) in text for text in written)
    assert any(named(studio.home) in text for text in written)
    assert not any(str(studio.key) in text or studio.key.org in text for text in written)


def test_an_import_into_the_same_course_changes_nothing(studio, exported):
    check_course(studio, imported(studio, exported, studio.key))


def test_an_import_brings_back_what_was_changed_since(studio, exported):
    studio.save(studio.home, form(title="Another", roster=ROSTER[:1]))
    studio.publish(studio.first)
    imported(studio, exported, studio.key)
    assert studio.read(studio.home).display_name == "Your mentor"
    assert studio.bound(studio.home) == [named(studio.second)]


def test_an_import_into_another_course_continues_the_home_there(studio, exported):
    check_course(studio, imported(studio, exported, studio.empty().id))


def test_a_rerun_is_the_course_again(studio):
    studio.promote()
    body = {"source_course_key": str(studio.key), "org": "Demo", "number": "M101", "run": "again", "display_name": "Again"}
    key = CourseKey.from_string(studio.sent("POST", "/course/", body)["destination_course_key"])
    check_course(studio, key)


@pytest.fixture
def shelf(studio):
    """A library with a published block, and its key."""
    studio.promote()
    ensure_organization("Demo")
    library = libraries.create_library(org=Organization.objects.get(short_name="Demo"), slug="shelf", title="Shelf")
    usage = libraries.create_library_block(library.key, "mentorship", "mentoring").usage_key
    stock(studio, usage, "A model")
    return usage


def stock(studio, usage, goal):
    """Write the library's block and publish it."""
    libraries.set_library_block_olx(
        usage, f"""<mentorship display_name="{goal}" roster='[{{"username": "theirs", "capacity": 9}}]' plan='{PLAN % goal}'/>"""
    )
    libraries.publish_changes(usage.lib_key, studio.author.id)


def test_a_block_of_a_library_gives_a_course_its_plan_and_leaves_it_its_mentors(studio, shelf):
    body = {"category": "mentorship", "parent_locator": str(studio.third), "library_content_key": str(shelf)}
    usage = UsageKey.from_string(studio.sent("POST", "/xblock/", body)["locator"])
    assert studio.read(usage).plan[0]["title"] == "A model"
    studio.save(usage, form(studio.second, plan=[{"id": "g1", "title": "A model", "milestones": []}]))
    stock(studio, shelf, "A better model")
    studio.sent("POST", f"/api/contentstore/v2/downstreams/{usage}/sync")
    block = studio.read(usage)
    assert block.plan[0]["title"] == "A better model"
    assert [row["username"] for row in block.roster] == ["amara", "ben"]
    studio.check()


def test_a_block_of_an_old_library_can_be_opened_edited_and_duplicated(studio):
    library = LibraryFactory.create(modulestore=modulestore())
    usage = BlockFactory.create(parent=library, category="mentorship", user_id=studio.author.id, publish_item=False).location
    studio.promote()
    studio.save(usage, form())
    assert "You can choose units once the block is in a course." in studio.drawn(usage, "studio_view")
    assert "A model" in studio.drawn(usage, "author_view")
    assert studio.read(studio.duplicate(usage)).plan == studio.read(usage).plan
