"""Studio on the double of the platform: its editor's runtime, which keeps changes for those who may edit."""

import copy
import json
from types import SimpleNamespace

import pytest
from completion import waffle
from django.test import RequestFactory, override_settings
from platform_double.course import Course, CourseRuntime
from platform_double.outline import Container
from platform_double.translations import I18nService
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.field_data import DictFieldData

from mentorship_xblock.block import MentorshipXBlock

ROSTER = [{"username": "amara", "capacity": 2, "backup": "ben"}, {"username": "ben", "capacity": 2, "backup": "amara"}]
PLAN = [
    {"id": "g1", "title": "Find out", "milestones": [{"id": "m1", "title": "Ask three people", "due": {"days": 7}}]},
    {"id": "g2", "title": "Build", "milestones": [{"id": "m2", "title": "Draft it", "due": {"day": "2026-12-12"}}]},
]
FORM = {
    "title": "A mentor",
    "home": None,
    "assignment": "by_hand",
    "begins": "visit",
    "reply_hours": "36",
    "review_hours": " 0,5 ",
    "roster": [{"username": " amara ", "capacity": "3", "backup": "", "about": "Builds bridges 🌉"}],
    "plan": [
        {"id": "g1", "title": "Build", "milestones": [{"id": "m1", "title": "Draft it", "detail": "", "due": {"days": "14"}}]}
    ],
}
SAVED = {
    "display_name": "A mentor",
    "home": None,
    "completes": "",
    "assignment": "by_hand",
    "begins": "visit",
    "reply_hours": 36,
    "review_hours": 0.5,
    "roster": [{"username": "amara", "capacity": 3, "about": "Builds bridges 🌉"}],
    "plan": [{"id": "g1", "title": "Build", "milestones": [{"id": "m1", "title": "Draft it", "due": {"days": 14}}]}],
}


class Studio:
    """``component_handler`` and ``studio_view`` of one course: a bare user service, no roles, nobody bound."""

    def __init__(self, course):
        self.course = course

    def block(self, usage, fields=None, *, is_author_mode=False):
        """``modulestore().get_item``: the block with its authored fields, which may be written."""
        field_data = DictFieldData(self.course.authored[usage] if fields is None else fields)
        runtime = CourseRuntime(self.course, {"field-data": field_data, "i18n": I18nService}, None)
        runtime.is_author_mode = is_author_mode
        return runtime.construct_xblock_from_class(self.course.classes[usage], self.course.unbound(usage).scope_ids)

    def view(self, usage, view="studio_view", **runtime):
        """Draw a view."""
        with override_settings(SERVICE_VARIANT="cms"):
            return getattr(self.block(usage, **runtime), view)()

    def validate(self, usage):
        """Return what Studio's page says of the block, each with its kind."""
        with override_settings(SERVICE_VARIANT="cms"):
            return [(one.type, one.text) for one in self.block(usage, is_author_mode=True).validate().messages]

    def save(self, usage, body, *, may_edit=True, method="POST", content_type="application/json", headers=None, **runtime):
        """Run the handler, and only then keep what changed, if this person may edit. Return the status and the answer."""
        data = body if isinstance(body, str) else json.dumps(body)
        extra = {"HTTP_X_MENTORSHIP": "1"} if headers is None else headers
        request = RequestFactory().generic(method, "/xblock/handler", data, content_type=content_type, **extra)
        fields = copy.deepcopy(self.course.authored[usage])
        with override_settings(SERVICE_VARIANT="cms"):
            block = self.block(usage, fields, **runtime)
            response = webob_to_django_response(
                block.runtime.handle(block, "submit_studio_edits", django_to_webob_request(request), "")
            )
        if may_edit:
            self.course.authored[usage] = fields
        assert response.headers["Cache-Control"] == "no-store"
        return response.status_code, json.loads(response.content)


@pytest.fixture
def authors(monkeypatch):
    """A course with a home, a panel that continues it, a fresh block, and Studio, on a site that tracks completion."""
    monkeypatch.setattr(waffle.ENABLE_COMPLETION_TRACKING_SWITCH, "on", True)
    course = Course()
    home = course.place(MentorshipXBlock, unit="u1", roster=ROSTER, plan=PLAN)
    panel = course.place(MentorshipXBlock, unit="u2", home=home, roster=[{"username": "kept", "capacity": 1}])
    fresh = course.place(MentorshipXBlock, unit="u3")
    return SimpleNamespace(course=course, studio=Studio(course), home=home, panel=panel, fresh=fresh)


def outlined(course):
    """Put two units into a course; return them."""
    section = course.put(Container, "chapter", display_name="Tables")
    part = course.put(Container, "sequential", into=section, display_name="Keys")
    return [course.put(Container, "vertical", into=part, display_name=name) for name in ("Two keys", "Many keys")]


@pytest.fixture
def outline(authors):
    """Two units of the course."""
    return outlined(authors.course)
