"""Giving a learner their mentor: joining, by hand or balanced, and reassigning by staff."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..domain import steps
from ..domain.document import Document, Documents
from ..domain.record import Record, Role
from ..domain.refusals import Refused
from ..domain.relation import Status, relation_now
from ..domain.values import PersonId
from ..hosts.port import Person
from ..program import Assignment
from .ledgers import free_stale_places, relist
from .road import Course, Outcome, consulted, learner_of, travel


def join(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Meet a mentor: the least loaded with room, or a request that staff answer.

    A learner who left within the week takes up with the same mentor, if that mentor still has a place.
    """
    learner = learner_of(course, "join", body)
    before = consulted(course, "join", learner)
    relation = relation_now(before.record, course.clock())
    if relation.status is Status.CLOSING and _mentors(course, learner).get(relation.mentor):
        return _into(course, body, learner, relation.mentor, returning=True)
    if relation.status is Status.ACTIVE or course.program.assignment is Assignment.BY_HAND:
        return _request(course, body, learner)
    candidates = _mentors(course, learner)
    drop_lost_lines(course, learner, before.record, candidates)
    taken = _placed(course, body, learner, candidates)
    if taken is None and free_stale_places(course, candidates):
        taken = _placed(course, body, learner, candidates)
    return taken or _request(course, body, learner)


def assign(course: Course, body: Mapping[str, Any]) -> Outcome:
    """Give the learner this mentor, by staff. Both the old and the new mentor's ledgers change in the same commit."""
    learner, mentor = body["learner"], body["mentor"]
    consulted(course, "assign", learner, body["key"])
    mentors = _mentors(course, learner)
    if mentor not in mentors:
        raise Refused("not-a-mentor", "mentor")
    return _into(course, body, learner, mentor)


def _request(course: Course, body: Mapping[str, Any], learner: PersonId) -> Outcome:
    return travel(course, "join", learner, body, steps.request)


def _placed(course: Course, body: Mapping[str, Any], learner: PersonId, mentors: Mapping[PersonId, Person]) -> Outcome | None:
    """Try the mentors with room, the least loaded first; None when every one is full by the time it is locked.

    A learner whose row staff deleted may still hold a place with the mentor they had; it is given back first.
    """
    documents = course.host.read(set(mentors))
    held = {mentor for mentor, document in documents.items() if document and _holds_place(document, learner)}
    if held:
        relist(course, learner, held)
        documents = course.host.read(set(mentors))
    for mentor in _by_load(course, mentors, documents):
        try:
            return _into(course, body, learner, mentor)
        except Refused as refusal:
            if refusal.code != "mentor-full":
                raise
    return None


def _mentors(course: Course, learner: PersonId) -> dict[PersonId, Person]:
    """Return who can mentor this learner now: on the roster, in the course, and not the learner."""
    usernames = [place.username for place in course.program.roster]
    people = course.host.people((), usernames)
    return {person.id: person for person in people.values() if person.in_course and person.id != learner}


def _holds_place(document: Document, learner: PersonId) -> bool:
    line = document.ledger.lines.get(learner)
    return line is not None and line.counts


def _by_load(
    course: Course, mentors: Mapping[PersonId, Person], documents: Mapping[PersonId, Document | None]
) -> list[PersonId]:
    """Order mentors with room by how many learners they have, read unlocked; the lock decides."""
    order = [place.username for place in course.program.roster]
    loads = {
        mentor: document.ledger.load
        for mentor, document in documents.items()
        if document is not None and document.ledger.load < _capacity(course, mentors[mentor])
    }
    return sorted(loads, key=lambda mentor: (loads[mentor], order.index(mentors[mentor].username)))


def _capacity(course: Course, mentor: Person) -> int:
    place = course.program.place(mentor.username)
    return place.capacity if place else 0


def _into(
    course: Course, body: Mapping[str, Any], learner: PersonId, mentor: PersonId, returning: bool = False
) -> Outcome:
    """Put the learner with this mentor. Room, and having a mentor already, are asked again inside the lock.

    Staff may go past a mentor's capacity: they see the load, and it is theirs to decide; a balanced join never does.
    """
    act = "assign" if "mentor" in body else "join"
    person = course.host.people({mentor})[mentor]
    capacity = _capacity(course, person)

    def room(documents: Documents) -> None:
        document = documents[mentor]
        if act == "join" and document.ledger.load - _holds_place(document, learner) >= capacity:
            raise Refused("mentor-full", "mentor")

    def step(record: Record, actor: steps.Actor) -> Record:
        relation = relation_now(record, actor.now)
        if act == "join" and relation.status is Status.ACTIVE:
            return record
        if returning and relation.status is Status.CLOSING:
            return steps.come_back(record, actor)
        role = actor.role if act == "assign" else Role.LEARNER
        return steps.pair(record, replace(actor, role=role), learner, mentor)

    return travel(course, act, learner, body, step, mentor, room)
