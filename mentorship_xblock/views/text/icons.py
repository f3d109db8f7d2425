"""The few signs that stand beside words. They are decoration: every one has its word next to it."""

from collections.abc import Mapping
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS: Mapping[str, str] = {
    "alert": "M12 4 2.8 20h18.4L12 4ZM12 10v4.5M12 17.2v.3",
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "back": "M20 12H5M11 6l-6 6 6 6",
    "bubble": "M5 5h14v10h-8l-4 4v-4H5V5Z",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "chevron": "M6 9.5l6 6 6-6",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2",
    "cross": "M6 6l12 12M18 6 6 18",
    "dash": "M7 12h10",
    "eye": "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
    "half": "M12 6a6 6 0 1 0 0 12V6Z",
    "list": "M9 6h11M9 12h11M9 18h11M4.5 6h.2M4.5 12h.2M4.5 18h.2",
    "mail": "M4 6h16v12H4V6ZM4 7l8 6 8-6",
    "pause": "M9 7v10M15 7v10",
    "pencil": "M5 19l1-4L16 5l3 3L9 18l-4 1Z",
    "person": "M12 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM5.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6",
    "pin": "M12 3.5c-3.6 0-6 2.6-6 6 0 4.3 6 11 6 11s6-6.7 6-11c0-3.4-2.4-6-6-6ZM12 7.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z",
    "plus": "M12 5v14M5 12h14",
    "question": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9.6 9.6c0-3 4.8-3 4.8 0 0 1.9-2.4 1.9-2.4 3.6M12 16.2v.3",
    "ring": "M12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z",
    "star": "M12 4l2.4 5.2 5.6.7-4.1 3.9 1.1 5.6L12 16.6 7 19.4l1.1-5.6L4 9.9l5.6-.7L12 4Z",
    "up": "M6 14.5l6-6 6 6",
}
MIRRORED = frozenset({"arrow", "back", "bubble"})
"""What points along the line of reading, and so the other way from right to left."""


@cache
def icon_as_markup(name: str) -> SafeString:
    """Return a sign as markup, as large as the text beside it."""
    flip = mark_safe(" mn-i--flip") if name in MIRRORED else ""
    return format_html(
        '<svg class="mn-i{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', flip, PATHS[name]
    )
