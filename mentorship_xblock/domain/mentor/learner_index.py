"""A mentor's ledger: one line for each of their learners, so a desk is sorted without opening a single record.

A line is an index. It is made by one pure function of the learner's record, written in that record's own
transaction, and can always be made again. The record is the authority.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from ..mentorship.status import LIVE_STATUSES, STATUS_TRANSITIONS, Status, changes_by_itself_at, relationship_of_record
from ..mentorship.thread import WhoseTurn, clock_stops_after, thread_of_record
from ..plan.course_plan import CoursePlan
from ..plan.model import Plan
from ..plan.projection import NO_COURSE_PLAN, plan_of_record
from ..record.errors import ActionRefused, UnreadableDocument
from ..record.log import Entry, Kind, Role
from ..record.record import Record
from ..record.upgrades import stored_version_of
from ..record.values import NOBODY, WRONG_SHAPE, Json, JsonObject, PersonId, local_calendar_day, start_of_local_day
from .card import KeptReplies, MentorCard, load_mentor_card
from .index_lines import IndexedWait, IndexLine, earliest_moment, read_index_lines
from .metrics import WINDOW
from .snooze import Snooze, SnoozedLearners, load_snoozed_learners

INDEX_VERSION = 1
CAPACITY_MAX = 200
HIDDEN_FROM_MENTOR = frozenset({Kind.REPORTED, Kind.DRAFTED})
"""What a learner does that their mentor is not to hear of: a report, whoever made it, and what is only begun."""


OWN_FIELDS = frozenset({"v", "lines", "card", "replies", "later"})


@dataclass(frozen=True)
class LearnerIndex:
    """All lines of one mentor, and what is theirs to write. ``rest`` keeps what this version does not know."""

    lines: Mapping[PersonId, IndexLine] = field(default_factory=dict)
    card: MentorCard = field(default_factory=MentorCard)
    replies: KeptReplies = field(default_factory=KeptReplies)
    later: SnoozedLearners = field(default_factory=SnoozedLearners)
    """Whom the mentor has put off. Only the order of their own list depends on it."""
    rest: JsonObject = field(default_factory=dict)
    version: int = INDEX_VERSION

    @property
    def is_from_newer_block(self) -> bool:
        """Whether a newer version of the block wrote this."""
        return self.version > INDEX_VERSION

    def places_taken(self, now: datetime, but: Collection[PersonId] = ()) -> int:
        """Return how many places are taken, these learners' not counted."""
        steady = len(self._steady) - sum(learner in self._steady for learner in but)
        return steady + sum(line.takes_a_place(now) for learner, line in self._pausing.items() if learner not in but)

    @cached_property
    def _steady(self) -> Collection[PersonId]:
        """The current learners who have not paused: they take a place whatever the time is."""
        return {learner for learner, line in self.lines.items() if line.is_current and line.paused is None}

    @cached_property
    def _pausing(self) -> Mapping[PersonId, IndexLine]:
        """The others of them."""
        return {learner: line for learner, line in self.lines.items() if line.is_current and line.paused is not None}

    @cached_property
    def asking(self) -> Mapping[PersonId, IndexLine]:
        """The lines of this mentor's learners of which somebody may have to answer something, or to decide on a report."""
        return {
            learner: line for learner, line in self.lines.items() if line.mine and (line.waiting or line.review or line.reported)
        }

    @cached_property
    def longest_silent(self) -> Sequence[tuple[datetime, PersonId]]:
        """The mentor's learners, each with when they, or their units, last did anything, who has been silent longest first."""
        return sorted((line.newest_change_at, learner) for learner, line in self.lines.items() if line.mine)

    def has_current_learner(self, learner: PersonId) -> bool:
        """Whether this learner is with the mentor."""
        line = self.lines.get(learner)
        return line is not None and line.is_current

    def with_line_reindexed(self, learner: PersonId, line: IndexLine | None) -> "LearnerIndex":
        """Return this ledger with the learner's line made anew, or taken out. Who is with somebody else now is put off no more."""
        lines = {person: other for person, other in self.lines.items() if person != learner}
        if line is not None:
            lines[learner] = line
        return replace(self, lines=lines, later=self.later if line and line.mine else self.later.without_learner(learner))

    def snoozed_until(self, learner: PersonId, line: IndexLine, now: datetime) -> date | None:
        """Return until which day this learner is put off, their line being this one now; None if they are not, or not any more."""
        one = self.later.people.get(learner)
        return one.until if one and line.mine and one.is_still_snoozed(self.day_of_mentor(now), line.newest_change_at) else None

    def snoozed_days(self, now: datetime) -> dict[PersonId, date]:
        """Return everybody who is put off, and until which day."""
        days = ((person, self.snoozed_until(person, line, now)) for person, line in self.lines.items())
        return {person: day for person, day in days if day}

    def day_of_mentor(self, now: datetime) -> date:
        """Return the day it is where the mentor is."""
        return local_calendar_day(now, self.card.hours.zone)

    def away_until(self, now: datetime) -> date | None:
        """Return the last day of the absence that the mentor is in, by the calendar where they are; None if they are in none."""
        return self.card.away_until(self.day_of_mentor(now))

    def away_since(self, now: datetime) -> datetime | None:
        """Return when the absence that the mentor is in began; None if they are in none."""
        span = self.card.absence_on_day(self.day_of_mentor(now))
        return start_of_local_day(span[0], self.card.hours.zone) if span else None

    def with_snooze(self, learner: PersonId, one: Snooze | None) -> "LearnerIndex":
        """Return this ledger with a learner put off, or back on the list.

        Raises ActionRefused ``not-yours`` for another mentor's.
        """
        line = self.lines.get(learner)
        if line is None or not line.mine:
            raise ActionRefused("not-yours")
        return replace(self, later=self.later.with_learner(learner, one) if one else self.later.without_learner(learner))

    def without_old_waits(self, now: datetime) -> "LearnerIndex":
        """Return this ledger without what is older than its window."""
        horizon = now - WINDOW
        kept = {
            person: line.without_waits_before(horizon) for person, line in self.lines.items() if line.mine or line.since > horizon
        }
        return replace(self, lines=kept, later=self.later.still_snoozed_among(kept, self.day_of_mentor(now)))

    def as_stored_json(self) -> dict[str, Json]:
        """Return the stored form."""
        return {
            **self.rest,
            "v": self.version,
            "lines": {person: line.as_stored_json() for person, line in self.lines.items()},
            **({"card": self.card.as_stored_json()} if self.card.is_filled else {}),
            **({"replies": dict(self.replies.texts)} if self.replies.texts else {}),
            **({"later": self.later.as_stored_json()} if self.later.people else {}),
        }


def index_line_of(record: Record, mentor: PersonId, course_plan: CoursePlan = NO_COURSE_PLAN) -> IndexLine | None:
    """Make the line that this record has in this mentor's ledger: None if it has nothing to do with them.

    The stored line is made of the record alone; with the course's plan it also tells what completed units have brought.
    """
    relation = relationship_of_record(record)
    mine = relation.mentor == mentor and relation.status in LIVE_STATUSES
    past = mentor in relation.former or (relation.mentor == mentor and relation.status is Status.ENDED)
    if not mentor or relation.since is None or not (mine or past):
        return None
    thread = thread_of_record(record)
    plan = plan_of_record(record, course_plan) if mine else Plan()
    turned = _entry_of_change(record, mentor)
    begun = earliest_moment(thread.waiting, plan.oldest_review_wait)
    ended = tuple(
        IndexedWait(start, end, how, stops).as_stored_json()
        for who, start, end, how, stops, inherited in thread.ended
        if who == mentor and not inherited
    )
    since = turned.at if turned else relation.since
    return IndexLine(
        # What happens after somebody moved on is not written in their former mentor's row: their line stays as it was.
        status=relation.status if mine else Status.ENDED,
        turn=thread.turn if mine else WhoseTurn.QUIET,
        since=since,
        seq=len(record.log) if mine or turned is None else turned.seq + 1,
        last=record.log[-1].at if mine and record.log else None,
        waiting=thread.waiting if mine else None,
        stops=clock_stops_after(thread.halts, begun) if mine and begun else (),
        handed=thread.handed if mine else NOBODY,
        reported=thread.reported if mine else None,
        paused=relation.paused if mine else None,
        until=changes_by_itself_at(relation) if mine else None,
        review=plan.oldest_review_wait,
        contact=thread.contact if mine else None,
        approved=plan.approved_count if plan.own else 0,
        milestones=len(plan.kept_milestones) if plan.own else 0,
        due=plan.next_due_day if plan.own else None,
        mine=mine,
        ended=ended,
        heard=_heard(record) if mine else None,
        spoken=thread.last_human if mine and thread.last_human and thread.last_human >= since else None,
    )


def _heard(record: Record) -> datetime | None:
    """Return when the learner last did anything that their mentor may hear of."""
    theirs = (entry.at for entry in reversed(record.log) if entry.role is Role.LEARNER and entry.kind not in HIDDEN_FROM_MENTOR)
    return next(theirs, None)


def _entry_of_change(record: Record, mentor: PersonId) -> Entry | None:
    """Return the entry by which this person last became, or last stopped being, the learner's mentor."""
    turned: Entry | None = None
    relation = relationship_of_record(Record())
    for entry in record.log.entries_of_kinds(STATUS_TRANSITIONS):
        after = relation.after_entry(entry)
        if (relation.mentor == mentor) != (after.mentor == mentor) or (
            after.mentor == mentor and (relation.status in LIVE_STATUSES) != (after.status in LIVE_STATUSES)
        ):
            turned = entry
        relation = after
    return turned


def load_learner_index(document: object) -> LearnerIndex:
    """Read a stored ledger; None and the empty object are an empty one. Raises UnreadableDocument."""
    if document is None:
        return LearnerIndex()
    if not isinstance(document, Mapping):
        raise UnreadableDocument("a ledger is an object")
    try:
        lines = document.get("lines", {})
        if not isinstance(lines, Mapping):
            raise UnreadableDocument("lines are a map")
        return LearnerIndex(
            lines=read_index_lines(lines),
            card=load_mentor_card(document.get("card") or {}),
            replies=KeptReplies({str(key): str(text) for key, text in (document.get("replies") or {}).items()}),
            later=load_snoozed_learners(document.get("later")),
            rest={key: value for key, value in document.items() if key not in OWN_FIELDS},
            version=stored_version_of(document) or INDEX_VERSION,
        )
    except WRONG_SHAPE as fault:
        raise UnreadableDocument.by(fault) from fault
