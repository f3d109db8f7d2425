"""Every act on the conversation for the table of ``test_every_host``: what comes before, who, what is sent, and the entry it leaves."""

from .plan_action_table import AGREED, HANDED_IN, JOINED

ASKED = [*JOINED, ("leila", "ask", {"key": "question-1", "text": "Is this a good key?"})]
ANSWERED = [*ASKED, ("amara", "answer", {"key": "answer-01", "question": "question-1", "text": "No."})]
SETTLED = [*ANSWERED, ("leila", "resolve", {"of": "question-1"})]
HIDDEN = [*ASKED, ("dana", "hide", {"of": "question-1", "text": "Unkind."})]
REMARK = ("amara", "send", {"key": "remark-01", "text": "Ask *three* people.\n\nTwo are not enough."})
REPORTED = [*ANSWERED, ("leila", "report", {"key": "report-01", "of": "answer-01", "text": "Rude."})]
ALONG = {"unit": "yes", "milestone": "m1", "due": "yes"}
WENT_ALONG = {"w": "here", "ms": "m1", "d": "2026-03-09"}
VERSION = {"milestone": "m1", "version": 1}

TALK_ACTS = {
    "ask, with what goes along": (JOINED, "leila", {"text": "Why?", **ALONG}, {"k": "question", "o": "learner", "x": "Why?", **WENT_ALONG}),
    "send, with what goes along": (JOINED, "leila", {"text": "So.", **ALONG}, {"k": "message", "o": "learner", "x": "So.", **WENT_ALONG}),
    "ask, without the step": (
        JOINED, "leila", {"text": "Why?", "unit": "yes", "due": "yes"}, {"k": "question", "o": "learner", "x": "Why?", "w": "here"},
    ),
    "ask, about a step that is not there": (
        JOINED, "leila", {"text": "Why?", "milestone": "m9", "due": "yes"}, {"k": "question", "o": "learner", "x": "Why?"},
    ),
    "ask, without the day": (
        JOINED, "leila", {"text": "Why?", "milestone": "m1"}, {"k": "question", "o": "learner", "x": "Why?", "ms": "m1"},
    ),
    "send, from the mentor, where nothing goes along": (
        JOINED, "amara", {"text": "So.", **ALONG}, {"k": "message", "o": "mentor", "x": "So."},
    ),
    "send, with a weight": (JOINED, "amara", {"text": "So.", "weight": "must"}, {"k": "message", "o": "mentor", "x": "So.", "wt": "must"}),
    "send, from the learner, who weighs nothing": (
        JOINED, "leila", {"text": "So.", "weight": "must"}, {"k": "message", "o": "learner", "x": "So."},
    ),
    "answer, with a weight": (
        ASKED, "amara", {"question": "question-1", "text": "No.", "weight": "could", "upto": 1},
        {"k": "answer", "o": "mentor", "x": "No.", "q": "question-1", "wt": "could"},
    ),
    "remark": (
        HANDED_IN, "amara", {**VERSION, "text": "Clear.", "weight": "well"},
        {"k": "feedback", "o": "mentor", "ms": "m1", "n": 1, "x": "Clear.", "wt": "well"},
    ),
    "remark, backup": (HANDED_IN, "ben", {**VERSION, "text": "Clear."}, {"k": "feedback", "o": "backup", "ms": "m1", "n": 1, "x": "Clear."}),
    "remark, staff": (HANDED_IN, "dana", {**VERSION, "text": "Clear."}, {"k": "feedback", "o": "staff", "ms": "m1", "n": 1, "x": "Clear."}),
    "note": (JOINED, "amara", {"text": "Shy."}, {"k": "note", "o": "mentor", "x": "Shy."}),
    "note, backup": (JOINED, "ben", {"text": "Shy."}, {"k": "note", "o": "backup", "x": "Shy."}),
    "note, staff": (JOINED, "dana", {"text": "Shy."}, {"k": "note", "o": "staff", "x": "Shy."}),
    "edit": (ASKED, "leila", {"of": "question-1", "text": "Is it?"}, {"k": "edited", "o": "learner", "of": "question-1", "x": "Is it?"}),
    "edit, mentor": (ANSWERED, "amara", {"of": "answer-01", "text": "Yes."}, {"k": "edited", "o": "mentor", "of": "answer-01", "x": "Yes."}),
    "erase": (ASKED, "leila", {"of": "question-1"}, {"k": "erased", "o": "learner", "of": "question-1"}),
    "erase, having left": ([*ASKED, ("leila", "leave", {})], "leila", {"of": "question-1"}, {"k": "erased", "o": "learner", "of": "question-1"}),
    "hide": (ASKED, "dana", {"of": "question-1", "text": "Unkind."}, {"k": "hidden", "o": "staff", "of": "question-1", "x": "Unkind."}),
    "unhide": (HIDDEN, "dana", {"of": "question-1"}, {"k": "unhidden", "o": "staff", "of": "question-1"}),
    "resolve": (ANSWERED, "leila", {"of": "question-1"}, {"k": "resolved", "o": "learner", "q": "question-1"}),
    "resolve, mentor": (ANSWERED, "amara", {"of": "question-1"}, {"k": "resolved", "o": "mentor", "q": "question-1"}),
    "ask_again": (SETTLED, "leila", {"of": "question-1"}, {"k": "asked-again", "o": "learner", "q": "question-1"}),
    "ask_again, mentor": (SETTLED, "amara", {"of": "question-1"}, {"k": "asked-again", "o": "mentor", "q": "question-1"}),
    "retract": (ASKED, "leila", {"of": "question-1"}, {"k": "retracted", "o": "learner", "q": "question-1"}),
    "hand_over": (ASKED, "amara", {}, {"k": "handed", "o": "mentor", "to": "ben"}),
    "hand_over, staff": (ASKED, "dana", {}, {"k": "handed", "o": "staff", "to": "ben"}),
    "make_step": (
        [*JOINED, REMARK], "leila", {"key": "step-0001", "of": "remark-01"},
        {
            "k": "proposed", "o": "learner", "g": "step-0001", "rm": "remark-01",
            "goal": {"n": "Ask *three* people.", "ms": [{"i": "step-0001-0", "n": "Ask *three* people.", "h": REMARK[2]["text"]}]},
        },
    ),
    "make_step, into an agreed goal": (
        [*AGREED, REMARK], "leila", {"key": "step-0001", "of": "remark-01"},
        {
            "k": "proposed", "o": "learner", "g": "g1", "rm": "remark-01",
            "goal": {
                "n": "A model",
                "ms": [
                    {"i": "m1", "n": "Draft it", "d": "2026-03-09", "e": 7},
                    {"i": "step-0001-0", "n": "Ask *three* people.", "h": REMARK[2]["text"]},
                ],
            },
        },
    ),
    "report": (
        ANSWERED, "leila", {"of": "answer-01", "text": "Rude."},
        {"k": "reported", "o": "learner", "of": "answer-01", "to": "amara", "c": "No.", "x": "Rude."},
    ),
    "report, a person": (JOINED, "leila", {}, {"k": "reported", "o": "learner", "to": "amara"}),
    "report, mentor": (JOINED, "amara", {"text": "Rude."}, {"k": "reported", "o": "mentor", "to": "leila", "x": "Rude."}),
    "report, backup": (ASKED, "ben", {"of": "question-1"}, {"k": "reported", "o": "backup", "of": "question-1", "to": "leila", "c": "Is this a good key?"}),
    "clear_report": (REPORTED, "dana", {"of": "report-01", "text": "Spoke."}, {"k": "cleared", "o": "staff", "of": "report-01", "x": "Spoke."}),
}  # fmt: skip
