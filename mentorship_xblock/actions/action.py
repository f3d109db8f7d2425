"""What an action is: one row says which fields it takes, what it does, what a repeat is, what is said and drawn after it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ..domain.record.log import Kind
from .context import MentoringContext
from .field_checks import FieldCheck
from .repeated_requests import NOTHING_MADE, KindsMade

Fields = Mapping[str, Any]
"""The checked fields of a request."""
Argument = str | Kind
"""What a step is given: the field of this name, or a kind, which stands for itself."""
NOTHING_ELSE: Mapping[str, str] = {}


def _(message: str) -> str:
    """Mark a sentence for translation where it is written, to be said where the reader is known."""
    return message


class Drawn(StrEnum):
    """What the person who acted sees anew."""

    MENTORSHIP = "mentorship"
    """The learner their panel; whoever mentors the opened learner, and their list."""
    OVERVIEW = "overview"
    DESK = "desk"
    LIST = "list"
    """The opened learner and the list, of the mentor alone."""
    OPENED = "opened"
    """The opened learner alone."""
    NOTHING = "nothing"
    """The page did it by itself: ``answer`` is all it is told."""
    WORDS = "words"
    """The words that were sent, as they will look."""
    REPAIRED = "repaired"
    """Those whose mentorships need a person."""


@dataclass(frozen=True)
class Action:
    """One action. Who may do it is in ``PERMISSIONS``, and nowhere else."""

    name: str
    fields: Mapping[str, FieldCheck]
    """What a request brings, each with the function that checks it; what else it brings is not looked at."""
    run: Callable[[MentoringContext, "Action", Fields], Any]
    """Does it, through the pipeline. What it returns is drawn as ``drawn`` says."""
    makes: KindsMade = field(default_factory=lambda: NOTHING_MADE)
    """What it leaves under its key, which is how a repeat of it is found."""
    said: str = ""
    """The sentence that is announced after it, in English."""
    said_after: Mapping[str, str] = field(default_factory=lambda: NOTHING_ELSE)
    """What is said instead where it has written this kind of entry last, or, under the empty text, where it put something back."""
    read_by_learner: bool = False
    """Whether the mentoring side does it for the learner to read."""
    drawn: Drawn = Drawn.MENTORSHIP
    closes_goal_form: bool = False
    """Whether it sends a goal's form, which is put away then."""
    answer: Mapping[str, Any] = field(default_factory=lambda: NOTHING_ELSE)
    """What the page is told where nothing is drawn."""

    def do(self, context: MentoringContext, fields: Fields) -> Any:
        """Do it, and return what ``run`` returns. Raises the ActionRefused codes of the permission and of its step."""
        return self.run(context, self, fields)


def arguments_of_step(wanted: tuple[Argument, ...], fields: Fields) -> list[Any]:
    """Return what a step is given of a request."""
    return [one if isinstance(one, Kind) else fields[one] for one in wanted]
