"""What events carry (``openedx_events/learning/data.py``)."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class UserNotificationData:
    """``UserNotificationData``, an ``attrs`` class there, slotted in newer releases."""

    user_ids: list[int]
    notification_type: str
    content_url: str
    app_name: str
    course_key: Any
    context: dict[str, Any] = field(default_factory=dict)
