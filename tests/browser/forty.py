"""A plan of the greatest size that a course should have, as its author wrote it."""

from typing import Any

from .course import Course

FIRST = "Step of the beginning, number "
SIZES = (6, 7, 7, 7, 7, 6)
NAMES = ("The beginning", "Rows and facts", "Keys that last", "Lines and ends", "Questions with an answer", "Somebody else's hands")


def _steps(goal: int, size: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"g{goal}s{number}",
            "title": f"{FIRST}{number + 1}" if goal == 0 else f"{NAMES[goal]}, number {number + 1}",
            "detail": "What is asked for, in a sentence that is about as long as authors write them.",
            "due": {"days": 7 * (sum(SIZES[:goal]) + number + 1)},
            "criteria": ["It is there.", "Somebody else understands it."],
        }
        for number in range(size)
    ]


MANY = [
    {"id": f"g{goal}", "title": name, "milestones": _steps(goal, size)}
    for goal, (name, size) in enumerate(zip(NAMES, SIZES, strict=True))
]


def author_many(course: Course) -> None:
    """Give the course this plan. Whoever has not begun theirs has it from then on."""
    course.author(plan=MANY, units={})
