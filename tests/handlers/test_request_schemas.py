"""The bodies of the plan's acts: names that group fields, hostile shapes, days that are none, numbers in any script."""

import json
from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from mentorship_xblock.actions.field_checks import ROWS_MAX
from mentorship_xblock.actions.request_schemas import nest_grouped_fields
from mentorship_xblock.domain.mentor.card import MentorCard
from mentorship_xblock.domain.mentor.working_hours import WorkingHours
from mentorship_xblock.domain.plan.goals import GoalInput, MilestoneInput
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.text_rules import accept_web_link
from mentorship_xblock.views.error_messages import ERROR_MESSAGES

from ..support.handler_fields import REQUEST_FIELDS, parsed
from ..support.worlds import both_hosts

KEY = {"key": "key-00000"}
ROW = "milestones.0"


def wanted(**fields):
    return parsed("propose_goal", {**KEY, "title": "Build", **fields})["wanted"]


def refused(act, body):
    """Return the field and the reason of a refusal."""
    with pytest.raises(ActionRefused) as refusal:
        parsed(act, {**KEY, **body})
    assert refusal.value.code in ERROR_MESSAGES
    return refusal.value.field, refusal.value.code


def test_a_form_s_names_group_its_fields():
    body = {
        "title": "T",
        "milestones.0.title": "A",
        "milestones.0.day": "",
        "milestones.7.title": "B",
        "take.m1": True,
        "met.0": "yes",
    }
    assert nest_grouped_fields(body) == {"title": "T", "milestones": {"0": {"title": "A", "day": ""}, "7": {"title": "B"}}, "take": {"m1": True}, "met": {"0": "yes"}}  # fmt: skip
    assert nest_grouped_fields({"milestones": {"0": {"title": "A"}}, "milestones.1.title": "B"})["milestones"] == {"0": {"title": "A"}, "1": {"title": "B"}}  # fmt: skip
    assert nest_grouped_fields({"a.b.c.d.e": 1, ".": 2}) == {"a": {"b": {"c.d.e": 1}}, "": {"": 2}}


def test_a_goal_is_read_with_all_it_has():
    read = wanted(**{
        "why": " The ward\r\nasks. ", "by": "2026-06-01", "obstacle": "Shifts", "place": "2", "note": "Because.",
        f"{ROW}.id": "m1", f"{ROW}.title": "  Draft   it ", f"{ROW}.detail": "All", f"{ROW}.day": "2026-03-20", f"{ROW}.hours": "\u0663",
        f"{ROW}.place": "\u0967", f"{ROW}.out": "Known.", "milestones.1.title": "New",
    })  # fmt: skip
    assert read == GoalInput(
        "Build", "The ward\nasks.", date(2026, 6, 1), "Shifts", 2,
        (
            MilestoneInput("m1", "Draft it", "All", date(2026, 3, 20), 3, 1, "Known.", field=f"{ROW}.day"),
            MilestoneInput("", "New", field="milestones.1.day"),
        ),
        "Because.",
    )  # fmt: skip


def test_a_goal_can_be_sent_as_json_of_its_own_shape_too():
    assert wanted(milestones={"0": {"title": "A"}}).steps == (MilestoneInput("", "A", field="milestones.0.day"),)
    assert wanted().steps == () == wanted(milestones=None).steps


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"title": ""}, "title", "title"),
        ({"title": "x" * 10_000}, "title", "line-too-long"),
        ({"title": ["T"]}, "title", "title"),
        ({"title": "\ud800"}, "title", "text-unstorable"),
        ({"why": "x" * 1_001}, "why", "line-too-long"),
        ({"why": "x" * 10_001}, "why", "text-too-long"),
        ({"why": {"a": 1}}, "why", "bad-field"),
        ({"obstacle": "half \ud800"}, "obstacle", "text-unstorable"),
        ({"note": "x" * 10_001}, "note", "text-too-long"),
        ({"by": "2026-02-30"}, "by", "due-day"),
        ({"place": 0.5}, "place", "place"),
        ({"place": "61"}, "place", "place"),
        ({"place": [1]}, "place", "place"),
        ({f"{ROW}.title": "x" * 10_000}, f"{ROW}.title", "line-too-long"),
        ({f"{ROW}.id": "m1", f"{ROW}.title": ""}, f"{ROW}.title", "title"),
        ({f"{ROW}.id": "m 1", f"{ROW}.title": "A"}, f"{ROW}.id", "bad-field"),
        ({f"{ROW}.title": "A", f"{ROW}.detail": "x" * 1_001}, f"{ROW}.detail", "line-too-long"),
        ({f"{ROW}.title": "A", f"{ROW}.hours": 0}, f"{ROW}.hours", "hours"),
        ({f"{ROW}.title": "A", f"{ROW}.hours": 201}, f"{ROW}.hours", "hours"),
        ({f"{ROW}.title": "A", f"{ROW}.hours": "9" * 5_000}, f"{ROW}.hours", "hours"),
        ({f"{ROW}.title": "A", f"{ROW}.hours": 1e308}, f"{ROW}.hours", "hours"),
        ({f"{ROW}.title": "A", f"{ROW}.hours": True}, f"{ROW}.hours", "hours"),
        ({f"{ROW}.title": "A", f"{ROW}.hours": "\u00b2"}, f"{ROW}.hours", "hours"),
        ({f"{ROW}.title": "A", f"{ROW}.place": -1}, f"{ROW}.place", "place"),
        ({f"{ROW}.title": "A", f"{ROW}.out": 7}, f"{ROW}.out", "bad-field"),
        ({ROW: "A"}, ROW, "bad-field"),
        ({ROW: ["A"]}, ROW, "bad-field"),
        ({"milestones": [{"title": "A"}]}, "milestones", "bad-field"),
        ({"milestones": "A"}, "milestones", "bad-field"),
        ({"milestones": {str(row): {"title": "A"} for row in range(1_000)}}, "milestones", "bad-field"),
        ({f"milestones.{row}.title": "A" for row in range(ROWS_MAX + 1)}, "milestones", "bad-field"),
        ({"milestones": "A", f"{ROW}.title": "B"}, f"{ROW}.title", "bad-field"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_goal_is_named_by_its_path(fields, field, code):
    assert refused("propose_goal", {"title": "Build", **fields}) == (field, code)


@pytest.mark.parametrize(
    "day",
    ["2026-02-30", "2026-13-01", "2025-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "2200-01-01", "1969-12-31", "-026-01-01", "2026-W10-1",
     "20260301xx", " 2026-3-1 ", "\uff12\uff10\uff12\uff16-01-01", "01/02/2026", "tomorrow", 20260301, 1e9, True, [], {"y": 2026}, "2026-03-01\x00"],
)  # fmt: skip
def test_a_day_that_is_none_is_refused_where_it_stands(day):
    assert refused("redate", {"learner": "7", "milestone": "m1", "day": day}) == ("day", "due-day")
    assert refused("ask_time", {"milestone": "m1", "day": day}) == ("day", "due-day")
    assert refused("pause", {"until": day}) == ("until", "due-day")
    assert refused("draft_goal", {"title": "Build", f"{ROW}.title": "A", f"{ROW}.day": day}) == (f"{ROW}.day", "due-day")


@pytest.mark.parametrize("digits", ["12", "\u0661\u0662", "\u0967\u0968", "\uff11\uff12", " 12 ", 12])
def test_a_number_is_read_in_whatever_script(digits):
    assert parsed("set_week", {**KEY, "hours": digits})["hours"] == 12


def test_names_with_many_dots_and_many_rows_cost_nothing():
    assert nest_grouped_fields({"a." * 50_000: 1}) == {"a": {"a": {"a." * 49_998: 1}}}
    assert refused("renew", {"of": "print-01", **{f"take.m{row}": True for row in range(5_000)}}) == ("take", "bad-field")


def card(**fields):
    return parsed("set_card", {**KEY, **fields})["card"]


def test_a_card_is_read_with_all_it_has_and_may_be_empty():
    read = card(**{
        "bio": " Ten years\r\nof wards. ", "role": " Nurse,  Nairobi ", "years": "\u0661\u0660", "zone": "Africa/Nairobi", "days.0": "yes",
        "days.4": True, "days.6": False, "begin": "09:00", "end": "24:00", "away_from": "2026-03-10", "away_until": "2026-03-12",
    })  # fmt: skip
    away = ((date(2026, 3, 10), date(2026, 3, 12)),)
    assert read == MentorCard(
        "Ten years\nof wards.", "Nurse, Nairobi", 10, WorkingHours("Africa/Nairobi", frozenset({0, 4}), 540, 1440, away)
    )
    assert card() == MentorCard()
    assert card(begin="09:00", end="17:00").hours == WorkingHours("", frozenset(range(7)), 540, 1020), (
        "hours without days are every day's"
    )
    assert card(**{"days.0": True, "begin": "22:00", "end": "00:00"}).hours == WorkingHours("", frozenset({0}), 1320, 1440)
    assert card(begin="00:00", end="00:00") == card(begin="00:00", end="24:00") == MentorCard()
    assert card(away_until="2026-03-12").hours.away == ((date(2026, 3, 12), date(2026, 3, 12)),)


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"bio": "x" * 601}, "bio", "line-too-long"),
        ({"bio": 7}, "bio", "bad-field"),
        ({"bio": "half \ud800"}, "bio", "text-unstorable"),
        ({"role": "x" * 10_000}, "role", "line-too-long"),
        ({"years": "71"}, "years", "years"),
        ({"years": "0"}, "years", "years"),
        ({"years": -1}, "years", "years"),
        ({"days.7": True}, "days", "bad-field"),
        ({"days.\u0660": True}, "days", "bad-field"),
        ({"days": ["0"]}, "days", "bad-field"),
        ({"days.0": True, "begin": "09:00", "end": "09:00"}, "end", "hours-order"),
        ({"days.0": True, "begin": "18:00", "end": "09:00"}, "end", "hours-order"),
        ({"begin": "09:00", "end": "08:00"}, "end", "hours-order"),
        ({"begin": "9:00"}, "begin", "time-of-day"),
        ({"days.0": True, "end": "25:00"}, "end", "time-of-day"),
        ({"days.0": True, "end": "24:01"}, "end", "time-of-day"),
        ({"begin": "\u0660\u0669:\u0660\u0660"}, "begin", "time-of-day"),
        ({"begin": 540}, "begin", "time-of-day"),
        ({"away_from": "2026-03-10"}, "away_until", "away-order"),
        ({"away_from": "2026-03-10", "away_until": "2026-03-09"}, "away_until", "away-order"),
        ({"away_until": "2026-02-30"}, "away_until", "due-day"),
        ({"away_from": "soon", "away_until": "2026-03-09"}, "away_from", "due-day"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_card_is_named_by_its_field(fields, field, code):
    assert refused("set_card", fields) == (field, code)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["title", "why", "by", "place", "milestones", ROW, f"{ROW}.id", f"{ROW}.title", f"{ROW}.hours", "take", "take.m1", "met", "met.0", "links", "goal", "plan", "day", "text", "of",
         "weight", "unit", "due", "upto", "at", "bio", "role", "years", "days", "days.0", "begin", "end", "away_from", "away_until"]  # fmt: skip


@given(st.sampled_from(sorted(REQUEST_FIELDS)), st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=9), values, max_size=6))
@example("draft_goal", {"title": "x", "milestones": {"0": {"place": {}, "title": "A"}}})
@example("renew", {"of": "print-01", "take": {1: True}})
def test_whatever_is_sent_is_read_or_refused_with_words(act, body):
    try:
        parsed(act, {**KEY, "learner": "7", "milestone": "m1", **body})
    except ActionRefused as refusal:
        assert refusal.code in ERROR_MESSAGES and refusal.field


@both_hosts
@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"title": "x" * 10_000, f"{ROW}.title": "A"}, "title", "line-too-long"),
        ({"title": "T", f"{ROW}.title": "x" * 10_000}, f"{ROW}.title", "line-too-long"),
        ({"title": "T", f"{ROW}.title": "A", f"{ROW}.day": "2026-02-30"}, f"{ROW}.day", "due-day"),
        ({"title": "T", "milestones": {str(row): {} for row in range(1_000)}}, "milestones", "bad-field"),
        ({"title": "T"}, "milestones", "goal-empty"),
    ],
)
def test_a_goal_that_cannot_be_taken_is_refused_beside_its_field_and_stores_nothing(world, body, field, code):
    world.act("leila", "join")
    stored = world.everything()
    answer = world.act("leila", "propose_goal", status=400, **body)
    assert (answer["field"], answer["error"]) == (field, code)
    assert answer["message"] and "{" not in json.dumps(answer["message"])
    assert world.everything() == stored


def test_a_link_is_kept_as_it_looks():
    assert accept_web_link("https://exam\u200bple.org/cafe\u0301\u202e", "links") == "https://example.org/café"
