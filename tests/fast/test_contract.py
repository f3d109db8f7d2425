"""What every host does alike: each act and each read, from home and from a panel block that names it."""

import json

import pytest

from mentorship_xblock.acts.access import MAY, READS
from mentorship_xblock.domain.document import load_document
from mentorship_xblock.domain.ledger import line_of
from mentorship_xblock.domain.relation import Status
from mentorship_xblock.hosts import rows

from .plan_acts import JOINED, PLAN, PLAN_ACTS
from .worlds import both_hosts, home_and_panel

pytestmark = both_hosts

QUESTION = ("leila", "ask", {"key": "question-1", "text": "Is this a good key?"})
PLACES = ("home", "panel")
ASKED = [*JOINED, QUESTION]

ACTS = {
    # the act: what comes before, who does it, what is sent, and the entry it leaves in leila's record
    "join": ([], "leila", {}, {"k": "assigned", "o": "learner", "m": "amara"}),
    "join by hand": ([], "leila", {}, {"k": "requested", "o": "learner"}),
    "join again": ([*JOINED, ("leila", "leave", {})], "leila", {}, {"k": "returned", "o": "learner"}),
    "leave": (JOINED, "leila", {}, {"k": "left", "o": "learner"}),
    "leave, asking": ([("leila", "join by hand", {})], "leila", {}, {"k": "withdrew", "o": "learner"}),
    "assign": ([], "dana", {"mentor": "ben"}, {"k": "assigned", "o": "staff", "m": "ben"}),
    "assign another": (ASKED, "dana", {"mentor": "ben"}, {"k": "reassigned", "o": "staff", "m": "ben"}),
    "send": (JOINED, "leila", {"text": "All well."}, {"k": "message", "o": "learner", "x": "All well."}),
    "send, mentor": (JOINED, "amara", {"text": "Welcome."}, {"k": "message", "o": "mentor", "x": "Welcome."}),
    "send, backup": (JOINED, "ben", {"text": "Amara is away."}, {"k": "message", "o": "backup", "x": "Amara is away."}),
    "send, staff": (JOINED, "dana", {"text": "From the team."}, {"k": "message", "o": "staff", "x": "From the team."}),
    "ask": (JOINED, "leila", {"text": "Why?"}, {"k": "question", "o": "learner", "x": "Why?"}),
    "answer": (
        ASKED,
        "amara",
        {"question": "question-1", "text": "No."},
        {"k": "answer", "o": "mentor", "x": "No.", "q": "question-1"},
    ),
    "answer, backup": (
        ASKED,
        "ben",
        {"question": "question-1", "text": "No."},
        {"k": "answer", "o": "backup", "x": "No.", "q": "question-1"},
    ),
    "answer, staff": (
        ASKED,
        "dana",
        {"question": "question-1", "text": "No."},
        {"k": "answer", "o": "staff", "x": "No.", "q": "question-1"},
    ),
    "pass_back": (ASKED, "amara", {}, {"k": "read", "o": "mentor"}),
    "pass_back, staff": (ASKED, "dana", {}, {"k": "read", "o": "staff"}),
    **PLAN_ACTS,
}
UNKEPT = {"seen", "deliver", "rebuild", "make_room", "settle", "move_days"}
"""Acts that leave no entry of somebody, or need a record that is nearly full, or a pause that is over: they have tests of their own."""
SPOKEN = {"send", "ask", "answer"}


def done(world, who, act, place, body, status=200):
    """Do an act, by its name in the table, from this block."""
    handler = act.partition(",")[0].split()[0]
    world.edit(assignment="by_hand" if "by hand" in act else "balanced", plan=PLAN)
    learner = {"learner": "leila"} if who != "leila" else {}
    return world.act(who, handler, block=getattr(world, place), status=status, **learner, **body)


def after(world, acts, place):
    """Let these acts happen."""
    for who, act, body in acts:
        done(world, who, act, place, body)


def by_id(world, entry):
    """Return an entry with its mentor named as this world does."""
    return {**entry, **({"m": world.id(entry["m"])} if "m" in entry else {})}


def check_lines(world):
    """Every ledger says what the records say, and nothing else."""
    documents = {person: load_document(json.loads(state)) for (_, person), state in world.everything().items()}
    for mentor, document in documents.items():
        made = {learner: line for learner, other in documents.items() if (line := line_of(other.record, mentor))}
        assert dict(document.ledger.lines) == made


def test_every_act_is_in_the_table(world):
    assert {act.partition(",")[0].split()[0] for act in ACTS} | UNKEPT == set(MAY) - READS


@home_and_panel
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_stored_on_home_once_with_who_as_what_and_when(world, act, place):
    before, who, body, left = ACTS[act]
    after(world, before, place)
    count, key = len(world.kinds("leila")), world.key()
    for _ in range(2):
        done(world, who, act, place, {"key": key, **body})
    log = world.record("leila")["log"]
    assert [entry["i"] for entry in log[count:] if entry["o"] != "time"] == [key]
    where = {"w": str(world.panel)} if place == "panel" and act.partition(",")[0] in SPOKEN else {}
    assert log[-1] == {"i": key, "b": world.id(who), "t": "2026-03-02T09:00:00.000Z", **by_id(world, left), **where}
    assert {usage for usage, _ in world.everything()} == {world.home}
    check_lines(world)


@home_and_panel
def test_seen_goes_on_only_and_is_kept_for_each_reader(world, place):
    after(world, ASKED, place)
    for who, upto in (("amara", 0), ("amara", 1), ("amara", 0), ("leila", 9)):
        assert done(world, who, "seen", place, {"upto": upto}) == {"seen": True}
    assert world.record("leila")["seen"] == {world.id("amara"): 1, world.id("leila"): 1}


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


REFUSALS = {
    # what is refused: what came before, who asks, what is sent, and the code of the refusal
    "leave": ([], "leila", {}, 409, "not-now"),
    "ask": ([], "leila", {"text": "Anybody?"}, 409, "not-now"),
    "ask, having finished": ([*JOINED, ("leila", "leave", {}), "a week"], "leila", {"text": "Anybody?"}, 409, "not-now"),
    "send, having left a request": (
        [("leila", "join by hand", {}), ("leila", "leave", {})],
        "leila",
        {"text": "Hello?"},
        409,
        "not-now",
    ),
    "send, a stranger": (JOINED, "jonas", {"text": "Hello"}, 403, "not-yours"),
    "send, out of the course": (JOINED, "visitor", {"text": "Hello"}, 403, "not-yours"),
    "answer": (JOINED, "amara", {"question": "never-asked", "text": "Yes."}, 409, "no-question"),
    "answer, another mentor's learner": (
        [("dana", "assign", {"mentor": "ben"}), QUESTION],
        "amara",
        {"question": "question-1", "text": "Yes."},
        403,
        "not-yours",
    ),
    "pass_back": (JOINED, "amara", {}, 409, "not-their-turn"),
    "pass_back, backup": (ASKED, "ben", {}, 403, "not-yours"),
    "assign": (JOINED, "amara", {"mentor": "ben"}, 403, "not-yours"),
    "assign, off the roster": ([], "dana", {"mentor": "mei"}, 409, "not-a-mentor"),
    "rebuild": (JOINED, "amara", {}, 403, "not-yours"),
    "seen": (JOINED, "jonas", {"upto": 0}, 403, "not-yours"),
}


@pytest.mark.parametrize("act", REFUSALS)
def test_a_refused_act_stores_nothing_and_says_why(world, act):
    before, who, body, status, code = REFUSALS[act]
    for step in before:
        if step == "a week":
            world.clock.forward(days=7)
        else:
            after(world, [step], "home")
    stored = world.everything()
    for place in PLACES:
        answer = done(world, who, act, place, body, status)
        assert answer["error"] == code
        assert answer["message"]
        assert world.everything() == stored


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
    "desk": ("amara", {}, "leila"),
    "overview": ("dana", {}, "leila"),
}


def test_every_read_shows_the_mentorship_and_stores_nothing(world):
    assert set(READ_BY) == READS
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
        assert "does not mentor here any more" in panel["head"] and "Is this a good key?" in panel["thread"]
        assert "their mentor is gone" in world.read("dana", "overview", block=block)["regions"]["list"]
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
UNREADABLE = ["{", "[]", '{"record": 7}', '{"ledger": []}']


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
def test_a_mentors_unreadable_row_refuses_what_would_have_to_change_it(world, state):
    after(world, JOINED, "home")
    world.store("amara", state)
    for block in (world.home, world.panel):
        assert world.act("leila", "ask", block=block, status=409, text="Still there?")["error"] == "unreadable"
    assert world.kinds("leila") == ["assigned"]
    assert world.stored("amara") == state


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
    loads = [world.document(mentor).ledger.load(world.clock.moment) for mentor in ("amara", "ben")]
    assert loads == [2, 2]
    assert world.document("sam").record.log[-1].kind == "requested"
    assert "Waits for a mentor" in world.read("dana", "overview")["regions"]["list"]
    check_lines(world)


def test_staff_may_go_past_a_mentors_places(world):
    for who in ("leila", "jonas", "priya"):
        world.act("dana", "assign", learner=who, mentor="amara")
    assert world.document("amara").ledger.load(world.clock.moment) == 3


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
    assert world.document("amara").ledger.load(world.clock.moment) == 1
    assert world.kinds("amara") == ["assigned", "question"]
    check_lines(world)


def test_a_panel_block_whose_home_is_gone_says_so_and_stores_nothing(world):
    world.edit(world.panel, home=world.nowhere)
    assert "not there any more" in world.view("leila", world.panel)
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

    def overtake(self, people, apply, once=rows.Rows._once):
        if not overtaken:
            overtaken.append("dana reassigns meanwhile")
            world.act("dana", "assign", learner="leila", mentor="ben")
        return once(self, people, apply)

    monkeypatch.setattr(rows.Rows, "_once", overtake)
    world.act("amara", "send", status=403, learner="leila", text="Too late")
    assert overtaken
    assert world.kinds("leila") == ["assigned", "question", "reassigned"]
    check_lines(world)
