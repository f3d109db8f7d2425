"""The sentences of the conversation: what happened, how a question stands, what a remark weighs."""

from collections.abc import Mapping

from ..domain.mentorship.message_kinds import SHOWN_KINDS
from ..domain.mentorship.questions import QuestionState
from ..domain.record.log import Kind
from ..domain.record.text_rules import RemarkWeight
from .text.i18n import _

EVENT_SENTENCES: Mapping[str, str] = {
    Kind.REQUESTED: _("{who} asked for a mentor."),
    Kind.WITHDREW: _("{who} withdrew the request."),
    Kind.ASSIGNED: _("{mentor} became the mentor."),
    Kind.REASSIGNED: _("{mentor} is the mentor now. The whole conversation stays."),
    Kind.LEFT: _("{who} ended the mentorship."),
    Kind.RETURNED: _("{who} came back."),
    Kind.ENDED: _("The time to come back is over."),
    Kind.READ: _("{who} has read this."),
    Kind.PAUSED: _("{who} paused the mentorship until {day}."),
    Kind.RESUMED: _("The mentorship goes on."),
    Kind.DRAFTED: _("{who} drafted a goal: {title}."),
    Kind.PROPOSED: _("{who} proposed {title}."),
    Kind.AGREED: _("{who} agreed to {title}."),
    Kind.SUGGESTED: _("{who} suggested changes to {title}."),
    Kind.ACHIEVED: _("{who} marked a goal as achieved: {title}."),
    Kind.DROPPED: _("{who} dropped a goal: {title}."),
    Kind.RENEWED: _("{who} answered the changes to the course's plan."),
    Kind.STARTED: _("{who} started {title}."),
    Kind.TAKEN_BACK: _("{who} took back what was handed in for {title}."),
    Kind.REOPENED: _("{who} reopened {title}."),
    Kind.SKIPPED: _("{who} removed {title} from the plan."),
    Kind.READY: _("The units of {title} are completed, so it is ready for review."),
    Kind.ENOUGH: _("The units of {title} are completed, so it is approved."),
    Kind.LATER: _("{who} asked for a different date for {title}: {day}."),
    Kind.OUT: _("{who} asked to remove {title}."),
    Kind.GRANTED: _("{who} removed {title}, as requested."),
    Kind.DECLINED: _("{who} would like to keep {title} as it is."),
    Kind.WISH_WITHDRAWN: _("{who} withdrew the request about {title}."),
    Kind.REDATED: _("{who} planned {title} for {day}."),
    Kind.SHIFTED: _("{who} went through the dates of the plan after the pause."),
    Kind.WEEK: _("{who} has about {hours} h a week for the course."),
    Kind.CONTESTED: _("{who} about the pace:"),
    Kind.RECALLED: _("{who} on {title}, two weeks later:"),
    Kind.RESOLVED: _("{who} marked a question as settled."),
    Kind.ASKED_AGAIN: _("{who} asked a settled question again."),
    Kind.RETRACTED: _("{who} took a question back."),
    Kind.HANDED: _("{to} is taking this over."),
    Kind.REPORTED: _("{who} made a report. The course team can see it; nobody else is told."),
    Kind.CLEARED: _("The course team has looked into it. You can write again."),
    Kind.CONTINUED: _("The oldest messages were archived to make room. You can still open them."),
}
"""The system lines. A kind that is not here, from a newer version, draws nothing."""
ALWAYS_WORDS_KINDS = SHOWN_KINDS - EVENT_SENTENCES.keys()
CONTACT_STOPPED = _("Messages are blocked for now. The course team is looking into it.")
"""The line of a report, to everybody who is not to know who made it."""


EVIDENCE_KINDS = frozenset({Kind.SUBMITTED, Kind.APPROVED, Kind.CHANGES_ASKED, Kind.FEEDBACK})

HANDED_IN_KINDS = frozenset({Kind.SUBMITTED, Kind.READY})

DECISION_WORDS: Mapping[str, str] = {Kind.APPROVED: _("Approved"), Kind.CHANGES_ASKED: _("Changes requested")}


WEIGHT_SIGNS: Mapping[str, tuple[str, str, str]] = {
    RemarkWeight.MUST: ("alert", _("Required"), _("This is needed before the step is approved.")),
    RemarkWeight.COULD: ("plus", _("Suggestion"), _("An idea. You decide whether to use it.")),
    RemarkWeight.WELL_DONE: ("star", _("Well done"), ""),
}
"""How a remark's weight is drawn: a sign, a word, and what follows from it."""

QUESTION_SENTENCES: Mapping[QuestionState, str] = {
    QuestionState.OPEN: _("Open, with {mentor}"),
    QuestionState.PASSED: _("Open, with {mentor}"),
    QuestionState.REOPENED: _("Asked again, with {mentor}"),
    QuestionState.ANSWERED: _("Answered"),
    QuestionState.RESOLVED: _("Settled"),
    QuestionState.RETRACTED: "",  # said in place of its words
}
CLOSED_UNANSWERED = _("Closed without an answer")
"""What is said of an open question that nobody is to answer any more: no reply was needed, or the learner has left since."""
