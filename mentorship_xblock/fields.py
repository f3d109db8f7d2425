"""Kinds of fields that the block needs and the library does not have, and fields that are read when asked for."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from xblock.completable import XBlockCompletionMode
from xblock.fields import Dict, Float, JSONField, List, Reference, ReferenceValueDict

from .domain.template import Finishes
from .hosts.completion import when
from .hosts.studio import usage_of


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


class Usage(Reference):
    """Another block of the course, written out as its id.

    The library cannot write a key of the platform out, and the platform's import takes nothing but a key.
    """

    def to_string(self, value: Any) -> str:
        """Write the id, or ``null`` for none."""
        return str(value) if value else "null"

    def from_string(self, serialized: str) -> Any:
        """Read the id."""
        found = super().from_string(serialized)
        return usage_of(found) if isinstance(found, str) else found


class Usages(_AsJson, ReferenceValueDict):
    """Other blocks of the course under names of our own, written out as their ids, for the reasons that ``Usage`` has."""

    def to_string(self, value: Any) -> str:
        """Write the ids under their names."""
        return json.dumps({name: str(usage) for name, usage in (value or {}).items()}, sort_keys=True)

    def from_string(self, serialized: str) -> Any:
        """Read the ids. A name that YAML takes for a number stays a name; what is no id is left out: an import stumbles over it."""
        found = super().from_string(serialized) or {}
        return {str(name): usage_of(usage) for name, usage in found.items() if isinstance(usage, str)}


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
