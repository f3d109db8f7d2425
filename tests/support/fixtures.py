"""The world a test runs in: a course of the LMS, unless the test asks for others with ``both_hosts``."""

import pytest
from completion import waffle
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings
from openedx.core.djangoapps.crawlers.models import CrawlersConfig

from mentorship_xblock.actions import context
from mentorship_xblock.hosts import lms

from .world import Clock
from .worlds import LmsWorld

hypothesis_settings.register_profile("fast", deadline=None, max_examples=50)
hypothesis_settings.load_profile("fast")
SERVICES = {
    "user": "tests.support.workbench_services.WorkbenchUserService",
    "enrollments": "tests.support.workbench_services.WorkbenchEnrollmentsService",
    "completion": "tests.support.workbench_services.WorkbenchCompletionService",
    "settings": "tests.support.workbench_services.WorkbenchSettingsService",
}


def pytest_collection_modifyitems(items):
    """Have coverage look away where it would see again what it sees elsewhere, for it doubles the time of what it watches.

    That is at what is slow, and at a test that is done from two blocks on two hosts, from all but home in the LMS. What is slow
    comes first, so that no process is left alone with it at the end.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    for item in items:
        asked = item.callspec.params if hasattr(item, "callspec") else {}
        again = {"world", "place"} <= asked.keys() and (asked["world"], asked["place"]) != (LmsWorld, "home")
        if again or item.get_closest_marker("slow"):
            item.add_marker("no_cover")


@pytest.fixture
def clock(monkeypatch):
    """The server's time, which stands still."""
    clock = Clock()
    monkeypatch.setattr(context, "datetime", clock)
    monkeypatch.setattr(lms, "datetime", clock)
    return clock


@pytest.fixture
def world(request, db, settings, clock, monkeypatch):
    """A course with a home block, a panel block in another unit, and people in every relation to it.

    What is sent is seen at once, as the operator can have it; a test of the seconds before sets them itself. Completion is
    tracked and crawlers are known, which is not so before an operator has turned it on.
    """
    cache.clear()
    monkeypatch.setattr(waffle.ENABLE_COMPLETION_TRACKING_SWITCH, "on", True)
    monkeypatch.setattr(CrawlersConfig, "enabled", True)
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 0}}
    settings.ROOT_URLCONF = "tests.support.workbench_urls"
    settings.WORKBENCH = {**settings.WORKBENCH, "services": SERVICES}
    return getattr(request, "param", LmsWorld)(clock)
