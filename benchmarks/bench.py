"""A place in the workbench for each block, and what a learner's view of it costs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter_ns
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext
from web_fragments.fragment import Fragment
from webob import Request
from workbench.runtime import WorkbenchRuntime
from workbench.scenarios import SCENARIOS, add_xml_scenario

from .subjects import LEARNER, Step, Subject
from .weight import Weight, weight_of

WARM_UP = 30


class Failed(RuntimeError):
    """A block refused an act, so what would be drawn is not what is to be measured."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in a scenario of its own, used by a learner."""

    subject: Subject
    usage: str

    def block(self, person: str) -> Any:
        """Return the block as this person's request would load it, in a runtime of its own."""
        return WorkbenchRuntime(person).get_block(self.usage)

    def act(self, step: Step) -> None:
        """Do one act. Raises Failed when it is refused."""
        block = self.block(step.person)
        request = Request.blank(
            "/", method="POST", content_type="application/json", headers={"X-Mentorship": "act"}, json=dict(step.body)
        )
        response = block.runtime.handle(block, step.handler, request)
        if response.status_code != 200 or not json.loads(response.body).get("success", True):
            raise Failed(f"{self.subject.distribution}: {step.handler}: {response.status} {response.text}")

    def draw(self) -> Fragment:
        """Return a learner's view, from a new runtime to the finished fragment."""
        return self.block(LEARNER).render("student_view", {})

    def queries(self) -> int:
        """Count the queries of one view."""
        with CaptureQueriesContext(connection) as asked:
            self.draw()
        return len(asked)

    def weight(self) -> Weight:
        """Weigh what one view brings to the browser."""
        return weight_of(self.draw(), self.block(LEARNER))


def placed(subject: Subject) -> Placed:
    """Place a block and do its acts."""
    name = f"bench {len(SCENARIOS)}"
    add_xml_scenario(name, name, subject.xml)
    place = Placed(subject, SCENARIOS[name].usage_id)
    with patch("mentorship_xblock.actions.context.datetime") as clock:
        for number, step in enumerate(subject.steps):
            clock.now.return_value = datetime.now(UTC) - subject.span * (1 - number / len(subject.steps))
            place.act(step)
    return place


def timed(places: Sequence[Placed], rounds: int) -> list[list[float]]:
    """Return each block's milliseconds in every round.

    The order turns round each time (A B C, C B A, ...), so that a machine that grows slower is slower for all of them,
    and none is always drawn after the same other.
    """
    for place in places:
        for _ in range(WARM_UP):
            place.draw()
    times: list[list[float]] = [[] for _ in places]
    order = list(range(len(places)))
    for _ in range(rounds):
        for index in order:
            start = perf_counter_ns()
            places[index].draw()
            times[index].append((perf_counter_ns() - start) / 1e6)
        order.reverse()
    return times
