"""Anywhere else: Studio's preview, a library, an unknown runtime. Nothing can be read or done there."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from ..domain.record.errors import ActionRefused
from ..domain.record.values import Json, PersonId
from ..domain.stored_state import StoredState
from .port import ApplyChange, CompletableBlock, CourseUnit, LearnerNotification, NotificationText, Person, T, Visitor


class UnsupportedHost:
    """A host without mentorships."""

    open = False

    def visitor(self) -> Visitor:
        """Nobody: who looks at a preview is not a learner of a course."""
        return Visitor(None)

    def trusted(self, request: Any) -> bool:
        """No request is."""
        return False

    def people(self, ids: Iterable[PersonId], usernames: Iterable[str] = ()) -> Mapping[PersonId, Person]:
        """Nobody is known."""
        return {}

    def people_and(
        self, ids: Iterable[PersonId], usernames: Iterable[str], whose: PersonId
    ) -> tuple[Mapping[PersonId, Person], StoredState]:
        """Nobody has documents."""
        return self.people(ids, usernames), StoredState()

    def enrolled(self, ids: Iterable[PersonId]) -> frozenset[PersonId]:
        """Nobody is enrolled."""
        return frozenset()

    def read(self, ids: Collection[PersonId]) -> Mapping[PersonId, StoredState]:
        """Everybody's documents are empty."""
        return {person: StoredState() for person in ids}

    def own(self, person: PersonId) -> StoredState:
        """The visitor's documents are empty."""
        return StoredState()

    def existing(self, ids: Collection[PersonId]) -> frozenset[PersonId]:
        """Nobody has a row."""
        return frozenset()

    def rows_after(self, last: PersonId | None, size: int) -> list[PersonId]:
        """There are no rows."""
        return []

    def members_after(self, last: PersonId | None, size: int) -> list[PersonId]:
        """There are no members."""
        return []

    def change(self, people: Collection[PersonId], apply: ApplyChange[T]) -> T:
        """Nothing can be changed. Raises Refused ``closed-here``."""
        raise ActionRefused("closed-here")

    def shut_out(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        """Nobody is kept out of what is not there."""
        return frozenset()

    @property
    def address(self) -> str:
        """It is nowhere."""
        return ""

    @property
    def ends(self) -> date | None:
        """Nothing ends."""
        return None

    def units(self, names: Collection[str]) -> Mapping[str, CourseUnit]:
        """There are no units."""
        return {}

    def around(self, blocks: Collection[str]) -> Mapping[str, CourseUnit]:
        """There are no units."""
        return {}

    def completed(self, people: Collection[PersonId], names: Collection[str]) -> None:
        """Nobody can tell."""

    def finishing(self) -> Collection[CompletableBlock]:
        """There is nothing to finish."""
        return ()

    def finishing_here(self) -> tuple[CompletableBlock, ...]:
        """There is nothing to finish."""
        return ()

    def complete(self, usage: Any, person: PersonId, share: float) -> None:
        """Nobody keeps it."""

    def notify(self, notice: LearnerNotification, say: NotificationText | None) -> None:
        """There is nobody to tell."""

    def publish(self, event: str, facts: Mapping[str, Json]) -> None:
        """There is no log."""
