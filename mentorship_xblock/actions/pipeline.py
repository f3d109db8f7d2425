"""One act, from the checked request to what is true afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..domain.mentor.learner_index import index_line_of
from ..domain.mentorship import append_entry
from ..domain.mentorship.status import Relationship, Status, relationship_at, relationship_of_record
from ..domain.mentorship.undo import UNDOABLE_KINDS
from ..domain.mentorship.visibility import check_visible_to_viewer
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Role
from ..domain.record.record import Record
from ..domain.record.values import NOBODY, PersonId
from ..domain.stored_state import StatePart, StoredState, StoredStates, states_with_line_reindexed
from ..hosts.port import NeedsMoreRows
from .action import Action, Argument, Fields, arguments_of_step
from .after_commit import notify_concerned_people, publish_action_event, update_completion
from .context import NOTHING_ASKED, ActionResult, MentoringContext
from .permissions import choose_acting_role, require_active_visitor, roles_towards_learner
from .repeated_requests import NOTHING_MADE, KindsMade, check_key_is_free, find_earlier_entry

RecordStep = Callable[[Record, append_entry.Actor], Record]


def read_authorized_record(
    context: MentoringContext,
    act: str,
    learner: PersonId,
    body: Mapping[str, Any] = NOTHING_ASKED,
    makes: KindsMade = NOTHING_MADE,
) -> ActionResult:
    """Read one learner's mentorship for somebody who may do ``act`` with it. Nothing is locked or written.

    ``body`` is the request, where it has a key: that says whether the act, which ``makes`` these entries, was done before.

    Somebody who neither is in the course nor ever had a mentorship here is nobody, to the course team as well.
    """
    visitor = context.host.current_visitor()
    asker = require_active_visitor(visitor, act)
    document = context.host.read_states({learner})[learner]
    record, relation = document.record, _relationship_in_document(context, learner, document)
    people = context.host.find_people(_people_to_lock(asker, learner, relation.mentor), context.program.backup_usernames)
    known = people.get(learner)
    if known is None or not (known.in_course or record.log or document.unreadable):
        raise ActionRefused("not-yours")
    roles = roles_towards_learner(visitor, learner, relation, context.program, people)
    role = _acting_role(act, makes, record, asker, body, roles, relation)
    document.checked_readable()
    return ActionResult(learner, record, people, role)


def _relationship_in_document(context: MentoringContext, learner: PersonId, document: StoredState) -> Relationship:
    """Return how a learner stands now. Whose they are whose record cannot be read, the mentors' ledgers tell: nobody else is
    to learn so much of it as that.
    """
    if StatePart.RECORD not in document.unreadable:
        return relationship_at(document.record, context.clock())
    mentors = context.host.find_people((), [entry.username for entry in context.program.roster])
    documents = context.host.read_states(set(mentors))
    return Relationship(
        Status.ACTIVE, next((mentor for mentor, its in documents.items() if its.ledger.has_current_learner(learner)), NOBODY)
    )


def perform_action(
    context: MentoringContext,
    action: Action,
    learner: PersonId,
    body: Mapping[str, Any],
    step: RecordStep,
    newcomer: PersonId | None = None,
    room: Callable[[StoredStates], None] | None = None,
    before: ActionResult | None = None,
) -> ActionResult:
    """Do one act: refuse early from what is read unlocked, then lock, ask again, apply, write.

    ``body`` has the act's key, if it needs one, and the time zone the browser told. ``newcomer`` is a mentor whose ledger
    the step touches besides the present mentor's, and ``room`` refuses when they have none; ``before`` is what was
    consulted, if it was already. Permission is asked a second time of the locked record: a reassignment may have come in
    between. Raises ActionRefused ``key-taken`` for a key under which something else was done.
    """
    key = body.get("key", "")
    before = before or read_authorized_record(context, action.name, learner, body, action.makes)
    visitor = context.host.current_visitor()
    asker = require_active_visitor(visitor, action.name)

    def apply(documents: StoredStates) -> tuple[StoredStates, tuple[ActionResult, Record]]:
        record = documents[learner].checked_readable().record
        now = context.clock()
        relation = relationship_at(record, now)
        needed = _people_to_lock(learner, relation.mentor, newcomer)
        if not needed <= set(documents):
            raise NeedsMoreRows(needed)
        roles = roles_towards_learner(visitor, learner, relation, context.program, before.people)
        role = _acting_role(action.name, action.makes, record, asker, body, roles, relation)
        check_key_is_free(action.makes, record, asker, body)
        check_visible_to_viewer(record, (body.get("of"), body.get("question")), asker, role, now, context.hold)
        after = step(record, append_entry.Actor(asker, role, key, now, body.get("zone", "")))
        outcome = replace(before, record=after, role=role, documents=documents)
        if after == record:
            return documents, (outcome, record)
        touched = _people_to_lock(
            *(former for former in relation.former if index_line_of(record, former) != index_line_of(after, former))
        )
        if not touched <= set(documents):  # what is undone may be what somebody waited with a former mentor for
            raise NeedsMoreRows({*documents, *touched})
        if room is not None:
            room(documents)
        changed = states_with_line_reindexed({**documents, learner: replace(documents[learner], record=after)}, learner, now)
        return changed, (replace(outcome, documents=changed), record)

    relation = relationship_of_record(before.record)
    outcome, locked = context.host.change_under_lock(_people_to_lock(learner, relation.mentor, newcomer), apply)
    publish_action_event(context, action.name, before.record, outcome)
    undoable = UNDOABLE_KINDS if context.hold else frozenset()
    notify_concerned_people(
        context, locked, [entry for entry in outcome.record.log[len(locked.log) :] if entry.kind not in undoable], outcome
    )
    update_completion(context, before.record, outcome, repeated=key in before.record.entries_by_id)
    return outcome


def _people_to_lock(*people: PersonId | None) -> frozenset[PersonId]:
    """Return the people whose rows an act locks, without those who are nobody."""
    return frozenset(person for person in people if person)


def _acting_role(
    act: str,
    makes: KindsMade,
    record: Record,
    asker: PersonId,
    body: Mapping[str, Any],
    roles: frozenset[Role],
    relation: Relationship,
) -> Role:
    """Return the capacity in which an act is done.

    One that was done before is answered again, whatever has happened since, while its author still is what they were.
    """
    entry = find_earlier_entry(makes, record, asker, body)
    if entry is not None and entry.role in roles:
        return entry.role
    return choose_acting_role(act, roles, relation.status)


def learner_of_request(context: MentoringContext, act: str, body: Mapping[str, Any]) -> PersonId:
    """Return whose mentorship a request is about: the asker's own, unless it names somebody."""
    return body.get("learner") or require_active_visitor(context.host.current_visitor(), act)


@dataclass(frozen=True)
class RecordChange:
    """An action that is one pure step over a learner's record, given what it needs of the request."""

    step: Callable[..., Record]
    wanted: tuple[Argument, ...]

    def apply(self, record: Record, actor: append_entry.Actor, fields: Fields) -> Record:
        """Return the record after the step."""
        return self.step(record, actor, *arguments_of_step(self.wanted, fields))

    def __call__(self, context: MentoringContext, action: Action, fields: Fields) -> ActionResult:
        """Do it through the pipeline. Raises the ActionRefused codes of the permission and of the step."""
        learner = learner_of_request(context, action.name, fields)
        named = {**fields, "learner": learner}
        return perform_action(context, action, learner, fields, lambda record, actor: self.apply(record, actor, named))


def on_record(step: Callable[..., Record], *wanted: Argument) -> RecordChange:
    """Return the action that makes this step of a record, its actor, and these fields of the request."""
    return RecordChange(step, wanted)
