"""What authors do in Studio to blocks, units and subsections: with a milestone bound to a unit, and with a block that continues another."""

import pytest

from .studio import form, named

WHAT = ["home", "first", "panel", "second"]
"""The blocks and their units: what can be moved, and copied to be pasted. A subsection can be duplicated."""


def placed(studio, what):
    """Return a block or a place of the course, and where such a thing goes."""
    usage = getattr(studio, what)
    return usage, {"mentorship": studio.third, "vertical": studio.other, "sequential": studio.section}[usage.block_type]


def check_copies(studio, copies):
    """A copy of a home is a home with the same program; a copy of a panel block continues the home that the panel block continues."""
    for usage in copies:
        copy = studio.read(usage)
        if copy.plan:
            assert copy.plan == studio.read(studio.home).plan
            assert [row["username"] for row in copy.roster] == ["amara", "ben"]
            assert copy.home is None
            assert studio.bound(usage) == [named(studio.second)]
        else:
            assert studio.continues(usage) == studio.read(studio.home).display_name


@pytest.mark.parametrize("what", [*WHAT, "subsection"])
def test_a_copy_beside_its_source_means_the_same(studio, what):
    usage, _ = placed(studio, what)
    copy = studio.duplicate(usage)
    assert copy != usage
    assert len(studio.inside(copy)) == len(studio.inside(usage))
    check_copies(studio, studio.inside(copy))
    studio.publish(copy if copy.block_type != "mentorship" else studio.read(copy).parent)
    studio.check()


@pytest.mark.parametrize("what", WHAT)
def test_what_is_pasted_in_its_course_means_the_same(studio, what):
    usage, into = placed(studio, what)
    copy = studio.paste(usage, into)
    assert len(studio.inside(copy)) == len(studio.inside(usage))
    check_copies(studio, studio.inside(copy))
    studio.check()


@pytest.mark.parametrize("what", WHAT)
def test_what_is_pasted_in_another_course_says_what_is_missing_there(studio, what):
    usage, into = placed(studio, what)
    other = studio.elsewhere(into.block_type)
    copy = studio.paste(usage, other)
    for pasted in studio.inside(copy):
        block = studio.read(pasted)
        if block.plan:
            assert studio.bound(pasted) == [None]
            studio.check_fault(pasted, "unit-gone")
        else:
            assert studio.continues(pasted) is None
            studio.check_fault(pasted, "home-gone")
    studio.check(copy.course_key)
    studio.check()


@pytest.mark.parametrize("what", WHAT)
def test_what_is_moved_is_what_it_was(studio, what):
    usage, into = placed(studio, what)
    studio.move(usage, into)
    assert studio.read(usage).parent == into
    check_copies(studio, [studio.home, studio.panel])
    studio.publish(into)
    studio.check()


@pytest.mark.parametrize("what", [*WHAT, "subsection"])
def test_a_new_title_and_who_has_access_are_kept_and_nothing_else_changes(studio, what):
    usage, _ = placed(studio, what)
    studio.change(usage, metadata={"display_name": "Another title"})
    studio.change(usage, metadata={"visible_to_staff_only": True, "group_access": {"50": [1]}})
    block = studio.read(usage)
    assert (block.display_name, block.visible_to_staff_only) == ("Another title", True)
    check_copies(studio, [studio.home, studio.panel])
    studio.check()


def test_what_is_not_published_can_be_discarded(studio):
    studio.save(studio.home, form(studio.third, title="Not yet"))
    assert studio.bound(studio.home) == [named(studio.third)]
    studio.change(studio.first, publish="discard_changes")
    assert studio.read(studio.home).display_name == "Your mentor"
    assert studio.bound(studio.home) == [named(studio.second)]
    studio.check()


def test_a_unit_that_is_deleted_is_named_where_it_was_bound(studio):
    studio.sent("DELETE", "xblock_handler", usage_key_string=studio.second)
    assert studio.bound(studio.home) == [None]
    studio.check_fault(studio.home, "unit-gone")
    studio.check()


def test_a_panel_block_whose_home_is_deleted_says_so(studio):
    studio.sent("DELETE", "xblock_handler", usage_key_string=studio.home)
    assert studio.continues(studio.panel) is None
    studio.check_fault(studio.panel, "home-gone")
    studio.check()
