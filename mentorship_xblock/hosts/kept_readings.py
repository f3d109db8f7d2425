"""What texts said when this process last read them: one that is as it was is not read again.

A reading is a pure function of its text, and the text is its whole name: so nothing here can be out of date, nothing has to be
dropped when a row is written, and without it everything is the same, only slower. The course team's page reads the row of every
mentor, and of a mentor with fifty learners nearly all of what a row costs is the reading.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

SHARE_MAX = 1 / 8
"""How much of the room one text may take. What is longer is read each time: it would push out too many others."""


class KeptReadings(Generic[T]):
    """The readings of the texts asked for last, as far as those have ``room`` characters in all. Threads may share it."""

    def __init__(self, read: Callable[[str], T], room: int) -> None:
        """Remember how a text is read. What ``read`` returns is shared by all who ask, so nobody may change it."""
        self._read = read
        self._room = room
        self._taken = 0
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def __call__(self, text: str) -> T:
        """Return what this text says. Raises what reading it raises, each time."""
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
        found = self._read(text)
        if len(text) <= self._room * SHARE_MAX:
            self._keep(text, found)
        return found

    def _keep(self, text: str, found: T) -> None:
        with self._lock:
            if text not in self._kept:
                self._taken += len(text)
            self._kept[text] = found
            while self._taken > self._room:
                self._taken -= len(self._kept.popitem(last=False)[0])

    def forget(self) -> None:
        """Forget everything, as a new process has."""
        with self._lock:
            self._kept.clear()
            self._taken = 0
