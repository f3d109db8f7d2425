"""A page that was drawn for one person, in a browser where another is signed in by now."""

import pytest
from playwright.sync_api import expect

from .states import COMPOSER
from .talk import box, message, say

WORDS = "I do not get foreign keys."
TOLD = "Someone else has signed in"


@pytest.fixture
def page(course, walk_in):
    """Leila's page."""
    return walk_in("leila")


def sign_in(page, person):
    """Sign somebody in, in another tab: from now on the browser's requests are theirs, whoever the page was drawn for."""
    page.route("**/handler/**", lambda route: route.continue_(url=route.request.url.replace("student=leila", f"student={person}")))


def everything(course):
    return {person: course.stored(person) for person in ("leila", "jonas", "amara")}


def test_what_is_pressed_is_refused_and_kept_for_its_author(course, page):
    before = everything(course)
    sign_in(page, "jonas")
    box(page).fill(WORDS)
    page.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(page.locator(COMPOSER).get_by_role("alert")).to_contain_text(TOLD)
    expect(box(page)).to_have_value(WORDS)
    assert everything(course) == before
    page.goto(course.unit("jonas"))
    expect(box(page)).to_have_value("")
    page.unroute_all(behavior="wait")
    page.goto(course.unit("leila"))
    expect(box(page)).to_have_value(WORDS)
    say(page, WORDS)
    assert course.texts("leila")[-1] == WORDS


def test_what_was_kept_offline_does_not_go_out_as_somebody_else(course, page):
    page.context.set_offline(True)
    box(page).fill(WORDS)
    page.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(page.locator(COMPOSER).get_by_role("alert")).to_contain_text("saved on this device")
    before = everything(course)
    sign_in(page, "jonas")
    page.context.set_offline(False)
    expect(page.locator(COMPOSER).get_by_role("alert")).to_contain_text(TOLD)
    page.goto(course.unit("jonas"))
    expect(message(page, WORDS)).to_have_count(0)
    assert everything(course) == before
    page.unroute_all(behavior="wait")
    page.goto(course.unit("leila"))
    expect(box(page)).to_have_value(WORDS)


def test_what_is_new_is_not_read_as_somebody_else(course, walk_in):
    page = walk_in("leila")
    page.clock.install()
    page.reload()
    page.wait_for_load_state("networkidle")
    sign_in(page, "jonas")
    with page.expect_response("**/handler/**/panel/**") as heard:
        page.clock.run_for(31_000)
    assert heard.value.status == 403
    expect(page.locator("[data-mn-status]")).to_contain_text(TOLD)
    expect(page.get_by_role("log")).not_to_contain_text("Jonas")
