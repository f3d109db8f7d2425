"""A course of a real LMS, with the people and the blocks of the project's other worlds.

What stands in the course is made once for a module of tests; people and what they do are each test's own.
"""

import json
from contextlib import contextmanager

from common.djangoapps.student.tests.factories import CourseAccessRoleFactory, CourseEnrollmentFactory, UserFactory
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lms.djangoapps.courseware.models import StudentModule
from openedx.core.djangoapps.safe_sessions.testing import safe_cookie_test_session_patch
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.tests.factories import BlockFactory, CourseFactory

from ...support.in_lms import InLms
from ...support.world import GLOBAL_STAFF, MEMBERS, NOBODY, ROSTER, STAFF, STRANGER
from ..store import write

PASSWORD, TOKEN = "Password1234", "t" * 32
CRAWLER = "edX-downloader"

safe_cookie_test_session_patch()


class Outline:
    """What is authored: a unit with the home block, and one with two lessons and a panel block that continues home's mentorships."""

    def __init__(self):
        self.course = CourseFactory.create(org="Demo", number="M101", run="2026", display_name="Databases")
        with modulestore().bulk_operations(self.course.id):
            chapter = BlockFactory.create(parent=self.course, category="chapter", display_name="Keys")
            sequence = BlockFactory.create(parent=chapter, category="sequential", display_name="Keys")
            first = BlockFactory.create(parent=sequence, category="vertical", display_name="One key")
            unit = BlockFactory.create(parent=sequence, category="vertical", display_name="Two keys")
            self.home = BlockFactory.create(parent=first, category="mentorship", roster=ROSTER).location
            self.leaves = tuple(
                BlockFactory.create(parent=unit, category="html", display_name=name).location for name in ("first", "second")
            )
            self.panel = BlockFactory.create(parent=unit, category="mentorship", home=self.home).location
        self.sequence, self.unit = sequence.location, unit.location
        self.units = {self.home: first.location, self.panel: unit.location}


class PlatformWorld(InLms):
    """The course, for one test."""

    def __init__(self, clock, outline):
        super().__init__(clock)
        self.outline, self.course, self.course_key = outline, outline.course, outline.course.id
        self.home, self.panel, self.unit, self.leaves = outline.home, outline.panel, outline.unit, outline.leaves
        self.nowhere = self.course_key.make_usage_key("mentorship", "nowhere")
        names = (*MEMBERS, STAFF, GLOBAL_STAFF, STRANGER)
        self.people = {name: UserFactory.create(username=name, password=PASSWORD, is_staff=name == GLOBAL_STAFF) for name in names}
        for name in MEMBERS:
            CourseEnrollmentFactory.create(user=self.people[name], course_id=self.course_key)
        CourseAccessRoleFactory.create(user=self.people[STAFF], course_id=self.course_key, org=self.course_key.org, role="staff")
        self.clients = {}

    def client(self, who):
        """Return the browser of somebody who has signed in, or of nobody. It has a token, and the site asks for it."""
        if who not in self.clients:
            client = self.clients[who] = Client(enforce_csrf_checks=True)
            if who != NOBODY:
                assert client.login(username=who, password=PASSWORD)
            client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        return self.clients[who]

    def post(self, who, address, body):
        """Send a form of the site's, as JSON."""
        answer = self.client(who).post(address, json.dumps(body), content_type="application/json", HTTP_X_CSRFTOKEN=TOKEN)
        assert answer.status_code == 200, (answer.status_code, answer.content)
        return answer

    @contextmanager
    def masked(self, who, learner):
        """Let one of the team see the course as any learner (``generic``), as a certain one, or as themselves (nothing)."""
        address = reverse("masquerade_update", kwargs={"course_key_string": str(self.course_key)})
        if learner is not None:
            name = None if learner == "generic" else learner.username
            told = self.post(who, address, {"role": "student", "user_name": name, "group_id": None, "user_partition_id": None})
            assert told.json()["success"], told.content
        yield
        if learner is not None:
            self.clients.pop(who)

    def request(self, who, handler, block, method, body, route="handler", headers=None, crawler=False, masquerade=None):
        """Send a request over one of the platform's routes."""
        name = "xblock_handler" if route == "handler" else "xblock_handler_noauth"
        address = reverse(name, kwargs={"course_id": str(self.course_key), "usage_id": str(block), "handler": handler})
        sent = {"X-Mentorship": "1", **({"User-Agent": CRAWLER} if crawler else {})} if headers is None else headers
        extra = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in sent.items()}
        with self.masked(who, masquerade):
            if method == "GET":
                return self.client(who).get(address, body, **extra)
            data = body if isinstance(body, str | bytes) else json.dumps(body)
            return self.client(who).generic(method, address, data, content_type="application/json", HTTP_X_CSRFTOKEN=TOKEN, **extra)

    def page(self, who, block=None, masquerade=None, **query):
        """Open the unit of a block, as the learning app does, and return the answer."""
        address = reverse("render_xblock", kwargs={"usage_key_string": str(self.outline.units[block or self.home])})
        with self.masked(who, masquerade):
            return self.client(who).get(address, {"show_title": "0", **query})

    def view(self, who, block=None, **how):
        """Open the unit of a block, and return what it shows."""
        answer = self.page(who, block, **how)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def edit(self, block=None, **fields):
        """Change authored fields."""
        write(block or self.home, **fields)

    def delete_state(self, who):
        """Delete somebody's row."""
        StudentModule.objects.filter(student=self.people[who], module_state_key=self.home).delete()
