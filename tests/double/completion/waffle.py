"""Whether completion is tracked (``completion/waffle.py``): ``completion.enable_completion_tracking``, a switch that is off
until the operator turns it on. Tutor does.
"""


class _Switch:
    on = False

    def is_enabled(self):
        return self.on


ENABLE_COMPLETION_TRACKING_SWITCH = _Switch()
