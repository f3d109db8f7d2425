"""Learners, mentors and staff write to the same mentorships from eight processes, through the block's handlers.

Runs on MariaDB and on SQLite: the creation storm and the deadlocks show on MariaDB only.
"""

import json
import multiprocessing
import os
import random
from collections import Counter

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from lms.djangoapps.courseware.models import StudentModule
from platform_double.course import Course

from mentorship_xblock.block import MentorshipXBlock
from mentorship_xblock.domain.document import load_document
from mentorship_xblock.domain.ledger import line_of

PROCESSES = 8
ACTS = int(os.environ.get("MENTORSHIP_LOAD_ACTS", "4000"))
LEARNERS, MENTORS, PLACES = 40, 4, 8

pytestmark = pytest.mark.django_db(transaction=True)


def together(work):
    """Run this work in eight processes at once and return what each answered."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    queue = context.Queue()

    def one(number):
        connections.close_all()
        random.seed(number)
        try:
            queue.put(("done", work(number)))
        except BaseException as fault:
            queue.put(("fault", repr(fault)))
            raise
        finally:
            connections.close_all()

    processes = [context.Process(target=one, args=(number,)) for number in range(PROCESSES)]
    for process in processes:
        process.start()
    answers = [queue.get(timeout=1800) for _ in processes]
    for process in processes:
        process.join()
    assert [answer for kind, answer in answers if kind == "fault"] == []
    return [answer for _, answer in answers]


@pytest.fixture
def course():
    course = Course()
    course.mentors = [course.user(f"mentor{number}") for number in range(MENTORS)]
    course.learners = [course.user(f"learner{number}") for number in range(LEARNERS)]
    course.staff = course.user("dana", staff=True)
    roster = [{"username": mentor.username, "capacity": PLACES} for mentor in course.mentors]
    course.home = course.place(MentorshipXBlock, roster=roster)
    return course


def documents(course):
    rows = StudentModule.objects.filter(module_state_key=course.home)
    return {str(row.student_id): load_document(json.loads(row.state or "{}")) for row in rows}


def check_ledgers(course):
    """Every line is the one its record makes, and no line is missing."""
    found = documents(course)
    for mentor in course.mentors:
        made = {person: line for person, document in found.items() if (line := line_of(document.record, str(mentor.pk)))}
        assert dict(found[str(mentor.pk)].ledger.lines) == made


def test_learners_arriving_together_get_one_mentor_each_and_no_mentor_gets_too_many(course):
    def work(number):
        learners = course.learners[:]
        random.shuffle(learners)
        return [course.call(learner, course.home, "join", {"key": f"join-{number}-{learner.pk}"}).status_code for learner in learners]

    assert set(sum(together(work), [])) == {200}
    found = documents(course)
    loads = [found[str(mentor.pk)].ledger.load for mentor in course.mentors]
    assert loads == [PLACES] * MENTORS
    for learner in course.learners:
        kinds = Counter(entry.kind for entry in found[str(learner.pk)].record.log)
        assert kinds["assigned"] <= 1 and kinds["assigned"] + kinds["requested"] >= 1
    check_ledgers(course)


def test_no_act_is_lost_doubled_or_out_of_order_while_mentors_are_swapped(course):
    for mentor in course.mentors:
        get_user_model().objects.filter(pk=mentor.pk).exists()

    def work(number):
        said = []
        for count in range(ACTS // PROCESSES):
            learner = random.choice(course.learners)
            key = f"act-{number:02d}-{count:06d}"
            chance = random.random()
            if chance < 0.1:
                who, handler = course.staff, "assign"
                body = {"key": key, "learner": str(learner.pk), "mentor": str(random.choice(course.mentors).pk)}
            elif chance < 0.5:
                who, handler, body = course.staff, "send", {"key": key, "learner": str(learner.pk), "text": f"Staff {count}"}
            else:
                who, handler, body = learner, "ask", {"key": key, "text": f"Question {count}"}
            response = course.call(who, course.home, handler, body)
            assert response.status_code in (200, 409), response.content
            if response.status_code == 200 and handler != "assign":
                said.append((str(learner.pk), key))
        return said

    for learner in course.learners:
        course.call(learner, course.home, "join", {"key": f"first-{learner.pk}"})
    told = together(work)
    found = documents(course)
    answered = Counter(item for said in told for item in said)
    stored = Counter((person, entry.id) for person, document in found.items() for entry in document.record.log if entry.id.startswith("act-") and entry.kind in ("message", "question"))
    assert stored == answered and set(answered.values()) == {1}
    for document in found.values():
        moments = [entry.at for entry in document.record.log]
        assert moments == sorted(moments)
        mine = [entry.id for entry in document.record.log if entry.id.startswith("act-")]
        for number in range(PROCESSES):
            own = [key for key in mine if key.startswith(f"act-{number:02d}-")]
            assert own == sorted(own)
    check_ledgers(course)


def test_plain_field_saves_lose_acts_under_the_same_load_so_the_tests_above_can_fail(course):
    learner = course.learners[0]
    StudentModule.objects.create(student=learner, course_id=course.key, module_state_key=course.home, state='{"record": []}')

    def work(number):
        for count in range(50):
            row = StudentModule.objects.get(student=learner, module_state_key=course.home)
            state = json.loads(row.state)
            state["record"].append(f"{number}-{count}")
            row.state = json.dumps(state)
            row.save(force_update=True)

    together(work)
    assert len(course.state(learner, course.home)["record"]) < PROCESSES * 50
