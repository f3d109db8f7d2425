"""Who is asking, as the LMS itself tells it: nobody, and mentors who are on the team without being enrolled."""

import json

import pytest
from common.djangoapps.student.models import CourseAccessRole, CourseEnrollment


def told(response):
    """Return the status of an answer of ours, and the code of its refusal."""
    return response.status_code, json.loads(response.content)["error"]


def test_who_is_signed_out_is_told_so_and_what_they_send_the_platform_itself_refuses(world):
    assert told(world.request("nobody", "panel", world.home, "GET", {})) == (401, "anonymous")
    sent = {"key": world.key(), "text": "Anybody?"}
    assert told(world.request("nobody", "ask", world.home, "POST", sent, route="unauthenticated")) == (401, "anonymous")
    bare = world.request("nobody", "ask", world.home, "POST", sent)
    assert (bare.status_code, bare.content) == (403, b"Unauthenticated")


@pytest.mark.parametrize("role", ["staff", "limited_staff", "instructor"])
@pytest.mark.parametrize("everywhere", [False, True], ids=["course", "organisation"])
def test_a_mentor_on_the_team_who_is_not_enrolled_is_given_learners_answers_and_keeps_them(world, role, everywhere):
    amara, course = world.people["amara"], world.course_key
    CourseEnrollment.objects.filter(user=amara).delete()
    CourseAccessRole.objects.create(user=amara, org=course.org, course_id=None if everywhere else course, role=role)
    world.act("leila", "join")
    world.act("leila", "ask", key="question-1", text="Is this a good key?")
    assert "Is this a good key?" in world.read("amara", "open", learner="leila")["regions"]["open"]
    world.act("amara", "answer", learner="leila", question="question-1", text="Not if somebody comes twice.")
    assert world.record("leila")["log"][-1]["o"] == "mentor"
