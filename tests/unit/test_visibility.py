"""What is seen of a long record is looked for at its end, and is the same as if every entry had been asked."""

import json
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.mentorship.undo import UNDO_WINDOW, UNDOABLE_KINDS
from mentorship_xblock.domain.mentorship.visibility import place_in_whole_log, place_read_up_to, record_visible_to
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.domain.record.record import Record

from ..support import talks

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
KINDS = (Kind.MESSAGE, Kind.QUESTION, Kind.NOTE, Kind.READ, Kind.PAUSED, Kind.SUBMITTED, Kind.PROPOSED)
VIEWERS = {"1": Role.LEARNER, "2": Role.MENTOR, "9": Role.STAFF}
said = st.tuples(st.sampled_from(KINDS), st.sampled_from("129"), st.integers(0, 6))
histories = st.lists(said, max_size=12)


def told(history):
    """Return the record of these entries, each so many seconds after the one before, and a moment shortly after the last."""
    record, now = Record(), NOON
    for number, (kind, by, seconds) in enumerate(history):
        now += timedelta(seconds=seconds)
        kind = Kind.MESSAGE if kind == Kind.NOTE and by == "1" else kind  # learners write none
        record = record.with_entry(f"key-{number:05d}", kind, by, VIEWERS[by], now)
    return record, now + timedelta(seconds=3)


def is_seen(entry, viewer, now, reported):
    """Say of one entry alone whether this person sees it."""
    return entry.by == viewer or not (is_held(entry, now, reported, viewer) or (entry.kind == Kind.NOTE and viewer == "1"))


def is_held(entry, now, reported, viewer=""):
    """Say whether an entry is its author's alone yet: also what still was when a report came, for all but the course team."""
    if entry.kind not in UNDOABLE_KINDS:
        return False
    cut = reported and viewer != "9" and entry.by != "9" and entry.kind != Kind.NOTE and entry.at + UNDO_WINDOW > reported
    return now < entry.at + UNDO_WINDOW or bool(cut)


@given(histories, st.sampled_from("129"))
def test_nothing_is_seen_too_early_and_nothing_is_missed(history, viewer):
    record, now = told(history)
    seen, reported = record_visible_to(record, viewer, VIEWERS[viewer], now), thread_of_record(record).reported
    there = [entry for entry in record.log if is_seen(entry, viewer, now, reported)]
    assert [(entry.seq, entry.kind, entry.at) for entry in seen.log] == [(entry.seq, entry.kind, entry.at) for entry in there]
    for entry, stored in zip(seen.log, there, strict=True):
        assert (entry == stored) == (entry.kind != Kind.REPORTED or viewer in ("9", stored.by))


@given(histories, st.sampled_from("129"))
def test_nobody_has_read_past_what_is_held_back_from_them(history, viewer):
    record, now = told(history)
    reported = thread_of_record(record).reported
    counts = [entry for entry in record.log if not (entry.kind == Kind.NOTE and viewer == "1")]
    waits = [place for place, entry in enumerate(counts) if entry.by != viewer and is_held(entry, now, reported)]
    upto = place_read_up_to(record, viewer, VIEWERS[viewer], now)
    assert upto == min(waits, default=len(counts)) - 1
    assert upto < 0 or record.log[place_in_whole_log(record, upto, VIEWERS[viewer])] == counts[upto]


def test_what_two_parts_of_a_page_see_is_folded_once():
    record, now = told([(Kind.QUESTION, "1", 0), (Kind.NOTE, "2", 1)])
    one, other = (record_visible_to(record, "1", Role.LEARNER, now + timedelta(seconds=later)) for later in (0, 1))
    assert [entry.kind for entry in one.log] == [Kind.QUESTION]
    assert thread_of_record(one) is thread_of_record(other)


@pytest.mark.parametrize("does", [("M", "edits", "note"), ("M", "erases", "note"), ("S", "hides", "note"), ("S", "shows", "note")])
def test_nothing_of_a_note_is_seen_by_the_learner_however_it_is_changed(does):
    record = talks.told((0, "M", "notes", "", "note"), (1, "S", "hides", "note"))
    if does[1] != "shows":
        record = talks.told((0, "M", "notes", "", "note"))
    record = talks.step(record, *does, minutes=30, text="between us")
    seen = record_visible_to(record, "1", Role.LEARNER, talks.actor("L", minutes=600).now)
    assert "note" not in json.dumps(seen.as_stored_json()) and "between us" not in json.dumps(seen.as_stored_json())
    assert record_visible_to(record, "3", Role.BACKUP, talks.actor("B", minutes=600).now) is record


@pytest.mark.parametrize("then", [("L", "edits"), ("L", "erases"), ("L", "takes back")])
def test_what_is_done_to_held_words_is_seen_when_they_are(then):
    record = talks.told((0, "L", "asks", "", "question"), (0.05, *then, "question"))
    early, later = (record_visible_to(record, "2", Role.MENTOR, talks.actor("M", minutes=minutes).now) for minutes in (0.1, 1))
    assert [entry.kind for entry in early.log] == [Kind.ASSIGNED] and later is record
    assert place_read_up_to(record, "2", Role.MENTOR, talks.actor("M", minutes=0.1).now) == 0


def test_that_a_backup_takes_over_by_their_words_is_seen_with_the_words():
    record = talks.told((0, "L", "asks"), (60, "B", "takes over"))
    early, later = (record_visible_to(record, "1", Role.LEARNER, talks.actor("L", minutes=minutes).now) for minutes in (60.1, 61))
    assert [entry.kind for entry in early.log] == [Kind.ASSIGNED, Kind.QUESTION] and later is record
    assert place_read_up_to(record, "1", Role.LEARNER, talks.actor("L", minutes=60.1).now) == 1
    plain = talks.told((0, "L", "asks"), (60, "B", "hands over"))
    assert record_visible_to(plain, "1", Role.LEARNER, talks.actor("L", minutes=60.01).now) is plain


def test_the_operator_can_have_everything_seen_at_once():
    record = talks.told((0, "L", "asks"))
    now = talks.actor("M").now
    assert record_visible_to(record, "2", Role.MENTOR, now, timedelta(0)) is record
    assert (
        place_read_up_to(record, "2", Role.MENTOR, now, timedelta(0)) == 1 and place_read_up_to(record, "2", Role.MENTOR, now) == 0
    )
