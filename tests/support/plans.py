"""The people, the course's plan and the shortest ways to act that the tests of the plan share."""

from datetime import UTC, date, datetime

import pytest

from mentorship_xblock.domain.mentorship import append_entry, transitions
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, CoursePlan, PlannedDay
from mentorship_xblock.domain.plan.projection import plan_of_record
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.log import Role
from mentorship_xblock.domain.record.record import Record

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
AIMS = (
    CourseGoal(
        "g1",
        "Understand",
        (
            CourseMilestone("m1", "Describe", "One page", PlannedDay(days=7)),
            CourseMilestone("m2", "List", due=PlannedDay(day=date(2026, 2, 1))),
        ),
    ),
    CourseGoal("g2", "Build", (CourseMilestone("m3", "Draft"),)),
)
PLAN = CoursePlan(AIMS)
MILESTONES = ["m1", "m2", "m3"]


def learner(key, now=NOON, zone=""):
    """Return the learner, about to act."""
    return append_entry.Actor("1", Role.LEARNER, key, now, zone)


def mentor(key, now=NOON):
    """Return their mentor, about to act."""
    return append_entry.Actor("2", Role.MENTOR, key, now)


def paired(zone="", now=NOON):
    """Return a mentorship that has just begun."""
    return transitions.pair_with_mentor(Record(), learner("join-key", now, zone), "1", "2")


def at(record, milestone, template=PLAN):
    """Return one milestone of the plan as it stands."""
    return plan_of_record(record, template).find_milestone(milestone)


def states(record, template=PLAN):
    """Return where each milestone stands."""
    return {one.id: one.state.value for one in plan_of_record(record, template).milestones}


def refused(code, act, *args, **more):
    """Expect an act to be refused for this reason; return the refusal."""
    with pytest.raises(ActionRefused) as refusal:
        act(*args, **more)
    assert refusal.value.code == code
    return refusal.value
