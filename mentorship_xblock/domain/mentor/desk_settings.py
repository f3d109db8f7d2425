"""How a mentor likes their own list, and where they were in it when they left (docs/decisions/0025-round.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..record.values import NOBODY, Json, PersonId


class DeskSort(StrEnum):
    """By what the learners of one part of the list are ordered."""

    WAIT = "wait"
    DATE = "date"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """What is remembered of one mentor's list."""

    sort: DeskSort = DeskSort.WAIT
    keys: bool = True
    """Whether single letters do something."""
    left_at: PersonId = NOBODY
    """Whom they had open last."""

    def with_changes(self, sort: DeskSort | None, keys: bool | None, left_at: PersonId | None) -> "DeskSettings":
        """Return these with what is said; None leaves a thing as it is."""
        return DeskSettings(sort or self.sort, self.keys if keys is None else keys, left_at or self.left_at)

    def as_stored_json(self) -> dict[str, Json]:
        """Return the stored form: only what is not as it is for everybody."""
        short: dict[str, Json] = {
            "s": self.sort.value if self.sort is not DeskSort.WAIT else None,
            "k": None if self.keys else False,
            "at": self.left_at or None,
        }
        return {key: value for key, value in short.items() if value is not None}


def load_desk_settings(stored: object) -> DeskSettings:
    """Read what is remembered. It only orders a list, so what cannot be read counts as not there, and closes nothing."""
    read = stored if isinstance(stored, Mapping) else {}
    at, sort = read.get("at"), read.get("s")
    return DeskSettings(
        sort=next((one for one in DeskSort if one.value == sort), DeskSort.WAIT),
        keys=read.get("k") is not False,
        left_at=PersonId(at) if isinstance(at, str) else NOBODY,
    )
