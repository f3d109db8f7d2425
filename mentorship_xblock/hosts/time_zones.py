"""Whether this machine's time zones are as new as the law. They come with the system, or with the package ``tzdata``."""

import logging
from datetime import UTC, datetime, timedelta
from functools import cache

from ..domain.record.values import known_time_zone, time_zone_named

log = logging.getLogger(__name__)

KNOWN_RELEASES = (
    ("2024a", "Asia/Almaty", datetime(2024, 7, 1, tzinfo=UTC), timedelta(hours=5)),
    ("2025a", "America/Asuncion", datetime(2025, 7, 1, tzinfo=UTC), timedelta(hours=-3)),
)
"""Releases of the time zones, each with a zone, an instant, and the offset there that only this release and newer ones know."""


@cache
def stale_zone_releases() -> tuple[str, ...]:
    """Return the releases that this machine's time zones are older than; the first asking writes them into the log."""
    found = tuple(
        release
        for release, zone, moment, offset in KNOWN_RELEASES
        if known_time_zone(zone) != zone or moment.astimezone(time_zone_named(zone)).utcoffset() != offset
    )
    if found:
        log.warning(
            "mentorship: the time zones of this machine are older than %s; days and hours of some people are wrong", found[0]
        )
    return found
