"""By when somebody who waits is to be answered, and from when on the backup is asked too (docs/rules.md, Figures 9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..record.values import PersonId
from .index_lines import IndexLine
from .working_hours import WorkingHours, working_time_between

GRACE = 1 / 4
"""How much longer than its target a wait may take before it stands on the backup's list too, as a share of the target."""
PAST_TARGET_STAGE = 2


@dataclass(frozen=True, slots=True)
class ReplyTargets:
    """Within how much of the mentor's time a question, and a review, are to be answered. The author sets them."""

    reply: timedelta
    review: timedelta


def time_until_backup(target: timedelta) -> timedelta:
    """Return after how much counted time a wait stands on the backup's list too."""
    return target * (1 + GRACE)


def is_reply_overdue(line: IndexLine, hours: WorkingHours, target: timedelta, now: datetime) -> bool:
    """Whether a learner has waited past the target and its grace, and so stands on the backup's list too."""
    return reply_wait_stage(line, hours, target, now) > PAST_TARGET_STAGE


def reply_wait_stage(line: IndexLine, hours: WorkingHours, target: timedelta, now: datetime) -> int:
    """Return how far a wait has come: 0 for none, 1 within its target, 2 past it, 3 past the grace as well."""
    if line.waiting is None or line.is_on_hold(now):
        return 0
    waited = working_time_between(line.waiting, now, hours, line.clock_stops_at(now))
    return 1 + (waited >= target) + (waited >= time_until_backup(target))


def is_review_overdue(line: IndexLine, hours: WorkingHours, target: timedelta, now: datetime) -> bool:
    """Whether something of the plan has waited so long."""
    if line.review is None or line.is_on_hold(now):
        return False
    return working_time_between(line.review, now, hours, line.clock_stops_at(now)) >= time_until_backup(target)


def lines_needing_backup(
    lines: Mapping[PersonId, IndexLine], hours: WorkingHours, targets: ReplyTargets, now: datetime, at_once: bool, backup: PersonId
) -> dict[PersonId, IndexLine]:
    """Return the lines this backup should see: whoever waits, or whose plan waits, past its target and the grace, or was handed
    to them; ``at_once``, when the mentor is gone or away, all who wait and all whose plan has something to answer. Nobody who
    pauses is among them.
    """

    def seen(line: IndexLine) -> bool:
        if line.is_on_hold(now) or not line.mine:
            return False
        if at_once or (line.waiting and line.handed == backup):
            return line.waiting is not None or line.review is not None
        return is_reply_overdue(line, hours, targets.reply, now) or is_review_overdue(line, hours, targets.review, now)

    return {person: line for person, line in lines.items() if seen(line)}
