"""Whether completion is tracked (``completion/waffle.py``): a switch in older releases, always on in newer ones."""


class _Switch:
    on = True

    def is_enabled(self):
        return self.on


ENABLE_COMPLETION_TRACKING_SWITCH = _Switch()
