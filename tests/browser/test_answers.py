"""Answers that are not the course's: a login page, a redirect, a proxy, half an answer. The words stay, and what to do is said."""

import json

import pytest
from playwright.sync_api import expect

from .stage import region
from .states import COMPOSER
from .talk import box, message

FORM = """<form data-mn-act="ask" data-mn-draft="own"><label>Words <textarea name="text"></textarea></label>
<p role="alert" data-mn-error></p><span data-mn-kept></span><button data-mn-send id="send">Ask</button></form>"""
LOGIN = "<!DOCTYPE html><title>Sign in</title><form><input name=password></form>"
FOREIGN = {
    "login page": (200, LOGIN, "word signedout"),
    "nothing": (200, "", "word signedout"),
    "half an answer": (200, '{"regions": {"head": "<h2>', "word signedout"),
    "null": (200, "null", "word signedout"),
    "list": (200, "[]", "word signedout"),
    "another's JSON": (200, '{"status": "ok"}', "word signedout"),
    "signed out": (403, "Unauthenticated", "word signedout"),
    "another's refusal": (401, '{"detail": "Authentication credentials were not provided."}', "word signedout"),
    "too large for the proxy": (413, "<h1>Request Entity Too Large</h1>", "word long"),
    "fault": (500, "<h1>Server Error</h1>", "word failed"),
    "gateway": (502, '{"message": "upstream"}', "word failed"),
}


@pytest.mark.parametrize(("status", "body", "said"), FOREIGN.values(), ids=FOREIGN)
def test_an_answer_that_is_not_the_courses_is_told_and_the_words_are_sent_again_as_the_same_act(stage, status, body, said):
    stage.answers["ask"] = lambda route: route.fulfill(status=status, body=body)
    stage.open(region("composer", FORM))
    stage.page.get_by_label("Words").fill("I am stuck")
    stage.page.locator("#send").click()
    expect(stage.page.get_by_role("alert")).to_have_text(said)
    expect(stage.page.get_by_label("Words")).to_have_value("I am stuck")
    stage.page.reload()
    expect(stage.page.get_by_label("Words")).to_have_value("I am stuck")
    stage.answers["ask"] = {"regions": {}, "said": "Sent."}
    stage.page.locator("#send").click()
    expect(stage.page.get_by_role("status")).to_have_text("Sent.")
    expect(stage.page.get_by_label("Words")).to_have_value("")
    first, second = stage.made("ask")
    assert first["key"] == second["key"]


def test_a_redirect_is_not_followed_to_where_one_signs_in(course, walk_in):
    learner = walk_in("jonas")
    before = course.texts("jonas")
    learner.route("**/handler/**/ask/**", lambda route: route.fulfill(status=302, headers={"Location": "https://login.example/"}))
    box(learner).fill("Are you there?")
    learner.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(learner.locator(COMPOSER).get_by_role("alert")).to_contain_text("Sign in again in another tab")
    expect(box(learner)).to_have_value("Are you there?")
    learner.unroute_all(behavior="wait")
    learner.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(message(learner, "Are you there?")).to_be_visible()
    assert course.texts("jonas") == [*before, "Are you there?"]


def test_somebody_who_only_reads_is_told_that_they_are_signed_out(stage):
    stage.hold_time()
    stage.answers["panel"] = lambda route: route.fulfill(status=403, body="Unauthenticated")
    stage.open(region("composer", FORM), face="panel")
    stage.pass_time(30)
    expect(stage.page.get_by_role("status")).to_have_text("word signedout")


def test_a_request_has_the_token_of_now_and_not_that_of_when_the_page_was_drawn(stage):
    tokens = []

    def answer(route):
        tokens.append(route.request.headers["x-csrftoken"])
        route.fulfill(json={"regions": {}, "said": "Sent."})

    stage.answers["ask"] = answer
    stage.open(region("composer", FORM))
    stage.page.evaluate("$.ajaxSetup({headers: {'X-CSRFToken': 'of-then'}})")
    stage.page.get_by_label("Words").focus()
    stage.page.wait_for_function("!!window.MentorshipExtras")  # the server sends a token of its own with it
    for token in ("of-now", "of-later"):
        stage.page.evaluate("token => { document.cookie = `csrftoken=${token}`; }", token)
        stage.page.get_by_label("Words").fill(token)
        stage.page.locator("#send").click()
        expect(stage.page.get_by_label("Words")).to_have_value("")
    assert tokens == ["of-now", "of-later"]


def test_a_refusal_of_the_course_is_said_in_its_own_words(stage):
    body = json.dumps({"error": "anonymous", "message": "You are signed out.", "field": ""})
    stage.answers["ask"] = lambda route: route.fulfill(status=401, body=body)
    stage.open(region("composer", FORM))
    stage.page.get_by_label("Words").fill("I am stuck")
    stage.page.locator("#send").click()
    expect(stage.page.get_by_role("alert")).to_have_text("You are signed out.")
    expect(stage.page.get_by_label("Words")).to_have_value("I am stuck")
