"""The one sentence at the head: chosen by one order of precedence, and never against what the lists say."""

import json
import re
from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from mentorship_xblock.domain.headline import (
    MATTER_FINDERS,
    NOTHING_WAITS,
    PRECEDENCE,
    THE_LEARNERS,
    THE_MENTORS,
    Matter,
    Situation,
    choose_headline,
)
from mentorship_xblock.domain.mentor.inbox import InboxSection, inbox_section_of
from mentorship_xblock.domain.mentor.learner_index import index_line_of
from mentorship_xblock.domain.mentorship import append_entry, message_edits, sending, transitions
from mentorship_xblock.domain.mentorship.status import Status, relationship_of_record
from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.plan.model import MilestoneState
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.views.headline import LEARNER_SENTENCES, MENTOR_SENTENCES

from ..support.plan_action_table import AGREED, HANDED_IN, JOINED, PROPOSED
from ..support.plan_action_table import PLAN as COURSE_PLAN
from ..support.plans import NOON, PLAN, paired

DAY = date(2026, 3, 1)


def by(number, role=Role.LEARNER):
    person = {Role.LEARNER: "1", Role.MENTOR: "2", Role.BACKUP: "3", Role.STAFF: "9"}[role]
    return append_entry.Actor(person, role, f"key-{number:05d}", NOON + timedelta(minutes=number))


def question(record):
    return next(iter(thread_of_record(record).open_questions), "none")


def latest(record, kind):
    return next((entry.id for entry in reversed(record.log) if entry.kind == kind), "none")


M, L = Role.MENTOR, Role.LEARNER
ACTS = {
    "says": lambda r, n: sending.send_message(r, by(n), Kind.MESSAGE, "Words."),
    "asks": lambda r, n: sending.send_message(r, by(n), Kind.QUESTION, "Words?"),
    "is answered": lambda r, n: sending.send_message(r, by(n, M), Kind.ANSWER, "Words.", sending.MessageContext(question(r))),
    "is told": lambda r, n: sending.send_message(r, by(n, (M, Role.BACKUP, Role.STAFF)[n % 3]), Kind.MESSAGE, "Words."),
    "needs no reply": lambda r, n: sending.end_wait_without_words(r, by(n, M)),
    "takes back": lambda r, n: message_edits.change_question_state(r, by(n), Kind.RETRACTED, question(r)),
    "hands in": lambda r, n: milestones.submit_evidence(r, by(n), PLAN, f"m{n % 3 + 1}", "Done."),
    "takes it back": lambda r, n: milestones.take_back_evidence(r, by(n), PLAN, f"m{n % 3 + 1}"),
    "changes": lambda r, n: milestones.decide_on_evidence(r, by(n, M), PLAN, Kind.CHANGES_ASKED, f"m{n % 3 + 1}", 1, "One thing."),
    "approved": lambda r, n: milestones.decide_on_evidence(r, by(n, M), PLAN, Kind.APPROVED, f"m{n % 3 + 1}", 1),
    "offers": lambda r, n: goals.propose_drafts(r, by(n), PLAN, f"g{n % 2 + 1}"),
    "is agreed": lambda r, n: goals.answer_proposal(r, by(n, M), PLAN, Kind.AGREED, latest(r, Kind.PROPOSED), "", ""),
    "is suggested": lambda r, n: goals.answer_proposal(r, by(n, M), PLAN, Kind.SUGGESTED, latest(r, Kind.PROPOSED), "", "Smaller."),
    "is offered": lambda r, n: goals.draft_or_propose_goal(
        r, by(n, M), PLAN, Kind.PROPOSED, f"g{n % 2 + 1}", goals.GoalInput("Other", steps=(goals.MilestoneInput("", "New"),))
    ),
    "agrees": lambda r, n: goals.answer_proposal(r, by(n), PLAN, Kind.AGREED, latest(r, Kind.PROPOSED), "", ""),
    "suggests": lambda r, n: goals.answer_proposal(r, by(n), PLAN, Kind.SUGGESTED, latest(r, Kind.PROPOSED), "", "No."),
    "wishes": lambda r, n: milestones.ask_to_leave_out(r, by(n), PLAN, f"m{n % 3 + 1}", "Known."),
    "leaves": lambda r, n: transitions.leave_mentorship(r, by(n)),
    "comes back": lambda r, n: transitions.return_to_mentor(r, by(n)),
    "pauses": lambda r, n: transitions.pause_mentorship(r, by(n), NOON.date() + timedelta(20), ""),
    "resumes": lambda r, n: transitions.resume_mentorship(r, by(n)),
}


def lived(*acts):
    record = paired()
    for number, act in enumerate(acts, 1):
        try:
            record = ACTS[act](record, number)
        except ActionRefused:
            continue
    return record


def situation(record):
    return Situation(relationship_of_record(record), thread_of_record(record), plan_of_record(record, PLAN))


def matters(record):
    return tuple(choose_headline(situation(record), side).matter for side in (True, False))


@pytest.mark.parametrize(
    ("acts", "learner", "mentor"),
    [
        ((), Matter.SILENT, Matter.SILENT),
        (("says",), Matter.MESSAGE, Matter.MESSAGE),
        (("says", "asks"), Matter.QUESTION, Matter.QUESTION),
        (("asks", "is answered"), Matter.WRITTEN, Matter.WRITTEN),
        (("asks", "asks", "is answered"), Matter.QUESTION, Matter.QUESTION),
        (("asks", "needs no reply"), Matter.UP_TO_DATE, Matter.UP_TO_DATE),
        (("is told", "hands in"), Matter.REVIEW, Matter.REVIEW),
        (("hands in", "asks"), Matter.QUESTION, Matter.QUESTION),
        (("hands in", "asks", "needs no reply"), Matter.REVIEW, Matter.REVIEW),
        (("offers",), Matter.PROPOSED, Matter.PROPOSED),
        (("offers", "is suggested"), Matter.SUGGESTED, Matter.SUGGESTED),
        (("offers", "is suggested", "wishes"), Matter.SUGGESTED, Matter.WISH),
        (("is offered",), Matter.OFFER, Matter.OFFER),
        (("is offered", "hands in"), Matter.OFFER, Matter.REVIEW),
        (("wishes",), Matter.WISH, Matter.WISH),
        (("asks", "pauses"), Matter.STATUS, Matter.STATUS),
        (("asks", "leaves"), Matter.STATUS, Matter.STATUS),
    ],
)
def test_what_matters_most_is_said_to_each_side(acts, learner, mentor):
    assert matters(lived(*acts)) == (learner, mentor)


def test_each_matter_has_its_place_for_both_sides_and_its_words():
    assert set(PRECEDENCE[True]) | {Matter.MESSAGE} == set(PRECEDENCE[False]) | {Matter.MESSAGE} == set(Matter)
    assert MATTER_FINDERS.keys() == set(PRECEDENCE[True])
    assert set(Matter) - LEARNER_SENTENCES.keys() == {Matter.STATUS, Matter.QUESTION, Matter.MESSAGE}
    assert set(Matter) - MENTOR_SENTENCES.keys() == {Matter.STATUS, Matter.STOPPED}


def test_the_longest_of_several_is_named_with_its_title_and_who_did_it():
    record = lived("hands in", "hands in")
    said = choose_headline(situation(record), for_learner=False)
    assert (said.about, said.since) == ("List", NOON + timedelta(minutes=1))
    said = choose_headline(situation(lived("is told", "is told")), for_learner=True)
    assert (said.matter, said.who) == (Matter.WRITTEN, "9")  # the course team had the last word, not the mentor


@settings(max_examples=150)
@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=14))
def test_the_head_agrees_with_the_lists_and_is_never_up_to_date_over_something_that_waits(acts):
    record = lived(*acts)
    now, line = situation(record), index_line_of(record, "2", PLAN)
    learner, mentor = matters(record)
    active = now.relation.status is Status.ACTIVE
    mentors = now.thread.waiting or now.plan.oldest_review_wait
    learners = (
        now.plan.goals_with_proposal(True)
        or now.plan.goals_with_suggestion(True)
        or any(one.state is MilestoneState.CHANGES_ASKED for one in now.plan.milestones)
    )
    for said in (learner, mentor):
        assert (said is Matter.STATUS) is not active
        if active:
            assert (said in NOTHING_WAITS) is not bool(mentors or learners or now.plan.goals_with_suggestion(False))
    if active:
        group = inbox_section_of(line, NOON + timedelta(days=1))
        assert (
            (group is InboxSection.WAITING)
            is (mentor in (Matter.QUESTION, Matter.MESSAGE))
            is (learner in (Matter.QUESTION, Matter.MESSAGE))
        )
        assert (group is InboxSection.REVIEW) is (mentor in (Matter.REVIEW, Matter.PROPOSED, Matter.WISH))
        if group is not InboxSection.WAITING:
            assert (learner in THE_LEARNERS) is bool(learners) and (mentor in THE_MENTORS or not now.plan.oldest_review_wait)


# -- what people hit


def head_of(world, who="leila"):
    return re.sub(r"<[^>]+>", "", world.read(who, "panel")["regions"]["head"])


def played(world, acts):
    world.edit(plan=COURSE_PLAN)
    for who, handler, body in acts:
        world.act(who, handler, **({} if who == "leila" else {"learner": "leila"}), **body)
    world.clock.forward(days=4)


TAKES = {"upto": 99, "weight": ""}


def test_changes_asked_of_a_plan_are_not_up_to_date(world):
    played(world, [*PROPOSED, ("amara", "suggest", {"of": "propose-1", "text": "Smaller."})])
    assert "amara suggested changes to your plan: A model." in head_of(world) and "up to date" not in head_of(world)
    opened = world.read("amara", "open", learner="leila")["regions"]["open"]
    assert "suggested changes to the plan" in opened


def test_what_was_handed_in_is_at_the_head_although_the_mentor_wrote_before(world):
    played(world, [*JOINED, ("amara", "send", {"text": "Welcome.", **TAKES}), *HANDED_IN[1:]])
    assert "Draft it has been with amara for review since" in head_of(world)
    assert "1 person is waiting for you." in head_of_desk(world, "amara") and "4 days" in head_of_desk(world, "amara")


def head_of_desk(world, who):
    return re.sub(r"<[^>]+>", "", world.read(who, "desk")["regions"]["head"])


def past_and_ahead(world):
    """Two steps of the plan: the second is approved, and the first is past its date."""
    steps = [
        {"id": "m1", "title": "Draft it", "due": {"days": 7}},
        {"id": "m2", "title": "List it", "due": {"days": 30}, "hours": 9},
    ]
    world.edit(plan=[{"id": "g1", "title": "A model", "milestones": steps}])
    world.act("leila", "join")
    world.act("leila", "submit", milestone="m2", text="Done.")
    world.act("amara", "approve", learner="leila", milestone="m2", version=1)
    world.clock.forward(days=11)


def test_a_step_past_its_date_is_not_beside_as_planned_nor_ahead(world):
    past_and_ahead(world)
    drawn = world.read("leila", "panel")["regions"]
    assert "This was planned for" in drawn["head"] and "Choose a new date?" in drawn["head"]
    assert "data-mn-pace" not in drawn["path"] and "As planned" not in drawn["path"]
    assert "ahead of" not in world.read("amara", "open", learner="leila")["regions"]["open"]


def test_once_it_is_over_nobody_is_late(world):
    world.edit(plan=COURSE_PLAN)
    world.act("leila", "join")
    world.clock.forward(days=136)
    assert "days later than planned" in world.read("leila", "panel")["regions"]["path"]
    world.act("leila", "leave")
    for days in (0, 8):
        world.clock.forward(days=days)
        drawn = json.dumps(world.read("leila", "panel")["regions"])
        assert "later than planned" not in drawn and "planned for" not in drawn and "Pick a new day" not in drawn
    assert "later than planned" not in world.read("dana", "open", learner="leila")["regions"]["open"]


def test_who_wrote_last_is_named_and_not_the_mentor(world):
    played(world, [*JOINED, ("leila", "ask", {"text": "Two keys?", "key": "question-1"})])
    world.act("ben", "answer", learner="leila", question="question-1", text="No.", upto=1, weight="")
    world.clock.forward(minutes=1)
    assert "ben has written to you." in head_of(world) and "amara has written" not in head_of(world)


def test_somebody_who_waits_for_a_backup_or_for_a_decision_waits_for_them(world):
    played(world, [*AGREED, ("leila", "ask_out", {"milestone": "m1", "text": "Known."})])
    world.clock.forward(days=1)
    assert "1 person is waiting for you." in head_of_desk(world, "amara")
    world.clock.forward(days=9)
    assert "1 person is waiting for you." in head_of_desk(world, "ben")
    assert "Nobody is waiting for you." not in head_of_desk(world, "ben")
    listed = re.sub(r"<[^>]+>", " ", world.read("dana", "overview")["regions"]["head"])
    assert "A plan or a hand-in has been waiting" in listed and "Nobody needs anything right now." not in listed
    rows = re.sub(r"<[^>]+>", " ", world.read("dana", "overview")["regions"]["list"])
    assert "asked to remove" in rows
