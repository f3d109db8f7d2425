"""What the course store keeps of a block and makes of it again: ``xmodule/modulestore/split_mongo/split.py``.

Written from the release of mid-2025; the two functions are the same in that of autumn 2026.
"""

from datetime import datetime
from typing import NamedTuple

import bson
from opaque_keys.edx.keys import UsageKey
from opaque_keys.edx.locator import BlockUsageLocator
from xblock.fields import Reference, ReferenceList, ReferenceValueDict

TREE = ("parent", "children")
"""What this double keeps beside the authored fields, as keys; the store computes the one and keeps the other as pairs."""


class BlockKey(NamedTuple):
    """``xmodule.modulestore.split_mongo.BlockKey``: a block within its course."""

    type: str
    id: str

    @classmethod
    def of(cls, reference):
        """``reference_block_id``: a client may have left a text where a key should be. Raises InvalidKeyError."""
        if isinstance(reference, str):
            reference = BlockUsageLocator.from_string(reference)
        return reference if isinstance(reference, cls) else cls(reference.block_type, reference.block_id)


def serialized(block_class, fields):
    """``_serialize_fields``: in place, in the values of a dictionary of references too."""
    for name, value in fields.items():
        field = block_class.fields.get(name)
        if value is None or field is None or name in TREE:
            continue
        if isinstance(field, Reference):
            fields[name] = BlockKey.of(value)
        elif isinstance(field, ReferenceList):
            fields[name] = [BlockKey.of(one) for one in value]
        elif isinstance(field, ReferenceValueDict):
            for word, one in value.items():
                value[word] = BlockKey.of(one)
        elif not isinstance(value, datetime):
            fields[name] = field.to_json(value)
    return fields


def converted(course_key, block_class, stored):
    """``convert_references_to_keys``: a shallow copy, so a dictionary of references is rewritten where it is kept."""

    def key_of(stored):
        if isinstance(stored, UsageKey):
            return stored.map_into_course(course_key)
        return course_key.make_usage_key(*stored)

    fields = dict(stored)
    for name, value in fields.items():
        field = block_class.fields.get(name)
        if not value or name in TREE:
            continue
        if isinstance(field, Reference):
            fields[name] = key_of(value)
        elif isinstance(field, ReferenceList):
            fields[name] = [key_of(one) for one in value]
        elif isinstance(field, ReferenceValueDict):
            for word, one in value.items():
                value[word] = key_of(one)
    return fields


def encoded(blocks):
    """``update_structure``: the whole course is encoded at each change, whichever block it is of. Raises bson.InvalidDocument."""
    return bson.encode(
        {
            "blocks": [
                {
                    "block_type": usage.block_type,
                    "block_id": usage.block_id,
                    "fields": {name: value for name, value in fields.items() if name not in TREE},
                    "children": [BlockKey.of(child) for child in fields.get("children", ())],
                }
                for usage, fields in blocks.items()
            ]
        }
    )
