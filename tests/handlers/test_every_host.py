"""What every host does alike: each act and each read, from home and from a panel block that names it."""

import json

import pytest

from mentorship_xblock.actions.permissions import PERMISSIONS, READ_HANDLERS
from mentorship_xblock.domain.mentorship.status import Status
from mentorship_xblock.hosts import user_state_table

from ..support.action_table import ACTS, UNKEPT, after, as_here, check_lines, done
from ..support.conversation_action_table import ANSWERED, ASKED
from ..support.plan_action_table import JOINED
from ..support.refusal_table import REFUSALS, check_refused
from ..support.worlds import both_hosts, home_and_panel

pytestmark = both_hosts

QUESTION = ASKED[-1]
PLACES = ("home", "panel")


def test_every_act_is_in_the_table(world):
    assert {act.partition(",")[0].split()[0] for act in ACTS} | UNKEPT == set(PERMISSIONS) - READ_HANDLERS


@home_and_panel
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_stored_on_home_once_with_who_as_what_and_when(world, act, place):
    before, who, body, left = ACTS[act]
    after(world, before, place)
    count, key = len(world.kinds("leila")), body.get("key") or world.key()
    for _ in range(2):
        done(world, who, act, place, {"key": key, **body})
    log = world.record("leila")["log"]
    assert [entry["i"] for entry in log[count:] if entry["o"] != "time"] == [key]
    assert log[-1] == {"i": key, "b": world.id(who), "t": "2026-03-02T09:00:00.000Z", **as_here(world, place, left)}
    assert {usage for usage, _ in world.everything()} == {world.home}
    check_lines(world)


@home_and_panel
def test_seen_goes_on_only_and_is_kept_for_each_reader(world, place):
    after(world, ASKED, place)
    for who, upto in (("amara", 0), ("amara", 1), ("amara", 0), ("leila", 9)):
        assert done(world, who, "seen", place, {"upto": upto}) == {"seen": True}
    assert world.record("leila")["seen"] == {world.id("amara"): 1, world.id("leila"): 1}


@home_and_panel
def test_what_was_read_is_marked_as_not_read_from_a_message_on(world, place):
    after(world, ANSWERED, place)
    done(world, "amara", "seen", place, {"upto": 2})
    done(world, "amara", "mark_unread", place, {"of": "question-1"})
    assert world.record("leila")["seen"] == {world.id("amara"): 0}
    done(world, "amara", "mark_unread", place, {"of": "answer-01"})
    assert world.record("leila")["seen"] == {world.id("amara"): 0}, "it goes back only"
    assert world.kinds("leila") == ["assigned", "question", "answer"]


@home_and_panel
def test_what_is_undone_was_seen_by_nobody_and_leaves_no_trace(world, place, settings):
    after(world, ASKED, place)
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 10}}
    world.clock.forward(seconds=10)
    before, key = world.everything(), world.key()
    done(world, "amara", "answer", place, {"key": key, "question": "question-1", "text": "No, it is not."})
    assert "No, it is not." not in json.dumps(world.read("leila", "panel", block=getattr(world, place)))
    assert "No, it is not." in json.dumps(world.read("amara", "open", block=getattr(world, place), learner="leila"))
    for _ in range(2):
        done(world, "amara", "undo", place, {"of": key})
        assert world.everything() == before
    done(world, "amara", "answer", place, {"key": key, "question": "question-1", "text": "Yes, it is."})
    world.clock.forward(seconds=10)
    assert done(world, "amara", "undo", place, {"of": key}, 409)["error"] == "too-late"
    assert "Yes, it is." in json.dumps(world.read("leila", "panel", block=getattr(world, place)))


@home_and_panel
def test_a_backup_who_answers_past_the_promise_has_taken_the_wait_over_and_undoing_gives_it_back(world, place, settings):
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 10}}
    after(world, ASKED, place)
    world.clock.forward(hours=30, seconds=1)
    before, key = world.everything(), world.key()
    body = {"key": key, "question": "question-1", "text": "I can.", "upto": 1}
    for _ in range(2):
        done(world, "ben", "answer", place, body)
        assert world.kinds("leila") == ["assigned", "question", "handed", "answer"]
    handed = world.record("leila")["log"][2]
    assert (handed["b"], handed["o"], handed["to"]) == (world.id("ben"), "backup", world.id("ben"))
    check_lines(world)
    done(world, "ben", "undo", place, {"of": key})
    assert world.everything() == before


@home_and_panel
def test_a_mentors_card_and_kept_replies_are_in_their_own_row_beside_the_lines(world, place):
    after(world, ASKED, place)
    lines = world.ledger("amara")["lines"]
    card = {"bio": "Ten years of wards.", "role": "Nurse", "years": "10", "zone": "Africa/Nairobi", "days.0": "yes", "begin": "09:00",
            "end": "17:30", "away_from": "2026-03-10", "away_until": "2026-03-12"}  # fmt: skip
    done(world, "amara", "set_card", place, card)
    kept = {"key": "reply-001", "text": "Good question, leila: try it.\n\nAnd begin with Draft it."}
    for _ in range(2):
        done(world, "amara", "keep_reply", place, kept)
    stored = world.ledger("amara")
    assert stored["card"] == {"b": "Ten years of wards.", "o": "Nurse", "y": 10, "z": "Africa/Nairobi", "d": [0], "h": [540, 1050],
                              "a": [["2026-03-10", "2026-03-12"]]}  # fmt: skip
    assert stored["replies"] == {"reply-001": "Good question, {learner}: try it.\n\nAnd begin with {milestone}."}
    assert (stored["lines"], world.record("amara")) == (lines, {})
    for _ in range(2):
        done(world, "amara", "drop_reply", place, {"of": "reply-001"})
    done(world, "amara", "set_card", place, {})
    assert world.ledger("amara") == {"v": 1, "lines": lines}


@home_and_panel
def test_a_preview_draws_words_and_stores_nothing(world, place):
    after(world, ASKED, place)
    before = world.everything()
    for who in ("leila", "amara", "ben", "dana"):
        drawn = done(world, who, "preview", place, {"text": "*So* <script>it</script> is."})["html"]
        assert "<em>So</em>" in drawn and "<script" not in drawn
    assert world.everything() == before


@home_and_panel
def test_a_lost_ledger_is_made_again_from_the_records_and_a_false_line_taken_out(world, place):
    for who in ("leila", "jonas"):
        world.act(who, "join")
    world.act("leila", "ask", text="Still there?")
    ledgers = {name: world.ledger(name) for name in ("amara", "ben")}
    world.delete_state("amara")
    lines = ledgers["ben"]["lines"]
    world.store("ben", json.dumps({"ledger": {**ledgers["ben"], "lines": {**lines, world.id("ines"): lines[world.id("jonas")]}}}))
    answer = world.act("dana", "rebuild", block=getattr(world, place))
    assert answer["after"] is None
    assert {name: world.ledger(name) for name in ("amara", "ben")} == ledgers


@pytest.mark.parametrize("act", REFUSALS)
def test_a_refused_act_stores_nothing_and_says_why(world, act):
    check_refused(world, act)


def test_oneself_is_nobodys_mentor(world):
    for block in (world.home, world.panel):
        assert world.act("dana", "assign", block=block, status=409, learner="ben", mentor="ben")["error"] == "not-a-mentor"
    world.edit(roster=[{"username": "ben", "capacity": 2}])
    world.act("ben", "join")
    assert world.kinds("ben") == ["requested"]


READ_BY = {
    "panel": ("leila", {}, "Is this a good key?"),
    "earlier": ("amara", {"learner": "leila", "before": 99}, "Is this a good key?"),
    "open": ("amara", {"learner": "leila"}, "Is this a good key?"),
    "message": ("amara", {"learner": "leila", "of": "question-1"}, "Mark as unread"),
    "desk": ("amara", {}, "leila"),
    "grid": ("amara", {}, "leila"),
    "overview": ("dana", {}, "leila"),
}


def test_every_read_shows_the_mentorship_and_stores_nothing(world):
    assert set(READ_BY) == READ_HANDLERS
    after(world, ASKED, "home")
    before = world.everything()
    for block in (world.home, world.panel):
        for read, (who, query, words) in READ_BY.items():
            assert words in json.dumps(world.read(who, read, block=block, **query)), read
    assert world.everything() == before


def test_opening_the_page_stores_nothing(world):
    after(world, ASKED, "home")
    before = world.everything()
    for block in (world.home, world.panel):
        for who in ("leila", "jonas", "amara", "ben", "dana", "visitor", "nobody"):
            assert "data-mn-block" in world.view(who, block)
    assert world.everything() == before


def test_an_act_by_somebody_who_may_not_makes_no_row_for_anybody(world):
    for block in (world.home, world.panel):
        for who in ("jonas", "visitor"):
            world.act(who, "send", block=block, status=403, learner="leila", text="Hello")
    assert world.everything() == {}
    assert world.stored("leila") is None


def test_the_unauthenticated_route_answers_nobody(world):
    after(world, ASKED, "home")
    before = world.everything()
    for block in (world.home, world.panel):
        for who, handler in (("leila", "panel"), ("leila", "ask"), ("amara", "open"), ("dana", "assign")):
            response = world.call(who, handler, block, "unauthenticated", learner="leila", mentor="ben", text="Hello")
            assert response.status_code in (401, 403)
    assert world.everything() == before


@home_and_panel
def test_a_former_mentor_is_refused_from_the_commit_that_gives_the_learner_another(world, place):
    world.edit(roster=[{"username": "amara", "capacity": 2}, {"username": "ben", "capacity": 2}])
    after(world, [*ASKED, ("dana", "assign", {"mentor": "ben"})], place)
    for handler, body in {
        "send": {"text": "Wait"},
        "pass_back": {},
        "seen": {"upto": 1},
        "open": {},
        "earlier": {"before": 9},
    }.items():
        world.act("amara", handler, block=getattr(world, place), status=403, learner="leila", **body)
    assert world.ledger("amara")["lines"][world.id("leila")]["x"] is True
    assert "Is this a good key?" in world.read("ben", "open", learner="leila")["regions"]["open"]


@pytest.mark.parametrize("gone", ["off the roster", "out of the course"])
def test_a_mentor_who_is_gone_can_do_nothing_and_everybody_concerned_reads_so(world, gone):
    after(world, ASKED, "home")
    if gone == "off the roster":
        world.edit(roster=[{"username": "ben", "capacity": 2}])
    else:
        world.unenroll("amara")
    before = world.everything()
    for block in (world.home, world.panel):
        world.act("amara", "answer", block=block, status=403, learner="leila", question="question-1", text="Wait")
        world.read("amara", "open", block=block, status=403, learner="leila")
        world.read("amara", "desk", block=block, status=403)
        panel = world.read("leila", "panel", block=block)["regions"]
        assert "is no longer a mentor in this course" in panel["head"] and "Is this a good key?" in panel["thread"]
        assert "mentor is gone" in world.read("dana", "overview", block=block)["regions"]["list"]
    assert world.everything() == before


@home_and_panel
def test_the_backup_of_a_mentor_who_left_the_course_answers(world, place):
    after(world, ASKED, place)
    world.unenroll("amara")
    done(world, "ben", "answer, backup", place, {"question": "question-1", "text": "I can."})
    assert world.record("leila")["log"][-1]["o"] == "backup"


def test_a_backup_writes_only_while_on_the_roster(world):
    after(world, ASKED, "home")
    world.edit(roster=[{"username": "amara", "capacity": 2, "backup": "ben"}])
    for block in (world.home, world.panel):
        world.act("ben", "send", block=block, status=403, learner="leila", text="Me?")


def test_a_learner_out_of_the_course_keeps_the_history_and_can_do_nothing(world):
    after(world, ASKED, "home")
    world.unenroll("leila")
    for block in (world.home, world.panel):
        world.act("leila", "ask", block=block, status=403, text="Still there?")
        world.read("leila", "panel", block=block, status=403)
        assert "Is this a good key?" in world.read("dana", "open", block=block, learner="leila")["regions"]["open"]


@home_and_panel
@pytest.mark.parametrize("state", [None, "", "{}"])
def test_an_empty_row_is_a_mentorship_not_begun(world, state, place):
    world.store("leila", state if world.nullable else state or "")
    assert "Has not asked for a mentor" in world.read("dana", "overview", block=getattr(world, place))["regions"]["list"]
    done(world, "dana", "assign", place, {"mentor": "amara"})
    assert world.kinds("leila") == ["assigned"]


def test_what_others_keep_in_the_row_stays_there(world):
    world.store("leila", json.dumps({"attempts": 3, "score_history": [1, {"x": None}]}))
    after(world, ASKED, "home")
    state = world.state("leila")
    assert (state["attempts"], state["score_history"]) == (3, [1, {"x": None}])
    assert world.kinds("leila") == ["assigned", "question"]


# The first is not even JSON: on its own person's page the LMS fails before the block is asked.
UNREADABLE = ["{", "[]", '{"record": 7}', '{"record": 7, "ledger": []}']


@pytest.mark.parametrize("state", UNREADABLE)
def test_an_unreadable_row_is_kept_as_it_is_and_closes_its_own_mentorship_only(world, state):
    for who in ("leila", "jonas"):
        world.act("dana", "assign", learner=who, mentor="amara")
    world.store("leila", state)
    for block in (world.home, world.panel):
        assert world.act("amara", "send", block=block, status=409, learner="leila", text="Still there?")["error"] == "unreadable"
        assert world.read("amara", "open", block=block, status=409, learner="leila")["error"] == "unreadable"
        if state != "{":
            assert world.read("leila", "panel", block=block, status=409)["error"] == "unreadable"
            assert world.act("leila", "ask", block=block, status=409, text="Still there?")["error"] == "unreadable"
        desk = world.read("amara", "desk", block=block)["regions"]["list"]
        assert "cannot be read" in desk and "jonas" in desk
        assert "jonas" in world.read("dana", "overview", block=block)["regions"]["list"]
        world.act("amara", "send", block=block, learner="jonas", text="Welcome.")
    assert world.stored("leila") == state


@pytest.mark.parametrize("state", UNREADABLE)
def test_a_mentors_unreadable_row_is_kept_as_it_is_and_stops_no_learner(world, state):
    after(world, JOINED, "home")
    world.store("amara", state)
    for block in (world.home, world.panel):
        world.act("leila", "ask", block=block, text="Still there?")
    assert world.kinds("leila") == ["assigned", "question", "question"]
    assert world.stored("amara") == state or state == '{"record": 7}' and world.record("amara") == 7


def test_a_newer_document_is_shown_and_never_overwritten(world):
    after(world, ASKED, "home")
    state = world.state("leila")
    newer = json.dumps({**state, "record": {**state["record"], "v": 99, "mood": "bright"}})
    world.store("leila", newer)
    for place in PLACES:
        assert "Is this a good key?" in world.view("leila", getattr(world, place))
        for who, act, body in (("leila", "ask", {"text": "More?"}), ("amara", "send", {"text": "Yes"}), ("leila", "leave", {})):
            assert done(world, who, act, place, body, 409)["error"] == "newer"
    assert world.stored("leila") == newer


def test_names_are_usernames_and_somebody_gone_has_wording_of_their_own(world):
    after(world, [*ASKED, ("amara", "answer", {"question": "question-1", "text": "No."})], "home")
    assert "amara" in world.read("leila", "panel")["regions"]["thread"]
    record = world.record("leila")
    record["log"][-1]["b"] = record["log"][0]["m"] = world.ghost
    world.store("leila", json.dumps({"record": record}))
    for block in (world.home, world.panel):
        assert world.ghost_name in world.read("leila", "panel", block=block)["regions"]["thread"]


def test_a_person_nobody_knows_is_refused_and_makes_no_row(world):
    for name in ("no-such-person", "-1", "9" * 40, "\u0661\u0662"):
        for handler, method, body in (
            ("open", "GET", {}), ("earlier", "GET", {"before": 1}), ("send", "POST", {"text": "Hello"}), ("assign", "POST", {"mentor": world.id("ben")}),
        ):  # fmt: skip
            response = world.request("dana", handler, world.home, method, {"key": world.key(), "learner": name, **body})
            assert response.status_code == 403, (name, handler, response.content)
        response = world.request(
            "dana", "assign", world.home, "POST", {"key": world.key(), "learner": world.id("leila"), "mentor": name}
        )
        assert response.status_code == 409
    assert world.everything() == {}


def test_the_course_team_cannot_name_accounts_outside_the_course(world):
    answer = world.read("dana", "open", status=403, learner="visitor")
    assert "visitor" not in json.dumps(answer)


def test_a_page_after_a_person_nobody_knows_is_an_answer(world):
    world.act("leila", "join")
    for name in ("no-such-person", "9" * 40, "-1"):
        for handler, method in (("overview", "GET"), ("rebuild", "POST")):
            assert world.request("dana", handler, world.home, method, {"after": name}).status_code == 200


def test_two_learners_at_the_last_place_get_one_each_and_the_next_waits(world):
    for who in ("leila", "jonas", "priya", "ines", "sam"):
        world.act(who, "join")
    loads = [world.document(mentor).ledger.places_taken(world.clock.moment) for mentor in ("amara", "ben")]
    assert loads == [2, 2]
    assert world.document("sam").record.log[-1].kind == "requested"
    assert "Waiting for a mentor" in world.read("dana", "overview")["regions"]["list"]
    check_lines(world)


def test_staff_may_go_past_a_mentors_places(world):
    for who in ("leila", "jonas", "priya"):
        world.act("dana", "assign", learner=who, mentor="amara")
    assert world.document("amara").ledger.places_taken(world.clock.moment) == 3


def test_a_place_held_by_a_deleted_row_is_freed_when_it_is_needed(world):
    for who in ("leila", "jonas", "priya", "ines"):
        world.act(who, "join")
    world.delete_state("leila")
    world.act("sam", "join")
    assert world.kinds("sam") == ["assigned"]
    check_lines(world)


def test_a_learner_whose_row_was_deleted_and_who_comes_back_takes_one_place(world):
    world.act("dana", "assign", learner="leila", mentor="amara")
    world.act("dana", "assign", learner="jonas", mentor="amara")
    world.delete_state("leila")
    world.act("leila", "join")
    check_lines(world)


def test_a_learner_can_come_back_within_the_week_and_not_after(world):
    world.act("leila", "join")
    world.act("leila", "leave")
    world.clock.forward(days=6, hours=23)
    world.act("leila", "join")
    world.act("leila", "leave")
    world.clock.forward(days=7)
    assert world.document("leila").record.log[-1].kind == "left"
    world.act("leila", "join")
    assert world.kinds("leila") == ["assigned", "left", "returned", "left", "ended", "assigned"]
    assert Status(world.ledger("amara")["lines"][world.id("leila")]["s"]) is Status.ACTIVE


def test_somebody_can_be_learner_and_mentor_and_neither_document_disturbs_the_other(world):
    world.act("leila", "join")
    world.act("amara", "join")
    world.act("amara", "ask", text="Who mentors the mentor?")
    assert world.document("amara").ledger.places_taken(world.clock.moment) == 1
    assert world.kinds("amara") == ["assigned", "question"]
    check_lines(world)


def test_a_panel_block_whose_home_is_gone_says_so_and_stores_nothing(world):
    world.edit(world.panel, home=world.nowhere)
    assert "no longer exists" in world.view("leila", world.panel)
    assert world.act("leila", "join", block=world.panel, status=409)["error"] == "no-home"
    assert world.everything() == {}


def test_a_panel_block_continues_a_home_and_not_another_panel_block(world):
    world.edit(world.home, home=world.panel)
    assert world.act("leila", "join", block=world.panel, status=409)["error"] == "no-home"
    assert world.everything() == {}


def test_a_mentor_who_loses_the_learner_between_the_reading_and_the_lock_writes_nothing(world, monkeypatch):
    world.edit(roster=[{"username": "amara", "capacity": 2}, {"username": "ben", "capacity": 2}])
    after(world, ASKED, "home")
    overtaken = []

    def overtake(self, people, apply, once=user_state_table.UserStateRows._once):
        if not overtaken:
            overtaken.append("dana reassigns meanwhile")
            world.act("dana", "assign", learner="leila", mentor="ben")
        return once(self, people, apply)

    monkeypatch.setattr(user_state_table.UserStateRows, "_once", overtake)
    world.act("amara", "send", status=403, learner="leila", text="Too late")
    assert overtaken
    assert world.kinds("leila") == ["assigned", "question", "reassigned"]
    check_lines(world)
