"""The block's element in a course's OLX, in which nothing that somebody wrote by hand stops an import or is lost."""

import logging
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree
from xblock.core import XML_NAMESPACES, XBlockMixin
from xblock.fields import Scope, String

log = logging.getLogger(__name__)

OF_THE_PLATFORM = (
    "url_name", "slug", "xblock-family", "filename", "parent_url", "parent_sequential_url", "index_in_children_list",
)  # fmt: skip
"""Attributes with which the platform finds an element, and puts it into its place."""
OPTION = f"{{{XML_NAMESPACES['option']}}}"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class OlxMixin(XBlockMixin):
    """Reads what an element says of authored fields, and keeps the rest as it is, to be told and to go out again.

    The library reads an element in the same order, but raises at an instruction to a processor, at a value that a field does not
    take, and at an element of a kind it does not know; an attribute that no field has it drops.
    """

    unread = String(
        help="What the course's OLX says of this block and nothing reads, as an element.", scope=Scope.content, default=""
    )

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> Any:
        """Make a block of an element. Nothing in the element makes this fail."""
        block = super().parse_xml(etree.Element(node.tag), runtime, keys)
        rest = etree.Element(node.tag)
        rest.text = (node.text or "").strip() or None
        given = set()
        for name, value in node.items():
            if _take(block, name, value):
                given.add(name)
            elif name not in OF_THE_PLATFORM:
                rest.set(name, value)
        for child in node:
            name = child.tag.removeprefix(OPTION) if isinstance(child.tag, str) and child.tag.startswith(OPTION) else ""
            if name and name not in given and not any(isinstance(inner.tag, str) for inner in child):
                value = None if child.get("none") == "true" else child.xpath("string()")
                if _take(block, name, value):
                    given.add(name)
                    continue
            rest.append(deepcopy(child))
        if rest.attrib or len(rest) or rest.text:
            block.unread = etree.tostring(rest, encoding="unicode")
        return block

    def add_xml_to_node(self, node: Any) -> None:
        """Write the authored fields, and what came with them and is no field."""
        super().add_xml_to_node(node)
        node.attrib.pop("unread", None)
        rest = _element(self.unread)
        if rest is None:
            return
        for name, value in rest.items():
            if name not in node.attrib:
                node.set(name, value)
        node.text = rest.text
        node.extend(deepcopy(child) for child in rest)

    @property
    def unread_names(self) -> list[str]:
        """What the attributes and elements are called that nothing reads; a text without an element has none."""
        rest = _element(self.unread)
        return list(_names(rest)) if rest is not None else []


def _take(block: Any, name: str, value: str | None) -> bool:
    """Read a value into the authored field of this name. Tell whether there is one, and whether it took the value."""
    field = block.fields.get(name)
    if field is None or name == "unread" or field.scope not in (Scope.settings, Scope.content):
        return False
    try:
        setattr(block, name, None if value is None else field.from_string(value))
    except Exception:  # What the fields raise that the platform adds to every block is theirs to choose.
        log.warning("mentorship: %s does not take what the course's OLX says of it", name, exc_info=True)
        return False
    return True


def _element(written: str | None) -> Any:
    try:
        return etree.fromstring(written, PARSER) if written else None
    except etree.XMLSyntaxError:
        return None


def _names(rest: Any) -> Iterator[str]:
    yield from (etree.QName(name).localname for name, _ in rest.items())
    yield from (etree.QName(child).localname for child in rest if isinstance(child.tag, str))
    texts = [rest.text, *(child.tail for child in rest)]
    yield from (text.strip()[:40] for text in texts if text and text.strip())
