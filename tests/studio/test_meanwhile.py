"""Two authors with the editor open: whoever saves last is told what the other has saved, and neither loses anything."""

import copy
import re
from html import unescape

import pytest
from hypothesis import given

from mentorship_xblock.actions.request_guard import READER_HEADER, reader_fingerprint
from mentorship_xblock.authoring.program import program_as_authored
from mentorship_xblock.views.editor_conflicts import differences_of_authors
from mentorship_xblock.views.text.i18n import Language

from .conftest import FORM, PLAN, ROSTER
from .programs import programs

ENGLISH = Language(None)


def opened(authors, usage):
    """Open the editor; return the print of what it shows."""
    return re.search(r'data-mn-print="([^"]+)"', authors.studio.view(usage).content)[1]


def form(authors, usage, **changed):
    """Return what the editor of this block sends, with this changed."""
    stored = authors.course.authored[usage]
    hours = {"reply_hours": "24", "review_hours": "72"}
    choices = {"assignment": "balanced", "begins": "press"}
    return {"title": "Your mentor", "home": None, "roster": stored["roster"], "plan": PLAN, **hours, **choices, **changed}


def test_a_save_does_not_undo_what_another_author_has_saved_since_the_editor_was_opened(authors):
    print_of_a = opened(authors, authors.home)
    both = [*ROSTER, {"username": "mei", "capacity": 4}]
    by_b = form(authors, authors.home, roster=both, print=opened(authors, authors.home))
    assert authors.studio.save(authors.home, by_b)[0] == 200
    stored = copy.deepcopy(authors.course.authored)
    by_a = form(authors, authors.home, title="A new title", roster=ROSTER, print=print_of_a)
    status, answer = authors.studio.save(authors.home, by_a)
    assert (status, answer["error"]) == (409, "saved-meanwhile")
    assert authors.course.authored == stored
    shown = unescape(re.sub(r"<[^>]+>", " ", answer["both"]))
    assert "mei · 4 places" in shown and "A new title" in shown and "amara" not in shown
    assert 'value="mei"' in answer["editor"] and "A new title" not in answer["editor"]

    anyway = re.search(r'data-mn-print="([^"]+)"', answer["both"])[1]
    assert authors.studio.save(authors.home, {**by_a, "print": anyway})[0] == 200
    assert authors.course.authored[authors.home]["roster"] == ROSTER
    assert authors.course.authored[authors.home]["display_name"] == "A new title"


def test_one_author_saves_as_often_as_they_like(authors):
    body = {**FORM, "print": opened(authors, authors.fresh)}
    for title in ("One", "Two", "Three"):
        status, answer = authors.studio.save(authors.fresh, {**body, "title": title})
        assert status == 200
        body["print"] = answer["print"]
        assert body["print"] == opened(authors, authors.fresh)


def test_what_is_stored_is_shown_only_to_whoever_was_given_the_editor(authors):
    elsewhere = opened(authors, authors.fresh)
    for made_up in ("", "x", "0123456789abcdef:signature", elsewhere, 7):
        status, answer = authors.studio.save(authors.home, form(authors, authors.home, print=made_up))
        assert (status, set(answer)) == (409, {"error", "field", "message"})


def test_an_editor_that_was_opened_by_one_author_does_not_save_as_another(authors):
    headers = {"HTTP_X_MENTORSHIP": "1", f"HTTP_{READER_HEADER.upper().replace('-', '_')}": reader_fingerprint("7")}
    before = copy.deepcopy(authors.course.authored)
    status, answer = authors.studio.save(authors.fresh, FORM, headers=headers)
    assert (status, answer["error"]) == (401, "anonymous")  # this Studio's user service names nobody
    assert authors.course.authored == before


CHANGES = {
    "title": ({"display_name": "Other"}, "Title"),
    "hours": ({"reply_hours": 5}, "Answer a question within"),
    "assignment": ({"assignment": "by_hand"}, "Who chooses the mentor"),
    "completion": ({"completes": "never"}, "Completion"),
    "room": ({"roster": [{**ROSTER[0], "capacity": 9}, ROSTER[1]]}, "Mentors"),
    "order of mentors": ({"roster": ROSTER[::-1]}, "Mentors"),
    "day": ({"plan": [{**PLAN[0], "milestones": [{**PLAN[0]["milestones"][0], "due": {"days": 8}}]}, PLAN[1]]}, "Plan"),
    "order of goals": ({"plan": PLAN[::-1]}, "Plan"),
}


@pytest.mark.parametrize(("change", "name"), CHANGES.values(), ids=CHANGES)
def test_what_differs_is_shown_of_both_and_nothing_else(change, name):
    stored = {
        "display_name": "Mentorship",
        "assignment": "balanced",
        "reply_hours": 24,
        "roster": ROSTER,
        "plan": PLAN,
        "completes": "",
    }
    [part] = differences_of_authors(stored, {**stored, **change}, ENGLISH)
    assert part["name"] == name
    assert part["theirs"] != part["mine"]
    assert part["theirs"] or part["mine"]


@given(one=programs(), other=programs())
def test_programs_that_differ_are_shown_to_differ_and_same_ones_not(one, other):
    stored, wanted = program_as_authored(one), program_as_authored(other)
    assert differences_of_authors(stored, stored, ENGLISH) == []
    parts = differences_of_authors(stored, wanted, ENGLISH)
    assert (parts == []) is (stored == wanted)
