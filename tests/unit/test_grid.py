"""The order of a mentor's learners beside each other, and whether there is a plan that both sides agreed to."""

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from mentorship_xblock.domain.mentor.grid import Agreement, agreement_on_plan, learners_by_silence
from mentorship_xblock.domain.mentor.index_lines import IndexLine, read_index_lines
from mentorship_xblock.domain.mentor.learner_index import index_line_of
from mentorship_xblock.domain.mentorship import transitions
from mentorship_xblock.domain.mentorship.append_entry import Actor
from mentorship_xblock.domain.mentorship.status import Status
from mentorship_xblock.domain.mentorship.thread import WhoseTurn
from mentorship_xblock.domain.plan import goals
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.log import Kind, Role

from ..support.plans import NOON, PLAN, learner, mentor, paired
from ..support.talks import told


def minutes(count):
    return None if count is None else NOON + timedelta(minutes=count)


def line(since=0, spoken=None, contact=None, **more):
    return IndexLine(Status.ACTIVE, WhoseTurn.QUIET, minutes(since), 1, spoken=minutes(spoken), contact=minutes(contact), **more)


def test_who_was_never_written_to_comes_first_then_who_was_longest_ago():
    lines = {"a": line(spoken=30), "b": line(since=2), "c": line(spoken=10), "d": line(since=1), "e": line(contact=20)}
    assert learners_by_silence(lines, NOON) == ["d", "b", "c", "e", "a"]


def test_who_has_another_mentor_or_left_for_good_is_not_among_them():
    gone = line()._replace(status=Status.CLOSING, until=minutes(5))
    lines = {"a": line(), "b": line(mine=False), "c": gone}
    assert learners_by_silence(lines, minutes(4)) == ["a", "c"]
    assert learners_by_silence(lines, minutes(5)) == ["a"]


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.builds(line, st.integers(0, 9), st.none() | st.integers(0, 9)), max_size=8)
)
@settings(max_examples=60, deadline=None)
def test_everybody_is_there_once_and_nobody_before_who_waits_longer_for_words(lines):
    order = learners_by_silence(lines, NOON)
    assert sorted(order) == sorted(lines)
    written = [lines[one].spoken for one in order]
    assert written == sorted(written, key=lambda at: (at is not None, at))


@pytest.mark.parametrize(
    ("story", "spoken"),
    [
        ([], None),
        ([(1, "L", "asks", "", "question")], None),
        ([(1, "M", "says")], 1),
        ([(1, "M", "says"), (2, "L", "says"), (3, "B", "says"), (4, "L", "says")], 3),
        ([(1, "M", "says"), (2, "M", "notes")], 1),
    ],
)
def test_the_mentors_line_says_when_their_side_last_wrote(story, spoken):
    record = told(*story)
    made = index_line_of(record, "2")
    assert made.spoken == minutes(spoken)
    assert read_index_lines({"1": made.as_stored_json()}) == {"1": made}


def test_what_a_former_mentor_wrote_is_not_what_the_new_one_did():
    record = told((1, "M", "says"))
    record = transitions.pair_with_mentor(record, Actor("9", Role.STAFF, "pair-0002", minutes(5)), "1", "7")
    assert (index_line_of(record, "7").spoken, index_line_of(record, "2").spoken) == (None, None)


def test_a_plan_is_agreed_once_both_sides_have_said_so():
    record = paired()
    said = [agreement_on_plan(plan_of_record(record, PLAN))]
    record = goals.propose_drafts(record, learner("propose-1"), PLAN)
    said.append(agreement_on_plan(plan_of_record(record, PLAN)))
    record = goals.answer_proposal(record, mentor("agree-01"), PLAN, Kind.AGREED, "propose-1")
    said.append(agreement_on_plan(plan_of_record(record, PLAN)))
    assert said == [Agreement.NONE, Agreement.MENTOR_ANSWERS, Agreement.AGREED]
