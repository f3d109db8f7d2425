"""What a person reads when something they asked for is not done: every code of ``ActionRefused``, its status and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from ..domain.record.errors import ActionRefused
from .text.i18n import Language, _


@dataclass(frozen=True, slots=True)
class ErrorMessage:
    """A status and a sentence."""

    status: HTTPStatus
    sentence: str


NOT_UNDERSTOOD = ErrorMessage(HTTPStatus.BAD_REQUEST, _("Something went wrong. Reload the page and try again."))

ERROR_MESSAGES: Mapping[str, ErrorMessage] = {
    "anonymous": ErrorMessage(
        HTTPStatus.UNAUTHORIZED, _("You are signed out. Sign in again; what you wrote is saved on this device.")
    ),
    "route": ErrorMessage(HTTPStatus.FORBIDDEN, _("This request did not come from the course page, so nothing was done.")),
    "another-reader": ErrorMessage(
        HTTPStatus.FORBIDDEN,
        _(
            "Someone else has signed in since you opened this page, so nothing was done. What you wrote is saved on this device "
            "for you: sign in as yourself and try again. To continue as the person who is signed in, reload."
        ),
    ),
    "closed-here": ErrorMessage(HTTPStatus.FORBIDDEN, _("Mentoring happens in the course. This is only a preview.")),
    "read-only": ErrorMessage(
        HTTPStatus.FORBIDDEN, _("You are viewing this as someone else. You cannot send or change anything from here.")
    ),
    "not-enrolled": ErrorMessage(
        HTTPStatus.FORBIDDEN,
        _("Learners in this course have a mentor here, who answers questions and follows their plan. Enrol to get one."),
    ),
    "not-yours": ErrorMessage(HTTPStatus.FORBIDDEN, _("You cannot read or change this mentorship.")),
    "not-now": ErrorMessage(HTTPStatus.CONFLICT, _("That is not possible right now. Reload to see what has changed.")),
    "not-their-turn": ErrorMessage(HTTPStatus.CONFLICT, _("There is nothing to answer here any more.")),
    "no-question": ErrorMessage(HTTPStatus.CONFLICT, _("That question is not in this conversation.")),
    "no-message": ErrorMessage(
        HTTPStatus.CONFLICT, _("That message is no longer in this conversation. Reload to see what has changed.")
    ),
    "not-your-words": ErrorMessage(HTTPStatus.FORBIDDEN, _("Only the person who wrote this can change it.")),
    "your-words": ErrorMessage(HTTPStatus.CONFLICT, _("You wrote this yourself. You can change it or remove it.")),
    "words-gone": ErrorMessage(HTTPStatus.CONFLICT, _("This message has been removed or hidden. Reload to see what has changed.")),
    "too-late": ErrorMessage(
        HTTPStatus.CONFLICT, _("They can see it already. You can still change or remove it; both leave a mark.")
    ),
    "answered-meanwhile": ErrorMessage(
        HTTPStatus.CONFLICT, _("Someone else has answered this or taken it over. Read it first; what you wrote is still here.")
    ),
    "handed-already": ErrorMessage(HTTPStatus.CONFLICT, _("Someone has already taken this over.")),
    "no-backup": ErrorMessage(HTTPStatus.CONFLICT, _("There is no backup to hand this to. The course team can answer it.")),
    "question-not-now": ErrorMessage(HTTPStatus.CONFLICT, _("That question has changed. Reload to see it.")),
    "contact-stopped": ErrorMessage(
        HTTPStatus.CONFLICT, _("Messages are blocked for now. The course team is looking into it. What you wrote is still here.")
    ),
    "reported-already": ErrorMessage(HTTPStatus.CONFLICT, _("The course team is already looking into this mentorship.")),
    "nobody-to-report": ErrorMessage(HTTPStatus.CONFLICT, _("There is nobody here to report.")),
    "no-report": ErrorMessage(HTTPStatus.CONFLICT, _("Someone on the course team has already decided this.")),
    "report-stands": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("A report about this mentor and this learner is still open. Decide it first, or choose someone else."),
    ),
    "own-report": ErrorMessage(HTTPStatus.FORBIDDEN, _("This report is about you, so someone else on the course team decides it.")),
    "not-late": ErrorMessage(HTTPStatus.CONFLICT, _("The mentor still has time to answer. You can answer anyway.")),
    "not-a-remark": ErrorMessage(HTTPStatus.CONFLICT, _("Only something your mentor wrote can become a step this way.")),
    "remark-taken": ErrorMessage(HTTPStatus.CONFLICT, _("This is already a step of your plan.")),
    "reply-too-long": ErrorMessage(HTTPStatus.BAD_REQUEST, _("A saved reply has at most {most} characters.")),
    "replies-too-many": ErrorMessage(HTTPStatus.BAD_REQUEST, _("You can save at most {most} replies. Remove one first.")),
    "years": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Enter the years as a number from 1 to {most}.")),
    "time-of-day": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Enter a time of day in hours and minutes.")),
    "hours-order": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose an end time after the start time.")),
    "away-order": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a last day that is not before the first.")),
    "key-taken": ErrorMessage(
        HTTPStatus.CONFLICT, _("Something else was already sent under this key. Reload the page and try again.")
    ),
    "oneself": ErrorMessage(HTTPStatus.CONFLICT, _("Nobody can be their own mentor.")),
    "mentor-none": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a mentor.")),
    "not-a-mentor": ErrorMessage(HTTPStatus.CONFLICT, _("This person is not one of the mentors, or is not in the course.")),
    "mentor-full": ErrorMessage(HTTPStatus.CONFLICT, _("This mentor has no free place.")),
    "record-full": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("This conversation is full. The course team can make room; what you wrote is still here."),
    ),
    "nothing-over": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("Everything here is still open, so nothing can be archived. Settle or take back what needs no answer, then try again."),
    ),
    "aside-full": ErrorMessage(
        HTTPStatus.CONFLICT,
        _(
            "No more can be archived here. Everything can still be read; to continue writing, add another Mentorship block to the "
            "course."
        ),
    ),
    "room-enough": ErrorMessage(HTTPStatus.CONFLICT, _("This conversation has enough room.")),
    "busy": ErrorMessage(HTTPStatus.SERVICE_UNAVAILABLE, _("The course is busy. Nothing is lost: try again in a moment.")),
    "newer": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("This was saved by a newer version of the block. You can read it, but not change it until the course is updated."),
    ),
    "unreadable": ErrorMessage(
        HTTPStatus.CONFLICT, _("This mentorship cannot be read right now. Nothing is lost; the course team can help.")
    ),
    "text-empty": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write something first.")),
    "text-too-long": ErrorMessage(HTTPStatus.BAD_REQUEST, _("{length} of {most} characters. Shorten it or send it in two parts.")),
    "text-unstorable": ErrorMessage(
        HTTPStatus.BAD_REQUEST, _("One character is damaged and cannot be stored. Remove it and send again.")
    ),
    "too-large": ErrorMessage(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("This is too long to send. Shorten it or send it in parts.")),
    "bad-field": NOT_UNDERSTOOD,
    "not-json": NOT_UNDERSTOOD,
    "length": NOT_UNDERSTOOD,
    "content-type": ErrorMessage(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, NOT_UNDERSTOOD.sentence),
    "method": ErrorMessage(HTTPStatus.METHOD_NOT_ALLOWED, NOT_UNDERSTOOD.sentence),
    "no-home": ErrorMessage(HTTPStatus.CONFLICT, _("The block that this block continues no longer exists.")),
    "no-milestone": ErrorMessage(HTTPStatus.CONFLICT, _("That milestone is no longer in this plan. Reload to see the plan.")),
    "milestone-not-now": ErrorMessage(
        HTTPStatus.CONFLICT, _("That milestone has changed. Reload to see it; what you wrote is still here.")
    ),
    "milestone-has-work": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("There is work on one of the steps you want to remove, so it stays. Clear its reason for removal."),
    ),
    "review-begun": ErrorMessage(
        HTTPStatus.CONFLICT, _("Someone has started to read it, so you cannot take it back. You can send another version later.")
    ),
    "no-wish": ErrorMessage(
        HTTPStatus.CONFLICT, _("That has been answered, or asked again, since you opened the page. Reload to see it.")
    ),
    "no-goal": ErrorMessage(HTTPStatus.CONFLICT, _("That goal is no longer in this plan. Reload to see the plan.")),
    "goal-not-now": ErrorMessage(HTTPStatus.CONFLICT, _("That goal has changed. Reload to see it; what you wrote is still here.")),
    "goal-empty": ErrorMessage(HTTPStatus.BAD_REQUEST, _("A goal needs at least one step. Write the first step.")),
    "goal-not-met": ErrorMessage(HTTPStatus.CONFLICT, _("Not every step of this goal is approved yet.")),
    "goal-in-review": ErrorMessage(HTTPStatus.CONFLICT, _("A step of this goal is waiting for review. Answer that first.")),
    "own-proposal": ErrorMessage(HTTPStatus.CONFLICT, _("This is your own proposal. The other person answers it.")),
    "newer-proposal": ErrorMessage(
        HTTPStatus.CONFLICT, _("A newer proposal has arrived. Read it first; what you wrote is still here.")
    ),
    "newer-template": ErrorMessage(HTTPStatus.CONFLICT, _("The course's plan has changed again. Reload to see it.")),
    "days-settled": ErrorMessage(HTTPStatus.CONFLICT, _("The dates have already been answered since the pause.")),
    "pause-day": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a date after today, at most a year away.")),
    "day-past": ErrorMessage(HTTPStatus.BAD_REQUEST, _("That day has passed. Choose today or a later day.")),
    "snooze-day": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a date after today, at most {most} days away.")),
    "week-hours": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Enter the hours a week as a number from 1 to {most}.")),
    "links-too-many": ErrorMessage(HTTPStatus.BAD_REQUEST, _("At most {most} links, one on each line.")),
    "place": NOT_UNDERSTOOD,
    "newer-version": ErrorMessage(
        HTTPStatus.CONFLICT, _("Version {version} has arrived. Read it first; what you wrote is still here.")
    ),
    "link": ErrorMessage(HTTPStatus.BAD_REQUEST, _("A link begins with https:// or http:// and has no spaces.")),
    "rows": ErrorMessage(HTTPStatus.BAD_REQUEST, _("This part cannot be read. Remove the row and write it again.")),
    "username": ErrorMessage(
        HTTPStatus.BAD_REQUEST, _("A username has no spaces, commas or @. Write the username on the platform, one in each field.")
    ),
    "roster-username": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write the mentor's username on the platform.")),
    "roster-capacity": ErrorMessage(
        HTTPStatus.BAD_REQUEST, _("Enter how many learners a mentor takes: a number from 1 to {most}.")
    ),
    "roster-backup": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Enter another mentor's username as the backup, or leave it empty.")),
    "roster-twice": ErrorMessage(HTTPStatus.BAD_REQUEST, _("{username} is listed twice.")),
    "line": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write this as plain text. In OLX, put a number, true or false into quotes.")),
    "number-zero": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write the number without a leading zero.")),
    "flag": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write true or false.")),
    "written-syntax": ErrorMessage(HTTPStatus.BAD_REQUEST, _("This cannot be read from here: {near}")),
    "written-twice": ErrorMessage(HTTPStatus.BAD_REQUEST, _("“{name}” is written twice. Remove one of them.")),
    "written-alias": ErrorMessage(HTTPStatus.BAD_REQUEST, _("“{name}” refers to something written elsewhere. Write it out here.")),
    "written-tag": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write only the value here, without “{name}”.")),
    "written-name": ErrorMessage(HTTPStatus.BAD_REQUEST, _("“{name}” cannot be a name here.")),
    "name-unknown": ErrorMessage(HTTPStatus.BAD_REQUEST, _("“{name}” has no meaning here. Check the spelling.")),
    "written-deep": ErrorMessage(HTTPStatus.BAD_REQUEST, _("The lists here are nested too deeply.")),
    "unit-name": ErrorMessage(
        HTTPStatus.BAD_REQUEST,
        _("“{name}” is not a milestone's unit. Write the milestone's id, a colon and a number, then the unit's name."),
    ),
    "line-too-long": ErrorMessage(HTTPStatus.BAD_REQUEST, _("At most {most} characters.")),
    "title": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write a title.")),
    "plan-id": ErrorMessage(HTTPStatus.BAD_REQUEST, _("This row has no id of its own. Remove it and write it again.")),
    "plan-too-long": ErrorMessage(HTTPStatus.BAD_REQUEST, _("A plan has at most {most} goals and milestones.")),
    "due-day": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a date.")),
    "due-days": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Enter the days as a number from 1 to {most}.")),
    "due-after": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose the step to count from.")),
    "due-cycle": ErrorMessage(
        HTTPStatus.BAD_REQUEST, _("These steps wait for each other in a circle. Choose another step here, or another kind of date.")
    ),
    "hours": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Enter the hours of work as a number from 1 to {most}.")),
    "lines-too-many": ErrorMessage(HTTPStatus.BAD_REQUEST, _("At most {most} lines.")),
    "lines-too-long": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Line {line} is longer than {most} characters.")),
    "unit-gone": ErrorMessage(
        HTTPStatus.BAD_REQUEST,
        _("The unit this linked to is no longer in the course. Choose another, or choose “No unit”."),
    ),
    "units-too-many": ErrorMessage(HTTPStatus.BAD_REQUEST, _("A milestone can be linked to at most {most} units.")),
    "completes-at": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Enter how many milestones: a number from 1 to {most}.")),
    "target-hours": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Enter the hours as a number from 0.02 (one minute) to {most}.")),
    "home": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write the id of another mentorship block of this course.")),
    "home-gone": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("This course has no mentorship block “{name}”. In the editor, choose where this block's mentorships are stored."),
    ),
    "home-continues": ErrorMessage(
        HTTPStatus.CONFLICT, _("The block “{name}” continues another block itself. Choose the block that stores the mentorships.")
    ),
    "home-itself": ErrorMessage(HTTPStatus.BAD_REQUEST, _("This is the block's own id. A block cannot continue itself.")),
    "author-only": ErrorMessage(HTTPStatus.FORBIDDEN, _("Only people who can edit the course can change this, in Studio.")),
    "saved-meanwhile": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("Not saved: someone else has saved this block since you opened it. Everything you typed is here. Compare and choose:"),
    ),
    "home-moves": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("Not saved yet: learners would no longer find their mentor here."),
    ),
    "choice": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose one of the options.")),
}


def refusal_answer(refusal: ActionRefused, language: Language) -> tuple[HTTPStatus, dict[str, str]]:
    """Return the status and the answer of a refusal: its code, the field it is about, and a sentence to show there."""
    words = ERROR_MESSAGES[refusal.code]
    return words.status, {
        "error": refusal.code,
        "field": refusal.field,
        "message": language.translate_text(
            words.sentence, **{name: language.quoted_in_sentence(fact) for name, fact in refusal.facts.items()}
        ),
    }
