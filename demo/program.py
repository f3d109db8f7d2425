"""What the author of the course wrote: who mentors, and the plan everybody starts from."""

from typing import Any

REPLY_HOURS, REVIEW_HOURS = 12, 24
"""Hours of the mentors' own time: two days of theirs for a question, three for what is handed in."""

ROSTER: list[dict[str, Any]] = [
    {
        "username": "amara",
        "capacity": 4,
        "backup": "ben",
        "about": "Data engineer in public health, fond of untidy tables",
    },
    {
        "username": "ben",
        "capacity": 3,
        "backup": "amara",
        "about": "Backend developer in logistics; once deleted the wrong table",
    },
    {
        "username": "mei",
        "capacity": 2,
        "backup": "amara",
        "about": "Analyst at a museum; draws before she types",
    },
]
"""The mentors, and how many learners each had said yes to until this week."""

ROSTER_NOW = [{**place, "capacity": 4} if place["username"] == "mei" else place for place in ROSTER]
"""The same after the author's latest edit: Mei takes two more."""

PLAN: list[dict[str, Any]] = [
    {
        "id": "understand",
        "title": "Understand the clinic",
        "milestones": [
            {
                "id": "paper",
                "title": "Describe how the clinic works on paper",
                "detail": "One page, from the first telephone call to the bill. The clinic of unit 1.2, or a place you know "
                "that works like one. Write what people do, not what a computer would do.",
                "due": {"days": 14},
                "hours": 3,
                "criteria": ["It follows one person from beginning to end.", "It names who writes down what, and who looks it up."],
            },
            {
                "id": "facts",
                "title": "List the facts worth storing",
                "detail": "Every fact with the person who needs it and the question they answer with it. "
                "A fact that nobody asks for stays on paper.",
                "due": {"days": 28},
                "hours": 4,
                "criteria": [
                    "Each fact names who asks for it.",
                    "No fact is listed twice with different names.",
                    "What nobody asks for is left out.",
                ],
            },
        ],
    },
    {
        "id": "model",
        "title": "Model it",
        "milestones": [
            {
                "id": "keys",
                "title": "Name entities and keys",
                "detail": "What are the things, and what names one of them for ever? Say for each key why it will never change.",
                "due": {"days": 49},
                "hours": 4,
                "criteria": ["Each kind of thing has one key.", "For each key it says why it never changes."],
            },
            {
                "id": "draft",
                "title": "Draft the data model",
                "detail": "Boxes and lines on one sheet, with one or many at both ends of each line. "
                "Someone else should be able to answer your five questions with a finger on it.",
                "due": {"days": 77},
                "hours": 8,
                "criteria": [
                    "Both ends of each line say one or many.",
                    "Where both say many, there is a table in between.",
                    "Your five questions can be answered with a finger.",
                    "No fact has two places.",
                ],
            },
        ],
    },
    {
        "id": "work",
        "title": "Make it work",
        "milestones": [
            {
                "id": "load",
                "title": "Load 200 visits",
                "detail": "The file of unit 4.2 has 200 visits and eleven mistakes. Say which rows you turned away, and why.",
                "due": {"days": 35, "after": "draft"},
                "hours": 6,
                "criteria": ["Every row is in, or turned away with a reason.", "Someone else could load the file again."],
                "finish": "review",
            },
            {
                "id": "questions",
                "title": "Answer three questions in SQL",
                "detail": "Three of the five questions you wrote down, with the query, the answer, and how you know it is right.",
                "due": {"days": 35, "after": "load"},
                "hours": 6,
                "criteria": ["The query answers the question as it was asked.", "It says how you know that the answer is right."],
                "finish": "approved",
            },
            {
                "id": "handover",
                "title": "Hand it to the clinic",
                "detail": "Let someone who has never seen it use it for an hour. Write down where they stopped, "
                "and what you changed.",
                "due": {"days": 28, "after": "questions"},
                "hours": 5,
                "criteria": [
                    "Someone else used it without you.",
                    "It says where they stopped.",
                    "You changed the thing, not the person.",
                ],
                "optional": True,
            },
        ],
    },
]
"""The plan everybody starts from. Completing unit 4.2 makes a step ready for review, and 4.3, which checks itself, is enough."""

UNITS = {"paper": "1.2", "draft": "3.4", "load": "4.2", "questions": "4.3"}
"""The unit that each step is about, by the step's id."""

GUIDANCE: dict[str, dict[str, str]] = {
    "paper": {
        "note": "Most describe the system they would build. Ask whose hand holds the pencil in each sentence.",
        "exemplar": "One page, in the order of the day:\n\n"
        "- *Samia* writes the call into her notebook: name, year of birth, what hurts.\n"
        "- *Dr Nassar* looks the name up in the big book, and asks again when there are two of them.\n\n"
        "Every sentence has a person in it, and at least one of them looks for something that is not there.",
    },
    "facts": {
        "note": "Lists of more than forty facts are usually copied from a form. For each one ask: **who would miss it?**",
    },
    "keys": {
        "note": "Names and telephone numbers come first, and both change. Let them find the case that breaks their key; "
        "do not give it.",
        "exemplar": "`patient_id` names a patient for ever: it means nothing, so nothing can make it wrong.",
    },
    "draft": {
        "note": "The usual gap is a *many* at both ends without a table in between. Ask them to answer one question with a finger "
        "while you watch where it stops.",
        "exemplar": "Five to eight tables on one sheet. For example:\n\n"
        "1. `patient` one to many `visit`\n"
        "2. `visit` many to many `diagnosis`, through `visit_diagnosis`\n\n"
        "Under the drawing, the five questions, each with the tables it walks through.",
    },
    "load": {"note": "Eleven rows are wrong and one of them only looks wrong: row 118 is a leap day."},
}
"""What mentors read beside the steps. Learners never see it."""

UNIT_NOTES = {
    "3.2": "Most people reach for the date. Ask what happens when somebody comes **twice** on one day.",
    "3.4": "Whoever draws on a screen draws too neatly and too soon. Ask for a photograph of paper.",
    "4.1": "`LEFT JOIN` is new here. The question behind most errors is which side is kept.",
}
"""What mentors read beside a question from a unit, by the unit's number."""
