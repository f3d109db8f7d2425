"""The rows of a mentor's list: who, since when, where they asked, the words that wait, what comes next, and why."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from ..domain.mentor.inbox import InboxSection, ReachReason, late_milestones, reason_to_reach, urgent_day
from ..domain.mentor.index_lines import Achievement, IndexLine
from ..domain.mentorship.message_edits import count_unread_entries, current_words_of
from ..domain.mentorship.status import Status
from ..domain.mentorship.thread import thread_of_record
from ..domain.plan.model import MilestoneState
from ..domain.plan.projection import plan_of_record
from ..domain.record.log import Entry
from ..domain.record.record import Record
from ..domain.record.values import PersonId, local_calendar_day
from ..hosts.port import CourseUnit
from .names import PeopleNames
from .text.i18n import _, isolate_direction
from .text.rich_text import first_words_of

FIRST_WORDS_MAX = 90
"""Characters of a message shown in a list."""

SECTION_TITLES: Mapping[str, str] = {
    "cover": _("Waiting (you are covering)"),
    InboxSection.WAITING: _("Waiting for a reply"),
    InboxSection.REVIEW: _("To review"),
    InboxSection.REACH: _("To reach"),
    InboxSection.CELEBRATE: _("To celebrate"),
    InboxSection.OTHERS: _("No reply needed"),
    InboxSection.PAUSED: _("Paused"),
    InboxSection.STOPPED: _("With the course team"),
    InboxSection.LATER: _("Snoozed"),
    "gone": _("No longer in the course"),
}
"""The parts of the list, in the order of the ledger."""

REACH_SENTENCES: Mapping[ReachReason, tuple[str, str]] = {
    ReachReason.NOT_GREETED: (_("First contact"), _("Write the first message.")),
    ReachReason.NO_PLAN: (_("No plan yet"), _("Ask what they want to reach, or propose a first goal.")),
    ReachReason.BEHIND_AND_QUIET: (_("{late} of {total} steps are past their date"), _("Ask how it is going.")),
}
"""Why a mentor is to turn to somebody, and what to do."""
ACHIEVED_SENTENCES: Mapping[Achievement, tuple[str, str]] = {
    Achievement.PLAN: (_("Every step of the plan is approved"), _("Tell them what you saw them do well.")),
    Achievement.STEP: (_("A step was approved when its units were done"), _("Nobody has said anything about it yet.")),
}
"""What there is to congratulate somebody on, and what to do."""
REASON_ICONS: Mapping[str, str] = {
    InboxSection.WAITING: "clock",
    InboxSection.REVIEW: "clock",
    InboxSection.REACH: "bubble",
    InboxSection.CELEBRATE: "star",
}


class WaitingWords(NamedTuple):
    """What waits with a learner: the words, or what they are about, and the block they were written in."""

    text: str = ""
    where: str = ""
    seq: int = 0
    """The place in the log at which the wait began."""


def waiting_words_of(record: Record, line: IndexLine) -> WaitingWords:
    """Return what waits: of words the oldest question, or else the oldest message; of the plan the oldest thing handed in, asked
    for or proposed. Never the words of the mentoring side.
    """
    thread = thread_of_record(record)
    if line.waiting and thread.unanswered:
        unanswered = [record.entries_by_id[one] for one in thread.unanswered if one in record.entries_by_id]
        asked = next((one for one in unanswered if one.id in thread.open_questions), unanswered[0] if unanswered else None)
        if asked is not None:
            return WaitingWords(current_words_of(record, asked), asked.stored_text("w"), min(one.seq for one in unanswered))
    plan = plan_of_record(record)
    waits: list[Entry] = [
        one.latest_version.sent for one in plan.milestones if one.state is MilestoneState.SUBMITTED and one.latest_version
    ]
    waits += [one.wish for one in plan.milestones if one.wish]
    waits += [goal.offer.entry for goal in plan.goals_with_proposal(to_learner=False) if goal.offer]
    oldest = min(waits, key=lambda one: one.at, default=None)
    if not line.review or oldest is None:
        return WaitingWords()
    titles = {one.id: one.title for one in plan.milestones} | {goal.id: goal.title for goal in plan.goals}
    named = titles.get(oldest.stored_text("ms") or oldest.stored_text("g"), "")
    said = oldest.stored_text("x")
    return WaitingWords(": ".join(filter(None, (named, said))), oldest.stored_text("w"), max(oldest.seq, 0))


@dataclass
class DeskRows:
    """The rows of one list, by the parts they stand in."""

    names: PeopleNames
    viewer: PersonId
    now: datetime
    today: date
    """The day where the mentor is."""
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def of_section(self, section: str) -> list[dict[str, Any]]:
        """Return the rows of a part of the list."""
        return self.rows.get(section, [])

    def _put(self, section: str, row: dict[str, Any]) -> None:
        self.rows.setdefault(section, []).append(row)

    def add_unreadable(self, learner: PersonId) -> None:
        """Add a learner whose record cannot be read."""
        self._put(InboxSection.OTHERS, {"id": learner, "name": self.names.name_markup(learner), "broken": True})

    def add_gone(self, learner: PersonId) -> None:
        """Add a learner who is not in the course any more."""
        known = learner in self.names.people
        self._put("gone", {"id": learner, "name": self.names.name_markup(learner), "known": known})

    def add(
        self,
        section: str,
        learner: PersonId,
        line: IndexLine,
        record: Record | None,
        later: date | None,
        mentor: PersonId,
        away: date | None,
        handed: PersonId | None,
    ) -> None:
        """Add a learner to a part of the list: ``later`` is until when they are put off, ``away`` until when their mentor is,
        and ``handed`` who has taken their wait over. Of one whose record is not read the ledger's line tells what it can.
        """
        held = line.is_on_hold(self.now)
        words = waiting_words_of(record, line) if record and section in WITH_WORDS else WaitingWords()
        since = 0 if mentor == self.viewer else words.seq
        reason, act = self._reason(section, line)
        self._put(
            section,
            {
                "id": learner,
                "name": self.names.name_markup(learner),
                "plain": self.names.plain_name(learner),
                "waiting": None if held else line.waiting_for_words_since(self.now),
                "review": None if held else line.review,
                "until": local_calendar_day(line.until, record.zone if record else "UTC") if line.until and held else None,
                "unread": count_unread_entries(record, self.viewer, since) if record else 0,
                "closing": line.status is Status.CLOSING,
                "approved": line.approved,
                "milestones": line.milestones,
                "due": line.due if not held else None,
                "words": first_words_of(words.text, FIRST_WORDS_MAX),
                "where": words.where,
                "unit": "",
                "reported": line.reported is not None,
                "reason": reason,
                "act": act,
                "icon": REASON_ICONS.get(section, "clock"),
                "of": self.names.name_markup(mentor),
                "later": later,
                "handed": self.names.name_markup(handed) if handed else "",
                "handed_to_me": handed == self.viewer,
                "away": away,
            },
        )

    def find_units(self, units_around: Callable[[Collection[str]], Mapping[str, CourseUnit]]) -> None:
        """Name the units in which what waits was written, all of them at once."""
        rows = [row for rows in self.rows.values() for row in rows if row.get("where")]
        units = units_around(frozenset(row["where"] for row in rows)) if rows else {}
        for row in rows:
            row["unit"] = isolate_direction(units[row["where"]].title) if row["where"] in units else ""

    def _reason(self, section: str, line: IndexLine) -> tuple[SafeString | str, SafeString | str]:
        """Return why a learner stands where they do, if that needs saying, and what to do."""
        language = self.names.language
        if section in (InboxSection.WAITING, InboxSection.REVIEW, "cover") and (day := urgent_day(line, self.today)):
            told = DUE_SENTENCES.get((day - self.today).days, _("Was planned for {day}, so first"))
            return language.translate_html(told, day=language.short_day_element(day)), ""
        if section == InboxSection.REACH and (why := reason_to_reach(line, self.now, self.today)):
            says, act = REACH_SENTENCES[why]
            reason = language.translate_html(says, late=late_milestones(line, self.today), total=line.milestones)
            if why is ReachReason.BEHIND_AND_QUIET:
                days = (self.now - (line.heard or line.since)).days
                quiet = language.translate_count("nothing from them for {number} day", "nothing from them for {number} days", days)
                reason = language.translate_html(_("{late}, and {quiet}"), late=reason, quiet=quiet)
            return reason, language.translate_html(act)
        if section == InboxSection.CELEBRATE and line.achievement:
            says, act = ACHIEVED_SENTENCES[line.achievement]
            return language.translate_html(says), language.translate_html(act)
        return "", ""


WITH_WORDS = frozenset({"cover", InboxSection.WAITING, InboxSection.REVIEW, InboxSection.LATER})
"""The parts of the list whose rows say what waits."""
DUE_SENTENCES: Mapping[int, str] = {0: _("Due today, so first"), 1: _("Due tomorrow, so first")}
"""Why somebody comes before who waits longer, by in how many days it is due."""
