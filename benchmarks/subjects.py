"""What is measured: each block as its distribution brings it, after a learner has used it through its own handlers."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import quoteattr

LEARNER = "ann"
MENTOR = "mei"
MESSAGES = 50
LONG_MESSAGES = 500

ROSTER = [{"username": MENTOR, "capacity": 5}]
PLAN = [
    {
        "id": "model",
        "title": "Model what you know",
        "milestones": [
            {"id": "sheet", "title": "One sheet, taken apart", "detail": "Three tables from one.", "due": {"days": 7}},
            {"id": "keys", "title": "A key for every table", "due": {"days": 14}},
            {"id": "draw", "title": "The model, drawn", "detail": "With the number at each end of a line.", "due": {"days": 21}},
        ],
    },
    {
        "id": "ask",
        "title": "Ask it something",
        "milestones": [
            {"id": "load", "title": "Your own rows, loaded", "due": {"days": 35}},
            {"id": "join", "title": "One question across three tables", "due": {"days": 49}},
            {"id": "report", "title": "A report somebody uses", "due": {"days": 63}},
            {"id": "hand", "title": "Handed over", "detail": "A page that lets a colleague go on.", "due": {"days": 77}},
        ],
    },
]
MILESTONES = sum(len(goal["milestones"]) for goal in PLAN)
WORK: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    (LEARNER, "begin", {"milestone": "sheet"}),
    (LEARNER, "submit", {"milestone": "sheet", "text": "Patient, doctor, appointment.", "links": "https://example.com/1"}),
    (MENTOR, "approve", {"milestone": "sheet", "version": 1, "text": "A good cut. Nothing is said twice."}),
    (LEARNER, "begin", {"milestone": "keys"}),
    (LEARNER, "submit", {"milestone": "keys", "text": "The health number for patients, names for doctors."}),
    (MENTOR, "ask_changes", {"milestone": "keys", "version": 1, "text": "Two doctors may share a name. What then?"}),
    (LEARNER, "submit", {"milestone": "keys", "text": "A number that means nothing, for both."}),
    (MENTOR, "approve", {"milestone": "keys", "version": 2, "text": ""}),
    (LEARNER, "begin", {"milestone": "draw"}),
    (LEARNER, "submit", {"milestone": "draw", "text": "On paper, photographed.", "links": "https://example.com/2"}),
    (LEARNER, "begin", {"milestone": "load"}),
)
"""Who does what on which milestone: two approved, one of them at the second attempt, one in review, one begun."""
EXCHANGES = (
    (
        "Our patients have a national health number. Could that be the primary key? It is unique already, and then I "
        "would not have to invent another one.",
        "It looks unique until the first newborn without one, and the first typing mistake that has to be corrected in "
        "every appointment.\n\nGive each patient a number of your own that means nothing.",
    ),
    (
        "Sometimes two doctors are in the same appointment. Do I add a column doctor_2?",
        "Ask what happens when there are three. A table in between, with one row for each doctor in an appointment, has "
        "no such limit, and you can still ask who was there.",
    ),
    (
        "Is it wrong to store somebody's age? We always need it on the ward, and counting it anew each time feels slow.",
        "It is true for a year at most. Store the date of birth, which never changes, and let the query work the age out.",
    ),
    (
        "A bus line has stops in an order, and the same stop belongs to many lines. Where does the order go?",
        "Into the table between line and stop: line_id, stop_id and position. The order is a fact about the pair.",
    ),
    (
        "In my spreadsheet I use colours: red rows are cancelled orders. What becomes of the colours in a database?",
        "A colour is a fact nobody wrote down. Ask what it says and give that a column: here probably status.",
    ),
)
TALK = (
    (
        "I moved the doctors out into a table of their own, as you said. What surprised me: three of them were spelt in two "
        "ways, and one had left years ago and still stood in last week's list. I had not expected that at all.",
        "That is the usual reward. A sheet hides such things and a table does not let you: each doctor has one row now, and a "
        "wrong name is put right in one place. Keep the one who left, with the day, or old visits lose their doctor.",
    ),
    (
        "Loading the rows took the whole evening, because the dates came in four different shapes. It works now. I wrote down "
        "which rows I had to guess, eleven of them, so that somebody who was there can look at them.",
        "Writing them down is what makes it good work. Ask whoever kept the sheet in those weeks, and put the list beside the "
        "script that loads the rows, so that the next person does not have to guess the same eleven again.",
    ),
    (
        "Today somebody on the ward asked me how many visits there were in March, and I had the answer before they had found "
        "their own sheet. It is a small thing, but I wanted to tell you, since it was your question about joins.",
        "It is not small. Somebody asked something, and the model answered without being changed for it. Have a look next at "
        "what they ask twice: a view with a name of its own saves them the asking, and you the answering.",
    ),
)
"""What else is said, about two hundred characters at a time."""
ASKED_EVERY = 5
"""In a long conversation every fifth exchange is a question and its answer."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act of one person, through a handler."""

    person: str
    handler: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A block, where it comes from, and what has been done with it before it is drawn."""

    distribution: str
    state: str
    xml: str
    steps: tuple[Step, ...] = ()
    span: timedelta = timedelta(hours=1)
    """Over how long that was done, until now."""


def _mentorship(conversation: Iterator[Step]) -> Iterator[Step]:
    """A learner's work on the plan, and a conversation with their mentor."""
    yield Step(LEARNER, "join", {"key": "bench-join"})
    for number, (person, handler, body) in enumerate(WORK):
        whose = {} if person == LEARNER else {"learner": LEARNER}
        yield Step(person, handler, {"key": f"bench-work-{number}", **whose, **body})
    yield from conversation


def _questions(numbers: Iterable[int]) -> Iterator[Step]:
    """Questions, and an answer to every one."""
    for number in numbers:
        question, answer = EXCHANGES[number % len(EXCHANGES)]
        key = f"bench-question-{number}"
        yield Step(LEARNER, "ask", {"key": key, "text": question})
        yield Step(MENTOR, "answer", {"key": f"bench-answer-{number}", "learner": LEARNER, "question": key, "text": answer})


def _talk(messages: int) -> Iterator[Step]:
    """So many messages, learner and mentor in turn, some of them questions and answers."""
    for number in range(messages // 2):
        if number % ASKED_EVERY == 0:
            yield from _questions([number])
            continue
        told, replied = TALK[number % len(TALK)]
        yield Step(LEARNER, "send", {"key": f"bench-told-{number}", "text": told})
        yield Step(MENTOR, "send", {"key": f"bench-replied-{number}", "learner": LEARNER, "text": replied})


def _ours(plan: list[dict[str, Any]], messages: int, conversation: Iterator[Step], days: int = 7) -> Subject:
    """Our panel with this plan and this conversation, of the last so many days."""
    milestones = sum(len(goal["milestones"]) for goal in plan)
    return Subject(
        "mentorship-xblock",
        f"{milestones} milestones, {messages} messages",
        f"<mentorship roster={quoteattr(json.dumps(ROSTER))} plan={quoteattr(json.dumps(plan))}/>",
        tuple(_mentorship(conversation)),
        timedelta(days=days),
    )


MORE = [
    {
        "id": f"more{goal}",
        "title": f"Further work, part {goal}",
        "milestones": [
            {
                "id": f"more{goal}-{n}",
                "title": f"Exercise {n} of part {goal}",
                "detail": "As before.",
                "due": {"days": 80 + 9 * goal + n},
            }
            for n in range(9 if goal == 1 else 8)
        ],
    }
    for goal in range(1, 5)
]
OURS = _ours(PLAN, MESSAGES, _questions(range(MESSAGES // 2)))
MANY = _ours(PLAN + MORE, MESSAGES, _questions(range(MESSAGES // 2)))
"""The same learner with forty milestones in six goals."""
LONG = _ours(PLAN, LONG_MESSAGES, _talk(LONG_MESSAGES), days=360)
"""The same learner after a long time: five hundred messages in nearly a year."""
MINE = (OURS, MANY, LONG)
"""Ours, each of which is compared with the others' blocks."""
PEERS = (
    Subject("xblock-poll", "before voting", "<poll/>"),
    Subject("xblock-poll", "voted", "<poll/>", (Step(LEARNER, "vote", {"choice": "R"}),)),
    Subject(
        "xblock-drag-and-drop-v2",
        "one item placed",
        "<drag-and-drop-v2/>",
        (Step(LEARNER, "drop_item", {"val": 0, "zone": "top", "x_percent": "33%", "y_percent": "11%"}),),
    ),
    Subject("done-xblock", "done", "<done/>", (Step(LEARNER, "toggle_button", {"done": True}),)),
    Subject("xblock-sdk", "its hello world", "<helloworld_demo/>"),
)
"""The last is the least a block can do: what the workbench itself costs."""
