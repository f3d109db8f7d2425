"""A mentor's card: what they tell of themselves, and the replies they keep for later. Both are theirs alone to change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from ..record.errors import ActionRefused
from ..record.values import Json, known_time_zone, parse_calendar_day, read_stored_number
from .working_hours import ROUND_THE_CLOCK, WorkingHours

BIO_MAX = 600
"""Characters of what a mentor writes about themselves."""
YEARS_WORKED_MAX = 70
ABSENCE_KEPT_FOR = timedelta(days=60)
"""For how long an absence that is over is kept: longer than anything is measured."""
REPLIES_MAX = 40
REPLY_MAX = 2_000
"""Characters of a reply that is kept."""
PLACEHOLDERS = ("learner", "unit", "milestone")
"""What a kept reply is filled with: each stands in it as ``{learner}``."""


@dataclass(frozen=True, slots=True)
class MentorCard:
    """Who a mentor is and when they answer. Nothing here says whether they are there at this moment: nobody keeps watch."""

    bio: str = ""
    role: str = ""
    """What they do, and where: "Data engineer at a hospital"."""
    years: int = 0
    """For how many years; 0 for not told."""
    hours: WorkingHours = ROUND_THE_CLOCK

    @property
    def is_filled(self) -> bool:
        """Whether the mentor has told anything yet."""
        return self != MentorCard()

    def absence_on_day(self, day: date) -> tuple[date, date] | None:
        """Return the first and last day of an absence that this day falls in, or None."""
        return next((span for span in self.hours.away if span[0] <= day <= span[1]), None)

    def away_until(self, day: date) -> date | None:
        """Return the last day of an absence that this day falls in, or None."""
        span = self.absence_on_day(day)
        return span[1] if span else None

    def as_stored_json(self) -> dict[str, Json]:
        """Return the stored form."""
        hours = self.hours
        short: dict[str, Json] = {
            "b": self.bio,
            "o": self.role,
            "y": self.years,
            "z": hours.zone,
            "d": sorted(hours.days),
            "h": [hours.begin, hours.end] if hours.days else None,
            "a": [[first.isoformat(), last.isoformat()] for first, last in hours.away],
        }
        return {key: value for key, value in short.items() if value}


def card_with_past_absences(old: MentorCard, new: MentorCard, today: date) -> MentorCard:
    """Return a card with the absences that are over kept: a wait was counted by them. One that is left out while it lasts has
    ended the day before. Raises ActionRefused ``day-past`` for one that is over and was not there before.
    """
    if any(span[1] < today and span not in old.hours.away for span in new.hours.away):
        raise ActionRefused("day-past", "away_until")
    past = [(first, min(last, today - timedelta(days=1))) for first, last in old.hours.away if first < today]
    past = [
        span for span in past if today - span[1] <= ABSENCE_KEPT_FOR and span[0] not in {first for first, _last in new.hours.away}
    ]
    return replace(new, hours=replace(new.hours, away=(*past, *new.hours.away)))


def load_mentor_card(stored: Mapping[str, Any]) -> MentorCard:
    """Read a stored card. Raises what a wrong shape raises."""
    begin, end = stored.get("h") or (ROUND_THE_CLOCK.begin, ROUND_THE_CLOCK.end)
    spans = ((parse_calendar_day(first), parse_calendar_day(last)) for first, last in stored.get("a") or ())
    return MentorCard(
        bio=str(stored.get("b", "")),
        role=str(stored.get("o", "")),
        years=read_stored_number(stored.get("y", 0)),
        hours=WorkingHours(
            zone=known_time_zone(stored.get("z")),
            days=frozenset(read_stored_number(day) for day in stored.get("d") or ()),
            begin=read_stored_number(begin),
            end=read_stored_number(end),
            away=tuple((first, last) for first, last in spans if first and last),
        ),
    )


@dataclass(frozen=True, slots=True)
class KeptReplies:
    """What a mentor has kept to say again, by the key of the act that kept it."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def with_reply(self, key: str, text: str) -> "KeptReplies":
        """Return these with one more; the same text is kept once.

        Raises ActionRefused ``reply-too-long`` or ``replies-too-many``.
        """
        if key in self.texts or text in self.texts.values():
            return self
        if len(text) > REPLY_MAX:
            raise ActionRefused("reply-too-long", "text", most=REPLY_MAX)
        if len(self.texts) >= REPLIES_MAX:
            raise ActionRefused("replies-too-many", "text", most=REPLIES_MAX)
        return replace(self, texts={**self.texts, key: text})

    def without_reply(self, key: str) -> "KeptReplies":
        """Return these without one; one that is gone is gone."""
        return replace(self, texts={name: text for name, text in self.texts.items() if name != key})


def reply_with_placeholders(text: str, words: Mapping[str, str]) -> str:
    """Return a reply as it is kept: with places where it names this learner, unit or milestone. The longest name goes first."""
    for place, word in sorted(words.items(), key=lambda pair: -len(pair[1])):
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", f"{{{place}}}", text)
    return text


def reply_filled_in(text: str, words: Mapping[str, str]) -> str:
    """Return a kept reply for this learner, unit and milestone. A place that nothing fills stays to be seen."""
    for place in PLACEHOLDERS:
        text = text.replace(f"{{{place}}}", words.get(place) or f"{{{place}}}")
    return text
