"""Drawing a template of the package."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import SafeString

from .language import Language

TEMPLATES = Path(__file__).parent.parent / "templates"


@cache
def _engine() -> Engine:
    """Return an engine that sees our templates only, compiles each once and escapes everything."""
    return Engine(
        dirs=[str(TEMPLATES)],
        loaders=[("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
        builtins=["mentorship_xblock.faces.tags"],
    )


def drawn(template: str, language: Language, facts: Mapping[str, Any]) -> SafeString:
    """Return a template drawn with these facts. Django would write numbers as the page's language does, not as ours."""
    return _engine().get_template(template).render(Context({**facts, "language": language}, use_l10n=False))
