"""The course team's page: what of it is drawn once, and what is asked of the database for it, in either world."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship_xblock.domain.mentorship.status import relationship_of_record

from ..support.worlds import both_hosts

GRANTS = 2
"""What the platform asks of the database for the grants of one who is not enrolled."""
OFFERED = re.compile(r"<template data-mn-options>(.*?)</template>", re.DOTALL)
CHOSEN = re.compile(r'<select [^>]*id="[^"]*-mentor-(?:found-)?(\w+)"[^>]* data-mn-choose>(.*?)</select>')
OPTION = re.compile(r'<option value="([^"]*)"( selected)?>([^<]*)</option>')


def offered(html):
    """Return whom a page offers as mentors, in order: their ids and how they are called."""
    return [(value, name) for shared in OFFERED.findall(html) for value, _selected, name in OPTION.findall(shared)]


def chosen(html):
    """Return what stands in each learner's form by itself, by the learner's id."""
    return {learner: OPTION.findall(options) for learner, options in CHOSEN.findall(html)}


@both_hosts
def test_the_mentors_are_listed_once_and_each_row_has_only_its_own(world):
    world.act("dana", "assign", learner="leila", mentor="ben")
    drawn = world.read("dana", "overview")["regions"]["list"]
    assert offered(drawn) == [(world.id(who), who) for who in ("amara", "ben")]
    forms = chosen(drawn)
    assert forms[world.id("leila")] == [(world.id("ben"), " selected", "ben")]
    assert forms[world.id("jonas")] == [("", " selected", "Choose a mentor")]


@both_hosts
def test_a_mentor_who_is_gone_is_offered_to_nobody_and_not_chosen_for_their_own(world):
    world.act("dana", "assign", learner="leila", mentor="ben")
    world.unenroll("ben")
    drawn = world.read("dana", "overview")["regions"]["list"]
    assert offered(drawn) == [(world.id("amara"), "amara")]
    assert chosen(drawn)[world.id("leila")] == [("", " selected", "Choose a mentor")]
    assert chosen(world.act("dana", "rebuild")["found"])[world.id("leila")] == [("", " selected", "Choose a mentor")]


@both_hosts
def test_a_form_that_names_no_mentor_is_refused_beside_the_list_and_changes_nothing(world):
    refusal = world.act("dana", "assign", status=400, learner="leila", mentor="")
    assert (refusal["error"], refusal["field"], refusal["message"]) == ("mentor-none", "mentor", "Choose a mentor.")
    assert not relationship_of_record(world.document("leila").record).mentor


def asked(world):
    """Return how many questions the page asks of the database."""
    with CaptureQueriesContext(connection) as queries:
        world.read("dana", "overview")
    return len(queries)


def test_who_has_left_is_asked_for_and_named_in_one_question_and_what_the_platform_asks_of_grants(world):
    for learner, mentor in (("leila", "amara"), ("jonas", "ben")):
        world.act("dana", "assign", learner=learner, mentor=mentor)
    before = asked(world)
    world.unenroll("leila")
    assert asked(world) == before + 1 + GRANTS
    head = world.read("dana", "overview")["regions"]["head"]
    assert "No longer in the course, but still with <bdi>amara</bdi>: <bdi>leila</bdi>." in head


@both_hosts
def test_who_left_the_course_is_not_enrolled(world):
    world.unenroll("leila")
    host = world.host()
    assert host.people_enrolled([world.id("leila"), world.id("jonas")]) == {world.id("jonas")}
    assert host.people_enrolled([]) == frozenset()


def test_a_closed_account_is_not_enrolled_whatever_its_row_says(world):
    account = world.people["leila"]
    account.username = "retired__user_0123abcd"
    account.save()
    assert world.host().people_enrolled([world.id("leila"), world.id("jonas")]) == {world.id("jonas")}


def test_the_longest_late_wait_is_told_of_several_and_one_that_began_before_it_but_stood_still_is_not(world):
    for learner in ("leila", "jonas", "priya"):
        world.act("dana", "assign", learner=learner, mentor="amara")
    world.act("priya", "ask", text="Long ago, and then away?")
    world.act("priya", "pause", until="2026-03-29")
    world.clock.forward(days=10)
    world.act("leila", "ask", text="First?")
    world.clock.forward(days=1)
    world.act("jonas", "ask", text="Second?")
    world.clock.forward(days=8)
    head = world.read("dana", "overview")["regions"]["head"]
    told = re.findall(r"<b>A learner has been waiting .*?</b>", head)
    assert len(told) == 1 and 'datetime="2026-03-12T09:00:00Z"' in told[0] and ">9 days<" in told[0]
