"""What is said, and what is drawn or closed, once an act is done."""

from collections.abc import Mapping
from typing import Any

from ..domain.record.log import Kind
from ..domain.record.record import Record
from .text.i18n import _

GOAL_FORM_ACTIONS = frozenset({"draft_goal", "propose_goal"})

DRAWS_NOTHING: Mapping[str, Mapping[str, Any]] = {"seen": {"seen": True}, "deliver": {"delivered": True}}
"""What is answered to acts that the page does by itself: nothing is drawn or said after them."""

CONFIRMATIONS: Mapping[str, str] = {
    "join": _("Done. You can read below who is with you."),
    "leave": _("Done. Everything stays here for you."),
    "assign": _("Done. Both mentors and the learner see it now."),
    "send": _("Sent."),
    "ask": _("Sent. Your question is on its way."),
    "answer": _("Sent."),
    "remark": _("Sent."),
    "note": _("Kept. Only the mentoring side can read it."),
    "undo": _("Undone. Nobody has seen it."),
    "edit": _("Changed."),
    "erase": _("Taken away. That something stood there can still be seen."),
    "hide": _("Hidden from both of them."),
    "unhide": _("Shown again."),
    "resolve": _("Settled. It can be asked again whenever you like."),
    "ask_again": _("Asked again."),
    "retract": _("Taken back. No answer needed."),
    "hand_over": _("Done. Both of them see who has it now."),
    "make_step": _("Proposed as a step of your plan."),
    "report": _("Reported. Writing is off, the course team sees it, and nobody else is told."),
    "clear_report": _("Done. They can write again."),
    "mark_unread": _("Marked as not read."),
    "set_card": _("Kept. Your learners read it."),
    "keep_reply": _("Kept among your replies."),
    "drop_reply": _("Taken out of your replies."),
    "snooze": _("Put off. They stand at the end of your list until then, or until they write."),
    "pass_back": _("Done. They see that you have read it."),
    "make_room": _("Done. What was over is put aside; it can still be opened."),
    "pause": _("Paused. No dates count until then, and everything stays as it is."),
    "resume": _("Done. The mentorship goes on."),
    "draft_goal": _("Kept as a draft in your plan."),
    "propose_goal": _("Proposed. It waits for an answer."),
    "propose": _("Proposed. It waits for an answer; you can begin meanwhile."),
    "agree": _("Agreed. Both of you see it now."),
    "suggest": _("Sent. They see what you suggest."),
    "achieve": _("Done. They see that the goal is achieved."),
    "drop_goal": _("Dropped. What was approved in it stays."),
    "set_week": _("Kept. Proposed days are checked against it."),
    "contest": _("Kept. It stands beside the pace for both of you."),
    "move_days": _("Done. The days are as you chose."),
    "renew": _("Done. Your plan has what you chose of the course's changes."),
    "begin": _("Begun. It is your next step now."),
    "submit": _("Sent for review. You can read it in the conversation."),
    "approve": _("Approved. They see it now."),
    "take_back": _("Taken back. You can send it again when it is ready."),
    "ask_changes": _("Sent. They see what to change."),
    "reopen": _("Open again. They see why."),
    "skip_milestone": _("Left out. They see why."),
    "ask_time": _("Sent. Your mentor answers it."),
    "ask_out": _("Sent. Your mentor answers."),
    "withdraw_wish": _("Withdrawn. Your plan stays as it is."),
    "grant": _("Granted. They see it now."),
    "decline": _("Sent. They see why."),
    "redate": _("Planned anew. They see it now."),
    "recall": _("Kept. Thank you."),
    "settle": "",
}

OTHER_CONFIRMATIONS: Mapping[tuple[str, str], str] = {
    ("ask_time", Kind.REDATED): _("Done. The new day is set."),
    ("snooze", ""): _("Done. They are back in their place on your list."),
}
"""What is said instead where an act had the other of its two outcomes."""

READ_BY_LEARNER = frozenset({
    "send", "answer", "remark", "pass_back", "propose_goal", "agree", "suggest", "achieve", "drop_goal", "approve", "ask_changes",
    "reopen", "skip_milestone", "grant", "decline", "redate", "pause", "resume",
})  # fmt: skip
"""What the mentoring side does for the learner to read."""
SAVED_UNREAD = _("Saved. This learner is not in the course any more, so they read it only if they come back.")
"""What is said after that where they cannot."""


def confirmation_of(act: str, record: Record) -> str:
    """Return the sentence that is announced after an act, by what it has written last; nothing after some."""
    last = record.log[-1].kind if record.log else ""
    return OTHER_CONFIRMATIONS.get((act, last), CONFIRMATIONS[act])
