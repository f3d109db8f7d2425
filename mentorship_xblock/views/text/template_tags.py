"""Template tags: a sentence in the reader's language.

Django's own tags read the process-wide catalogue, which holds nothing of ours; these ask the ``Language`` in the context.
"""

from collections.abc import Mapping
from typing import Any

from django.template import Library
from django.utils.safestring import SafeString

from .i18n import Language
from .icons import icon_as_markup as drawn_icon

register = Library()
ERROR = SafeString('<p class="mn-error" role="alert" data-mn-error></p>')


def _language(context: Mapping[str, Any]) -> Language:
    language: Language = context["language"]
    return language


@register.simple_tag(name="t", takes_context=True)
def translate_html(context: Mapping[str, Any], message: str, **values: Any) -> SafeString:
    """Say a sentence, as markup: ``{% t "Send to {name}" name=mentor %}``."""
    return _language(context).translate_html(message, **values)


@register.simple_tag(name="tn", takes_context=True)
def translate_plural_html(context: Mapping[str, Any], one: str, many: str, number: int, **values: Any) -> SafeString:
    """Say a sentence in the form its number asks for: ``{% tn "{number} day" "{number} days" days %}``."""
    return _language(context).translate_count(one, many, number, **values)


@register.simple_tag(name="plain", takes_context=True)
def translate_plain_text(context: Mapping[str, Any], message: str, **values: Any) -> str:
    """Say a sentence inside an attribute, where markup cannot stand: ``aria-label="{% plain "Your views" %}"``."""
    return _language(context).translate_text(message, **values)


@register.simple_tag(name="when", takes_context=True)
def show_time_element(context: Mapping[str, Any], moment: Any) -> SafeString:
    """Show an instant."""
    return _language(context).instant_element(moment)


@register.simple_tag(name="day", takes_context=True)
def show_day_element(context: Mapping[str, Any], date: Any) -> SafeString:
    """Show a day."""
    return _language(context).day_element(date)


@register.simple_tag(name="short_day", takes_context=True)
def show_short_day(context: Mapping[str, Any], date: Any) -> SafeString:
    """Show a day where there is little room."""
    return _language(context).short_day_element(date)


@register.simple_tag(name="ago", takes_context=True)
def show_time_passed(context: Mapping[str, Any], moment: Any) -> SafeString:
    """Show how long ago an instant was."""
    return _language(context).time_passed_element(moment)


@register.simple_tag(name="error")
def make_error_place() -> SafeString:
    """Make the place where a form says what went wrong."""
    return ERROR


@register.simple_tag(name="icon")
def show_icon_markup(name: str) -> SafeString:
    """Show a sign beside its word."""
    return drawn_icon(name)
