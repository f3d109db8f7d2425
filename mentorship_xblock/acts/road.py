"""One act, from the checked request to what is true afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from ..authoring.program import Program
from ..domain import archive
from ..domain.mentor.learner_index import line_of
from ..domain.mentorship import transitions, writing
from ..domain.mentorship.message_edits import HELD, UNDOABLE
from ..domain.mentorship.status import Relation, Status, relation_now, relation_of
from ..domain.mentorship.thread import thread_of
from ..domain.mentorship.visibility import check_seen
from ..domain.notifications import News, news
from ..domain.plan.completion import progress, share
from ..domain.record.errors import Refused
from ..domain.record.log import Entry, Role
from ..domain.record.record import Record
from ..domain.record.values import COURSE, PersonId
from ..domain.stored_state import Document, Documents, Part, relisted
from ..hosts.port import Host, NeedsRows, Notice, Person, Say, Unit
from ..hosts.user_state_table import best_effort
from .access import acting_role, check_visitor, guide_of, roles_to
from .repeats import check_key, done_before

Step = Callable[[Record, writing.Actor], Record]
Words = Callable[[News, Mapping[PersonId, Person], str], str]
"""What is said of news, with the people there are names for, in the language of this code."""


def clock() -> datetime:
    """Return the time of the server."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Course:
    """Where acts happen: the host, home's program, the block they are done in, and the time."""

    host: Host
    program: Program
    where: str = ""
    """The usage id of the block that is acted in."""
    hold: timedelta = HELD
    """How long what somebody sends is theirs alone. The operator sets it."""
    clock: Callable[[], datetime] = clock
    completed: dict[PersonId, Mapping[str, datetime]] = field(default_factory=dict)
    """When learners had completed the units of the plan, as far as the host was asked already."""
    words: Words | None = None
    """How news are worded for the host to notify people; None where the operator does not want it."""

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The units that steps are bound to, by their names, as far as they are in the course; the host is asked once."""
        bound = {usage for usages in self.program.units.values() for usage in usages}
        return self.host.units(bound) if bound else {}


@dataclass(frozen=True)
class Outcome:
    """What is true of a learner after an act: their record, and the people looked up on the way."""

    learner: PersonId
    record: Record
    people: Mapping[PersonId, Person]
    role: Role
    documents: Documents = field(default_factory=dict)
    """What the act has left of the people whose rows it locked, so that they need not be read again."""


NOTHING_ASKED: Mapping[str, Any] = {}


def consulted(course: Course, act: str, learner: PersonId, body: Mapping[str, Any] = NOTHING_ASKED) -> Outcome:
    """Read one learner's mentorship for somebody who may do ``act`` with it. Nothing is locked or written.

    ``body`` is the request, where it has a key: that says whether the act was done before.

    Somebody who neither is in the course nor ever had a mentorship here is nobody, to the course team as well.
    """
    visitor = course.host.visitor()
    asker = check_visitor(visitor, act)
    document = course.host.read({learner})[learner]
    record, relation = document.record, _relation(course, learner, document)
    people = course.host.people(_rows(asker, learner, relation.mentor), course.program.backups)
    known = people.get(learner)
    if known is None or not (known.in_course or record.log or document.unreadable):
        raise Refused("not-yours")
    roles = roles_to(visitor, learner, relation, course.program, people)
    role = _role(act, record, asker, body, roles, relation)
    document.readable()
    return Outcome(learner, record, people, role)


def _relation(course: Course, learner: PersonId, document: Document) -> Relation:
    """Return how a learner stands now. Whose they are whose record cannot be read, the mentors' ledgers tell: nobody else is
    to learn so much of it as that.
    """
    if Part.RECORD not in document.unreadable:
        return relation_now(document.record, course.clock())
    mentors = course.host.people((), [place.username for place in course.program.roster])
    documents = course.host.read(set(mentors))
    return Relation(Status.ACTIVE, next((mentor for mentor, its in documents.items() if its.ledger.holds(learner)), COURSE))


def travel(
    course: Course,
    act: str,
    learner: PersonId,
    body: Mapping[str, Any],
    step: Step,
    newcomer: PersonId | None = None,
    room: Callable[[Documents], None] | None = None,
    before: Outcome | None = None,
) -> Outcome:
    """Do one act: refuse early from what is read unlocked, then lock, ask again, apply, write.

    ``body`` has the act's key, if it needs one, and the time zone the browser told. ``newcomer`` is a mentor whose ledger
    the step touches besides the present mentor's, and ``room`` refuses when they have none; ``before`` is what was
    consulted, if it was already. Permission is asked a second time of the locked record: a reassignment may have come in
    between. Raises Refused ``key-taken`` for a key under which something else was done.
    """
    key = body.get("key", "")
    before = before or consulted(course, act, learner, body)
    visitor = course.host.visitor()
    asker = check_visitor(visitor, act)

    def apply(documents: Documents) -> tuple[Documents, tuple[Outcome, Record]]:
        record = documents[learner].readable().record
        now = course.clock()
        relation = relation_now(record, now)
        needed = _rows(learner, relation.mentor, newcomer)
        if not needed <= set(documents):
            raise NeedsRows(needed)
        roles = roles_to(visitor, learner, relation, course.program, before.people)
        role = _role(act, record, asker, body, roles, relation)
        check_key(act, record, asker, body)
        check_seen(record, (body.get("of"), body.get("question")), asker, role, now, course.hold)
        after = step(record, writing.Actor(asker, role, key, now, body.get("zone", "")))
        outcome = replace(before, record=after, role=role, documents=documents)
        if after == record:
            return documents, (outcome, record)
        touched = _rows(*(one for one in relation.former if line_of(record, one) != line_of(after, one)))
        if not touched <= set(documents):  # what is undone may be what somebody waited with a former mentor for
            raise NeedsRows({*documents, *touched})
        if room is not None:
            room(documents)
        changed = relisted({**documents, learner: replace(documents[learner], record=after)}, learner, now)
        return changed, (replace(outcome, documents=changed), record)

    relation = relation_of(before.record)
    outcome, locked = course.host.change(_rows(learner, relation.mentor, newcomer), apply)
    _tell(course, act, before.record, outcome)
    later = UNDOABLE if course.hold else frozenset()
    tell(course, locked, [entry for entry in outcome.record.log[len(locked.log) :] if entry.kind not in later], outcome)
    _finish(course, before.record, outcome, repeated=key in before.record.ids)
    return outcome


def _rows(*people: PersonId | None) -> frozenset[PersonId]:
    """Return the people whose rows an act locks, without those who are nobody."""
    return frozenset(person for person in people if person)


def _role(act: str, record: Record, asker: PersonId, body: Mapping[str, Any], roles: frozenset[Role], relation: Relation) -> Role:
    """Return the capacity in which an act is done.

    One that was done before is answered again, whatever has happened since, while its author still is what they were.
    """
    entry = done_before(act, record, asker, body)
    if entry is not None and entry.role in roles:
        return entry.role
    return acting_role(act, roles, relation.status)


def _tell(course: Course, act: str, before: Record, outcome: Outcome) -> None:
    """Tell the host's event log: who did what to whom, and how long it was; never a word of it."""
    entries = outcome.record.log[len(before.log) :]
    if entries:
        last = entries[-1]
        course.host.publish(
            f"edx.mentorship.{act}",
            {"learner": outcome.learner, "role": last.role.value, "kind": last.kind, "characters": len(last.text("x"))},
        )


def tell(course: Course, before: Record, entries: Sequence[Entry], outcome: Outcome) -> None:
    """Tell whom these entries concern, as far as they were not told of something before that is still unread.

    What can still be undone is not told when it is stored: see ``telling.deliver``.
    """

    def hook() -> None:
        learner, people = outcome.learner, outcome.people
        relation = relation_now(outcome.record, course.clock())
        by_learner = any(entry.role is Role.LEARNER for entry in entries)
        away = _away_since(course, relation.mentor, outcome.documents) if by_learner else None
        guide = guide_of(learner, relation, thread_of(outcome.record).handed, course.program, people, away is not None)
        for one in news(before, entries, learner, guide, relation, away):
            known = people.get(one.recipient)
            if known is None or (known.in_course and not known.retired):
                course.host.notify(Notice(one, learner), _saying(course, one, people))

    if entries:
        best_effort(hook)


def _away_since(course: Course, mentor: PersonId, known: Documents) -> datetime | None:
    """Return since when this mentor is away by their card, which is read only where it is not among the ``known`` documents."""
    document = known.get(mentor) or (course.host.read({mentor})[mentor] if mentor else None)
    return document.ledger.away_since(course.clock()) if document else None


def _saying(course: Course, one: News, people: Mapping[PersonId, Person]) -> Say | None:
    """Return how the host words these news, or None. Whoever is named in them is looked up only once they are worded."""
    words = course.words
    if words is None:
        return None
    return lambda language: words(one, people if one.who in people else course.host.people({one.who}), language)


def _finish(course: Course, before: Record, outcome: Outcome, repeated: bool) -> None:
    """Tell the host how much of each block the learner has completed now, whoever has acted.

    An act that is answered again may have been cut off before it told so. The block a learner acts in is looked at each
    time: its author may have given it something to finish after the learner had done it.
    """
    changed = repeated or progress(before) != progress(outcome.record)

    def tell() -> None:
        for block in course.host.finishing() if changed else course.host.finishing_here():
            now, was = (share(record, block.when, block.number) for record in (outcome.record, before))
            if now or was or repeated:
                course.host.complete(block.usage, outcome.learner, now)

    if changed or outcome.role is Role.LEARNER:
        best_effort(tell)


def learner_of(course: Course, act: str, body: Mapping[str, Any]) -> PersonId:
    """Return whose mentorship a request is about: the asker's own, unless it names somebody."""
    return body.get("learner") or check_visitor(course.host.visitor(), act)


def leave(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Stop being mentored."""
    return travel(course, "leave", learner_of(course, "leave", body), body, transitions.leave)


def pause(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Pause a mentorship until a day."""

    def step(record: Record, actor: writing.Actor) -> Record:
        return transitions.pause(record, actor, body["until"], body["text"])

    return travel(course, "pause", learner_of(course, "pause", body), body, step)


def resume(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Go on after a pause."""
    return travel(course, "resume", learner_of(course, "resume", body), body, transitions.resume)


def make_room(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Put the oldest messages of a conversation aside, by the course team, so that it can go on."""
    return travel(course, "make_room", body["learner"], body, archive.make_room)
