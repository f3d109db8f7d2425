"""Telling the rest of the site, by the signal: what hosts with mentorships have in common there."""

import hashlib
import logging
from typing import Any

from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache

from ..signals import notification_sent
from .port import NOTIFIED_WITHIN, LearnerNotification

log = logging.getLogger(__name__)


_HERE = LocMemCache("mentorship-told", {"MAX_ENTRIES": 1000})
"""What this process has told while the site's cache has failed."""


def _is_new(key: str) -> bool:
    """Remember that this was told; say whether it was not yet. Where the site's cache fails, each process remembers its own."""
    try:
        return bool(cache.add(key, True, NOTIFIED_WITHIN.total_seconds()))
    except Exception:
        log.exception("mentorship: the cache failed; what was told is not remembered, and may be told twice")
        return bool(_HERE.add(key, True, NOTIFIED_WITHIN.total_seconds()))


def send_notification_signal(block: Any, course: str, home: str, address: str, notice: LearnerNotification) -> bool:
    """Send the signal, unless it was sent of late for the same entry and person; tell whether it was sent.

    That is remembered in the site's cache. One that forgets or fails costs somebody a second notification, and nothing else.
    """
    news = notice.news
    same = "\0".join((home, notice.learner, news.recipient, news.entry))
    key = f"mentorship-told-{hashlib.sha256(same.encode()).hexdigest()}"
    if not _is_new(key):
        return False
    answers = notification_sent.send_robust(
        sender=getattr(block, "unmixed_class", type(block)),
        course=course,
        home=home,
        block=str(block.scope_ids.usage_id),
        recipient=str(news.recipient),
        kind=news.kind,
        learner=str(notice.learner),
        actor=str(news.actor),
        url=address,
    )
    for receiver, answer in answers:
        if isinstance(answer, Exception):
            log.error("mentorship: %.200a, who listens to what is told, failed; the act stands", receiver, exc_info=answer)
    return True
