"""Template tags: a sentence in the reader's language.

Django's own tags read the process-wide catalogue, which holds nothing of ours; these ask the ``Language`` in the context.
"""

from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString

register = Library()


@register.simple_tag(takes_context=True)
def t(context: Context, message: str, **values: Any) -> SafeString:
    """Say a sentence: ``{% t "Send to {name}" name=mentor %}``."""
    said: SafeString = context["language"].html(str(message), **values)
    return said


@register.simple_tag(takes_context=True)
def when(context: Context, moment: Any) -> SafeString:
    """Show an instant."""
    shown: SafeString = context["language"].time(moment)
    return shown
