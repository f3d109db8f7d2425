"""The conversation as a view draws it: the newest messages, and the lines that say what happened."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

from django.utils.safestring import SafeString

from ..actions.permissions import is_permitted
from ..domain.mentorship.message_edits import AS_SENT, EDITABLE_KINDS, MessageState, states_of_messages
from ..domain.mentorship.message_kinds import MENTORING_ROLES, SHOWN_KINDS, SPOKEN_KINDS
from ..domain.mentorship.questions import OPEN_QUESTION_STATES, QuestionState
from ..domain.mentorship.status import relationship_of_record
from ..domain.mentorship.thread import can_change_question, thread_of_record
from ..domain.mentorship.undo import time_left_to_undo
from ..domain.plan.goals import remarks_made_milestones
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Entry, Kind, Log, Role
from ..domain.record.record import Record
from ..domain.record.text_rules import RemarkWeight, displayable_text
from ..domain.record.values import PersonId, parse_calendar_day
from ..hosts.port import CourseUnit
from .backup import Responder
from .names import PeopleNames
from .plan import evidence_links_of
from .text.i18n import _, isolate_direction
from .text.rich_text import words_as_markup
from .thread_sentences import (
    ALWAYS_WORDS_KINDS,
    CLOSED_UNANSWERED,
    CONTACT_STOPPED,
    DECISION_WORDS,
    EVENT_SENTENCES,
    EVIDENCE_KINDS,
    HANDED_IN_KINDS,
    QUESTION_SENTENCES,
    WEIGHT_SIGNS,
)

NEWEST_SHOWN = 5
"""How many messages the first view draws."""
EARLIER_SHOWN = 50
LINES_SHOWN = 50
"""How many lines of what happened one stretch draws, the newest; between two messages there can be hundreds."""


@dataclass(frozen=True)
class ConversationContext:
    """Who reads a conversation, as what, and what they know beside it.

    ``record`` is what this person may see of it, ``titles`` are the plan's milestones by their ids, and ``places`` the units
    that messages were written in, by the blocks' usages.
    """

    record: Record
    names: PeopleNames
    viewer: PersonId
    role: Role
    now: datetime
    hold: timedelta
    titles: Mapping[str, str]
    places: Mapping[str, CourseUnit]
    cover: Responder = Responder()
    """Who answers this learner now."""
    can_write: bool = False
    """Whether they can do anything to it now."""

    def may(self, act: str) -> bool:
        """Whether they may do this to it now, as what they are."""
        return self.can_write and is_permitted(act, self.role, relationship_of_record(self.record).status)

    @cached_property
    def is_reported(self) -> bool:
        """Whether a report stands."""
        return thread_of_record(self.record).reported is not None


def as_milliseconds(length: timedelta) -> int:
    """Return a length as a page counts it."""
    return int(length.total_seconds() * 1000)


def blocks_written_in(record: Record, before: int | None = None) -> frozenset[str]:
    """Return the blocks that the messages of a stretch were written in."""
    return frozenset(record.entries_ever_made[place].stored_text("w") for place in _stretch(record, before)) - {""}


def conversation_facts(view: ConversationContext, upto: int, before: int | None = None) -> dict[str, Any]:
    """Return what the thread's template needs: a stretch of it, newest last, and how many messages come before.

    Places count from the first entry there ever was that this person may see. ``upto`` is how far they have read with it.
    """
    log, places = view.record.entries_ever_made, _stretch(view.record, before)
    draw, stretch = _MessageDrawing(view, _versions(view.record)), [log[place] for place in places]
    lines = [entry for entry in stretch if entry.kind in EVENT_SENTENCES and not is_drawn_as_words(entry)]
    left_out = frozenset(entry.seq for entry in lines[:-LINES_SHOWN])
    items = [item for entry in stretch if entry.seq not in left_out and (item := draw.item_facts(entry))]
    if left_out:
        said = view.names.language.translate_count(
            "{number} earlier line is not shown.", "{number} earlier lines are not shown.", len(left_out)
        )
        items.insert(0, {"seq": -1, "line": said, "at": lines[-LINES_SHOWN - 1].at, "mine": False, "first_new": False})
    read = view.record.seen.get(view.viewer, -1)
    new = next((item for item in items if item["seq"] > read and not item["mine"] and not item["line"]), None)
    if new and before is None and new is not items[0]:
        new["first_new"] = True
    return {
        "items": items,
        "earlier": _said_before(log, places.start),
        "before": places.start,
        "upto": upto,
    }


def single_message_facts(view: ConversationContext, of: str) -> dict[str, Any]:
    """Return one message as it is drawn, with all that can be done to it. Raises ActionRefused ``no-message``."""
    found = next((entry for entry in view.record.entries_ever_made if entry.id == of), None)
    item = _MessageDrawing(view, {}).item_facts(found) if found else None
    if item is None or item["line"]:
        raise ActionRefused("no-message")
    return item


def _stretch(record: Record, before: int | None) -> range:
    """Return the places of the stretch that is drawn: the newest of the conversation, or of what comes ``before`` a place."""
    log, left = record.entries_ever_made, NEWEST_SHOWN if before is None else EARLIER_SHOWN
    places = range(len(log))[:before]
    for place in reversed(places):
        left -= is_drawn_as_words(log[place])
        if not left:
            return places[place:] if _said_before(log, place) else places
    return places


def _said_before(log: Log, place: int) -> int:
    """Count what was said before a place. Of most kinds that is known without making the entries."""
    always = sum(bisect_left(log.places.get(kind, ()), place) for kind in ALWAYS_WORDS_KINDS)
    return always + sum(
        is_drawn_as_words(log[other]) for other in log.places_of_kinds(SHOWN_KINDS - ALWAYS_WORDS_KINDS) if other < place
    )


def _versions(record: Record) -> dict[int, int]:
    """Return the version of each entry that hands in evidence, by the entry's place."""
    counted: dict[str, int] = {}
    versions = {}
    for entry in record.log.entries_of_kinds(HANDED_IN_KINDS):
        stored = entry.data.get("n")
        number = stored if isinstance(stored, int) else counted.get(entry.stored_text("ms"), 0) + 1
        versions[entry.seq] = counted[entry.stored_text("ms")] = number
    return versions


def is_drawn_as_words(entry: Entry) -> bool:
    """Whether an entry is drawn as somebody's words; what was done without any is drawn as a line."""
    return entry.kind in ALWAYS_WORDS_KINDS or (entry.kind in SHOWN_KINDS and bool(entry.stored_text("x")))


RARE_ACTIONS = ("edit", "erase", "unread", "report", "hide", "unhide")
"""What can be done to a message that few do: it is fetched when somebody asks for it."""


@dataclass(frozen=True)
class _MessageDrawing:
    view: ConversationContext
    versions: Mapping[int, int]

    @cached_property
    def message_states(self) -> Mapping[str, MessageState]:
        return states_of_messages(self.view.record)

    @cached_property
    def remarks_made_steps(self) -> frozenset[str]:
        return remarks_made_milestones(self.view.record)

    def item_facts(self, entry: Entry) -> dict[str, Any] | None:
        """Return one entry as it is drawn; None for one that is not."""
        if not entry.by and entry.kind in (Kind.STARTED, Kind.PLANNED):
            return None  # it came with an act, which is drawn itself
        if entry.kind == Kind.RECALLED and not entry.stored_text("x"):
            return None
        line = self._line(entry) if entry.kind in EVENT_SENTENCES else ""
        mine = entry.by == self.view.viewer
        if line and not is_drawn_as_words(entry):
            return {"seq": entry.seq, "line": line, "at": entry.at, "mine": mine, "first_new": False}
        if entry.kind not in SHOWN_KINDS:
            return None
        names, said = self.view.names, self.message_states.get(entry.id, AS_SENT)
        words = said.versions[-1].text if said.versions else entry.stored_text("x")
        gone = said.erased or said.taken_back or (said.hidden and self.view.role is not Role.STAFF)
        return {
            "seq": entry.seq,
            "line": "",
            "first_new": False,
            "id": entry.id,
            "kind": entry.kind,
            "mine": mine,
            "name": names.name_markup(entry.by),
            "initials": names.name_initials(entry.by),
            "team": entry.role is Role.STAFF,
            "covers": entry.role is Role.BACKUP,
            "at": entry.at,
            "body": "" if gone else words_as_markup(words),
            "links": [] if gone else evidence_links_of(entry),
            "told": line,
            "milestone": self._milestone(entry),
            "decided": DECISION_WORDS.get(entry.kind, ""),
            "approved": entry.kind == Kind.APPROVED,
            "note": entry.kind == Kind.NOTE,
            "erased": said.erased,
            "hidden": said.hidden,
            "taken_back": self._taken_back(mine, names.name_markup(entry.by)) if said.taken_back else "",
            "why_hidden": words_as_markup(said.hidden.stored_text("x")) if said.hidden and not gone else "",
            "changed": said.versions[-1].at if said.marked and not gone else None,
            "history": partial(self._history, entry, said),
            "weight": self._weight(entry),
            "about": None if gone else self._about(entry),
            "question": self._question(entry),
            "acts": self._acts(entry, said, words),
        }

    def _taken_back(self, mine: bool, name: SafeString) -> SafeString:
        """Say that a question was taken back, in place of its words."""
        return self.view.names.language.translate_html(_("You took this back.") if mine else _("{name} took this back."), name=name)

    def _has_history(self, said: MessageState) -> bool:
        return self.view.role is Role.STAFF and bool(said.versions or said.erased or said.taken_back)

    def _history(self, entry: Entry, said: MessageState) -> list[dict[str, Any]]:
        """Return what a message said before it was changed or taken away, for the course team. Drawn on request only."""
        if not self._has_history(said):
            return []
        texts = [(entry.stored_text("x"), entry.at), *((one.text, one.at) for one in said.versions)]
        return [{"body": words_as_markup(text), "at": at} for text, at in (texts if said.erased or said.taken_back else texts[:-1])]

    def _weight(self, entry: Entry) -> dict[str, str] | None:
        found = WEIGHT_SIGNS.get(entry.stored_text("wt"))
        if not found:
            return None
        icon, word, means = found
        return {
            "icon": icon,
            "word": word,
            "means": means if entry.stored_text("ms") or entry.stored_text("wt") != RemarkWeight.MUST else "",
        }

    def _about(self, entry: Entry) -> dict[str, Any] | None:
        """Return what travelled with somebody's words: the unit they were written in, the step, its day."""
        unit = self.view.places.get(entry.stored_text("w"))
        step = self.view.titles.get(entry.stored_text("ms"), "") if entry.kind in (Kind.MESSAGE, Kind.QUESTION) else ""
        if unit is None and not step:
            return None
        return {"unit": unit, "step": isolate_direction(step) if step else "", "day": parse_calendar_day(entry.data.get("d"))}

    def _question(self, entry: Entry) -> dict[str, Any] | None:
        if entry.kind != Kind.QUESTION:
            return None
        view, thread = self.view, thread_of_record(self.view.record)
        state = thread.questions.get(entry.id)
        if state is None:
            return {"says": view.names.language.translate_html(QUESTION_SENTENCES[QuestionState.ANSWERED]), "open": False}
        guide = view.names.name_markup(view.cover.guide) if view.cover.guide else ""
        waits = entry.id in thread.open_questions
        words = (
            QUESTION_SENTENCES[state]
            if state not in OPEN_QUESTION_STATES
            else CLOSED_UNANSWERED
            if not waits
            else QUESTION_SENTENCES[state]
            if guide
            else _("Open")
        )
        return {
            "says": view.names.language.translate_html(words, mentor=guide) if words else "",
            "open": waits,
            "can_resolve": view.may("resolve")
            and not view.is_reported
            and can_change_question(thread, Kind.RESOLVED, entry.id, view.role),
            "can_ask_again": view.may("ask_again")
            and not view.is_reported
            and can_change_question(thread, Kind.ASKED_AGAIN, entry.id, view.role),
            "can_retract": view.may("retract") and not view.is_reported and waits,
        }

    def _acts(self, entry: Entry, said: MessageState, words: str) -> dict[str, Any] | None:
        """Return what this person can do to a message, or None for nothing."""
        view, mine = self.view, entry.by == self.view.viewer
        history = self._has_history(said)
        if not view.can_write:
            return {"more": True} if history else None
        own, gone = mine and entry.kind in EDITABLE_KINDS, said.is_gone
        undo = time_left_to_undo(entry, view.viewer, view.now, view.hold)
        acts: dict[str, Any] = {
            "undo": as_milliseconds(undo),
            "edit": displayable_text(words) if own and not gone and not (view.is_reported and entry.kind != Kind.NOTE) else "",
            "erase": own and not gone,
            "unread": not mine,
            "report": not mine and entry.kind in SPOKEN_KINDS and view.may("report") and not view.is_reported,
            "hide": view.may("hide") and entry.kind in EDITABLE_KINDS and not gone,
            "unhide": view.may("unhide") and bool(said.hidden) and not said.erased,
            "make_step": view.may("make_step")
            and entry.role in MENTORING_ROLES
            and entry.kind in SPOKEN_KINDS
            and not gone
            and not view.is_reported
            and entry.id not in self.remarks_made_steps,
            "taken": entry.id in self.remarks_made_steps,
        }
        acts["more"] = history or any(acts[name] for name in RARE_ACTIONS) or (acts["make_step"] and not entry.stored_text("wt"))
        return acts if any(acts.values()) else None

    def _line(self, entry: Entry) -> SafeString:
        """Return the words for what somebody did. A goal, or the whole plan, is named where there is no milestone."""
        language, day, hours = self.view.names.language, parse_calendar_day(entry.data.get("d")), entry.data.get("h")
        named = self.view.titles.get(entry.stored_text("ms") or entry.stored_text("g"), "")
        granted = Kind.REDATED if entry.kind == Kind.GRANTED and day else entry.kind
        return language.translate_html(
            EVENT_SENTENCES[granted] if entry.by or granted != Kind.REPORTED else CONTACT_STOPPED,
            who=self.view.names.name_markup(entry.by),
            mentor=self.view.names.name_markup(entry.mentor_named),
            to=self.view.names.name_markup(PersonId(entry.stored_text("to"))),
            title=isolate_direction(named) if named or entry.stored_text("ms") else language.translate_html(_("the whole plan")),
            day=language.day_element(day) if day else "",
            hours=hours if isinstance(hours, int) else "",
        )

    def _milestone(self, entry: Entry) -> SafeString | str:
        """Return the words that name a milestone and the version of its evidence."""
        title = entry.stored_text("ms")
        if entry.kind not in EVIDENCE_KINDS:
            return ""
        number = self.versions.get(entry.seq) or entry.data.get("n")
        return self.view.names.language.translate_html(
            _("Version {number} of {title}"), number=number, title=isolate_direction(self.view.titles.get(title, ""))
        )
