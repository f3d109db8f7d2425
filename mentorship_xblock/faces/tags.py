"""Template tags: a sentence in the reader's language.

Django's own tags read the process-wide catalogue, which holds nothing of ours; these ask the ``Language`` in the context.
"""

from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString

from .icons import icon as drawn_icon

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


@register.simple_tag(takes_context=True)
def day(context: Context, date: Any) -> SafeString:
    """Show a day of the calendar, which is the same day wherever the reader is."""
    shown: SafeString = context["language"].day(date)
    return shown


@register.simple_tag(takes_context=True)
def ago(context: Context, moment: Any) -> SafeString:
    """Show how long ago an instant was."""
    shown: SafeString = context["language"].ago(moment)
    return shown


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show a sign beside its word."""
    return drawn_icon(name)
