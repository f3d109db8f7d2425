"""Every act: what comes before, who does it, what is sent, and the entry it leaves in leila's record; and how it is done."""

import json

from mentorship_xblock.domain.mentor.learner_index import index_line_of
from mentorship_xblock.domain.stored_state import load_stored_state

from .conversation_action_table import ASKED, TALK_ACTS
from .plan_action_table import JOINED, PLAN, PLAN_ACTS

ACTS = {
    "join": ([], "leila", {}, {"k": "assigned", "o": "learner", "m": "amara"}),
    "join by hand": ([], "leila", {}, {"k": "requested", "o": "learner"}),
    "join again": ([*JOINED, ("leila", "leave", {})], "leila", {}, {"k": "returned", "o": "learner"}),
    "leave": (JOINED, "leila", {}, {"k": "left", "o": "learner"}),
    "leave, asking": ([("leila", "join by hand", {})], "leila", {}, {"k": "withdrew", "o": "learner"}),
    "assign": ([], "dana", {"mentor": "ben"}, {"k": "assigned", "o": "staff", "m": "ben"}),
    "assign another": (ASKED, "dana", {"mentor": "ben"}, {"k": "reassigned", "o": "staff", "m": "ben"}),
    "send": (JOINED, "leila", {"text": "All well."}, {"k": "message", "o": "learner", "x": "All well."}),
    "send, mentor": (JOINED, "amara", {"text": "Welcome."}, {"k": "message", "o": "mentor", "x": "Welcome."}),
    "send, backup": (JOINED, "ben", {"text": "Amara is away."}, {"k": "message", "o": "backup", "x": "Amara is away."}),
    "send, staff": (JOINED, "dana", {"text": "From the team."}, {"k": "message", "o": "staff", "x": "From the team."}),
    "ask": (JOINED, "leila", {"text": "Why?"}, {"k": "question", "o": "learner", "x": "Why?"}),
    "answer": (
        ASKED,
        "amara",
        {"question": "question-1", "text": "No."},
        {"k": "answer", "o": "mentor", "x": "No.", "q": "question-1"},
    ),
    "answer, backup": (
        ASKED,
        "ben",
        {"question": "question-1", "text": "No."},
        {"k": "answer", "o": "backup", "x": "No.", "q": "question-1"},
    ),
    "answer, staff": (
        ASKED,
        "dana",
        {"question": "question-1", "text": "No."},
        {"k": "answer", "o": "staff", "x": "No.", "q": "question-1"},
    ),
    "pass_back": (ASKED, "amara", {}, {"k": "read", "o": "mentor"}),
    "pass_back, staff": (ASKED, "dana", {}, {"k": "read", "o": "staff"}),
    **TALK_ACTS,
    **PLAN_ACTS,
}
UNKEPT = {
    "seen", "deliver", "rebuild", "make_room", "settle", "move_days", "undo", "mark_unread", "set_card", "keep_reply", "drop_reply", "preview",
    "snooze",
}  # fmt: skip
"""Acts that leave no entry of somebody, or need a record that is nearly full, or a pause that is over: they have tests of their own."""


def done(world, who, act, place, body, status=200):
    """Do an act, by its name in the table, from this block."""
    handler = act.partition(",")[0].split()[0]
    world.edit(assignment="by_hand" if "by hand" in act else "balanced", plan=PLAN)
    learner = {"learner": "leila"} if who != "leila" else {}
    return world.act(who, handler, block=getattr(world, place), status=status, **learner, **body)


def after(world, acts, place):
    """Let these acts happen."""
    for who, act, body in acts:
        done(world, who, act, place, body)


def as_here(world, place, entry):
    """Return an entry with its people, and the block it was made in, named as this world does."""
    named = {field: world.id(entry[field]) for field in ("m", "to") if field in entry}
    return {**entry, **named, **({"w": str(getattr(world, place))} if "w" in entry else {})}


def check_lines(world):
    """Every ledger says what the records say, and nothing else."""
    documents = {person: load_stored_state(json.loads(state)) for (_, person), state in world.everything().items()}
    for mentor, document in documents.items():
        made = {learner: line for learner, other in documents.items() if (line := index_line_of(other.record, mentor))}
        assert dict(document.ledger.lines) == made
