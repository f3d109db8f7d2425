"""What one writer does, and what it was answered: the other side of what is stored, by which the stored is audited."""

import random
import time
from collections import Counter
from dataclasses import dataclass

REFUSALS = {
    "not-now": "the mentorship stands elsewhere by now",
    "not-yours": "the learner has another mentor by now",
    "not-their-turn": "somebody else has answered",
    "no-question": "staff deleted the question",
    "mentor-full": "somebody else took the place",
    "not-a-mentor": "nobody mentors themselves",
}
"""What may be answered when others act at the same time. Anything else ends the load."""


@dataclass(frozen=True, slots=True)
class Told:
    """An act that was answered as done."""

    learner: str
    by: str
    handler: str
    key: str
    upto: int | None
    began: float
    ended: float


class Book:
    """Acts of one writer, each under a key of its own."""

    def __init__(self, site, number):
        self.site, self.number = site, number
        self.random = random.Random(number)
        self.told, self.resets, self.refused = [], [], Counter()

    def __getstate__(self):
        """What a process brings back: what it did, without the course it did it in."""
        return {**self.__dict__, "site": None}

    def act(self, who, handler, learner, **body):
        """Do one act as this person and write down the answer. Return the code of the refusal, or nothing."""
        key = f"key-{self.number:02d}-{len(self.told) + self.refused.total():06d}"
        began = time.monotonic()
        status, answer = self.site.act(who, handler, {"key": key, "learner": learner, **body})
        ended = time.monotonic()
        if status == 200:
            self.told.append(Told(learner, who, handler, key, body.get("upto"), began, ended))
            return None
        assert answer["error"] in REFUSALS, (who, handler, learner, status, answer)
        self.refused[answer["error"]] += 1
        return answer["error"]

    def reset(self, person):
        """Have staff delete a person's row, and keep what was in it."""
        document = self.site.reset(person)
        if document is not None:
            self.resets.append((person, document))


def totals(books):
    """Return what these books amount to."""
    return {
        "acts": sum(len(book.told) for book in books),
        "refused": sum((book.refused for book in books), Counter()).total(),
        "rows deleted": sum(len(book.resets) for book in books),
    }
