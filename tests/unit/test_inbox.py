"""A mentor's list: in which part of it each learner stands, why, and what comes first (docs/rules.md, Conversation 12)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from mentorship_xblock.domain.mentor.desk_settings import DeskSettings, DeskSort
from mentorship_xblock.domain.mentor.inbox import (
    InboxOrder,
    InboxSection,
    ReachReason,
    inbox_section_of,
    late_milestones,
    reason_to_reach,
    urgent_day,
)
from mentorship_xblock.domain.mentor.index_lines import Achievement, IndexLine
from mentorship_xblock.domain.mentor.learner_index import index_line_of
from mentorship_xblock.domain.mentorship import sending
from mentorship_xblock.domain.mentorship.sending import MessageContext
from mentorship_xblock.domain.mentorship.status import Status
from mentorship_xblock.domain.mentorship.thread import WhoseTurn
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.record.log import Kind

from ..support.plans import NOON, PLAN
from ..support.talks import actor, told

TODAY = NOON.date()
GREETED = (1, "M", "says", "", "hello")


def days(count):
    """Return the moment so many days after noon."""
    return NOON + timedelta(days=count)


def line(**told_of):
    """Return the line of somebody who has been greeted, has a plan, and asks for nothing."""
    plain = {"status": Status.ACTIVE, "turn": WhoseTurn.QUIET, "since": days(-60), "seq": 9, "contact": days(-59), "milestones": 6}
    return IndexLine(**{**plain, "heard": days(-1), **told_of})


def due(*numbers):
    """Return the days of milestones that are to be met, so many days from today, as a line stores them."""
    first = TODAY + timedelta(days=numbers[0])
    return (first.isoformat(), *(number - numbers[0] for number in numbers[1:]))


# -- to reach


def test_who_was_never_written_to_is_to_be_greeted():
    assert reason_to_reach(line(contact=None), NOON, TODAY) is ReachReason.NOT_GREETED
    assert inbox_section_of(line(contact=None), NOON) is InboxSection.REACH
    assert inbox_section_of(line(contact=None, waiting=NOON), NOON) is InboxSection.WAITING


@pytest.mark.parametrize(
    ("since", "told_of", "why"),
    [
        (-6, {"milestones": 0}, None),
        (-7, {"milestones": 0}, ReachReason.NO_PLAN),
        (-7, {"milestones": 0, "discussed": True}, None),
        (-7, {"milestones": 1}, None),
        (-7, {"milestones": 0, "status": Status.CLOSING}, None),
    ],
)
def test_who_has_no_plan_after_a_week_is_a_reason_unless_one_is_being_agreed(since, told_of, why):
    assert reason_to_reach(line(since=days(since), heard=days(since), **told_of), NOON, TODAY) is why


@pytest.mark.parametrize(
    ("heard", "late", "total", "why"),
    [
        (-40, (), 6, None),  # silence alone is no reason
        (-13, (-9, -8, -7), 6, None),  # nor is being behind alone
        (-14, (-1,), 6, ReachReason.BEHIND_AND_QUIET),
        (-14, (0, 3), 6, None),  # a day that is not over
        (-14, (-1,), 7, None),  # less than 15 in 100 of the plan
        (-14, (-3, -1), 7, ReachReason.BEHIND_AND_QUIET),
    ],
)
def test_who_is_both_behind_by_a_share_of_the_plan_and_quiet_is_to_be_reached(heard, late, total, why):
    one = line(heard=days(heard), milestones=total, unmet=due(*late) if late else ())
    assert reason_to_reach(one, NOON, TODAY) is why
    assert late_milestones(one, TODAY) == sum(number < 0 for number in late)


def test_who_came_to_this_mentor_a_short_while_ago_is_not_called_quiet():
    moved = line(since=days(-3), heard=days(-40), unmet=due(-9, -8))
    assert reason_to_reach(moved, NOON, TODAY) is None


# -- what a line is told of a record


def asked(record, key, at, milestone="", day=None):
    """Return the record with one more question, about a milestone."""
    about = MessageContext(milestone=milestone, day=day)
    return sending.send_message(record, actor("L", key, at), Kind.QUESTION, "Why?", about)


def test_a_question_about_a_milestone_that_is_due_blocks_its_day_until_it_is_answered_or_met():
    planned = goals.propose_drafts(told(GREETED), actor("L", "propose-1", 5), PLAN, "")
    due_day = date(2026, 1, 12)
    record = asked(planned, "question-1", 10, "m1", due_day)
    assert index_line_of(record, "2").blocks == due_day
    assert index_line_of(asked(record, "question-2", 11), "2").blocks == due_day
    handed_in = milestones.submit_evidence(record, actor("L", "submit-1", 20), PLAN, "m1", "Done", (), ())
    assert index_line_of(handed_in, "2").blocks is None
    assert index_line_of(told((30, "M", "answers", "question-1"), record=record), "2").blocks is None


def test_while_the_plan_is_still_the_courses_the_day_that_travelled_along_counts():
    assert index_line_of(asked(told(GREETED), "question-1", 10, "m1", date(2026, 1, 9)), "2").blocks == date(2026, 1, 9)


def test_a_wish_for_another_day_is_to_be_answered_before_the_one_there_is():
    planned = goals.propose_drafts(told(GREETED), actor("L", "propose-1", 5), PLAN, "")
    agreed = goals.answer_proposal(planned, actor("M", "agree-001", 6), PLAN, Kind.AGREED, "propose-1")
    wishes = milestones.ask_for_another_day(agreed, actor("L", "wish-0001", 7), PLAN, "m1", date(2026, 1, 20), "Shifts.")
    assert index_line_of(wishes, "2").blocks == date(2026, 1, 12)
    assert index_line_of(agreed, "2").unmet_days == (date(2026, 1, 12), date(2026, 2, 1))


def test_a_finished_plan_is_told_until_the_mentor_says_something():
    proposed = goals.propose_drafts(told(GREETED), actor("L", "propose-1", 5), PLAN, "")
    record = goals.answer_proposal(proposed, actor("M", "agree-001", 6), PLAN, Kind.AGREED, "propose-1")
    for number, step in enumerate(("m1", "m2", "m3")):
        record = milestones.submit_evidence(record, actor("L", f"submit-{number}", 10 + number), PLAN, step, "Done", (), ())
        before = index_line_of(record, "2")
        record = milestones.decide_on_evidence(record, actor("M", f"approve-{number}", 11 + number), PLAN, Kind.APPROVED, step, 1)
    assert before.achievement is None
    done = index_line_of(record, "2")
    assert (done.achievement, done.achieved) == (Achievement.PLAN, actor("M", "x", 13).now)
    assert inbox_section_of(done, done.achieved + timedelta(days=13)) is InboxSection.CELEBRATE
    assert inbox_section_of(done, done.achieved + timedelta(days=14)) is InboxSection.OTHERS
    assert index_line_of(told((20, "M", "says", "", "praise-1"), record=record), "2").achievement is None


# -- the order


def test_what_is_due_now_comes_before_what_waits_longer_and_the_rest_by_its_wait():
    lines = {
        "long": line(waiting=days(-4)),
        "today": line(waiting=days(-1), blocks=TODAY),
        "tomorrow": line(waiting=days(-2), blocks=TODAY + timedelta(days=1)),
        "next week": line(waiting=days(-3), blocks=TODAY + timedelta(days=7)),
        "just over": line(waiting=days(-1), blocks=TODAY - timedelta(days=3)),
        "long over": line(waiting=days(-5), blocks=TODAY - timedelta(days=4)),
    }
    order = InboxOrder(NOON, today=TODAY).sections(lines)[InboxSection.WAITING]
    assert order == ["just over", "today", "tomorrow", "long over", "long", "next week"]
    assert urgent_day(lines["today"], TODAY) == TODAY and urgent_day(lines["next week"], TODAY) is None


def test_a_list_can_be_ordered_by_the_next_date_and_by_name_within_its_parts():
    lines = {
        "a": line(waiting=days(-1), due=TODAY),
        "b": line(waiting=days(-3)),
        "c": line(waiting=days(-2), due=TODAY - timedelta(days=1)),
    }
    names = {"a": "Zoe", "b": "ana", "c": "Ben"}

    def ordered(sort):
        return InboxOrder(NOON, today=TODAY, sort=sort, names=names).sections(lines)[InboxSection.WAITING]

    assert [ordered(sort) for sort in (DeskSort.WAIT, DeskSort.DATE, DeskSort.NAME)] == [
        ["b", "c", "a"],
        ["c", "a", "b"],
        ["b", "c", "a"],
    ]


def test_who_was_reported_stands_with_the_course_team_and_not_among_those_who_pause():
    assert inbox_section_of(line(reported=NOON, waiting=NOON), NOON) is InboxSection.STOPPED
    paused = line(status=Status.PAUSED, paused=NOON)
    assert inbox_section_of(paused, NOON) is InboxSection.PAUSED


def maybe(moments):
    """Return one of them, or nothing."""
    return st.none() | moments


moments = st.integers(-90, 0).map(days)
calendar = st.integers(-9, 9).map(lambda number: TODAY + timedelta(days=number))
lines_of_learners = st.builds(
    line,
    status=st.sampled_from([Status.ACTIVE, Status.PAUSED, Status.CLOSING]),
    since=moments,
    waiting=maybe(moments),
    review=maybe(moments),
    contact=maybe(moments),
    heard=maybe(moments),
    reported=maybe(moments),
    until=maybe(st.integers(1, 9).map(days)),
    blocks=maybe(calendar),
    due=maybe(calendar),
    milestones=st.integers(0, 8),
    unmet=st.lists(st.integers(-9, 9), max_size=5).map(lambda numbers: due(*sorted(numbers)) if numbers else ()),
    discussed=st.booleans(),
    achieved=maybe(moments),
    achievement=st.sampled_from(list(Achievement)),
    mine=st.booleans(),
)


@given(
    st.dictionaries(st.integers(0, 30).map(str), lines_of_learners, max_size=12),
    st.dictionaries(st.integers(0, 30).map(str), calendar, max_size=4),
    st.sampled_from(list(DeskSort)),
    st.randoms(),
)
def test_everybody_stands_in_one_part_once_and_in_the_same_place_however_they_were_stored(lines, later, sort, random):
    order = InboxOrder(NOON, later, TODAY, sort, {person: "abc"[int(person) % 3] for person in lines})
    sections = order.sections(lines)
    listed = [person for people in sections.values() for person in people]
    assert sorted(listed) == sorted(person for person, one in lines.items() if one.mine)
    shuffled = list(lines.items())
    random.shuffle(shuffled)
    assert order.sections(dict(shuffled)) == sections
    for section, people in sections.items():
        assert {inbox_section_of(lines[person], NOON, later.get(person), TODAY) for person in people} <= {section}
    waits = [lines[person] for person in sections[InboxSection.WAITING]]
    if sort is DeskSort.WAIT:
        calm = [one.waiting for one in waits if not urgent_day(one, TODAY)]
        assert calm == sorted(calm)
        assert all(urgent_day(one, TODAY) for one in waits[: len(waits) - len(calm)])


# -- what is remembered of a list


def test_of_what_is_remembered_only_what_was_said_changes():
    liked = DeskSettings().with_changes(DeskSort.DATE, None, None).with_changes(None, False, None).with_changes(None, None, "7")
    assert liked == DeskSettings(DeskSort.DATE, False, "7")
    assert replace(liked, sort=DeskSort.WAIT, keys=True).as_stored_json() == {"at": "7"}
    assert DeskSettings().as_stored_json() == {}


def test_the_days_of_a_line_are_in_utc_of_nobody():
    assert line(unmet=("2026-01-05", 1)).unmet_days == (date(2026, 1, 5), date(2026, 1, 6))
    assert datetime(2026, 1, 5, tzinfo=UTC).date() == TODAY
