"""Pauses: they end on their day where the learner is, hold every clock, free the place after a month, and propose new dates."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentorship_xblock.domain.mentor.inbox import InboxSection, inbox_section_of
from mentorship_xblock.domain.mentor.learner_index import LearnerIndex, index_line_of
from mentorship_xblock.domain.mentor.reply_deadlines import ReplyTargets, lines_needing_backup
from mentorship_xblock.domain.mentor.working_hours import ROUND_THE_CLOCK
from mentorship_xblock.domain.mentorship import sending, transitions
from mentorship_xblock.domain.mentorship.status import Status, relationship_at, relationship_of_record, with_time_effects
from mentorship_xblock.domain.mentorship.thread import WhoseTurn, thread_of_record
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, CoursePlan, PlannedDay
from mentorship_xblock.domain.plan.model import PastPause
from mentorship_xblock.domain.plan.pace import days_ahead_of_plan
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.log import Kind

from ..support.plans import NOON, PLAN, at, learner, mentor, paired, refused

DAY = timedelta(days=1)
TARGETS = ReplyTargets(reply=timedelta(hours=20), review=2 * DAY)
"""What is not answered within a day, or two and a half for a plan, stands on the backup's list too."""


def paused(record=None, until=date(2026, 1, 15), now=NOON, key="pause-1", reason=""):
    return transitions.pause_mentorship(paired() if record is None else record, learner(key, now), until, reason)


def covered(line, now, gone=False):
    """Return whether this learner stands on the backup's list."""
    return lines_needing_backup({"1": line}, ROUND_THE_CLOCK, TARGETS, now, gone, backup="3") == {"1": line}


def ask(record, now=NOON, key="ask-key-1"):
    return sending.send_message(record, learner(key, now), Kind.QUESTION, "Why?")


# -- how a pause begins and ends


def test_a_pause_says_who_since_when_until_when_and_why_and_its_day_can_be_moved():
    record = paused(reason="Exams")
    relation = relationship_of_record(record)
    assert (relation.status, relation.paused, relation.reason) == (Status.PAUSED, NOON, "Exams")
    assert relation.until == datetime(2026, 1, 15, tzinfo=UTC)
    record = paused(record, date(2026, 1, 20), NOON + DAY, "pause-2")
    relation = relationship_of_record(record)
    assert (relation.paused, relation.until, relation.reason) == (NOON, datetime(2026, 1, 20, tzinfo=UTC), "")


@pytest.mark.parametrize(
    ("until", "sound"),
    [
        (date(2026, 1, 5), False),
        (date(2026, 1, 4), False),
        (date(2026, 1, 6), True),
        (date(2027, 1, 6), True),
        (date(2027, 1, 7), False),
    ],
)
def test_a_pause_ends_on_a_day_after_today_and_within_a_year(until, sound):
    if sound:
        assert relationship_of_record(paused(until=until)).status is Status.PAUSED
    else:
        refused("pause-day", transitions.pause_mentorship, paired(), learner("pause-1"), until, "")


def test_today_is_where_the_learner_is():
    late = datetime(2026, 1, 5, 22, tzinfo=UTC)  # the 6th in Nairobi
    record = paired("Africa/Nairobi", late)
    refused("pause-day", transitions.pause_mentorship, record, learner("pause-1", late), date(2026, 1, 6), "")
    ends = relationship_of_record(transitions.pause_mentorship(record, learner("pause-1", late), date(2026, 1, 7), "")).until
    assert ends == datetime(2026, 1, 6, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "until", "ends"),
    [
        ("", date(2026, 3, 29), "2026-03-29T00:00:00+00:00"),
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-28T23:00:00+00:00"),
        ("Europe/Berlin", date(2026, 3, 30), "2026-03-29T22:00:00+00:00"),
        ("Pacific/Kiritimati", date(2026, 1, 20), "2026-01-19T10:00:00+00:00"),
        ("Pacific/Apia", date(2026, 1, 20), "2026-01-19T11:00:00+00:00"),
        # The clocks go from 23:59:59 to 1:00: the first instant of that day is what was midnight.
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T03:00:00+00:00"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00:00+00:00"),
        ("Asia/Beirut", date(2026, 3, 29), "2026-03-28T22:00:00+00:00"),
        # The last hour of the day before comes twice; or midnight does, and the pause ends with the first.
        ("Africa/Cairo", date(2026, 10, 30), "2026-10-29T22:00:00+00:00"),
        ("America/Havana", date(2026, 11, 1), "2026-11-01T04:00:00+00:00"),
    ],
)
def test_a_pause_ends_when_its_day_begins_where_the_learner_is(zone, until, ends):
    now = datetime(until.year, until.month, until.day, 12, tzinfo=UTC) - timedelta(days=5)
    record = transitions.pause_mentorship(paired(zone, now), learner("pause-1", now), until, "")
    moment = datetime.fromisoformat(ends)
    assert relationship_of_record(record).until == moment
    assert relationship_at(record, moment - timedelta(milliseconds=1)).status is Status.PAUSED
    assert relationship_at(record, moment).status is Status.ACTIVE
    assert (relationship_at(record, moment).since, relationship_at(record, moment).paused) == (moment, None)


def test_a_pause_that_ended_by_itself_is_written_down_by_the_next_act_with_its_moment():
    record = ask(paused(), NOON + 20 * DAY)
    assert [(entry.kind, entry.by, entry.at) for entry in record.log[-2:]] == [
        (Kind.RESUMED, "", datetime(2026, 1, 15, tzinfo=UTC)), (Kind.QUESTION, "1", NOON + 20 * DAY),
    ]  # fmt: skip
    assert transitions.resume_mentorship(record, learner("resume-1", NOON + 21 * DAY)) is record
    assert transitions.resume_mentorship(paused(), learner("resume-1", NOON + 20 * DAY)) == paused()


def test_either_ends_a_pause_and_nobody_pauses_what_is_not_going_on():
    assert relationship_of_record(transitions.resume_mentorship(paused(), mentor("resume-1", NOON + DAY))).status is Status.ACTIVE
    left = transitions.leave_mentorship(paused(), learner("leave-01", NOON + DAY))
    assert relationship_of_record(left).status is Status.CLOSING
    refused("not-now", transitions.pause_mentorship, left, learner("pause-2", NOON + DAY), date(2026, 2, 1), "")
    refused("not-now", transitions.resume_mentorship, left, learner("resume-1", NOON + DAY))
    assert relationship_of_record(transitions.return_to_mentor(left, learner("back-001", NOON + DAY))).paused is None


def test_a_mentorship_is_given_to_another_mentor_during_a_pause_and_stays_paused():
    relation = relationship_of_record(
        transitions.pair_with_mentor(paused(reason="Exams"), mentor("pair-001", NOON + DAY), "1", "3")
    )
    assert (relation.status, relation.mentor, relation.paused, relation.reason) == (Status.PAUSED, "3", NOON, "Exams")


# -- clocks stand still


def test_a_wait_is_held_for_the_part_of_the_pause_that_lies_in_it():
    record = ask(paired())
    record = transitions.resume_mentorship(paused(record, now=NOON + 2 * DAY), learner("resume-1", NOON + 5 * DAY))
    line, now = index_line_of(record, "2"), NOON + 6 * DAY
    assert (thread_of_record(record).stops, line.waiting_time(now), line.waiting) == (
        ((NOON + 2 * DAY, NOON + 5 * DAY),),
        3 * DAY,
        NOON,
    )
    record = transitions.resume_mentorship(
        paused(record, date(2026, 1, 25), NOON + 7 * DAY, "pause-2"), learner("resume-2", NOON + 8 * DAY)
    )
    assert index_line_of(record, "2").waiting_time(NOON + 9 * DAY) == 5 * DAY
    answered = sending.send_message(
        record, mentor("answer-1", NOON + 9 * DAY), Kind.ANSWER, "So.", sending.MessageContext(question="ask-key-1")
    )
    assert (thread_of_record(answered).stops, index_line_of(answered, "2").waiting_time(NOON + 10 * DAY)) == ((), None)
    assert thread_of_record(answered).wait_periods[-1].stops == ((NOON + 2 * DAY, NOON + 5 * DAY), (NOON + 7 * DAY, NOON + 8 * DAY))


def test_a_question_asked_in_a_pause_waits_from_its_end():
    record = ask(paused(), NOON + 2 * DAY)
    assert (thread_of_record(record).turn, index_line_of(record, "2").waiting_time(NOON + 3 * DAY)) == (WhoseTurn.MENTOR, None)
    resumed = transitions.resume_mentorship(record, learner("resume-1", NOON + 6 * DAY))
    assert index_line_of(resumed, "2").waiting_time(NOON + 7 * DAY) == DAY


def test_nobody_covers_for_a_mentor_whose_learner_pauses_and_the_wait_goes_on_after_it():
    line = index_line_of(paused(ask(paired()), now=NOON + timedelta(hours=20)), "2")
    assert covered(line, NOON + 5 * DAY, gone=True) is False
    over = datetime(2026, 1, 15, tzinfo=UTC)
    assert inbox_section_of(line, over - timedelta(seconds=1)) is InboxSection.PAUSED
    assert inbox_section_of(line, over) is InboxSection.WAITING


def test_when_the_mentor_is_gone_who_covers_sees_also_a_plan_with_something_to_answer_and_not_in_a_pause():
    record = milestones.submit_evidence(paired(), learner("hand-001"), PLAN, "m1", "Done.")
    line = index_line_of(record, "2")
    assert (line.waiting_time(NOON + 5 * DAY), line.review) == (None, NOON)
    assert covered(line, NOON + 2 * DAY) is False
    assert covered(line, NOON + 2 * DAY, gone=True) is True
    resting = index_line_of(paused(record), "2")
    assert covered(resting, NOON + 5 * DAY, gone=True) is False
    assert covered(resting, NOON + 15 * DAY, gone=True) is True


def test_a_wait_is_held_also_where_the_pause_ended_by_itself_and_nobody_has_acted_since():
    """The line was made when the pause began; it must not count the pause once its day has come."""
    line = index_line_of(paused(ask(paired()), now=NOON + timedelta(hours=20)), "2")
    over = datetime(2026, 1, 15, tzinfo=UTC)
    assert line.waiting_time(over + timedelta(hours=1)) == timedelta(hours=21)
    # 20 hours had passed before the pause, so five more make it a day, which is the target with its grace.
    assert covered(line, over + timedelta(hours=5, seconds=-1)) is False
    assert covered(line, over + timedelta(hours=5)) is True


def test_a_place_is_kept_for_thirty_days_of_a_pause_and_taken_again_when_it_is_over():
    line = index_line_of(paused(until=date(2026, 3, 1)), "2")
    ledger = LearnerIndex({"1": line})
    for after, places in ((29 * DAY, 1), (30 * DAY - timedelta(seconds=1), 1), (30 * DAY, 0), (54 * DAY, 0), (55 * DAY, 1)):
        assert ledger.places_taken(NOON + after) == places, after
    assert ledger.places_taken(NOON, but="1") == 0
    assert ledger.places_taken(NOON + 40 * DAY) == 0 and ledger.has_current_learner("1")


# -- dates after it

COURSE = CoursePlan((
    CourseGoal("g1", "Goal", (
        CourseMilestone("m1", "A", due=PlannedDay(7)), CourseMilestone("m2", "B", due=PlannedDay(14, after="m1")), CourseMilestone("m3", "C", due=PlannedDay(7, after="m2")),
        CourseMilestone("m4", "D", due=PlannedDay(day=date(2026, 3, 1))), CourseMilestone("m5", "E"),
    )),
))  # fmt: skip


def back(record=None, days=10, began=NOON, move=None):
    """Return a record after a pause of so many days, with the days moved, left, or neither."""
    record = milestones.start_milestone(paired(), learner("start-1"), COURSE, "m1") if record is None else record
    record = paused(record, (began + 30 * DAY).date(), began)
    record = transitions.resume_mentorship(record, learner("resume-1", began + days * DAY))
    if move is None:
        return record
    return goals.settle_days_after_pause(record, learner("move-001", began + days * DAY), COURSE, move)


def dues(record):
    return [one.due and one.due.isoformat()[5:] for one in plan_of_record(record, COURSE).milestones]


def test_after_a_pause_the_days_are_proposed_and_moved_or_left_once():
    assert dues(back()) == ["01-12", "01-26", "02-02", "03-01", None]
    assert plan_of_record(back()).absences == (PastPause(date(2026, 1, 5), 10),)
    assert dues(back(move=True)) == ["01-22", "02-05", "02-12", "03-11", None]
    assert dues(back(move=False)) == ["01-12", "01-26", "02-02", "03-01", None]
    for move in (True, False):
        assert plan_of_record(back(move=move)).absences == ()
        refused("days-settled", goals.settle_days_after_pause, back(move=move), learner("move-002", NOON + 11 * DAY), COURSE, True)
    refused("days-settled", goals.settle_days_after_pause, paired(), learner("move-001"), COURSE, True)


def test_days_before_the_pause_and_those_of_what_is_done_stay_and_what_is_counted_from_them_moves():
    began = datetime(2026, 1, 15, 12, tzinfo=UTC)
    record = milestones.start_milestone(paired(), learner("start-1"), COURSE, "m1")
    assert dues(back(record, 10, began, True)) == ["01-12", "02-05", "02-12", "03-11", None]
    record = milestones.submit_evidence(record, learner("hand-001"), COURSE, "m1", "Done.")
    record = milestones.decide_on_evidence(record, mentor("approve-1"), COURSE, Kind.APPROVED, "m1", 1)
    moved = back(record, 10, NOON, True)
    assert dues(moved) == ["01-12", "02-05", "02-12", "03-11", None]
    redated = milestones.set_milestone_day(moved, mentor("redate-1", NOON + 12 * DAY), COURSE, "m2", date(2026, 2, 10))
    assert dues(redated)[1:3] == ["02-10", "02-17"]  # still counted from one another


def test_a_pause_nobody_has_spoken_about_counts_for_the_pace_as_if_the_days_had_moved():
    record, moved = back(days=20), back(days=20, move=True)
    for ahead in range(30):
        today = date(2026, 1, 25) + ahead * DAY
        assert days_ahead_of_plan(plan_of_record(record), today) == days_ahead_of_plan(plan_of_record(moved), today)
    assert days_ahead_of_plan(plan_of_record(back(days=20, move=False)), date(2026, 1, 25)) == -13


def test_what_is_proposed_meanwhile_moves_with_the_pause():
    record = goals.propose_drafts(paired(), learner("propose-1"), COURSE)
    record = goals.answer_proposal(record, mentor("agree-1"), COURSE, Kind.AGREED, "propose-1")
    rows = [goals.MilestoneInput(one.id, one.title, day=one.due) for one in plan_of_record(record).milestones]
    wanted = goals.GoalInput("Goal", steps=(*rows, goals.MilestoneInput("", "New", day=date(2026, 2, 20))))
    record = goals.draft_or_propose_goal(record, mentor("propose-2"), COURSE, Kind.PROPOSED, "g1", wanted)
    record = goals.answer_proposal(back(record, move=True), learner("agree-2", NOON + 11 * DAY), COURSE, Kind.AGREED, "propose-2")
    assert dues(record) == ["01-22", "02-05", "02-12", "03-11", None, "03-02"]


def test_two_pauses_one_after_the_other_are_offered_together_and_each_moves_what_lies_after_it():
    record = milestones.set_milestone_day(back(days=3), mentor("redate-1", NOON + 4 * DAY), COURSE, "m4", date(2026, 1, 9))
    record = paused(record, date(2026, 3, 1), NOON + 5 * DAY, "pause-2")
    record = transitions.resume_mentorship(record, learner("resume-2", NOON + 9 * DAY))
    assert plan_of_record(record).absences == (PastPause(date(2026, 1, 5), 3), PastPause(date(2026, 1, 10), 4))
    record = goals.settle_days_after_pause(record, learner("move-001", NOON + 9 * DAY), COURSE, True)
    assert (record.log[-1].data["n"], plan_of_record(record).absences) == (7, ())
    assert dues(record) == ["01-19", "02-02", "02-09", "01-16", None]


def test_a_pause_of_hours_moves_nothing():
    record = milestones.start_milestone(paired(), learner("start-1"), COURSE, "m1")
    record = transitions.resume_mentorship(paused(record), learner("resume-1", NOON + timedelta(hours=5)))
    assert plan_of_record(record).absences == ()
    refused("days-settled", goals.settle_days_after_pause, record, learner("move-001", NOON + timedelta(hours=6)), COURSE, True)


def test_a_pause_taken_before_the_first_act_on_the_plan_is_offered_too():
    record = transitions.resume_mentorship(paused(), learner("resume-1", NOON + 5 * DAY))
    assert plan_of_record(record, COURSE).absences == (PastPause(date(2026, 1, 5), 5),)
    began = milestones.start_milestone(record, learner("start-1", NOON + 5 * DAY), COURSE, "m1")
    assert plan_of_record(began).absences == plan_of_record(record, COURSE).absences
    for one in (record, began):
        moved = goals.settle_days_after_pause(one, learner("move-001", NOON + 6 * DAY), COURSE, True)
        assert (dues(moved)[0], plan_of_record(moved).absences) == ("01-17", ())


def test_days_of_a_pause_are_the_learners_calendar_days_also_over_a_change_of_the_clocks():
    now = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # 23:30 in Berlin; next night is an hour short
    record = milestones.start_milestone(paired("Europe/Berlin", now), learner("start-1", now), COURSE, "m1")
    record = transitions.pause_mentorship(record, learner("pause-1", now), date(2026, 4, 20), "")
    over = now + timedelta(minutes=45)
    assert plan_of_record(transitions.resume_mentorship(record, learner("resume-1", over))).absences == (
        PastPause(date(2026, 3, 28), 1),
    )
    week = transitions.resume_mentorship(record, learner("resume-1", now + 7 * DAY - timedelta(hours=1)))
    assert plan_of_record(week).absences == (PastPause(date(2026, 3, 28), 7),)
    ended = with_time_effects(record, datetime(2026, 4, 19, 22, tzinfo=UTC))
    assert plan_of_record(ended, COURSE).absences == (PastPause(date(2026, 3, 28), 23),)


def test_days_that_a_pause_has_moved_stay_where_the_learner_travels_on():
    late = datetime(2026, 1, 5, 20, tzinfo=UTC)
    record = paused(milestones.start_milestone(paired(), learner("start-1"), COURSE, "m1"), now=late)
    record = transitions.resume_mentorship(record, learner("resume-1", late + timedelta(days=4, hours=-12)))
    moved = goals.settle_days_after_pause(record, learner("move-001", late + 5 * DAY), COURSE, True)
    assert (moved.log[-1].data["n"], dues(moved)) == (4, ["01-16", "01-30", "02-06", "03-05", None])
    there = goals.set_weekly_hours(moved, learner("week-001", late + 6 * DAY, "Asia/Tokyo"), COURSE, 5)
    assert dues(there) == dues(moved)


def test_leaving_in_a_pause_ends_it_for_the_plan_too():
    record = paused(milestones.start_milestone(paired(), learner("start-1"), COURSE, "m1"))
    record = transitions.leave_mentorship(record, learner("leave-01", NOON + DAY))
    record = transitions.return_to_mentor(record, learner("back-001", NOON + 2 * DAY))
    record = paused(record, date(2026, 3, 1), NOON + 20 * DAY, "pause-2")
    record = transitions.resume_mentorship(record, learner("resume-2", NOON + 25 * DAY))
    assert plan_of_record(record).absences == (PastPause(date(2026, 1, 5), 1), PastPause(date(2026, 1, 25), 5))


def test_a_day_in_the_record_of_the_plan_is_as_it_was_while_a_pause_goes_on():
    record = paused(milestones.start_milestone(paired(), learner("start-1"), PLAN, "m1"))
    assert (plan_of_record(record).absences, at(record, "m1").due) == ((), date(2026, 1, 12))
