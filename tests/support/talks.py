"""The people and the shortest ways to talk that the tests of the thread share."""

from datetime import timedelta

from mentorship_xblock.domain.mentorship import abuse_reports, append_entry, message_edits, sending, transitions, undo
from mentorship_xblock.domain.mentorship.sending import MessageContext
from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.record.log import Kind, Role

from .plans import NOON, paired

PEOPLE = {"L": ("1", Role.LEARNER), "M": ("2", Role.MENTOR), "B": ("3", Role.BACKUP), "S": ("9", Role.STAFF)}
KINDS = {"says": Kind.MESSAGE, "asks": Kind.QUESTION, "answers": Kind.ANSWER, "remarks": Kind.FEEDBACK}
TURNS = {"settles": Kind.RESOLVED, "asks again": Kind.ASKED_AGAIN, "takes back": Kind.RETRACTED}
STEPS = {
    "notes": lambda r, a, of, text: message_edits.write_private_note(r, a, text),
    "edits": message_edits.edit_message,
    "erases": lambda r, a, of, text: message_edits.erase_message(r, a, of),
    "hides": message_edits.hide_message,
    "shows": lambda r, a, of, text: message_edits.unhide_message(r, a, of),
    "undoes": lambda r, a, of, text: undo.undo_sent_entry(r, a, of),
    "reports": lambda r, a, of, text: abuse_reports.report_to_course_team(r, a, "1", of, text),
    "clears": abuse_reports.decide_on_report,
    "passes back": lambda r, a, of, text: sending.end_wait_without_words(r, a),
    "hands over": lambda r, a, of, text: sending.hand_over_wait(r, a, "3"),
    "takes over": lambda r, a, of, text: sending.send_message(r, a, Kind.MESSAGE, text, MessageContext(takes=True)),
    "leaves": lambda r, a, of, text: transitions.leave_mentorship(r, a),
    "requests": lambda r, a, of, text: transitions.request_mentor(r, a),
    "comes back": lambda r, a, of, text: transitions.return_to_mentor(r, a),
    "gets": lambda r, a, of, text: transitions.pair_with_mentor(r, a, "1", of),
    "pauses": lambda r, a, of, text: transitions.pause_mentorship(r, a, (a.now + timedelta(days=int(of))).date(), text),
    "resumes": lambda r, a, of, text: transitions.resume_mentorship(r, a),
}


def actor(who, key="key-other", minutes=0.0):
    """Return one of the four, about to act so many minutes after noon."""
    return append_entry.Actor(*PEOPLE[who], key, NOON + timedelta(minutes=minutes))


def step(record, who, does, of="", key="key-other", minutes=0.0, text="words"):
    """Return the record after one act."""
    by = actor(who, key, minutes)
    if does in KINDS:
        return sending.send_message(record, by, KINDS[does], text, MessageContext(question=of))
    if does in TURNS:
        return message_edits.change_question_state(record, by, TURNS[does], of)
    return STEPS[does](record, by, of, text)


def told(*story, record=None):
    """Return the record of a story: (minutes after noon, who, does what, to which, which). What is said is kept as its key."""
    record = record or paired()
    for number, (minutes, who, does, *more) in enumerate(story):
        of, key = (*more, "", "")[:2]
        record = step(record, who, does, of, key or f"key-{number:03d}", minutes)
    return record


def waits_since(record):
    """Return how many minutes after noon the wait began, or None."""
    since = thread_of_record(record).waiting
    return None if since is None else (since - NOON) / timedelta(minutes=1)
