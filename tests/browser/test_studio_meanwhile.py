"""The editor when something comes between: another author, another session, an answer that is not Studio's."""

import pytest
from playwright.sync_api import expect

from .authors import PLAN, ROSTER, WIDE, field, save
from .judges import faults_of_access
from .studio_page import StudioPage

LOGIN = "<!DOCTYPE html><title>Sign in</title>"
FOREIGN = {
    "login page": (200, LOGIN, "you are probably signed out"),
    "redirect": (302, "", "you are probably signed out"),
    "token": (403, "<h1>CSRF verification failed</h1>", "you are probably signed out"),
    "half an answer": (200, '{"saved": tr', "you are probably signed out"),
    "another's JSON": (200, '{"status": "ok"}', "you are probably signed out"),
    "too large": (413, "<h1>Too large</h1>", "too long to send"),
    "fault": (500, "<h1>Server Error</h1>", "did not answer"),
}


@pytest.fixture
def editors(new_page):
    """Open the editor of one block as two authors: their pages, and the block behind them."""
    behind = StudioPage(roster=ROSTER, plan=PLAN)
    return behind.open(new_page(WIDE)), behind.open(new_page(WIDE)), behind


def title(page):
    return page.get_by_role("textbox", name="Title")


def summary(page):
    return page.locator("[data-mn-summary]")


@pytest.fixture
def late(editors):
    """An author who saves a title after another has added a mentor."""
    here, there, behind = editors
    there.locator('[data-mn-add="roster"]').click()
    field(there, "username", 2).fill("mei")
    save(there)
    expect(there.locator("[data-mn-status]")).to_have_text("Saved.")
    title(here).fill("A new title")
    save(here)
    expect(summary(here)).to_be_focused()
    return here, behind


def test_the_other_authors_mentor_stays_and_both_are_shown_and_what_was_typed_stays(late):
    here, behind = late
    assert [row["username"] for row in behind.authored["roster"]] == ["amara.okafor", "ben.lindqvist", "mei"]
    assert behind.authored.get("display_name") != "A new title"
    expect(summary(here)).to_contain_text("someone else has saved this block")
    expect(summary(here)).to_contain_text("Saved now: mei")
    expect(summary(here)).to_contain_text("Yours: A new title")
    expect(title(here)).to_have_value("A new title")
    assert faults_of_access(here, "#host") == []


def test_ones_own_can_be_saved_all_the_same(late):
    here, behind = late
    summary(here).get_by_role("button", name="Save mine anyway").click()
    expect(here.locator("[data-mn-status]")).to_have_text("Saved.")
    expect(summary(here)).to_be_hidden()
    assert (behind.authored["display_name"], behind.authored["roster"]) == ("A new title", ROSTER)
    title(here).fill("Once more")
    save(here)
    expect(summary(here)).to_be_hidden()
    assert behind.authored["display_name"] == "Once more"


def test_what_is_stored_can_be_taken_and_worked_on(late):
    here, behind = late
    summary(here).get_by_role("button", name="Take what is saved").click()
    expect(field(here, "username", 2)).to_have_value("mei")
    expect(title(here)).to_be_focused()
    title(here).fill("With Mei")
    save(here)
    expect(here.locator("[data-mn-status]")).to_have_text("Saved.")
    assert behind.authored["display_name"] == "With Mei"
    assert len(behind.authored["roster"]) == 3


@pytest.mark.parametrize(("status", "body", "said"), FOREIGN.values(), ids=FOREIGN)
def test_an_answer_that_is_not_studios_is_told_and_what_was_typed_is_saved_afterwards(editors, status, body, said):
    page, _other, behind = editors
    headers = {"Location": "https://login.example/"} if status == 302 else {}
    page.route("**/handler/**", lambda route: route.fulfill(status=status, body=body, headers=headers))
    field(page, "username").fill("zoe")
    save(page)
    expect(summary(page)).to_contain_text(said)
    expect(summary(page)).to_contain_text("Everything you typed is still here")
    expect(field(page, "username")).to_have_value("zoe")
    page.unroute("**/handler/**")
    save(page)
    expect(summary(page)).to_be_hidden()
    assert behind.authored["roster"][0]["username"] == "zoe"


def test_a_save_has_the_token_of_now(editors):
    page, _other, _behind = editors
    page.evaluate("$.ajaxSetup({headers: {'X-CSRFToken': 'of-then'}}); document.cookie = 'csrftoken=of-now'")
    with page.expect_request("**/handler/**") as sent:
        save(page)
    assert sent.value.headers["x-csrftoken"] == "of-now"


def test_before_its_script_is_there_the_editor_sends_nothing(new_page):
    page = StudioPage(roster=ROSTER, plan=PLAN).open(new_page(WIDE))
    page.route("**/start.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.reload()
    address = page.url
    field(page, "username").fill("private")
    field(page, "username").press("Enter")
    expect(page.locator(".save-button")).to_be_disabled()
    assert page.url == address
    expect(field(page, "username")).to_have_value("private")
