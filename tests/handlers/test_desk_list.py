"""A mentor's list through real requests: each row says what waits and why it stands there, and what is liked of it is kept."""

import re
from datetime import UTC

import pytest

from ..support.plan_action_table import PLAN

WAITS = {"away_from": "2026-03-02", "away_until": "2026-03-06"}


def plain(markup):
    """Return what is read of some markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def sections(world, who):
    """Return what is read of each part of somebody's list, by its name."""
    parts = re.split(r'data-mn-section="(\w+)">', world.read(who, "desk")["regions"]["list"])[1:]
    return {name: plain(text) for name, text in zip(parts[::2], parts[1::2], strict=True)}


def tabs(world, who):
    """Return how many learners each tab of somebody's list says it has."""
    head = plain(world.read(who, "desk")["regions"]["head"])
    return {name: int(number) for name, number in re.findall(r"(All|Waiting|To review|To reach|No reply needed) (\d+)", head)}


@pytest.fixture
def paired(world):
    """Leila and amara, with ben as amara's backup."""
    world.edit(plan=PLAN)
    world.act("leila", "join")
    return world


def test_who_was_not_greeted_is_to_be_reached_and_numbers_and_rows_agree(paired):
    assert "First contact Write the first message." in sections(paired, "amara")["reach"]
    assert tabs(paired, "amara") == {"All": 1, "To reach": 1}


def test_a_row_says_the_oldest_words_that_wait_with_their_unit_and_no_note_and_no_answer(paired):
    paired.act("leila", "ask", text="Two keys?", unit="yes", key="question-1")
    paired.clock.forward(minutes=1)
    paired.act("leila", "send", text="Hello?", key="message-1")
    paired.act("amara", "note", learner="leila", text="She is shy.")
    paired.clock.forward(minutes=1)
    row = sections(paired, "amara")["waiting"]
    assert "Two keys?" in row and "Hello?" not in row and "shy" not in row
    assert tabs(paired, "amara") == {"All": 1, "Waiting": 1}


def test_what_is_due_now_says_so_on_its_row(paired):
    paired.act("leila", "propose", key="propose-1")
    paired.clock.forward(minutes=1)
    paired.act("amara", "agree", learner="leila", of="propose-1")
    day = next(line["d"] for line in paired.ledger("amara")["lines"].values())
    paired.act("leila", "ask", text="Two keys?", milestone="m1", due="yes", key="question-1")
    assert "so first" not in sections(paired, "amara")["waiting"]
    while str(paired.clock.now(UTC).date()) < day:
        paired.clock.forward(days=1)
        told = sections(paired, "amara")["waiting"]
    assert "Due today, so first" in told


def test_a_backup_reads_as_new_only_what_is_of_the_wait_they_fill_in_for(paired):
    for number in range(3):
        paired.act("leila", "send", text=f"Before {number}", key=f"before-{number}")
    paired.clock.forward(minutes=1)
    paired.act("amara", "send", learner="leila", text="I see.", upto=99, weight="")
    paired.clock.forward(minutes=1)
    paired.act("leila", "ask", text="Two keys?", key="question-1")
    paired.clock.forward(minutes=1)
    paired.act("amara", "set_card", **WAITS)
    assert "1 new" in sections(paired, "ben")["cover"]


def test_how_a_list_is_liked_and_where_somebody_was_is_kept_and_changes_nothing_else(paired):
    before = paired.ledger("amara")
    answer = paired.act("amara", "set_desk", sort="name")
    assert sorted(answer["regions"]) == ["head", "list"] and answer["said"]
    assert paired.act("amara", "set_desk", learner="leila")["regions"] == {}
    paired.act("amara", "set_desk", keys="off")
    assert paired.ledger("amara") == {**before, "desk": {"s": "name", "k": False, "at": paired.id("leila")}}
    assert "Go on with leila , where you were" in plain(paired.read("amara", "desk")["regions"]["open"])
    assert paired.act("amara", "set_desk", status=400, sort="longest")["field"] == "sort"
