"""Acts that are sent again: from many tabs at once, or because the server died before it answered."""

import os
import random
import signal
import time

import pytest

from .audit import stale_lines
from .writers import CONTEXT, PATIENCE, PROCESSES, started, together

ROUNDS = 30
MOMENTS = (0.005, 0.08)
"""Seconds between one kill and the next."""


@pytest.fixture
def course(site):
    """A course with two mentors and two learners, each with one of them."""
    course = site(mentors=2, capacity=20, learners=2)
    for learner in course.learners:
        assert course.act(learner, "join", {"key": f"join-{learner:0>8}"})[0] == 200
    return course


def test_an_act_sent_from_eight_tabs_at_once_is_done_once(course):
    at_once = CONTEXT.Barrier(PROCESSES)
    learner = course.learners[0]
    sent = [f"key-{count:06d}" for count in range(50)]

    def work(number):
        answers = []
        for key in sent:
            at_once.wait(PATIENCE)
            answers.append(course.act(learner, "ask", {"key": key, "text": "Once?"})[0])
        return answers

    assert together(work) == [[200] * len(sent)] * PROCESSES
    log = course.document(learner).record.log
    assert [entry.id for entry in log if entry.kind == "question"] == sent


class Lane:
    """One person doing one act after another. How far they came outlives the process that does it for them."""

    def __init__(self, course, name, act, fresh_keys=False):
        self.course, self.name, self.act, self.fresh_keys = course, name, act, fresh_keys
        self.life, self.tried, self.answered = (CONTEXT.RawValue("i", 0) for _ in range(3))

    def go(self, upto, life, dies_at=None):
        """Go on after the last act that was answered: the one that was not is sent again.

        Act number `dies_at` is done, and its process killed before it can answer.
        """
        self.life.value = life
        while self.answered.value < upto:
            count = self.answered.value
            who, handler, body = self.act(self.course, count)
            key = f"{self.name}-{count:06d}" + (f"-{life}" if self.fresh_keys else "")
            self.tried.value = count + 1
            status, answer = self.course.act(who, handler, {"text": f"{self.name} {count}", "key": key, **body})
            assert status == 200, answer
            if count == dies_at:
                os.kill(os.getpid(), signal.SIGKILL)
            self.answered.value = count + 1

    def stored(self):
        """Return the numbers of this person's acts, in the order of the records."""
        logs = [self.course.document(learner).record.log for learner in self.course.learners]
        return [int(entry.id.split("-")[1]) for log in logs for entry in log if entry.id.startswith(self.name)]

    @property
    def cut_short(self):
        """Whether the last act was not answered."""
        return self.tried.value > self.answered.value

    @property
    def done_unanswered(self):
        """Whether the last act was done and not answered."""
        return self.cut_short and self.tried.value - 1 in self.stored()


def asking(course, _count):
    learner = course.learners[0]
    return learner, "ask", {}


def staff_writing(course, _count):
    return course.staff, "send", {"learner": course.learners[0]}


def assigning(course, count):
    return course.staff, "assign", {"learner": course.learners[0], "mentor": course.mentors[count % 2]}


def mentoring(course, _count):
    return course.mentors[1], "send", {"learner": course.learners[1]}


def killed(lanes, figures):
    """Let everybody act, and kill the processes that do it again and again, each at a random moment."""
    cut_short, done = set(), set()
    for life in range(1, ROUNDS + 1):
        processes = [started(lane.go, 1_000_000, life) for lane in lanes]
        while any(lane.life.value < life for lane in lanes):
            time.sleep(0.001)
        for process in random.sample(processes, k=len(processes)):
            time.sleep(random.uniform(*MOMENTS))
            process.kill()
        for process in processes:
            process.join(PATIENCE)
            assert process.exitcode == -9
        cut_short |= {(lane.name, lane.tried.value) for lane in lanes if lane.cut_short}
        done |= {(lane.name, lane.tried.value) for lane in lanes if lane.done_unanswered}
    for lane in lanes:
        lane.go(lane.tried.value + 1, ROUNDS + 1)
    acts = sum(lane.answered.value for lane in lanes)
    figures.update({"acts": acts, "kills": ROUNDS * len(lanes), "cut short": len(cut_short), "of these done": len(done)})


def test_a_killed_process_loses_nothing_that_was_answered_and_a_retry_doubles_nothing(course, figures):
    # The learners' mentors are the first and the second; only the first learner's changes.
    acts = {"ask": asking, "staff": staff_writing, "assign": assigning, "mentor": mentoring}
    lanes = [Lane(course, name, act) for name, act in acts.items()]
    killed(lanes, figures)
    assert figures["cut short"]
    for lane in lanes:
        # Assigning whoever is the mentor already writes nothing, so the first of them may be missing.
        assert lane.stored()[-1] == lane.answered.value - 1
        assert lane.stored() == list(range(lane.stored()[0], lane.answered.value))
        assert lane.stored()[0] <= (lane.act is assigning)
    assert stale_lines(course.documents(), course.mentors) == set()


@pytest.mark.parametrize(("fresh_keys", "stored"), [(False, [0, 1, 2]), (True, [0, 1, 1, 2])])
def test_only_a_new_key_doubles_the_act_whose_process_died_before_it_answered(course, fresh_keys, stored):
    # With new keys the act is there twice, and is seen to be: the test above can fail.
    lane = Lane(course, "ask", asking, fresh_keys)
    process = started(lane.go, 3, 1, 1)
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL
    assert lane.done_unanswered
    lane.go(3, 2)
    assert lane.stored() == stored
