"""What the people have done before you come in: their acts, through the block's own handlers, at the time they did them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any
from unittest import mock

from django.conf import settings
from django.test import RequestFactory
from workbench.runtime import WorkbenchRuntime
from xblock.django.request import django_to_webob_request

from mentorship_xblock import block as package
from mentorship_xblock.views import after_action

from . import course, people, program, services
from .course import HOME, UNITS
from .stories import VISITS, told

PART = 100
"""After so many acts the progress is told."""


class Failed(RuntimeError):
    """A handler refused one of the acts."""


def fill() -> None:
    """Put the people, the course and what they did into an empty database. Everything is done in the order of time."""
    people.ensure_people()
    course.load()
    acts = told(datetime.now(UTC))
    print("Preparing a year of the course. This happens only once:", flush=True)
    for number, step in enumerate(acts, start=1):
        unit = UNITS[step.unit]
        with _at(step.at):
            services.read(step.person, unit.lesson_usage)
            if step.handler != VISITS:
                act(step.person, unit.mentorship_usage, step.handler, step.body)
        if number % PART == 0 or number == len(acts):
            print(f"  {number} of {len(acts)} acts", flush=True)
    _edit_roster()


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    """Let the block's acts happen at this moment: they take the time from their course's clock, completions from theirs.

    Nobody looks at the pages, and drawing them would be nearly half of the work.
    """
    with (
        mock.patch.object(package, "MentoringContext", partial(package.MentoringContext, clock=lambda: moment)),
        mock.patch.object(services, "clock", lambda: moment),
        mock.patch.object(after_action, "answer_after_action", lambda *_act: {}),
    ):
        yield


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


def _edit_roster() -> None:
    """The author gives Mei more room, after everybody was full: so Hana still waits, and Karim will find a place."""
    block = WorkbenchRuntime("dana").get_block(HOME.mentorship_usage)
    block.roster = program.ROSTER_NOW
    block.save()
