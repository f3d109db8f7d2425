"""What is written by hand into a course's OLX: JSON, or as much of YAML as nobody reads in two ways.

A value without quotes is text as it stands, unless JSON reads it as a number, ``true``, ``false`` or ``null``. YAML 1.1, which the
library reads, makes 8 of ``010``, 90 of ``1:30``, true of ``on``, and of a day something that nothing stores.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

from ..domain.record.errors import ActionRefused

DEPTH_MAX = 20
"""Lists and rows within each other; a plan has five."""
NEAR = 24
"""Characters shown of the place where nothing can be made out any more."""
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})(?:\.[0-9]{1,20})?")
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
INT_MAX = 2**63 - 1
"""The greatest whole number that the platform's store takes."""


def read_handwritten_text(text: str, field: str) -> tuple[Any, list[ActionRefused]]:
    """Return what a text says, and what is wrong with it, each by the path of its place. Nothing makes this fail.

    Where something is wrong, the rest is still what it says.
    """
    reader = _Reader()
    try:
        value = reader.read_value(_structure(text.lstrip("\ufeff")), field)
    except _Unreadable as fault:
        return None, [ActionRefused(fault.code, field, **fault.facts)]
    return value, reader.faults


@lru_cache(maxsize=32)
def read_handwritten_once(stored: str, field: str) -> tuple[Any, tuple[ActionRefused, ...]]:
    """Read a text that is kept as it was written, most likely once more: it is the same for every learner and every view."""
    value, faults = read_handwritten_text(stored, field)
    return value, tuple(faults)


def read_scalar_value(text: str) -> Any:
    """Return what a value without quotes is: a number that is written out again the same, a word of JSON's, or the text."""
    if text in WORDS:
        return WORDS[text]
    if NUMBER.fullmatch(text):
        number: float = float(text) if "." in text else int(text)
        if str(number) == text and abs(number) <= INT_MAX:
            return number
    return text


def encodable_text(text: str) -> str:
    """Return a text as every store takes it: of half a sign, which a client may send as JSON, the code."""
    return text if _whole(text) else text.encode(errors="backslashreplace").decode()


def storable_value(value: Any, text: Callable[[str], str] = encodable_text) -> Any:
    """Return a value as every store takes it: of a date its ISO text, of a number that is too great its digits.

    ``text`` is what is done to each text in it.
    """
    if isinstance(value, Mapping):
        return {text(str(name)).replace("\0", r"\0"): storable_value(inner, text) for name, inner in value.items()}
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list | tuple):
        return [storable_value(inner, text) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    kept = isinstance(value, float | None) or (isinstance(value, int) and abs(value) <= INT_MAX)
    return value if kept else str(value)


class _Unreadable(Exception):
    """Nothing can be made of the whole text."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class _Pairs(list[tuple[Any, Any]]):
    """The names and values of a row as they stand there, those that stand there twice too."""


@dataclass(frozen=True)
class _Fault:
    """What stands where a value or a name should."""

    code: str
    name: str


def _structure(text: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_Pairs, parse_int=read_scalar_value, parse_float=read_scalar_value, parse_constant=str
        )
    except RecursionError:
        raise _Unreadable("written-deep") from None
    except ValueError:
        return _Yaml(text).read_document()


class _Reader:
    """Makes values of a structure, and collects the faults."""

    def __init__(self) -> None:
        self.faults: list[ActionRefused] = []

    def read_value(self, written: Any, path: str, depth: int = 0) -> Any:
        if depth > DEPTH_MAX:
            raise _Unreadable("written-deep")
        if isinstance(written, _Fault):
            self.faults.append(ActionRefused(written.code, path, name=written.name))
            return None
        if isinstance(written, _Pairs):
            return {name: self.read_value(inner, f"{path}.{name}", depth + 1) for name, inner in self._names(written, path)}
        if isinstance(written, list):
            return [self.read_value(inner, f"{path}[{place}]", depth + 1) for place, inner in enumerate(written)]
        if isinstance(written, str) and not _whole(written):
            self.faults.append(ActionRefused("text-unstorable", path))
        return written

    def _names(self, pairs: _Pairs, path: str) -> Iterator[tuple[str, Any]]:
        """Yield the names of a row with their values, of those that are there twice the first."""
        passed: set[str] = set()
        for name, inner in pairs:
            if isinstance(name, _Fault):
                self.faults.append(ActionRefused(name.code, path, name=name.name))
            elif not _whole(name) or "\0" in name:
                self.faults.append(ActionRefused("text-unstorable", path))
            elif name in passed:
                self.faults.append(ActionRefused("written-twice", path, name=name))
            else:
                passed.add(name)
                yield name, inner


def _whole(text: str) -> bool:
    """Tell whether there is no half of a sign in it, which no store takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class _Yaml:
    """A text in YAML, taken apart without ever being resolved: a tag makes nothing, and an alias repeats nothing."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._events = yaml.parse(text, Loader=yaml.SafeLoader)

    def read_document(self) -> Any:
        """Return its structure. Raises _Unreadable."""
        try:
            next(self._events)
            if isinstance(next(self._events), yaml.StreamEndEvent):
                return None
            value = self._node(next(self._events))
            next(self._events)
            if not isinstance(next(self._events), yaml.StreamEndEvent):
                raise _Unreadable("written-syntax", near="---")
        except yaml.MarkedYAMLError as error:
            at = error.problem_mark.index if error.problem_mark else 0
            raise _Unreadable("written-syntax", near=(self._text[at:].strip() or self._text.strip()[-NEAR:])[:NEAR]) from None
        except (yaml.YAMLError, ValueError, OverflowError):
            # A sign that YAML does not know, or an escape of none.
            raise _Unreadable("text-unstorable") from None
        return value

    def _node(self, event: Any, depth: int = 0) -> Any:
        if depth > DEPTH_MAX:
            raise _Unreadable("written-deep")
        if isinstance(event, yaml.AliasEvent):
            return _Fault("written-alias", f"*{event.anchor}")
        if isinstance(event, yaml.SequenceStartEvent):
            value: Any = [self._node(inner, depth + 1) for inner in self._until(yaml.SequenceEndEvent)]
        elif isinstance(event, yaml.MappingStartEvent):
            names = self._until(yaml.MappingEndEvent)
            value = _Pairs((self._name(name, depth + 1), self._node(next(self._events), depth + 1)) for name in names)
        else:
            value = read_scalar_value(event.value) if event.implicit[0] else _joined(event.value)
        return value if event.tag is None else _Fault("written-tag", event.tag)

    def _name(self, event: Any, depth: int) -> str | _Fault:
        if isinstance(event, yaml.ScalarEvent) and event.tag is None and not (event.implicit[0] and event.value == "<<"):
            return _joined(event.value)
        value = self._node(event, depth)
        return value if isinstance(value, _Fault) else _Fault("written-name", "<<" if value == "<<" else "?")

    def _until(self, end: type) -> Iterator[Any]:
        while not isinstance(event := next(self._events), end):
            yield event


def _joined(text: str) -> str:
    """Return a text in which a sign that was escaped in halves, as JSON does, is whole."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
