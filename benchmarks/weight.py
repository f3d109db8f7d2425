"""What a view brings to the browser: bytes of markup, script and style, as they are and gzipped."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from web_fragments.fragment import Fragment, FragmentResource
from xblock.core import XBlock

KINDS = {"text/html": "markup", "application/javascript": "script", "text/css": "style"}


@dataclass(frozen=True, slots=True)
class Bytes:
    """A number of bytes, raw and gzipped."""

    raw: int = 0
    packed: int = 0

    def __add__(self, other: "Bytes") -> "Bytes":
        """Return both together."""
        return Bytes(self.raw + other.raw, self.packed + other.packed)


@dataclass(frozen=True, slots=True)
class Weight:
    """What one view weighs, by kind."""

    markup: Bytes = Bytes()
    script: Bytes = Bytes()
    style: Bytes = Bytes()

    @property
    def assets(self) -> Bytes:
        """Script and style together."""
        return self.script + self.style


def weight_of(fragment: Fragment, block: Any) -> Weight:
    """Weigh a fragment: its content with the arguments for its script, and each resource, linked or inlined."""
    parts = {"markup": [fragment.content.encode()], "script": [], "style": []}
    for resource in fragment.resources:
        content = _content(resource, block)
        if content is not None:
            parts[KINDS[resource.mimetype]].append(content)
    return Weight(**{kind: _sum(contents) for kind, contents in parts.items()})


def _content(resource: FragmentResource, block: Any) -> bytes | None:
    """Return a resource's bytes; None for one of the workbench's own, which every block on its pages has."""
    if resource.kind == "text":
        return resource.data.encode()
    if resource.data.startswith(static("workbench/")):
        return None
    folder = block.runtime.local_resource_url(block, "")
    if not resource.data.startswith(folder):
        raise ValueError(f"{resource.data} is neither the block's nor the workbench's, and cannot be weighed")
    with XBlock.load_class(block.scope_ids.block_type).open_local_resource(resource.data.removeprefix(folder)) as file:
        return file.read()


def _sum(contents: Iterable[bytes]) -> Bytes:
    return sum((Bytes(len(content), len(gzip.compress(content, mtime=0))) for content in contents), Bytes())
