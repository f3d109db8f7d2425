"""Templates as functions: Django reads them, once, and each of their nodes becomes a function that writes its markup.

A view has more than a thousand nodes, and what Django's own way of drawing spends on each (contexts in layers, a number's format,
the place of a fault) is more than all else a view does. ``docs/decisions/0020-drawing.md`` says what is given up for it.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from html import escape
from operator import eq, ne
from typing import Any

from django.template import Context, Engine
from django.template.base import FilterExpression, Node, TextNode, VariableNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, TemplateLiteral, WithNode
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Scope = dict[str, Any]
Value = Callable[[Scope], Any]
Write = Callable[[str], object]
DrawFunction = Callable[[Scope, Write], object]

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {"==": eq, "!=": ne}
CONSTANTS: Mapping[str, object] = {"True": True, "False": False, "None": None}


class CompiledTemplates:
    """The templates an engine finds, each made a function when it is first drawn."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine that escapes."""
        self._engine = engine
        self._made: dict[str, DrawFunction] = {}

    def render_named(self, name: str, facts: Mapping[str, Any]) -> SafeString:
        """Return a template drawn with these facts. What is not among them, or is None, is drawn as nothing."""
        written: list[str] = []
        self._template(name)({**CONSTANTS, **facts}, written.append)
        return SafeString("".join(written))

    def _template(self, name: str) -> DrawFunction:
        if name not in self._made:
            self._made[name] = self._nodes(self._engine.get_template(name).nodelist)
        return self._made[name]

    def _nodes(self, nodes: Iterable[Node]) -> DrawFunction:
        """Return nodes as one function: what varies, each with the text before it, and the text at the end."""
        parts, text = [], ""
        for node in nodes:
            made = KINDS[type(node)](self, node)
            if isinstance(made, str):
                text += made
            else:
                parts.append((text, made))
                text = ""

        if not parts:
            return lambda _scope, write: write(text)

        def draw(scope: Scope, write: Write) -> None:
            for before, part in parts:
                if before:
                    write(before)
                part(scope, write)
            if text:
                write(text)

        return draw

    def _if(self, node: IfNode) -> DrawFunction:
        branches = [(_test(test), self._nodes(nodes)) for test, nodes in node.conditions_nodelists]
        if len(branches) == 1:  # most
            [(only, drawn)] = branches
            return lambda scope, write: drawn(scope, write) if only(scope) else None

        def draw(scope: Scope, write: Write) -> None:
            for test, part in branches:
                if test(scope):
                    part(scope, write)
                    return

        return draw

    def _for(self, node: ForNode) -> DrawFunction:
        things, names = _value(node.sequence), node.loopvars
        part, otherwise = self._nodes(node.nodelist_loop), self._nodes(node.nodelist_empty)

        def draw(scope: Scope, write: Write) -> None:
            listed = list(things(scope) or ())
            inner = dict(scope)
            for place, thing in enumerate(listed):
                inner["forloop"] = {
                    "counter0": place, "counter": place + 1, "first": place == 0, "last": place == len(listed) - 1,
                    "parentloop": scope.get("forloop"),
                }  # fmt: skip
                inner.update([(names[0], thing)] if len(names) == 1 else zip(names, thing, strict=True))
                part(inner, write)
            if not listed:
                otherwise(scope, write)

        return draw

    def _with(self, node: WithNode) -> DrawFunction:
        return _inside(node.extra_context, self._nodes(node.nodelist))

    def _include(self, node: IncludeNode) -> DrawFunction:
        return _inside(node.extra_context, self._template(node.template.var))

    def _tag(self, node: SimpleNode) -> DrawFunction | str:
        """Return a tag of ours. One that takes nothing of a view is drawn here and now."""
        tag, target = node.func, node.target_var
        if not target and all(_constant(one) for one in (*node.args, *node.kwargs.values())):
            said = partial(tag, **{name: one.var for name, one in node.kwargs.items()})
            words = [one.var for one in node.args]
            if not node.takes_context:
                return str(conditional_escape(said(*words)))
            return lambda scope, write: write(_safe(said(scope, *words)))
        values = [_value(one) for one in node.args]
        named = {name: _value(one) for name, one in node.kwargs.items()}

        def draw(scope: Scope, write: Write) -> None:
            own = [scope] if node.takes_context else []
            said = tag(*own, *[value(scope) for value in values], **{name: value(scope) for name, value in named.items()})
            if target:
                scope[target] = said
            else:
                write(_safe(said))

        return draw


def _inside(values: Mapping[str, FilterExpression], part: DrawFunction) -> DrawFunction:
    """Return a part that is drawn with more values, which nothing around it sees."""
    more = [(name, _value(one)) for name, one in values.items()]

    def draw(scope: Scope, write: Write) -> None:
        inner = dict(scope)
        for name, value in more:
            inner[name] = value(scope)
        part(inner, write)

    return draw


def _variable(_templates: CompiledTemplates, node: VariableNode) -> DrawFunction:
    value = _value(node.filter_expression)

    def draw(scope: Scope, write: Write) -> None:
        found = value(scope)
        if found is not None:
            write(_safe(found))

    return draw


def _safe(value: object) -> str:
    """Return a value as markup. Django's own function asks each whether it is lazy, which none of ours is."""
    if isinstance(value, SafeString):
        return value
    return escape(value) if isinstance(value, str) else str(conditional_escape(value))


def _constant(expression: FilterExpression) -> bool:
    return not expression.is_var and not expression.filters


def _value(expression: FilterExpression) -> Value:
    """Return what reads a value. One with a filter, which few have, is left to Django."""
    variable = expression.var
    if _constant(expression):
        return lambda _scope: variable
    if expression.filters:
        return lambda scope: expression.resolve(Context(scope, use_l10n=False), ignore_failures=True)
    if variable.lookups is None:
        return lambda _scope: variable.literal
    first, *others = variable.lookups
    if not others:

        def named(scope: Scope) -> Any:
            value = scope.get(first)
            return value() if callable(value) else value

        return named

    def found(scope: Scope) -> Any:
        value: Any = scope.get(first)
        for name in others:
            try:
                value = value[name]
            except (KeyError, TypeError):
                value = _placed(value, int(name)) if name.isdigit() else getattr(value, name, None)
        return value() if callable(value) else value

    return found


def _placed(listed: Any, place: int) -> Any:
    """Return what stands at this place, or None."""
    return listed[place] if isinstance(listed, list | tuple) and place < len(listed) else None


def _test(condition: Any) -> Value:
    """Return a condition. Comparisons that not every two values bear are left to Django, to whom they are then untrue."""
    if condition is None:  # of {% else %}
        return lambda _scope: True
    if isinstance(condition, TemplateLiteral):
        return _value(condition.value)
    if condition.id not in ("and", "or", "not", *COMPARED):
        return lambda scope: condition.eval(Context(scope))
    one = _test(condition.first)
    if condition.id == "not":
        return lambda scope: not one(scope)
    other = _test(condition.second)
    if condition.id == "and":
        return lambda scope: one(scope) and other(scope)
    if condition.id == "or":
        return lambda scope: one(scope) or other(scope)
    compared = COMPARED[condition.id]
    return lambda scope: compared(one(scope), other(scope))


KINDS: Mapping[type[Node], Callable[[CompiledTemplates, Any], DrawFunction | str]] = {
    TextNode: lambda _templates, node: str(node.s),
    CommentNode: lambda _templates, _node: "",
    VariableNode: _variable,
    IfNode: CompiledTemplates._if,
    ForNode: CompiledTemplates._for,
    WithNode: CompiledTemplates._with,
    IncludeNode: CompiledTemplates._include,
    SimpleNode: CompiledTemplates._tag,
}
"""What our templates are made of. Any other tag is told with a KeyError when its template is first drawn."""
