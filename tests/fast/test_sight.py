"""What is seen of a long record is looked for at its end, and is the same as if every entry had been asked."""

from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
from hypothesis import given

from mentorship_xblock.domain.messages import HELD, OWN_WORDS
from mentorship_xblock.domain.record import Kind, Record, Role
from mentorship_xblock.domain.sight import read_to, visible
from mentorship_xblock.domain.thread import thread_of

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
KINDS = (Kind.MESSAGE, Kind.QUESTION, Kind.NOTE, Kind.READ, Kind.PAUSED)
VIEWERS = {"1": Role.LEARNER, "2": Role.MENTOR, "9": Role.STAFF}
said = st.tuples(st.sampled_from(KINDS), st.sampled_from("129"), st.integers(0, 6))
histories = st.lists(said, max_size=12)


def told(history):
    """Return the record of these entries, each so many seconds after the one before, and a moment shortly after the last."""
    record, now = Record(), NOON
    for number, (kind, by, seconds) in enumerate(history):
        now += timedelta(seconds=seconds)
        record = record.append(f"key-{number:05d}", kind, by, VIEWERS[by], now)
    return record, now + timedelta(seconds=3)


def is_seen(entry, viewer, now):
    """Say of one entry alone whether this person sees it."""
    if entry.by == viewer:
        return True
    if entry.kind in OWN_WORDS and now < entry.at + HELD:
        return False
    return not (entry.kind == Kind.NOTE and VIEWERS[viewer] is Role.LEARNER)


@given(histories, st.sampled_from("129"))
def test_nothing_is_seen_too_early_and_nothing_is_missed(history, viewer):
    record, now = told(history)
    seen = visible(record, viewer, VIEWERS[viewer], now)
    assert seen.log == tuple(entry for entry in record.log if is_seen(entry, viewer, now))


@given(histories, st.sampled_from("129"))
def test_nobody_has_read_past_what_is_held_back_from_them(history, viewer):
    record, now = told(history)
    waits = [entry.seq for entry in record.log if entry.by != viewer and entry.kind in OWN_WORDS and now < entry.at + HELD]
    assert read_to(record, viewer, now) == min(waits, default=len(record.log)) - 1


def test_what_two_parts_of_a_page_see_is_folded_once():
    record, now = told([(Kind.QUESTION, "1", 0), (Kind.NOTE, "2", 1)])
    one, other = (visible(record, "1", Role.LEARNER, now + timedelta(seconds=later)) for later in (0, 1))
    assert [entry.kind for entry in one.log] == [Kind.QUESTION]
    assert thread_of(one) is thread_of(other)
