"""The conversation as a face draws it: the newest messages, and the lines that say what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from ..domain.record import Entry, Kind, Record, Role
from ..domain.thread import SHOWN, QuestionState, thread_of
from ..domain.values import PersonId, calendar_day
from .language import _, isolated
from .people import Names
from .plan import links_of
from .worded import worded

NEWEST = 5
"""How many messages the first view draws."""
EARLIER = 50


HAPPENED: Mapping[str, str] = {
    Kind.REQUESTED: _("{who} asked for a mentor."),
    Kind.WITHDREW: _("{who} took the request back."),
    Kind.ASSIGNED: _("{mentor} became the mentor."),
    Kind.REASSIGNED: _("{mentor} is the mentor now. The whole conversation stays."),
    Kind.LEFT: _("{who} ended the mentorship."),
    Kind.RETURNED: _("{who} came back."),
    Kind.ENDED: _("The mentorship ended."),
    Kind.READ: _("{who} has read this."),
    Kind.PAUSED: _("{who} paused the mentorship until {day}."),
    Kind.RESUMED: _("The mentorship goes on."),
    Kind.DRAFTED: _("{who} drafted a goal: {title}."),
    Kind.PROPOSED: _("{who} proposed a plan: {title}."),
    Kind.AGREED: _("{who} agreed to the plan: {title}."),
    Kind.SUGGESTED: _("{who} suggested changes to the plan: {title}."),
    Kind.ACHIEVED: _("{who} marked a goal as achieved: {title}."),
    Kind.DROPPED: _("{who} dropped a goal: {title}."),
    Kind.RENEWED: _("{who} went through the changes of the course's plan."),
    Kind.STARTED: _("{who} began {title}."),
    Kind.TAKEN_BACK: _("{who} took back what was handed in for {title}."),
    Kind.REOPENED: _("{who} opened {title} again."),
    Kind.SKIPPED: _("{who} left {title} out of the plan."),
    Kind.READY: _("The units of {title} are completed: it is ready for review."),
    Kind.ENOUGH: _("The units of {title} are completed, which is enough: it is approved."),
    Kind.LATER: _("{who} asked for another day for {title}: {day}."),
    Kind.OUT: _("{who} asked to leave {title} out."),
    Kind.GRANTED: _("{who} left {title} out, as was asked."),
    Kind.DECLINED: _("{who} would keep {title} as it is."),
    Kind.REDATED: _("{who} planned {title} for {day}."),
    Kind.SHIFTED: _("{who} went through the days of the plan after the pause."),
    Kind.WEEK: _("{who} on the week: about {hours} h for the course."),
    Kind.CONTESTED: _("{who} on the pace:"),
    Kind.RECALLED: _("{who} on {title}, two weeks later:"),
    Kind.CONTINUED: _("The oldest messages were put aside to make room. They can still be opened."),
}
"""The system lines. A kind that is not here, from a newer version, draws nothing."""


EVIDENCE = frozenset({Kind.SUBMITTED, Kind.APPROVED, Kind.CHANGES_ASKED})

DECIDED: Mapping[str, str] = {Kind.APPROVED: _("Approved"), Kind.CHANGES_ASKED: _("Changes asked")}


def conversation(
    record: Record, names: Names, viewer: PersonId, titles: Mapping[str, str], before: int | None = None
) -> dict[str, Any]:
    """Return what the thread's template needs: a stretch of it, newest last, and how many messages come before.

    ``titles`` are the plan's milestones by their ids. Places count from the first entry there ever was.
    """
    log = record.everything[:before]
    size = NEWEST if before is None else EARLIER
    shown = [place for place, entry in enumerate(log) if in_words(entry)]
    start = shown[-size] if len(shown) > size else 0
    draw = _Drawing(names, viewer, thread_of(record).questions, titles, _versions(record))
    return {
        "items": [item for entry in log[start:] if (item := draw.item(entry))],
        "earlier": max(len(shown) - size, 0),
        "before": start,
        "upto": len(record.log) - 1,
    }


def _versions(record: Record) -> dict[int, int]:
    """Return the version of each entry that hands in evidence, by the entry's place."""
    counted: dict[str, int] = {}
    versions = {}
    for entry in record.log:
        if entry.kind in (Kind.SUBMITTED, Kind.READY):
            versions[entry.seq] = counted[entry.text("ms")] = counted.get(entry.text("ms"), 0) + 1
    return versions


def in_words(entry: Entry) -> bool:
    """Whether an entry is drawn as somebody's words; what was done without any is drawn as a line."""
    return entry.kind in SHOWN and (entry.kind not in HAPPENED or bool(entry.text("x")))


@dataclass(frozen=True)
class _Drawing:
    names: Names
    viewer: PersonId
    questions: Mapping[str, QuestionState]
    titles: Mapping[str, str]
    versions: Mapping[int, int]

    def item(self, entry: Entry) -> dict[str, Any] | None:
        """Return one entry as it is drawn; None for one that is not."""
        if not entry.by and entry.kind in (Kind.STARTED, Kind.PLANNED):
            return None  # it came with an act, which is drawn itself
        if entry.kind == Kind.RECALLED and not entry.text("x"):
            return None
        line = self._line(entry) if entry.kind in HAPPENED else ""
        if line and not in_words(entry):
            return {"seq": entry.seq, "line": line, "at": entry.at}
        if entry.kind not in SHOWN:
            return None
        return {
            "seq": entry.seq,
            "id": entry.id,
            "kind": entry.kind,
            "mine": entry.by == self.viewer,
            "name": self.names.html(entry.by),
            "initials": self.names.initials(entry.by),
            "team": entry.role is Role.STAFF,
            "covers": entry.role is Role.BACKUP,
            "at": entry.at,
            "body": worded(entry.text("x")),
            "open": self.questions.get(entry.id) is QuestionState.OPEN,
            "links": links_of(entry),
            "told": line,
            "elsewhere": bool(entry.text("w")),
            "milestone": self._milestone(entry),
            "decided": DECIDED.get(entry.kind, ""),
            "approved": entry.kind == Kind.APPROVED,
        }

    def _line(self, entry: Entry) -> SafeString:
        """Return the words for what somebody did. A goal, or the whole plan, is named where there is no milestone."""
        language, day, hours = self.names.language, calendar_day(entry.data.get("d")), entry.data.get("h")
        named = self.titles.get(entry.text("ms") or entry.text("g"), "")
        granted = Kind.REDATED if entry.kind == Kind.GRANTED and day else entry.kind
        return language.html(
            HAPPENED[granted],
            who=self.names.html(entry.by),
            mentor=self.names.html(entry.mentor),
            title=isolated(named) if named or entry.text("ms") else language.html(_("the whole plan")),
            day=language.day(day) if day else "",
            hours=hours if isinstance(hours, int) else "",
        )

    def _milestone(self, entry: Entry) -> SafeString | str:
        """Return the words that name a milestone and the version of its evidence."""
        title = entry.text("ms")
        if entry.kind not in EVIDENCE:
            return ""
        number = self.versions.get(entry.seq) or entry.data.get("n")
        return self.names.language.html(_("Version {number} of {title}"), number=number, title=isolated(self.titles.get(title, "")))
