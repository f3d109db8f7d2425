"""Who may call which handler on whose mentorship, through the handlers, on the double of the platform."""

import pytest
from django.contrib.auth.models import AnonymousUser
from platform_double.course import handlers_of

from mentorship_xblock.acts.access import AUTHORING, MAY, READS
from mentorship_xblock.acts.bodies import BODIES
from mentorship_xblock.block import MentorshipXBlock

BODY = {
    "join": {}, "leave": {}, "assign": {"learner": "leila", "mentor": "ben"}, "send": {"learner": "leila", "text": "Hello"},
    "ask": {"text": "Why?"}, "answer": {"learner": "leila", "question": "question-1", "text": "Because."},
    "pass_back": {"learner": "leila"}, "seen": {"learner": "leila", "upto": 0}, "rebuild": {}, "panel": {},
    "open": {"learner": "leila"}, "earlier": {"learner": "leila", "before": 9}, "desk": {}, "overview": {},
}  # fmt: skip

OWN = {"join", "ask", "panel"}
"""What everybody in the course may do for themselves, whoever else they are."""
MATRIX = {
    # actor -> handlers that succeed on leila's mentorship, besides one's own join and panel
    "leila": {"join", "leave", "ask", "send", "seen", "panel", "earlier"},
    "jonas": {"join", "panel"},
    "amara": {"join", "send", "answer", "pass_back", "seen", "panel", "open", "earlier", "desk"},
    "ben": {"join", "send", "answer", "seen", "panel", "open", "earlier", "desk"},
    "dana": {"join", "assign", "send", "answer", "pass_back", "seen", "rebuild", "panel", "open", "earlier", "overview"},
    "root": {"join", "assign", "send", "answer", "pass_back", "seen", "rebuild", "panel", "open", "earlier", "overview"},
    "mei": {"join", "panel"},
    "visitor": set(),
}


def call(world, who, handler, **how):
    body = {"key": world.key(), **BODY[handler]}
    for field in ("learner", "mentor"):
        if field in body:
            body[field] = str(world.people[body[field]].pk)
    method = "GET" if handler in READS else "POST"
    user = world.people[who] if isinstance(who, str) else who
    return world.course.call(user, how.pop("block", world.home), handler, body, method=method, **how)


@pytest.fixture
def pair(world):
    """leila is with amara, who has ben as backup, and has asked."""
    world.act("leila", "join")
    world.act("leila", "ask", key="question-1", text="Is this a good key?")
    return world


def test_every_handler_has_a_row_in_the_table_and_a_body():
    assert set(handlers_of(MentorshipXBlock)) == set(MAY) | AUTHORING
    assert set(MAY) == set(BODIES) == set(BODY)


@pytest.mark.parametrize("block", ["home", "panel"])
@pytest.mark.parametrize("actor", MATRIX)
@pytest.mark.parametrize("handler", BODY)
def test_only_those_in_the_matrix_are_answered(pair, actor, handler, block):
    response = call(pair, actor, handler, block=getattr(pair, block))
    if handler in MATRIX[actor]:
        assert response.status_code == 200, response.content
    else:
        assert response.status_code in (403, 409), response.content


@pytest.mark.parametrize("handler", BODY)
def test_nothing_is_answered_on_the_unauthenticated_route(pair, handler):
    for who in ("leila", "amara", "dana"):
        assert call(pair, who, handler, route="noauth").status_code == 403
    assert call(pair, AnonymousUser(), handler, route="noauth").status_code in (401, 403)


@pytest.mark.parametrize("handler", BODY)
def test_a_crawler_and_a_request_without_our_header_are_refused(pair, handler):
    assert call(pair, "leila", handler, crawler=True).status_code == 403
    assert call(pair, "leila", handler, headers={}).status_code == 403


@pytest.mark.parametrize("handler", sorted(set(BODY) - READS))
def test_no_act_is_done_under_either_masquerade(pair, handler):
    before = pair.record("leila")
    assert call(pair, "dana", handler, masquerade="generic").status_code == 403
    assert call(pair, "dana", handler, masquerade=pair.people["leila"]).status_code == 403
    assert pair.record("leila") == before


@pytest.mark.parametrize("handler", BODY)
def test_nothing_is_answered_in_studios_preview(pair, handler):
    method = "GET" if handler in READS else "POST"
    assert pair.course.preview_call(pair.people["dana"], pair.home, handler, method=method).status_code == 403


def test_a_former_mentor_is_refused_in_the_commit_that_gives_the_learner_another(pair):
    pair.course.edit(pair.home, roster=[{"username": "amara", "capacity": 2}, {"username": "ben", "capacity": 2}])
    pair.act("dana", "assign", learner="leila", mentor="ben")
    for handler in ("send", "answer", "pass_back", "seen", "open", "earlier"):
        assert call(pair, "amara", handler).status_code == 403
    assert pair.ledger("amara")["lines"][str(pair.people["leila"].pk)]["x"] is True
    assert "Is this a good key?" in pair.read("ben", "open", learner="leila")["regions"]["open"]


def test_a_mentor_off_the_roster_or_out_of_the_course_can_do_nothing_from_the_next_request_on(pair):
    pair.course.unenroll(pair.people["amara"])
    assert call(pair, "amara", "answer").status_code == 403
    pair.course.enroll(pair.people["amara"])
    pair.course.edit(pair.home, roster=[{"username": "ben", "capacity": 2}])
    assert call(pair, "amara", "answer").status_code == 403
    head = pair.read("leila", "panel")["regions"]["head"]
    assert "does not mentor here any more" in head


def test_a_stranger_creates_no_row_for_anybody(world):
    assert call(world, "jonas", "send").status_code == 403
    assert world.course.row(world.people["leila"], world.home) is None
