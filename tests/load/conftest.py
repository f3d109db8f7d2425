"""A site for each test, on whichever database the run is for, and the figures of each load in the summary."""

import itertools
import time

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler

from mentorship_xblock.views import after_action

from .sites import SITES, WorkbenchOnSQLite

FIGURES = pytest.StashKey()
SERVERS = {"mysql": "MariaDB", "postgresql": "PostgreSQL"}
SYSTEM = {"mysql": "mysql", "postgresql": "postgres"}
"""A database that every server has."""
DRAWN_EVERY = 10
"""Acts of one writer until the next one whose page is drawn."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Say in a sentence what is missing, before Django says it in a hundred lines. It is a failure, never a skip."""
    server, database = SERVERS.get(connection.vendor), django_settings.DATABASES["default"]
    if server:
        anywhere = ConnectionHandler({"default": {**database, "NAME": SYSTEM[connection.vendor]}})["default"]
        try:
            with django_db_blocker.unblock(), anywhere.temporary_connection():
                pass
        except OperationalError as fault:
            pytest.fail(
                f"{server} does not let {database['USER']} in at {database['HOST']}:{database['PORT']}. Start it, or say where it is "
                f"in MENTORSHIP_{server.upper()}_HOST, _PORT, _USER and _PASSWORD. It said: {fault}",
                pytrace=False,
            )


@pytest.fixture
def site(transactional_db, settings):
    """Return what makes a site: a course of so many mentors, each with so many places, and so many learners."""
    settings.WORKBENCH = {**settings.WORKBENCH, "services": WorkbenchOnSQLite.services}
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 0}}  # nobody waits here until what was asked can be answered
    return SITES[connection.vendor]


@pytest.fixture
def seldom_drawn(monkeypatch):
    """Draw the page of one act in ten, where what counts is what is stored: drawing takes most of an act's time."""
    acts, drawn = itertools.count(), after_action.answer_after_action
    monkeypatch.setattr(after_action, "answer_after_action", lambda *act: {} if next(acts) % DRAWN_EVERY else drawn(*act))


@pytest.fixture
def figures(site, request):
    """Collect what a load amounted to; it is printed at the end of the run."""
    facts, began, before = {}, time.monotonic(), site.deadlocks()
    yield facts
    facts["seconds"] = round(time.monotonic() - began, 1)
    facts["deadlocks"] = site.deadlocks() - before
    request.config.stash.setdefault(FIGURES, []).append((site.__name__, request.node.name, facts))


def pytest_terminal_summary(terminalreporter, config):
    """Print the figures."""
    for site, test, facts in config.stash.get(FIGURES, []):
        told = ", ".join(f"{count} {what}" for what, count in facts.items())
        terminalreporter.write_line(f"{site} {test}: {told}")
