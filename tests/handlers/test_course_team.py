"""Mentors who are on the course's team and not enrolled: by a role's row, or by a grant of openedx-authz, of which there is no row."""

import pytest
from common.djangoapps.student.models import CourseAccessRole, CourseEnrollment
from common.djangoapps.student.roles import grant
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openedx_authz.models import CasbinRule

from mentorship_xblock import signals
from mentorship_xblock.domain.mentorship.status import relationship_of_record

TEAM = {
    # where the role is kept, and which
    "a row, limited": ("row", "limited_staff"),
    "a row of the organisation, limited": ("organisation", "limited_staff"),
    "a grant for the course": ("course-v1:Demo+M101+2026", "course_staff"),
    "a grant for the course, limited": ("course-v1:Demo+M101+2026", "course_limited_staff"),
    "a grant for the organisation": ("course-v1:Demo+*", "course_admin"),
    "a grant for every course": ("course-v1:*", "course_staff"),
}
NO_TEAM = {
    "a grant to edit": ("course-v1:Demo+M101+2026", "course_editor"),
    "a grant to look": ("course-v1:Demo+M101+2026", "course_auditor"),
    "a grant for another course": ("course-v1:Demo+Other+2026", "course_staff"),
    "a row for testers": ("row", "beta_testers"),
}


def give(world, who, where, role):
    """Put somebody who leaves the course on its team."""
    CourseEnrollment.objects.filter(user=world.people[who]).delete()
    CourseAccessRole.objects.filter(user=world.people[who]).delete()
    if where in ("row", "organisation"):
        course = world.course.key if where == "row" else None
        CourseAccessRole.objects.create(user=world.people[who], org="Demo", course_id=course, role=role)
    else:
        grant(world.people[who], role, where)


@pytest.fixture
def heard():
    """To whom something was told, by their ids."""
    calls = []

    def listener(signal, sender, recipient, kind, **facts):
        calls.append((recipient, kind))

    signals.notification_sent.connect(listener)
    yield calls
    signals.notification_sent.disconnect(listener)


@pytest.fixture
def team(world, request):
    """The world, whose mentors are on the team in this way and not enrolled."""
    for who in ("amara", "ben"):
        give(world, who, *request.param)
    return world


@pytest.mark.parametrize("team", TEAM.values(), ids=TEAM, indirect=True)
def test_they_are_given_learners_told_of_them_answer_them_and_keep_them(team, heard):
    team.act("leila", "join")
    assert relationship_of_record(team.document("leila").record).mentor == team.id("amara")
    assert heard == [(team.id("amara"), "new-learner")]
    team.act("leila", "ask", key="question-1", text="Is this a good key?")
    team.act("leila", "deliver", of="question-1")
    assert "Is this a good key?" in team.view("amara")
    team.act("amara", "answer", learner="leila", question="question-1", text="Not if somebody comes twice.")
    assert [entry["o"] for entry in team.record("leila")["log"]] == ["learner", "learner", "mentor"]
    assert "Not here any more" not in team.view("leila") and "is no longer a mentor" not in team.view("leila")
    team.act("dana", "rebuild")
    assert relationship_of_record(team.document("leila").record).mentor == team.id("amara")
    assert "mentor is gone" not in team.read("dana", "overview")["regions"]["list"]


@pytest.mark.parametrize("team", TEAM.values(), ids=TEAM, indirect=True)
def test_as_backups_they_are_told_cover_and_answer(team, heard):
    team.act("leila", "join")
    CourseAccessRole.objects.filter(user=team.people["amara"]).delete()
    CasbinRule.objects.filter(v0="user^amara").delete()
    heard.clear()
    team.act("leila", "ask", key="question-1", text="Is this a good key?")
    team.act("leila", "deliver", of="question-1")
    assert heard == [(team.id("ben"), "question")]
    assert "Is this a good key?" in team.read("ben", "open", learner="leila")["regions"]["open"]
    team.act("ben", "answer", learner="leila", question="question-1", text="I can say.")
    assert team.record("leila")["log"][-1]["o"] == "backup"


@pytest.mark.parametrize("team", NO_TEAM.values(), ids=NO_TEAM, indirect=True)
def test_who_is_on_no_team_and_not_enrolled_mentors_nobody(team):
    team.act("leila", "join")
    assert not relationship_of_record(team.document("leila").record).mentor
    team.act("amara", "desk", status=403)


@pytest.mark.parametrize("role", TEAM.values(), ids=TEAM)
def test_a_role_counts_for_no_account_that_is_not_active(world, role):
    """``roles.RoleBase.has_user``."""
    give(world, "amara", *role)
    account = world.people["amara"]
    account.is_active = False
    account.save()
    assert not world.host().find_people([world.id("amara")])[world.id("amara")].in_course


def test_a_grant_counts_for_nobody_whose_account_is_closed(world):
    give(world, "amara", *TEAM["a grant for the course"])
    account = world.people["amara"]
    account.username = "retired__user_0123abcd"
    account.save()
    assert not world.host().find_people([world.id("amara")])[world.id("amara")].in_course


def asked(host, ids):
    """Return how many questions the host asks of the database for these people."""
    with CaptureQueriesContext(connection) as queries:
        host.find_people(ids)
    return len(queries)


def test_the_platform_is_asked_once_a_request_of_each_who_is_neither_enrolled_nor_on_the_team_by_a_row(world, settings):
    world.unenroll("amara")
    everybody = [world.id(who) for who in ("amara", "ben", "leila", "dana", "root")]
    host = world.host()
    assert (asked(host, everybody[1:]), asked(host, everybody), asked(host, everybody)) == (1, 3, 1)
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app != "openedx_authz"]
    assert asked(world.host(), everybody) == 1
