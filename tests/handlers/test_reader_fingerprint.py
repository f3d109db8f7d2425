"""What a page sends says for whom it was drawn: whoever signs in meanwhile neither sends nor reads by it."""

import json
import re

import pytest

from mentorship_xblock.actions.permissions import READ_HANDLERS
from mentorship_xblock.actions.request_guard import READER_HEADER, reader_fingerprint

from ..support.world import NOBODY
from ..support.worlds import WorkbenchWorld, both_hosts

WORDS = {"text": "I do not understand keys."}
ACTS = {
    "ask": WORDS,
    "send": WORDS,
    "join": {},
    "leave": {},
    "preview": WORDS,
    "seen": {"upto": 0},
    "deliver": {"of": "question-1"},
}


def sent(world, who, handler, reader, **body):
    """Send a request from a page that was drawn for a reader; return its status and the code of its refusal."""
    headers = {"X-Mentorship": "1", READER_HEADER: reader_fingerprint(world.id(reader)) if reader else ""}
    body = body if handler in READ_HANDLERS else {"key": world.key(), **body}
    response = world.request(who, handler, world.home, "GET" if handler in READ_HANDLERS else "POST", body, headers=headers)
    return response.status_code, json.loads(response.content).get("error")


@both_hosts
@pytest.mark.parametrize("handler", [*ACTS, "panel", "earlier"])
def test_what_was_written_as_one_person_never_leaves_as_another(world, handler):
    world.act("leila", "join")
    before = world.everything()
    body = {"before": 9} if handler == "earlier" else ACTS.get(handler, {})
    assert sent(world, "jonas", handler, reader="leila", **body) == (403, "another-reader")
    assert world.everything() == before


@both_hosts
def test_the_page_names_its_reader_by_the_print_that_is_asked_for(world):
    page = world.view("leila")
    assert re.search(r'data-mn-reader="(\w+)"', page)[1] == reader_fingerprint(world.id("leila"))
    assert world.id("leila") != reader_fingerprint(world.id("leila"))


@both_hosts
@pytest.mark.parametrize("reader", ["leila", ""], ids=["their own page", "no page"])
def test_ones_own_page_and_what_is_no_page_are_let_through(world, reader):
    assert sent(world, "leila", "join", reader) == (200, None)
    assert sent(world, "leila", "panel", reader) == (200, None)


@pytest.mark.parametrize("world", [WorkbenchWorld], indirect=True)
def test_a_page_that_is_signed_out_meanwhile_reads_that_it_is(world):
    assert sent(world, NOBODY, "ask", reader="leila", **WORDS) == (401, "anonymous")
