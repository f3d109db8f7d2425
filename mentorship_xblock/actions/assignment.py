"""Giving a learner their mentor: joining, by hand or balanced, and reassigning by staff."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..authoring.program import AssignmentMode
from ..domain.mentorship import append_entry, transitions
from ..domain.mentorship.abuse_reports import check_no_report_between
from ..domain.mentorship.status import PAIRED_STATUSES, Status, relationship_at
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Kind, Role
from ..domain.record.record import Record
from ..domain.record.values import PersonId
from ..domain.stored_state import StoredStates
from ..hosts.port import Person
from .action import Action, Drawn, Fields, _
from .backup import can_mentor_now
from .context import ActionResult, MentoringContext
from .field_checks import check_mentor_id, check_person_id
from .index_repair import drop_lost_lines, free_stale_places
from .pipeline import learner_of_request, perform_action, read_authorized_record
from .repeated_requests import kinds_made_about
from .request_schemas import ACTION_FIELDS


def join_with_a_mentor(context: MentoringContext, action: Action, body: Fields) -> ActionResult:
    """Meet a mentor: the least loaded with room, or a request that staff answer.

    A learner who left within the week takes up with the same mentor, if that mentor still has a place.
    """
    before = read_authorized_record(context, action.name, learner_of_request(context, action.name, body))
    relation = relationship_at(before.record, context.clock())
    if relation.status in PAIRED_STATUSES:
        return _request_mentor(context, action, body, before)
    candidates = _available_mentors(context, before.learner)
    if relation.status is Status.CLOSING and relation.mentor in candidates:
        back = _place_with_first(context, action, body, before, [candidates[relation.mentor]])
        if back:
            return back
    if context.program.assignment is AssignmentMode.BY_HAND:
        return _request_mentor(context, action, body, before)
    taken = _place_with_any(context, action, body, before, candidates)
    if taken is None:
        gone = free_stale_places(context, candidates)
        taken = _place_with_any(context, action, body, before, candidates, gone) if gone else None
    return taken or _request_mentor(context, action, body, before)


def assign_mentor(context: MentoringContext, action: Action, body: Fields) -> ActionResult:
    """Give the learner this mentor, by staff. Both the old and the new mentor's ledgers change in the same commit."""
    before = read_authorized_record(context, action.name, body["learner"], body, action.makes)
    mentors = _available_mentors(context, before.learner)
    mentor = mentors.get(body["mentor"])
    if mentor is None:
        raise ActionRefused("not-a-mentor", "mentor")
    drop_lost_lines(context, before, context.host.read_states(set(mentors)))
    return _pair_with_mentor(context, action, body, before, mentor)


def _request_mentor(context: MentoringContext, action: Action, body: Fields, before: ActionResult) -> ActionResult:
    return perform_action(context, action, before.learner, body, transitions.request_mentor, before=before)


def _place_with_any(
    context: MentoringContext,
    action: Action,
    body: Fields,
    before: ActionResult,
    mentors: Mapping[PersonId, Person],
    gone: frozenset[PersonId] = frozenset(),
) -> ActionResult | None:
    """Try the mentors with room, the least loaded first; None when every one is full by the time it is locked. Who is ``gone``
    takes no place.

    A learner whose row staff deleted may still hold a place with the mentor they had; it is given back first.
    """
    documents = context.host.read_states(set(mentors))
    if drop_lost_lines(context, before, documents):
        documents = context.host.read_states(set(mentors))
    order = _mentors_by_load(context, mentors, documents, gone)
    return _place_with_first(context, action, body, before, [mentors[mentor] for mentor in order], gone)


def _place_with_first(
    context: MentoringContext,
    action: Action,
    body: Fields,
    before: ActionResult,
    mentors: Iterable[Person],
    gone: frozenset[PersonId] = frozenset(),
) -> ActionResult | None:
    """Put the learner with the first of these mentors who has room when locked, and whom no report is about; None when none is."""
    for mentor in mentors:
        try:
            return _pair_with_mentor(context, action, body, before, mentor, gone)
        except ActionRefused as refusal:
            if refusal.code not in ("mentor-full", "report-stands"):
                raise
    return None


def _available_mentors(context: MentoringContext, learner: PersonId) -> dict[PersonId, Person]:
    """Return who can mentor this learner now: whoever can mentor, but for the learner."""
    usernames = [entry.username for entry in context.program.roster]
    people = context.host.find_people((), usernames)
    return {person.id: person for person in people.values() if can_mentor_now(person, context.program) and person.id != learner}


def _mentors_by_load(
    context: MentoringContext, mentors: Mapping[PersonId, Person], documents: StoredStates, gone: frozenset[PersonId]
) -> list[PersonId]:
    """Order mentors with room by how many learners they have, read unlocked; the lock decides.

    With whom there are how many is not known of one whose ledger is not kept up to date: they are not among them.
    """
    order = [entry.username for entry in context.program.roster]
    now = context.clock()
    loads = {mentor: document.ledger.places_taken(now, gone) for mentor, document in documents.items() if document.can_be_indexed}
    loads = {mentor: load for mentor, load in loads.items() if load < _mentor_capacity(context, mentors[mentor])}
    return sorted(loads, key=lambda mentor: (loads[mentor], order.index(mentors[mentor].username)))


def _mentor_capacity(context: MentoringContext, mentor: Person) -> int:
    entry = context.program.roster_entry_of(mentor.username)
    return entry.capacity if entry else 0


def _pair_with_mentor(
    context: MentoringContext,
    action: Action,
    body: Fields,
    before: ActionResult,
    person: Person,
    gone: frozenset[PersonId] = frozenset(),
) -> ActionResult:
    """Put the learner with this mentor. Room, and having a mentor already, are asked again inside the lock.

    Staff may go past a mentor's capacity: they see the load, and it is theirs to decide; a balanced join never does.
    """
    by_staff = "mentor" in body
    learner, mentor, capacity = before.learner, person.id, _mentor_capacity(context, person)

    def room(documents: StoredStates) -> None:
        given = documents[mentor]
        if not by_staff and not (given.can_be_indexed and given.ledger.places_taken(context.clock(), {learner, *gone}) < capacity):
            raise ActionRefused("mentor-full", "mentor")

    def step(record: Record, actor: append_entry.Actor) -> Record:
        relation = relationship_at(record, actor.now)
        if not by_staff and relation.status in PAIRED_STATUSES:
            return record
        if relation.status not in PAIRED_STATUSES or relation.mentor != mentor:
            check_no_report_between(record, mentor)
        role = actor.role if by_staff else Role.LEARNER
        return transitions.pair_with_mentor(record, replace(actor, role=role), learner, mentor)

    return perform_action(context, action, learner, body, step, mentor, room, before)


ASSIGNMENT_ACTIONS = (
    Action(
        "join",
        ACTION_FIELDS,
        join_with_a_mentor,
        makes=kinds_made_about(Kind.REQUESTED, Kind.ASSIGNED, Kind.RETURNED),
        said=_("You have a mentor now."),
        said_after={Kind.REQUESTED: _("You asked for a mentor. We are finding you one."), Kind.RETURNED: _("Welcome back.")},
    ),
    Action(
        "assign",
        {**ACTION_FIELDS, "learner": check_person_id, "mentor": check_mentor_id},
        assign_mentor,
        makes={**kinds_made_about(Kind.ASSIGNED, Kind.REASSIGNED, mentor="m"), **kinds_made_about(Kind.RETURNED)},
        said=_("Assigned. The mentor and the learner can see it now."),
        drawn=Drawn.OVERVIEW,
    ),
)
