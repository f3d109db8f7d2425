"""The measures of waiting and answering: worked examples, a textbook's table, and oracles in other words on random histories."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from itertools import accumulate

import hypothesis.strategies as st
import pytest
from hypothesis import given

from mentorship_xblock.domain.mentor import metrics
from mentorship_xblock.domain.mentor.metrics import (
    HALF,
    NINE_TENTHS,
    WINDOW,
    AgedWait,
    AskedQuestion,
    Estimate,
    MeasuredWait,
    QuestionChange,
    Rate,
    WaitSpan,
    are_enough_to_show,
    first_contact_wait,
    first_response_wait,
    longest_open_wait,
    median_of_waits,
    quantile_of_waits,
    rate_of_reopening,
    rate_of_replies,
    rate_of_resolution,
    rate_within_target,
    spans_begun_lately,
    wait_of_span,
    wait_of_span_with_age,
)
from mentorship_xblock.domain.mentor.working_hours import WorkingHours, working_time_between

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 3, 27, 12, tzinfo=UTC)


def elapsed(start, end):
    return end - start


def waits(text):
    """Return waits in hours, written as textbooks do: a plus sign means that nobody answered so far."""
    return [MeasuredWait(int(word.strip("+")) * HOUR, not word.endswith("+"), word.endswith("+")) for word in text.split()]


# Freireich and others 1963, weeks of remission: the table in which most textbooks show the method.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
CONTROL = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


@pytest.mark.parametrize(
    ("told", "share", "value", "at_least"),
    [
        (TREATED, HALF, 23, False),
        (TREATED, Fraction(1, 10), 6, False),
        (TREATED, Fraction(1, 4), 13, False),  # .7529 still wait after 10, .6902 after 13
        (TREATED, Fraction(30, 100), 13, False),
        (TREATED, Fraction(31, 100), 16, False),
        (TREATED, NINE_TENTHS, 35, True),
        (CONTROL, HALF, 8, False),
        (CONTROL, NINE_TENTHS, 17, False),
        (CONTROL, Fraction(1), 23, False),
        # By hand: one answer leaves 3/4 waiting; after the censoring, the next leaves 3/8.
        ("1 2+ 3 4+", HALF, 3, False),
        ("1 2+ 3+ 4+", HALF, 4, True),
        # Exactly one half has fallen to one half.
        ("1 2", HALF, 1, False),
        ("1 2+", HALF, 1, False),
        ("1+ 2", HALF, 2, False),
        ("5", HALF, 5, False),
        ("5+", HALF, 5, True),
        ("1 1 1", HALF, 1, False),
        # Six tenths exactly, where numbers with a point would be a hair above.
        ("1 2 3+ 4+ 5+", Fraction(4, 10), 2, False),
        # Who is censored at two hours was there to be answered at two: 3/4 wait on, and not 1/2.
        ("2 2+ 2+ 9+", HALF, 9, True),
        ("2+ 2 2+", HALF, 2, True),
        ("2 2+ 3+ 4+", Fraction(1, 4), 2, False),
        # Nought is a length like another.
        ("0 0 5+", HALF, 0, False),
        ("0+ 0+", HALF, 0, True),
    ],
)
def test_a_share_is_answered_in_the_time_kaplan_and_meier_find(told, share, value, at_least):
    assert quantile_of_waits(waits(told), share) == Estimate(value * HOUR, at_least)


def test_ten_open_and_no_answered_questions_give_more_than_the_longest_of_them():
    assert median_of_waits(waits(" ".join(f"{hours}+" for hours in range(1, 11)))) == Estimate(10 * HOUR, at_least=True)


def test_open_waits_make_the_median_longer_than_the_middle_of_the_answered_ones():
    assert median_of_waits(waits("1 2 3")) == Estimate(2 * HOUR)
    assert median_of_waits(waits("1 2 3 50+ 60+")) == Estimate(3 * HOUR)
    assert median_of_waits(waits("1 2 3 50+ 60+ 70+ 80+")) == Estimate(80 * HOUR, at_least=True)


def test_there_is_no_estimate_of_no_waits_and_none_of_a_share_that_is_none():
    assert median_of_waits([]) is None
    for share in (Fraction(0), Fraction(-1, 2), Fraction(3, 2)):
        with pytest.raises(ValueError):
            quantile_of_waits(waits("1"), share)


def redistributed(told, share):
    """Find the same in other words: who is censored gives their weight, in equal parts, to all who waited longer (Efron 1967)."""
    order = sorted(told, key=lambda wait: (wait.length, not wait.answered))
    weights = [Fraction(1, len(order))] * len(order)
    for place, wait in enumerate(order):
        after = range(place + 1, len(order))
        if not wait.answered and after:
            for other in after:
                weights[other] += weights[place] / len(after)
            weights[place] = Fraction(0)
    answered = accumulate(weight if wait.answered else Fraction(0) for wait, weight in zip(order, weights, strict=True))
    for wait, sum_of in zip(order, answered, strict=True):
        if wait.answered and sum_of >= share:
            return Estimate(wait.length)
    return Estimate(max(wait.length for wait in told), at_least=True)


WAITS = st.builds(
    lambda hours, answered, open_: MeasuredWait(hours * HOUR, answered, open_ and not answered),
    st.integers(0, 12),
    st.booleans(),
    st.booleans(),
)
SHARES = st.sampled_from((HALF, NINE_TENTHS, Fraction(1))) | st.fractions(Fraction(1, 100), 1, max_denominator=100)


@given(st.lists(WAITS, min_size=1, max_size=40), SHARES)
def test_the_estimate_is_what_handing_on_the_weight_of_the_censored_finds(told, share):
    assert quantile_of_waits(told, share) == redistributed(told, share)


@given(st.lists(WAITS, min_size=1, max_size=40), SHARES, st.randoms())
def test_the_estimate_does_not_depend_on_the_order_and_is_an_answered_wait_or_more_than_all(told, share, random):
    estimate = quantile_of_waits(told, share)
    mixed = random.sample(told, len(told))
    assert quantile_of_waits(iter(mixed), share) == estimate
    if estimate.at_least:
        assert estimate.value == max(wait.length for wait in told)
    else:
        assert estimate.value in {wait.length for wait in told if wait.answered}


@given(st.lists(WAITS.filter(lambda wait: wait.answered), min_size=1, max_size=40))
def test_without_open_waits_the_median_is_the_middle_one_the_lower_of_two(told):
    assert median_of_waits(told) == Estimate(sorted(wait.length for wait in told)[(len(told) - 1) // 2])


def test_the_longest_wait_that_goes_on_is_none_of_those_that_ended():
    assert longest_open_wait(waits("1+ 7+ 3+ 9")) == 7 * HOUR
    assert longest_open_wait([MeasuredWait(9 * HOUR, False, False), MeasuredWait(2 * HOUR, False, True)]) == 2 * HOUR
    assert longest_open_wait(waits("9")) is None
    assert longest_open_wait([]) is None


def test_a_figure_about_one_mentor_needs_five_waits_open_ones_too():
    assert not are_enough_to_show(waits("1 2 3 4"))
    assert are_enough_to_show(waits("1 2 3 4+ 5+"))
    assert not Rate(4, 4).is_enough_to_show
    assert Rate(0, 5).is_enough_to_show
    assert Rate(3, 4).share == Fraction(3, 4)


def test_a_span_lasts_until_it_ended_or_until_now():
    start = NOW - 5 * HOUR
    assert wait_of_span(WaitSpan(start), NOW, elapsed) == MeasuredWait(5 * HOUR, False, True)
    assert wait_of_span(WaitSpan(start, NOW - HOUR, True), NOW, elapsed) == MeasuredWait(4 * HOUR, True, False)
    assert wait_of_span(WaitSpan(start, NOW - HOUR), NOW, elapsed) == MeasuredWait(4 * HOUR, False, False)
    assert wait_of_span_with_age(WaitSpan(start), NOW, elapsed) == AgedWait(5 * HOUR, False, True, 5 * HOUR)
    assert wait_of_span_with_age(WaitSpan(start, NOW - HOUR, True), NOW, elapsed) == AgedWait(4 * HOUR, True, False, 5 * HOUR)


def test_a_wait_is_measured_in_the_mentors_hours():
    weekdays = WorkingHours("", frozenset(range(5)), 9 * 60, 17 * 60)
    friday = datetime(2026, 3, 20, 16, tzinfo=UTC)
    clock = partial(working_time_between, hours=weekdays)
    assert wait_of_span(WaitSpan(friday, friday + 2.75 * DAY, True), NOW, clock) == MeasuredWait(2 * HOUR, True, False)
    assert wait_of_span_with_age(WaitSpan(friday, friday + 2.75 * DAY, True), NOW, clock).age == (1 + 4 * 8 + 3) * HOUR


def test_the_window_holds_what_began_in_its_days():
    spans = [WaitSpan(NOW - WINDOW - HOUR), WaitSpan(NOW - WINDOW), WaitSpan(NOW - HOUR, NOW, True), WaitSpan(NOW + HOUR)]
    assert spans_begun_lately(spans, NOW) == spans[1:3]
    assert spans_begun_lately(spans, NOW, DAY) == spans[2:3]


def test_first_contact_is_the_first_message_of_the_mentor_one_is_with():
    active = NOW - 10 * HOUR
    assert first_contact_wait(active, NOW - 7 * HOUR, None, NOW, elapsed) == MeasuredWait(3 * HOUR, True, False)
    assert first_contact_wait(active, NOW - 7 * HOUR, NOW - HOUR, NOW, elapsed) == MeasuredWait(3 * HOUR, True, False)
    assert first_contact_wait(active, None, None, NOW, elapsed) == MeasuredWait(10 * HOUR, False, True)
    assert first_contact_wait(active, None, NOW - 4 * HOUR, NOW, elapsed) == MeasuredWait(6 * HOUR, False, False)
    assert first_contact_wait(active, NOW - HOUR, NOW - 4 * HOUR, NOW, elapsed) == MeasuredWait(6 * HOUR, False, False)


def test_the_first_response_stays_what_it_was_when_a_question_is_opened_again():
    first = WaitSpan(NOW - 9 * HOUR, NOW - 7 * HOUR, True)
    again = AskedQuestion(first, (QuestionChange.RESOLVED, QuestionChange.REOPENED))
    assert first_response_wait(again, NOW, elapsed) == MeasuredWait(2 * HOUR, True, False)
    assert first_response_wait(AskedQuestion(WaitSpan(NOW - HOUR)), NOW, elapsed) == MeasuredWait(HOUR, False, True)


def test_the_target_is_missed_by_late_answers_and_by_what_is_unanswered_for_longer():
    target = 24 * HOUR
    assert rate_within_target(waits("1 24 25 24+ 25+"), target) == Rate(2, 4)
    moved = [MeasuredWait(30 * HOUR, False, False), MeasuredWait(3 * HOUR, False, False)]
    assert rate_within_target([*waits("1"), *moved], target) == Rate(1, 2)
    assert rate_within_target(waits("1+ 2+"), target) is None
    assert rate_within_target([], target) is None
    assert rate_within_target(iter(waits("1 25")), target) == Rate(1, 2)


def test_the_reply_rate_asks_only_what_is_old_enough_to_tell():
    def told(length, answered, age, open_=False):
        return AgedWait(length * DAY, answered, open_, age * DAY)

    in_time, at_the_end, late = told(1, True, 7), told(7, True, 20), told(8, True, 20)
    waiting, young_answer, young = told(7, False, 7, True), told(1, True, 6), told(6, False, 6, True)
    moved_early, moved_late = told(2, False, 20), told(9, False, 20)
    assert rate_of_replies([in_time, at_the_end, late, waiting]) == Rate(2, 4)
    assert rate_of_replies([in_time, young_answer, young, moved_early]) == Rate(1, 1)
    assert rate_of_replies([in_time, moved_late]) == Rate(1, 2)
    assert rate_of_replies([in_time, late], within=8 * DAY) == Rate(1, 1)
    assert rate_of_replies([young, young_answer]) is None


def test_a_question_stands_resolved_until_it_is_opened_again():
    resolved, again, twice = (
        (QuestionChange.RESOLVED,),
        (QuestionChange.RESOLVED, QuestionChange.REOPENED),
        (QuestionChange.RESOLVED, QuestionChange.REOPENED, QuestionChange.RESOLVED),
    )
    asked = [AskedQuestion(WaitSpan(NOW), moves) for moves in ((), resolved, again, twice, (QuestionChange.RETRACTED,))]
    assert rate_of_resolution(asked) == Rate(2, 4)
    assert rate_of_reopening(asked) == Rate(2, 3)
    assert rate_of_resolution(asked[4:]) is None
    assert rate_of_reopening(asked[:1]) is None
    assert rate_of_resolution([]) is None


SPANS = st.builds(
    lambda ago, lasted, how: WaitSpan(
        NOW - ago * HOUR, NOW - (ago - lasted) * HOUR if lasted <= ago and how != "open" else None, how == "answered"
    ),
    st.integers(0, 12),
    st.integers(0, 12),
    st.sampled_from(("open", "answered", "moved")),
)


def told_at(span, hours):
    """Tell how a wait stood so many hours after it began, as who looks then sees it; None of what is yet to come."""
    moment = span.start + hours * HOUR
    if moment > NOW:
        return None
    if span.end is None or moment < span.end:
        return "waits"
    return "answered" if span.answered else "left"


@given(st.lists(SPANS, max_size=12), st.integers(0, 8))
def test_the_rates_are_what_looking_at_each_wait_hour_by_hour_finds(spans, limit):
    in_target = missed = replied = old = 0
    for span in spans:
        seen = [told_at(span, hours) for hours in range(14)]
        by_then, later = seen[: limit + 1], seen[limit + 1 :]
        in_target += "answered" in by_then
        # It waited until after the limit; or is known to be past it, for an answer that came after.
        missed += by_then == ["waits"] * (limit + 1) and bool({"waits", "answered", "left"} & set(later))
        if seen[limit] is not None and (seen[limit] != "left" or span.end == span.start + limit * HOUR):
            old += 1
            replied += seen[limit] == "answered"
    kept = [wait_of_span(span, NOW, elapsed) for span in spans]
    assert rate_within_target(kept, limit * HOUR) == (Rate(in_target, in_target + missed) if in_target + missed else None)
    assert rate_of_replies([wait_of_span_with_age(span, NOW, elapsed) for span in spans], limit * HOUR) == (
        Rate(replied, old) if old else None
    )


MOVES = st.lists(st.sampled_from(("resolve", "retract")), max_size=5)


@given(st.lists(MOVES, max_size=8))
def test_the_rates_of_questions_are_what_following_each_of_them_finds(acts):
    asked, stand, were, again, counted_in = [], 0, 0, 0, 0
    for steps in acts:
        state, moves, seen = "open", [], set()
        for step in steps:
            if step == "retract" and state == "open" and not moves:
                state = "retracted"
                moves.append(QuestionChange.RETRACTED)
            elif step == "resolve" and state != "retracted":
                state = "open" if state == "resolved" else "resolved"
                seen.add(state)
                moves.append(QuestionChange.RESOLVED if state == "resolved" else QuestionChange.REOPENED)
        asked.append(AskedQuestion(WaitSpan(NOW), tuple(moves)))
        counted_in += state != "retracted"
        stand += state == "resolved"
        were += "resolved" in seen
        again += seen == {"resolved", "open"}
    assert rate_of_resolution(asked) == (Rate(stand, counted_in) if counted_in else None)
    assert rate_of_reopening(asked) == (Rate(again, were) if were else None)


def test_the_smallest_number_and_the_windows_are_those_of_the_field():
    assert (metrics.WAITS_MIN, metrics.WINDOW, metrics.REPLY_WITHIN) == (5, 28 * DAY, 7 * DAY)
