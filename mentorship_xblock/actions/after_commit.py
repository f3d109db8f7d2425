"""What follows once an action is stored: the event log, notifications, completion. Nothing here can fail the action."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ..domain.mentorship.status import relationship_at
from ..domain.mentorship.thread import thread_of_record
from ..domain.notifications import Notification, notifications_of_entries
from ..domain.plan.block_completion import completed_share_of, completion_progress
from ..domain.record.log import Entry, Role
from ..domain.record.record import Record
from ..domain.record.values import PersonId
from ..domain.stored_state import StoredStates
from ..hosts.port import LearnerNotification, NotificationText, Person
from ..hosts.user_state_table import run_best_effort
from .context import ActionResult, MentoringContext
from .permissions import responder_for_learner


def publish_action_event(context: MentoringContext, act: str, before: Record, outcome: ActionResult) -> None:
    """Tell the host's event log: who did what to whom, and how long it was; never a word of it."""
    entries = outcome.record.log[len(before.log) :]
    if entries:
        last = entries[-1]
        context.host.publish_event(
            f"edx.mentorship.{act}",
            {"learner": outcome.learner, "role": last.role.value, "kind": last.kind, "characters": len(last.stored_text("x"))},
        )


def notify_concerned_people(context: MentoringContext, before: Record, entries: Sequence[Entry], outcome: ActionResult) -> None:
    """Tell whom these entries concern, as far as they were not told of something before that is still unread.

    What can still be undone is not told when it is stored: see ``delivery.deliver_notifications``.
    """

    def hook() -> None:
        learner, people = outcome.learner, outcome.people
        relation = relationship_at(outcome.record, context.clock())
        by_learner = any(entry.role is Role.LEARNER for entry in entries)
        away = _absence_began(context, relation.mentor, outcome.documents) if by_learner else None
        responder = responder_for_learner(
            learner, relation, thread_of_record(outcome.record).handed, context.program, people, away is not None
        )
        for notification in notifications_of_entries(before, entries, learner, responder, relation, away):
            known = people.get(notification.recipient)
            if known is None or (known.in_course and not known.retired):
                context.host.notify_recipient(
                    LearnerNotification(notification, learner), _notification_wording(context, notification, people)
                )

    if entries:
        run_best_effort(hook)


def _absence_began(context: MentoringContext, mentor: PersonId, known: StoredStates) -> datetime | None:
    """Return since when this mentor is away by their card, which is read only where it is not among the ``known`` documents."""
    document = known.get(mentor) or (context.host.read_states({mentor})[mentor] if mentor else None)
    return document.ledger.away_since(context.clock()) if document else None


def _notification_wording(
    context: MentoringContext, notification: Notification, people: Mapping[PersonId, Person]
) -> NotificationText | None:
    """Return how the host words these news, or None. Whoever is named in them is looked up only once they are worded."""
    words = context.words
    if words is None:
        return None
    return lambda language: words(
        notification, people if notification.who in people else context.host.find_people({notification.who}), language
    )


def update_completion(context: MentoringContext, before: Record, outcome: ActionResult, repeated: bool) -> None:
    """Tell the host how much of each block the learner has completed now, whoever has acted.

    An act that is answered again may have been cut off before it told so. The block a learner acts in is looked at each
    time: its author may have given it something to finish after the learner had done it.
    """
    changed = repeated or completion_progress(before) != completion_progress(outcome.record)

    def tell() -> None:
        for block in context.host.completable_blocks() if changed else context.host.completable_block_here():
            now, was = (completed_share_of(record, block.when, block.number) for record in (outcome.record, before))
            if now or was or repeated:
                context.host.store_completion(block.usage, outcome.learner, now)

    if changed or outcome.role is Role.LEARNER:
        run_best_effort(tell)
