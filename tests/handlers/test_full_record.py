"""A record that is full: in every script, of whatever it is full, nobody is locked in, and room can be made for what goes on."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from mentorship_xblock.domain import archive
from mentorship_xblock.domain.mentorship import abuse_reports, append_entry, message_edits, sending, transitions, undo
from mentorship_xblock.domain.mentorship.message_edits import current_words_of
from mentorship_xblock.domain.mentorship.status import Status, relationship_of_record
from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.mentorship.visibility import record_visible_to
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.course_changes import course_plan_fingerprint
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, CoursePlan
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record import record as records
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.domain.record.record import RECORD_MAX, Record, load_stored_record

from ..support.worlds import both_hosts

PLAN = CoursePlan((CourseGoal("g1", "Build", (CourseMilestone("m1", "Draft"), CourseMilestone("m2", "Load"))),))
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LEARNER, MENTOR, STAFF = ("1", Role.LEARNER), ("2", Role.MENTOR), ("9", Role.STAFF)
GOAL = goals.GoalInput("Mine", steps=(goals.MilestoneInput("", "First", "a" * 1000),))


class Telling:
    """A record that grows by acts, an hour each."""

    def __init__(self):
        self.record, self.number = Record(), 0
        self.act(LEARNER, transitions.pair_with_mentor, "1", "2")

    def act(self, who, step, *rest, key=""):
        """Do an act; return its key."""
        self.number += 1
        actor = append_entry.Actor(*who, key or f"key-{self.number:05d}", NOON + timedelta(hours=self.number))
        self.record = step(self.record, actor, *rest)
        return actor.key

    def say(self, text, who=LEARNER, kind=Kind.MESSAGE, about=sending.NO_CONTEXT):
        """Say something."""
        return self.act(who, sending.send_message, kind, text, about)

    def fill(self, *acts):
        """Repeat these acts until the record takes no more."""
        with pytest.raises(ActionRefused, match="record-full"):
            while True:
                for act in acts:
                    act(self)

    def stored(self):
        """Return the record as it is read again."""
        return load_stored_record(json.loads(json.dumps(self.record.as_stored_json())))


@pytest.fixture
def small(monkeypatch):
    """Let records be small, so that they are full soon."""
    monkeypatch.setattr(records, "MESSAGES_MAX", 80)
    monkeypatch.setattr(records, "RECORD_MAX", 60_000)
    monkeypatch.setattr(archive, "KEPT_AS_THEY_ARE", 12)


def day(number):
    """Return a day of the calendar that comes later the higher the number is."""
    return (NOON + timedelta(days=2, hours=number)).date()


def submitted(here, milestone="m1", length=10):
    """Hand in, and take it back."""
    here.act(LEARNER, milestones.submit_evidence, PLAN, milestone, "e" * length)
    here.act(LEARNER, milestones.take_back_evidence, PLAN, milestone)


def reported(here):
    """Report, and decide on it."""
    key = here.act(LEARNER, abuse_reports.report_to_course_team, "1", "", "Unkind.")
    here.act(STAFF, abuse_reports.decide_on_report, key, "")


def changed(here):
    """Change the latest words."""
    if not here.record.log.entries_of_kinds({Kind.MESSAGE}):
        here.say("Why?")
    here.act(LEARNER, message_edits.edit_message, here.record.log.entries_of_kinds({Kind.MESSAGE})[-1].id, f"At {here.number}.")


def proposed(here):
    """Propose a goal, and let changes be suggested."""
    have = next((goal.id for goal in plan_of_record(here.record, PLAN).goals if goal.id != "g1"), "")
    steps_ = plan_of_record(here.record, PLAN).find_goal(have).milestones if have else ()
    wanted = goals.GoalInput("Mine", steps=tuple(goals.MilestoneInput(one.id, "First", "a" * 1000) for one in steps_) or GOAL.steps)
    of = here.act(LEARNER, goals.draft_or_propose_goal, PLAN, Kind.PROPOSED, have, wanted)
    here.act(MENTOR, goals.answer_proposal, PLAN, Kind.SUGGESTED, of, "", "Smaller.")


def settled(here):
    """Ask, be answered, and settle it."""
    asked = here.say("Why?", kind=Kind.QUESTION)
    here.say("So.", MENTOR, Kind.ANSWER, sending.MessageContext(asked))
    here.act(LEARNER, message_edits.change_question_state, Kind.RESOLVED, asked)


def renewed(here):
    """Take over the course's changes."""
    here.act(LEARNER, goals.adopt_course_changes, PLAN, course_plan_fingerprint(PLAN.aims), ())


FULL_OF = {
    "words nobody has answered": lambda here: here.say("a" * 2_000),
    "short words nobody has answered": lambda here: here.say("So."),
    "both sides' words": lambda here: here.say("a" * 2_000, MENTOR if here.number % 2 else LEARNER),
    "notes": lambda here: here.act(MENTOR, message_edits.write_private_note, "Shy."),
    "questions settled": settled,
    "changed words": changed,
    "pauses": lambda here: (
        here.act(LEARNER, transitions.pause_mentorship, day(here.number), "x"),
        here.act(LEARNER, transitions.resume_mentorship),
    ),
    "pauses that move": lambda here: here.act(LEARNER, transitions.pause_mentorship, day(here.number), "x" * 500),
    "evidence of one step": submitted,
    "long evidence": lambda here: submitted(here, length=8_000),
    "weeks": lambda here: here.act(LEARNER, goals.set_weekly_hours, PLAN, 6),
    "pace": lambda here: here.act(LEARNER, goals.comment_on_own_pace, PLAN, "I was ill."),
    "days": lambda here: here.act(MENTOR, milestones.set_milestone_day, PLAN, "m1", day(here.number)),
    "wishes": lambda here: here.act(LEARNER, milestones.ask_to_leave_out, PLAN, "m1", "Known."),
    "proposals": proposed,
    "reports": reported,
    "mentors": lambda here: here.act(
        STAFF, transitions.pair_with_mentor, "1", "3" if relationship_of_record(here.record).mentor == "2" else "2"
    ),
    "plans taken over": renewed,
    "leaving and coming back": lambda here: (
        here.act(LEARNER, transitions.leave_mentorship),
        here.act(LEARNER, transitions.return_to_mentor),
    ),
}
ALWAYS = {"pauses", "pauses that move", "reports", "mentors", "leaving and coming back"}
"""What is never refused for want of room."""


@pytest.fixture(params=FULL_OF)
def full(request, small):
    """A record that is full of one thing."""
    here = Telling()
    if request.param in ALWAYS:
        while here.record.fullness < 1:
            FULL_OF[request.param](here)
    here.fill(FULL_OF[request.param], lambda here: here.say("One more."))
    return here


def test_nobody_is_locked_into_a_full_record(full):
    mentor = relationship_of_record(full.record).mentor
    full.act(STAFF, transitions.pair_with_mentor, "1", "5")
    full.act(LEARNER, transitions.pause_mentorship, day(full.number), "Ill.")
    full.act(LEARNER, transitions.resume_mentorship)
    full.act(STAFF, transitions.pair_with_mentor, "1", mentor)
    report = full.act(LEARNER, abuse_reports.report_to_course_team, "1", "", "Unkind.")
    full.act(STAFF, abuse_reports.decide_on_report, report, "")
    full.act(LEARNER, transitions.leave_mentorship)
    assert relationship_of_record(full.stored()).status is Status.CLOSING


def test_the_course_team_makes_room_and_it_goes_on(full):
    everything = {entry.id: entry.stored_text("x") for entry in full.record.log}
    before, waiting = plan_of_record(full.record, PLAN), thread_of_record(full.record).waiting
    for _ in range(2):
        full.act(STAFF, archive.archive_oldest_entries)
        assert full.record.fullness < records.WARN_AT
        assert full.stored() == full.record
        full.record = full.stored()
        found = {entry.id: entry.stored_text("x") for entry in full.record.entries_ever_made}
        assert {key: text for key, text in found.items() if key in everything} == everything
        after = plan_of_record(full.record, PLAN)
        assert [(one.id, one.state, one.due, one.latest_version and one.latest_version.number) for one in after.milestones] == [
            (one.id, one.state, one.due, one.latest_version and one.latest_version.number) for one in before.milestones
        ]
        assert thread_of_record(full.record).waiting == waiting
        full.say("It goes on.")
        full.record = full.stored()
        full.fill(lambda here: here.say("So."))
        everything = {entry.id: entry.stored_text("x") for entry in full.record.entries_ever_made}
        before, waiting = plan_of_record(full.record, PLAN), thread_of_record(full.record).waiting


@pytest.mark.parametrize("sign", ["a", "ا", "न", "漢", "é", "🙂"])
def test_a_record_takes_as_many_characters_of_every_script(sign):
    record = transitions.pair_with_mentor(Record(), append_entry.Actor(*LEARNER, "first-key", NOON), "1", "2")
    for number in range(98):
        record = record.with_entry(f"key-{number:05d}", Kind.MESSAGE, "1", Role.LEARNER, NOON, x=sign * 10_000)
    actor = append_entry.Actor(*LEARNER, "one-more-key", NOON)
    assert RECORD_MAX - 20_000 < record.stored_size < RECORD_MAX
    with pytest.raises(ActionRefused, match="record-full"):
        sending.send_message(
            sending.send_message(record, actor, Kind.MESSAGE, sign * 9_000),
            append_entry.Actor(*LEARNER, "two-more-key", NOON),
            Kind.MESSAGE,
            sign * 10_000,
        )
    room = archive.archive_oldest_entries(record, append_entry.Actor(*STAFF, "room-key-1", NOON))
    assert room.fullness < 0.6 and len([entry for entry in room.entries_ever_made if entry.kind == Kind.MESSAGE]) == 98


def test_long_evidence_of_many_steps_all_of_which_counts_is_put_aside_and_read_back(small):
    plan = CoursePlan((CourseGoal("g1", "Build", tuple(CourseMilestone(f"m{number}", "Draft") for number in range(40))),))
    here = Telling()
    with pytest.raises(ActionRefused, match="record-full"):
        for number in range(40):
            here.act(
                LEARNER, milestones.submit_evidence, plan, f"m{number}", f"{number}" * 1_500, ("https://example.com/" + "a" * 500,)
            )
    before = here.record
    here.act(STAFF, archive.archive_oldest_entries)
    after = here.stored()
    assert after == here.record and after.fullness < records.WARN_AT
    assert after.stored_size == len(json.dumps(after.as_stored_json() | {"past": []}, separators=(",", ":"))) - len(',"past":[]')
    for had, has in zip(plan_of_record(before).milestones, plan_of_record(after).milestones, strict=True):
        assert (had.state, had.latest_version and had.latest_version.sent.stored_text("x")) == (
            has.state,
            has.latest_version and has.latest_version.sent.stored_text("x"),
        )
    assert [entry.id for entry in after.entries_ever_made][:-1] == [entry.id for entry in before.log]
    here.act(MENTOR, message_edits.write_private_note, "n" * 9_000)
    noted = here.number
    here.fill(lambda here: here.act(MENTOR, milestones.set_milestone_day, plan, "m1", day(here.number)))
    here.act(STAFF, archive.archive_oldest_entries)
    shown = record_visible_to(here.stored(), *LEARNER, NOON + timedelta(days=99))
    assert f"key-{noted:05d}" not in shown.entries_by_id and f"key-{noted:05d}" in here.record.entries_by_id


@pytest.fixture
def aside(small):
    """A record in which a message of each side, and a note, were put aside."""
    here = Telling()
    here.asked, here.said = here.say("Is this a good key?"), here.say("No.", MENTOR)
    here.noted = here.act(MENTOR, message_edits.write_private_note, "Shy.")
    here.fill(lambda here: here.say("So."), lambda here: here.say("Go on.", MENTOR))
    here.act(STAFF, archive.archive_oldest_entries, key="room-key-1")
    here.record = here.stored()
    assert not {here.asked, here.said, here.noted} & {entry.id for entry in here.record.log}
    return here


def test_what_was_put_aside_can_still_be_reported_hidden_shown_changed_and_erased(aside):
    with pytest.raises(ActionRefused, match="your-words"):
        aside.act(LEARNER, abuse_reports.report_to_course_team, "1", aside.asked, "")
    report = aside.act(LEARNER, abuse_reports.report_to_course_team, "1", aside.said, "Rude.")
    assert aside.record.entries_by_id[report].stored_text("c") == "No."
    aside.act(STAFF, abuse_reports.decide_on_report, report, "")
    aside.act(STAFF, message_edits.hide_message, aside.said, "Unkind.")
    assert current_words_of(aside.record, aside.record.entries_by_id[aside.said]) == ""
    aside.act(STAFF, message_edits.unhide_message, aside.said)
    aside.act(MENTOR, message_edits.edit_message, aside.said, "Not yet.")
    assert current_words_of(aside.record, aside.record.entries_by_id[aside.said]) == "Not yet."
    aside.act(LEARNER, message_edits.erase_message, aside.asked)
    assert current_words_of(aside.stored(), aside.record.entries_by_id[aside.asked]) == ""


def test_a_late_repeat_of_what_was_put_aside_is_a_repeat(aside):
    before = aside.record
    aside.act(LEARNER, sending.send_message, Kind.MESSAGE, "Is this a good key?", key=aside.asked)
    aside.act(STAFF, archive.archive_oldest_entries, key="room-key-1")
    assert aside.record == before
    with pytest.raises(ActionRefused, match="key-taken"):
        aside.act(MENTOR, sending.send_message, Kind.MESSAGE, "Mine.", key=aside.asked)
    with pytest.raises(ActionRefused, match="too-late"):
        aside.act(LEARNER, undo.undo_sent_entry, aside.asked, timedelta(days=99))


def test_what_was_put_aside_is_marked_as_new_with_all_after_it(aside):
    aside.record = sending.mark_read_up_to(aside.record, "1", len(aside.record.log))
    assert sending.mark_entry_unread(aside.record, "1", aside.said).seen["1"] == -1


def test_what_was_put_aside_is_no_more_to_see_than_before(aside):
    report = aside.act(MENTOR, abuse_reports.report_to_course_team, "1", "", "He shouts.")
    aside.act(STAFF, abuse_reports.decide_on_report, report, "Talked.")
    aside.fill(lambda here: here.say("So."))
    aside.act(STAFF, archive.archive_oldest_entries)
    record = aside.stored()
    assert report not in {entry.id for entry in record.log}

    def seen(viewer):
        return {entry.id: entry for entry in record_visible_to(record, *viewer, NOON + timedelta(days=99)).entries_ever_made}

    assert aside.noted not in seen(LEARNER) and {aside.noted, report} <= set(seen(MENTOR)) and aside.noted in seen(STAFF)
    assert seen(STAFF)[report].stored_text("x") == "He shouts." and seen(STAFF)[report].by == "2"
    assert seen(LEARNER)[report].by == "" and not seen(LEARNER)[report].stored_text("x")
    assert aside.noted not in record_visible_to(record, *LEARNER, NOON + timedelta(days=99)).entries_by_id


def test_so_much_can_be_put_aside_and_no_more(small, monkeypatch):
    monkeypatch.setattr(archive, "ASIDE_MAX", 70_000)
    here = Telling()
    here.fill(lambda here: here.say("a" * 2_000))
    here.act(STAFF, archive.archive_oldest_entries)
    here.fill(lambda here: here.say("a" * 2_000))
    with pytest.raises(ActionRefused, match="aside-full"):
        for _ in range(3):
            here.act(STAFF, archive.archive_oldest_entries)
            here.fill(lambda here: here.say("a" * 2_000))
    here.act(LEARNER, transitions.leave_mentorship)


def test_where_nothing_is_over_that_is_said(small):
    here = Telling()
    here.fill(lambda here: here.say("Why?", kind=Kind.QUESTION))
    with pytest.raises(ActionRefused, match="nothing-over"):
        here.act(STAFF, archive.archive_oldest_entries)
    for question in list(thread_of_record(here.record).questions)[:60]:
        here.act(LEARNER, message_edits.change_question_state, Kind.RETRACTED, question)
    here.act(STAFF, archive.archive_oldest_entries)
    here.say("It goes on.")


def test_nobody_takes_over_what_neither_plan_has():
    here = Telling()
    with pytest.raises(ActionRefused, match="no-milestone"):
        here.act(LEARNER, goals.adopt_course_changes, PLAN, course_plan_fingerprint(PLAN.aims), ("m1", "invented-1"))
    here.act(LEARNER, goals.adopt_course_changes, PLAN, course_plan_fingerprint(PLAN.aims), ("m1",))


@both_hosts
def test_words_are_stored_as_the_characters_they_are_and_what_a_table_may_not_take_is_escaped(world):
    world.act("leila", "join")
    world.act("leila", "send", text="مرحبا, न, 漢, é, 🙂")
    assert "مرحبا, न, 漢, é, \\ud83d\\ude42" in world.stored("leila")
    assert world.record("leila")["log"][-1]["x"] == "مرحبا, न, 漢, é, 🙂"


@both_hosts
def test_half_a_character_that_was_stored_once_stays_and_stops_nothing(world):
    world.act("leila", "join")
    state = world.state("leila")
    state["record"]["log"].append({**state["record"]["log"][0], "k": "message", "i": "old-words-1", "x": "Half: \ud83d"})
    world.store("leila", json.dumps(state))
    world.act("leila", "send", text="مرحبا")
    assert [entry.get("x") for entry in world.record("leila")["log"][1:]] == ["Half: \ud83d", "مرحبا"]


@both_hosts
def test_who_acts_on_a_full_record_is_told_what_to_do_and_can_do_it(world, monkeypatch):
    world.act("leila", "join")
    for number in range(20):
        world.act("leila", "send", text=f"Message {number}.")
    monkeypatch.setattr(records, "MESSAGES_MAX", len(world.record("leila")["log"]))
    monkeypatch.setattr(archive, "KEPT_AS_THEY_ARE", 4)
    refused = world.act("amara", "send", status=409, learner="leila", text="I read it.")
    assert (refused["error"], "Ask the course team" in refused["message"]) == ("record-full", False)
    said = world.record("leila")["log"][1]["i"]
    world.act("dana", "assign", learner="leila", mentor="ben")
    world.act("dana", "make_room", learner="leila")
    world.act("ben", "report", learner="leila", of=said, text="Rude.")
    world.act("dana", "hide", learner="leila", of=said, text="Rude.")
    world.act("leila", "leave")
    assert "Message 0." not in world.read("leila", "earlier", before=15)["items"]
