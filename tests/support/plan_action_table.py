"""Every act on a plan for the table of ``test_every_host``: what comes before, who, what is sent, and the entry it leaves."""

from mentorship_xblock.authoring.program import read_authored_program
from mentorship_xblock.domain.plan.course_changes import course_plan_fingerprint

PLAN = [{"id": "g1", "title": "A model", "milestones": [{"id": "m1", "title": "Draft it", "due": {"days": 7}}]}]
PRINT = course_plan_fingerprint(read_authored_program({"plan": PLAN})[0].plan)

JOINED = [("leila", "join", {})]
HANDED_IN = [*JOINED, ("leila", "submit", {"milestone": "m1", "text": "Five tables.", "links": "https://example.com"})]
APPROVED = [*HANDED_IN, ("amara", "approve", {"milestone": "m1", "version": 1})]
PROPOSED = [*JOINED, ("leila", "propose", {"key": "propose-1"})]
AGREED = [*PROPOSED, ("amara", "agree", {"of": "propose-1"})]
CHANGE = {
    "goal": "g1",
    "title": "A model",
    "milestones.0.id": "m1",
    "milestones.0.title": "Draft it",
    "milestones.0.day": "2026-03-30",
}
SHAPE = {"n": "A model", "ms": [{"i": "m1", "n": "Draft it", "d": "2026-03-30"}]}
CHANGED = [*AGREED, ("amara", "propose_goal", {"key": "propose-2", **CHANGE})]
WISHED = [*AGREED, ("leila", "ask_time", {"key": "wish-001", "milestone": "m1", "day": "2026-03-20", "text": "Shifts."})]
OUT = [*JOINED, ("leila", "ask_out", {"key": "wish-001", "milestone": "m1", "text": "Known."})]
REASON = {"milestone": "m1", "text": "Shifts."}

PLAN_ACTS = {
    "pause": (JOINED, "leila", {"until": "2026-03-20"}, {"k": "paused", "o": "learner", "u": "2026-03-20T00:00:00.000Z", "d": "2026-03-20"}),
    "pause, mentor": (
        JOINED, "amara", {"until": "2026-03-09", "text": "Holidays."},
        {"k": "paused", "o": "mentor", "u": "2026-03-09T00:00:00.000Z", "d": "2026-03-09", "x": "Holidays."},
    ),
    "resume": ([*JOINED, ("amara", "pause", {"until": "2026-03-09"})], "leila", {}, {"k": "resumed", "o": "learner"}),
    "resume, staff": ([*JOINED, ("leila", "pause", {"until": "2026-03-09"})], "dana", {}, {"k": "resumed", "o": "staff"}),
    "draft_goal": (JOINED, "leila", CHANGE, {"k": "drafted", "o": "learner", "g": "g1", "goal": SHAPE}),
    "propose_goal": (JOINED, "leila", CHANGE, {"k": "proposed", "o": "learner", "g": "g1", "goal": SHAPE}),
    "propose_goal, mentor": (
        AGREED, "amara", {**CHANGE, "note": "Slower."}, {"k": "proposed", "o": "mentor", "g": "g1", "goal": SHAPE, "x": "Slower."},
    ),
    "propose_goal, staff": (AGREED, "dana", CHANGE, {"k": "proposed", "o": "staff", "g": "g1", "goal": SHAPE}),
    "propose": (JOINED, "leila", {}, {"k": "proposed", "o": "learner"}),
    "agree": (PROPOSED, "amara", {"of": "propose-1"}, {"k": "agreed", "o": "mentor"}),
    "agree, staff": (PROPOSED, "dana", {"of": "propose-1", "goal": "g1", "text": "Good."}, {"k": "agreed", "o": "staff", "g": "g1", "x": "Good."}),
    "agree, learner": (CHANGED, "leila", {"of": "propose-2", "goal": "g1"}, {"k": "agreed", "o": "learner", "g": "g1"}),
    "suggest": (PROPOSED, "amara", {"of": "propose-1", "text": "Smaller."}, {"k": "suggested", "o": "mentor", "x": "Smaller."}),
    "suggest, learner": (CHANGED, "leila", {"of": "propose-2", "text": "Not yet."}, {"k": "suggested", "o": "learner", "x": "Not yet."}),
    "achieve": ([*AGREED, *APPROVED[1:]], "amara", {"goal": "g1"}, {"k": "achieved", "o": "mentor", "g": "g1"}),
    "drop_goal": (AGREED, "leila", {"goal": "g1", "text": "Known."}, {"k": "dropped", "o": "learner", "g": "g1", "x": "Known."}),
    "drop_goal, mentor": (JOINED, "amara", {"goal": "g1", "text": "Known."}, {"k": "dropped", "o": "mentor", "g": "g1", "x": "Known."}),
    "set_week": (JOINED, "leila", {"hours": "6"}, {"k": "week", "o": "learner", "h": 6}),
    "contest": (JOINED, "leila", {"text": "I was ill."}, {"k": "contested", "o": "learner", "x": "I was ill."}),
    "renew": (
        JOINED, "leila", {"of": PRINT, "take": {"m1": True}},
        {
            "k": "renewed", "o": "learner", "take": ["m1"],
            "plan": [{"i": "g1", "n": "A model", "ms": [{"i": "m1", "n": "Draft it", "d": "2026-03-09", "e": 7}]}],
        },
    ),
    "begin": (JOINED, "leila", {"milestone": "m1"}, {"k": "started", "o": "learner", "ms": "m1"}),
    "submit": (
        JOINED, "leila", {"milestone": "m1", "text": "Five tables.", "links": "http://one.example\nhttp://two.example"},
        {"k": "submitted", "o": "learner", "ms": "m1", "x": "Five tables.", "u": ["http://one.example", "http://two.example"]},
    ),
    "take_back": (HANDED_IN, "leila", {"milestone": "m1"}, {"k": "taken-back", "o": "learner", "ms": "m1"}),
    "approve": (HANDED_IN, "amara", {"milestone": "m1", "version": 1}, {"k": "approved", "o": "mentor", "ms": "m1", "n": 1}),
    "approve, with a note": (
        HANDED_IN, "ben", {"milestone": "m1", "version": 1, "text": "Good."}, {"k": "approved", "o": "backup", "ms": "m1", "n": 1, "x": "Good."},
    ),
    "ask_changes": (
        HANDED_IN, "dana", {"milestone": "m1", "version": 1, "text": "One thing."},
        {"k": "changes", "o": "staff", "ms": "m1", "n": 1, "x": "One thing."},
    ),
    "reopen": (APPROVED, "amara", REASON, {"k": "reopened", "o": "mentor", "ms": "m1", "x": "Shifts."}),
    "skip_milestone": (JOINED, "dana", REASON, {"k": "skipped", "o": "staff", "ms": "m1", "x": "Shifts."}),
    "ask_time": (AGREED, "leila", {**REASON, "day": "2026-03-20"}, {"k": "later", "o": "learner", "ms": "m1", "d": "2026-03-20", "x": "Shifts."}),
    "ask_time, before it is agreed": (
        PROPOSED, "leila", {"milestone": "m1", "day": "2026-03-20"}, {"k": "redated", "o": "learner", "ms": "m1", "d": "2026-03-20"},
    ),
    "ask_out": (JOINED, "leila", REASON, {"k": "out", "o": "learner", "ms": "m1", "x": "Shifts."}),
    "withdraw_wish": (WISHED, "leila", {"milestone": "m1", "of": "wish-001"}, {"k": "wish-withdrawn", "o": "learner", "ms": "m1"}),
    "grant": (WISHED, "amara", {"milestone": "m1", "of": "wish-001"}, {"k": "granted", "o": "mentor", "ms": "m1", "d": "2026-03-20"}),
    "grant, another day": (
        WISHED, "dana", {"milestone": "m1", "of": "wish-001", "day": "2026-03-16"}, {"k": "granted", "o": "staff", "ms": "m1", "d": "2026-03-16"},
    ),
    "grant, leaving out": (OUT, "amara", {"milestone": "m1", "of": "wish-001"}, {"k": "granted", "o": "mentor", "ms": "m1"}),
    "decline": (
        WISHED, "amara", {"milestone": "m1", "of": "wish-001", "text": "Try first."}, {"k": "declined", "o": "mentor", "ms": "m1", "x": "Try first."},
    ),
    "redate": (AGREED, "amara", {**REASON, "day": "2026-03-20"}, {"k": "redated", "o": "mentor", "ms": "m1", "d": "2026-03-20", "x": "Shifts."}),
    "recall": (APPROVED, "leila", {"milestone": "m1", "text": "Keys."}, {"k": "recalled", "o": "learner", "ms": "m1", "x": "Keys."}),
}  # fmt: skip
