"""The conversation as a face draws it: the newest messages, and the lines that say what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from ..domain.record import Entry, Kind, Record, Role
from ..domain.thread import SHOWN, QuestionState, thread_of
from ..domain.values import PersonId
from .language import _, isolated, paragraphs
from .people import Names

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
    Kind.STARTED: _("{who} began {title}."),
    Kind.CONTINUED: _("The oldest messages were put aside to make room. They can still be opened."),
}
"""The system lines. A kind that is not here, from a newer version, draws nothing."""


DECIDED: Mapping[str, str] = {Kind.APPROVED: _("Approved"), Kind.CHANGES_ASKED: _("Changes asked")}


def conversation(
    record: Record, names: Names, viewer: PersonId, titles: Mapping[str, str], before: int | None = None
) -> dict[str, Any]:
    """Return what the thread's template needs: a stretch of it, newest last, and how many messages come before.

    ``titles`` are the plan's milestones by their ids. Places count from the first entry there ever was.
    """
    log = record.everything[:before]
    size = NEWEST if before is None else EARLIER
    shown = [place for place, entry in enumerate(log) if entry.kind in SHOWN]
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
        if entry.kind == Kind.SUBMITTED:
            versions[entry.seq] = counted[entry.text("ms")] = counted.get(entry.text("ms"), 0) + 1
    return versions


@dataclass(frozen=True)
class _Drawing:
    names: Names
    viewer: PersonId
    questions: Mapping[str, QuestionState]
    titles: Mapping[str, str]
    versions: Mapping[int, int]

    def item(self, entry: Entry) -> dict[str, Any] | None:
        """Return one entry as it is drawn; None for one that is not."""
        if entry.kind == Kind.STARTED and not entry.by:
            return None  # begun by handing it in, which is drawn itself
        if entry.kind in HAPPENED:
            line: SafeString = self.names.language.html(
                HAPPENED[entry.kind],
                who=self.names.html(entry.by),
                mentor=self.names.html(entry.mentor),
                title=isolated(self.titles.get(entry.text("ms"), "")),
            )
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
            "body": paragraphs(entry.text("x")),
            "open": self.questions.get(entry.id) is QuestionState.OPEN,
            "link": entry.text("u"),
            "elsewhere": bool(entry.text("w")),
            "milestone": self._milestone(entry),
            "decided": DECIDED.get(entry.kind, ""),
            "approved": entry.kind == Kind.APPROVED,
        }

    def _milestone(self, entry: Entry) -> SafeString | str:
        """Return the words that name a milestone and the version of its evidence."""
        title = entry.text("ms")
        if not title:
            return ""
        number = self.versions.get(entry.seq) or entry.data.get("n")
        return self.names.language.html(_("Version {number} of {title}"), number=number, title=isolated(self.titles.get(title, "")))
