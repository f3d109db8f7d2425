"""Every rule of the conversation (docs/rules.md) under random legal and illegal acts by everybody, while time goes on."""

import json
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mentorship_xblock.actions.permissions import choose_acting_role
from mentorship_xblock.actions.registry import ACTIONS
from mentorship_xblock.domain.mentor.learner_index import LearnerIndex, index_line_of, load_learner_index
from mentorship_xblock.domain.mentor.reply_deadlines import is_reply_overdue
from mentorship_xblock.domain.mentor.working_hours import ROUND_THE_CLOCK, working_time_between
from mentorship_xblock.domain.mentorship import append_entry, sending, transitions
from mentorship_xblock.domain.mentorship.message_edits import count_unread_entries, current_words_of
from mentorship_xblock.domain.mentorship.sending import MessageContext
from mentorship_xblock.domain.mentorship.status import relationship_at, with_time_effects
from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.mentorship.undo import undo_sent_entry
from mentorship_xblock.domain.mentorship.visibility import place_read_up_to, record_visible_to
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.log import Role
from mentorship_xblock.domain.record.record import load_stored_record
from mentorship_xblock.views.error_messages import ERROR_MESSAGES

from ..support import thread_oracle as oracle
from ..support.plans import NOON, paired

LEARNER, STAFF = "1", "9"
MENTORS = ("2", "3")
"""Each is the other's backup."""
EVERYONE = (LEARNER, *MENTORS, STAFF)
TARGET, PASSES = timedelta(hours=24), timedelta(hours=30)
TEXTS = ("Why?", " <b>so</b>\n\n> it `is` \u202e", "{learner} \\(x^2\\)", "ok")
DELAYS = (0, 0, 1, 4, 9.999, 10, 11, 61, 5 * 3600, 31 * 3600, 8 * 86400)
"""Seconds between two acts."""
REACHES = oracle.HEARD_OF - {"note", "retracted"} | {"read"}
"""What reaches the other side."""

people = st.sampled_from(EVERYONE)
texts = st.sampled_from(TEXTS)
seconds = st.sampled_from(DELAYS)


KIND_SAID = {name: ACTIONS[name].run.kind for name in ("send", "ask", "answer", "remark")}


def changed(act, record, actor, fields):
    """Return what an act makes of the learner's record."""
    return ACTIONS[act].run.apply(record, actor, {"learner": LEARNER, **fields})


class Conversation(RuleBasedStateMachine):
    """One learner, two mentors, the course team, and a clock that only goes on."""

    def __init__(self):
        super().__init__()
        self.record, self.now, self.count = paired(), NOON, 0
        self.sent = {}
        """What was sent, by its key."""
        self.passed = {}
        """What each side had seen of the other's words when contact was stopped."""

    # -- how anybody acts

    @property
    def rows(self):
        """Every row as it is stored, with what time alone has brought."""
        return with_time_effects(self.record, self.now).as_stored_json()["log"]

    def role(self, person):
        if person in (LEARNER, STAFF):
            return Role.LEARNER if person == LEARNER else Role.STAFF
        return Role.MENTOR if relationship_at(self.record, self.now).mentor == person else Role.BACKUP

    def ids(self, person, *kinds):
        """Return the keys of what somebody sees, or could make up."""
        seen = record_visible_to(self.record, person, self.role(person), self.now).log
        return st.sampled_from([*(entry.id for entry in seen if entry.kind in kinds), "no-such-key"])

    def places(self, person):
        """Return how far somebody may have read when they answer: not at all known, to the end of what they see, or less."""
        return st.sampled_from([None, max(place_read_up_to(self.record, person, self.role(person), self.now), 0), 3])

    def attempt(self, act, person, step, after=1, text=""):
        """Let somebody try an act; refused, by their role or by the thread, it changes nothing. Return the new rows."""
        self.now += timedelta(seconds=after)
        self.count += 1
        actor = append_entry.Actor(person, self.role(person), f"key-{self.count:05d}", self.now)
        before, standing = self.rows, self.record
        try:
            choose_acting_role(act, frozenset({actor.role}), relationship_at(standing, self.now).status)
            record = step(standing, actor)
        except ActionRefused as refusal:
            assert refusal.code in ERROR_MESSAGES, refusal.code
            return []
        self.record = record
        if actor.key in record.entries_by_id:
            assert step(record, actor) is record
            if text:
                self.sent[actor.key] = text
        if act == "undo":
            return []
        rows = self.rows
        assert rows[: len(before)] == before
        self.check_contact(before, rows[len(before) :])
        return rows[len(before) :]

    def check_contact(self, before, new):
        """While a report stands nothing reaches the other side but what the course team does."""
        for row in new if oracle.stopped(before) else ():
            assert row["o"] in ("staff", "time") or row["k"] not in REACHES
            assert row["o"] == "staff" or row["k"] != "edited" or oracle.about(before, row)["k"] == "note"
        if oracle.stopped(before) is None and oracle.stopped(before + new) is not None:
            self.passed = {person: self.others_words(person) for person in EVERYONE}

    def others_words(self, person):
        """Return what of the others' words, the course team's and notes apart, somebody sees."""
        seen = record_visible_to(with_time_effects(self.record, self.now), person, self.role(person), self.now).log
        return {one.id for one in seen if one.kind in oracle.WORDS and one.by != person and one.role is not Role.STAFF}

    # -- words

    @rule(
        person=people, act=st.sampled_from(["send", "send", "ask", "answer", "remark"]), text=texts, after=seconds, data=st.data()
    )
    def say(self, person, act, text, after, data):
        self.speak(person, act, text, after, data)

    def speak(self, person, act, text, after, data):
        question = data.draw(self.ids(person, "question")) if act == "answer" else ""
        upto = data.draw(self.places(person)) if person != LEARNER else None
        role = self.role(person)
        self.now += timedelta(seconds=after)
        rows = self.rows
        since = oracle.waiting_since(rows)
        past = since is not None and not oracle.paused(rows) and oracle.ticked(rows, since, self.now) >= PASSES
        line = index_line_of(with_time_effects(self.record, self.now), relationship_at(self.record, self.now).mentor)
        if line and not oracle.stopped(rows):
            assert is_reply_overdue(line, ROUND_THE_CLOCK, TARGET, self.now) == past
        about = MessageContext(question=question, upto=upto, takes=role is Role.BACKUP and past)
        new = self.attempt(
            act, person, lambda record, actor: sending.send_message(record, actor, KIND_SAID[act], text, about), 0, text
        )
        if new and about.takes and oracle.handed_to(rows) != person:
            assert [row["k"] for row in new] == ["handed", KIND_SAID[act]] and new[0]["to"] == person
        elif new:
            assert [row["k"] for row in new] == [KIND_SAID[act]]
        if new and role is not Role.LEARNER:
            assert new[-1].get("un", []) == oracle.left(rows, new[-1], upto)
        if new and upto is not None:
            others = [row for row in rows[upto + 1 :] if row["o"] in oracle.SIDE and row["b"] != person]
            assert not any(row["k"] in oracle.WORDS | {"handed"} for row in others)

    @rule(person=people, text=texts, after=seconds)
    def note(self, person, text, after):
        new = self.attempt("note", person, lambda r, a: changed("note", r, a, {"text": text}), after, text)
        assert not new or person != LEARNER

    @rule(
        person=people,
        act=st.sampled_from(["edit", "erase", "hide", "unhide", "resolve", "resolve", "ask_again", "ask_again", "retract"]),
        text=texts,
        after=seconds,
        data=st.data(),
    )
    def do_to(self, person, act, text, after, data):
        kinds = ("question",) if act in ("resolve", "ask_again", "retract") else (*oracle.WORDS, "note")
        of = data.draw(self.ids(person, *kinds))
        body = {"of": of, "text": text}
        if of in self.record.entries_by_id and data.draw(st.booleans()):
            person = {
                "edit": self.record.entries_by_id[of].by,
                "erase": self.record.entries_by_id[of].by,
                "hide": STAFF,
                "unhide": STAFF,
            }.get(act, LEARNER)
        rows_before = self.rows
        before = oracle.states(rows_before)
        new = self.attempt(act, person, lambda r, a: changed(act, r, a, body), after)
        for row in new:
            if row["k"] in oracle.SETTLING:
                assert before[row["q"]] in oracle.STATES[row["k"]]
                waits = row["q"] in oracle.asked(rows_before)
                assert not waits or row["k"] == "retracted" or (row["k"] == "resolved" and row["o"] == "learner")
            if row["k"] in ("edited", "erased"):
                assert oracle.about(self.rows, row)["b"] == person

    @rule(
        text=texts,
        then=st.lists(
            st.sampled_from(["ask", "answer", "send", "pass_back", "resolve", "ask_again", "retract"]), min_size=2, max_size=5
        ),
        after=seconds,
        data=st.data(),
    )
    def a_question_goes_its_way(self, text, then, after, data):
        self.attempt("ask", LEARNER, lambda r, a: sending.send_message(r, a, KIND_SAID["ask"], text), after, text)
        of = f"key-{self.count:05d}"
        for act in then:
            person = data.draw(st.sampled_from([LEARNER, LEARNER, relationship_at(self.record, self.now).mentor or STAFF]))
            after = data.draw(seconds)
            if act in KIND_SAID:
                about = MessageContext(question=of if act == "answer" else "")
                self.attempt(
                    act,
                    person,
                    lambda r, a, act=act, about=about: sending.send_message(r, a, KIND_SAID[act], text, about),
                    after,
                    text,
                )
            else:
                self.attempt(act, person, lambda r, a, act=act: changed(act, r, a, {"of": of, "upto": None}), after)

    @rule(
        person=people,
        act=st.sampled_from(["send", "note"]),
        then=st.lists(st.sampled_from(["edit", "edit", "erase", "hide", "unhide"]), min_size=1, max_size=4),
        after=seconds,
        data=st.data(),
    )
    def words_are_changed(self, person, act, then, after, data):
        if act == "note":
            self.note(person, "At first", after)
        else:
            self.speak(person, act, "At first", after, data)
        of = f"key-{self.count:05d}"
        for one in then:
            body = {"of": of, "text": data.draw(texts)}
            by = STAFF if one in ("hide", "unhide") else person
            self.attempt(one, by, lambda r, a, one=one, body=body: changed(one, r, a, body), data.draw(seconds))

    @rule(person=people, after=seconds, data=st.data())
    def undo(self, person, after, data):
        of = data.draw(self.ids(person, *oracle.WORDS, "note"))
        before = self.record
        self.attempt("undo", person, lambda record, actor: undo_sent_entry(record, actor, of), after)
        if self.record is before:
            return
        mine = before.entries_by_id[of]
        assert mine.by == person and self.now < mine.at + oracle.TEN
        rows = before.as_stored_json()["log"]
        gone = [row for row in rows if row["i"] == of or (about := oracle.about(rows, row)) and about["i"] == of]
        assert self.record.as_stored_json()["log"] == [row for row in rows if row not in gone]
        assert all(of not in json.dumps(row) for row in self.record.as_stored_json()["log"] if row["b"] == person)
        for reader, upto in before.seen.items():
            read = [row["i"] for row in rows[: upto + 1] if row not in gone]
            assert [row["i"] for row in self.record.as_stored_json()["log"][: self.record.seen[reader] + 1]] == read

    @rule(
        person=people,
        act=st.sampled_from(["send", "ask", "note"]),
        and_then=st.sampled_from(["", "edit", "erase", "retract"]),
        data=st.data(),
    )
    def what_is_undone_was_never_sent(self, person, act, and_then, data):
        before = with_time_effects(self.record, self.now)
        if act == "note":
            self.note(person, "oh", 0)
        else:
            self.speak(person, act, "oh", 0, data)
        of = f"key-{self.count:05d}"
        if of not in self.record.entries_by_id:
            return
        if and_then:
            self.attempt(and_then, person, lambda r, a: changed(and_then, r, a, {"of": of, "text": "no"}), 3)
        self.attempt("undo", person, lambda record, actor: undo_sent_entry(record, actor, of), 3)
        assert self.record == with_time_effects(before, self.now)

    # -- whose turn it is

    @rule(person=st.sampled_from(["2", "3", "2", "3", STAFF, LEARNER]), after=seconds, data=st.data())
    def pass_back(self, person, after, data):
        upto, before = data.draw(self.places(person)), self.rows
        new = self.attempt("pass_back", person, lambda r, a: changed("pass_back", r, a, {"upto": upto}), after)
        if any(row["k"] == "read" for row in new) and upto is not None:
            assert any(oracle.known_by(before, row, upto) for row in oracle.owed(before))

    @rule(person=people, to=st.sampled_from(MENTORS), after=seconds)
    def hand_over(self, person, to, after):
        self.now += timedelta(seconds=after)
        before = self.rows
        new = self.attempt("hand_over", person, lambda record, actor: sending.hand_over_wait(record, actor, to), 0)
        assert not new or (oracle.owed(before) and oracle.handed_to(before) != to)

    @precondition(lambda self: oracle.owed(self.rows))
    @rule(hours=st.integers(20, 40), act=st.sampled_from(["answer", "send", "remark"]), data=st.data())
    def a_wait_gets_long_and_the_backup_answers(self, hours, act, data):
        backup = next(person for person in MENTORS if self.role(person) is Role.BACKUP)
        self.speak(backup, act, "I am here", hours * 3600, data)

    # -- reports

    @rule(person=people, after=seconds, data=st.data())
    def report(self, person, after, data):
        of = data.draw(st.sampled_from(["", data.draw(self.ids(person, *oracle.WORDS))]))
        body = {"of": of, "text": f"because-{self.count}."}
        before = self.rows
        new = self.attempt("report", person, lambda r, a: changed("report", r, a, body), after)
        for row in new:
            if row["k"] == "reported" and of:
                said = next(one for one in before if one["i"] == of)
                assert row.get("c", "") == oracle.says(before, said) and row["to"] == said["b"] != person
        assert not any(row["k"] == "reported" for row in new) or not oracle.stopped(before)

    @rule(person=st.sampled_from([STAFF, STAFF, LEARNER, "2"]), after=seconds, data=st.data())
    def clear(self, person, after, data):
        of = data.draw(st.sampled_from([*(row["i"] for row in self.rows if row["k"] == "reported"), "no-such-key"]))
        body = {"of": of, "text": f"decided-{self.count}."}
        self.attempt("clear_report", person, lambda r, a: changed("clear_report", r, a, body), after)

    # -- the relation, and reading

    @rule(person=people, days=st.integers(1, 9), after=seconds)
    def pause(self, person, days, after):
        self.now += timedelta(seconds=after if self.rows[-1]["k"] != "paused" else 9 * 86400)
        self.attempt(
            "pause", person, lambda r, a: transitions.pause_mentorship(r, a, a.now.date() + timedelta(days), "away"), after
        )

    @rule(person=people, after=seconds)
    def resume(self, person, after):
        self.attempt("resume", person, transitions.resume_mentorship, after)

    @rule(mentor=st.sampled_from(MENTORS), after=seconds)
    def reassign(self, mentor, after):
        self.attempt("assign", STAFF, lambda record, actor: transitions.pair_with_mentor(record, actor, LEARNER, mentor), after)

    @precondition(lambda self: len(self.record.log) % 4 == 3)
    @rule(back=st.sampled_from(["back", "anew", "anew", "given", "given", ""]), days=st.sampled_from([0, 0, 3, 8]), after=seconds)
    def leave(self, back, days, after):
        self.attempt("leave", LEARNER, transitions.leave_mentorship, after)
        if back:
            self.attempt(
                "join", LEARNER, transitions.request_mentor if back == "anew" else transitions.return_to_mentor, days * 86400
            )
        if back in ("anew", "given"):
            self.speak_as_learner()
            self.attempt(
                "assign", STAFF, lambda record, actor: transitions.pair_with_mentor(record, actor, LEARNER, MENTORS[days % 2]), 60
            )

    def speak_as_learner(self):
        self.attempt("send", LEARNER, lambda r, a: sending.send_message(r, a, KIND_SAID["send"], "Still there"), 60, "Still there")

    @rule(person=people, past=st.booleans())
    def see(self, person, past):
        before = self.record.seen.get(person, -1)
        upto = len(self.record.log) + 5 if past else place_read_up_to(self.record, person, self.role(person), self.now)
        self.record = sending.mark_read_up_to(self.record, person, max(upto, 0))
        assert self.record.seen.get(person, -1) == max(before, min(max(upto, 0), len(self.record.log) - 1))

    @rule(person=people, data=st.data())
    def mark_unread(self, person, data):
        of = data.draw(self.ids(person, *oracle.HEARD_OF))
        before = self.record.seen.get(person, -1)
        try:
            self.record = sending.mark_entry_unread(self.record, person, of)
        except ActionRefused:
            assert of not in self.record.entries_by_id
            return
        place = self.record.entries_by_id[of].seq
        assert self.record.seen[person] == min(before, place - 1)
        assert self.record.entries_by_id[of].by == person or count_unread_entries(self.record, person) > 0

    @rule(after=seconds)
    def time_passes(self, after):
        self.now += timedelta(seconds=after)

    # -- what is always true

    @invariant()
    def the_clock_runs_from_the_earliest_unanswered_words_until_somebody_answers(self):
        """Conversation 1, 2 and 8: later words, notes, edits, hiding, receipts and erasing neither start nor stop it."""
        rows = self.rows
        thread = thread_of_record(with_time_effects(self.record, self.now))
        assert thread.waiting == oracle.waiting_since(rows)
        told = [(one.mentor, one.start, one.end, one.how.value) for one in thread.wait_periods]
        assert told == oracle.ended_waits(rows)
        for one in thread.wait_periods:
            assert working_time_between(one.start, one.end, ROUND_THE_CLOCK, one.stops) == oracle.ticked(rows, one.start, one.end)

    @invariant()
    def a_wait_is_as_long_as_the_clocks_ran(self):
        rows, mentor = self.rows, relationship_at(self.record, self.now).mentor
        line = index_line_of(self.record, mentor) if mentor else None
        if line and line.mine and line.waiting and not line.is_on_hold(self.now):
            ran = oracle.ticked(rows, line.waiting, self.now)
            assert (
                line.waiting_time(self.now)
                == ran
                == working_time_between(line.waiting, self.now, ROUND_THE_CLOCK, line.clock_stops_at(self.now))
            )

    @invariant()
    def a_question_stands_where_what_was_done_to_it_leads(self):
        stand = {question: state.value for question, state in thread_of_record(self.record).questions.items()}
        assert stand == oracle.states(self.record.as_stored_json()["log"])

    @invariant()
    def every_question_waits_until_it_has_an_answer_of_its_own(self):
        thread = thread_of_record(with_time_effects(self.record, self.now))
        assert sorted(thread.open_questions) == sorted(oracle.asked(self.rows))
        for question in thread.open_questions:
            assert not any(row["k"] == "answer" and row["q"] == question for row in self.rows_since_asked(question))

    def rows_since_asked(self, question):
        """Return what came after a question was asked, or asked again."""
        rows = self.rows
        places = [place for place, row in enumerate(rows) if oracle.begins(row) and oracle.named(row) == question]
        return rows[places[-1] :]

    @invariant()
    def a_wait_is_with_who_took_it_over(self):
        rows = self.rows
        thread = thread_of_record(with_time_effects(self.record, self.now))
        if thread.waiting:
            assert thread.handed == oracle.handed_to(rows)
        assert thread.reported == oracle.stopped(rows)

    @invariant()
    def everybody_sees_what_is_theirs_to_see_and_no_more(self):
        """Conversation 3: no note, nothing of an edited one either, is ever seen by the learner."""
        rows = self.rows
        for person in EVERYONE:
            role = self.role(person)
            seen = record_visible_to(with_time_effects(self.record, self.now), person, role, self.now)
            assert [entry.seq for entry in seen.log] == oracle.sees(rows, person, role.value, self.now)
            new = [
                row
                for entry in seen.log
                if entry.seq > self.record.seen.get(person, -1) and (row := rows[entry.seq])["b"] != person
                if row["k"] in oracle.HEARD_OF
            ]
            assert count_unread_entries(seen, person) == len(new)
            if role is Role.LEARNER:
                assert all(row["i"] not in json.dumps(seen.as_stored_json()["log"]) for row in rows if row["k"] == "note")

    @invariant()
    def nobody_but_the_team_and_the_reporter_reads_a_report(self):
        rows = self.rows
        for person in (LEARNER, *MENTORS):
            drawn = record_visible_to(
                with_time_effects(self.record, self.now), person, self.role(person), self.now
            ).as_stored_json()["log"]
            shown = json.dumps(drawn)
            for row in rows:
                if row["k"] in ("reported", "cleared") and row["b"] != person:
                    bare = {key: row[key] for key in ("k", "t", "i")} | ({"of": row["of"]} if row["k"] == "cleared" else {})
                    assert "x" not in row or row["x"] not in shown
                    assert {**bare, "b": "", "o": "time"} in drawn

    @invariant()
    def nothing_passes_between_the_two_sides_while_a_report_stands(self):
        if oracle.stopped(self.rows):
            for person in (LEARNER, *MENTORS):
                assert self.others_words(person) <= self.passed[person]

    @invariant()
    def nobody_has_read_past_what_is_held_back(self):
        rows = self.rows
        for person in EVERYONE:
            upto = place_read_up_to(with_time_effects(self.record, self.now), person, self.role(person), self.now)
            counted = [row for row in rows if not oracle.kept_from(rows, row, person, self.role(person) is Role.LEARNER)]
            kept = [place for place, row in enumerate(counted) if oracle.held_back(rows, row, person, False, self.now)]
            assert upto == min(kept, default=len(counted)) - 1

    @invariant()
    def order_is_the_sequence_and_one_key_makes_one_entry(self):
        log = self.record.log
        assert [entry.seq for entry in log] == list(range(len(log)))
        assert len({entry.id for entry in log}) == len(log)
        assert [entry.at for entry in log] == sorted(entry.at for entry in log)

    @invariant()
    def words_are_stored_as_they_were_written(self):
        rows = self.record.as_stored_json()["log"]
        for row in rows:
            if row["k"] in oracle.WORDS | {"note"}:
                assert row["x"] == self.sent[row["i"]]
                assert current_words_of(self.record, self.record.entries_by_id[row["i"]]) == oracle.says(rows, row)

    @invariant()
    def replaying_what_is_stored_gives_the_same(self):
        again = load_stored_record(json.loads(json.dumps(self.record.as_stored_json())))
        assert again == self.record and thread_of_record(again) == thread_of_record(self.record)
        lines = {person: line for person in MENTORS if (line := index_line_of(self.record, person))}
        assert load_learner_index(json.loads(json.dumps(LearnerIndex(lines).as_stored_json()))).lines == lines


Conversation.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
test_whoever_says_what_in_any_order_the_thread_stays_what_the_design_says = pytest.mark.slow(Conversation.TestCase)
