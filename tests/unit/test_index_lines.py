"""The lines of a mentor's index: read all at once, they are what they are read one by one, and what is damaged is found."""

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from mentorship_xblock.domain.mentor import index_lines
from mentorship_xblock.domain.mentor.index_lines import IndexedWait
from mentorship_xblock.domain.mentor.learner_index import load_learner_index
from mentorship_xblock.domain.mentorship.thread import WaitEnd
from mentorship_xblock.domain.record.errors import UnreadableDocument
from mentorship_xblock.domain.record.values import WRONG_SHAPE, check_instants, parse_instant

LINE = {"s": "active", "t": "quiet", "a": "2026-03-02T09:00:00.000Z", "n": 3}
BEGIN, END = "2026-03-02T09:00:00.000Z", "2026-03-02T10:00:00.000Z"
FINE = (BEGIN, END, "2028-02-29T00:00:00.000Z", "1970-01-01T00:00:00.000Z", "2199-12-31T23:59:59.999Z")
OTHERWISE_WRITTEN = ("2026-03-02T09:00:00", "20260302T090000Z", "2026-03-02", "2026-W10-1", "2026-03-02T09:00:00+02:00")
AT_THE_ENDS = (
    "1969-12-31T23:59:59.999Z", "1969-12-31T23:30:00-01:00", "1970-01-01T00:30:00+01:00", "1970-W01-1",
    "2200-01-01T00:00:00.000Z", "2200-01-01T00:30:00+01:00", "2199-12-31T23:30:00-01:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-14:00",
)  # fmt: skip
NO_INSTANTS = (
    "2026-02-30T09:00:00.000Z",
    "2026-13-02T09:00:00.000Z",
    "2026-03-02T25:00:00.000Z",
    "soon",
    "",
    7,
    None,
    True,
    [],
    {},
)

mostly_fine = st.sampled_from(FINE) | st.sampled_from(FINE * 4 + OTHERWISE_WRITTEN + AT_THE_ENDS + NO_INSTANTS)
ends = st.sampled_from([*WaitEnd] * 4 + ["slept", None, 7, [], {}])
stops = st.lists(st.tuples(mostly_fine, mostly_fine).map(list) | st.sampled_from([[], 7, [BEGIN]]), max_size=2)
waits = (
    st.tuples(mostly_fine, mostly_fine, ends).map(list)
    | st.tuples(mostly_fine, mostly_fine, ends, stops).map(list)
    | st.sampled_from(
        [[], [BEGIN], [BEGIN, END], [BEGIN, END, "answered", [], []], 7, None, "abc", {BEGIN: 1, END: 2, "answered": 3}]
    )
)


def one_by_one(stored):
    """Read finished waits one by one, each part of each; None if any of them cannot be read."""
    try:
        return tuple(
            IndexedWait(
                parse_instant(begin),
                parse_instant(end),
                {one.value: one for one in WaitEnd}[how],
                tuple((parse_instant(since), parse_instant(until)) for stops in more for since, until in stops),
            )
            for begin, end, how, *more in stored
            if len(more) <= 1 or parse_instant(None)
        )
    except WRONG_SHAPE:
        return None


def all_at_once(*lines):
    """Return the finished waits of an index with these lines; None if it cannot be read."""
    stored = {str(place): {**LINE, "e": waits} for place, waits in enumerate(lines)}
    try:
        return [line.ends for line in load_learner_index({"v": 1, "lines": stored}).lines.values()]
    except UnreadableDocument:
        return None


@given(st.lists(st.lists(waits, max_size=3), min_size=1, max_size=3))
@example([[[BEGIN, END, "answered"]], [[BEGIN, "2199-12-31T23:30:00-01:00", "answered"]]])
@example([[[BEGIN, END, "answered", [[BEGIN, END]]], [BEGIN, END, "moved"]]])
def test_finished_waits_read_all_at_once_are_what_they_are_one_by_one(lines):
    each = [one_by_one(waits) for waits in lines]
    assert all_at_once(*lines) == (None if None in each else each)


@pytest.mark.parametrize("text", [*FINE, *OTHERWISE_WRITTEN, *AT_THE_ENDS, *NO_INSTANTS])
def test_an_instant_among_fine_ones_is_checked_as_it_is_read(text):
    def fault(work, *given):
        try:
            work(*given)
        except WRONG_SHAPE:
            return "cannot be read"

    assert fault(check_instants, [*FINE[:2], text]) == fault(parse_instant, text)


def test_a_damaged_wait_of_one_line_closes_the_index_when_it_is_read():
    fine = [[BEGIN, END, "answered"]]
    assert all_at_once(fine, fine) is not None
    assert all_at_once(fine, [[BEGIN, END, "slept"]]) is None


def test_finished_waits_are_read_when_somebody_asks_and_stored_again_as_they_were(monkeypatch):
    stored = {"v": 1, "lines": {"7": {**LINE, "e": [[BEGIN, END, "answered"]]}}}
    read = []
    monkeypatch.setattr(index_lines, "_read_wait", read.append)
    index = load_learner_index(stored)
    assert index.as_stored_json() == stored and not read
    assert index.lines["7"].ends and read == [[BEGIN, END, "answered"]]
