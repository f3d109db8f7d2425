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


NOT_UNDERSTOOD = ErrorMessage(
    HTTPStatus.BAD_REQUEST, _("This request is not one the course understands. Reload the page and try again.")
)

ERROR_MESSAGES: Mapping[str, ErrorMessage] = {
    "anonymous": ErrorMessage(HTTPStatus.UNAUTHORIZED, _("You are signed out. Sign in again; your words are kept on this device.")),
    "route": ErrorMessage(HTTPStatus.FORBIDDEN, _("This request did not come from the course page, so nothing was done.")),
    "another-reader": ErrorMessage(
        HTTPStatus.FORBIDDEN,
        _(
            "Somebody else is signed in now than when this page was opened, so nothing was done. What you wrote is kept on this"
            " device for you: sign in as yourself again, then try again. Or reload to go on as who is signed in."
        ),
    ),
    "closed-here": ErrorMessage(HTTPStatus.FORBIDDEN, _("Mentoring happens in the course itself. Here is only a preview.")),
    "read-only": ErrorMessage(HTTPStatus.FORBIDDEN, _("You see this as somebody else. Nothing can be sent or changed from here.")),
    "not-enrolled": ErrorMessage(
        HTTPStatus.FORBIDDEN,
        _("Learners of this course have a mentor here, who answers questions and follows their plan. Enrol to have one."),
    ),
    "not-yours": ErrorMessage(HTTPStatus.FORBIDDEN, _("This mentorship is not yours to read or change.")),
    "not-now": ErrorMessage(HTTPStatus.CONFLICT, _("That is not possible as things stand now. Reload to see what has changed.")),
    "not-their-turn": ErrorMessage(HTTPStatus.CONFLICT, _("Nobody is waiting here any more.")),
    "no-question": ErrorMessage(HTTPStatus.CONFLICT, _("That question is not in this conversation.")),
    "no-message": ErrorMessage(
        HTTPStatus.CONFLICT, _("That message is not in this conversation any more. Reload to see what has changed.")
    ),
    "not-your-words": ErrorMessage(HTTPStatus.FORBIDDEN, _("Only who wrote this can change it.")),
    "your-words": ErrorMessage(HTTPStatus.CONFLICT, _("These are your own words. You can change them or take them away.")),
    "words-gone": ErrorMessage(
        HTTPStatus.CONFLICT, _("This has been taken away or hidden meanwhile. Reload to see how it stands.")
    ),
    "too-late": ErrorMessage(
        HTTPStatus.CONFLICT, _("The other side can see it already. You can still change it or take it away; both leave a mark.")
    ),
    "answered-meanwhile": ErrorMessage(
        HTTPStatus.CONFLICT, _("Somebody else has answered, or taken this over, meanwhile. Read it first; your words are kept.")
    ),
    "handed-already": ErrorMessage(HTTPStatus.CONFLICT, _("Somebody has taken this over already.")),
    "no-backup": ErrorMessage(HTTPStatus.CONFLICT, _("There is no backup to hand this to. The course team can answer it.")),
    "question-not-now": ErrorMessage(
        HTTPStatus.CONFLICT, _("That question stands elsewhere by now. Reload to see what has changed.")
    ),
    "contact-stopped": ErrorMessage(
        HTTPStatus.CONFLICT, _("Writing is off for now; the course team is looking into it. Your words are kept here.")
    ),
    "reported-already": ErrorMessage(HTTPStatus.CONFLICT, _("The course team is looking into this mentorship already.")),
    "nobody-to-report": ErrorMessage(HTTPStatus.CONFLICT, _("There is nobody here to report.")),
    "no-report": ErrorMessage(HTTPStatus.CONFLICT, _("Somebody of the course team has decided on this already.")),
    "report-stands": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("A report about this mentor and this learner is not decided yet. Decide on it first, or choose somebody else."),
    ),
    "own-report": ErrorMessage(HTTPStatus.FORBIDDEN, _("This is about you, so somebody else of the course team decides on it.")),
    "not-late": ErrorMessage(HTTPStatus.CONFLICT, _("There is still time for an answer. You can answer all the same.")),
    "not-a-remark": ErrorMessage(HTTPStatus.CONFLICT, _("Only what your mentor wrote can become a step this way.")),
    "remark-taken": ErrorMessage(HTTPStatus.CONFLICT, _("This is a step of your plan already.")),
    "reply-too-long": ErrorMessage(HTTPStatus.BAD_REQUEST, _("A reply that is kept has at most {most} characters.")),
    "replies-too-many": ErrorMessage(HTTPStatus.BAD_REQUEST, _("At most {most} replies are kept. Take one out first.")),
    "years": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Years are a number from 1 to {most}.")),
    "time-of-day": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a time of the day, as hours and minutes.")),
    "hours-order": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose an end that is after the beginning.")),
    "away-order": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a last day that is not before the first.")),
    "key-taken": ErrorMessage(
        HTTPStatus.CONFLICT, _("Something else was sent under this name already. Reload the page and try again.")
    ),
    "oneself": ErrorMessage(HTTPStatus.CONFLICT, _("Nobody can be their own mentor.")),
    "mentor-none": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a mentor.")),
    "not-a-mentor": ErrorMessage(HTTPStatus.CONFLICT, _("This person is not on the roster, or not in the course.")),
    "mentor-full": ErrorMessage(HTTPStatus.CONFLICT, _("Every place with this mentor is taken.")),
    "record-full": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("This conversation has reached its greatest length. It goes on once the course team has made room; your words are kept."),
    ),
    "nothing-over": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("Nothing here is over yet, so nothing can be put aside. Settle or take back what needs no answer, then make room again."),
    ),
    "aside-full": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("No more can be put aside here. All of it can still be read; to write on, add another Mentorship block to the course."),
    ),
    "room-enough": ErrorMessage(HTTPStatus.CONFLICT, _("There is room enough in this conversation.")),
    "busy": ErrorMessage(HTTPStatus.SERVICE_UNAVAILABLE, _("The course is busy. Nothing is lost: try again in a moment.")),
    "newer": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("This was saved by a newer version of the block. You can read it; changing it is off until the course is updated."),
    ),
    "unreadable": ErrorMessage(
        HTTPStatus.CONFLICT, _("This mentorship cannot be read right now. It is kept as it is; the course team can help.")
    ),
    "text-empty": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write something first.")),
    "text-too-long": ErrorMessage(HTTPStatus.BAD_REQUEST, _("{length} of {most} characters. Shorten it or send it in two parts.")),
    "text-unstorable": ErrorMessage(
        HTTPStatus.BAD_REQUEST, _("One of the characters is broken and cannot be stored. Take it out and send again.")
    ),
    "too-large": ErrorMessage(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("This is too long to send. Shorten it or send it in parts.")),
    "bad-field": NOT_UNDERSTOOD,
    "not-json": NOT_UNDERSTOOD,
    "length": NOT_UNDERSTOOD,
    "content-type": ErrorMessage(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, NOT_UNDERSTOOD.sentence),
    "method": ErrorMessage(HTTPStatus.METHOD_NOT_ALLOWED, NOT_UNDERSTOOD.sentence),
    "no-home": ErrorMessage(HTTPStatus.CONFLICT, _("The block this one continues is not there any more.")),
    "no-milestone": ErrorMessage(HTTPStatus.CONFLICT, _("That milestone is not in this plan any more. Reload to see the plan.")),
    "milestone-not-now": ErrorMessage(
        HTTPStatus.CONFLICT, _("That milestone stands elsewhere by now. Reload to see what has changed; your words are kept.")
    ),
    "milestone-has-work": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("There is work on one of the steps that would be left out, so it stays. Empty the field where you say why."),
    ),
    "review-begun": ErrorMessage(
        HTTPStatus.CONFLICT, _("Somebody has begun to read it, so it cannot be taken back. You can send another version later.")
    ),
    "no-wish": ErrorMessage(
        HTTPStatus.CONFLICT, _("That has been answered, or asked anew, meanwhile. Reload to see how it stands.")
    ),
    "no-goal": ErrorMessage(HTTPStatus.CONFLICT, _("That goal is not in this plan any more. Reload to see the plan.")),
    "goal-not-now": ErrorMessage(
        HTTPStatus.CONFLICT, _("That goal stands elsewhere by now. Reload to see what has changed; your words are kept.")
    ),
    "goal-empty": ErrorMessage(HTTPStatus.BAD_REQUEST, _("A goal needs at least one step. Write the first one.")),
    "goal-not-met": ErrorMessage(HTTPStatus.CONFLICT, _("Not every step of this goal is approved yet.")),
    "goal-in-review": ErrorMessage(HTTPStatus.CONFLICT, _("Something of this goal waits for a review. That comes first.")),
    "own-proposal": ErrorMessage(HTTPStatus.CONFLICT, _("This is your own proposal. The other side answers it.")),
    "newer-proposal": ErrorMessage(
        HTTPStatus.CONFLICT, _("Another proposal has come in meanwhile. Read it first; your words are kept.")
    ),
    "newer-template": ErrorMessage(HTTPStatus.CONFLICT, _("The course's plan has changed again. Reload to see it as it is now.")),
    "days-settled": ErrorMessage(HTTPStatus.CONFLICT, _("The days have been looked at already since the pause.")),
    "pause-day": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a day after today, at most a year away.")),
    "day-past": ErrorMessage(HTTPStatus.BAD_REQUEST, _("That day is over. Choose today or a later day.")),
    "snooze-day": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a day after today, at most {most} days away.")),
    "week-hours": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Hours of a week are a number from 1 to {most}.")),
    "links-too-many": ErrorMessage(HTTPStatus.BAD_REQUEST, _("At most {most} links, one on each line.")),
    "place": NOT_UNDERSTOOD,
    "newer-version": ErrorMessage(
        HTTPStatus.CONFLICT, _("Version {version} has come in meanwhile. Read it first; your words are kept.")
    ),
    "link": ErrorMessage(HTTPStatus.BAD_REQUEST, _("A link begins with https:// or http:// and has no spaces.")),
    "rows": ErrorMessage(HTTPStatus.BAD_REQUEST, _("This part cannot be read. Take the row out and write it again.")),
    "username": ErrorMessage(
        HTTPStatus.BAD_REQUEST, _("A username has no spaces, commas or @. Write the username on the platform, one in each field.")
    ),
    "roster-username": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write the mentor's username on the platform.")),
    "roster-capacity": ErrorMessage(HTTPStatus.BAD_REQUEST, _("How many learners a mentor takes is a number from 1 to {most}.")),
    "roster-backup": ErrorMessage(HTTPStatus.BAD_REQUEST, _("The backup is another person's username, or nobody.")),
    "roster-twice": ErrorMessage(HTTPStatus.BAD_REQUEST, _("{username} is on the roster twice.")),
    "line": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write this as plain text. In OLX, put a number, true or false into quotes.")),
    "number-zero": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write the number without a leading zero.")),
    "flag": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write true or false.")),
    "written-syntax": ErrorMessage(HTTPStatus.BAD_REQUEST, _("This cannot be read from here on: {near}")),
    "written-twice": ErrorMessage(HTTPStatus.BAD_REQUEST, _("“{name}” is written twice. Keep one of them.")),
    "written-alias": ErrorMessage(HTTPStatus.BAD_REQUEST, _("“{name}” stands for something written elsewhere. Write it out here.")),
    "written-tag": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write only the value here, without “{name}”.")),
    "written-name": ErrorMessage(HTTPStatus.BAD_REQUEST, _("“{name}” cannot be the name of anything here.")),
    "name-unknown": ErrorMessage(HTTPStatus.BAD_REQUEST, _("“{name}” means nothing here. Check the spelling.")),
    "written-deep": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Lists are nested too deeply here.")),
    "unit-name": ErrorMessage(
        HTTPStatus.BAD_REQUEST,
        _("“{name}” is no unit of a milestone. Write the milestone's id, a colon and a number, and then the unit's name."),
    ),
    "line-too-long": ErrorMessage(HTTPStatus.BAD_REQUEST, _("At most {most} characters.")),
    "title": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write a title.")),
    "plan-id": ErrorMessage(HTTPStatus.BAD_REQUEST, _("This row has no id of its own. Take it out and write it again.")),
    "plan-too-long": ErrorMessage(HTTPStatus.BAD_REQUEST, _("A plan has at most {most} goals and milestones.")),
    "due-day": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose a day, as year, month and day.")),
    "due-days": ErrorMessage(HTTPStatus.BAD_REQUEST, _("How many days is a number from 1 to {most}.")),
    "due-after": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose the step to count from.")),
    "due-cycle": ErrorMessage(
        HTTPStatus.BAD_REQUEST, _("These steps wait for each other in a circle. Choose another step here, or another kind of date.")
    ),
    "hours": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Hours of work are a number from 1 to {most}.")),
    "lines-too-many": ErrorMessage(HTTPStatus.BAD_REQUEST, _("At most {most} lines.")),
    "lines-too-long": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Line {line} is longer than {most} characters.")),
    "unit-gone": ErrorMessage(
        HTTPStatus.BAD_REQUEST,
        _("The unit this pointed to is not in the course any more. Choose another, or choose “No unit”."),
    ),
    "units-too-many": ErrorMessage(HTTPStatus.BAD_REQUEST, _("A milestone is bound to at most {most} units.")),
    "completes-at": ErrorMessage(HTTPStatus.BAD_REQUEST, _("How many milestones is a number from 1 to {most}.")),
    "target-hours": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write a number of hours from 0.02, which is a minute, to {most}.")),
    "home": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Write the id of another mentorship block of this course.")),
    "home-gone": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("This course has no mentorship block “{name}”. In the editor, choose where this block's mentorships are kept."),
    ),
    "home-continues": ErrorMessage(
        HTTPStatus.CONFLICT, _("The block “{name}” continues another block itself. Choose the one that keeps the mentorships.")
    ),
    "home-itself": ErrorMessage(HTTPStatus.BAD_REQUEST, _("This is the block's own id. A block cannot continue itself.")),
    "author-only": ErrorMessage(HTTPStatus.FORBIDDEN, _("The program is written in Studio, by those who may edit the course.")),
    "saved-meanwhile": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("Not saved: somebody else has saved this block since you opened it. Everything you typed is here. Compare and choose:"),
    ),
    "home-moves": ErrorMessage(
        HTTPStatus.CONFLICT,
        _("Not saved yet: learners would not find the mentor they have here any more."),
    ),
    "choice": ErrorMessage(HTTPStatus.BAD_REQUEST, _("Choose one of the possibilities.")),
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
