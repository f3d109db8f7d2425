"""A course in a real Studio, and its author at work: what is sent is what Studio's own pages send."""

import html
import json
import re

from common.djangoapps.student.roles import CourseInstructorRole, CourseStaffRole
from common.djangoapps.student.tests.factories import UserFactory
from django.conf import settings
from django.test import Client
from django.urls import reverse
from opaque_keys.edx.keys import UsageKey
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.tests.factories import BlockFactory, CourseFactory

from mentorship_xblock.views.error_messages import ERROR_MESSAGES

from ..store import as_author

PASSWORD, TOKEN = "Password1234", "t" * 32
ROSTER = [{"username": "amara", "capacity": "2", "backup": "ben"}, {"username": "ben", "capacity": "2"}]
BOUND = re.compile(r'data-mn-name aria-label="Unit"><option value="([^"]+)"( data-mn-gone)?')
"""A unit that a milestone of the editor's page is bound to, and the sign that it is not in the course."""
FAULTS = re.compile('mn-tip--clay.*?<ul class="mn-plain">(.*?)</ul>', re.DOTALL)
"""What the author's view of a block lists as wrong with it."""


def named(usage):
    """Return what a block of a course is called in it, as the editor has it."""
    return f"{usage.block_type}@{usage.block_id}"


def form(*units, **fields):
    """Return what the editor sends of a program whose one milestone is bound to these units."""
    bound = [{"unit": named(unit)} for unit in units]
    milestone = {"id": "m1", "title": "Draft it", "due": {"days": "14"}, "units": bound, "finish": "review"}
    return {
        "title": "Your mentor", "home": None, "assignment": "balanced", "begins": "press", "reply_hours": "48", "review_hours": "72",
        "roster": ROSTER, "plan": [{"id": "g1", "title": "A model", "milestones": [milestone]}], **fields,
    }  # fmt: skip


class Studio:
    """A course with a unit that holds the home block, whose milestone is bound to the other unit, which has a panel block and a text."""

    def __init__(self):
        self.author = UserFactory.create(password=PASSWORD)
        self.browser = Client(enforce_csrf_checks=True)
        assert self.browser.login(username=self.author.username, password=PASSWORD)
        self.browser.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        self.course = self.empty()
        self.key = self.course.id
        with modulestore().bulk_operations(self.key):
            section = BlockFactory.create(parent=self.course, category="chapter", display_name="Keys")
            one, two = (BlockFactory.create(parent=section, category="sequential", display_name=name) for name in ("One", "Two"))
            first, second = (
                BlockFactory.create(parent=one, category="vertical", display_name=name) for name in ("One key", "Two keys")
            )
            third = BlockFactory.create(parent=two, category="vertical", display_name="Three keys")
            self.home = BlockFactory.create(parent=first, category="mentorship").location
            BlockFactory.create(parent=second, category="html")
            self.panel = BlockFactory.create(parent=second, category="mentorship").location
        self.section, self.subsection, self.other = section.location, one.location, two.location
        self.first, self.second, self.third = first.location, second.location, third.location

    def empty(self):
        """Make a course without anything, which the author may write in. None is ever called like another."""
        course = CourseFactory.create(display_name="Databases")
        for role in (CourseStaffRole, CourseInstructorRole):
            role(course.id).add_users(self.author)
        return course

    def promote(self):
        """Let the author do what only some may: re-run a course, write libraries."""
        self.author.is_staff = True
        self.author.save()

    def elsewhere(self, kind):
        """Make another course with a place of this kind and those above it; return the place."""
        place = self.empty()
        for step in ("chapter", "sequential", "vertical"):
            place = BlockFactory.create(parent=place, category=step, display_name=step)
            if step == kind:
                break
        return place.location

    def send(self, method, name, body=None, **where):
        """Send JSON to one of Studio's addresses, as its pages do, and return the answer."""
        address = name if name.startswith("/") else reverse(name, kwargs={place: str(value) for place, value in where.items()})
        extra = {
            "HTTP_ACCEPT": "application/json",
            "HTTP_X_REQUESTED_WITH": "XMLHttpRequest",
            "HTTP_X_CSRFTOKEN": TOKEN,
            "HTTP_X_MENTORSHIP": "1",
        }
        if method == "GET":
            return self.browser.get(address, body or {}, **extra)
        return self.browser.generic(method, address, json.dumps(body), content_type="application/json", **extra)

    def sent(self, method, name, body=None, **where):
        """Send JSON, and return what a good answer holds."""
        answer = self.send(method, name, body, **where)
        assert answer.status_code in (200, 204), (name, body, answer.status_code, answer.content[:600])
        return answer.json() if answer.content else {}

    def save(self, usage, body):
        """Save in the block's editor."""
        return self.sent("POST", "component_handler", body, usage_key_string=usage, handler="submit_studio_edits")

    def bind(self):
        """Let the milestone be bound to the second unit and the panel continue the home, by the editor, and publish both."""
        self.save(self.home, form(self.second))
        self.save(self.panel, form(home=named(self.home), title="Your mentor goes on"))
        self.publish(self.subsection)

    def publish(self, usage):
        """Publish what stands in a unit or a subsection."""
        self.change(usage, publish="make_public")

    def change(self, usage, **what):
        """Change a block from its page: metadata, publishing, discarding."""
        return self.sent("POST", "xblock_handler", what, usage_key_string=usage)

    def duplicate(self, usage):
        """Duplicate a block beside itself; return the copy."""
        body = {"duplicate_source_locator": str(usage), "parent_locator": str(self.read(usage).parent)}
        return UsageKey.from_string(self.sent("POST", "/xblock/", body)["locator"])

    def paste(self, usage, into):
        """Copy a block, and paste it; return the copy."""
        self.sent("POST", "/api/content-staging/v1/clipboard/", {"usage_key": str(usage)})
        return UsageKey.from_string(
            self.sent("POST", "/xblock/", {"parent_locator": str(into), "staged_content": "clipboard"})["locator"]
        )

    def move(self, usage, into):
        """Move a block."""
        self.sent("PATCH", "/xblock/", {"move_source_locator": str(usage), "parent_locator": str(into)})

    @staticmethod
    def read(usage):
        """Return a block as its authors have it."""
        with as_author(usage):
            return modulestore().get_item(usage)

    def inside(self, usage, kind="mentorship"):
        """Return the blocks of a kind at or below a block, in order."""
        if usage.block_type == kind:
            return [usage]
        return [found for child in getattr(self.read(usage), "children", ()) for found in self.inside(child, kind)]

    def drawn(self, usage, view):
        """Return what Studio shows of a block, as text that is read."""
        return html.unescape(self.sent("GET", "xblock_view_handler", usage_key_string=usage, view_name=view)["html"])

    def bound(self, usage):
        """Return the names of the units that the editor shows the milestone bound to; None for one that is not in the course."""
        return [None if gone else value for value, gone in BOUND.findall(self.drawn(usage, "studio_view"))]

    def continues(self, usage):
        """Return the home that a panel block continues, by its title; None for a block that is a home."""
        said = re.search("continues the mentorships of “([^”]*)”", self.drawn(usage, "author_view"))
        return said and re.sub("</?bdi>|[\u2066-\u2069]", "", said[1])

    def faults(self, usage):
        """Return the lines in which the author's view names what is wrong with a block."""
        return re.findall("<li>(.*?)</li>", "".join(FAULTS.findall(self.drawn(usage, "author_view"))), re.DOTALL)

    def check_fault(self, usage, code):
        """The author's view of a block names this as wrong with it, and nothing else."""
        (line,) = self.faults(usage)
        assert ERROR_MESSAGES[code].sentence.partition("{")[0] in line

    def check(self, key=None):
        """Everything of the course can still be opened: its outline, every unit, every block and editor, and the answers for machines."""
        key = key or self.key
        with as_author(key.make_usage_key("course", "course")):
            course = modulestore().get_course(key)
            blocks = [block.location for block in modulestore().get_items(key, qualifiers={"category": "mentorship"})]
            units = [block.location for block in modulestore().get_items(key, qualifiers={"category": "vertical"})]
        self.sent("GET", "xblock_outline_handler", usage_key_string=course.location)
        for unit in units:
            self.sent("GET", "xblock_view_handler", usage_key_string=unit, view_name="container_preview")
        for usage in blocks:
            self.drawn(usage, "author_view"), self.drawn(usage, "studio_view")
            told = self.sent("GET", "xblock_handler", usage_key_string=usage)
            assert told["category"] == "mentorship"
            assert self.sent("GET", f"/api/contentstore/v0/xblock/{key}/{usage}")["id"] == str(usage)
