"""Reading what may be malformed: lines, texts, numbers, choices and rows, and every fault by the path of its field."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from .domain.refusals import Refused
from .domain.texts import shown

E = TypeVar("E", bound=StrEnum)

LINE_MAX = 200
DIGITS_MAX = 6
MINUTE = 1 / 60 - 1e-9
"""The least of what counts as hours."""
POINTS = str.maketrans(",٫", "..")
"""What people write a point as."""


def read_line(value: object, field: str, code: str, needed: bool = False) -> str:
    """Return a line as it is stored, its words apart by one space. Raises Refused: this code, or its length, or its signs."""
    line = " ".join(value.split()) if isinstance(value, str) else ""
    if (needed and not line) or not isinstance(value, str | None):
        raise Refused(code, field)
    return _storable(line, field, LINE_MAX)


def _storable(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise Refused("line-too-long", field, most=most)
    if shown(text) != text:
        raise Refused("text-unstorable", field)
    return text


class Reader:
    """Reads what may be malformed, and collects the faults instead of stopping at the first."""

    def __init__(self) -> None:
        """Start without faults."""
        self.faults: list[Refused] = []

    def refuse(self, code: str, field: str, **facts: object) -> None:
        """Note a fault."""
        self.faults.append(Refused(code, field, **facts))

    def line(self, row: Mapping[str, Any], path: str, name: str, code: str, needed: bool = False) -> str:
        """Read a line of a row."""
        return self._sound(lambda: read_line(row.get(name), f"{path}.{name}", code, needed))

    def text(self, value: object, field: str, most: int) -> str:
        """Read a text that keeps its line breaks."""
        if not isinstance(value, str | None):
            self.refuse("line", field)
            return ""
        text = (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
        return self._sound(lambda: _storable(text, field, most))

    def lines(self, value: object, field: str, most: int) -> tuple[str, ...]:
        """Read a list of lines, or a text with one on each of its lines. Empty ones are dropped."""
        written = value.splitlines() if isinstance(value, str) else [] if value is None else value
        if not isinstance(written, list | tuple) or not all(isinstance(one, str) for one in written):
            self.refuse("line", field)
            return ()
        found = []
        for place, one in enumerate(written, 1):
            line = " ".join(one.split())
            if len(line) > LINE_MAX:
                self.refuse("lines-too-long", field, line=place, most=LINE_MAX)
            elif line:
                found.append(self._sound(partial(_storable, line, field, LINE_MAX)))
        if len(found) > most:
            self.refuse("lines-too-many", field, most=most)
        return tuple(found)

    def number(self, value: object, field: str, most: int, code: str, otherwise: int) -> int:
        """Read a number from 1 to ``most``, written as such or as its digits, in whatever script."""
        if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= DIGITS_MAX:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            self.refuse(code, field, most=most)
            return otherwise
        return value

    def hours(self, value: object, field: str, most: int, code: str, otherwise: float) -> float:
        """Read a number of hours, whole or not, from a minute to ``most``, in whatever script; nothing stands for the usual."""
        if value in (None, ""):
            return otherwise
        try:
            hours = float(value.translate(POINTS)) if isinstance(value, str) else value
        except ValueError:
            hours = None
        if isinstance(hours, bool) or not isinstance(hours, int | float) or not MINUTE <= hours <= most:
            self.refuse(code, field, most=most)
            return otherwise
        return int(hours) if hours == int(hours) else hours

    def choice(self, value: object, field: str, otherwise: E) -> E:
        """Read one of the possibilities."""
        kind = type(otherwise)
        if not isinstance(value, str) or value not in set(kind):
            self.refuse("choice", field)
            return otherwise
        return kind(value)

    def flag(self, value: object, field: str) -> bool:
        """Read a yes or a no; nothing is a no."""
        if not isinstance(value, bool | None):
            self.refuse("choice", field)
        return value is True

    def rows(self, rows: object, field: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield each row that is an object, with its path."""
        if not isinstance(rows, list | tuple):
            self.refuse("rows", field)
            return
        for index, row in enumerate(rows):
            if isinstance(row, Mapping):
                yield f"{field}[{index}]", row
            else:
                self.refuse("rows", f"{field}[{index}]")

    def _sound(self, read: Callable[[], str]) -> str:
        try:
            return read()
        except Refused as fault:
            self.faults.append(fault)
            return ""
