"""Kinds of fields that the block needs and the library does not have."""

import re
from collections.abc import Mapping
from typing import Any

from xblock.completable import XBlockCompletionMode
from xblock.fields import Dict, JSONField, List, String

from .authoring.handwritten import read_handwritten_text, storable_value
from .domain.plan.course_plan import CompletionRule
from .hosts.unit_completion import completion_rule_of
from .hosts.usage_names import name_within_course

NOTHING = ("", "~", "null")
"""How nothing at all is written."""
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The signs that XML has no place for."""


class StoredDict(Dict):
    """A document that is read through its field and written only through the locked change.

    Not mutable, so that the host neither copies it at each reading nor writes it back when the block is saved.
    """

    MUTABLE = False


class _Written(JSONField):
    """A field that reads what is written by hand without ever failing.

    The library reads it as YAML 1.1, and raises at what is not of the field's kind: that drops the block from an import, or closes
    it to everybody. Here a text of which not everything can be read stays the text that it is, goes out again as it came in, and
    is told to its author.
    """

    def from_json(self, value: Any) -> Any:
        """Read what is stored, of whatever kind it is."""
        return storable_value(value, str)

    def enforce_type(self, value: Any) -> Any:
        """Take a value as it would be read."""
        return self.from_json(value)

    def to_json(self, value: Any) -> Any:
        """Return what is stored of a value."""
        return storable_value(self.from_json(value))

    def from_string(self, serialized: str) -> Any:
        """Read the JSON or the YAML; the text itself if something is wrong with it."""
        value, faults = read_handwritten_text(serialized, self.name)
        nothing = value is None and serialized.strip() not in NOTHING
        return serialized if faults or nothing or isinstance(value, str) else self.from_json(value)

    def to_string(self, value: Any) -> str:
        """Write JSON; of what could not be read the text itself, unless it has signs that XML has no place for."""
        if isinstance(value, str) and not UNWRITABLE.search(value):
            return value
        return str(super().to_string(value))


class RowsField(_Written, List):
    """A list, written out as JSON."""


class NamedRowsField(_Written, Dict):
    """Rows by names, written out as JSON."""


class TextField(String):
    """A text. What is none, such as an import or another client may bring, is read as what it looks like."""

    def from_json(self, value: Any) -> str | None:
        """Read what is stored, of whatever kind it is."""
        read: str | None = super().from_json(value if isinstance(value, str | None) else str(storable_value(value)))
        return read

    enforce_type = from_json


class NumberField(_Written):
    """A number, whole or not. A whole one is written out without a point, and what is no number stays what it is, to be told."""

    MUTABLE = False

    def from_json(self, value: Any) -> Any:
        """Read what is stored."""
        return int(value) if isinstance(value, float) and value.is_integer() else super().from_json(value)

    def from_string(self, serialized: str) -> Any:
        """Read the number, which an earlier version put into quotes where it was none."""
        found = super().from_string(serialized)
        said = read_handwritten_text(serialized, self.name)[0]
        return said if isinstance(said, str) and serialized.startswith('"') else found


class UsageField(JSONField):
    """Another block of the same course, as the name it has there.

    It is none of the library's references: of those the platform makes keys, and a text that is none would fail an import.
    """

    MUTABLE = False

    def from_json(self, value: Any) -> str | None:
        """Read what is stored: a name, or a usage id, a key or a pair of type and id, as which it was stored once."""
        return None if value is None else UNWRITABLE.sub("", str(name_within_course(value)))

    to_json = enforce_type = from_json

    def to_string(self, value: Any) -> str:
        """Write the name, or ``null`` for none."""
        return self.to_json(value) or "null"

    def from_string(self, serialized: str) -> str | None:
        """Read the name."""
        return None if serialized.strip() in ("", "null") else self.from_json(serialized.strip())


class UsagesField(_Written, Dict):
    """Other blocks of the same course under words of our own, each as the name it has there.

    The platform rewrites its own dictionaries of references in place, which in a course's cached structure breaks Studio.
    """

    def from_json(self, value: Any) -> Any:
        """Read what is stored: names, or what they were stored as once. What is no block stays what it is."""
        names = {str(word): name_within_course(usage) for word, usage in value.items()} if isinstance(value, Mapping) else value
        return super().from_json(names)


class CompletionMode:
    """How a block counts towards its unit: not at all where its author gave it nothing to finish.

    The platform asks the class as well, whether any block of the kind can be completed, and asks blocks bound to nobody.
    """

    def __get__(self, block: Any, kind: Any = None) -> str:
        """Answer, whatever the block's fields hold: an exception here would take the whole course's outline away."""
        try:
            never = block is not None and completion_rule_of(block) is CompletionRule.NEVER
        except Exception:
            never = True
        return str(XBlockCompletionMode.EXCLUDED if never else XBlockCompletionMode.COMPLETABLE)
