"""What the people wrote to each other."""

from dataclasses import dataclass

JOINED = ("leila", "sam", "mateus", "jonas", "tomas", "yuki", "priya", "noor", "olu", "ines", "hana")
PAIRS = {
    "leila": "amara",
    "jonas": "amara",
    "priya": "amara",
    "ines": "amara",
    "sam": "ben",
    "tomas": "ben",
    "noor": "ben",
    "mateus": "mei",
    "yuki": "mei",
}
EVERYBODY = (*JOINED, "amara", "ben", "mei")


@dataclass(frozen=True, slots=True)
class Line:
    """Something somebody wrote. ``name`` is for a question that ``question`` of an answer refers to."""

    by: str
    learner: str
    handler: str
    text: str
    name: str = ""
    question: str = ""
    unit: str = "3.2"


LINES: tuple[Line, ...] = (
    Line(
        "leila",
        "leila",
        "send",
        "Hello Amara, I am Leila. I keep the appointment book of a small clinic, at the moment in one "
        "huge spreadsheet. I hope to have it in proper tables by the end of the course.",
    ),
    Line(
        "amara",
        "leila",
        "send",
        "Welcome, Leila! I started with a vaccination register that was one huge spreadsheet too. Keep "
        "yours at hand: we will take it apart piece by piece, and it is better than any example in the "
        "book.",
    ),
    Line(
        "leila",
        "leila",
        "ask",
        "Our patients have a national health number. Could that be the primary key? It is unique already, "
        "and then I would not have to invent another number.",
        name="health-number",
    ),
    Line(
        "amara",
        "leila",
        "answer",
        "It looks unique until the first newborn without one, the first tourist, and the first typing "
        "mistake that has to be corrected in every appointment.\n\nGive each patient a number of your own "
        "that means nothing. Keep the health number as a normal column, with a rule that it may not occur "
        "twice. Then correcting it touches one row.",
        question="health-number",
    ),
    Line("leila", "leila", "send", "The newborns convinced me. We had two this week."),
    Line(
        "leila",
        "leila",
        "ask",
        "I have drawn patient, doctor and appointment. Sometimes two doctors are in the same appointment. "
        "Do I add a column doctor_2, or is that the case where I need a table in between?",
        name="two-doctors",
        unit="3.4",
    ),
    Line(
        "jonas",
        "jonas",
        "ask",
        "In my spreadsheet I use colours: red rows are cancelled orders. What becomes of the colours in a "
        "database?",
        name="colours",
    ),
    Line(
        "amara",
        "jonas",
        "answer",
        "A colour is a fact nobody wrote down. Ask what it says, and give that a column: here probably "
        "status, with the values open, paid and cancelled. Anything that shows the table can paint it red "
        "again.",
        question="colours",
    ),
    Line(
        "jonas",
        "jonas",
        "send",
        "I found five colours and nobody remembers what the yellow one means. Point taken.",
    ),
    Line(
        "priya",
        "priya",
        "send",
        "Hi Amara, I have read 3.2 and tried the exercise with the test runs of our team: run, test, "
        "result. It fits surprisingly well.",
    ),
    Line(
        "amara",
        "priya",
        "send",
        "That is a fine model to practise on. For 3.4 try one question that crosses all three tables, for "
        "example which tests failed in the last three runs in a row.",
    ),
    Line(
        "ines",
        "ines",
        "ask",
        "Each of our reports is about several districts, and districts were merged in 2019. Do I change "
        "the old rows or keep the districts that no longer exist?",
        name="districts",
        unit="3.4",
    ),
    Line(
        "sam",
        "sam",
        "ask",
        "A customer can bring several bicycles, and sometimes one is sold to another customer. Whose key "
        "goes where?",
        name="bicycles",
    ),
    Line(
        "ben",
        "sam",
        "answer",
        "If you only care who owns it now: customer_id in the bicycle table. If you want to know who "
        "owned it when you repaired it, put customer_id on the repair as well, because that one must not "
        "change when the bicycle is sold.",
        question="bicycles",
    ),
    Line(
        "tomas",
        "tomas",
        "send",
        "Good evening Ben. In our library a book and a copy of a book are two things. I nearly made one "
        "table of them.",
    ),
    Line(
        "ben",
        "tomas",
        "send",
        "Good catch, many people find that out after the first loan. What is the key of a copy?",
    ),
    Line(
        "noor",
        "noor",
        "ask",
        "Is it wrong to store a patient's age? We always need it on the ward.",
        name="age",
    ),
    Line(
        "mateus",
        "mateus",
        "ask",
        "A bus line has stops in an order, and the same stop belongs to many lines. Where does the order "
        "go?",
        name="stops",
    ),
    Line(
        "mei",
        "mateus",
        "answer",
        "Into the table between line and stop: line_id, stop_id and position. The order is a fact about "
        "the pair, neither about the line alone nor about the stop.",
        question="stops",
    ),
    Line(
        "yuki",
        "yuki",
        "send",
        "Hello Mei! I translate for two publishers. My tables so far: text, language, translation. I like "
        "that a translation is only a link with a date on it.",
    ),
)
