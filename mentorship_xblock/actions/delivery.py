"""Telling of what was said, once it can no longer be undone."""

from dataclasses import replace

from ..domain.mentorship.message_edits import AS_SENT, states_of_messages
from ..domain.mentorship.thread import thread_of_record
from ..domain.mentorship.undo import UNDOABLE_KINDS
from ..domain.record.log import Entry, Role
from ..domain.record.record import Record
from ..domain.record.values import PersonId
from ..hosts.port import NOTIFIED_WITHIN
from .action import Action, Drawn, Fields
from .after_commit import notify_concerned_people
from .context import ActionResult, MentoringContext
from .field_checks import check_action_key, check_optional_person
from .pipeline import learner_of_request, read_authorized_record
from .repeated_requests import kinds_made_about


def deliver_notifications(context: MentoringContext, action: Action, body: Fields) -> ActionResult:
    """Tell whom something that was sent concerns: words, evidence, a proposal. Nothing is written.

    The sender's browser asks for it when the message can no longer be undone, or the page is left. A message that is not
    there any more, or is somebody else's or a day old, is told to nobody: that is no refusal, the undoing may have come
    first. Asked twice, it is told once.
    """
    learner = learner_of_request(context, action.name, body)
    outcome = read_authorized_record(context, action.name, learner, {"key": body["of"]}, action.makes)
    entry = outcome.record.entries_by_id.get(body["of"])
    fresh = entry is not None and context.clock() - entry.at <= NOTIFIED_WITHIN
    if entry is not None and fresh and _is_deliverable(outcome.record, entry, context.host.current_visitor().id):
        notify_concerned_people(context, replace(outcome.record, log=outcome.record.log[: entry.seq]), [entry], outcome)
    return outcome


def _is_deliverable(record: Record, entry: Entry, sender: PersonId | None) -> bool:
    """Whether a message of this sender is there to be read, and no report has stopped contact between the two since."""
    said = states_of_messages(record).get(entry.id, AS_SENT)
    stopped = thread_of_record(record).reported is not None and entry.role is not Role.STAFF
    return entry.by == sender and entry.kind in UNDOABLE_KINDS and not said.is_gone and not stopped


DELIVERY_ACTIONS = (
    Action(
        "deliver",
        {"learner": check_optional_person, "of": check_action_key},
        deliver_notifications,
        makes=kinds_made_about(*UNDOABLE_KINDS),
        drawn=Drawn.NOTHING,
        answer={"delivered": True},
    ),
)
"""What was sent is delivered by who sent it, under its own key."""
