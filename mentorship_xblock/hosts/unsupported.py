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

    def current_visitor(self) -> Visitor:
        """Nobody: who looks at a preview is not a learner of a course."""
        return Visitor(None)

    def came_by_trusted_route(self, request: Any) -> bool:
        """No request is."""
        return False

    def find_people(self, ids: Iterable[PersonId], usernames: Iterable[str] = ()) -> Mapping[PersonId, Person]:
        """Nobody is known."""
        return {}

    def find_people_and_state(
        self, ids: Iterable[PersonId], usernames: Iterable[str], whose: PersonId
    ) -> tuple[Mapping[PersonId, Person], StoredState]:
        """Nobody has documents."""
        return self.find_people(ids, usernames), StoredState()

    def people_enrolled(self, ids: Iterable[PersonId]) -> frozenset[PersonId]:
        """Nobody is enrolled."""
        return frozenset()

    def read_states(self, ids: Collection[PersonId]) -> Mapping[PersonId, StoredState]:
        """Everybody's documents are empty."""
        return {person: StoredState() for person in ids}

    def read_own_state(self, person: PersonId) -> StoredState:
        """The visitor's documents are empty."""
        return StoredState()

    def people_with_rows(self, ids: Collection[PersonId]) -> frozenset[PersonId]:
        """Nobody has a row."""
        return frozenset()

    def next_people_with_rows(self, last: PersonId | None, size: int) -> list[PersonId]:
        """There are no rows."""
        return []

    def next_enrolled_people(self, last: PersonId | None, size: int) -> list[PersonId]:
        """There are no members."""
        return []

    def change_under_lock(self, people: Collection[PersonId], apply: ApplyChange[T]) -> T:
        """Nothing can be changed. Raises ActionRefused ``closed-here``."""
        raise ActionRefused("closed-here")

    def people_shut_out(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        """Nobody is kept out of what is not there."""
        return frozenset()

    @property
    def home_address(self) -> str:
        """It is nowhere."""
        return ""

    @property
    def course_ends_on(self) -> date | None:
        """Nothing ends."""
        return None

    def find_units(self, names: Collection[str]) -> Mapping[str, CourseUnit]:
        """There are no units."""
        return {}

    def units_around_blocks(self, blocks: Collection[str]) -> Mapping[str, CourseUnit]:
        """There are no units."""
        return {}

    def unit_notes(self, blocks: Collection[str], units: Collection[str]) -> Mapping[str, str]:
        """There are no units."""
        return {}

    def units_completed_by(self, people: Collection[PersonId], names: Collection[str]) -> None:
        """Nobody can tell."""

    def completable_blocks(self) -> Collection[CompletableBlock]:
        """There is nothing to finish."""
        return ()

    def completable_block_here(self) -> tuple[CompletableBlock, ...]:
        """There is nothing to finish."""
        return ()

    def store_completion(self, usage: Any, person: PersonId, share: float) -> None:
        """Nobody keeps it."""

    def notify_recipient(self, notice: LearnerNotification, say: NotificationText | None) -> None:
        """There is nobody to tell."""

    def publish_event(self, event: str, facts: Mapping[str, Json]) -> None:
        """There is no log."""
