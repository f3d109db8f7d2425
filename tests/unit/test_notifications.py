"""Whom to tell of what, as a pure rule: one person for each thing, and not again before they have read."""

from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from mentorship_xblock.actions.permissions import responder_for_learner
from mentorship_xblock.authoring.program import Program, RosterEntry
from mentorship_xblock.domain.mentorship import append_entry, message_edits, sending, transitions
from mentorship_xblock.domain.mentorship.message_kinds import NEWS_KINDS, SPOKEN_KINDS
from mentorship_xblock.domain.mentorship.status import Status, relationship_of_record
from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.notifications import (
    GIVING_KINDS,
    TO_THE_LEARNER,
    TO_THE_MENTOR,
    NotificationKind,
    notifications_of_entries,
)
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.log import Entry, Kind, Role
from mentorship_xblock.domain.record.record import Record
from mentorship_xblock.hosts.port import Person
from mentorship_xblock.views.notification_texts import NOTIFICATION_SENTENCES

from ..support.plans import NOON, PLAN, learner, mentor, paired

LEARNER, MENTOR, BACKUP, OTHER, STAFF = "1", "2", "3", "4", "9"


def told(before, after, guide=MENTOR):
    """Return who is told of what between two records."""
    entries = after.log[len(before.log) :]
    return [
        (one.recipient, one.kind.value)
        for one in notifications_of_entries(before, entries, LEARNER, guide, relationship_of_record(after))
    ]


def said(record, number, role=Role.LEARNER, person=LEARNER, kind=Kind.MESSAGE):
    return sending.send_message(record, append_entry.Actor(person, role, f"say-{number:05d}", NOON), kind, "Words.")


def read(record, person):
    return sending.mark_read_up_to(record, person, len(record.log))


@pytest.mark.parametrize("guide", [MENTOR, BACKUP])
def test_a_hundred_messages_in_a_row_tell_once_and_after_reading_once_more(guide):
    record, heard = said(paired(), 0, Role.MENTOR, MENTOR), []
    for number in range(1, 101):
        after = said(record, number)
        heard += told(record, after, guide)
        record = after
    assert heard == [(guide, "message")]
    record = read(record, guide)
    assert told(record, said(record, 101), guide) == [(guide, "message")]


def test_a_backup_who_has_never_read_anything_is_told_of_the_first_that_nobody_has_answered():
    record = said(said(said(paired(), 1), 2, Role.MENTOR, MENTOR), 3, kind=Kind.QUESTION)
    assert told(Record(record.log[:-1]), record, BACKUP) == [(BACKUP, "question")]
    assert told(record, said(record, 4), BACKUP) == []


def test_a_new_mentor_is_told_of_the_learner_and_then_of_the_first_message_whatever_went_before():
    record = said(said(paired(), 1), 2)
    given_away = transitions.pair_with_mentor(record, append_entry.Actor(STAFF, Role.STAFF, "pair-0001", NOON), LEARNER, OTHER)
    assert told(record, given_away, OTHER) == [(OTHER, "new-learner"), (LEARNER, "handed-over")]
    record = said(given_away, 3)
    assert told(given_away, record, OTHER) == [(OTHER, "message")]
    assert told(record, said(record, 4), OTHER) == []


def test_who_joins_by_themselves_is_not_told_of_it():
    assert told(Record(), paired()) == [(MENTOR, "new-learner")]


def test_nobody_is_told_while_there_is_nobody_to_tell():
    asked = transitions.request_mentor(Record(), learner("request-1"))
    assert told(Record(), asked, "") == told(asked, said(asked, 1), "") == []


def test_during_a_pause_a_learner_hears_what_a_person_says_and_no_more():
    record = milestones.submit_evidence(paired(), learner("hand-0001"), PLAN, "m1", "Done.")
    record = read(goals.propose_drafts(record, learner("offer-001"), PLAN, "g2"), LEARNER)
    paused = transitions.pause_mentorship(record, mentor("pause-001"), NOON.date().replace(day=20), "Away.")
    assert told(record, paused) == []
    paused = read(paused, LEARNER)
    approved = milestones.decide_on_evidence(paused, mentor("approve-1"), PLAN, Kind.APPROVED, "m1", 1)
    assert told(paused, approved) == []
    assert told(paused, said(paused, 1, Role.MENTOR, MENTOR)) == [(LEARNER, "message")]
    assert told(read(paused, MENTOR), said(read(paused, MENTOR), 2)) == [(MENTOR, "message")]


def test_the_end_of_a_pause_by_itself_is_told_to_nobody():
    paused = transitions.pause_mentorship(paired(), learner("pause-001"), NOON.date().replace(day=6), "")
    later = replace(learner("week-0001"), now=NOON.replace(day=9))
    after = goals.set_weekly_hours(paused, later, PLAN, 5)
    assert Kind.RESUMED in [entry.kind for entry in after.log]
    assert told(paused, after) == []


def test_a_wait_that_is_handed_on_is_told_to_who_has_it_now_and_so_is_what_follows():
    record = said(said(paired(), 1), 2)
    handed = sending.hand_over_wait(record, mentor("hand-0001"), BACKUP)
    assert told(record, handed) == [(BACKUP, "taken-over")]
    assert told(handed, said(handed, 3), BACKUP) == [(BACKUP, "message")]
    assert told(said(handed, 3), said(said(handed, 3), 4), BACKUP) == []


def test_a_backup_who_takes_a_wait_over_by_themselves_need_not_be_told():
    record = said(paired(), 1)
    assert told(record, sending.hand_over_wait(record, append_entry.Actor(BACKUP, Role.BACKUP, "take-0001", NOON), BACKUP)) == []


def test_what_is_unread_but_was_told_to_nobody_keeps_nobody_from_being_told():
    record = read(read(said(paired(), 1, kind=Kind.QUESTION), MENTOR), LEARNER)
    taken_back = message_edits.change_question_state(
        message_edits.write_private_note(record, mentor("note-0001"), "For us."), learner("turn-0001"), Kind.RETRACTED, "say-00001"
    )
    assert told(record, taken_back) == []
    assert told(taken_back, said(taken_back, 2)) == [(MENTOR, "message")]
    assert told(taken_back, said(taken_back, 2, Role.MENTOR, MENTOR)) == [(LEARNER, "message")]


def test_one_act_tells_one_person_of_one_thing():
    record = paired()
    after = goals.propose_drafts(goals.propose_drafts(record, learner("offer-001"), PLAN, "g1"), learner("offer-002"), PLAN, "g2")
    assert told(record, after) == [(MENTOR, "proposed")]


def test_all_that_is_told_is_news_which_somebody_can_have_read_and_has_words():
    assert {*TO_THE_MENTOR, *TO_THE_LEARNER} <= NEWS_KINDS
    assert (
        {
            *TO_THE_MENTOR.values(),
            *TO_THE_LEARNER.values(),
            NotificationKind.NEW_LEARNER,
            NotificationKind.HANDED_OVER,
            NotificationKind.TAKEN_OVER,
        }
        == set(NotificationKind)
        == set(NOTIFICATION_SENTENCES)
    )
    assert not GIVING_KINDS & SPOKEN_KINDS


ANSWERS = {Kind.MESSAGE, Kind.ANSWER, Kind.FEEDBACK, Kind.READ, Kind.HANDED}


def last_question(record):
    return next((entry.id for entry in reversed(record.log) if entry.kind == Kind.QUESTION), "")


ACTS = {
    "says": lambda r, k, n: sending.send_message(r, learner(k), (Kind.MESSAGE, Kind.QUESTION)[n % 2], "Words."),
    "is told": lambda r, k, n: sending.send_message(r, mentor(k), Kind.MESSAGE, "Words."),
    "team": lambda r, k, n: sending.send_message(r, append_entry.Actor(STAFF, Role.STAFF, k, NOON), Kind.MESSAGE, "Words."),
    "cover": lambda r, k, n: sending.send_message(r, append_entry.Actor(BACKUP, Role.BACKUP, k, NOON), Kind.MESSAGE, "Words."),
    "submits": lambda r, k, n: milestones.submit_evidence(r, learner(k), PLAN, f"m{n % 3 + 1}", "Done."),
    "changes": lambda r, k, n: milestones.decide_on_evidence(
        r, mentor(k), PLAN, Kind.CHANGES_ASKED, f"m{n % 3 + 1}", n, "One thing."
    ),
    "approved": lambda r, k, n: milestones.decide_on_evidence(r, mentor(k), PLAN, Kind.APPROVED, f"m{n % 3 + 1}", 1),
    "offers": lambda r, k, n: goals.propose_drafts(r, learner(k), PLAN, f"g{n % 2 + 1}"),
    "agrees": lambda r, k, n: goals.answer_proposal(r, mentor(k), PLAN, Kind.AGREED, r.log[-1].id, "", ""),
    "wishes": lambda r, k, n: milestones.ask_to_leave_out(r, learner(k), PLAN, f"m{n % 3 + 1}", "Known."),
    "pauses": lambda r, k, n: transitions.pause_mentorship(r, mentor(k), NOON.date().replace(day=20), ""),
    "resumes": lambda r, k, n: transitions.resume_mentorship(r, learner(k)),
    "notes": lambda r, k, n: message_edits.write_private_note(r, mentor(k), "For us."),
    "agreed": lambda r, k, n: goals.answer_proposal(r, learner(k), PLAN, Kind.AGREED, r.log[-1].id, "", ""),
    "suggested": lambda r, k, n: goals.answer_proposal(r, mentor(k), PLAN, Kind.SUGGESTED, r.log[-1].id, "", "Smaller."),
    "settled": lambda r, k, n: message_edits.change_question_state(
        r, learner(k), (Kind.RETRACTED, Kind.RESOLVED)[n % 2], last_question(r)
    ),
    "handed": lambda r, k, n: sending.hand_over_wait(r, mentor(k), BACKUP),
    "passed": lambda r, k, n: sending.end_wait_without_words(r, mentor(k)),
    "given": lambda r, k, n: transitions.pair_with_mentor(
        r, append_entry.Actor(STAFF, Role.STAFF, k, NOON), LEARNER, (MENTOR, OTHER)[n % 2]
    ),
}


def heard_of(record, entries, guide, relation):
    return [one.recipient for one in notifications_of_entries(record, entries, LEARNER, guide, relation)]


READS = ("1 reads", "2 reads", "3 reads", "4 reads")


@example([("says", 0), ("given", 1), ("given", 0), ("says", 0)], False)
@given(st.lists(st.tuples(st.sampled_from([*ACTS, *READS]), st.integers(0, 5)), max_size=40), st.booleans())
def test_whatever_happens_nobody_is_told_twice_before_they_read_nor_of_what_they_did_nor_left_out(history, gone):
    record, heard = paired(), {}
    for number, (what, n) in enumerate(history):
        if what in READS:
            record = read(record, what[0])
            heard.pop(what[0], None)
            continue
        try:
            after = ACTS[what](record, f"act-{number:05d}", n)
        except ActionRefused:
            continue
        entries = after.log[len(record.log) :]
        relation = relationship_of_record(after)
        guide = BACKUP if gone else thread_of_record(after).handed or relation.mentor
        for one in notifications_of_entries(record, entries, LEARNER, guide, relation):
            assert one.recipient not in {entry.by for entry in entries} | {STAFF}
            if one.kind not in (NotificationKind.NEW_LEARNER, NotificationKind.HANDED_OVER, NotificationKind.TAKEN_OVER):
                answered = [entry.seq for entry in record.log if entry.role is not Role.LEARNER and entry.kind in ANSWERS]
                since = max(answered, default=-1) if one.recipient == BACKUP else -1
                assert heard.get(one.recipient, -2) <= since, (what, one)
                heard[one.recipient] = after.log[-1].seq
            if one.recipient == LEARNER and relation.status is Status.PAUSED:
                assert one.kind is NotificationKind.MESSAGE
        if what in ("says", "submits", "wishes", "handed"):
            assert not entries or heard_of(read(record, guide), entries, guide, relation) == ([guide] if guide else [])
        fresh = read(record, LEARNER)
        if what in ("is told", "team", "cover") and len(entries) == 1:
            one = notifications_of_entries(fresh, entries, LEARNER, guide, relation)
            assert [(one.recipient, one.kind) for one in one] == [(LEARNER, NotificationKind.MESSAGE)]
        record = after


def test_what_an_entry_tells_does_not_depend_on_its_words():
    for kind in Kind:
        for role in Role:
            one, other = (Entry(1, "key-0001", kind, "5", role, NOON, {"x": text, "m": MENTOR}) for text in ("A", "B"))
            relation = relationship_of_record(paired())
            assert notifications_of_entries(paired(), [one], LEARNER, MENTOR, relation) == notifications_of_entries(
                paired(), [other], LEARNER, MENTOR, relation
            )


PLACES = (RosterEntry("mei", 5, "ben"), RosterEntry("ben", 5))
PEOPLE = {
    MENTOR: Person(MENTOR, "mei", in_course=True),
    BACKUP: Person(BACKUP, "ben", in_course=True),
    LEARNER: Person(LEARNER, "leila", in_course=True),
}


@pytest.mark.parametrize(
    ("roster", "out", "learner_is", "handed", "guide"),
    [
        (PLACES, (), LEARNER, "", MENTOR),
        (PLACES, (MENTOR,), LEARNER, "", BACKUP),
        (PLACES, (), LEARNER, BACKUP, BACKUP),
        (PLACES, (BACKUP,), LEARNER, BACKUP, MENTOR),
        (PLACES, (MENTOR, BACKUP), LEARNER, "", ""),
        (PLACES, (MENTOR,), BACKUP, "", ""),  # nobody stands in for their own mentor
        (PLACES[:1], (MENTOR,), LEARNER, "", ""),  # the backup is on no roster
        (PLACES[1:], (), LEARNER, "", ""),  # nobody knows any more who the backup was
    ],
)
def test_who_answers_a_learner_has_taken_it_over_or_is_the_mentor_or_the_backup_once_the_mentor_is_gone(
    roster, out, learner_is, handed, guide
):
    people = {person: replace(known, in_course=person not in out) for person, known in PEOPLE.items()}
    assert responder_for_learner(learner_is, relationship_of_record(paired()), handed, Program(roster), people) == guide


def test_nobody_answers_a_learner_who_has_no_mentor():
    assert responder_for_learner(LEARNER, relationship_of_record(Record()), "", Program(PLACES), PEOPLE) == ""
