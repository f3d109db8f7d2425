"""A mentor's card, and the replies they keep."""

import json
from datetime import date

import pytest

from mentorship_xblock.domain.mentor.card import (
    REPLIES_MAX,
    REPLY_MAX,
    KeptReplies,
    MentorCard,
    load_mentor_card,
    reply_filled_in,
    reply_with_placeholders,
)
from mentorship_xblock.domain.mentor.learner_index import LearnerIndex, load_learner_index
from mentorship_xblock.domain.mentor.working_hours import WorkingHours
from mentorship_xblock.domain.record.errors import UnreadableDocument

from ..support.plans import refused

AWAY = ((date(2026, 3, 1), date(2026, 3, 7)), (date(2026, 4, 1), date(2026, 4, 1)))
WORDS = {"learner": "Leila", "unit": "Counting shifts", "milestone": "Count"}


@pytest.mark.parametrize(
    "card",
    [
        MentorCard(),
        MentorCard("Ten years of wards.", "Nurse", 10),
        MentorCard(hours=WorkingHours("Africa/Nairobi", frozenset({0, 4}), 540, 1440, AWAY)),
        MentorCard(hours=WorkingHours(away=AWAY)),
        MentorCard(hours=WorkingHours("", frozenset(range(7)), 0, 1)),
    ],
)
def test_a_card_is_read_as_it_was_stored(card):
    assert load_mentor_card(json.loads(json.dumps(card.as_stored_json()))) == card
    assert load_learner_index(json.loads(json.dumps(LearnerIndex(card=card).as_stored_json()))).card == card
    assert card.is_filled == (card != MentorCard())


@pytest.mark.parametrize(
    "stored",
    [{"y": "ten"}, {"d": ["mon"]}, {"d": [7]}, {"d": [0], "h": [600, 540]}, {"h": [1]}, {"a": [["2026-03-01"]]}, {"h": 9}, []],
)
def test_a_card_of_the_wrong_shape_closes_its_ledger_and_nothing_else(stored):
    with pytest.raises(UnreadableDocument):
        load_learner_index({"v": 1, "card": stored or "words"})


def test_a_day_that_is_none_is_no_absence():
    assert load_mentor_card({"a": [["2026-02-30", "2026-03-07"], ["2026-04-01", "2026-04-01"]]}).hours.away == AWAY[1:]


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2026, 2, 28), None), (date(2026, 3, 1), AWAY[0][1]), (date(2026, 3, 7), AWAY[0][1]), (date(2026, 3, 8), None)],
)
def test_an_absence_lasts_to_its_last_day(day, last):
    assert MentorCard(hours=WorkingHours(away=AWAY)).away_until(day) == last


def test_a_reply_is_kept_once_and_dropped_once():
    one = KeptReplies().with_reply("key-1", "Well asked.")
    assert one.texts == {"key-1": "Well asked."}
    assert one.with_reply("key-1", "Something else") is one and one.with_reply("key-2", "Well asked.") is one
    two = one.with_reply("key-2", "Go on.")
    assert two.without_reply("key-1").texts == {"key-2": "Go on."} and two.without_reply("key-1").without_reply(
        "key-1"
    ) == two.without_reply("key-1")
    assert load_learner_index(json.loads(json.dumps(LearnerIndex(replies=two).as_stored_json()))).replies == two


def test_what_is_too_long_or_too_much_to_keep_says_so():
    assert len(KeptReplies().with_reply("key-1", "y" * REPLY_MAX).texts) == 1
    assert refused("reply-too-long", KeptReplies().with_reply, "key-1", "y" * (REPLY_MAX + 1)).facts == {"most": REPLY_MAX}
    full = KeptReplies({f"key-{number}": f"text {number}" for number in range(REPLIES_MAX)})
    assert refused("replies-too-many", full.with_reply, "key-new", "one more").facts == {"most": REPLIES_MAX}
    assert full.with_reply("key-new", "text 3") is full


@pytest.mark.parametrize(
    ("text", "words", "kept"),
    [
        ("Dear Leila, see Counting shifts.", WORDS, "Dear {learner}, see {unit}."),
        ("Count, then Counting shifts", WORDS, "{milestone}, then {unit}"),  # the longest name goes first
        ("Nobody here", WORDS, "Nobody here"),
        ("A {learner} stays", WORDS, "A {learner} stays"),
        ("I am Leilani, Leila.", {"learner": "Leila"}, "I am Leilani, {learner}."),  # a part of a word is no name
        ("Leila Leila", {"learner": "Leila"}, "{learner} {learner}"),
    ],
)
def test_a_reply_is_kept_with_places_for_who_and_what_it_names(text, words, kept):
    assert reply_with_placeholders(text, words) == kept


@pytest.mark.parametrize(
    ("kept", "words", "text"),
    [
        ("Dear {learner}, see {unit}.", WORDS, "Dear Leila, see Counting shifts."),
        ("See {unit}: {milestone}", {"learner": "Leila", "unit": ""}, "See {unit}: {milestone}"),
        ("{who} {0} {", WORDS, "{who} {0} {"),
    ],
)
def test_a_kept_reply_is_filled_and_an_empty_place_stays_to_be_seen(kept, words, text):
    assert reply_filled_in(kept, words) == text


def test_what_is_kept_and_filled_for_the_same_people_is_what_was_written():
    text = "Leila, in Counting shifts you Count. {nothing}"
    assert reply_filled_in(reply_with_placeholders(text, WORDS), WORDS) == text


def test_a_card_of_somebody_just_given_learners_who_wait_says_what_is_promised_and_nothing_usual(world):
    learners = ("leila", "jonas", "priya", "ines", "sam")
    world.edit(roster=[{"username": name, "capacity": 9} for name in ("amara", "mei")], reply_hours=12)
    for learner in learners:
        world.act("dana", "assign", learner=learner, mentor="amara")
        world.act(learner, "ask", text="Two keys?")
    world.clock.forward(hours=114)
    for learner in learners:
        world.act("dana", "assign", learner=learner, mentor="mei")
    world.clock.forward(minutes=1)
    head = world.read("leila", "panel")["regions"]["head"]
    assert "Replies within 12 hours" in head
    assert "Most wait" not in head and "Usually" not in head and "114" not in head
    desk = world.read("mei", "desk")["regions"]["head"]
    assert "Most wait" not in desk and "Usually" not in desk
