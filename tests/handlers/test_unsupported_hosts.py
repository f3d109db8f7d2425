"""Where there is nobody to mentor, or nobody may act: an honest screen that says so, no act, and no row of anybody."""

import copy
import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from lms.djangoapps.courseware.models import StudentModule
from platform_double.course import Course
from platform_double.library import Library

from mentorship_xblock.actions.permissions import PERMISSIONS, READ_HANDLERS
from mentorship_xblock.block import MentorshipXBlock

from ..support.permission_table import BODY
from ..support.world import ROSTER
from ..support.worlds import home_and_panel

ONLY_A_PREVIEW = "This is only a preview"
READ_ONLY = "You cannot send or change anything from here"


@pytest.fixture
def asked(world):
    """leila has asked amara something; dana, of the course's team, has a mentor too."""
    world.act("leila", "join")
    world.act("leila", "ask", key="question-1", text="Is visit_date alone a good key?")
    world.act("dana", "join")
    world.act("dana", "ask", text="Do staff have mentors?")
    return world


def acts(world):
    """Yield every handler with its method and a body that would be taken anywhere else."""
    for handler in PERMISSIONS:
        yield (
            handler,
            "GET" if handler in READ_HANDLERS else "POST",
            {**world.named({"learner": "leila", **BODY[handler]}), "key": world.key()},
        )


@home_and_panel
def test_as_a_specific_learner_staff_see_the_real_panel_read_only(asked, place):
    drawn = asked.view("dana", getattr(asked, place), masquerade=asked.people["leila"])
    assert "visit_date alone" in drawn and READ_ONLY in drawn and "data-mn-disguise" in drawn
    assert "data-mn-act" not in drawn


@home_and_panel
def test_as_a_generic_learner_staff_see_the_panel_of_sample_people_read_only(asked, place):
    drawn = asked.view("dana", getattr(asked, place), masquerade="generic")
    assert "whether a table can have two keys" in drawn
    assert READ_ONLY in drawn and "data-mn-disguise" in drawn
    assert "data-mn-act" not in drawn
    assert "visit_date alone" not in drawn


@home_and_panel
def test_a_mentor_on_the_course_team_has_no_desk_under_a_masquerade(asked, place):
    asked.edit(roster=[*ROSTER, {"username": "dana", "capacity": 2}])
    asked.act("dana", "assign", learner="jonas", mentor="dana")
    before = asked.everything()
    for masquerade in ("generic", asked.people["leila"]):
        assert "jonas" not in asked.view("dana", getattr(asked, place), masquerade=masquerade)
        for handler, method, body in acts(asked):
            if handler in ("panel", "earlier"):
                continue
            body = {**body, "learner": asked.id("jonas")} if "learner" in body else body
            response = asked.request("dana", handler, getattr(asked, place), method, body, masquerade=masquerade)
            assert response.status_code == 403, handler
    assert asked.everything() == before


@home_and_panel
def test_a_masquerade_writes_nothing_by_being_looked_at(asked, place):
    before, sessions = asked.everything(), dict(asked.course.sessions)
    for masquerade in ("generic", asked.people["leila"]):
        asked.view("dana", getattr(asked, place), masquerade=masquerade)
        asked.request("dana", "panel", getattr(asked, place), "GET", {}, masquerade=masquerade)
    assert asked.everything() == before
    assert {user: state for user, state in asked.course.sessions.items() if state} == sessions


def first_fieldset(drawn):
    """Return the first group of fields of a page, with the groups in it."""
    start, depth = drawn.index("<fieldset"), 0
    for tag in re.finditer("<(/?)fieldset", drawn[start:]):
        depth += -1 if tag[1] else 1
        if not depth:
            return drawn[start : start + tag.end()]
    raise AssertionError("it is not closed")


@home_and_panel
def test_studios_author_view_says_what_learners_will_find_and_nothing_of_anybody(asked, place):
    drawn = asked.course.preview(asked.user("dana"), getattr(asked, place)).content
    assert "What learners see" in drawn and "amara" in drawn
    assert "visit_date alone" not in drawn
    sample = first_fieldset(drawn)
    assert " disabled>" in sample[: sample.index(">") + 1]
    assert drawn.count("data-mn-act") == sample.count("data-mn-act") > 1


@home_and_panel
def test_studios_preview_of_the_learners_view_says_that_it_is_one(asked, place):
    drawn = asked.course.preview(asked.user("dana"), getattr(asked, place), "student_view").content
    assert ONLY_A_PREVIEW in drawn
    assert "visit_date alone" not in drawn and "data-mn-act" not in drawn


@home_and_panel
@pytest.mark.parametrize("route", ["preview_call", "studio_call"])
@pytest.mark.parametrize("who", ["dana", "leila", "visitor"])
def test_no_handler_of_studio_answers_or_stores_anything(asked, place, route, who):
    before, authored = asked.everything(), copy.deepcopy(asked.course.authored)
    for handler, method, body in acts(asked):
        response = getattr(asked.course, route)(asked.user(who), getattr(asked, place), handler, body, method=method)
        assert (response.status_code, json.loads(response.content)["error"]) == (403, "closed-here"), handler
    assert asked.everything() == before
    assert asked.course.authored == authored
    assert not any(asked.course.sessions.values())


@pytest.fixture
def shelf(world):
    """A library with a mentorship block in it."""
    library = Library("lib:Demo:shelf")
    library.block = library.place(MentorshipXBlock, roster=ROSTER)
    return library


@pytest.mark.parametrize("variant", ["cms", "lms"])
def test_in_a_library_the_block_says_that_it_is_a_preview(world, shelf, variant):
    for who in ("dana", "root", "leila"):
        assert ONLY_A_PREVIEW in shelf.view(world.user(who), shelf.block, variant=variant).content
        assert "What learners see" in shelf.view(world.user(who), shelf.block, "author_view", variant=variant).content
    assert "mentor" in shelf.view(AnonymousUser(), shelf.block, "public_view", variant=variant).content


@pytest.mark.parametrize("variant", ["cms", "lms"])
@pytest.mark.parametrize("who", ["root", "leila", "nobody"])
def test_in_a_library_no_handler_answers_or_stores_anything(world, shelf, variant, who):
    for handler, method, body in acts(world):
        response = shelf.call(world.user(who), shelf.block, handler, body, method=method, variant=variant)
        assert (response.status_code, json.loads(response.content)["error"]) == (403, "closed-here"), handler
    assert StudentModule.objects.count() == 0
    assert not any(shelf.sessions.values())


@home_and_panel
def test_somebody_not_signed_in_reads_what_learners_have_here(asked, place):
    before = asked.everything()
    drawn = asked.view("nobody", getattr(asked, place))
    assert "have a mentor here" in drawn
    assert "visit_date alone" not in drawn and "data-mn-act" not in drawn
    assert asked.everything() == before


def test_the_learners_view_asked_for_by_somebody_not_signed_in_says_so(asked):
    block = asked.course._enter(AnonymousUser(), asked.home)
    assert "signed out" in block.render("student_view", {}).content


def test_a_runtime_nobody_knows_is_a_preview(asked, settings):
    settings.SERVICE_VARIANT = "something else"
    assert ONLY_A_PREVIEW in asked.view("leila")
    assert asked.act("leila", "ask", status=403, text="Anybody?")["error"] == "closed-here"


def test_a_fault_in_the_view_says_so_is_logged_and_leaves_the_rest_of_the_unit_standing(asked, monkeypatch, caplog):
    def broken(*args):
        raise RuntimeError("something of ours is broken")

    monkeypatch.setattr("mentorship_xblock.block.ProgramInUse", broken)
    drawn = asked.view("leila")
    assert "cannot be shown right now" in drawn
    assert "something of ours" not in drawn
    assert "something of ours is broken" in caplog.text


def test_a_library_block_that_names_a_home_in_a_course_is_a_preview(asked, shelf):
    shelf.authored[shelf.block]["home"] = asked.home
    assert ONLY_A_PREVIEW in shelf.view(asked.user("leila"), shelf.block, variant="lms").content


def test_a_panel_block_does_not_continue_the_mentorships_of_another_course(asked):
    other = Course("course-v1:Demo+Other+2026")
    foreign = other.put(MentorshipXBlock, "mentorship", "foreign", roster=ROSTER)
    asked.edit(asked.panel, home=foreign)
    before = asked.everything()
    assert asked.act("leila", "join", block=asked.panel, status=409)["error"] == "no-home"
    assert asked.everything() == before


@pytest.mark.parametrize("home", ["nonsense", "@", "mentorship@", "html@gone", "a b@c d", "block-v1:x", "7"])
def test_a_panel_block_whose_author_mistyped_what_it_continues_says_so_and_does_nothing(asked, home):
    asked.edit(asked.panel, home=home)
    before = asked.everything()
    assert "no longer exists" in asked.view("leila", asked.panel)
    assert asked.act("leila", "join", block=asked.panel, status=409)["error"] == "no-home"
    assert asked.everything() == before
