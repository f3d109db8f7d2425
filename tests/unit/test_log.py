"""The log of a record: read whole, and made entry by entry as it is asked for."""

import json
from datetime import UTC, datetime, timedelta
from itertools import product

import hypothesis.strategies as st
import pytest
from hypothesis import given

from mentorship_xblock.domain.mentorship.status import relationship_of_record
from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.record.errors import UnreadableDocument
from mentorship_xblock.domain.record.log import Entry, Kind, Log, Role
from mentorship_xblock.domain.record.record import Record, load_stored_record
from mentorship_xblock.domain.record.values import format_stored_instant

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ENTRY = {"k": "message", "i": "key", "b": "7", "o": "learner", "t": "2026-03-02T09:00:00.000Z", "x": "Hello"}
IDS = [f"key-{number}" for number in range(12)]
COLUMNS = {"seqs": "seq", "ids": "id", "kinds": "kind", "people": "by", "roles": "role", "times": "at"}


def log_of(*rows):
    """Return a stored log of (kind, author, role, data), a minute apart."""
    return [
        {"k": kind, "i": IDS[place], "b": by, "o": role, "t": format_stored_instant(NOON + timedelta(minutes=place)), **data}
        for place, (kind, by, role, data) in enumerate(rows)
    ]


SAID = st.one_of(
    st.tuples(st.just("message"), st.just("1"), st.just("learner"), st.just({"x": "A"})),
    st.tuples(st.just("message"), st.sampled_from("23"), st.sampled_from(["mentor", "backup", "staff"]), st.just({"x": "B"})),
    st.tuples(
        st.just("message"), st.just("2"), st.just("mentor"), st.fixed_dictionaries({"un": st.lists(st.sampled_from(IDS[:6]))})
    ),
    st.tuples(st.just("question"), st.just("1"), st.just("learner"), st.just({"x": "C"})),
    st.tuples(st.just("answer"), st.just("2"), st.just("mentor"), st.fixed_dictionaries({"q": st.sampled_from(IDS)})),
    st.tuples(
        st.sampled_from(["assigned", "reassigned"]),
        st.just("9"),
        st.just("staff"),
        st.fixed_dictionaries({"m": st.sampled_from("23")}),
    ),
    st.tuples(
        st.sampled_from(["reported", "left", "returned", "read", "handed", "unheard-of"]),
        st.sampled_from("12"),
        st.just("mentor"),
        st.just({"to": "3"}),
    ),
)
LOGS = st.lists(SAID, max_size=12).map(lambda rows: log_of(*rows))


STRETCHES = [
    ("message", "1", "learner", {"x": "A"}),
    ("message", "2", "mentor", {"x": "B"}),
    ("message", "3", "backup", {"x": "B"}),
    ("message", "2", "mentor", {"x": "B", "un": [IDS[1]]}),
    ("question", "1", "learner", {"x": "C"}),
    ("assigned", "9", "staff", {"m": "2"}),
    ("handed", "2", "mentor", {"to": "3"}),
    ("reported", "1", "learner", {"to": "2"}),
]


def one_by_one(record):
    """Return the thread as it is when every message is told as an entry of its own."""
    told = (entry._replace(data={"un": [], **entry.data}) if entry.kind == Kind.MESSAGE else entry for entry in record.log)
    return thread_of_record(Record(log=Log(told)))


@pytest.mark.parametrize("length", range(1, 5))
def test_a_stretch_of_messages_is_what_they_are_one_by_one(length):
    for rows in product(STRETCHES, repeat=length):
        record = load_stored_record({"v": 1, "log": log_of(*rows)})
        assert thread_of_record(record) == one_by_one(record), rows


@given(LOGS, st.data())
def test_a_stored_log_is_the_log_of_its_entries(stored, data):
    log = Log.read(stored)
    asked = data.draw(st.lists(st.integers(0, len(log) - 1), max_size=4)) if stored else []
    assert all(log[place] is log[place] for place in asked)
    made = Log([*Log.read(stored)])
    places = data.draw(st.lists(st.integers(0, len(log) - 1), unique=True).map(sorted)) if stored else []
    for one, other in ((log, made), (log.entries_at(places), made.entries_at(places)), (log[3:7], made[3:7])):
        assert one == other and one.places == other.places and [*reversed(one)] == [*reversed(other)]
        assert all([*getattr(one, column)] == [getattr(entry, name) for entry in other] for column, name in COLUMNS.items())
        assert all(one.entries_of_kinds({kind}) == [entry for entry in other if entry.kind == kind] for kind in ("message", "left"))
        assert all(
            [one[place] for place in one.places_with_key(key)] == [entry for entry in other if key in entry.data]
            for key in ("un", "m")
        )
    assert thread_of_record(Record(log=log)) == thread_of_record(Record(log=made)) and relationship_of_record(
        Record(log=log)
    ) == relationship_of_record(Record(log=made))
    assert Record(log=log).people_named == Record(log=made).people_named and dict(Record(log=log).entries_by_id) == dict(
        Record(log=made).entries_by_id
    )
    assert (
        Record(log=log).stored_size
        == Record(log=made).stored_size
        == len(json.dumps(Record(log=log).as_stored_json(), separators=(",", ":")))
    )


WRONG = [7, None, [], {**ENTRY, "k": 7}, {**ENTRY, "i": None}, {**ENTRY, "b": 7}, {**ENTRY, "o": "wizard"}, {**ENTRY, "o": []},
         {**ENTRY, "t": "yesterday"}, {**ENTRY, "t": 7}, {**ENTRY, "t": "0001-01-01T00:00:00+14:00"}, {**ENTRY, "t": "2500-01-01T00:00:00Z"},
         *({key: value for key, value in ENTRY.items() if key != missing} for missing in "kibot")]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("place", range(3))
def test_one_damaged_entry_is_seen_wherever_it_is(wrong, place):
    log = [ENTRY, ENTRY]
    assert load_stored_record({"v": 1, "log": log}).log
    log.insert(place, wrong)
    with pytest.raises(UnreadableDocument):
        load_stored_record({"v": 1, "log": log})


def test_times_of_any_zone_are_read_in_utc():
    times = ["2026-03-02T09:00:00.000Z", "2026-03-02T10:00:00+01:00", "2026-03-02T09:00:00"]
    log = Log.read([{**ENTRY, "t": time} for time in times])
    assert {entry.at for entry in log} == {datetime(2026, 3, 2, 9, tzinfo=UTC)} and {entry.at.tzinfo for entry in log} == {UTC}


def test_a_log_is_no_list_of_its_entries_and_equal_to_its_like():
    log = Log([Entry(0, "key", "message", "7", Role.LEARNER, NOON, {"x": "Hello"})])
    assert log != [*log] and log == Log(log) != Log() and repr(log) == f"Log({[*log]})"


def test_the_messages_of_a_long_conversation_are_not_made_to_know_where_it_is(monkeypatch):
    made, entry = [], Log._entry
    monkeypatch.setattr(Log, "_entry", lambda log, place: made.append(place) or entry(log, place))
    start = [{**ENTRY, "k": "assigned", "o": "staff", "b": "9", "m": "2"}]
    spoken = [{**ENTRY, "i": f"key-{number}", "o": ("learner", "mentor")[number % 2]} for number in range(1_000)]
    record = load_stored_record({"v": 1, "log": [*start, *spoken]})
    assert (
        thread_of_record(record).last_by == "7"
        and relationship_of_record(record).mentor == "2"
        and record.people_named == {"2", "7", "9"}
    )
    assert not record.is_nearly_full and record.entries_by_id["key-500"].seq == 501
    assert sorted(made) == [0, 501]
