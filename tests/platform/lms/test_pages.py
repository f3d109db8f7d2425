"""What each kind of person finds in the unit, from home and from a panel block, and what they find when they look as another."""

import re

import pytest
from common.djangoapps.student.tests.factories import CourseAccessRoleFactory
from edx_toggles.toggles.testutils import override_waffle_flag
from openedx.features.course_experience import COURSE_ENABLE_UNENROLLED_ACCESS_FLAG

from ...support.action_table import after
from ...support.conversation_action_table import ASKED
from ..store import write

FACE = re.compile('data-mn-face="([a-z]+)"')
QUESTION = ASKED[-1][-1]["text"]
home_and_panel = pytest.mark.parametrize("place", ["home", "panel"])

FACES = {
    # who opens the unit, and which face of the block they see
    "leila": "panel",
    "jonas": "panel",
    "amara": "desk",
    "ben": "desk",
    "dana": "overview",
    "root": "overview",
}


@home_and_panel
@pytest.mark.parametrize("who", FACES)
def test_everybody_finds_their_own_face_and_opening_it_stores_nothing(world, who, place):
    after(world, ASKED, "home")
    before = world.everything()
    page = world.view(who, getattr(world, place))
    assert FACE.findall(page) == [FACES[who]]
    assert (QUESTION in page) == (who in ("leila", "amara"))
    assert world.everything() == before


def test_somebody_of_a_limited_team_is_of_the_team(world):
    CourseAccessRoleFactory.create(
        user=world.people["visitor"], course_id=world.course_key, org=world.course_key.org, role="limited_staff"
    )
    assert FACE.findall(world.view("visitor")) == ["overview"]


@home_and_panel
@pytest.mark.parametrize("who", ["visitor", "nobody"])
def test_whoever_is_not_in_the_course_finds_nothing_of_it(world, who, place):
    after(world, ASKED, "home")
    answer = world.page(who, getattr(world, place))
    assert answer.status_code in (302, 404)
    assert "mn-frame" not in answer.content.decode()


@pytest.mark.parametrize("who", ["visitor", "nobody"])
def test_in_a_public_course_somebody_from_outside_reads_what_learners_have_here(world, who):
    after(world, ASKED, "home")
    write(world.course.location, course_visibility="public")
    with override_waffle_flag(COURSE_ENABLE_UNENROLLED_ACCESS_FLAG, active=True):
        page = world.view(who, view="public_view")
    assert "Learners in this course have a mentor here" in page
    assert QUESTION not in page and "amara" not in page


@home_and_panel
def test_one_of_the_team_who_looks_as_a_certain_learner_finds_that_learners_page_and_can_do_nothing(world, place):
    after(world, ASKED, "home")
    block, leila = getattr(world, place), world.people["leila"]
    before = world.everything()
    page = world.view("dana", block, masquerade=leila)
    assert FACE.findall(page) == ["panel"]
    assert QUESTION in page
    for handler in ("send", "leave", "join"):
        answer = world.request("dana", handler, block, "POST", {"key": world.key(), "text": "Not me."}, masquerade=leila)
        assert (answer.status_code, answer.json()["error"]) == (403, "read-only")
    assert world.everything() == before


@home_and_panel
def test_one_of_the_team_who_looks_as_any_learner_finds_people_who_do_not_exist(world, place):
    after(world, ASKED, "home")
    block, before = getattr(world, place), world.everything()
    page = world.view("dana", block, masquerade="generic")
    assert FACE.findall(page) == ["panel"]
    assert QUESTION not in page
    answer = world.request("dana", "join", block, "POST", {"key": world.key()}, masquerade="generic")
    assert (answer.status_code, answer.json()["error"]) == (403, "read-only")
    assert world.everything() == before


def test_the_sites_own_token_is_asked_for(world):
    del world.client("leila").cookies["csrftoken"]
    assert world.call("leila", "join").status_code == 403
    assert world.everything() == {}
