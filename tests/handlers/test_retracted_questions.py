"""A question that was taken back shows none of its words to either side, wherever they would be drawn."""

import json

from mentorship_xblock.domain import archive
from mentorship_xblock.domain.mentorship.message_edits import current_words_of

from ..support.plans import refused
from ..support.talks import actor, step, told

WORDS = "Is this a good key?"


def taken_back(world):
    world.act("leila", "join")
    world.act("leila", "ask", text=WORDS, key="question-1")
    world.clock.forward(minutes=1)
    world.act("leila", "retract", of="question-1")
    world.clock.forward(minutes=1)


def drawn(world, who, face, **query):
    return json.dumps(world.read(who, face, **query)["regions"], ensure_ascii=False)


def test_each_reads_who_took_it_back_and_nothing_of_it(world):
    taken_back(world)
    assert "You took this back." in drawn(world, "leila", "panel")
    for who in ("amara", "ben"):
        assert "<bdi>leila</bdi> took this back." in drawn(world, who, "open", learner="leila")
    for who, face, query in (
        ("leila", "panel", {}),
        ("amara", "open", {"learner": "leila"}),
        ("amara", "desk", {}),
        ("leila", "message", {"of": "question-1"}),
    ):
        answer = json.dumps(world.read(who, face, **query), ensure_ascii=False)
        assert WORDS not in answer and 'data-mn-act=\\"edit\\"' not in answer
    # The course team reads what stood there when they ask for it, as of what is erased.
    assert WORDS in json.dumps(world.read("dana", "message", learner="leila", of="question-1"), ensure_ascii=False)


def test_it_is_neither_changed_nor_erased_nor_told(world):
    record = told((0, "L", "asks", "", "question"), (1, "L", "takes back", "question"))
    assert current_words_of(record, record.entries_by_id["question"]) == ""
    for does in ("edits", "erases"):
        refused("words-gone", step, record, "L", does, "question")


def test_it_stays_gone_once_it_is_put_aside():
    story = [(0, "L", "asks", "", "question"), (1, "L", "takes back", "question")]
    record = told(*story)
    for number in range(230):
        record = step(record, "M", "says", "", f"long-{number:03d}", 2 + number, "x" * 3_900)
    aside = archive.archive_oldest_entries(record, actor("S", minutes=600))
    asked = [entry for entry in aside.entries_ever_made if entry.id == "question"]
    assert len(asked) == 1 and current_words_of(aside, asked[0]) == ""
