"""Template tags: a sentence in the reader's language, signs, and parts that several templates share.

Django's own tags read the process-wide catalogue, which holds nothing of ours; these ask the ``Language`` in the context.
"""

from collections.abc import Mapping
from typing import Any

from django.template import Context, Library, Node
from django.template.base import FilterExpression, NodeList, Parser, TextNode, Token
from django.template.loader_tags import do_include
from django.utils.safestring import SafeString

from .icons import icon as drawn_icon
from .language import Language

register = Library()
ERROR = SafeString('<p class="mn-error" role="alert" data-mn-error></p>')


def _language(context: Context) -> Language:
    language: Language = context["language"]
    return language


@register.simple_tag(takes_context=True)
def t(context: Context, message: str, **values: Any) -> SafeString:
    """Say a sentence, as markup: ``{% t "Send to {name}" name=mentor %}``."""
    return _language(context).html(message, **values)


_with_values = register.tags["t"]


class _Unfilled(Node):
    """A sentence without values, which most are: there is nothing to look up when it is drawn."""

    def __init__(self, message: str) -> None:
        self._message = message

    def render(self, context: Context) -> SafeString:
        return _language(context).html(self._message)


@register.tag("t")
def read_t(parser: Parser, token: Token) -> Node:
    """Read the tag ``t``."""
    bits = token.split_contents()
    said = parser.compile_filter(bits[1]) if len(bits) == 2 else None
    if said and isinstance(said.var, str) and not said.filters:
        return _Unfilled(said.var)
    node: Node = _with_values(parser, token)
    return node


@register.simple_tag(takes_context=True)
def tn(context: Context, one: str, many: str, number: int, **values: Any) -> SafeString:
    """Say a sentence in the form its number asks for: ``{% tn "{number} day" "{number} days" days %}``."""
    return _language(context).count(one, many, number, **values)


@register.simple_tag(takes_context=True)
def plain(context: Context, message: str, **values: Any) -> str:
    """Say a sentence inside an attribute, where markup cannot stand: ``aria-label="{% plain "Your views" %}"``."""
    return _language(context).text(message, **values)


@register.simple_tag(takes_context=True)
def when(context: Context, moment: Any) -> SafeString:
    """Show an instant."""
    return _language(context).time(moment)


@register.simple_tag(takes_context=True)
def day(context: Context, date: Any) -> SafeString:
    """Show a day."""
    return _language(context).day(date)


@register.simple_tag(takes_context=True)
def short_day(context: Context, date: Any) -> SafeString:
    """Show a day where there is little room."""
    return _language(context).short_day(date)


@register.simple_tag(takes_context=True)
def ago(context: Context, moment: Any) -> SafeString:
    """Show how long ago an instant was."""
    return _language(context).ago(moment)


@register.tag
def error(_parser: Parser, _token: Token) -> Node:
    """Make the place where a form says what went wrong."""
    return TextNode(ERROR)


register.simple_tag(drawn_icon, name="icon")
_looked_up = register.tags["icon"]


@register.tag("icon")
def icon(parser: Parser, token: Token) -> Node:
    """Show a sign beside its word. Most are named where they stand, and are drawn once, when the template is read."""
    name = parser.compile_filter(token.split_contents()[1])
    return TextNode(drawn_icon(name.var)) if isinstance(name.var, str) else _looked_up(parser, token)


class _Included(Node):
    """Another template in this place, which is found once: Django's own tag looks for it in every drawing."""

    def __init__(self, name: str, values: Mapping[str, FilterExpression]) -> None:
        self._name, self._values = name, values
        self._nodes: NodeList | None = None

    def render(self, context: Context) -> SafeString:
        if self._nodes is None:
            self._nodes = context.template.engine.get_template(self._name).nodelist
        with context.push(**{name: value.resolve(context) for name, value in self._values.items()}):
            return self._nodes.render(context)


@register.tag
def include(parser: Parser, token: Token) -> Node:
    """Draw another template in this place: ``{% include "links.html" with links=item.links %}``."""
    node = do_include(parser, token)
    name = node.template.var
    return _Included(name, node.extra_context) if isinstance(name, str) and not node.isolated_context else node
