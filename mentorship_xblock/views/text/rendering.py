"""Drawing a template of the package."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Engine
from django.utils.safestring import SafeString

from .i18n import Language
from .template_compiler import CompiledTemplates

TEMPLATE_FOLDER = Path(__file__).parents[2] / "templates"


@cache
def _templates() -> CompiledTemplates:
    """Return our templates, of an engine that sees no others and escapes everything."""
    return CompiledTemplates(Engine(dirs=[str(TEMPLATE_FOLDER)], builtins=["mentorship_xblock.views.text.template_tags"]))


def render_template(template: str, language: Language, facts: Mapping[str, Any]) -> SafeString:
    """Return a template drawn with these facts."""
    return _templates().render_named(template, {**facts, "language": language})
