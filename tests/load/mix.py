"""What learners, mentors and staff do all day, as a table of acts and how often each happens."""

from mentorship_xblock.domain.mentorship.status import relationship_of_record
from mentorship_xblock.domain.mentorship.thread import thread_of_record

HOT, HOT_SHARE = 4, 0.1
"""So many learners get this share of all acts, whoever else is there."""


def asks(book, learner):
    if book.act(learner, "ask", learner, text="Is this a good key?") == "not-now":
        joins(book, learner)


def writes(book, learner):
    book.act(learner, "send", learner, text="I tried it.")


def joins(book, learner):
    book.act(learner, "join", learner)


def leaves(book, learner):
    book.act(learner, "leave", learner)


def mentor_writes(book, learner):
    book.act(_mentor(book, book.site.document(learner).record), "send", learner, text="How did it go?")


def mentor_answers(book, learner):
    record = book.site.document(learner).record
    questions = list(thread_of_record(record).questions) or ["no-question-yet"]
    book.act(_mentor(book, record), "answer", learner, question=questions[-1], text="Not if somebody comes twice.")


def mentor_passes_back(book, learner):
    book.act(_mentor(book, book.site.document(learner).record), "pass_back", learner)


def somebody_reads(book, learner):
    reader = book.random.choice([learner, book.site.staff])
    mine = sum(item.learner == learner and item.handler in ("ask", "send") for item in book.told)
    book.act(reader, "seen", learner, upto=mine)


def staff_writes(book, learner):
    book.act(book.site.staff, "send", learner, text="The course team says hello.")


def staff_assigns(book, learner):
    book.act(book.site.staff, "assign", learner, mentor=book.random.choice(book.site.mentors))


def _mentor(book, record):
    """Return who mentors this learner as far as one can see, or once in ten somebody who has no business there."""
    seen = relationship_of_record(record).mentor
    return seen if seen and book.random.random() > 0.1 else book.random.choice(book.site.mentors)


MIX = {
    asks: 20,
    writes: 10,
    mentor_writes: 12,
    mentor_answers: 18,
    mentor_passes_back: 6,
    somebody_reads: 10,
    staff_writes: 10,
    staff_assigns: 5,
    leaves: 2,
    joins: 4,
}


def does(book, people, count):
    """Do so many acts of the mix with these learners."""
    acts = book.random.choices(list(MIX), list(MIX.values()), k=count)
    for act in acts:
        act(book, book.random.choice(people[:HOT] if book.random.random() < HOT_SHARE else people))
