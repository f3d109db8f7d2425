"""Which kinds of entries are words, which of them the learner hears, and which are news to the other side."""

from ..record.log import Kind, Role

SPOKEN_KINDS = frozenset({Kind.MESSAGE, Kind.QUESTION, Kind.ANSWER, Kind.FEEDBACK})
SHOWN_KINDS = SPOKEN_KINDS | {
    Kind.NOTE, Kind.SUBMITTED, Kind.APPROVED, Kind.CHANGES_ASKED, Kind.REOPENED, Kind.SKIPPED, Kind.LATER, Kind.OUT,
    Kind.DECLINED, Kind.REDATED, Kind.PROPOSED, Kind.SUGGESTED, Kind.DROPPED, Kind.CONTESTED, Kind.RECALLED,
}  # fmt: skip
"""What is drawn as somebody's words. What is said on the plan, and a note, is read there too; neither begins or ends a wait."""

VISIBLE_TO_LEARNER = SHOWN_KINDS - {Kind.NOTE}
"""What the learner hears from the mentoring side."""

NEWS_KINDS = SHOWN_KINDS | {
    Kind.AGREED, Kind.ACHIEVED, Kind.GRANTED, Kind.RENEWED, Kind.TAKEN_BACK, Kind.PAUSED, Kind.ASKED_AGAIN, Kind.RETRACTED,
    Kind.HANDED, Kind.WISH_WITHDRAWN,
}  # fmt: skip
"""What the other side has not seen until they have read so far. No date and no state of a plan changes silently."""

MENTORING_ROLES = frozenset({Role.MENTOR, Role.BACKUP, Role.STAFF})
