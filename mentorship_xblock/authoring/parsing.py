"""Reading what may be malformed: lines, texts, numbers, choices and rows, and every fault by the path of its field."""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from ..domain.record.errors import ActionRefused
from ..domain.record.text_rules import displayable_text
from .handwritten import read_handwritten_once

E = TypeVar("E", bound=StrEnum)

LINE_MAX = 200
DIGITS_MAX = 6
MINUTE_IN_HOURS = 1 / 60 - 1e-9
"""The least of what counts as hours."""
DECIMAL_POINTS = str.maketrans(",٫", "..")
"""What people write a point as."""
HOURS_PATTERN = re.compile(r"\d{1,6}(\.\d{0,20})?|\.\d{1,20}")
"""How hours are written: not as ``1e1`` or ``1_0``, which Python would read, too."""
LEADING_ZERO = re.compile(r"0+\d")
"""How a number begins that is eight times something, or ten times it, by who reads it."""
ROW_PATH = re.compile(r"(roster|plan)\[(\d+)\](?:\.milestones\[(\d+)\])?")
"""How the path of a place begins that is in a row."""


def read_single_line(value: object, field: str, code: str, needed: bool = False) -> str:
    """Return a line as it is stored, its words apart by one space. Raises ActionRefused: this code, or its length, or its signs."""
    line = " ".join(value.split()) if isinstance(value, str) else ""
    if (needed and not line) or not isinstance(value, str | None):
        raise ActionRefused(code, field)
    return _storable(line, field, LINE_MAX)


def _storable(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise ActionRefused("line-too-long", field, most=most)
    if displayable_text(text) != text:
        raise ActionRefused("text-unstorable", field)
    return text


def _begins_with_zero(number: str) -> bool:
    """Tell whether a number has zeros in front, in whatever script."""
    return bool(LEADING_ZERO.match("".join(str(int(sign)) if sign.isdecimal() else sign for sign in number)))


class FieldReader:
    """Reads what may be malformed, and collects the faults instead of stopping at the first."""

    def __init__(self) -> None:
        """Start without faults."""
        self.faults: list[ActionRefused] = []

    def note_refusal(self, code: str, field: str, **facts: object) -> None:
        """Note a fault."""
        self.faults.append(ActionRefused(code, field, **facts))

    def read_line(self, row: Mapping[str, Any], path: str, name: str, code: str, needed: bool = False) -> str:
        """Read a line of a row. What is no text, but reads like some, is told apart from what is not there."""
        value = row.get(name)
        return self._sound(
            lambda: read_single_line(value, f"{path}.{name}", "line" if isinstance(value, int | float) else code, needed)
        )

    def read_text(self, value: object, field: str, most: int) -> str:
        """Read a text that keeps its line breaks."""
        if not isinstance(value, str | None):
            self.note_refusal("line", field)
            return ""
        text = (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
        return self._sound(lambda: _storable(text, field, most))

    def read_lines(self, value: object, field: str, most: int) -> tuple[str, ...]:
        """Read a list of lines, or a text with one on each of its lines. Empty ones are dropped."""
        written = value.splitlines() if isinstance(value, str) else [] if value is None else value
        if not isinstance(written, list | tuple) or not all(isinstance(one, str) for one in written):
            self.note_refusal("line", field)
            return ()
        found = []
        for place, one in enumerate(written, 1):
            line = " ".join(one.split())
            if len(line) > LINE_MAX:
                self.note_refusal("lines-too-long", field, line=place, most=LINE_MAX)
            elif line:
                found.append(self._sound(partial(_storable, line, field, LINE_MAX)))
        if len(found) > most:
            self.note_refusal("lines-too-many", field, most=most)
        return tuple(found)

    def read_number(self, value: object, field: str, most: int, code: str, otherwise: int) -> int:
        """Read a number from 1 to ``most``, written as such or as its digits, in whatever script."""
        if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= DIGITS_MAX:
            value = value.strip()
            if _begins_with_zero(value):
                self.note_refusal("number-zero", field)
                return otherwise
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            self.note_refusal(code, field, most=most)
            return otherwise
        return value

    def read_hours(self, value: object, field: str, most: int, code: str, otherwise: float) -> float:
        """Read a number of hours, whole or not, from a minute to ``most``, in whatever script; nothing stands for the usual."""
        if value in (None, ""):
            return otherwise
        hours = value
        if isinstance(value, str):
            written = value.strip().translate(DECIMAL_POINTS)
            if _begins_with_zero(written):
                self.note_refusal("number-zero", field)
                return otherwise
            hours = float(written) if HOURS_PATTERN.fullmatch(written) else None
        if isinstance(hours, bool) or not isinstance(hours, int | float) or not MINUTE_IN_HOURS <= hours <= most:
            self.note_refusal(code, field, most=most)
            return otherwise
        return int(hours) if hours == int(hours) else hours

    def read_choice(self, value: object, field: str, otherwise: E) -> E:
        """Read one of the possibilities."""
        kind = type(otherwise)
        if not isinstance(value, str) or value not in set(kind):
            self.note_refusal("choice", field)
            return otherwise
        return kind(value)

    def read_flag(self, value: object, field: str) -> bool:
        """Read a yes or a no; nothing is a no."""
        if not isinstance(value, bool | None):
            self.note_refusal("flag", field)
        return value is True

    def read_written(self, written: object, field: str) -> Any:
        """Return what a field says; of one that is kept as the text its author wrote, as far as it can be read."""
        if not isinstance(written, str):
            return written
        value, faults = read_handwritten_once(written, field)
        self.faults += faults
        return value

    def read_rows(self, rows: object, field: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield each row that is an object, with its path. One of which not everything could be read is left out."""
        unread = {fault.field for fault in self.faults} | {row[0] for fault in self.faults if (row := ROW_PATH.match(fault.field))}
        if not isinstance(rows, list | tuple):
            if field not in unread:
                self.note_refusal("rows", field)
            return
        for index, row in enumerate(rows):
            path = f"{field}[{index}]"
            if path in unread:
                continue
            if isinstance(row, Mapping):
                yield path, row
            else:
                self.note_refusal("rows", path)

    def _sound(self, read: Callable[[], str]) -> str:
        try:
            return read()
        except ActionRefused as fault:
            self.faults.append(fault)
            return ""
