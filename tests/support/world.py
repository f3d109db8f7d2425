"""The world the tests of the block run in, as they see it, whatever host carries it.

It stands on nothing but the block and Django, so that the same tests can be run inside a platform.
"""

import itertools
import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import transaction

from mentorship_xblock.actions.permissions import READ_HANDLERS
from mentorship_xblock.domain.stored_state import StoredState, load_stored_state

ROSTER = [{"username": "amara", "capacity": 2, "backup": "ben"}, {"username": "ben", "capacity": 2}]
MEMBERS = ("amara", "ben", "mei", "leila", "jonas", "priya", "ines", "sam")
STAFF, GLOBAL_STAFF, STRANGER, NOBODY = "dana", "root", "visitor", "nobody"
_keys = itertools.count()


class Clock:
    """Stands in for ``datetime`` where the package asks for the time. It goes on only when told."""

    def __init__(self):
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self, zone):
        """Return the time, as ``datetime.now`` does."""
        return self.moment.astimezone(zone)

    def forward(self, **span):
        """Let time pass."""
        self.moment += timedelta(**span)


class World:
    """What the tests do in either world.

    ``nullable`` says whether a row's state can be NULL, ``ghost`` is the id of somebody who has no account, and
    ``nowhere`` the usage of a block that is not there. The panel stands in ``unit``, after its two ``leaves``.
    """

    home = panel = nowhere = unit = None
    leaves = ()

    def __init__(self, clock):
        self.clock = clock

    @staticmethod
    def key():
        """Return a new act's key, as a browser would make it."""
        return f"key-{next(_keys):08d}"

    def named(self, body):
        """Return a body with people named by the ids this world gives them."""
        return {
            field: self.id(value) if field in ("learner", "mentor") and value in self.people else value
            for field, value in body.items()
        }

    def call(self, who, handler, block=None, route="handler", **body):
        """Call a handler as its page would; acts get a key."""
        body = self.named(body)
        if handler in READ_HANDLERS:
            return self.request(who, handler, block or self.home, "GET", body, route)
        return self.request(who, handler, block or self.home, "POST", {"key": self.key(), **body}, route)

    def act(self, who, handler, block=None, status=200, **body):
        """Do an act, or expect it to be refused with this status; return the answer."""
        response = self.call(who, handler, block, **body)
        assert response.status_code == status, (response.status_code, response.content)
        return json.loads(response.content)

    read = act

    def state(self, who, block=None):
        """Return what is stored of somebody, or nothing."""
        return json.loads(self.stored(who, block) or "{}")

    def record(self, who, block=None):
        """Return somebody's stored record, or nothing."""
        return self.state(who, block).get("record", {})

    def ledger(self, who, block=None):
        """Return somebody's stored ledger, or nothing."""
        return self.state(who, block).get("ledger", {})

    def kinds(self, who):
        """Return what happened in somebody's mentorship, in order."""
        return [entry["k"] for entry in self.record(who).get("log", [])]

    def document(self, who):
        """Return somebody's documents as values."""
        return load_stored_state(self.state(who)) if self.stored(who) else StoredState()

    def everything(self):
        """Return all that is stored of anybody on any block. A row that holds nothing is nothing."""
        return {place: state for place, state in self.rows().items() if state not in (None, "", "{}")}


@contextmanager
def taken_back():
    """Undo whatever is stored meanwhile. A savepoint without an atomic block, because a change refuses to nest in one."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
