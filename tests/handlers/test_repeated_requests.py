"""Keys and ids: none takes another's place, and a repeat is a repeat of the same act about the same."""

import pytest

from mentorship_xblock.actions.field_checks import ACTION_KEY
from mentorship_xblock.actions.registry import ACTIONS
from mentorship_xblock.actions.repeated_requests import find_earlier_entry
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.domain.record.record import Record, load_stored_record, make_unused_own_id

from ..support.action_table import ACTS, UNKEPT, after, done
from ..support.plan_action_table import JOINED, PLAN
from ..support.worlds import both_hosts
from ..unit.test_stored_documents import golden

STEP = PLAN[0]["milestones"][0]
KINDS_MADE = {name: action.makes for name, action in ACTIONS.items() if action.makes}


@pytest.mark.parametrize("key", ["resumed-3", "planned-4", "started-5", "handed-key-words"])
def test_words_sent_with_a_key_like_one_of_our_ids_can_be_reported_and_hidden_afterwards(world, key):
    world.edit(plan=PLAN)
    world.act("leila", "join")
    world.act("leila", "send", key=key, text="Why?")
    world.act("leila", "pause", until="2026-03-04")
    world.clock.forward(days=3)
    world.act("leila", "submit", milestone="m1", text="Five tables.")
    world.act("leila", "send", key="key-words", text="Once more.")
    assert len({entry["i"] for entry in world.record("leila")["log"]}) == len(world.record("leila")["log"])
    world.act("amara", "report", learner="leila", of=key, text="Rude.")
    assert world.record("leila")["log"][-1]["c"] == "Why?"
    world.act("dana", "hide", learner="leila", of=key, text="Rude.")
    world.act("dana", "unhide", learner="leila", of=key)


def test_what_time_brings_has_ids_that_no_key_can_be_and_none_twice():
    record = Record()
    for _ in range(3):
        record = record.with_entry(
            make_unused_own_id(record, Kind.ENDED), Kind.ENDED, "", Role.TIME, load_stored_record(golden("record-1")).log[0].at
        )
    shorter = Record(log=record.log[1:])
    assert len(record.entries_by_id) == 3 and make_unused_own_id(shorter, Kind.ENDED) not in shorter.entries_by_id
    assert not any(ACTION_KEY.fullmatch(found) for found in record.entries_by_id)


def test_an_id_that_was_taken_twice_once_is_that_of_what_had_it_first():
    stored = golden("record-1")
    first = next(entry for entry in stored["log"] if entry["k"] == "message")
    again = {**first, "k": "planned", "b": "", "o": "time", "plan": []}
    record = load_stored_record({**stored, "log": [*stored["log"], again]})
    assert record.entries_by_id[first["i"]].kind == Kind.MESSAGE
    assert record.as_stored_json() == {**stored, "log": [*stored["log"], again]}


@pytest.mark.parametrize(
    ("act", "more"),
    [
        ("draft_goal", {"title": "Mine", "milestones.0.title": "First"}),
        (
            "propose_goal",
            {
                "goal": "g1",
                "title": "A model",
                "milestones.0.id": "m1",
                "milestones.0.title": "Draft it",
                "milestones.1.title": "Another",
            },
        ),
        ("make_step", {"of": "remark-01"}),
    ],
)
def test_nothing_new_in_a_plan_takes_the_id_of_what_is_in_it(world, act, more):
    course = [{**PLAN[0], "milestones": [STEP, *({"id": f"milestone-{number}", "title": "Of the course"} for number in range(2))]}]
    world.edit(plan=[*course, {"id": "milestone", "title": "Another", "milestones": [{"id": "m9", "title": "Last"}]}])
    world.act("leila", "join")
    world.act("amara", "send", key="remark-01", learner="leila", text="Ask three people.")
    before = world.record("leila")
    refused = world.act("leila", act, status=409, key="milestone", **more)
    assert refused["error"] == "key-taken" and world.record("leila") == before
    world.act("leila", act, key="my-own-key", **more)


@both_hosts
def test_one_step_sent_twice_in_one_goal_does_not_stand_there_twice(world):
    world.edit(plan=PLAN)
    world.act("leila", "join")
    twice = {f"milestones.{place}.{name}": value for place in range(2) for name, value in (("id", "m1"), ("title", "Draft it"))}
    assert world.act("leila", "draft_goal", status=409, goal="g1", title="A model", **twice)["error"] == "key-taken"


# -- repeats


def test_every_act_with_a_key_says_what_it_makes():
    keyed = {act for act, action in ACTIONS.items() if "key" in action.fields}
    assert keyed - UNKEPT == KINDS_MADE.keys() - UNKEPT - {"deliver"}


@pytest.mark.parametrize("act", ACTS)
def test_the_key_of_an_act_is_a_repeat_of_that_act_alone(world, act):
    before, who, body, _entry = ACTS[act]
    after(world, before, "home")
    body = {"key": "the-one-key", **body}
    first = done(world, who, act, "home", body)
    stored = world.record("leila")
    assert done(world, who, act, "home", body)["said"] == first["said"] and world.record("leila") == stored
    record, sent = load_stored_record(stored), world.named({"learner": "leila", **body})
    made = {name for name in KINDS_MADE if find_earlier_entry(KINDS_MADE[name], record, world.id(who), sent)}
    assert act.partition(",")[0].split()[0] in made
    assert all(record.entries_by_id[body["key"]].kind in KINDS_MADE[name] for name in made) and len(made) <= 4
    other = "note" if who != "leila" else "contest"
    learner = {"learner": "leila"} if who != "leila" else {}
    if other not in made:
        refused = world.act(who, other, status=409, text="Not that.", **learner, key=body["key"])
        assert refused["error"] in ("key-taken", "not-now") and world.record("leila") == stored


@both_hosts
def test_the_same_act_about_something_else_is_no_repeat(world):
    world.edit(plan=[{**PLAN[0], "milestones": [STEP, {"id": "m2", "title": "Load it"}]}])
    after_join = world.act("leila", "join")
    assert after_join["said"]
    world.act("leila", "begin", key="begin-001", milestone="m1")
    assert world.act("leila", "begin", key="begin-001", milestone="m2", status=409)["error"] == "key-taken"
    world.act("leila", "begin", key="begin-001", milestone="m1")
    for question in ("question-1", "question-2"):
        world.act("leila", "ask", key=question, text="Why?")
    world.act("amara", "answer", key="answer-01", learner="leila", question="question-1", text="So.")
    refused = world.act("amara", "answer", key="answer-01", learner="leila", question="question-2", text="So.", status=409)
    assert refused["error"] == "key-taken"
    world.act("dana", "hide", key="hide-0001", learner="leila", of="question-1", text="Rude.")
    assert (
        world.act("dana", "hide", key="hide-0001", learner="leila", of="question-2", text="Rude.", status=409)["error"]
        == "key-taken"
    )


@pytest.mark.parametrize("act", ["mark_unread", "undo", "note", "report"])
def test_a_mentor_of_before_draws_nothing_with_an_old_key(world, act):
    world.act("leila", "join")
    world.act("amara", "send", key="words-001", learner="leila", text="Welcome.")
    world.act("leila", "leave")
    world.clock.forward(days=8)
    world.act("leila", "send", text="Are you there?", status=409)
    more = {"note": {"text": "Shy."}, "report": {"text": "Rude."}}.get(act, {"of": "words-001"})
    refused = world.act("amara", act, status=409, key="words-001", learner="leila", **more)
    assert "regions" not in refused
    again = world.act("amara", "send", key="words-001", learner="leila", text="Welcome.")
    assert again["said"] == "Sent." and "Welcome." not in again["regions"]["open"]


@both_hosts
def test_nobody_reads_that_they_approved_what_they_did_not(world):
    world.edit(plan=PLAN)
    after(world, JOINED, "home")
    world.act("leila", "submit", key="submit-01", milestone="m1", text="Five tables.")
    refused = world.act("leila", "approve", status=403, key="submit-01", learner="leila", milestone="m1", version=1)
    assert refused["error"] == "not-yours"
    world.act("amara", "note", key="note-0001", learner="leila", text="Shy.")
    refused = world.act("amara", "approve", status=409, key="note-0001", learner="leila", milestone="m1", version=1)
    assert refused["error"] == "key-taken"
