"""A small course on the double of the platform, with its people."""

import itertools
import json
from types import SimpleNamespace

import pytest
from platform_double.course import Course

from mentorship_xblock.block import MentorshipXBlock

ROSTER = [{"username": "amara", "capacity": 2, "backup": "ben"}, {"username": "ben", "capacity": 2}]
_keys = itertools.count()


def key():
    """Return a new act's key, as a browser would make it."""
    return f"key-{next(_keys):08d}"


@pytest.fixture
def world(db):
    """A course with a home block, a panel block in another unit, and people in every relation to it."""
    course = Course()
    people = {
        name: course.user(name, name=name.title(), **facts)
        for name, facts in {
            "amara": {}, "ben": {}, "mei": {}, "leila": {}, "jonas": {}, "priya": {}, "ines": {}, "sam": {},
            "dana": {"staff": True, "enrolled": False}, "root": {"global_staff": True, "enrolled": False},
            "visitor": {"enrolled": False},
        }.items()
    }  # fmt: skip
    home = course.place(MentorshipXBlock, unit="u1", roster=ROSTER)
    panel = course.place(MentorshipXBlock, unit="u2", home=home)

    def act(who, handler, block=home, status=200, **body):
        body = {"key": key(), **body}
        for field in ("learner", "mentor"):
            if field in body and body[field] in people:
                body[field] = str(people[body[field]].pk)
        response = course.call(people[who], block, handler, body)
        assert response.status_code == status, (response.status_code, response.content)
        return json.loads(response.content)

    def read(who, handler, block=home, status=200, **query):
        if query.get("learner") in people:
            query["learner"] = str(people[query["learner"]].pk)
        response = course.call(people[who], block, handler, query, method="GET")
        assert response.status_code == status, (response.status_code, response.content)
        return json.loads(response.content)

    def record(who, block=home):
        return (course.state(people[who], block) or {}).get("record", {})

    def ledger(who, block=home):
        return (course.state(people[who], block) or {}).get("ledger", {})

    return SimpleNamespace(
        course=course, people=people, home=home, panel=panel, act=act, read=read, record=record, ledger=ledger, key=key
    )
