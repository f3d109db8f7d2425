"""The course and the people of a test in the LMS."""

import pytest
from completion.waffle import ENABLE_COMPLETION_TRACKING_SWITCH
from edx_toggles.toggles.testutils import override_waffle_switch
from openedx.core.djangoapps.crawlers.models import CrawlersConfig

from mentorship_xblock.actions import context
from mentorship_xblock.hosts import lms

from ...support.world import Clock
from .world import CRAWLER, Outline, PlatformWorld


@pytest.fixture(scope="module")
def outline(store, django_db_blocker):
    """A course, made once."""
    with django_db_blocker.unblock():
        return Outline()


@pytest.fixture
def clock(monkeypatch):
    """The server's time for the block, which stands still."""
    clock = Clock()
    monkeypatch.setattr(context, "datetime", clock)
    monkeypatch.setattr(lms, "datetime", clock)
    return clock


@pytest.fixture
def world(outline, db, settings, clock):
    """The course with its people. Completion is tracked, and what is sent is seen at once, as the operator can have it.

    Sessions are kept in the cache, as sites have it, so that they outlive what a test takes back from the database.
    """
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 0}}
    CrawlersConfig.objects.create(known_user_agents=CRAWLER, enabled=True)
    with override_waffle_switch(ENABLE_COMPLETION_TRACKING_SWITCH, active=True):
        yield PlatformWorld(clock, outline)
