"""The platform's notifications, as far as an event asks for one (``notifications/handlers.py``, ``tasks.py``)."""

import dataclasses

from django.core.exceptions import ValidationError
from django.db import DataError
from django.dispatch import receiver
from django.utils.html import escape
from openedx_events.learning.signals import USER_NOTIFICATION_REQUESTED

TYPES = {
    "course_updates": ("updates", "<{p}><{strong}>{course_update_content}</{strong}></{p}>"),
    "ora_grade_assigned": ("grading", "<{p}>You have received {points_earned} out of {points_possible}: {ora_name}</{p}>"),
}
"""Some of ``COURSE_NOTIFICATION_TYPES``: the app each is filed under, and how it reads."""
STRUCTURAL = {"p": "p", "strong": "strong"}
URL_MAX = 200


class _Flag:
    on = False

    def is_enabled(self, course_key=None):
        return self.on


ENABLE_NOTIFICATIONS = _Flag()
"""``config/waffle.py``: ``notifications.enable_notifications``, off up to Ulmo. From Verawood on everything is on until
``notifications.disable_notifications`` is.
"""
SENT = []
"""The rows of ``Notification``."""


@receiver(USER_NOTIFICATION_REQUESTED)
def generate_user_notifications(signal, sender, notification_data, metadata, **kwargs):
    """``generate_user_notifications``: hands the event to the task."""
    asked = {one.name: getattr(notification_data, one.name) for one in dataclasses.fields(notification_data)}
    asked["course_key"] = str(asked["course_key"])
    send_notifications(**asked)


def send_notifications(user_ids, course_key, app_name, notification_type, context, content_url):
    """``tasks.send_notifications``: a type or an app that is unknown has no preferences, so nobody gets anything."""
    if not ENABLE_NOTIFICATIONS.is_enabled(course_key):
        return
    if notification_type not in TYPES or TYPES[notification_type][0] != app_name:
        return
    try:
        content = get_notification_content(notification_type, context)
    except KeyError as fault:
        raise ValidationError("Notification is not valid") from fault
    if len(content_url) > URL_MAX:
        raise DataError("too long for Notification.content_url: bulk_create validates nothing, the column does")
    SENT.extend(
        {"user_id": user, "course_id": course_key, "content": content, "content_url": content_url, "context": context}
        for user in set(user_ids)
    )


def get_notification_content(notification_type, context, escaping=True):
    """``base_notification.get_notification_content``. Older releases put the values in as they are: ``escaping=False``."""
    safe = {key: escape(value) if escaping else value for key, value in context.items()}
    return TYPES[notification_type][1].format(**safe, **STRUCTURAL)
