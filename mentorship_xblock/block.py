"""The block: its fields, views and handlers. It translates between the host and the rooms; it decides nothing."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property, partial
from typing import Any

from django.utils.safestring import SafeString
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Scope, String

from .actions.context import MentoringContext
from .actions.registry import ACTIONS
from .actions.request_guard import read_action_body, read_query_fields, reader_fingerprint
from .authoring.program import (
    PROGRAM_PARTS,
    REPLY_HOURS,
    REVIEW_HOURS,
    AssignmentMode,
    AuthoredFields,
    AuthoredValues,
    MentoringStart,
    ProgramInUse,
)
from .domain.record.errors import ActionRefused
from .fields import CompletionMode, NamedRowsField, NumberField, RowsField, StoredDict, TextField, UsageField, UsagesField
from .hosts import authored_fields_at_once, authored_home_block, host_for_block
from .hosts.port import Host, Masquerade
from .hosts.time_zones import stale_zone_releases
from .hosts.usage_names import block_named_beside, home_of_block
from .olx import OlxMixin
from .settings import NotificationMeans, OperatorSettings, read_operator_settings
from .studio import AuthoringMixin
from .views.author_preview import draw_sample_panel
from .views.dispatch import READS, answer_action_request, answer_read_request, json_response
from .views.error_messages import refusal_answer
from .views.first_view import draw_first_view
from .views.notification_texts import make_notification_wording
from .views.page import Page
from .views.text.i18n import Language, _
from .views.text.rendering import render_template

log = logging.getLogger(__name__)


def _digest(value: object) -> str:
    """Return a short name for something whose own name may be long or telling."""
    return hashlib.sha256(str(value).encode()).hexdigest()[:12]


def make_action_handler(name: str) -> Callable[..., Response]:
    """Make the handler of an act."""

    def handler(self: "MentorshipXBlock", request: Any, suffix: str = "") -> Response:
        return self.answered(partial(read_action_body, request=request), partial(answer_action_request, name=name))

    handler.__name__ = name
    wrapped: Callable[..., Response] = XBlock.handler(handler)
    return wrapped


def make_read_handler(name: str) -> Callable[..., Response]:
    """Make the handler of a read."""

    def handler(self: "MentorshipXBlock", request: Any, suffix: str = "") -> Response:
        return self.answered(partial(read_query_fields, request=request), partial(answer_read_request, name=name))

    handler.__name__ = name
    wrapped: Callable[..., Response] = XBlock.handler(handler)
    return wrapped


@XBlock.wants("i18n", "user", "enrollments", "settings", "completion")
class MentorshipXBlock(AuthoringMixin, OlxMixin, XBlock):
    """A learner's mentor, inside the course unit."""

    resources_dir = "static"
    # The rule of the author completes the block, and never that somebody has looked at it.
    has_custom_completion = True
    completion_mode = CompletionMode()
    show_in_read_only_mode = True
    has_author_view = True
    icon_class = "other"
    block_settings_key = "mentorship"

    display_name = String(
        display_name=_("Title"), help=_("The name of this block."), scope=Scope.settings, default=_("Your mentor")
    )
    roster = RowsField(
        display_name=_("Mentors"),
        help=_("One row for each mentor: username, capacity, a backup's username, and a line about them."),
        scope=Scope.settings,
        default=[],
    )
    assignment = String(
        display_name=_("Assignment"),
        help=_(
            "How a learner gets their mentor: balanced (the mentor with the most free places) or by_hand (the course team chooses)."
        ),
        scope=Scope.settings,
        default=AssignmentMode.BALANCED.value,
    )
    begins = String(
        display_name=_("Mentoring starts"),
        help=_("When a learner's mentoring starts: when they press the button, or on their first visit."),
        scope=Scope.settings,
        default=MentoringStart.PRESS.value,
    )
    reply_hours = NumberField(
        display_name=_("Answer a question within"),
        help=_("How many of their working hours a mentor has to answer a question."),
        scope=Scope.settings,
        default=REPLY_HOURS,
    )
    review_hours = NumberField(
        display_name=_("Answer a hand-in or a proposal within"),
        help=_("How many of their working hours a mentor has to answer a hand-in or a proposal."),
        scope=Scope.settings,
        default=REVIEW_HOURS,
    )
    plan = RowsField(
        display_name=_("Starting plan"),
        help=_("Goals with their milestones. Every learner's own plan starts from them."),
        scope=Scope.content,
        default=[],
    )
    home = UsageField(
        display_name=_("Continues"),
        help=_("The mentorship block that this block continues. Leave it empty if mentorships are stored here."),
        scope=Scope.settings,
        default=None,
    )
    units = UsagesField(
        display_name=_("Units"),
        help=_("The course units each milestone is linked to: the milestone's id, a colon and a number."),
        scope=Scope.settings,
        default={},
    )
    guidance = NamedRowsField(
        display_name=_("Notes on milestones, for mentors"),
        help=_("What mentors read about each milestone, under its id: a note, and an exemplar. Learners never see it."),
        scope=Scope.content,
        default={},
    )
    unit_note = TextField(
        display_name=_("Note on this unit, for mentors"),
        help=_("What mentors read when a learner asks in this unit. Learners never see it."),
        scope=Scope.content,
        default="",
    )
    completes = String(
        display_name=_("Counts as completed"),
        help=_("When a learner has completed this block: never, part, number or all. Leave it empty for the usual rule."),
        scope=Scope.settings,
        default="",
    )
    completes_at = NumberField(
        display_name=_("Milestones to complete"),
        help=_("How many approved milestones complete the block, if you chose that rule."),
        scope=Scope.settings,
        default=1,
    )
    record = StoredDict(help=_("The learner's mentorship."), scope=Scope.user_state, default={})
    ledger = StoredDict(help=_("A mentor's list, one line for each learner."), scope=Scope.user_state, default={})

    @XBlock.supports("multi_device")
    def student_view(self, context: Any = None) -> Fragment:
        """Draw the view of whoever opens the unit. A fault here says so and leaves the rest of the unit standing."""
        try:
            answer = self._first()
        except ActionRefused as refusal:
            answer = {"face": "closed", "notice": refusal_answer(refusal, self.language)[1]["message"]}
        except Exception:
            log.exception("mentorship: the block %s could not be drawn", self.scope_ids.usage_id)
            answer = {
                "face": "closed",
                "notice": self.language.translate_text(
                    _("Mentoring cannot be shown right now. It is safe, and the rest of this page works.")
                ),
            }
        return self._fragment(answer)

    def public_view(self, context: Any = None) -> Fragment:
        """Tell somebody who is not enrolled what a learner has here."""
        notice = self.language.translate_text(
            _("Learners in this course have a mentor here, who answers questions and follows their plan.")
        )
        return self._fragment({"face": "closed", "notice": notice})

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Give the sdk's workbench a home and a block that continues it. Whoever calls themselves ``mei`` there mentors."""
        roster = '[{"username": "mei", "capacity": 6}]'
        home = "mentorship.mentorship.d0.u0"
        return [("Mentorship", f"<vertical_demo><mentorship roster='{roster}'/><mentorship home='{home}'/></vertical_demo>")]

    @property
    def authored(self) -> AuthoredFields:
        """What the author wrote of the program, as it is stored."""
        return AuthoredValues(self, PROGRAM_PARTS)

    @property
    def language(self) -> Language:
        """The reader's language."""
        return Language(self.runtime.service(self, "i18n"))

    @property
    def home_key(self) -> Any:
        """The usage whose state holds the mentorships: the block this one continues, or itself."""
        return home_of_block(self)

    def answered(self, admit: Callable[[Host], Mapping[str, Any]], work: Callable[..., dict[str, Any]]) -> Response:
        """Answer a handler: what ``work`` makes of the request that was let in, or why it is refused. Nothing else is caught."""
        try:
            here, host = self._host()
            sent = admit(host)
            status, body = 200, work(self._page_for_visitor(here, host), body=sent)
        except ActionRefused as refusal:
            status, body = refusal_answer(refusal, self.language)
        return json_response(body, status)

    def _first(self) -> dict[str, Any]:
        page = self._page_for_visitor(*self._host())
        visitor = page.context.host.current_visitor()
        if visitor.id is None:
            raise ActionRefused("anonymous")
        if visitor.disguise is Masquerade.A_LEARNER:
            return {"face": "panel", "regions": draw_sample_panel(page.context.program, self.language, self.uid, visitor.disguise)}
        return {
            **draw_first_view(page, page.context.host.read_own_state(visitor.id)),
            "reader": reader_fingerprint(visitor.id),
            "guides": bool(page.other_views("panel")),
        }

    def _host(self) -> tuple[Mapping[str, Any] | None, Host]:
        """Return what is authored here, where that is read at once, and the host. Raises ActionRefused ``closed-here``."""
        here = authored_fields_at_once(self, (*PROGRAM_PARTS, "home"))
        host = host_for_block(self, block_named_beside(self, here["home"]) if here else self.home_key)
        if not host.open:
            raise ActionRefused("closed-here")
        return here, host

    def _page_for_visitor(self, here: Mapping[str, Any] | None, host: Host) -> Page:
        source = self.source(block_named_beside(self, here["home"]) if here else self.home_key)
        program = ProgramInUse((here if source is self else authored_fields_at_once(source, PROGRAM_PARTS)) or source.authored)
        asked, full_names = self.operator.notifications is NotificationMeans.PLATFORM, self.operator.full_names
        words = make_notification_wording(lambda: self.language, full_names) if asked else None
        where, hold = str(self.scope_ids.usage_id), timedelta(seconds=self.operator.undo_seconds)
        return Page(MentoringContext(host, program, where, hold, words=words), self.language, self.uid, full_names)

    def source(self, home: Any = None) -> "MentorshipXBlock":
        """Return the block whose program counts: this one, or the home it continues, unbound. Raises ActionRefused ``no-home``.

        ``home`` is the key of the home where it is known already.
        """
        home_key = home or self.home_key
        if home_key == self.scope_ids.usage_id:
            return self
        here = getattr(self.scope_ids.usage_id, "context_key", None)
        if getattr(home_key, "context_key", None) != here:
            raise ActionRefused("no-home", "home")
        found = authored_home_block(self, home_key)
        if found is None or found.scope_ids.block_type != self.scope_ids.block_type or found.home:
            raise ActionRefused("no-home", "home")
        block: MentorshipXBlock = found
        return block

    @cached_property
    def operator(self) -> OperatorSettings:
        """What the operator has set, read once: a block lives as long as one request."""
        service = self.runtime.service(self, "settings")
        stale_zone_releases()
        return read_operator_settings(service.get_settings_bucket(self, {}) if service else None)

    @property
    def uid(self) -> SafeString:
        """Return a short id of this block for the page, where several blocks may share one document."""
        return SafeString("mn-" + _digest(self.scope_ids.usage_id))

    def _fragment(self, answer: dict[str, Any]) -> Fragment:
        # The title is asked for only where it is drawn: a field that is read costs some hosts a query.
        facts = {
            "uid": self.uid,
            "title": lambda: self.display_name,
            "extras": self.runtime.local_resource_url(self, "public/extras.js"),
            "quiet": not self.operator.polling,
            "notice": "",
            **answer,
        }
        fragment = Fragment(render_template("block.html", self.language, facts))
        for sheet in ("mentorship.css", "desk.css") if answer.get("guides") else ("mentorship.css",):
            fragment.add_css_url(self.runtime.local_resource_url(self, f"public/{sheet}"))
        fragment.add_javascript_url(self.runtime.local_resource_url(self, "public/mentorship.js"))
        fragment.initialize_js("MentorshipXBlock")
        return fragment


def add_handlers(block_class: type[MentorshipXBlock]) -> None:
    """Give a class of blocks a handler for each action and each read there is."""
    for name in ACTIONS:
        setattr(block_class, name, make_action_handler(name))
    for name in READS:
        setattr(block_class, name, make_read_handler(name))


add_handlers(MentorshipXBlock)
