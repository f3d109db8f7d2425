"""The table, and a sentence for each thing that is promised."""

import platform
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from statistics import median

from .bench import WARM_UP, Placed
from .idle import idle_hour
from .subjects import MINE
from .weight import Bytes

ASSETS_MAX = 12_000
"""Bytes of script and style together, gzipped, that a learner may be sent."""
RIVAL = "xblock-poll"
WIDTH = 118
HEAD = ("", "with", "time", "ours / theirs", "queries", "markup", "script", "style")


def printed(places: Sequence[Placed], times: Sequence[Sequence[float]]) -> str:
    """Return what is printed. The first of the blocks are ours: in usual use, with a large plan, with a long conversation. The last
    two are what the course team sees of ours, with few learners and with many.
    """
    compared = [_ratios(own, times) for own in times[: len(MINE)]]
    rows = [
        (
            _named(place.subject.distribution),
            place.subject.state,
            f"{median(spent):.1f} ms",
            f"{ratio:.2f}",
            str(place.queries()),
            *(_kilobytes(part) for part in (weight.markup, weight.script, weight.style)),
        )
        for place, spent, ratio in zip(places, times, compared[0], strict=True)
        for weight in [place.weight()]
    ]
    return "\n".join(
        [
            "",
            *table((HEAD, *rows)),
            "",
            *_method(len(times[0])),
            "",
            _idle(places[0]),
            "",
            *_promises(places, compared),
            *_team(places, times),
        ]
    )


def _ratios(own: Sequence[float], times: Sequence[Sequence[float]]) -> list[float]:
    """Return the median of our time over theirs, in the same rounds, for each of the blocks."""
    return [median(mine / theirs for mine, theirs in zip(own, other, strict=True)) for other in times]


def _named(distribution: str) -> str:
    return f"{distribution} {version(distribution)}"


def _kilobytes(size: Bytes) -> str:
    return f"{size.raw / 1000:.1f} / {size.packed / 1000:.1f}"


def table(rows: Sequence[Sequence[str]], words: int = 2) -> Iterator[str]:
    """Align so many columns of words to the left and figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        said = [cell.ljust(width) for cell, width in zip(row[:words], widths[:words], strict=True)]
        figures = [cell.rjust(width) for cell, width in zip(row[words:], widths[words:], strict=True)]
        yield "   ".join((*said, *figures)).rstrip()
        if number == 0:
            yield "-" * (sum(widths) + 3 * (len(widths) - 1))


def _method(rounds: int) -> Iterable[str]:
    stack = ", ".join(_named(name) for name in ("XBlock", "xblock-sdk", "Django"))
    return textwrap.wrap(
        f"A learner's view, from a new runtime to the finished fragment, in the sdk's workbench on SQLite: the median of "
        f"{rounds} rounds in one process after {WARM_UP} to warm up, the blocks taking turns in each; the ratio is the median of "
        f"the rounds' own ratios. Sizes are thousands of bytes, raw / gzip, of what the view links and "
        f"inlines, the workbench's own left out. {platform.python_implementation()} {platform.python_version()}, {stack}, "
        f"{platform.system()} {platform.machine()}.",
        WIDTH,
    )


def _idle(place: Placed) -> str:
    hour = idle_hour(place)
    return (
        f"An open page that nobody touches asks {hour.asked} times in an hour, then no more; each asking takes {hour.queries} "
        f"queries and is answered in {hour.sent} bytes, without drawing."
    )


def _promises(places: Sequence[Placed], compared: Sequence[Sequence[float]]) -> Iterator[str]:
    """Say of each promise whether it is kept here and now."""
    for own, ratios in zip(places, compared, strict=False):
        for place, ratio in zip(places, ratios, strict=True):
            if place.subject.distribution == RIVAL:
                said = f"{own.subject.state}: faster than {RIVAL} ({place.subject.state}): {ratio:.2f} of its time"
                yield _promise(round(ratio, 2) < 1, said)
    packed = places[0].weight().assets.packed
    yield _promise(
        packed <= ASSETS_MAX,
        f"script and style for a learner under {ASSETS_MAX / 1000:.0f} KB gzipped: {packed / 1000:.1f} KB",
    )


def _team(places: Sequence[Placed], times: Sequence[Sequence[float]]) -> Iterator[str]:
    """Say what the course team's page takes, and whether it asks no more for many learners than for few."""
    few, many = places[-2:]
    yield _promise(
        many.queries() == few.queries(),
        f"{many.subject.state}: {many.queries()} queries; {few.subject.state}: {few.queries()}",
    )
    with_few = median(one / other for one, other in zip(times[-1], times[-2], strict=True))
    rivals = [_ratios(times[-1], [own])[0] for place, own in zip(places, times, strict=True) if place.subject.distribution == RIVAL]
    said = " and ".join(f"{ratio:.2f}" for ratio in rivals)
    yield f"          {many.subject.state}: {with_few:.2f} of the time it takes with few, {said} of {RIVAL}'s"


def _promise(kept: bool, sentence: str) -> str:
    return f"{'kept    ' if kept else 'NOT KEPT'}  {sentence}"
