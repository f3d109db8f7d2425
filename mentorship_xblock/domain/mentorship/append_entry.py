"""Appending an entry: who acts, whether it was done before, and whether contact or room forbids it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from ..record.errors import ActionRefused
from ..record.log import Entry, Kind, Role
from ..record.record import Record
from ..record.values import Json, PersonId, local_calendar_day
from .message_kinds import NEWS_KINDS
from .thread import thread_of_record


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as what they are to this learner, with which key, when, and in which time zone if their browser told."""

    person: PersonId
    role: Role
    key: str
    now: datetime
    zone: str = ""


def entry_done_before(record: Record, actor: Actor) -> Entry | None:
    """Return the entry this key made, if the act was done before. Raises ActionRefused ``key-taken`` for another's key."""
    entry = record.entries_by_id.get(actor.key)
    if entry is not None and entry.by != actor.person:
        raise ActionRefused("key-taken", "key")
    return entry


CONTACT_KINDS = (NEWS_KINDS | {Kind.READ, Kind.DRAFTED}) - {Kind.NOTE, Kind.RETRACTED}
"""What reaches the other side: nothing of it passes between the two while a report stands."""


ALWAYS_ALLOWED_KINDS = frozenset(
    {
        Kind.REPORTED, Kind.CLEARED, Kind.HIDDEN, Kind.UNHIDDEN, Kind.ERASED,  # nobody is kept from stopping what hurts
        Kind.WITHDREW, Kind.LEFT, Kind.RETURNED, Kind.REQUESTED, Kind.ASSIGNED, Kind.REASSIGNED, Kind.PAUSED, Kind.RESUMED,
        Kind.READ, Kind.RESOLVED, Kind.RETRACTED, Kind.TAKEN_BACK, Kind.WISH_WITHDRAWN,  # what ends something
        Kind.CONTINUED,
    }
)  # fmt: skip
"""What there is always room for."""


def check_contact_allowed(record: Record, actor: Actor) -> None:
    """Raise ActionRefused ``contact-stopped`` for anybody but the course team while a report stops all contact."""
    if actor.role in (Role.LEARNER, Role.MENTOR, Role.BACKUP) and thread_of_record(record).reported:
        raise ActionRefused("contact-stopped")


def check_day_to_come(record: Record, actor: Actor, day: date, field: str = "day") -> None:
    """Raise ActionRefused ``day-past``, about this field, for a day that is over where the learner is."""
    zone = actor.zone if actor.role is Role.LEARNER and actor.zone else record.zone
    if day < local_calendar_day(actor.now, zone):
        raise ActionRefused("day-past", field)


def append_checked_entry(record: Record, actor: Actor, kind: Kind, **data: Json) -> Record:
    """Write down what somebody does, within the caps of a record.

    Raises ActionRefused ``record-full``, or ``contact-stopped``.
    """
    if kind in CONTACT_KINDS:
        check_contact_allowed(record, actor)
    if actor.role is Role.LEARNER and actor.zone:
        record = replace(record, zone=actor.zone)
    record = record.with_entry(actor.key, kind, actor.person, actor.role, actor.now, **data)
    return record if kind in ALWAYS_ALLOWED_KINDS else record.checked_within_caps()
