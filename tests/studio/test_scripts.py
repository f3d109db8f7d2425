"""What an author types is measured in characters, whatever the script, and a username is read as it looks."""

import json

import pytest

from .conftest import FORM


def whole(sign):
    """Return the longest plan there may be, written in one sign."""
    rows = [
        {
            "id": f"g{goal}",
            "title": sign * 200,
            "milestones": [
                {"id": f"m{goal}-{number}", "title": sign * 200, "detail": sign * 1_000, "criteria": [sign * 200] * 10}
                for number in range(5)
            ],
        }
        for goal in range(10)
    ]
    return rows


@pytest.mark.parametrize("sign", ["a", "م", "न", "漢", "🙂"])
def test_the_longest_plan_can_be_saved_in_every_script(authors, sign):
    body = json.dumps({**FORM, "plan": whole(sign)}, ensure_ascii=False)
    assert authors.studio.save(authors.fresh, body) == (200, {"saved": True})


@pytest.mark.parametrize(
    "name", ["amara,3", "amara@example.org", "amara ben", "amara; ben", "amara، ben", "amara\u00a0ben", "amara|3", "\u200b"]
)
@pytest.mark.parametrize("field", ["username", "backup"])
def test_what_is_no_username_is_said_at_its_field(authors, name, field):
    row = {"username": "ines", "capacity": 2, field: name}
    status, answer = authors.studio.save(authors.fresh, {**FORM, "roster": [row]})
    if (name, field) == ("\u200b", "backup"):
        assert status == 200
        return
    assert (status, [fault["field"] for fault in answer["errors"]]) == (400, [f"roster[0].{field}"])


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("\u200bama\u00adra\u202e", "amara"),
        ("rene\u0301", "rené"),
        ("o'neil-2.b_c", "o'neil-2.b_c"),
        ("अमारा", "अमारा"),
        ("عمار", "عمار"),
    ],
)
def test_a_username_is_kept_as_it_looks(authors, name, kept):
    assert authors.studio.save(authors.fresh, {**FORM, "roster": [{"username": name, "capacity": 2}]})[0] == 200
    assert authors.course.authored[authors.fresh]["roster"][0]["username"] == kept
