"""What stands beside a reply: the learner's aims in their words, the step they are at, what they did last, the private notes, the
mentor's earlier answers in this unit, and what time it is where they are.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..domain.mentorship.message_edits import current_words_of
from ..domain.mentorship.message_kinds import SPOKEN_KINDS
from ..domain.mentorship.thread import thread_of_record
from ..domain.plan.evidence_changes import changes_between
from ..domain.plan.model import GoalState, Milestone, Plan
from ..domain.record.log import Entry, Kind, Role
from ..domain.record.record import Record
from ..domain.record.values import PersonId, time_zone_named
from .text.i18n import _, isolate_direction, plain_paragraphs
from .text.rich_text import first_words_of, words_as_markup
from .thread import ConversationContext, event_line
from .thread_sentences import EVENT_SENTENCES

LAST_ACTS = 3
NOTES_SHOWN = 3
ANSWERS_SHOWN = 3
ANSWER_WORDS_MAX = 160
AIMS_SHOWN = 3

ACT_SENTENCES: Mapping[str, str] = {
    Kind.QUESTION: _("{who} asked a question."),
    Kind.MESSAGE: _("{who} wrote a message."),
    Kind.SUBMITTED: _("{who} handed in {title}."),
}
"""What the learner did that the conversation shows as their words, in a line."""
OWN_ACTS = ACT_SENTENCES.keys() | EVENT_SENTENCES.keys() - {Kind.ASSIGNED, Kind.REASSIGNED}
"""What a learner does. That they have a mentor is written as theirs, too, and says nothing of what they do."""


def context_facts(view: ConversationContext, learner: PersonId, plan: Plan) -> dict[str, Any]:
    """Return what stands beside what waits with a learner."""
    record = view.record
    return {
        "aims": [
            {"name": isolate_direction(goal.title), "why": plain_paragraphs(goal.why)}
            for goal in plan.goals
            if goal.is_in_force and goal.state is not GoalState.ACHIEVED and (goal.why or plan.own)
        ][:AIMS_SHOWN],
        "acts": _last_acts(view, learner),
        "notes": _notes(view),
        "earlier_answers": _earlier_answers(record, view.viewer),
        "their_time": _time_there(view, learner) if record.zone else "",
    }


def _time_there(view: ConversationContext, learner: PersonId) -> SafeString:
    """Say what time it is where the learner is; the page goes on with it."""
    zone, language = view.record.zone, view.names.language
    told = language.format_hour(view.now.astimezone(time_zone_named(zone)).time())
    clock = format_html('<time data-mn-clock="{}">{}</time>', zone, told)
    return language.translate_html(_("It is {time} where {name} is."), time=clock, name=view.names.name_markup(learner))


def _last_acts(view: ConversationContext, learner: PersonId) -> list[dict[str, Any]]:
    """Return the last things the learner did, newest first."""
    told = (entry for entry in reversed(view.record.log) if entry.role is Role.LEARNER and entry.kind in OWN_ACTS)
    return [
        {"says": event_line(view, entry, ACT_SENTENCES.get(entry.kind, "")), "at": entry.at}
        for entry, _place in zip(told, range(LAST_ACTS), strict=False)
    ]


def _notes(view: ConversationContext) -> list[dict[str, Any]]:
    """Return the newest notes of the mentoring side, newest first; those that were removed are not there."""
    written = [(entry, current_words_of(view.record, entry)) for entry in reversed(view.record.log.entries_of_kinds((Kind.NOTE,)))]
    return [
        {
            "mine": entry.by == view.viewer,
            "by": view.names.name_markup(entry.by),
            "at": entry.at,
            "body": words_as_markup(words),
        }
        for entry, words in written
        if words
    ][:NOTES_SHOWN]


def _earlier_answers(record: Record, viewer: PersonId) -> list[dict[str, Any]]:
    """Return what this person answered before in the unit in which the learner waits now, newest first."""
    where = _where_waited(record)
    asked = {entry.id for entry in record.log.entries_of_kinds((Kind.QUESTION, Kind.MESSAGE)) if entry.stored_text("w") == where}
    found: list[Entry] = []
    answering = False
    for entry in record.log.entries_of_kinds(SPOKEN_KINDS):
        if entry.role is Role.LEARNER:
            answering = entry.id in asked
        elif entry.by == viewer and (entry.stored_text("q") in asked or answering):
            found.append(entry)
    words = [(entry, current_words_of(record, entry)) for entry in reversed(found)] if where else []
    return [{"words": first_words_of(text, ANSWER_WORDS_MAX), "at": entry.at} for entry, text in words if text][:ANSWERS_SHOWN]


def _where_waited(record: Record) -> str:
    """Return the block in which what waits was written."""
    entries = record.entries_by_id
    return next(
        (where for one in thread_of_record(record).unanswered if one in entries and (where := entries[one].stored_text("w"))), ""
    )


def changed_evidence_facts(one: Milestone) -> dict[str, Any]:
    """Return what changed from the version before to the newest, of evidence that is somebody's words."""
    written = [version for version in one.versions if not version.is_from_units and not version.taken_back]
    newest, shown = one.latest_version, {"changes": (), "changed_since": 0}
    if newest is None or len(written) < 2 or written[-1].number != newest.number:
        return shown
    before, after = written[-2], written[-1]
    return {
        "changes": [
            {"how": piece.change.value, "text": piece.text}
            for piece in changes_between(before.sent.stored_text("x"), after.sent.stored_text("x"))
        ],
        "changed_since": before.number,
    }
