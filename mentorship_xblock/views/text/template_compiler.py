"""Templates as functions: Django reads them, once, and each is written as a Python function that writes its markup.

A view has more than a thousand nodes, and what Django's own way of drawing spends on each (contexts in layers, a number's format,
the place of a fault) is more than all else a view does. ``docs/decisions/0020-drawing.md`` says what is given up for it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from typing import Any

from django.template import Context, Engine
from django.template.base import FilterExpression, Node, TextNode, VariableNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, TemplateLiteral, WithNode
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Scope = dict[str, Any]
DrawFunction = Callable[[Scope, Callable[[str], object]], object]

OPERATORS: Mapping[str, str] = {"and": "and", "or": "or", "==": "==", "!=": "!="}
"""The conditions that Python works out as Django does; comparisons that not every two values bear are left to Django."""
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
        self.function_of(name)({**CONSTANTS, **facts}, written.append)
        return SafeString("".join(written))

    def function_of(self, name: str) -> DrawFunction:
        """Return the function that draws a template."""
        if name not in self._made:
            source = _FunctionSource(self)
            source.write_nodes(self._engine.get_template(name).nodelist)
            self._made[name] = source.as_function(name)
        return self._made[name]


class _FunctionSource:
    """The lines of one function. In it ``s0`` holds the facts, and ``s1``, ``s2``... what a loop or a ``with`` adds to them."""

    def __init__(self, templates: CompiledTemplates) -> None:
        self._templates = templates
        self._lines: list[str] = []
        self._depth, self._scope, self._scopes = 1, "s0", 0
        self._text = ""
        self._known: dict[str, Any] = {"safe": _safe, "found_in": _found_in, "SafeString": SafeString}
        """What the lines call by a name: nothing but text of a template is ever written into them as it is."""

    def as_function(self, name: str) -> DrawFunction:
        """Return the function."""
        self._flush()
        lines = ["def draw(s0, write):", *(self._lines or ["    pass"])]
        exec(compile("\n".join(lines), f"<template {name}>", "exec"), self._known)
        draw: DrawFunction = self._known["draw"]
        return draw

    def write_nodes(self, nodes: Iterable[Node]) -> None:
        """Write what these nodes do."""
        for node in nodes:
            WRITERS[type(node)](self, node)

    def write_text(self, text: str) -> None:
        """Write a piece of markup, together with what stands next to it."""
        self._text += text

    def write_value(self, expression: str) -> None:
        """Write what an expression gives; None as nothing."""
        self._line(f"v = {expression}")
        self._line("if v is not None: write(v if type(v) is SafeString else safe(v))")

    def write_if(self, node: IfNode) -> None:
        """Write the first branch whose condition holds."""
        for place, (test, nodes) in enumerate(node.conditions_nodelists):
            word = "if" if place == 0 else "elif"
            self._block("else:" if test is None else f"{word} {self._condition(test)}:", nodes)

    def write_for(self, node: ForNode) -> None:
        """Write the same once for each thing of a list."""
        things, outside = self._value(node.sequence), self._scope
        with self._more_facts() as scope:
            listed, place, thing = (f"{word}{scope[1:]}" for word in ("listed", "place", "thing"))
            self._line(f"{listed} = list({things} or ())")
            self._line(f"for {place}, {thing} in enumerate({listed}):")
            self._depth += 1
            self._line(
                f"{scope}['forloop'] = {{'counter0': {place}, 'counter': {place} + 1, 'first': {place} == 0, "
                f"'last': {place} == len({listed}) - 1, 'parentloop': {outside}.get('forloop')}}"
            )
            self._line(f"{', '.join(f'{scope}[{name!r}]' for name in node.loopvars)} = {thing}")
            self.write_nodes(node.nodelist_loop)
            self._flush()
            self._depth -= 1
        self._block(f"if not {listed}:", node.nodelist_empty)

    def write_with(self, node: WithNode) -> None:
        """Write a part that is drawn with more facts, which nothing around it sees."""
        with self._more_facts(node.extra_context):
            self.write_nodes(node.nodelist)

    def write_include(self, node: IncludeNode) -> None:
        """Write a call of the template that is included."""
        with self._more_facts(node.extra_context) as scope:
            self._line(f"{self._name(self._templates.function_of(node.template.var))}({scope}, write)")

    def write_tag(self, node: SimpleNode) -> None:
        """Write a tag of ours. One that takes nothing of a view is drawn here and now."""
        if not (node.target_var or node.takes_context) and all(map(_is_constant, (*node.args, *node.kwargs.values()))):
            said = node.func(*[one.var for one in node.args], **{name: one.var for name, one in node.kwargs.items()})
            return self.write_text(str(conditional_escape(said)))
        given = [self._scope] if node.takes_context else []
        given += [self._value(one) for one in node.args]
        given += [f"{name}={self._value(one)}" for name, one in node.kwargs.items()]
        call = f"{self._name(node.func)}({', '.join(given)})"
        if node.target_var:
            return self._line(f"{self._scope}[{node.target_var!r}] = {call}")
        return self.write_value(call)

    def write_variable(self, node: VariableNode) -> None:
        """Write a value."""
        self.write_value(self._value(node.filter_expression))

    def _line(self, line: str) -> None:
        self._flush()
        self._lines.append("    " * self._depth + line)

    def _flush(self) -> None:
        if self._text:
            text, self._text = self._text, ""
            self._line(f"write({text!r})")

    def _block(self, head: str, nodes: Iterable[Node]) -> None:
        self._line(head)
        self._depth += 1
        begun = len(self._lines)
        self.write_nodes(nodes)
        self._flush()
        if len(self._lines) == begun:
            self._line("pass")
        self._depth -= 1

    @contextmanager
    def _more_facts(self, values: Mapping[str, FilterExpression] | None = None) -> Iterator[str]:
        """Go on with a copy of the facts, and these among them; give its name."""
        outside = self._scope
        self._scopes += 1
        inside = f"s{self._scopes}"
        self._line(f"{inside} = dict({outside})")
        for name, value in (values or {}).items():
            self._line(f"{inside}[{name!r}] = {self._value(value)}")
        self._scope = inside
        yield inside
        self._flush()
        self._scope = outside

    def _name(self, thing: object) -> str:
        """Return a name for a thing that the lines need."""
        name = f"k{len(self._known)}"
        self._known[name] = thing
        return name

    def _value(self, expression: FilterExpression) -> str:
        """Return what reads a value. One with a filter, which few have, is left to Django."""
        variable = expression.var
        if _is_constant(expression):
            return self._name(variable)
        if expression.filters:
            resolve = self._name(lambda scope: expression.resolve(Context(scope, use_l10n=False), ignore_failures=True))
            return f"{resolve}({self._scope})"
        if variable.lookups is None:
            return self._name(variable.literal)
        first, *others = variable.lookups
        value = f"{self._scope}.get({first!r})"
        for name in others:
            value = f"found_in({value}, {name!r})"
        return f"(v() if callable(v := {value}) else v)"

    def _condition(self, test: Any) -> str:
        """Return a condition."""
        if isinstance(test, TemplateLiteral):
            return self._value(test.value)
        if test.id == "not":
            return f"(not {self._condition(test.first)})"
        if test.id in OPERATORS:
            return f"({self._condition(test.first)} {OPERATORS[test.id]} {self._condition(test.second)})"
        return f"{self._name(lambda scope: test.eval(Context(scope)))}({self._scope})"


def _safe(value: object) -> str:
    """Return a value as markup. Django's own function asks each whether it is lazy, which none of ours is."""
    if isinstance(value, SafeString):
        return value
    return escape(value) if isinstance(value, str) else str(conditional_escape(value))


def _found_in(value: Any, name: str) -> Any:
    """Return what a value has under a name, as its item, its attribute, or at that place; or None."""
    try:
        return value[name]
    except (KeyError, TypeError):
        if not name.isdigit():
            return getattr(value, name, None)
        place = int(name)
        return value[place] if isinstance(value, list | tuple) and place < len(value) else None


def _is_constant(expression: FilterExpression) -> bool:
    return not expression.is_var and not expression.filters


WRITERS: Mapping[type[Node], Callable[[_FunctionSource, Any], None]] = {
    TextNode: lambda source, node: source.write_text(str(node.s)),
    CommentNode: lambda _source, _node: None,
    VariableNode: _FunctionSource.write_variable,
    IfNode: _FunctionSource.write_if,
    ForNode: _FunctionSource.write_for,
    WithNode: _FunctionSource.write_with,
    IncludeNode: _FunctionSource.write_include,
    SimpleNode: _FunctionSource.write_tag,
}
"""What our templates are made of. Any other tag is told with a KeyError when its template is first drawn."""
