"""The two worlds the tests run in: a course of the LMS, on the double of the platform, and a course of the workbench.

Both have the same people, a home block, and a panel block that continues home's mentorships, in a unit with two lessons.
"""

import json
from urllib.parse import urlencode

import pytest
from common.djangoapps.student.models import CourseAccessRole, CourseEnrollment
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from platform_double.course import Course
from platform_double.outline import Container, Leaf
from workbench import views
from workbench.models import XBlockState
from workbench.runtime import ID_MANAGER, WorkbenchRuntime
from workbench.scenarios import SCENARIOS, add_xml_scenario

from mentorship_xblock.block import MentorshipXBlock
from mentorship_xblock.hosts.lms import LmsHost
from mentorship_xblock.hosts.workbench import WorkbenchHost

from .in_lms import InLms
from .workbench_services import WorkbenchCompletionService
from .world import GLOBAL_STAFF, MEMBERS, NOBODY, ROSTER, STAFF, STRANGER, World


class LmsWorld(InLms):
    """A course on the double of the platform."""

    def __init__(self, clock):
        super().__init__(clock)
        self.course = Course()
        self.course_key = self.course.key
        self.course.public = True
        self.people = self.course.crowd([*MEMBERS, STAFF, GLOBAL_STAFF, STRANGER])
        CourseEnrollment.objects.filter(user__username__in=(STAFF, GLOBAL_STAFF, STRANGER)).delete()
        CourseAccessRole.objects.create(user=self.people[STAFF], org=self.course.key.org, course_id=self.course.key, role="staff")
        self.people[GLOBAL_STAFF].is_staff = True
        self.people[GLOBAL_STAFF].save()
        self.home = self.course.place(MentorshipXBlock, unit="u1", roster=ROSTER)
        self.panel = self.course.place(MentorshipXBlock, unit="u2", home=self.home)
        place = self.course.root
        for kind in ("chapter", "sequential", "vertical"):
            place = self.course.put(Container, kind, f"the-{kind}", into=place, display_name="Two keys")
        self.unit = place
        self.leaves = tuple(self.course.put(Leaf, "html", name, into=self.unit) for name in ("first", "second"))
        self.course.move(self.panel, self.unit)
        self.nowhere = self.course.key.make_usage_key("mentorship", "nowhere")

    def request(self, who, handler, block, method, body, route="handler", **how):
        """Send a request over one of the platform's routes."""
        return self.course.call(
            self.user(who), block, handler, body, method=method, route="noauth" if route == "unauthenticated" else route, **how
        )

    def raw_get(self, who, handler, query):
        """Send a GET whose query is these bytes."""
        return self.course.call(self.user(who), self.home, handler, query, method="GET")

    def view(self, who, block=None, name="student_view", **how):
        """Open the unit, and return what the block shows."""
        name = "public_view" if who == NOBODY else name  # the course's page asks for it then
        return self.course.view(self.user(who), block or self.home, name, **how).content

    def host(self, who=STAFF, block=None):
        """Return the host as a block sees it when somebody has it open."""
        return LmsHost(self.course._enter(self.people[who], block or self.home), self.home)

    def delete_state(self, who):
        """Delete somebody's row, as staff do."""
        self.course.delete_state(self.people[who], self.home)

    def edit(self, block=None, **fields):
        """Change authored fields."""
        self.course.edit(block or self.home, **fields)


class WorkbenchWorld(World):
    """A scenario of the workbench, whose services name people as the LMS's do. A person's id is a word."""

    course_id = "course-v1:work+bench+1"
    nullable = False
    ghost, ghost_name = "casper", "casper"

    def __init__(self, clock):
        super().__init__(clock)
        model = get_user_model()
        accounts = [
            model(username=name, is_staff=name in (STAFF, GLOBAL_STAFF)) for name in (*MEMBERS, STAFF, GLOBAL_STAFF, STRANGER)
        ]
        self.people = {user.username: user for user in model.objects.bulk_create(accounts)}
        CourseEnrollment.objects.bulk_create(
            [CourseEnrollment(user=self.people[name], course_id=self.course_id) for name in MEMBERS]
        )
        ID_MANAGER.clear()
        SCENARIOS.clear()
        WorkbenchCompletionService.begin(clock)
        lessons = "<html_demo>One.</html_demo><html_demo>Two.</html_demo>"
        add_xml_scenario("two.keys", "Two keys", f"<vertical_demo>{lessons}<mentorship/></vertical_demo>")
        self.unit = SCENARIOS["two.keys"].usage_id
        *self.leaves, self.panel = WorkbenchRuntime().get_block(self.unit).children
        ID_MANAGER.set_scenario("course")
        self.home = self._place(roster=ROSTER)
        self.edit(self.panel, home=self.home)
        self.nowhere = "course.mentorship.d99.u0"

    def _place(self, **fields):
        usage = ID_MANAGER.create_usage(ID_MANAGER.create_definition("mentorship"))
        self.edit(usage, **fields)
        return usage

    def id(self, who):
        """Return somebody's id, as the block keeps it."""
        return who

    def request(self, who, handler, block, method, body, route="handler", headers=None):
        """Send a request through the workbench's own view."""
        authenticated = route == "handler"
        path = f"/{'handler' if authenticated else 'unauth_handler'}/{block}/{handler}/"
        query = {"student": "" if who == NOBODY else who}
        extra = {
            f"HTTP_{name.upper().replace('-', '_')}": value
            for name, value in ({"X-Mentorship": "1"} if headers is None else headers).items()
        }
        if method == "GET":
            request = RequestFactory().get(f"{path}?{urlencode({**query, **body})}", **extra)
        else:
            data = body if isinstance(body, str | bytes) else json.dumps(body)
            request = RequestFactory().generic(method, f"{path}?{urlencode(query)}", data, content_type="application/json", **extra)
        return views.handler(request, block, handler, "", authenticated)

    def raw_get(self, who, handler, query):
        """Send a GET whose query is these bytes."""
        request = RequestFactory().get(f"/handler/{self.home}/{handler}/?student={who}&{query.decode()}", HTTP_X_MENTORSHIP="1")
        return views.handler(request, self.home, handler, "", True)

    def view(self, who, block=None, name="student_view"):
        """Open the page, and return what the block shows."""
        return WorkbenchRuntime("" if who == NOBODY else who).get_block(block or self.home).render(name, {}).content

    def host(self, who=STAFF, block=None):
        """Return the host as a block sees it when somebody has it open."""
        return WorkbenchHost(WorkbenchRuntime(who).get_block(block or self.home), self.home)

    def complete(self, who, leaf=None, share=1.0):
        """Complete a lesson of the unit, or both, at this moment."""
        for one in (leaf,) if leaf else self.leaves:
            WorkbenchCompletionService().submit_group_completion(one, share, user_ids=[who])

    def share(self, who, block):
        """Return how much of a block somebody has completed, as the service keeps it."""
        return WorkbenchCompletionService.rows.get((who, block), (None,))[0]

    def _row(self, who, block=None):
        return XBlockState.objects.filter(scope="usage", scope_id=block or self.home, user_id=who)

    def stored(self, who, block=None):
        """Return the text of somebody's row, or None."""
        return self._row(who, block).values_list("state", flat=True).first()

    def store(self, who, state):
        """Put a text into somebody's row, as it is."""
        scenario, tag, _ = self.home.split(".", 2)
        XBlockState.objects.update_or_create(
            scope="usage", scope_id=self.home, user_id=who, scenario=scenario, tag=tag, defaults={"state": state}
        )

    def delete_state(self, who):
        """Delete somebody's row."""
        self._row(who).delete()

    def rows(self):
        """Return the text of every row of a person. The workbench makes empty ones when it reads."""
        found = XBlockState.objects.exclude(user_id=None).values_list("scope_id", "user_id", "state")
        return {(usage, person): state for usage, person, state in found}

    def edit(self, block=None, **fields):
        """Change authored fields."""
        block = WorkbenchRuntime().get_block(block or self.home)
        for name, value in fields.items():
            setattr(block, name, value)
        block.save()

    def enroll(self, who):
        """Let somebody into the course."""
        CourseEnrollment.objects.update_or_create(user=self.people[who], course_id=self.course_id, defaults={"is_active": True})

    def unenroll(self, who):
        """Take somebody out of the course."""
        CourseEnrollment.objects.filter(user=self.people[who]).update(is_active=False)


both_hosts = pytest.mark.parametrize("world", [LmsWorld, WorkbenchWorld], indirect=True, ids=["lms", "workbench"])
home_and_panel = pytest.mark.parametrize("place", ["home", "panel"])
