"""Kinds of fields that the block needs and the library does not have, and fields that are read when asked for."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from xblock.completable import XBlockCompletionMode
from xblock.fields import Dict, Float, JSONField, List

from .domain.template import Finishes
from .hosts.completion import when
from .hosts.usages import named


class StoredDict(Dict):
    """A document that is read through its field and written only through the locked change.

    Not mutable, so that the host neither copies it at each reading nor writes it back when the block is saved.
    """

    MUTABLE = False


class _AsJson(JSONField):
    """A field that is written out as JSON and read back as JSON.

    The library reads it as YAML, which takes the two escapes of a sign such as an emoji for two broken signs.
    """

    def from_string(self, serialized: str) -> Any:
        """Read the JSON that ``to_string`` wrote, or the YAML that somebody wrote by hand."""
        try:
            return self.enforce_type(json.loads(serialized))
        except ValueError:
            return super().from_string(serialized)


class Rows(_AsJson, List):
    """A list written out as JSON."""


class Number(Float):
    """A number, whole or not. A whole one is written out without a point, and what is no number stays what it is, to be told.

    The library makes ``24.0`` of 24, and raises at what it cannot read, which would close the block to everybody.
    """

    def from_json(self, value: Any) -> Any:
        """Read what is stored."""
        return int(value) if isinstance(value, float) and value.is_integer() else value

    enforce_type = from_json


class Usage(JSONField):
    """Another block of the same course, as the name it has there.

    It is none of the library's references: of those the platform makes keys, and a text that is none would fail an import.
    """

    MUTABLE = False

    def from_json(self, value: Any) -> str | None:
        """Read what is stored: a name, or a usage id, a key or a pair of type and id, as which it was stored once."""
        return None if value is None else str(named(value))

    to_json = enforce_type = from_json

    def to_string(self, value: Any) -> str:
        """Write the name, or ``null`` for none."""
        return self.to_json(value) or "null"

    def from_string(self, serialized: str) -> str | None:
        """Read the name."""
        return None if serialized.strip() in ("", "null") else self.from_json(serialized.strip())


class Usages(_AsJson, Dict):
    """Other blocks of the same course under words of our own, each as the name it has there.

    The platform rewrites its own dictionaries of references in place, which in a course's cached structure breaks Studio.
    """

    def from_json(self, value: Any) -> Any:
        """Read what is stored: names, or what they were stored as once. What is no block stays what it is."""
        return {str(word): named(usage) for word, usage in value.items()} if isinstance(value, dict) else value

    to_json = enforce_type = from_json


class Mode:
    """How a block counts towards its unit: not at all where its author gave it nothing to finish.

    The platform asks the class as well, whether any block of the kind can be completed, and asks blocks bound to nobody.
    """

    def __get__(self, block: Any, kind: Any = None) -> str:
        """Answer, whatever the block's fields hold: an exception here would take the whole course's outline away."""
        try:
            never = block is not None and when(block) is Finishes.NEVER
        except Exception:
            never = True
        return str(XBlockCompletionMode.EXCLUDED if never else XBlockCompletionMode.COMPLETABLE)


class Written(Mapping[str, Any]):
    """Some of a block's authored fields by their names, each read when it is asked for."""

    def __init__(self, block: Any, names: Collection[str]) -> None:
        """Take the block and the names of the fields."""
        self._block, self._names = block, names

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return getattr(self._block, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
