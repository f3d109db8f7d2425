"""Counted time: worked examples by hand, what holds for any hours, and a count minute by minute against it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from mentorship_xblock.domain.mentor import working_hours as module
from mentorship_xblock.domain.mentor.working_hours import (
    REACHED_WITHIN,
    ROUND_THE_CLOCK,
    WorkingHours,
    deadline_after,
    working_time_between,
)
from mentorship_xblock.domain.record.values import start_of_local_day

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
WEEKDAYS, EVERY_DAY = frozenset(range(5)), frozenset(range(7))
LONDON = WorkingHours("Europe/London", WEEKDAYS, 9 * 60, 17 * 60)


def at(text, zone="UTC"):
    """Return the instant at which a clock on the wall shows this; where it shows it twice, the first."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def on(zone, day, begin, end, **more):
    """Return hours on one day of the week, in hours after midnight."""
    return WorkingHours(zone, frozenset({day}), int(begin * 60), int(end * 60), **more)


FRIDAY, MONDAY = "2026-03-20", "2026-03-23"


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (f"{FRIDAY}T17:00", f"{MONDAY}T09:00", 0),
        (f"{FRIDAY}T16:00", f"{MONDAY}T10:00", 2),
        (f"{FRIDAY}T16:15", f"{FRIDAY}T16:30", 0.25),
        (f"{FRIDAY}T02:00", f"{FRIDAY}T23:00", 8),
        (f"{FRIDAY}T12:00", "2026-03-27T12:00", 40),
        ("2026-03-21T12:00", "2026-03-22T12:00", 0),
        (f"{MONDAY}T10:00", f"{FRIDAY}T10:00", 0),
        (f"{MONDAY}T10:00", f"{MONDAY}T10:00", 0),
        # 261 weekdays, whatever the clocks did in between
        ("2026-01-01T00:00", "2027-01-01T00:00", 261 * 8),
    ],
)
def test_what_falls_in_a_weeks_hours_counts(start, end, hours):
    assert working_time_between(at(start, "Europe/London"), at(end, "Europe/London"), LONDON) == hours * HOUR


@pytest.mark.parametrize(
    ("hours", "start", "end", "counts"),
    [
        # London puts its clocks from 01:00 to 02:00 on Sunday 29 March 2026, and back at 02:00 on 25 October.
        (on("Europe/London", 6, 0, 24), "2026-03-28T00:00", "2026-03-31T00:00", 23),
        (on("Europe/London", 6, 1, 2), "2026-03-28T00:00", "2026-03-31T00:00", 0),
        (on("Europe/London", 6, 1.5, 2.5), "2026-03-28T00:00", "2026-03-31T00:00", 0.5),
        (on("Europe/London", 6, 1.5, 2.5), "2026-03-29T00:00", "2026-03-29T01:15", 0.25),
        (on("Europe/London", 6, 9, 17), "2026-03-29T00:00", "2026-03-29T08:30", 0.5),
        (on("Europe/London", 6, 0, 24), "2026-10-24T00:00", "2026-10-27T00:00", 25),
        (on("Europe/London", 6, 1, 2), "2026-10-24T00:00", "2026-10-27T00:00", 2),
        (on("Europe/London", 6, 1.5, 2.5), "2026-10-24T00:00", "2026-10-27T00:00", 1.5),
        (on("Europe/London", 6, 9, 17), "2026-10-25T00:00", "2026-10-25T09:30", 0.5),
        # Asunción had no midnight on Sunday 1 October 2023, and Cairo none on Friday 24 April 2026.
        (on("America/Asuncion", 6, 0, 24), "2023-09-29T00:00", "2023-10-03T00:00", 23),
        (on("America/Asuncion", 6, 0, 1.5), "2023-09-29T00:00", "2023-10-03T00:00", 0.5),
        (on("Africa/Cairo", 4, 0, 1), "2026-04-22T00:00", "2026-04-27T00:00", 0),
        # The last hour of Thursday 29 October comes twice there, and is Thursday both times.
        (on("Africa/Cairo", 3, 0, 24), "2026-10-28T00:00", "2026-11-01T00:00", 25),
        (on("Africa/Cairo", 4, 0, 24), "2026-10-28T00:00", "2026-11-01T00:00", 24),
        # Lord Howe Island moves its clocks by half an hour; Samoa left out Friday 30 December 2011.
        (on("Australia/Lord_Howe", 6, 0, 24), "2026-10-02T00:00", "2026-10-06T00:00", 23.5),
        (on("Australia/Lord_Howe", 6, 2, 2.5), "2026-10-02T00:00", "2026-10-06T00:00", 0),
        # At one minute past midnight St. John's went back from Sunday into Saturday.
        (on("America/St_Johns", 6, 0, 24), "2010-11-05T00:00", "2010-11-10T00:00", 24 + 1 / 60),
        (on("America/St_Johns", 5, 0, 24), "2010-11-05T00:00", "2010-11-10T00:00", 24 + 59 / 60),
        (on("Pacific/Apia", 4, 0, 24), "2011-12-28T00:00", "2012-01-02T00:00", 0),
        (on("Pacific/Apia", 5, 0, 24), "2011-12-28T00:00", "2012-01-02T00:00", 24),
        # 9 to 17 o'clock in India is from 03:30.
        (on("Asia/Kolkata", 0, 9, 17), f"{MONDAY}T03:00", f"{MONDAY}T04:00", 0.5),
        (on("Asia/Kolkata", 0, 9, 17), f"{MONDAY}T11:00", f"{MONDAY}T12:00", 0.5),
        # A zone this machine does not know is UTC.
        (on("Mars/Olympus", 0, 9, 17), f"{MONDAY}T00:00", f"{MONDAY}T10:00", 1),
        (on("", 0, 9, 17), f"{MONDAY}T00:00", f"{MONDAY}T10:00", 1),
    ],
)
def test_the_clock_on_the_wall_decides_also_where_it_is_changed(hours, start, end, counts):
    assert working_time_between(at(start), at(end), hours) == counts * HOUR


def away(*days):
    """Return absences from pairs of days of March 2026."""
    return tuple((date(2026, 3, first), date(2026, 3, last)) for first, last in days)


@pytest.mark.parametrize(
    ("absences", "counts"),
    [
        ((), 1 + 4 * 8 + 1),
        (away((23, 25)), 1 + 8 + 1),
        (away((23, 23)), 1 + 3 * 8 + 1),
        (away((21, 22)), 1 + 4 * 8 + 1),  # a weekend takes nothing away
        (away((23, 24), (24, 25), (23, 23)), 1 + 8 + 1),
        (away((25, 25), (23, 23)), 1 + 2 * 8 + 1),
        (away((25, 23)), 1 + 4 * 8 + 1),  # no day lies between
        (away((1, 31)), 0),
    ],
)
def test_days_away_are_taken_out_once_with_their_first_and_last_day(absences, counts):
    hours = WorkingHours("", WEEKDAYS, 9 * 60, 17 * 60, absences)
    assert working_time_between(at(f"{FRIDAY}T16:00"), at("2026-03-27T10:00"), hours) == counts * HOUR


def test_who_states_no_hours_counts_round_the_clock_but_not_on_days_away():
    start, end = at(f"{FRIDAY}T16:00"), at(f"{MONDAY}T16:00")
    assert working_time_between(start, end, ROUND_THE_CLOCK) == 3 * DAY
    assert working_time_between(start, end, WorkingHours(begin=9 * 60, end=17 * 60)) == 3 * DAY
    assert working_time_between(start, end, WorkingHours(away=away((21, 21)))) == 2 * DAY
    # Saturday in India begins at 18:30 on Friday.
    assert working_time_between(start, at("2026-03-21T00:00"), WorkingHours("Asia/Kolkata", away=away((21, 21)))) == 2.5 * HOUR
    # Sunday 29 March has 23 hours in London.
    assert (
        working_time_between(at("2026-03-28T00:00"), at("2026-03-31T00:00"), WorkingHours("Europe/London", away=away((29, 29))))
        == 49 * HOUR
    )


@pytest.mark.parametrize(
    ("pauses", "counts"),
    [
        ([], 10),
        ([(f"{FRIDAY}T18:00", f"{MONDAY}T08:00")], 10),  # nobody mentored then anyway
        ([(f"{FRIDAY}T16:00", f"{MONDAY}T10:00")], 8),
        ([(f"{FRIDAY}T16:00", f"{FRIDAY}T16:40"), (f"{FRIDAY}T16:20", f"{FRIDAY}T17:00")], 9),
        ([(f"{FRIDAY}T16:00", f"{FRIDAY}T17:00"), (f"{FRIDAY}T16:20", f"{FRIDAY}T16:40")], 9),
        ([("2026-03-01T00:00", f"{FRIDAY}T16:00"), (f"{MONDAY}T16:00", "2026-04-01T00:00")], 8),
        ([("2026-03-01T00:00", "2026-03-02T00:00"), ("2026-04-01T00:00", "2026-04-02T00:00")], 10),
        ([(f"{MONDAY}T10:00", f"{FRIDAY}T16:00")], 10),
        ([("2026-03-01T00:00", "2026-04-01T00:00")], 0),
    ],
)
def test_a_pause_takes_out_what_of_it_would_have_counted(pauses, counts):
    hours = WorkingHours("", WEEKDAYS, 9 * 60, 17 * 60)
    spans = [(at(since), at(until)) for since, until in pauses]
    assert working_time_between(at(f"{FRIDAY}T15:00"), at(f"{MONDAY}T17:00"), hours, spans) == counts * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "amount", "end"),
    [
        (f"{MONDAY}T10:00", LONDON, 24, "2026-03-26T10:00"),
        (f"{FRIDAY}T16:00", LONDON, 1, f"{FRIDAY}T17:00"),  # not on Monday, when it still is no more
        (f"{FRIDAY}T16:00", LONDON, 2, f"{MONDAY}T10:00"),
        ("2026-03-27T16:00", LONDON, 2, "2026-03-30T09:00"),  # 10 o'clock in summer
        ("2026-03-21T12:00", LONDON, 0, "2026-03-21T12:00"),
        ("2026-03-21T12:00", LONDON, -5, "2026-03-21T12:00"),
        ("2026-10-25T00:00", on("Europe/London", 6, 1.5, 2.5), 1, "2026-10-25T02:00"),
        ("2026-03-29T00:00", on("Europe/London", 6, 1.5, 2.5), 0.5, "2026-03-29T01:30"),
        (f"{FRIDAY}T16:00", ROUND_THE_CLOCK, 24, "2026-03-21T16:00"),
        (f"{FRIDAY}T16:00", WorkingHours(away=away((21, 22))), 24, "2026-03-23T16:00"),
    ],
)
def test_an_amount_of_counted_time_is_reached_at_the_first_instant_it_can_be(start, hours, amount, end):
    found = deadline_after(at(start), amount * HOUR, hours)
    assert found == at(end)
    assert found.tzinfo is UTC


def test_an_amount_is_reached_later_by_the_pauses():
    start, pause = at(f"{FRIDAY}T16:00"), (at(f"{MONDAY}T09:30"), at(f"{MONDAY}T11:00"))
    assert deadline_after(start, 2 * HOUR, LONDON, [pause]) == at(f"{MONDAY}T11:30")
    assert deadline_after(start, 1.5 * HOUR, LONDON, [pause]) == at(f"{MONDAY}T09:30")


def test_what_takes_longer_than_a_year_is_not_reached():
    start = at(f"{FRIDAY}T16:00")
    assert deadline_after(start, HOUR, WorkingHours(away=((date(2026, 1, 1), date(9999, 12, 31)),))) is None
    assert deadline_after(start, REACHED_WITHIN, ROUND_THE_CLOCK) == start + REACHED_WITHIN
    assert deadline_after(start, REACHED_WITHIN + timedelta(microseconds=1), ROUND_THE_CLOCK) is None


def test_no_instant_that_can_be_stored_makes_it_fail():
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    for zone in ("", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        whole = working_time_between(first, last, WorkingHours(zone, WEEKDAYS, 0, 24 * 60))
        assert abs(whole - (last - first) * 5 / 7) < 5 * DAY
        assert deadline_after(last - HOUR, DAY, WorkingHours(zone)) is None
        assert deadline_after(first, DAY, WorkingHours(zone)) == first + DAY


@pytest.mark.parametrize(
    "wrong",
    [
        {"begin": 60, "end": 60},
        {"begin": 120, "end": 60},
        {"begin": -1},
        {"end": 1441},
        {"days": frozenset({7})},
        {"days": frozenset({-1})},
    ],
)
def test_hours_that_no_day_has_are_refused(wrong):
    with pytest.raises(ValueError):
        WorkingHours(**wrong)


def test_a_year_of_waiting_is_not_walked_through_day_by_day(monkeypatch):
    looks = []
    there = WorkingHours._there
    monkeypatch.setattr(WorkingHours, "_there", lambda self, wall: looks.append(wall) or there(self, wall))
    assert working_time_between(at("2025-02-03T00:00"), at("2026-02-03T00:00"), LONDON) == 261 * 8 * HOUR
    assert len(looks) == 6  # before, in and after summer time


def test_an_ended_wait_is_counted_once():
    start = at("2026-02-03T00:01")
    working_time_between(start, start + DAY, LONDON)
    before = module._counted_once.cache_info()
    # The same hours, read anew for the next page.
    again = WorkingHours("Europe/London", frozenset(range(5)), 540, 1020)
    assert working_time_between(start, start + DAY, again) == 8 * HOUR
    assert module._counted_once.cache_info().misses == before.misses


ZONES = (
    "", "UTC", "Europe/London", "America/New_York", "America/Asuncion", "Africa/Cairo", "Africa/Casablanca", "Asia/Kolkata",
    "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "Pacific/Chatham", "Europe/Dublin",
)  # fmt: skip
CHANGED = (
    "2026-03-29T01:00", "2026-10-25T01:00", "2026-03-08T07:00", "2026-11-01T06:00", "2023-10-01T04:00", "2023-03-26T03:00",
    "2026-04-23T22:00", "2026-10-29T21:00", "2026-02-15T02:00", "2026-03-22T02:00", "2026-10-03T15:30", "2026-04-04T15:00",
    "2011-12-30T10:00", "2010-11-07T02:31", "2026-06-15T12:00",
)  # fmt: skip
"""Instants at about which a clock is changed in one of the zones, and one where none is."""


@st.composite
def some_hours(draw):
    begin = draw(st.integers(0, 1439))
    end = draw(st.integers(begin + 1, 1440))
    since = at(draw(st.sampled_from(CHANGED))).date()
    absence = st.tuples(st.integers(-4, 4), st.integers(-1, 3)).map(lambda pair: (since + pair[0] * DAY, since + sum(pair) * DAY))
    days = draw(st.sampled_from((EVERY_DAY, WEEKDAYS, frozenset())) | st.frozensets(st.integers(0, 6)))
    return WorkingHours(draw(st.sampled_from(ZONES)), days, begin, end, tuple(draw(st.lists(absence, max_size=2))))


MOMENTS = st.builds(lambda about, minutes: at(about) + minutes * MINUTE, st.sampled_from(CHANGED), st.integers(-4 * 1440, 4 * 1440))
FINE = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)) | MOMENTS
PAUSES = st.lists(
    st.tuples(MOMENTS, st.integers(-60, 2 * 1440)).map(lambda pair: (pair[0], pair[0] + pair[1] * MINUTE)), max_size=3
)


def minutes_there(start, end, hours, pauses):
    """Count in the plainest way there is: look at the clock on the wall at every minute."""
    minutes, moment = 0, start
    place = ZoneInfo(hours.zone or "UTC")
    while moment < end:
        wall = moment.astimezone(place)
        in_hours = not hours.days or (wall.weekday() in hours.days and hours.begin <= wall.hour * 60 + wall.minute < hours.end)
        away = any(first <= wall.date() <= last for first, last in hours.away)
        paused = any(since <= moment < until for since, until in pauses)
        minutes += in_hours and not away and not paused
        moment += MINUTE
    return minutes * MINUTE


@given(some_hours(), MOMENTS, st.integers(0, 4 * 1440), PAUSES)
def test_counted_time_is_what_looking_at_the_clock_every_minute_finds(hours, start, minutes, pauses):
    end = start + minutes * MINUTE
    assert working_time_between(start, end, hours, pauses) == minutes_there(start, end, hours, pauses)


@given(some_hours(), st.sampled_from(CHANGED), PAUSES)
def test_it_is_so_across_each_change_of_the_clocks_in_every_zone(hours, change, pauses):
    start, end = at(change) - 4 * HOUR, at(change) + 4 * HOUR
    for zone in ZONES:
        there = WorkingHours(zone, hours.days, hours.begin, hours.end, hours.away)
        assert working_time_between(start, end, there, pauses) == minutes_there(start, end, there, pauses), zone


# A day ends where the next begins, except where a day was left out, or was gone back into from the next.
@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone not in ("Pacific/Apia", "America/St_Johns")])
def test_no_change_of_the_clocks_is_missed_in_fifty_years(zone):
    sundays = [date(1985, 1, 6) + week * 7 * DAY for week in range(52 * 50)]
    for day in sundays:
        start, end = start_of_local_day(day, zone), start_of_local_day(day + DAY, zone)
        assert working_time_between(start - 9 * HOUR, end + 9 * HOUR, on(zone, 6, 0, 24)) == end - start, day


@given(some_hours(), st.lists(FINE, min_size=3, max_size=3), PAUSES)
def test_counted_time_adds_up_and_never_exceeds_what_passed(hours, moments, pauses):
    first, second, third = sorted(moments)
    parts = [working_time_between(first, second, hours, pauses), working_time_between(second, third, hours, pauses)]
    assert sum(parts, timedelta(0)) == working_time_between(first, third, hours, pauses)
    assert timedelta(0) <= parts[0] <= second - first
    assert working_time_between(third, first, hours, pauses) == timedelta(0)


@given(some_hours(), FINE, st.timedeltas(timedelta(0), 30 * DAY), PAUSES)
@example(LONDON, at("2026-01-05T10:00"), 24 * HOUR, [])
def test_what_is_reached_is_reached_exactly_then_and_not_before(hours, start, amount, pauses):
    end = deadline_after(start, amount, hours, pauses)
    if end is None:
        assert working_time_between(start, start + REACHED_WITHIN, hours, pauses) < amount
    else:
        assert working_time_between(start, end, hours, pauses) == amount
        assert end == start or working_time_between(start, end - timedelta(microseconds=1), hours, pauses) < amount
