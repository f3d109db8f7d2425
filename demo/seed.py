"""What the people have done before you come in: their acts, through the block's own handlers."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import RequestFactory
from workbench.models import XBlockState
from workbench.runtime import WorkbenchRuntime
from xblock.django.request import django_to_webob_request

from . import conversations
from .course import HOME, PANEL
from .models import Seeded

NAME = "mentorship"
STAFF = "dana"


class Failed(RuntimeError):
    """A handler refused one of the acts."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one person."""

    person: str
    usage: str
    handler: str
    body: dict[str, Any] = field(default_factory=dict)


def key(*parts: str) -> str:
    """Return the same key for the same act always, so that seeding that was cut off can be repeated."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "demo:" + "/".join(parts)))


def act(person: str, usage: str, handler: str, body: dict[str, Any]) -> dict[str, Any]:
    """Do an act as the page would and return the answer. Raises Failed with the answer when it is refused."""
    runtime = WorkbenchRuntime(person)
    block = runtime.get_block(usage)
    request = RequestFactory(headers={"X-Mentorship": "act"}, SERVER_NAME=settings.ALLOWED_HOSTS[0]).post(
        runtime.handler_url(block, handler), data=json.dumps(body), content_type="application/json"
    )
    response = runtime.handle(block, handler, django_to_webob_request(request))
    if response.status_code != 200:
        raise Failed(f"{person} {handler}: {response.status} {response.text}")
    answer: dict[str, Any] = response.json
    return answer


def acts() -> Iterator[Act]:
    """Everything that has happened. Joining in this order, balanced, gives the pairs as they are wanted."""
    home = HOME.mentorship_usage
    for learner in conversations.JOINED:
        yield Act(learner, home, "join", {"key": key(learner, "join")})
    for learner, mentor in conversations.PAIRS.items():
        body = {"key": key(learner, "assign"), "learner": learner, "mentor": mentor}
        yield Act(STAFF, home, "assign", body)
    units = {HOME.number: home, PANEL.number: PANEL.mentorship_usage}
    for number, line in enumerate(conversations.LINES):
        body = {"key": key(line.learner, line.name or str(number)), "text": line.text}
        if line.by != line.learner:
            body["learner"] = line.learner
        if line.question:
            body["question"] = key(line.learner, line.question)
        yield Act(line.by, units[line.unit], line.handler, body)


def needed() -> bool:
    """Whether the acts are still to be done: never in a database that people have used already."""
    if Seeded.objects.filter(name=NAME).exists():
        return False
    rows = XBlockState.objects.filter(scope="usage", scope_id=HOME.mentorship_usage, user_id__isnull=False)
    others = rows.exclude(state="{}").exclude(user_id__in=conversations.EVERYBODY)
    return not others.exists()


def seed() -> bool:
    """Do the acts, once. Return whether anything was done."""
    if not needed():
        return False
    for step in acts():
        act(step.person, step.usage, step.handler, step.body)
    Seeded.objects.get_or_create(name=NAME)
    return True
