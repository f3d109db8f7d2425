"""The acts as pure functions, by property: whatever order people act in, nothing illegal is written and history replays."""

import json
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mentorship_xblock.domain.mentor.learner_index import index_line_of
from mentorship_xblock.domain.mentorship import abuse_reports, append_entry, message_edits, sending, transitions
from mentorship_xblock.domain.mentorship.message_edits import count_unread_entries
from mentorship_xblock.domain.mentorship.message_kinds import SPOKEN_KINDS
from mentorship_xblock.domain.mentorship.questions import QuestionState
from mentorship_xblock.domain.mentorship.status import (
    LIVE_STATUSES,
    OPEN_STATUSES,
    PAIRED_STATUSES,
    STATUS_TRANSITIONS,
    Status,
    relationship_at,
    relationship_of_record,
    with_time_effects,
)
from mentorship_xblock.domain.mentorship.thread import WhoseTurn, thread_of_record
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.domain.record.record import Record, load_stored_record

MENTORS = ["2", "3", "4"]
HEARD = SPOKEN_KINDS | {Kind.NOTE, Kind.PAUSED, Kind.ASKED_AGAIN, Kind.RETRACTED, Kind.HANDED}
"""What of all this somebody is told is new."""
QS = QuestionState
MOVES = {
    # What each act makes of a question, in the words of the design (docs/rules.md, Conversation).
    Kind.RESOLVED: {QS.ANSWERED: QS.RESOLVED, QS.REOPENED: QS.RESOLVED},
    Kind.ASKED_AGAIN: dict.fromkeys(
        (QS.RESOLVED, QS.OPEN, QS.PASSED, QS.REOPENED), QS.REOPENED
    ),  # open ones only once nobody is to answer
    Kind.RETRACTED: dict.fromkeys((QS.OPEN, QS.PASSED, QS.REOPENED), QS.RETRACTED),
}
STOPS = {Kind.MESSAGE, Kind.QUESTION, Kind.ANSWER, Kind.FEEDBACK, Kind.READ}
"""What of the mentoring side ends a wait. Of the learner only taking a question back, or settling it, does."""
NEEDLESS = {Kind.RETRACTED, Kind.RESOLVED}
ENDS = {Kind.LEFT, Kind.WITHDREW, Kind.ENDED}
hours = st.integers(0, 24 * 5)


class Mentorship(RuleBasedStateMachine):
    """One learner, three mentors, staff, and a clock that only goes on."""

    def __init__(self):
        super().__init__()
        self.record, self.now, self.count = Record(), datetime(2026, 1, 1, tzinfo=UTC), 0
        self.told = {0: (relationship_of_record(self.record), thread_of_record(self.record))}

    def act(self, step, by, role, after=1):
        self.now += timedelta(hours=after, seconds=1)
        self.count += 1
        before = self.record
        try:
            self.record = step(before, append_entry.Actor(by, role, f"key-{self.count:05d}", self.now))
        except ActionRefused:
            assert self.record is before
        assert self.record.log[: len(before.log)] == before.log
        if len(self.record.log) == len(before.log) + 1:
            self.told[len(self.record.log)] = (relationship_of_record(self.record), thread_of_record(self.record))
        again = append_entry.Actor(by, role, f"key-{self.count:05d}", self.now)
        if f"key-{self.count:05d}" in self.record.entries_by_id:
            assert step(self.record, again) == self.record

    @rule(after=hours)
    def request(self, after):
        self.act(transitions.request_mentor, "1", Role.LEARNER, after)

    @rule(mentor=st.sampled_from([*MENTORS, "1"]), after=hours)
    def pair(self, mentor, after):
        def apart(record, actor):
            relation = relationship_at(record, actor.now)
            if relation.status not in PAIRED_STATUSES or relation.mentor != mentor:
                abuse_reports.check_no_report_between(record, mentor)
            return transitions.pair_with_mentor(record, actor, "1", mentor)

        self.act(apart, "9", Role.STAFF, after)

    @rule(after=hours)
    def leave(self, after):
        self.act(transitions.leave_mentorship, "1", Role.LEARNER, after)

    @rule(after=hours)
    def come_back(self, after):
        self.act(transitions.return_to_mentor, "1", Role.LEARNER, after)

    @rule(kind=st.sampled_from([Kind.MESSAGE, Kind.QUESTION]), after=hours)
    def learner_says(self, kind, after):
        waiting = thread_of_record(self.record).waiting
        self.act(lambda record, actor: sending.send_message(record, actor, kind, "words"), "1", Role.LEARNER, after)
        assert waiting is None or thread_of_record(self.record).waiting in (waiting, None)

    @rule(by=st.sampled_from(MENTORS), after=hours, data=st.data())
    def mentor_answers(self, by, after, data):
        asked = data.draw(st.sampled_from([*thread_of_record(self.record).questions, "never-asked"]))
        size = len(self.record.log)
        before = thread_of_record(self.record).questions.get(asked)
        self.act(
            lambda record, actor: sending.send_message(record, actor, Kind.ANSWER, "words", sending.MessageContext(asked)),
            by,
            Role.MENTOR,
            after,
        )
        if len(self.record.log) > size and self.record.log[-1].kind == Kind.ANSWER:
            closed = before in (QuestionState.RESOLVED, QuestionState.RETRACTED)
            assert thread_of_record(self.record).questions[asked] is (before if closed else QuestionState.ANSWERED)
            assert asked not in thread_of_record(self.record).open_questions

    def question(self, data):
        return data.draw(st.sampled_from([*thread_of_record(self.record).questions, "never-asked"]))

    def message(self, data):
        return data.draw(
            st.sampled_from([*[entry.id for entry in self.record.log.entries_of_kinds(SPOKEN_KINDS)][-4:], "never-said"])
        )

    @rule(
        kind=st.sampled_from([Kind.RESOLVED, Kind.ASKED_AGAIN, Kind.RETRACTED]),
        by=st.sampled_from([("1", Role.LEARNER), ("2", Role.MENTOR)]), after=hours, data=st.data(),
    )  # fmt: skip
    def a_question_is_turned(self, kind, by, after, data):
        asked, before = self.question(data), thread_of_record(self.record)
        by = ("1", Role.LEARNER) if kind is Kind.RETRACTED else by
        self.act(lambda record, actor: message_edits.change_question_state(record, actor, kind, asked), *by, after)
        if self.record.log and self.record.log[-1].kind == kind and self.record.log[-1].at == self.now:
            assert before.questions[asked] in MOVES[kind]
            assert thread_of_record(self.record).questions == {**before.questions, asked: MOVES[kind][before.questions[asked]]}

    @rule(by=st.sampled_from([("2", Role.MENTOR), ("4", Role.BACKUP)]), after=hours)
    def hand_over(self, by, after):
        waiting, size = thread_of_record(self.record).waiting, len(self.record.log)
        self.act(lambda record, actor: sending.hand_over_wait(record, actor, "4"), *by, after)
        if len(self.record.log) > size and self.record.log[-1].kind == Kind.HANDED:
            assert (thread_of_record(self.record).handed, thread_of_record(self.record).waiting) == ("4", waiting)

    @rule(by=st.sampled_from([("1", Role.LEARNER), ("2", Role.MENTOR)]), after=hours, data=st.data())
    def change_words(self, by, after, data):
        of, erasing = self.message(data), data.draw(st.booleans())
        self.unmoved(
            lambda record, actor: (message_edits.erase_message(record, actor, of) if erasing else message_edits.edit_message(record, actor, of, actor.key)),
            *by, after,
        )  # fmt: skip

    @rule(after=hours, data=st.data())
    def staff_hide_and_show(self, after, data):
        of, hiding = self.message(data), data.draw(st.booleans())
        self.unmoved(
            lambda record, actor: message_edits.hide_message(record, actor, of, "why") if hiding else message_edits.unhide_message(record, actor, of),
            "9", Role.STAFF, after,
        )  # fmt: skip

    @rule(after=hours)
    def note(self, after):
        self.unmoved(lambda record, actor: message_edits.write_private_note(record, actor, "words"), "2", Role.MENTOR, after)

    def unmoved(self, step, by, role, after):
        """Do what leaves every wait as it is (docs/rules.md, Conversation 2 and 8)."""
        self.record = with_time_effects(self.record, self.now + timedelta(hours=after, seconds=1))
        self.told[len(self.record.log)] = (relationship_of_record(self.record), thread_of_record(self.record))
        before = thread_of_record(self.record)
        self.act(step, by, role, after)
        assert thread_of_record(self.record) == before

    @rule(by=st.sampled_from([("1", Role.LEARNER), ("2", Role.MENTOR)]), after=hours)
    def report(self, by, after):
        self.act(lambda record, actor: abuse_reports.report_to_course_team(record, actor, "1", "", "why"), *by, after)

    @rule(after=hours)
    def staff_decide(self, after):
        report = abuse_reports.first_undecided_report(self.record)
        self.act(
            lambda record, actor: abuse_reports.decide_on_report(record, actor, report.id if report else "none-0001", ""),
            "9",
            Role.STAFF,
            after,
        )

    @rule(by=st.sampled_from([("1", Role.LEARNER), ("2", Role.MENTOR)]), days=st.integers(-1, 8), after=hours)
    def pause(self, by, days, after):
        def step(record, actor):
            return transitions.pause_mentorship(record, actor, actor.now.date() + timedelta(days), "words")

        size = len(self.record.log)
        self.act(step, *by, after)
        if len(self.record.log) > size and self.record.log[-1].kind == Kind.PAUSED:
            assert days > 0

    @rule(by=st.sampled_from([("1", Role.LEARNER), ("2", Role.MENTOR)]), after=hours)
    def resume(self, by, after):
        self.act(transitions.resume_mentorship, *by, after)

    @rule(by=st.sampled_from(MENTORS), after=hours)
    def pass_back(self, by, after):
        self.act(sending.end_wait_without_words, by, Role.MENTOR, after)

    @rule(reader=st.sampled_from(["1", *MENTORS]), upto=st.integers(0, 50))
    def see(self, reader, upto):
        before = self.record.seen.get(reader, -1)
        self.record = sending.mark_read_up_to(self.record, reader, upto)
        assert self.record.seen.get(reader, -1) >= before

    @invariant()
    def every_move_is_in_the_table(self):
        status = Status.NONE
        for entry in self.record.log:
            moves = STATUS_TRANSITIONS.get(entry.kind)
            if moves is not None:
                assert status in moves
                status = moves[status]
        assert status is relationship_of_record(self.record).status

    @invariant()
    def replaying_what_is_stored_gives_the_same(self):
        again = load_stored_record(json.loads(json.dumps(self.record.as_stored_json())))
        assert again == self.record
        assert thread_of_record(again) == thread_of_record(self.record)

    @invariant()
    def replaying_any_prefix_tells_what_was_told_then(self):
        for length, (relation, thread) in self.told.items():
            prefix = Record(log=self.record.log[:length])
            assert (relationship_of_record(prefix), thread_of_record(prefix)) == (relation, thread)

    @invariant()
    def only_words_of_a_person_or_a_pass_back_or_the_end_stop_a_wait(self):
        for entry in self.record.log:
            waited = thread_of_record(Record(log=self.record.log[: entry.seq])).waiting
            waits = thread_of_record(Record(log=self.record.log[: entry.seq + 1])).waiting
            if waited and not waits:
                spoke = entry.kind in STOPS and entry.role is not Role.LEARNER
                assert spoke or entry.kind in ENDS or (entry.kind in NEEDLESS and entry.role is Role.LEARNER)
            if waited and waits and not (entry.kind in NEEDLESS and entry.role is Role.LEARNER):
                assert waits == waited
            if waited and waits:
                assert waits >= waited

    def with_reports(self):
        """Yield each entry with the reports that stop contact after it: those of the mentor by then that nobody has decided on."""
        reports, before = {}, ""
        for entry in self.record.log:
            if entry.kind == Kind.REPORTED:
                reports[entry.id] = {entry.by, entry.stored_text("to")}
            elif entry.kind == Kind.CLEARED:
                reports.pop(entry.stored_text("of"), None)
            mentor = relationship_of_record(Record(log=self.record.log[: entry.seq + 1])).mentor
            if mentor not in ("", before):
                reports = {one: parties for one, parties in reports.items() if mentor in parties}
            before = mentor
            yield entry, dict(reports)

    @invariant()
    def the_clock_of_a_wait_stands_still_for_as_long_as_the_pauses_and_the_reports_in_it(self):
        thread, held, paused, stood, still, reports = thread_of_record(self.record), timedelta(0), False, None, False, {}
        for entry, reports in self.with_reports():
            was = still
            paused = (paused or entry.kind == Kind.PAUSED) and entry.kind not in (Kind.RESUMED, Kind.LEFT, Kind.ENDED)
            still = paused or bool(reports)
            if still and not was:
                stood = entry.at
            elif was and not still:
                held += max(entry.at - max(stood, thread.waiting or entry.at), timedelta(0))
        assert sum((until - since for since, until in thread.stops), timedelta(0)) == (held if thread.waiting else timedelta(0))
        assert all(since <= until for since, until in thread.stops)
        assert bool(reports) == (thread.reported is not None)
        relation = relationship_of_record(self.record)
        assert (relation.status is Status.PAUSED) == (relation.paused is not None) == (relation.until is not None)
        assert relation.paused is None or relation.paused <= relation.until

    @invariant()
    def a_pause_ends_by_itself_on_its_day_and_not_before(self):
        relation, now = relationship_of_record(self.record), relationship_at(self.record, self.now)
        if relation.status is Status.PAUSED:
            assert now.status is (Status.PAUSED if self.now < relation.until else Status.ACTIVE)

    @invariant()
    def nothing_is_said_where_there_is_no_relation(self):
        status = Status.NONE
        for entry in self.record.log:
            assert entry.kind not in SPOKEN_KINDS or status in OPEN_STATUSES
            status = STATUS_TRANSITIONS.get(entry.kind, {}).get(status, status)

    @invariant()
    def nothing_passes_between_the_two_while_a_report_stands(self):
        standing = {}
        for entry, reports in self.with_reports():
            assert not (standing and entry.kind in SPOKEN_KINDS | {Kind.EDITED} and entry.role is not Role.STAFF)
            standing = reports

    @invariant()
    def what_is_unread_is_what_others_said_after_the_place_read_to(self):
        for reader in ("1", *MENTORS):
            upto = self.record.seen.get(reader, -1)
            later = [entry for entry in self.record.log[upto + 1 :] if entry.kind in HEARD and entry.by != reader]
            assert count_unread_entries(self.record, reader) == len(later)

    @invariant()
    def there_is_one_mentor_or_none_and_never_oneself(self):
        relation = relationship_of_record(self.record)
        assert relation.mentor != "1" and relation.mentor not in relation.former
        assert bool(relation.mentor) == (relation.status in LIVE_STATUSES or relation.status is Status.ENDED)
        lines = [mentor for mentor in MENTORS if (line := index_line_of(self.record, mentor)) and line.mine]
        assert len(lines) == (relation.status in LIVE_STATUSES)

    @invariant()
    def a_wait_is_there_exactly_when_it_is_the_mentors_turn(self):
        thread = thread_of_record(self.record)
        assert (thread.waiting is not None) == (thread.turn is WhoseTurn.MENTOR)
        assert all(wait.start <= wait.end for wait in thread.wait_periods)

    @invariant()
    def order_is_the_logs_and_time_never_runs_backwards(self):
        assert [entry.seq for entry in self.record.log] == list(range(len(self.record.log)))
        moments = [entry.at for entry in self.record.log]
        assert moments == sorted(moments)
        assert relationship_at(self.record, self.now).status in Status


def test_a_report_that_was_decided_on_stops_no_contact_when_another_stands():
    now, record = datetime(2026, 1, 1, tzinfo=UTC), Record()

    def after(step, by, role):
        nonlocal now
        now += timedelta(hours=1)
        return step(record, append_entry.Actor(by, role, f"key-{now:%H}-00", now))

    def given(mentor):
        return after(lambda record, actor: transitions.pair_with_mentor(record, actor, "1", mentor), "9", Role.STAFF)

    def reported():
        return after(lambda record, actor: abuse_reports.report_to_course_team(record, actor, "1", "", ""), "1", Role.LEARNER)

    record = given("3")
    record = reported()
    record = after(lambda record, actor: abuse_reports.decide_on_report(record, actor, record.log[-1].id, ""), "9", Role.STAFF)
    record = given("2")
    record = reported()
    assert thread_of_record(record).reported == now
    record = given("3")
    assert thread_of_record(record).reported is None


Mentorship.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
test_any_order_of_acts_keeps_every_invariant = pytest.mark.slow(Mentorship.TestCase)
