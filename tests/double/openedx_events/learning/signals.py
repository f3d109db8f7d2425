"""Events of learning (``openedx_events/learning/signals.py``)."""

from ..tooling import OpenEdxPublicSignal
from .data import UserNotificationData

USER_NOTIFICATION_REQUESTED = OpenEdxPublicSignal(
    event_type="org.openedx.learning.user.notification.requested.v1", data={"notification_data": UserNotificationData}
)
