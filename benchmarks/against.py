"""A build beside another one, in turns in one process: what it takes to draw the same record, and whether it looks the same."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from difflib import unified_diff
from statistics import median
from time import thread_time_ns
from typing import Any

from webob import Request

from .bench import WARM_UP, Placed, placed
from .builds import HERE, Build
from .report import table
from .subjects import LEARNER, LONG, LONG_MESSAGES, MENTOR, MESSAGES, OURS, TALK

FULL = 2_000
"""Entries of a record that is as long as one can be."""
DIFFERENT = 12
"""Lines of a difference that are printed."""
MARK = re.compile(r'((?:data-mn-at=|"at": )\\?")[0-9a-f]{16}')
"""What tells whether a view is as it was: each build makes its own."""

Draw = Callable[[], str]


@dataclass(frozen=True, slots=True)
class View:
    """A view that both builds draw: by whom, of which record, and how to get ready for one drawing, which is not timed."""

    says: str
    place: Placed
    ready: Callable[[Placed], Draw]


def views(only: str = "") -> list[View]:
    """Place what is drawn, or ``only`` that in whose name this is.

    This build writes it: what is stored outlives every name in the code.
    """
    drawn: list[tuple[str, Callable[[], Placed], Callable[[Placed], Draw]]] = [
        (f"panel, {MESSAGES} messages", lambda: placed(OURS), _panel),
        (f"panel, {LONG_MESSAGES} messages", lambda: placed(LONG), _panel),
        (f"panel, {FULL} entries", _full, _panel),
        (f"mentor opens {FULL} entries", _full, _opened),
    ]
    return [View(says, place(), ready) for says, place, ready in drawn if only in says]


def _panel(place: Placed) -> Draw:
    """A learner's panel: what ``student_view`` takes."""
    block = place.block(LEARNER)
    return lambda: str(block.student_view({}).content)


def _opened(place: Placed) -> Draw:
    """A learner, opened by their mentor: what the handler ``open`` takes."""
    block = place.block(MENTOR)
    request = Request.blank(f"/?learner={LEARNER}", headers={"X-Mentorship": "1"})
    return lambda: str(block.open(request).text)


def _full() -> Placed:
    """Place the usual one and write messages into it until it is full, the last an hour ago: by the handlers that takes minutes."""
    from mentorship_xblock.domain.record.log import Kind, Role
    from mentorship_xblock.hosts import host_for_block

    def fill(documents: Any) -> tuple[Any, None]:
        record, until = documents[LEARNER].record, datetime.now(UTC) - timedelta(hours=1)
        last, missing = record.log[-1].at, FULL - len(record.log)
        for number in range(missing):
            words = TALK[number // 2 % len(TALK)][number % 2]
            person, role = ((LEARNER, Role.LEARNER), (MENTOR, Role.MENTOR))[number % 2]
            at = last + (until - last) * (number / missing)
            record = record.with_entry(f"bench-more-{number}", Kind.MESSAGE, person, role, at, x=words)
        return {**documents, LEARNER: replace(documents[LEARNER], record=record)}, None

    place = placed(OURS)
    host_for_block(place.block(LEARNER), place.usage).change_under_lock({LEARNER}, fill)
    return place


def compared(then: Build, rounds: int, only: str = "") -> str:
    """Return a table of what each view takes in both builds, and where they do not look the same."""
    now = Build("here", HERE)
    drawn = views(only)
    different = {view.says: _difference(view, then, now) for view in drawn}
    rows = [("", then.name, now.name, "ratio", "markup")]
    for view in drawn:
        before, after = (median(times) for times in _timed(view, (then, now), rounds))
        same = "differs" if different[view.says] else "the same"
        rows.append((view.says, f"{before:.2f} ms", f"{after:.2f} ms", f"{after / before:.2f}", same))
    return "\n".join(["", *table(rows, words=1), "", *_shown(different)])


def _difference(view: View, then: Build, now: Build) -> list[str]:
    """Return the lines in which two builds draw a view differently."""
    looks = []
    for build in (then, now):
        with build.used():
            looks.append(MARK.sub(r"\1", view.ready(view.place)()).replace("\\n", "\n").splitlines())
    return list(unified_diff(looks[0], looks[1], then.name, now.name, lineterm="", n=0))


def _timed(view: View, builds: Sequence[Build], rounds: int) -> list[list[float]]:
    """Return each build's milliseconds in every round, the order turned round each time.

    They are the processor's, so that whatever else the machine does is not counted. Each build draws twice in its turn, and the
    second time counts: the first one brings it back into the processor's own memory, where the other has been meanwhile.
    """
    times: list[list[float]] = [[] for _ in builds]
    order = list(range(len(builds)))
    for number in range(rounds + WARM_UP):
        for index in order:
            with builds[index].used():
                view.ready(view.place)()
                draw = view.ready(view.place)
                start = thread_time_ns()
                draw()
                spent = thread_time_ns() - start
            if number >= WARM_UP:
                times[index].append(spent / 1e6)
        order.reverse()
    return times


def _shown(different: dict[str, list[str]]) -> Iterator[str]:
    """Say what is drawn differently, as far as it is worth reading here."""
    for says, lines in different.items():
        if lines:
            yield f"{says}: {len(lines)} lines"
            yield from (line[:160] for line in lines[:DIFFERENT])
