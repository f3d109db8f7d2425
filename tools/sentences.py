"""Finds every sentence the package says, in its modules and its templates.

In a module: ``_("…")``, and what a ``language`` is asked to say: ``language.translate_text("…")``, ``.translate_html("…")``,
``.translate_count("…", "…", n)``. In a template: ``{% t "…" %}``, ``{% plain "…" %}``, ``{% tn "…" "…" n %}``. What is said by name
was marked by ``_`` where it was named. A sentence put together on the spot is refused: no catalogue holds it.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, TokenType
from django.utils.text import unescape_string_literal

METHODS = {"translate_text": 1, "translate_html": 1, "translate_count": 2}
TAGS = {"t": 1, "plain": 1, "tn": 2}
"""How many forms of a sentence each of them takes."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in English, in one form or in the two that a number chooses from."""

    forms: tuple[str, ...]
    file: str


class Computed(Exception):
    """A sentence is put together where it is said."""


def said_by(package: Path) -> Iterator[Sentence]:
    """Yield every sentence of a package. Raises Computed."""
    for path in sorted(package.rglob("*.py")):
        yield from said_in_module(path.read_text(encoding="utf-8"), path.relative_to(package).as_posix())
    for path in sorted((package / "templates").rglob("*.html")):
        yield from said_in_template(path.read_text(encoding="utf-8"), path.relative_to(package).as_posix())


def said_in_module(source: str, file: str) -> Iterator[Sentence]:
    """Yield the sentences of a module, from top to bottom."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        wanted = _forms_of_call(node)
        try:
            choices = [list(_literals(node.args[place])) for place in range(wanted)]
            yield from (Sentence(forms, file) for forms in zip(*choices, strict=True))
        except (IndexError, TypeError, ValueError) as fault:
            raise Computed(f"{file}:{node.lineno}: {ast.unparse(node)}") from fault


def _forms_of_call(call: ast.Call) -> int:
    """Return how many forms of a sentence a call takes; none if it says nothing."""
    match call.func:
        case ast.Name(id="_"):
            return 1
        case ast.Attribute(attr=method, value=ast.Name(id="language") | ast.Attribute(attr="language")):
            return METHODS.get(method, 0)
        case ast.Attribute(attr="translate_html" | "translate_count" as method, value=ast.Name(id="self")):
            return METHODS[method]  # the language says something itself
    return 0


def _literals(argument: ast.expr) -> Iterator[str]:
    """Yield the sentences an argument can be: none if ``_`` marked them. Raises TypeError if they are put together here."""
    match argument:
        case ast.Constant(value=str(sentence)):
            yield sentence
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)
        case ast.Name() | ast.Subscript() | ast.Attribute() | ast.Call(func=ast.Name(id="_")):
            return
        case _:
            raise TypeError


def said_in_template(source: str, file: str) -> Iterator[Sentence]:
    """Yield the sentences of a template."""
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK:
            tag, *bits = token.split_contents()
            forms = tuple(unescape_string_literal(bit) for bit in bits[: TAGS.get(tag, 0)] if bit[0] in "\"'")
            if forms:
                yield Sentence(forms, file)
