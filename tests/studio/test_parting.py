"""A block that keeps or continues other mentorships than until now parts learners from their mentor there: its author is asked."""

import json
import re

import pytest
from lms.djangoapps.courseware.models import StudentModule

from .conftest import FORM

pytestmark = pytest.mark.django_db
KEPT = {"title": "Your mentor"}


def opened(authors, usage):
    """Open the editor; return the print of what it shows."""
    return re.search(r'data-mn-print="([^"]+)"', authors.studio.view(usage).content)[1]


def pair(authors, home, number):
    """Give this many learners a mentor."""
    for user in authors.course.crowd([f"learner{one}" for one in range(number)]).values():
        state = json.dumps({"record": {"v": 1, "log": [{"k": "assigned", "i": "a"}]}}, separators=(",", ":"))
        StudentModule.objects.create(student=user, course_id=home.context_key, module_state_key=home, state=state)


@pytest.mark.parametrize("number", [1, 3])
def test_switching_a_block_from_another_to_here_says_how_many_it_parts_and_asks(authors, number):
    pair(authors, authors.home, number)
    before = dict(authors.course.authored[authors.panel])
    body = {**FORM, "print": opened(authors, authors.panel)}
    status, answer = authors.studio.save(authors.panel, body)
    assert (status, answer["error"]) == (409, "home-moves")
    assert f"{number} mentorship" in answer["both"] and "data-mn-part" in answer["both"]
    assert authors.course.authored[authors.panel] == before
    assert authors.studio.save(authors.panel, {**body, "parts": True})[0] == 200
    assert authors.course.authored[authors.panel]["home"] is None


def test_switching_a_home_to_continue_another_asks_too(authors):
    pair(authors, authors.home, 2)
    body = {**KEPT, "home": str(authors.fresh), "print": opened(authors, authors.home)}
    status, answer = authors.studio.save(authors.home, body)
    assert (status, answer["error"]) == (409, "home-moves") and "2 mentorships" in answer["both"]


def test_nothing_is_asked_where_nobody_is_parted(authors):
    assert authors.studio.save(authors.panel, {**FORM, "print": opened(authors, authors.panel)})[0] == 200
    pair(authors, authors.home, 2)
    assert authors.studio.save(authors.home, {**FORM, "print": opened(authors, authors.home)})[0] == 200


def test_where_it_cannot_be_known_the_author_is_told_what_happens(authors, monkeypatch):
    monkeypatch.setattr("mentorship_xblock.hosts.studio.apps.get_model", lambda *_: (_ for _ in ()).throw(LookupError))
    status, answer = authors.studio.save(authors.panel, {**FORM, "print": opened(authors, authors.panel)})
    assert status == 409 and "If there are any" in answer["both"]
