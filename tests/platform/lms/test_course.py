"""What the course does to the block and the block to the course: units, completion, and what staff do to people's state."""

import csv
from unittest.mock import patch

import pytest
from completion.models import BlockCompletion
from completion.waffle import ENABLE_COMPLETION_TRACKING_SWITCH
from django.urls import reverse
from edx_toggles.toggles.testutils import override_waffle_switch
from lms.djangoapps.instructor_task.models import ReportStore
from lms.djangoapps.instructor_task.tasks_helper.grades import ProblemResponses

from mentorship_xblock.authoring.program import units_as_stored

from ...support.action_table import after, done
from ...support.conversation_action_table import ASKED
from ...support.plan_action_table import APPROVED, JOINED
from ..store import write
from .world import TOKEN

home_and_panel = pytest.mark.parametrize("place", ["home", "panel"])
READY = [{"id": "g1", "title": "A model", "milestones": [{"id": "m1", "title": "Draft it", "finish": "review"}]}]


def bind(world):
    """Let the milestone be bound to the unit with the two lessons, and go to the mentor when they are completed."""
    world.edit(plan=READY, units=units_as_stored({"m1": [world.unit]}))


@home_and_panel
def test_a_step_is_ready_when_its_unit_is_completed_and_the_next_act_writes_it_down(world, place):
    bind(world)
    block = getattr(world, place)
    world.act("leila", "join", block=block)
    assert "Two keys" in world.view("leila", block)
    world.complete("leila", world.leaves[0])
    world.act("leila", "settle", block=block)
    assert "ready" not in world.kinds("leila")
    world.complete("leila", world.leaves[1])
    for _ in range(2):
        world.act("leila", "settle", block=block)
    assert world.kinds("leila").count("ready") == 1


def test_a_unit_that_learners_cannot_find_is_not_shown_to_them(world):
    bind(world)
    world.act("leila", "join")
    write(world.unit, visible_to_staff_only=True)
    assert "Two keys" not in world.view("leila")


@pytest.mark.parametrize("rule", ["part", "all"])
def test_the_block_is_completed_by_its_rule_and_taken_back_with_what_completed_it(world, rule):
    world.edit(completes=rule)
    after(world, JOINED, "home")
    assert world.share("leila", world.home) in (None, 0.0)
    after(world, APPROVED[1:], "home")
    assert world.share("leila", world.home) == 1.0
    if rule == "all":
        done(world, "amara", "reopen", "home", {"milestone": "m1", "text": "Look again."})
        assert world.share("leila", world.home) == 0.0


def test_where_completion_is_not_tracked_nothing_is_stored_and_nothing_fails(world):
    bind(world)
    with override_waffle_switch(ENABLE_COMPLETION_TRACKING_SWITCH, active=False):
        after(world, [*ASKED, ("leila", "settle", {})], "home")
        assert "Two keys" in world.view("leila")
    assert not BlockCompletion.objects.exists()


def of_staff(world, name, **body):
    """Do to leila's state what the instructor dashboard does."""
    address = reverse(name, kwargs={"course_id": str(world.course_key)})
    form = {"unique_student_identifier": "leila", "problem_to_reset": str(world.home), "csrfmiddlewaretoken": TOKEN, **body}
    answer = world.client("dana").post(address, form)
    assert answer.status_code == 200, answer.content


def test_a_reset_of_attempts_leaves_the_mentorship_as_it_is(world):
    after(world, ASKED, "home")
    record = world.record("leila")
    of_staff(world, "reset_student_attempts", all_students=False, delete_module=False)
    assert world.record("leila") == record
    after(world, [("amara", "answer", {"question": "question-1", "text": "No."})], "home")
    assert world.kinds("leila")[-1] == "answer"
    assert world.state("leila")["attempts"] == 0


def test_a_deleted_state_frees_the_place_and_its_learner_can_begin_anew(world):
    after(world, ASKED, "home")
    of_staff(world, "reset_student_attempts", all_students=False, delete_module=True)
    assert world.stored("leila") is None
    assert "Meet your mentor" in world.view("leila")
    assert "leila" not in world.view("amara")
    after(world, ASKED, "home")
    assert world.kinds("leila") == ["assigned", "question"]


def test_the_report_of_responses_holds_what_is_stored_and_nothing_breaks_it(world):
    after(world, ASKED, "home")
    asked = {"problem_locations": str(world.course.location), "user_id": world.people["dana"].id}
    with patch("lms.djangoapps.instructor_task.tasks_helper.runner._get_current_task"):
        ProblemResponses.generate(None, None, world.course_key, asked, "reported")
    store = ReportStore.from_config("GRADES_DOWNLOAD")
    name = next(name for name, _ in store.links_for(world.course_key) if "student_state" in name)
    with store.storage.open(store.path_to(world.course_key, name), "r") as file:
        rows = list(csv.DictReader(file))
    (hers,) = [row for row in rows if row["username"] == "leila" and row["block_key"] == str(world.home)]
    assert "Is this a good key?" in hers["state"]
