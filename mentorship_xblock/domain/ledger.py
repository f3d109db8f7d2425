"""A mentor's ledger: one line for each of their learners, so a desk is sorted without opening a single record.

A line is an index. It is made by one pure function of the learner's record, written in that record's own
transaction, and can always be made again. The record is the authority.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from .card import Card, Replies, load_card
from .measures import WINDOW
from .mentorship.status import LIVE, TOGETHER, TRANSITIONS, Status, relation_of, turns_at
from .mentorship.thread import Turn, thread_of
from .mentorship.waits import End, Stops, clipped
from .plan.course_plan import Template
from .plan.model import Plan
from .plan.projection import NO_TEMPLATE, plan_of
from .record.errors import Refused, Unreadable
from .record.log import Entry, Kind, Role
from .record.record import Record, version_of
from .record.values import (
    COURSE,
    Json,
    JsonObject,
    PersonId,
    calendar_day,
    count,
    day_begins,
    instant,
    local_day,
    stamp,
    type_error,
)
from .snooze import PutOff, Snoozed, load_snoozed

VERSION = 1
STATUSES: Mapping[object, Status] = {one.value: one for one in Status}
TURNS: Mapping[object, Turn] = {one.value: one for one in Turn}
ENDS: Mapping[object, End] = {one.value: one for one in End}
CAPACITY_MAX = 200
PLACE_KEPT = timedelta(days=30)
"""For how long of a pause a learner's place is kept (MF §E1 invariant 7)."""
UNHEARD = frozenset({Kind.REPORTED, Kind.DRAFTED})
"""What a learner does that their mentor is not to hear of: a report, whoever made it, and what is only begun."""


class Ended(NamedTuple):
    """A wait that is over, as its mentor's ledger keeps it."""

    start: datetime
    end: datetime
    how: End
    stops: Stops = ()

    def as_json(self) -> list[Json]:
        """Return the stored form."""
        ended: list[Json] = [stamp(self.start), stamp(self.end), self.how.value]
        return [*ended, _stamps(self.stops)] if self.stops else ended


def _stamps(stops: Stops) -> list[Json]:
    return [[stamp(since), stamp(until)] for since, until in stops]


class Line(NamedTuple):
    """What a mentor's list needs to know of one learner. A tuple, because an overview reads thousands of them."""

    status: Status
    turn: Turn
    since: datetime
    """When the learner came to this mentor, or left them."""
    seq: int
    """How many entries the record had when this line was made."""
    last: datetime | None = None
    """When the last of them was made."""
    waiting: datetime | None = None
    stops: Stops = ()
    """When the clock stood still since that wait, or that for a review, began."""
    handed: PersonId = COURSE
    """Who took that wait over from the mentor, if anybody did."""
    reported: datetime | None = None
    """Since when a report stops all contact, if one does."""
    paused: datetime | None = None
    until: datetime | None = None
    """Since when it is paused, and when that, or the week after leaving, ends by itself."""
    review: datetime | None = None
    """Since when something of the plan is there that nobody of the mentoring side has decided on."""
    contact: datetime | None = None
    approved: int = 0
    milestones: int = 0
    due: date | None = None
    """The day of the next milestone. This and the two before it are empty while the plan is still the course's."""
    mine: bool = True
    """False once the learner has another mentor: the line then only tells so, until it ages out."""
    ends: tuple[Ended, ...] = ()
    """The waits that began with this mentor and are over."""
    heard: datetime | None = None
    """When the learner last did anything that their mentor may hear of."""

    @property
    def newest(self) -> datetime:
        """When the newest of what there is of this learner came: they themselves, what they did, or what units brought."""
        return max(self.since, self.heard or self.since, self.review or self.since)

    @property
    def held_by(self) -> bool:
        """Whether this learner is with this mentor."""
        return self.mine and self.status in TOGETHER

    def rests(self, now: datetime) -> bool:
        """Whether nobody is to act now: it is paused, contact is stopped by a report, or it has ended since this was written."""
        paused = self.status is Status.PAUSED and (self.until is None or now < self.until)
        return paused or self.reported is not None or self.over(now)

    def rests_since(self, now: datetime) -> datetime | None:
        """Return since when nobody is to act, if nobody is."""
        return first_of(self.paused, self.reported, self.until if self.over(now) else None) if self.rests(now) else None

    def over(self, now: datetime) -> bool:
        """Whether the learner has left and the week in which they could come back has passed."""
        return self.status is Status.CLOSING and self.until is not None and now >= self.until

    def counts(self, now: datetime) -> bool:
        """Whether this learner takes one of the mentor's places (MF §E1 invariant 7)."""
        return self.held_by and not (self.paused is not None and now - self.paused >= PLACE_KEPT and self.rests(now))

    def waits(self, now: datetime) -> timedelta | None:
        """Return for how long the learner has waited, pauses not counted; None if they do not, or while it is paused."""
        return None if self.waiting is None or self.rests(now) else now - self.waiting - self.held_at(now)

    def waits_since(self, now: datetime) -> datetime | None:
        """Return since when somebody of the mentoring side is to answer words or something of the plan, pauses of a wait for words
        not counted; None if nothing is to be answered, or nobody is to act.
        """
        if not (self.waiting or self.review) or self.rests(now):
            return None
        return first_of(self.words_wait_since(now), self.review)

    def words_wait_since(self, now: datetime) -> datetime | None:
        """Return since when the learner has waited for words, as if the clock had never stood still; None if they do not."""
        if self.waiting is None or not (self.stops or self.paused):
            return self.waiting
        return self.waiting + self.held_at(now)

    def held_at(self, now: datetime) -> timedelta:
        """Return for how long of the learner's wait the clock stood still."""
        stops = clipped(self.stops_at(now), self.waiting) if self.waiting else ()
        return sum((until - since for since, until in stops), timedelta(0))

    def stops_at(self, now: datetime) -> Stops:
        """Return when the clock stood still, with a pause that has ended by itself since."""
        begun = first_of(self.waiting, self.review)
        if begun is None or self.paused is None or self.until is None or now < self.until:
            return self.stops
        return (*self.stops, *clipped([(self.paused, self.until)], begun))

    def as_json(self) -> dict[str, Json]:
        """Return the stored form."""
        short: dict[str, Json] = {
            "s": self.status.value,
            "t": self.turn.value,
            "a": stamp(self.since),
            "n": self.seq,
            "l": stamp(self.last) if self.last else None,
            "w": stamp(self.waiting) if self.waiting else None,
            "h": _stamps(self.stops) or None,
            "b": self.handed or None,
            "o": stamp(self.reported) if self.reported else None,
            "z": [stamp(moment) if moment else None for moment in (self.paused, self.until)] if self.paused or self.until else None,
            "r": stamp(self.review) if self.review else None,
            "c": stamp(self.contact) if self.contact else None,
            "p": [self.approved, self.milestones] if self.milestones else None,
            "d": self.due.isoformat() if self.due else None,
            "x": None if self.mine else True,
            "e": [wait.as_json() for wait in self.ends] or None,
            "u": stamp(self.heard) if self.heard else None,
        }
        return {key: value for key, value in short.items() if value is not None}


def first_of(*moments: datetime | None) -> datetime | None:
    """Return the earliest of the moments there are."""
    return min(filter(None, moments), default=None)


OWN_FIELDS = frozenset({"v", "lines", "card", "replies", "later"})


@dataclass(frozen=True)
class Ledger:
    """All lines of one mentor, and what is theirs to write. ``rest`` keeps what this version does not know."""

    lines: Mapping[PersonId, Line] = field(default_factory=dict)
    card: Card = field(default_factory=Card)
    replies: Replies = field(default_factory=Replies)
    later: Snoozed = field(default_factory=Snoozed)
    """Whom the mentor has put off. Only the order of their own list depends on it."""
    rest: JsonObject = field(default_factory=dict)
    version: int = VERSION

    @property
    def newer(self) -> bool:
        """Whether a newer version of the block wrote this."""
        return self.version > VERSION

    def load(self, now: datetime, but: Collection[PersonId] = ()) -> int:
        """Return how many places are taken, these learners' not counted."""
        return sum(line.counts(now) for learner, line in self.lines.items() if learner not in but)

    def holds(self, learner: PersonId) -> bool:
        """Whether this learner is with the mentor."""
        line = self.lines.get(learner)
        return line is not None and line.held_by

    def relisted(self, learner: PersonId, line: Line | None) -> "Ledger":
        """Return this ledger with the learner's line made anew, or taken out. Who is with somebody else now is put off no more."""
        lines = {person: other for person, other in self.lines.items() if person != learner}
        if line is not None:
            lines[learner] = line
        return replace(self, lines=lines, later=self.later if line and line.mine else self.later.without(learner))

    def later_day(self, learner: PersonId, line: Line, now: datetime) -> date | None:
        """Return until which day this learner is put off, their line being this one now; None if they are not, or not any more."""
        one = self.later.people.get(learner)
        return one.until if one and line.mine and one.holds(self.today(now), line.newest) else None

    def later_days(self, now: datetime) -> dict[PersonId, date]:
        """Return everybody who is put off, and until which day."""
        days = ((person, self.later_day(person, line, now)) for person, line in self.lines.items())
        return {person: day for person, day in days if day}

    def today(self, now: datetime) -> date:
        """Return the day it is where the mentor is."""
        return local_day(now, self.card.hours.zone)

    def away(self, now: datetime) -> date | None:
        """Return the last day of the absence that the mentor is in, by the calendar where they are; None if they are in none."""
        return self.card.away(self.today(now))

    def away_since(self, now: datetime) -> datetime | None:
        """Return when the absence that the mentor is in began; None if they are in none."""
        span = self.card.absence(self.today(now))
        return day_begins(span[0], self.card.hours.zone) if span else None

    def put_off(self, learner: PersonId, one: PutOff | None) -> "Ledger":
        """Return this ledger with a learner put off, or back on the list. Raises Refused ``not-yours`` for another mentor's."""
        line = self.lines.get(learner)
        if line is None or not line.mine:
            raise Refused("not-yours")
        return replace(self, later=self.later.including(learner, one) if one else self.later.without(learner))

    def aged(self, now: datetime) -> "Ledger":
        """Return this ledger without what is older than its window."""
        horizon = now - WINDOW
        kept = {
            person: line._replace(ends=tuple(wait for wait in line.ends if wait.end > horizon))
            for person, line in self.lines.items()
            if line.mine or line.since > horizon
        }
        return replace(self, lines=kept, later=self.later.among(kept, self.today(now)))

    def as_json(self) -> dict[str, Json]:
        """Return the stored form."""
        return {
            **self.rest,
            "v": self.version,
            "lines": {person: line.as_json() for person, line in self.lines.items()},
            **({"card": self.card.as_json()} if self.card.told else {}),
            **({"replies": dict(self.replies.texts)} if self.replies.texts else {}),
            **({"later": self.later.as_json()} if self.later.people else {}),
        }


def line_of(record: Record, mentor: PersonId, template: Template = NO_TEMPLATE) -> Line | None:
    """Make the line that this record has in this mentor's ledger: None if it has nothing to do with them.

    The stored line is made of the record alone; with the course's plan it also tells what completed units have brought.
    """
    relation = relation_of(record)
    mine = relation.mentor == mentor and relation.status in LIVE
    past = mentor in relation.former or (relation.mentor == mentor and relation.status is Status.ENDED)
    if not mentor or relation.since is None or not (mine or past):
        return None
    thread = thread_of(record)
    plan = plan_of(record, template) if mine else Plan()
    turned = _turned(record, mentor)
    begun = first_of(thread.waiting, plan.review)
    ends = tuple(
        Ended(start, end, how, stops) for who, start, end, how, stops, inherited in thread.ended if who == mentor and not inherited
    )
    return Line(
        # What happens after somebody moved on is not written in their former mentor's row: their line stays as it was.
        status=relation.status if mine else Status.ENDED,
        turn=thread.turn if mine else Turn.QUIET,
        since=turned.at if turned else relation.since,
        seq=len(record.log) if mine or turned is None else turned.seq + 1,
        last=record.log[-1].at if mine and record.log else None,
        waiting=thread.waiting if mine else None,
        stops=clipped(thread.halts, begun) if mine and begun else (),
        handed=thread.handed if mine else COURSE,
        reported=thread.reported if mine else None,
        paused=relation.paused if mine else None,
        until=turns_at(relation) if mine else None,
        review=plan.review,
        contact=thread.contact if mine else None,
        approved=plan.approved if plan.own else 0,
        milestones=len(plan.kept) if plan.own else 0,
        due=plan.next_due if plan.own else None,
        mine=mine,
        ends=ends,
        heard=_heard(record) if mine else None,
    )


def _heard(record: Record) -> datetime | None:
    """Return when the learner last did anything that their mentor may hear of."""
    theirs = (entry.at for entry in reversed(record.log) if entry.role is Role.LEARNER and entry.kind not in UNHEARD)
    return next(theirs, None)


def _turned(record: Record, mentor: PersonId) -> Entry | None:
    """Return the entry by which this person last became, or last stopped being, the learner's mentor."""
    turned: Entry | None = None
    relation = relation_of(Record())
    for entry in record.log.of(TRANSITIONS):
        after = relation.after(entry)
        if (relation.mentor == mentor) != (after.mentor == mentor) or (
            after.mentor == mentor and (relation.status in LIVE) != (after.status in LIVE)
        ):
            turned = entry
        relation = after
    return turned


def load_ledger(document: object) -> Ledger:
    """Read a stored ledger; None and the empty object are an empty one. Raises Unreadable."""
    if document is None:
        return Ledger()
    if not isinstance(document, Mapping):
        raise Unreadable("a ledger is an object")
    try:
        lines = document.get("lines", {})
        if not isinstance(lines, Mapping):
            raise Unreadable("lines are a map")
        return Ledger(
            lines={PersonId(str(person)): _line(line) for person, line in lines.items()},
            card=load_card(document.get("card") or {}),
            replies=Replies({str(key): str(text) for key, text in (document.get("replies") or {}).items()}),
            later=load_snoozed(document.get("later")),
            rest={key: value for key, value in document.items() if key not in OWN_FIELDS},
            version=version_of(document) or VERSION,
        )
    except type_error as fault:
        raise Unreadable.by(fault) from fault


def _line(stored: Mapping[str, Any]) -> Line:
    """Read one line; a wrong shape raises, which closes this ledger and no other.

    The course team's page reads those of every mentor: so it is made as the tuple it is, and what it does not have costs no call.
    """
    read = stored.get
    approved, milestones = read("p") or (0, 0)
    paused, until = read("z") or (None, None)
    waiting = instant(text) if (text := read("w")) else None
    fields = (
        STATUSES[stored["s"]],
        TURNS[stored["t"]],
        instant(stored["a"]),
        count(stored["n"]),
        instant(text) if (text := read("l")) else None,
        waiting,
        _stops_in(waiting, stops) if (stops := read("h")) else (),
        PersonId(str(read("b", ""))),
        instant(text) if (text := read("o")) else None,
        instant(paused) if paused else None,
        instant(until) if until else None,
        instant(text) if (text := read("r")) else None,
        instant(text) if (text := read("c")) else None,
        count(approved),
        count(milestones),
        calendar_day(text) if (text := read("d")) else None,
        not read("x"),
        _ends(ends) if (ends := read("e")) else (),
        instant(text) if (text := read("u")) else None,
    )
    return _made(Line, fields)


_made = tuple.__new__


def _ends(stored: Any) -> tuple[Ended, ...]:
    """Read the waits that are over."""
    made = [
        _made(Ended, (instant(begin), instant(end), ENDS[how], _stops(*more) if more else ())) for begin, end, how, *more in stored
    ]
    return tuple(made)


def _stops_in(waiting: datetime | None, stored: Any) -> Stops:
    """Read the stops of a wait. At first only their length in seconds was kept: it is read as one stop, at the beginning."""
    if waiting is None or not isinstance(stored, int):
        return _stops(stored)
    return ((waiting, waiting + timedelta(seconds=count(stored))),)


def _stops(stored: Any = ()) -> Stops:
    return tuple((instant(since), instant(until)) for since, until in stored)
