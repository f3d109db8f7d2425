"""Events of the platform (``openedx_events/tooling.py``)."""

from django.conf import settings
from django.dispatch import Signal


class SenderValidationError(Exception):
    """Raised for an event that is not sent with what it was declared with."""


class OpenEdxPublicSignal(Signal):
    """``OpenEdxPublicSignal``: checks what it is sent with, and sends robustly unless the site is in debug."""

    def __init__(self, event_type, data):
        self.event_type, self.init_data = event_type, data
        super().__init__()

    def send_event(self, **kwargs):
        if len(kwargs) != len(self.init_data):
            raise SenderValidationError(self.event_type)
        for key, kind in self.init_data.items():
            if not kwargs.get(key) or not isinstance(kwargs[key], kind):
                raise SenderValidationError(self.event_type, key)
        kwargs = {**kwargs, "metadata": None, "from_event_bus": False}
        if settings.DEBUG:
            return super().send(sender=None, **kwargs)
        return super().send_robust(sender=None, **kwargs)

    def send(self, sender, **kwargs):
        """Warns on the platform and sends nothing."""

    send_robust = send
