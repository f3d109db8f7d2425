"""What other applications of the site can listen to; ``docs/developers.md`` has an example."""

from django.dispatch import Signal

notification_sent = Signal()
"""Sent after something has been stored, for each person who is to be told of it, by the block's class.

``course``, ``home`` and ``block``: the course's key, and the usages of the block that keeps the mentorship and of the one that was
acted in, as text; ``course`` is empty where the host has no courses. ``recipient``, ``learner``, ``actor``: ids of people as the
host has them, as text. ``kind``: one of ``mentorship_xblock.domain.notifications.NotificationKind``. ``url``: where to read on; may
be empty. Nothing that anybody wrote is in it. What a receiver raises is logged, and changes nothing.
"""

told = notification_sent
"""The name it has for the applications that listen to it already; it stays."""
