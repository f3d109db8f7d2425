"""What somebody sees who opens the unit: which of the pages is theirs."""

from ..actions.permissions import is_rostered_mentor, require_active_visitor
from ..domain.stored_state import StoredState
from ..hosts.port import Masquerade
from .desk_pages import draw_desk
from .overview import answer_overview
from .page import Page, PageAnswer
from .panel import draw_own_panel


def draw_first_view(page: Page, own: StoredState) -> PageAnswer:
    """Return the regions of the first view, for whoever it is: ``own`` are the visitor's documents on home."""
    visitor = page.context.host.current_visitor()
    asker = require_active_visitor(visitor, "panel")
    if visitor.staff and visitor.disguise is Masquerade.NONE and not is_rostered_mentor(visitor, page.context.program):
        return answer_overview(page, {"after": None, "at": ""})
    if is_rostered_mentor(visitor, page.context.program):
        facts = draw_desk(page, asker, own, 0)
        if facts is not None:
            return facts
    return draw_own_panel(page, asker, own)
