"""Every refusal: what came before, who asks, what is sent, and the status and the code of the refusal."""

from .action_table import after, done
from .conversation_action_table import ANSWERED, ASKED, HIDDEN, REMARK, REPORTED, SETTLED, VERSION
from .plan_action_table import HANDED_IN, JOINED

QUESTION = ASKED[-1]

REFUSALS = {
    "leave": ([], "leila", {}, 409, "not-now"),
    "ask": ([], "leila", {"text": "Anybody?"}, 409, "not-now"),
    "ask, having finished": ([*JOINED, ("leila", "leave", {}), "a week"], "leila", {"text": "Anybody?"}, 409, "not-now"),
    "send, having left a request": (
        [("leila", "join by hand", {}), ("leila", "leave", {})],
        "leila",
        {"text": "Hello?"},
        409,
        "not-now",
    ),
    "send, a stranger": (JOINED, "jonas", {"text": "Hello"}, 403, "not-yours"),
    "send, out of the course": (JOINED, "visitor", {"text": "Hello"}, 403, "not-yours"),
    "answer": (JOINED, "amara", {"question": "never-asked", "text": "Yes."}, 409, "no-question"),
    "answer, another mentor's learner": (
        [("dana", "assign", {"mentor": "ben"}), QUESTION],
        "amara",
        {"question": "question-1", "text": "Yes."},
        403,
        "not-yours",
    ),
    "pass_back": (JOINED, "amara", {}, 409, "not-their-turn"),
    "pass_back, backup": (ASKED, "ben", {}, 403, "not-yours"),
    "assign": (JOINED, "amara", {"mentor": "ben"}, 403, "not-yours"),
    "assign, off the roster": ([], "dana", {"mentor": "mei"}, 409, "not-a-mentor"),
    "assign, whom a report is about": (
        [*REPORTED, ("dana", "assign", {"mentor": "ben"})],
        "dana",
        {"mentor": "amara"},
        409,
        "report-stands",
    ),
    "undo, where nothing is held back": (ASKED, "leila", {"of": "question-1"}, 409, "too-late"),
    "undo, what somebody else said": (ASKED, "amara", {"of": "question-1"}, 403, "not-your-words"),
    "edit": (ASKED, "amara", {"of": "question-1", "text": "No?"}, 403, "not-your-words"),
    "edit, what was never said": (ASKED, "leila", {"of": "never-said", "text": "No?"}, 409, "no-message"),
    "edit, what is hidden": (HIDDEN, "leila", {"of": "question-1", "text": "No?"}, 409, "words-gone"),
    "edit, having finished": (
        [*ASKED, ("leila", "leave", {}), "a week"],
        "leila",
        {"of": "question-1", "text": "No?"},
        409,
        "not-now",
    ),
    "erase": (ASKED, "amara", {"of": "question-1"}, 403, "not-your-words"),
    "erase, twice": ([*ASKED, ("leila", "erase", {"of": "question-1"})], "leila", {"of": "question-1"}, 409, "words-gone"),
    "erase, an act of the plan": (
        [*HANDED_IN[:1], ("leila", "begin", {"key": "begin-001", "milestone": "m1"})],
        "leila",
        {"of": "begin-001"},
        409,
        "no-message",
    ),
    "hide": (ASKED, "amara", {"of": "question-1", "text": "Unkind."}, 403, "not-yours"),
    "hide, twice": (HIDDEN, "dana", {"of": "question-1", "text": "Unkind."}, 409, "words-gone"),
    "hide, what was taken away": (
        [*ASKED, ("leila", "erase", {"of": "question-1"})],
        "dana",
        {"of": "question-1", "text": "No."},
        409,
        "words-gone",
    ),
    "unhide": (ASKED, "dana", {"of": "question-1"}, 409, "words-gone"),
    "resolve": (ASKED, "leila", {"of": "question-1"}, 409, "question-not-now"),
    "resolve, backup": (ANSWERED, "ben", {"of": "question-1"}, 403, "not-yours"),
    "ask_again": (ANSWERED, "leila", {"of": "question-1"}, 409, "question-not-now"),
    "retract": (ANSWERED, "leila", {"of": "question-1"}, 409, "question-not-now"),
    "retract, what is settled": (SETTLED, "leila", {"of": "question-1"}, 409, "question-not-now"),
    "hand_over": (JOINED, "amara", {}, 409, "not-their-turn"),
    "hand_over, by the backup in time": (ASKED, "ben", {}, 409, "not-late"),
    "hand_over, twice": ([*ASKED, ("dana", "hand_over", {})], "amara", {}, 409, "handed-already"),
    "hand_over, without a backup": ([("dana", "assign", {"mentor": "ben"}), QUESTION], "ben", {}, 409, "no-backup"),
    "answer, when another has": (ANSWERED, "ben", {"question": "question-1", "text": "Yes.", "upto": 1}, 409, "answered-meanwhile"),
    "send, when another has taken it over": (
        [*ASKED, ("dana", "hand_over", {})],
        "amara",
        {"text": "Yes.", "upto": 1},
        409,
        "answered-meanwhile",
    ),
    "remark": (HANDED_IN, "amara", {**VERSION, "version": 2, "text": "Clear."}, 409, "no-milestone"),
    "make_step": (ASKED, "leila", {"of": "question-1"}, 409, "not-a-remark"),
    "make_step, of a note": (
        [*JOINED, ("amara", "note", {"key": "note-0001", "text": "Shy."})],
        "leila",
        {"of": "note-0001"},
        409,
        "no-message",
    ),
    "make_step, twice": (
        [*JOINED, REMARK, ("leila", "make_step", {"of": "remark-01"})],
        "leila",
        {"of": "remark-01"},
        409,
        "remark-taken",
    ),
    "report": (ASKED, "leila", {"of": "question-1"}, 409, "your-words"),
    "report, twice": (REPORTED, "amara", {}, 409, "reported-already"),
    "report, by the course team": (ASKED, "dana", {"of": "question-1"}, 403, "not-yours"),
    "clear_report": (ASKED, "dana", {"of": "report-01"}, 409, "no-report"),
    "ask, while a report stands": (REPORTED, "leila", {"text": "Hello?"}, 409, "contact-stopped"),
    "answer, while a report stands": (REPORTED, "amara", {"question": "question-1", "text": "Yes."}, 409, "contact-stopped"),
    "send, backup, while a report stands": (REPORTED, "ben", {"text": "Hello?"}, 409, "contact-stopped"),
    "edit, while a report stands": (REPORTED, "amara", {"of": "answer-01", "text": "Sorry."}, 409, "contact-stopped"),
    "mark_unread": (ASKED, "amara", {"of": "never-said"}, 409, "no-message"),
    "set_card": (JOINED, "leila", {"bio": "I."}, 403, "not-yours"),
    "keep_reply": (JOINED, "amara", {"text": "x" * 2_001}, 400, "reply-too-long"),
    "keep_reply, of nobody of theirs": ([("dana", "assign", {"mentor": "ben"})], "amara", {"text": "So."}, 403, "not-yours"),
    "snooze": (JOINED, "amara", {"until": "2026-03-02"}, 400, "snooze-day"),
    "snooze, of nobody of theirs": ([("dana", "assign", {"mentor": "ben"})], "amara", {"until": "2026-03-06"}, 403, "not-yours"),
    "snooze, backup": (JOINED, "ben", {"until": "2026-03-06"}, 403, "not-yours"),
    "snooze, staff": (JOINED, "dana", {"until": "2026-03-06"}, 403, "not-yours"),
    "snooze, of who has finished": (
        [*JOINED, ("leila", "leave", {}), "a week"],
        "amara",
        {"until": "2026-03-20"},
        409,
        "not-now",
    ),
    "preview": (JOINED, "visitor", {"text": "So."}, 403, "not-enrolled"),
    "rebuild": (JOINED, "amara", {}, 403, "not-yours"),
    "seen": (JOINED, "jonas", {"upto": 0}, 403, "not-yours"),
}


def check_refused(world, act):
    """The act is refused from home and from the panel block, with its code and a sentence, and nothing of anybody has changed."""
    before, who, body, status, code = REFUSALS[act]
    for step in before:
        if step == "a week":
            world.clock.forward(days=7)
        else:
            after(world, [step], "home")
    stored = world.everything()
    for place in ("home", "panel"):
        answer = done(world, who, act, place, body, status)
        assert answer["error"] == code
        assert answer["message"]
        assert world.everything() == stored
