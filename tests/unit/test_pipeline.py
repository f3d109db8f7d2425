"""Everything anybody may try, in any order, through the whole road of acts, on a host that is a dictionary.

The machine lets learners, mentors, backups, staff, strangers and people in disguise try every act on everybody's
mentorship while the roster and the course change under them. It knows who may do what from the words of the design,
not from the table of the package.
"""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mentorship_xblock.actions.context import MentoringContext
from mentorship_xblock.actions.registry import ACTIONS as ROWS
from mentorship_xblock.authoring.program import AssignmentMode, Program, RosterEntry
from mentorship_xblock.domain.mentor.index_lines import PLACE_KEPT
from mentorship_xblock.domain.mentor.learner_index import LearnerIndex, index_line_of
from mentorship_xblock.domain.mentorship.status import Status, relationship_at, relationship_of_record
from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.mentorship.undo import UNDO_WINDOW
from mentorship_xblock.domain.plan.block_completion import completion_progress
from mentorship_xblock.domain.plan.course_changes import course_plan_fingerprint
from mentorship_xblock.domain.plan.course_plan import CompletionRule, CourseGoal, CourseMilestone, UnitsEffect
from mentorship_xblock.domain.plan.goals import GoalInput, MilestoneInput
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.domain.stored_state import StoredState
from mentorship_xblock.hosts.port import CompletableBlock, CourseUnit, Masquerade, NeedsMoreRows, Person, Visitor
from mentorship_xblock.views.error_messages import ERROR_MESSAGES

LEARNERS, MENTORS, STAFF = ("1", "2"), ("21", "22", "23"), ("9",)
EVERYBODY = (*LEARNERS, *MENTORS, *STAFF, "99")
BACKUPS = {"21": "22", "22": "23"}
CAPACITY = 1
PLAN = (
    CourseGoal("g0", "Build", (CourseMilestone("m0", "Draft"), CourseMilestone("m1", "Load", finish=UnitsEffect.REVIEW))),
    CourseGoal("g1", "Share", (CourseMilestone("m2", "Tell"),)),
)
UNITS = {"m1": ("unit-1",)}
ACTIONS = {
    name: row.do
    for name, row in ROWS.items()
    if name not in {"set_card", "keep_reply", "drop_reply", "snooze", "preview", "rebuild"}  # they are about no single mentorship
}
SAYS = {"send", "seen", "deliver", "undo", "edit", "erase", "mark_unread"}
OWN = {
    "join", "leave", "ask", "draft_goal", "propose", "set_week", "contest", "move_days", "renew", "begin", "submit", "take_back", "ask_time",
    "ask_out", "withdraw_wish", "recall", "settle", "retract", "make_step",
}  # fmt: skip
BOTH = {"pause", "resume", "propose_goal", "agree", "suggest", "drop_goal", "resolve", "ask_again"}
COVERS = {"answer", "approve", "ask_changes", "remark", "note", "hand_over"}
GUIDES = {"pass_back", "achieve", "reopen", "skip_milestone", "grant", "decline", "redate"}
OF_ROLE = {
    # Who does what, in the words of the design (docs/rules.md): on their own mentorship everybody is only the learner.
    Role.LEARNER: SAYS | OWN | BOTH | {"report"},
    Role.MENTOR: SAYS | BOTH | COVERS | GUIDES | {"report"},
    Role.BACKUP: SAYS | COVERS | {"report"},
    Role.STAFF: SAYS | BOTH | COVERS | GUIDES | {"assign", "hide", "unhide", "clear_report"},
}
WORDS = {Kind.MESSAGE, Kind.QUESTION, Kind.ANSWER, Kind.FEEDBACK, Kind.NOTE}
TO_MESSAGES = {"undo", "edit", "erase", "hide", "unhide", "mark_unread", "make_step", "report", "deliver"}
TO_QUESTIONS = {"resolve", "ask_again", "retract"}
numbers = st.integers(0, 20)


def name(person):
    """Return somebody's username."""
    return f"name-of-{person}"


class DictionaryHost:
    """People and documents in memory."""

    open = True

    def __init__(self):
        self.documents, self.members, self.asking = {}, set(EVERYBODY) - {"99"}, None
        self.moment, self.done, self.shares = datetime(2026, 1, 1, tzinfo=UTC), set(), {}

    def current_visitor(self):
        return self.asking

    def find_people(self, ids, usernames=()):
        wanted = {*ids, *(person for person in EVERYBODY if name(person) in usernames)}
        return {
            person: Person(person, name(person), in_course=person in self.members or person in STAFF)
            for person in wanted & set(EVERYBODY)
        }

    def people_enrolled(self, ids):
        return frozenset(ids) & frozenset(self.members)

    def read_states(self, ids):
        return {person: self.documents.get(person, StoredState()) for person in ids}

    def people_with_rows(self, ids):
        return frozenset(ids) & set(self.documents)

    def change_under_lock(self, people, apply):
        try:
            after, answer = apply(self.read_states(people))
        except NeedsMoreRows as more:
            return self.change_under_lock(more.people, apply)
        self.documents.update({person: document for person, document in after.items() if document != StoredState()})
        return answer

    def find_units(self, usages):
        return {usage: CourseUnit(usage) for usage in usages}

    def units_completed_by(self, people, usages):
        return {person: {usage: self.moment for usage in usages if usage in self.done} for person in people}

    def completable_blocks(self):
        return [CompletableBlock("home", CompletionRule.NUMBER, 2)]

    completable_block_here = completable_blocks

    def store_completion(self, usage, person, share):
        self.shares[person] = share

    def notify_recipient(self, notice, say):
        """Nobody listens."""

    publish_event = notify_recipient


class Road(RuleBasedStateMachine):
    """Two learners, three mentors who back each other up, staff, and somebody who is nothing here."""

    def __init__(self):
        super().__init__()
        self.host, self.roster, self.by_hand = DictionaryHost(), set(MENTORS), False
        self.now, self.keys = datetime(2026, 1, 1, tzinfo=UTC), (f"key-{number:05d}" for number in itertools.count())
        self.generous = set()

    @property
    def course(self):
        places = tuple(
            RosterEntry(name(mentor), CAPACITY, name(BACKUPS[mentor]) if mentor in BACKUPS else "")
            for mentor in MENTORS
            if mentor in self.roster
        )
        program = Program(places, AssignmentMode.BY_HAND if self.by_hand else AssignmentMode.BALANCED, plan=PLAN, units=UNITS)
        return MentoringContext(self.host, program, clock=lambda: self.now)

    def may(self, who, act, learner, disguised):
        """Tell as which roles somebody may do this now, in the words of the design."""
        relation = relationship_at(self.record(learner), self.now)
        here = who in self.host.members or who in STAFF
        if disguised or not here:
            return set()
        if who == learner:
            roles = {Role.LEARNER}
        else:
            roles = {Role.STAFF} if who in STAFF else set()
            if who in self.roster and relation.status in (Status.ACTIVE, Status.PAUSED, Status.CLOSING):
                covers = relation.mentor in self.roster and BACKUPS.get(relation.mentor) == who
                roles |= {Role.MENTOR} if relation.mentor == who else {Role.BACKUP} if covers else set()
        return {role for role in roles if act in OF_ROLE[role]}

    def record(self, person):
        return self.host.read_states({person})[person].record

    @initialize(mentor=st.sampled_from(MENTORS))
    def begin(self, mentor):
        self.attempt("9", "assign", "1", mentor)
        self.attempt("2", "join", "2")
        self.attempt("1", "ask", "1")

    @rule(who=st.sampled_from(LEARNERS), act=st.sampled_from(sorted(OF_ROLE[Role.LEARNER])), number=numbers)
    def a_learner_tries(self, who, act, number):
        self.attempt(who, act, who, number=number)

    @rule(act=st.sampled_from(sorted(OF_ROLE[Role.MENTOR])), learner=st.sampled_from(LEARNERS), number=numbers, back=st.booleans())
    def the_mentor_or_the_backup_tries(self, act, learner, number, back):
        mentor = relationship_at(self.record(learner), self.now).mentor or "21"
        self.attempt(BACKUPS.get(mentor, mentor) if back else mentor, act, learner, number=number)

    @rule(
        learner=st.sampled_from(LEARNERS), milestone=st.integers(0, 2),
        after=st.sampled_from(["approve", "ask_changes", "remark", "take_back", "recall", "reopen", "achieve"]),
    )  # fmt: skip
    def a_milestone_goes_on(self, learner, milestone, after):
        mentor = relationship_at(self.record(learner), self.now).mentor or "21"
        self.attempt(learner, "submit", learner, number=milestone)
        if after in ("recall", "reopen", "achieve"):
            self.attempt(mentor, "approve", learner, number=3 + milestone)
        self.attempt(learner if after in ("take_back", "recall") else mentor, after, learner, number=3 + milestone)

    @rule(
        learner=st.sampled_from(LEARNERS),
        act=st.sampled_from(["agree", "suggest", "grant", "decline", "skip_milestone", "set_week"]),
    )
    def the_two_agree(self, learner, act):
        mentor = relationship_at(self.record(learner), self.now).mentor or "21"
        self.attempt(learner, "ask_out" if act in ("grant", "decline") else "propose", learner)
        self.attempt(learner if act == "set_week" else mentor, act, learner)

    @rule(learner=st.sampled_from(LEARNERS))
    def a_pause_is_over(self, learner):
        self.attempt(learner, "pause", learner, number=20)
        self.now += timedelta(days=2)
        self.attempt(learner, "resume", learner)
        self.attempt(learner, "move_days", learner)
        self.attempt(learner, "contest", learner)

    @rule(
        learner=st.sampled_from(LEARNERS), act=st.sampled_from(["undo", "edit", "erase", "hide", "unhide", "mark_unread", "report"]),
        passed=st.booleans(),
    )  # fmt: skip
    def something_is_done_to_what_was_just_said(self, learner, act, passed=True):
        mentor = relationship_at(self.record(learner), self.now).mentor or "21"
        self.attempt(mentor, "send", learner)
        by = {"hide": "9", "unhide": "9", "report": learner, "mark_unread": learner}.get(act, mentor)
        if by != mentor and passed:
            self.now += UNDO_WINDOW
        if act == "unhide":
            self.attempt("9", "hide", learner)
        self.attempt(by, act, learner)

    @rule(learner=st.sampled_from(LEARNERS), act=st.sampled_from(["resolve", "ask_again", "retract"]), mentors=st.booleans())
    def a_question_goes_on(self, learner, act, mentors):
        mentor = relationship_at(self.record(learner), self.now).mentor or "21"
        self.attempt(learner, "ask", learner)
        self.now += UNDO_WINDOW
        if act != "retract":
            self.attempt(mentor, "answer", learner)
        if act == "ask_again":
            self.attempt(learner, "resolve", learner)
        self.attempt(mentor if mentors else learner, act, learner)

    @rule(learner=st.sampled_from(LEARNERS))
    def the_team_decides_on_a_report(self, learner):
        self.attempt("9", "clear_report", learner)

    @rule(learner=st.sampled_from(LEARNERS), mentor=st.sampled_from(MENTORS))
    def staff_reassign(self, learner, mentor):
        self.attempt("9", "assign", learner, mentor)

    @rule(
        who=st.sampled_from(EVERYBODY),
        act=st.sampled_from(sorted(ACTIONS)),
        learner=st.sampled_from(LEARNERS),
        disguised=st.booleans(),
        number=numbers,
    )
    def anybody_tries_anything(self, who, act, learner, disguised, number):
        self.attempt(who, act, learner, "22", disguised, number)

    def attempt(self, who, act, learner, mentor="22", disguised=False, number=0):
        self.host.asking = Visitor(
            who, name(who), who in STAFF and not disguised, Masquerade.A_LEARNER if disguised else Masquerade.NONE
        )
        learner = who if act in OWN else learner
        record = self.record(learner)
        questions = list(reversed(thread_of_record(record).questions)) or ["never-asked"]
        messages = [entry.id for entry in reversed(record.log) if entry.kind in WORDS][:3] or ["never-said"]
        reports = [entry.id for entry in record.log if entry.kind == Kind.REPORTED][-1:] or ["never-reported"]
        asked = [
            entry.id for entry in record.log if entry.kind in (Kind.PROPOSED, Kind.LATER, Kind.OUT, Kind.REDATED, Kind.RENEWED)
        ][-2:] or ["never-asked"]
        goals = [goal.id for goal in plan_of_record(record).goals] or ["g0"]
        of = asked[number % len(asked)]
        if act in TO_MESSAGES:
            of = messages[number % len(messages)]
        elif act in TO_QUESTIONS:
            of = questions[number % len(questions)]
        elif act in ("renew", "clear_report"):
            of = course_plan_fingerprint(PLAN) if act == "renew" else reports[0]
        whole = {
            "key": next(self.keys), "learner": learner, "mentor": mentor, "text": "words", "zone": "", "plan": "",
            "upto": number if act == "seen" or number % 2 else None, "weight": ("", "must", "could", "well")[number % 4],
            "unit": number % 2 == 0, "due": number % 3 == 0,
            "question": questions[number % len(questions)], "milestone": f"m{number % 3}", "version": number // 3 % 3, "links": (), "met": (number,),
            "goal": ("", *goals)[number % (1 + len(goals))], "wanted": GoalInput("Other", steps=(MilestoneInput("", "First"),)),
            "of": of, "take": ("m1",), "move": number % 2 == 0, "hours": number + 1,
            "day": self.now.date() + timedelta(number - 3), "until": self.now.date() + timedelta(number - 3),
        }  # fmt: skip
        body = {field: whole[field] for field in ROWS[act].fields}
        roles, before = self.may(who, act, learner, disguised), dict(self.host.documents)
        try:
            outcome = ACTIONS[act](self.course, body)
        except ActionRefused as refusal:
            assert refusal.code in ERROR_MESSAGES
            assert self.host.documents == before
            return
        assert roles, f"{who} did {act} to {learner}'s mentorship"
        named = [record.entries_by_id[body[field]] for field in ("of", "question") if body.get(field) in record.entries_by_id]
        assert act == "deliver" or not any(
            one.kind in WORDS and one.by != who and self.now < one.at + UNDO_WINDOW for one in named
        ), "nobody saw it yet"
        if act == "assign":
            self.generous.add(mentor)
        self.check_written(who, act, learner, roles, before, outcome)
        again = ACTIONS[act](self.course, body)
        assert again.record == outcome.record
        if completion_progress(outcome.record) != completion_progress(before.get(learner, StoredState()).record):
            assert self.host.shares[learner] == min(plan_of_record(outcome.record).approved_count / 2, 1)

    def check_written(self, who, act, learner, roles, before, outcome):
        log = before.get(learner, StoredState()).record.log
        assert outcome.record == self.record(learner)
        if act == "undo":
            left = {entry.id for entry in outcome.record.log}
            gone = [entry for entry in log if entry.id not in left]
            assert left <= {entry.id for entry in log}
            assert all(entry.by == who and self.now < entry.at + self.course.hold for entry in gone)
            return
        assert outcome.record.log[: len(log)] == log
        reported = thread_of_record(replace(outcome.record, log=log)).reported
        for entry in outcome.record.log[len(log) :]:
            assert entry.role is Role.TIME or (entry.by == who and entry.role in roles)
            assert not reported or entry.kind not in WORDS - {Kind.NOTE} or entry.role is Role.STAFF, "contact is stopped"
            if entry.kind in (Kind.EDITED, Kind.ERASED):
                assert outcome.record.entries_by_id[entry.stored_text("of")].by == who
        for person in set(self.host.documents) - {learner}:
            assert self.record(person) == before.get(person, StoredState()).record

    @rule(
        mentor=st.sampled_from(MENTORS),
        learner=st.sampled_from(LEARNERS),
        change=st.sampled_from(["roster", "course", "learner", "hand", "unit"]),
    )
    def something_changes(self, mentor, learner, change):
        if change == "roster":
            self.roster ^= {mentor}
        elif change == "unit":
            self.host.done, self.host.moment = {"unit-1"}, self.now
        elif change == "hand":
            self.by_hand = not self.by_hand
        else:
            self.host.members ^= {mentor if change == "course" else learner}

    @rule(hours=st.sampled_from([1, 24, 24 * 8]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        for document in self.host.documents.values():
            relation = relationship_of_record(document.record)
            if relation.paused and self.now - relation.paused >= PLACE_KEPT:
                self.generous.add(relation.mentor)  # somebody else may have the place when the pause is over

    @invariant()
    def a_learner_is_on_one_list_or_none_and_every_line_is_the_records(self):
        records = {person: document.record for person, document in self.host.documents.items()}
        for mentor in EVERYBODY:
            made = {person: line for person, record in records.items() if (line := index_line_of(record, mentor))}
            ledger = self.host.read_states({mentor})[mentor].ledger
            assert ledger.without_old_waits(self.now).lines == LearnerIndex(made).without_old_waits(self.now).lines
        for learner in records:
            mine = [
                mentor
                for mentor, document in self.host.documents.items()
                if (line := document.ledger.lines.get(learner)) and line.mine
            ]
            assert len(mine) <= 1

    @invariant()
    def nobody_but_staff_fills_a_mentor_past_their_places(self):
        for mentor in set(self.host.documents) - self.generous:
            assert self.host.documents[mentor].ledger.places_taken(self.now) <= CAPACITY

    @invariant()
    def a_mentor_is_never_their_own(self):
        for person, document in self.host.documents.items():
            assert relationship_at(document.record, self.now).mentor != person


Road.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
test_whoever_tries_whatever_only_what_the_design_allows_is_written = pytest.mark.slow(Road.TestCase)


def test_a_message_is_stored_as_written_with_one_kind_of_line_end():
    host = DictionaryHost()
    host.asking = Visitor("1", name("1"))
    course = MentoringContext(host, Program((RosterEntry(name("21"), CAPACITY),)))
    ACTIONS["join"](course, {"key": "join-0001"})
    outcome = ACTIONS["ask"](course, {"key": "ask-00001", "text": "<b>One</b>\n\n  two\t&amp;"})
    assert outcome.record.log[-1].stored_text("x") == "<b>One</b>\n\n  two\t&amp;"


def test_a_disguise_is_looked_at_before_anything_else():
    host = DictionaryHost()
    host.asking = replace(Visitor("9", name("9"), True), disguise=Masquerade.THIS_LEARNER)
    host.read_states = None
    for act in ACTIONS:
        try:
            ACTIONS[act](
                MentoringContext(host, Program()),
                {
                    "key": "key-00001",
                    "learner": "1",
                    "mentor": "21",
                    "text": "words",
                    "upto": 1,
                    "of": "key-00001",
                    "milestone": "m1",
                    "until": date(2026, 3, 2),
                },
            )
        except ActionRefused as refusal:
            assert refusal.code == "read-only"
        else:
            raise AssertionError(act)


def test_what_can_still_be_undone_is_there_for_nobody_else():
    host = DictionaryHost()
    now = datetime(2026, 1, 1, tzinfo=UTC)
    course = MentoringContext(host, Program((RosterEntry(name("21"), CAPACITY),)), clock=lambda: now)
    host.asking = Visitor("1", name("1"))
    ACTIONS["join"](course, {"key": "join-0001"})
    ACTIONS["ask"](course, {"key": "ask-00001", "text": "Why?"})
    tries = [
        ("21", "answer", {"question": "ask-00001", "weight": "", "upto": None}),
        ("21", "report", {"of": "ask-00001"}),
        ("9", "hide", {"of": "ask-00001"}),
    ]
    for who, act, body in tries:
        host.asking = Visitor(who, name(who), who in STAFF)
        with pytest.raises(ActionRefused, match="no-message"):
            ACTIONS[act](course, {"key": f"{act}-0001", "learner": "1", "text": "words", **body})
    now += UNDO_WINDOW
    for who, act, body in tries:
        host.asking = Visitor(who, name(who), who in STAFF)
        ACTIONS[act](course, {"key": f"{act}-0001", "learner": "1", "text": "words", **body})


def test_a_learner_who_comes_back_does_not_get_the_mentor_they_reported():
    host = DictionaryHost()
    course = MentoringContext(host, Program((RosterEntry(name("21"), CAPACITY), RosterEntry(name("22"), CAPACITY))))
    host.asking = Visitor("1", name("1"))
    ACTIONS["join"](course, {"key": "join-0001"})
    ACTIONS["report"](course, {"key": "report-01", "learner": "1", "of": "", "text": "Rude."})
    ACTIONS["leave"](course, {"key": "leave-001"})
    assert relationship_of_record(ACTIONS["join"](course, {"key": "join-0002"}).record).mentor == "22"
