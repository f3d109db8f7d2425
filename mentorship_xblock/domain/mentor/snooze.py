"""Whom a mentor has put off until a day: where they stand on the mentor's own list, and nothing else (docs/rules.md)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from ..record.errors import ActionRefused
from ..record.values import WRONG_SHAPE, Json, PersonId, format_stored_instant, parse_calendar_day, parse_instant

SNOOZE_MAX = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Snooze:
    """Until which day, where the mentor is, a learner stands at the end of the list."""

    until: date
    since: datetime
    """Up to when the mentor could know what the learner had done. Anything newer brings them back."""
    key: str = ""
    """The key of the act, by which a repeat is found."""

    def is_still_snoozed(self, today: date, newest: datetime) -> bool:
        """Whether it still does, when the ``newest`` of what the learner did is so old."""
        return today < self.until and newest <= self.since

    def as_stored_json(self) -> list[Json]:
        """Return the stored form."""
        return [self.until.isoformat(), format_stored_instant(self.since), self.key]


def snooze_until_day(until: date, known: datetime, key: str, today: date) -> Snooze:
    """Return how a learner is put off, of whom all that was done up to ``known`` is known.

    Raises ActionRefused ``snooze-day`` for a day that is not after today, or more than 60 days away.
    """
    if not today < until <= today + SNOOZE_MAX:
        raise ActionRefused("snooze-day", "until", most=SNOOZE_MAX.days)
    # Milliseconds are stored: cut off, they would leave out what is known.
    return Snooze(until, known + timedelta(microseconds=-known.microsecond % 1000), key)


@dataclass(frozen=True, slots=True)
class SnoozedLearners:
    """All whom a mentor has put off."""

    people: Mapping[PersonId, Snooze] = field(default_factory=dict)

    def with_learner(self, person: PersonId, one: Snooze) -> "SnoozedLearners":
        """Return these with one more. The same act again changes nothing, whatever the learner has done since."""
        before = self.people.get(person)
        return self if before and before.key == one.key else SnoozedLearners({**self.without_learner(person).people, person: one})

    def without_learner(self, person: PersonId) -> "SnoozedLearners":
        """Return these without one; who is not put off is not."""
        return self.still_snoozed_among([other for other in self.people if other != person], date.min)

    def still_snoozed_among(self, people: Collection[PersonId], today: date) -> "SnoozedLearners":
        """Return those of these people whose day has not come."""
        return SnoozedLearners({person: one for person, one in self.people.items() if person in people and today < one.until})

    def as_stored_json(self) -> dict[str, Json]:
        """Return the stored form."""
        return {person: one.as_stored_json() for person, one in self.people.items()}


def load_snoozed_learners(stored: object) -> SnoozedLearners:
    """Read who is put off. It only orders a list, so what cannot be read counts as not there, and closes nothing."""
    read = ((PersonId(str(person)), _read_snooze(one)) for person, one in stored.items()) if isinstance(stored, Mapping) else ()
    return SnoozedLearners({person: one for person, one in read if one is not None})


def _read_snooze(stored: Any) -> Snooze | None:
    try:
        until, since, key = stored
        day = parse_calendar_day(until)
        return Snooze(day, parse_instant(since), str(key)) if day else None
    except WRONG_SHAPE:
        return None
