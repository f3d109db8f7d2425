"""A conversation that grew too long goes on: old messages are put aside, everything that counts stays, nothing is lost."""

import json
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from mentorship_xblock.domain import archive
from mentorship_xblock.domain.mentorship import abuse_reports, append_entry, message_edits, sending, transitions
from mentorship_xblock.domain.mentorship.message_edits import count_unread_entries
from mentorship_xblock.domain.mentorship.message_kinds import NEWS_KINDS, SPOKEN_KINDS
from mentorship_xblock.domain.mentorship.questions import OPEN_QUESTION_STATES
from mentorship_xblock.domain.mentorship.status import relationship_of_record
from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.plan import milestones
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, CoursePlan
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record import record as records
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.domain.record.record import Record, load_stored_record

PLAN = CoursePlan((CourseGoal("g1", "Build", (CourseMilestone("m1", "Draft"), CourseMilestone("m2", "Load"))),))
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LEARNER, MENTOR, STAFF = ("1", Role.LEARNER), ("2", Role.MENTOR), ("9", Role.STAFF)


def last_question(record):
    """Return the id of the newest question, if there is one."""
    return next(reversed(thread_of_record(record).questions), "")


def last_word(record, person):
    """Return the id of what this person said last, if they said anything."""
    return next((entry.id for entry in reversed(record.log.entries_of_kinds(SPOKEN_KINDS)) if entry.by == person), "")


def report_id(record):
    """Return the id of the report that stands, if one does."""
    report = abuse_reports.first_undecided_report(record)
    return report.id if report else ""


ACTS = {
    "ask": (LEARNER, lambda record, actor: sending.send_message(record, actor, Kind.QUESTION, "Why?")),
    "tell": (LEARNER, lambda record, actor: sending.send_message(record, actor, Kind.MESSAGE, "So it goes.")),
    "reply": (MENTOR, lambda record, actor: sending.send_message(record, actor, Kind.MESSAGE, "Like this.")),
    "answer": (
        MENTOR,
        lambda record, actor: sending.send_message(
            record, actor, Kind.ANSWER, "So.", sending.MessageContext(last_question(record))
        ),
    ),
    "resolve": (
        LEARNER,
        lambda record, actor: message_edits.change_question_state(record, actor, Kind.RESOLVED, last_question(record)),
    ),
    "ask again": (
        LEARNER,
        lambda record, actor: message_edits.change_question_state(record, actor, Kind.ASKED_AGAIN, last_question(record)),
    ),
    "retract": (
        LEARNER,
        lambda record, actor: message_edits.change_question_state(record, actor, Kind.RETRACTED, last_question(record)),
    ),
    "hand over": (MENTOR, lambda record, actor: sending.hand_over_wait(record, actor, "3")),
    "edit": (MENTOR, lambda record, actor: message_edits.edit_message(record, actor, last_word(record, "2"), f"At {actor.key}.")),
    "hide": (STAFF, lambda record, actor: message_edits.hide_message(record, actor, last_word(record, "2"), "Unkind.")),
    "report": (LEARNER, lambda record, actor: abuse_reports.report_to_course_team(record, actor, "1", "", "")),
    "clear": (STAFF, lambda record, actor: abuse_reports.decide_on_report(record, actor, report_id(record), "")),
    "pass": (MENTOR, sending.end_wait_without_words),
    "submit": (LEARNER, lambda record, actor: milestones.submit_evidence(record, actor, PLAN, "m1", "Here.")),
    "approve": (MENTOR, lambda record, actor: milestones.decide_on_evidence(record, actor, PLAN, Kind.APPROVED, "m1", 1)),
    "swap": (
        STAFF,
        lambda record, actor: transitions.pair_with_mentor(
            record, actor, "1", "3" if relationship_of_record(record).mentor == "2" else "2"
        ),
    ),
    "see": (MENTOR, lambda record, actor: sending.mark_read_up_to(record, "2", len(record.log) - 2)),
}


def told(acts):
    """Return the record in which these acts have happened, those that were possible."""
    record = transitions.pair_with_mentor(Record(), append_entry.Actor(*LEARNER, "first-key", NOON), "1", "2")
    for number, act in enumerate(acts):
        (person, role), step = ACTS[act]
        try:
            record = step(record, append_entry.Actor(person, role, f"key-{number:05d}", NOON + timedelta(hours=number + 1)))
        except ActionRefused:
            continue
    return record


def what_counts(record):
    """Return every state that is a fold over a record."""
    thread = thread_of_record(record)
    plan = [
        (one.id, one.state, one.due, [(version.sent.id, version.decided and version.decided.id) for version in one.versions])
        for one in plan_of_record(record, PLAN).milestones
    ]
    asked = {question: state for question, state in thread.questions.items() if state in OPEN_QUESTION_STATES}
    clock = thread.waiting, thread.stops, thread.handed, thread.reported
    return relationship_of_record(record), plan, thread.turn, clock, thread.contact, asked, report_id(record)


def with_room(record, key="room-key-1"):
    """Make room in a record that is as full as it may be."""
    return archive.archive_oldest_entries(record, append_entry.Actor(*STAFF, key, NOON + timedelta(days=99)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(ACTS)), min_size=12, max_size=60))
def test_whatever_counted_counts_as_before_and_no_entry_is_lost(acts):
    record = told(acts)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(records, "MESSAGES_MAX", len(record.log))
        patched.setattr(archive, "KEPT_AS_THEY_ARE", 4)
        try:
            after = with_room(record)
        except ActionRefused as refusal:
            assert refusal.code == "nothing-over"
            return
        assert with_room(after) == after, "a repeat finds its key"
    assert what_counts(after) == what_counts(record)
    new = [entry.id for entry in record.log if entry.seq > record.seen.get("2", -1)]
    assert count_unread_entries(after, "2") == sum(
        entry.id in new and entry.by != "2" and entry.kind in NEWS_KINDS for entry in after.log
    )
    ids = [entry.id for entry in (*after.entries_put_aside, *after.log)]
    assert sorted(ids) == sorted([*(entry.id for entry in record.log), "room-key-1"])
    assert len(after.log) <= len(record.log)
    assert load_stored_record(json.loads(json.dumps(after.as_stored_json()))) == after


@pytest.mark.parametrize(
    "acts",
    [
        ["ask", "reply", *["tell"] * 5],
        ["ask", "answer", "resolve", "ask again", *["tell"] * 5],
        ["ask", "hand over", "reply", *["tell"] * 5],
        ["ask", "answer", *["tell", "reply"] * 3, "resolve", "ask again"],
    ],
)
def test_what_ended_a_wait_stays_where_its_question_stays(monkeypatch, acts):
    record = told(acts)
    monkeypatch.setattr(records, "MESSAGES_MAX", len(record.log))
    monkeypatch.setattr(archive, "KEPT_AS_THEY_ARE", 2)
    try:
        after = with_room(record)
    except ActionRefused as refusal:
        assert refusal.code == "nothing-over"
    else:
        assert what_counts(after) == what_counts(record)


def test_a_conversation_with_room_is_left_as_it_is():
    with pytest.raises(ActionRefused, match="room-enough"):
        with_room(told(["ask", "reply"]))


def test_a_note_of_the_first_contact_that_is_no_instant_counts_as_none():
    made = {"k": "continued", "i": "room-key-1", "b": "9", "o": "staff", "t": "2026-03-12T14:00:00.000Z", "c": "never"}
    for acts in (["tell"], ["reply"]):
        record = told(acts)
        stored = record.as_stored_json()
        assert (
            thread_of_record(load_stored_record({**stored, "log": [*stored["log"], made]})).contact
            == thread_of_record(record).contact
        )
    assert thread_of_record(told(["tell"])).contact is None


def test_what_was_put_aside_and_cannot_be_read_closes_nothing():
    stored = {**told(["tell"]).as_stored_json(), "past": [{"k": 7}, {**told(["tell"]).log[-1].as_stored_json(), "x": "Long ago."}]}
    assert [entry.stored_text("x") for entry in load_stored_record(stored).entries_put_aside] == ["Long ago."]


def test_the_course_team_makes_room_and_both_can_still_open_every_message(world, monkeypatch):
    world.act("leila", "join")
    for number in range(30):
        world.clock.forward(minutes=1)
        world.act(
            "leila" if number % 2 else "amara", "send", text=f"Message {number}.", **({} if number % 2 else {"learner": "leila"})
        )
    monkeypatch.setattr(records, "MESSAGES_MAX", len(world.record("leila")["log"]))
    monkeypatch.setattr(archive, "KEPT_AS_THEY_ARE", 6)
    assert "almost full" in world.read("dana", "overview")["regions"]["list"]
    assert world.act("leila", "send", status=409, text="Once more?")["error"] == "record-full"
    assert "Make room" in world.read("dana", "open", learner="leila")["regions"]["open"]
    world.act("dana", "make_room", learner="leila")
    world.act("leila", "send", text="Once more.")

    drawn, answer = [], {"before": len(world.record("leila")["past"]) + len(world.record("leila")["log"])}
    while answer.get("earlier", 1):
        answer = world.read("leila", "earlier", before=answer["before"])
        drawn.insert(0, answer["items"])
    everything = "".join(drawn)
    places = [everything.index(f"Message {number}.") for number in range(30)]
    assert places == sorted(places) and "Once more." in everything


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cc"]) | st.just("\n"), min_size=1), min_size=1, max_size=8),
    st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=3),
)
def test_a_record_weighs_what_its_stored_form_does(texts, more):
    record = told(["submit", "ask"])
    for number, text in enumerate(texts):
        record = record.with_entry(
            f"text-{text}-{number}", Kind.MESSAGE, text, Role.LEARNER, NOON, x=text, **({"more": more} if more else {})
        )
    for one in (record, Record()):
        stored = json.dumps(one.as_stored_json(), ensure_ascii=False, separators=(",", ":"))
        assert one.stored_size == len(stored) <= one._at_most
