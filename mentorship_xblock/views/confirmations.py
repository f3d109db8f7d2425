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
    "join": _("You have a mentor now."),
    "leave": _("The mentorship has ended. Everything stays here for you."),
    "assign": _("Assigned. The mentor and the learner can see it now."),
    "send": _("Sent."),
    "ask": _("Sent. Your question is on its way."),
    "answer": _("Sent."),
    "remark": _("Sent."),
    "note": _("Saved. Only mentors and the course team can read it."),
    "undo": _("Undone. Nobody saw it."),
    "edit": _("Changed."),
    "erase": _("Message removed. People will see that a message was removed."),
    "hide": _("Hidden from both of them."),
    "unhide": _("Visible again."),
    "resolve": _("Marked as settled. You can ask it again at any time."),
    "ask_again": _("Asked again."),
    "retract": _("Taken back. No answer needed."),
    "hand_over": _("Done. Both of them can see who has it now."),
    "make_step": _("Added to your plan as a proposal."),
    "report": _("Reported. Messages are blocked and the course team can see it. Nobody else is told."),
    "clear_report": _("They can write again."),
    "mark_unread": _("Marked as unread."),
    "set_card": _("Saved. Your learners can read it."),
    "keep_reply": _("Added to your saved replies."),
    "drop_reply": _("Removed from your saved replies."),
    "snooze": _("Snoozed. They are at the end of your list until then, or until they write or hand something in."),
    "pass_back": _("They will see that you have read it."),
    "make_room": _("There is room again. Older finished entries were archived and can still be opened."),
    "pause": _("Paused. No dates count until then, and everything stays as it is."),
    "resume": _("The mentorship continues."),
    "draft_goal": _("Saved as a draft in your plan."),
    "propose_goal": _("Proposed. It needs their answer."),
    "propose": _("Proposed. It needs their answer; you can start in the meantime."),
    "agree": _("Agreed. Both of you can see it now."),
    "suggest": _("Sent. They will see what you suggest."),
    "achieve": _("Achieved. They can see it now."),
    "drop_goal": _("Dropped. What was approved in it stays."),
    "set_week": _("Saved. Proposed dates are checked against it."),
    "contest": _("Saved. Both of you see it next to the pace."),
    "move_days": _("The dates are as you chose."),
    "renew": _("Your plan now has the changes you chose."),
    "begin": _("Started."),
    "submit": _("Sent for review. You can read it in the conversation."),
    "approve": _("Approved. They can see it now."),
    "take_back": _("Taken back. You can send it again when it is ready."),
    "ask_changes": _("Sent. They will see what to change."),
    "reopen": _("Reopened. They will see why."),
    "skip_milestone": _("Removed from the plan. They will see why."),
    "ask_time": _("Sent. Your mentor will answer it."),
    "ask_out": _("Sent. Your mentor will answer."),
    "withdraw_wish": _("Withdrawn. Your plan stays as it is."),
    "grant": _("Accepted. They can see it now."),
    "decline": _("Declined. They will see why."),
    "redate": _("The new date is set. They can see it now."),
    "recall": _("Saved. Thank you."),
    "settle": "",
}

OTHER_CONFIRMATIONS: Mapping[tuple[str, str], str] = {
    ("join", Kind.REQUESTED): _("You asked for a mentor. We are finding you one."),
    ("join", Kind.RETURNED): _("Welcome back."),
    ("leave", Kind.WITHDREW): _("You withdrew your request. You can ask again whenever you like."),
    ("ask_time", Kind.REDATED): _("The new date is set."),
    ("snooze", ""): _("They are back in their place on your list."),
}
"""What is said instead where an act had the other of its two outcomes."""

READ_BY_LEARNER = frozenset({
    "send", "answer", "remark", "pass_back", "propose_goal", "agree", "suggest", "achieve", "drop_goal", "approve", "ask_changes",
    "reopen", "skip_milestone", "grant", "decline", "redate", "pause", "resume",
})  # fmt: skip
"""What the mentoring side does for the learner to read."""
SAVED_UNREAD = _("Saved. This learner is no longer in the course, so they will only read it if they come back.")
"""What is said after that where they cannot."""


def confirmation_of(act: str, record: Record) -> str:
    """Return the sentence that is announced after an act, by what it has written last; nothing after some."""
    last = record.log[-1].kind if record.log else ""
    return OTHER_CONFIRMATIONS.get((act, last), CONFIRMATIONS[act])
