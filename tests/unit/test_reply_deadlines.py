"""What a learner who waits can count on: worked examples, and an oracle that counts minute by minute from the stored log."""

import json
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from mentorship_xblock.domain.mentor.card import MentorCard
from mentorship_xblock.domain.mentor.inbox import InboxSection, inbox_section_of, learners_by_wait
from mentorship_xblock.domain.mentor.learner_index import LearnerIndex, index_line_of, load_learner_index
from mentorship_xblock.domain.mentor.metrics import MeasuredWait
from mentorship_xblock.domain.mentor.reply_deadlines import (
    ReplyTargets,
    is_reply_overdue,
    is_review_overdue,
    lines_needing_backup,
    reply_wait_stage,
    time_until_backup,
)
from mentorship_xblock.domain.mentor.reply_forecast import forecast_reply, measured_waits_of, usual_reply_time
from mentorship_xblock.domain.mentor.working_hours import ROUND_THE_CLOCK, WorkingHours
from mentorship_xblock.domain.mentorship import sending
from mentorship_xblock.domain.mentorship.status import with_time_effects
from mentorship_xblock.domain.plan import milestones
from mentorship_xblock.domain.record.errors import ActionRefused

from ..support import thread_oracle as oracle
from ..support.plans import NOON, PLAN, paired
from ..support.talks import actor, step, told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFICE = WorkingHours("", frozenset(range(5)), 9 * 60, 17 * 60)
"""Monday to Friday, nine to five, in UTC. Noon of the tests is a Monday's."""
AWAY = WorkingHours("", frozenset(range(5)), 9 * 60, 17 * 60, ((date(2026, 1, 6), date(2026, 1, 7)),))
TARGETS = ReplyTargets(24 * HOUR, 72 * HOUR)
MINUTE = timedelta(minutes=1)


def on(day, hour, minute=0):
    """Return a moment of January 2026: the 5th is a Monday."""
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


# -- what is promised


@pytest.mark.parametrize(
    ("hours", "since", "stops", "target", "by", "passes"),
    [
        (ROUND_THE_CLOCK, NOON, (), 24 * HOUR, on(6, 12), on(6, 18)),  # nothing stated: round the clock
        (ROUND_THE_CLOCK, NOON, (), MINUTE, on(5, 12, 1), NOON + MINUTE * 5 / 4),
        (OFFICE, NOON, (), 8 * HOUR, on(6, 12), on(6, 14)),
        (OFFICE, on(9, 16), (), 8 * HOUR, on(12, 16), on(13, 10)),  # a Friday's afternoon: the weekend does not count
        (OFFICE, on(10, 12), (), HOUR, on(12, 10), on(12, 10, 15)),  # asked on a Saturday
        (OFFICE, on(5, 17), (), HOUR, on(6, 10), on(6, 10, 15)),
        (AWAY, NOON, (), 8 * HOUR, on(8, 12), on(8, 14)),
        (ROUND_THE_CLOCK, NOON, ((on(5, 18), on(7, 18)),), 24 * HOUR, on(8, 12), on(8, 18)),  # a pause inside
        (OFFICE, NOON, ((on(5, 16), on(6, 10)),), 8 * HOUR, on(6, 14), on(6, 16)),  # a pause over night takes two hours
        (WorkingHours("", away=((date(2026, 1, 1), date(2028, 1, 1)),)), NOON, (), HOUR, None, None),
    ],
)
def test_the_promise_is_kept_in_the_mentors_hours(hours, since, stops, target, by, passes):
    told_now = forecast_reply(since, stops, hours, target, target / 2, since)
    assert (told_now.by, told_now.passes) == (by, passes)
    assert forecast_reply(since, stops, hours, target, None, since).usual is None


def test_when_most_have_an_answer_is_said_as_long_as_it_is_still_to_come():
    def usual(now):
        return forecast_reply(NOON, (), ROUND_THE_CLOCK, 24 * HOUR, 6 * HOUR, now).usual

    assert usual(NOON) == usual(on(5, 17, 59)) == on(5, 18)
    assert usual(on(5, 18)) is usual(on(6, 18)) is None


def line(*story, record=None, template=PLAN):
    return index_line_of(told(*story, record=record), "2", template)


ASKED = (0, "L", "asks", "", "question")


@pytest.mark.parametrize(
    ("hours", "target", "steps_"),
    [
        (ROUND_THE_CLOCK, 24 * HOUR, ((on(6, 11, 59), 1), (on(6, 12), 2), (on(6, 17, 59), 2), (on(6, 18), 3))),
        (ROUND_THE_CLOCK, MINUTE, ((NOON + timedelta(seconds=59), 1), (NOON + MINUTE, 2), (NOON + timedelta(seconds=75), 3))),
        (OFFICE, 8 * HOUR, ((on(6, 11, 59), 1), (on(6, 12), 2), (on(6, 14), 3))),
        (OFFICE, 40 * HOUR, ((on(10, 12), 1), (on(12, 8), 1), (on(12, 12), 2), (on(13, 13), 2), (on(13, 14), 3))),
        (AWAY, 8 * HOUR, ((on(7, 23), 1), (on(8, 12), 2), (on(8, 14), 3))),
    ],
)
def test_a_wait_is_late_past_its_target_and_a_quarter(hours, target, steps_):
    asked = line(ASKED)
    assert [reply_wait_stage(asked, hours, target, now) for now, _how in steps_] == [how for _now, how in steps_]
    assert [is_reply_overdue(asked, hours, target, now) for now, _how in steps_] == [how == 3 for _now, how in steps_]
    since = forecast_reply(asked.waiting, asked.stops, hours, target, None, NOON)
    for now, how in steps_:
        assert (how >= 2, how == 3) == (now >= since.by, now >= since.passes)


@pytest.mark.parametrize(
    "story",
    [
        (),
        (ASKED, (1, "M", "answers", "question")),
        (ASKED, (1, "M", "passes back")),
        (ASKED, (1, "L", "takes back", "question")),
        (ASKED, (60, "L", "reports")),
        (ASKED, (60, "L", "pauses", "30")),
        (ASKED, (60, "L", "leaves")),
    ],
)
def test_nothing_is_late_where_nobody_waits_or_nobody_is_to_act(story):
    assert reply_wait_stage(line(*story), ROUND_THE_CLOCK, MINUTE, NOON + 20 * DAY) == 0


def test_a_pause_that_ended_by_itself_is_taken_out_though_nobody_has_acted_since():
    paused = line(ASKED, (60, "L", "pauses", "1"))  # from one o'clock to midnight
    assert reply_wait_stage(paused, ROUND_THE_CLOCK, 24 * HOUR, on(5, 20)) == 0
    assert [reply_wait_stage(paused, ROUND_THE_CLOCK, 24 * HOUR, on(6, hour)) for hour in (1, 22, 23)] == [1, 1, 2]
    assert paused.waiting_time(on(6, 23)) == 24 * HOUR


def test_who_left_and_did_not_come_back_waits_for_nobody_though_nobody_has_acted_since():
    leaving = (ASKED, (60, "L", "leaves"), (120, "L", "says", "", "farewell"))
    left = line(*leaving)
    lines, ends = {"1": left}, NOON + HOUR + 7 * DAY
    assert is_reply_overdue(left, ROUND_THE_CLOCK, HOUR, ends - MINUTE) and lines_needing_backup(
        lines, ROUND_THE_CLOCK, TARGETS, ends - MINUTE, at_once=False, backup="3"
    )
    assert not left.has_ended(ends - MINUTE) and learners_by_wait(lines, ends - MINUTE) == ["1"]
    assert not is_reply_overdue(left, ROUND_THE_CLOCK, HOUR, ends) and not lines_needing_backup(
        lines, ROUND_THE_CLOCK, TARGETS, ends, at_once=True, backup="3"
    )
    assert left.has_ended(ends) and learners_by_wait(lines, ends) == [] and left.waiting_time(ends) is None
    stored = load_learner_index(json.loads(json.dumps(LearnerIndex(lines).as_stored_json()))).lines["1"]
    assert stored == left and stored.has_ended(ends)
    counts = [MeasuredWait(HOUR, answered=False, open=False), MeasuredWait(ends - NOON - 2 * HOUR, answered=False, open=False)]
    assert (
        measured_waits_of([left], ROUND_THE_CLOCK, ends + DAY)
        == measured_waits_of([left], ROUND_THE_CLOCK, ends + 9 * DAY)
        == counts
    )
    assert measured_waits_of([left], ROUND_THE_CLOCK, ends + 40 * DAY) == []


# -- reviews


def handed_in(*story):
    record = milestones.submit_evidence(paired(), actor("L", "submit-key"), PLAN, "m1", "Done", (), ())
    return told(*story, record=record)


def test_a_review_waits_by_the_same_clock():
    given_in = index_line_of(handed_in(), "2", PLAN)
    assert given_in.review == NOON and given_in.waiting is None
    for hours, before, after in ((ROUND_THE_CLOCK, on(9, 5, 59), on(9, 6)), (OFFICE, on(20, 11), on(21, 12))):
        assert not is_review_overdue(given_in, hours, 72 * HOUR, before)
        assert is_review_overdue(given_in, hours, 72 * HOUR, after)


@pytest.mark.parametrize(
    ("story", "stood"),
    [
        (((60, "L", "pauses", "2"), (120, "L", "resumes")), HOUR),
        (((60, "L", "pauses", "2"),), on(7, 0) - on(5, 13)),  # over by itself, and nobody has acted since
        (((60, "L", "pauses", "2"), (90, "M", "notes"), (3 * 1440, "M", "notes")), on(7, 0) - on(5, 13)),
        (((60, "L", "reports", "", "report"), (180, "S", "clears", "report")), 2 * HOUR),
        (((60, "L", "pauses", "2"), (120, "L", "leaves"), (240, "L", "comes back")), HOUR),
        (((60, "L", "pauses", "2"), (120, "L", "resumes"), (180, "L", "asks"), (240, "M", "says")), HOUR),
    ],
)
def test_all_clocks_stop_for_a_review_too(story, stood):
    waits = index_line_of(handed_in(*story), "2", PLAN)
    passes = NOON + time_until_backup(72 * HOUR) + stood
    assert [is_review_overdue(waits, ROUND_THE_CLOCK, 72 * HOUR, passes + more) for more in (-MINUTE, timedelta(0))] == [
        False,
        True,
    ]
    assert load_learner_index(json.loads(json.dumps(LearnerIndex({"1": waits}).as_stored_json()))).lines["1"] == waits


def test_a_stop_before_the_learner_asked_is_the_reviews_alone():
    both = index_line_of(handed_in((60, "L", "pauses", "2"), (120, "L", "resumes"), (180, "L", "asks")), "2", PLAN)
    assert len(both.stops) == 1 and both.clock_stopped_for(on(6, 12)) == timedelta(0)
    assert both.waiting_time(on(6, 15)) == 24 * HOUR and reply_wait_stage(both, ROUND_THE_CLOCK, 24 * HOUR, on(6, 15)) == 2


def test_a_review_rests_in_a_pause_and_while_a_report_stands():
    for story in ((60, "L", "pauses", "100"), (60, "L", "reports")):
        assert not is_review_overdue(index_line_of(handed_in(story), "2", PLAN), ROUND_THE_CLOCK, HOUR, NOON + 50 * DAY)


# -- what stands on the backup's list


@pytest.mark.parametrize(
    ("story", "days", "seen", "seen_when_gone"),
    [
        ((), 9, False, False),
        ((ASKED,), 1, False, True),
        ((ASKED,), 2, True, True),
        ((ASKED, (1, "M", "hands over")), 0.1, True, True),
        ((ASKED, (1, "M", "hands over"), (2, "B", "says")), 0.1, True, True),  # it was no answer to the question
        ((ASKED, (1, "M", "hands over"), (2, "B", "answers", "question")), 9, False, False),
        ((ASKED, (60, "L", "pauses", "20")), 9, False, False),
        ((ASKED, (60, "L", "reports")), 9, False, False),
        ((ASKED, (60, "S", "gets", "3")), 9, False, False),
        ((ASKED, (60, "L", "says")), 2, True, True),
    ],
)
def test_the_backup_sees_who_waits_too_long_or_was_handed_over_and_all_who_wait_when_the_mentor_is_gone(
    story, days, seen, seen_when_gone
):
    lines, now = {"1": line(*story)}, NOON + days * DAY
    for gone, there in ((False, seen), (True, seen_when_gone)):
        assert set(lines_needing_backup(lines, ROUND_THE_CLOCK, TARGETS, now, gone, "3")) == ({"1"} if there else set())


def test_the_backup_sees_a_review_that_waits_too_long():
    lines = {"1": index_line_of(handed_in(), "2", PLAN)}
    assert [
        bool(lines_needing_backup(lines, ROUND_THE_CLOCK, TARGETS, NOON + hours * HOUR, at_once=False, backup="3"))
        for hours in (89, 90)
    ] == [
        False,
        True,
    ]
    assert lines_needing_backup(lines, ROUND_THE_CLOCK, TARGETS, NOON, at_once=True, backup="3") == lines
    assert inbox_section_of(lines["1"], NOON) is InboxSection.REVIEW


# -- how long it usually takes


def ledger_of(*stories, hours=ROUND_THE_CLOCK):
    return LearnerIndex({str(100 + number): line(*story) for number, story in enumerate(stories)}, card=MentorCard(hours=hours))


def answered(hours):
    return (ASKED, (60 * hours, "M", "answers", "question"))


def test_with_ten_open_and_none_answered_nothing_is_usual():
    asked = [((60 * number, "L", "asks"),) for number in range(10)]
    assert usual_reply_time(ledger_of(*asked), NOON + 30 * HOUR) is None


@pytest.mark.parametrize(
    ("stories", "told_then"),
    [
        ([answered(2)] * 4, None),
        ([answered(2)] * 4 + [(ASKED,)] * 9, None),
        ([answered(2)] * 5 + [(ASKED,)] * 4, 2 * HOUR),
        ([answered(2)] * 5 + [(ASKED,)] * 9, None),  # it is more than 2 hours, and nobody knows how much
        ([answered(2), answered(4), answered(6), answered(8), answered(10), (ASKED,), (ASKED,)], 8 * HOUR),
        ([(ASKED, (60, "M", "passes back"))] * 5, HOUR),
        # Taken back, or cut short by leaving or a new mentor: nobody replied.
        ([(ASKED, (60, "L", "takes back", "question"))] * 5, None),
        ([(ASKED, (60, "L", "leaves"))] * 5, None),
        ([(ASKED, (60, "S", "gets", "3"))] * 5, None),
        ([()] * 9, None),
    ],
)
def test_the_usual_wait_counts_those_who_still_wait_and_is_told_from_five_that_were_answered(stories, told_then):
    assert usual_reply_time(ledger_of(*stories), NOON + 48 * HOUR) == told_then


def test_the_usual_wait_is_in_the_mentors_hours_and_without_the_pauses():
    over_night = (ASKED, (24 * 60, "M", "answers", "question"))
    assert usual_reply_time(ledger_of(*[over_night] * 5, hours=OFFICE), NOON + 3 * DAY) == 8 * HOUR
    paused = (ASKED, (60, "L", "pauses", "9"), (6 * 60, "L", "resumes"), (8 * 60, "M", "answers", "question"))
    assert usual_reply_time(ledger_of(*[paused] * 5), NOON + 3 * DAY) == 3 * HOUR


def test_a_wait_that_goes_on_counts_however_old_and_one_that_is_over_for_28_days():
    old = NOON + 28 * DAY
    assert len(measured_waits_of([line(*answered(2))], ROUND_THE_CLOCK, old - MINUTE)) == 1
    assert measured_waits_of([line(*answered(2))], ROUND_THE_CLOCK, old) == []
    assert measured_waits_of([line(ASKED)], ROUND_THE_CLOCK, old + 300 * DAY) == [
        MeasuredWait(328 * DAY, answered=False, open=True)
    ]
    assert usual_reply_time(ledger_of(*[(ASKED,)] * 5), old + DAY) is None


GIVEN = (ASKED, (99 * 60, "S", "gets", "3"))
"""A question that waited 99 hours for somebody else."""


@pytest.mark.parametrize("story", [(), ((100 * 60, "B", "answers", "question"),), ((100 * 60, "L", "asks"),)])
def test_what_had_begun_before_the_learner_came_is_not_the_new_mentors(story):
    given = index_line_of(told(*GIVEN, *story), "3")
    assert measured_waits_of([given], ROUND_THE_CLOCK, NOON + 114 * HOUR) == [] and given.mine
    assert usual_reply_time(LearnerIndex({str(number): given for number in range(10)}), NOON + 114 * HOUR) is None
    own = ((100 * 60, "B", "answers", "question"), (101 * 60, "L", "says"), (103 * 60, "B", "says"))
    assert measured_waits_of([index_line_of(told(*GIVEN, *own), "3")], ROUND_THE_CLOCK, NOON + 114 * HOUR) == [
        MeasuredWait(2 * HOUR, answered=True, open=False)
    ]
    alone = index_line_of(
        told((0, "L", "leaves"), (0, "L", "requests"), (1, "L", "says"), (60, "S", "gets", "3"), (99, "B", "says")), "3"
    )
    assert measured_waits_of([alone], ROUND_THE_CLOCK, NOON + DAY) == []  # they had waited for anybody at all


# -- against an oracle that counts every minute

WEEKDAYS, FROM, TO = range(5), 9, 17
ACTS = (
    ("L", "asks"), ("L", "says"), ("L", "asks"), ("M", "says"), ("M", "passes back"), ("M", "notes"), ("L", "pauses"), ("L", "resumes"),
    ("L", "takes back"), ("L", "leaves"), ("L", "comes back"), ("L", "reports"), ("S", "clears"), ("S", "gets"), ("B", "says"),
)  # fmt: skip
histories = st.lists(st.tuples(st.integers(1, 30 * 60), st.sampled_from(ACTS)), max_size=14)
TALKS = (("L", "asks"), ("L", "asks"), ("M", "says"), ("M", "says"), ("M", "passes back"), ("L", "takes back"), ("S", "gets"))
talks = st.lists(st.tuples(st.integers(1, 9 * 60), st.sampled_from(TALKS)), min_size=2, max_size=8)


def lived(history):
    """Return the record of a random history, whatever of it was refused left out, and when it was done."""
    record, minutes, last = paired(), 0, {}
    for number, (pause, (who, does)) in enumerate(history):
        minutes += pause
        of = {"takes back": last.get("asks", "none"), "clears": last.get("reports", "none"), "pauses": "2", "gets": "3"}.get(
            does, ""
        )
        try:
            record = step(record, who, does, of, f"key-{number:03d}", minutes)
        except ActionRefused:
            continue
        last[does] = f"key-{number:03d}"
    return record, minutes


def minutes_of(rows, since, until, office):
    """Count a wait minute by minute: those in which the clocks ran, and the mentor had hours."""
    total, moment = 0, since
    while moment < until:
        there = not office or (moment.weekday() in WEEKDAYS and FROM <= moment.hour < TO)
        so_far = [row for row in rows if oracle.at(row) <= moment]
        total += there and not oracle.paused(so_far) and not oracle.stopped(so_far)
        moment += MINUTE
    return total


def waited_minutes(record, now, office):
    """Return each wait with the mentor in minutes, whether it was answered, and whether it goes on; that one is last."""
    rows = with_time_effects(record, now).as_stored_json()["log"]
    over = [
        (minutes_of(rows, since, until, office), how in ("answered", "passed"), False)
        for mentor, since, until, how in oracle.ended_waits(rows)
        if mentor == "2"
    ]
    since = oracle.waiting_since(rows)
    if since is not None and oracle.mentor(rows) == "2":
        over.append((minutes_of(rows, since, now, office), False, True))
    return over


@settings(max_examples=25)
@given(histories, st.integers(0, 3000), st.booleans())
def test_every_wait_is_as_long_as_the_minutes_that_counted(history, later, office):
    record, minutes = lived(history)
    now, hours = NOON + timedelta(minutes=minutes + later), OFFICE if office else ROUND_THE_CLOCK
    rows, stands, over = (
        with_time_effects(record, now).as_stored_json()["log"],
        index_line_of(record, "2"),
        waited_minutes(record, now, office),
    )
    counted_waits = [(wait.length / MINUTE, wait.answered, wait.open) for wait in measured_waits_of([stands], hours, now)]
    assert sorted(counted_waits) == sorted(over)
    acting = bool(over) and over[-1][2] and not oracle.paused(rows) and not oracle.stopped(rows)
    for target in (MINUTE, 5 * HOUR, 24 * HOUR):
        waited = over[-1][0] * MINUTE if acting else None
        assert reply_wait_stage(stands, hours, target, now) == (
            0 if waited is None else 1 + (waited >= target) + (waited >= target * 5 / 4)
        )
    if acting:
        passes = forecast_reply(stands.waiting, stands.clock_stops_at(now), hours, 5 * HOUR, None, now).passes
        assert is_reply_overdue(stands, hours, 5 * HOUR, now) == (passes <= now)


@settings(max_examples=25)
@given(st.lists(talks, min_size=3, max_size=6), st.booleans())
def test_the_usual_wait_is_the_one_that_half_of_all_who_wait_have_behind_them(stories, office):
    records, now = [lived(story)[0] for story in stories], NOON + 4 * DAY
    lines = {str(number): index_line_of(record, "2") for number, record in enumerate(records)}
    waits = [wait for record in records for wait in waited_minutes(record, now, office)]
    hours = OFFICE if office else ROUND_THE_CLOCK
    assert usual_reply_time(LearnerIndex(lines, card=MentorCard(hours=hours)), now) == naive_median(waits)


def naive_median(waits):
    """Return by what time half are answered: whoever went unanswered hands their share to all who waited longer.

    None where it is never half, or fewer than five were answered.
    """
    if sum(answered for _length, answered, _open in waits) < 5:
        return None
    shares = [
        [length, answered, Fraction(1, len(waits))]
        for length, answered, _open in sorted(waits, key=lambda one: (one[0], not one[1]))
    ]
    gone = Fraction(0)
    for place, (length, answered, share) in enumerate(shares):
        if answered:
            gone += share
            if gone >= Fraction(1, 2):
                return length * MINUTE
        for one in shares[place + 1 :] if not answered else ():
            one[2] += share / (len(shares) - place - 1)
    return None


def test_who_speaks_past_the_promise_takes_the_wait_over_once():
    record = told((0, "L", "says"), (31 * 60, "B", "takes over"), (32 * 60, "L", "asks"))
    assert [entry.kind for entry in record.log[1:]] == ["message", "handed", "message", "question"]
    assert index_line_of(told(ASKED, (31 * 60, "B", "takes over"), (32 * 60, "B", "takes over")), "2").handed == "3"
    assert index_line_of(record, "2").handed == "" and sending.with_wait_taken_over(paired(), actor("B")).log == paired().log
