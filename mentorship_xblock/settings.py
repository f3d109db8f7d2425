"""What the operator of a site has set for all blocks: ``XBLOCK_SETTINGS["mentorship"]``."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from .domain.mentorship.undo import UNDO_WINDOW

log = logging.getLogger(__name__)

UNDO_SECONDS, UNDO_MAX = int(UNDO_WINDOW.total_seconds()), 60


class NotificationMeans(StrEnum):
    """By what people are told that something waits for them, besides the signal."""

    NONE = "none"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class OperatorSettings:
    """The operator's settings."""

    full_names: bool = False
    """Whether people are shown by the names of their profiles."""
    notifications: NotificationMeans = NotificationMeans.NONE
    polling: bool = True
    """Whether an open page asks for news."""
    undo_seconds: int = UNDO_SECONDS
    """For how many seconds what somebody sends can be undone, and is seen by nobody else."""


def read_operator_settings(bucket: object) -> OperatorSettings:
    """Read the settings of the site; what is missing, or is none, is as if nothing had been set."""
    if not isinstance(bucket, Mapping):
        return OperatorSettings()
    return OperatorSettings(
        full_names=bool(bucket.get("full_names", False)),
        notifications=_notifications(str(bucket.get("notifications", NotificationMeans.NONE))),
        polling=bool(bucket.get("polling", True)),
        undo_seconds=_seconds(bucket.get("undo_seconds", UNDO_SECONDS)),
    )


def _seconds(value: object) -> int:
    """Read for how long something can be undone, a minute at most; what is no number is as if nothing had been set."""
    sound = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= UNDO_MAX
    return int(str(value)) if sound else UNDO_SECONDS


@lru_cache(maxsize=8)
def _notifications(word: str) -> NotificationMeans:
    """Read by what people are told. A word that is unknown is logged the first time it is met."""
    try:
        return NotificationMeans(word)
    except ValueError:
        log.warning("mentorship: the setting notifications cannot be %.80a; nobody is notified", word)
        return NotificationMeans.NONE
