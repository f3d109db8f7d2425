"""The head of the learner's panel, and of one learner on a desk: one sentence for what matters most, in the words of each side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.safestring import SafeString

from ..authoring.program import Program
from ..domain.headline import Headline, Matter, Situation, choose_headline
from ..domain.mentor.reply_forecast import ReplyForecast, forecast_reply
from ..domain.mentor.working_hours import WorkingHours
from ..domain.mentorship.status import Status, changes_by_itself_at, relationship_of_record
from ..domain.mentorship.thread import Thread, thread_of_record
from ..domain.plan.model import Plan
from ..domain.record.record import Record
from ..domain.record.values import local_calendar_day
from .backup import Responder
from .names import PeopleNames
from .text.i18n import Language, _, isolate_direction

Head = dict[str, SafeString | str]
"""What is, what comes, and what happens else."""

STATUS_SENTENCES: Mapping[Status, tuple[str, str]] = {
    Status.NONE: (_("You have no mentor yet."), _("A mentor answers your questions and follows your plan with you.")),
    Status.WITHDRAWN: (_("You withdrew your request."), _("You can ask for a mentor again whenever you like.")),
    Status.REQUESTED: (_("We are finding you a mentor."), _("You can write your aims now; your mentor will see them first.")),
    Status.PAUSED: (
        _("Paused until {until}."),
        _("Until then you get no reminders and no dates count. You can still write."),
    ),
    Status.CLOSING: (
        _("You finished with {mentor}."),
        _("You can come back until {until}. The whole conversation stays here for you."),
    ),
    Status.ENDED: (_("You finished with {mentor}."), _("You can read everything here, but not send anything new.")),
}
"""Where things stand while no mentorship is active: what is, and what comes."""


LEARNER_SENTENCES: Mapping[Matter, tuple[str, str]] = {
    Matter.STOPPED: (_("Messages are blocked for now."), _("The course team is looking into it.")),
    Matter.OFFER: (_("{who} has a proposal for your plan: {title}."), _("It needs your answer.")),
    Matter.SUGGESTED: (_("{who} suggested changes to your plan: {title}."), _("Change it and propose it again.")),
    Matter.CHANGES: (_("{who} asked for changes to {title}."), _("Send the next version when it is ready.")),
    Matter.REVIEW: (_("{title} has been with {reads} for review since {since}."), ""),
    Matter.PROPOSED: (_("Your proposal has been with {reads} since {since}: {title}."), _("You can continue in the meantime.")),
    Matter.WISH: (_("You asked for a different date for {title}."), _("The date stays until {reads} answers.")),
    Matter.COUNTERED: (_("You suggested changes to what was proposed for {title}."), _("{reads} will see that.")),
    Matter.WRITTEN: (_("{who} has written to you."), _("Did that help? Write back whenever you like.")),
    Matter.FINISHED: (_("Every step of your plan is approved."), ""),
    Matter.SILENT: (
        _("No messages yet."),
        _("You don't have to wait to ask. Tell them what you find hard: that gets the most useful first reply."),
    ),
    Matter.UP_TO_DATE: (_("You and {mentor} are up to date."), ""),
}
"""What a learner reads: what is, and what comes."""
LEAVING_OUT = (_("You asked to remove {title}."), _("It stays in your plan until {reads} answers."))

MENTOR_SENTENCES: Mapping[Matter, str] = {
    Matter.QUESTION: _("{learner} has been waiting for an answer since {since}."),
    Matter.MESSAGE: _("{learner} has been waiting for a reply since {since}."),
    Matter.OFFER: _("{learner} has not answered the proposal of {since} yet: {title}."),
    Matter.SUGGESTED: _("{who} suggested changes to the plan, {since}: {title}."),
    Matter.CHANGES: _("{who} asked for changes to {title}, {since}."),
    Matter.REVIEW: _("{title} has been waiting for a review since {since}."),
    Matter.PROPOSED: _("The plan has been waiting for an answer since {since}: {title}."),
    Matter.WISH: _("{learner} asked for a different date for {title}, {since}."),
    Matter.COUNTERED: _("{learner} suggested changes to what was proposed for {title}, {since}."),
    Matter.WRITTEN: _("{who} wrote last, {since}."),
    Matter.FINISHED: _("Every step of the plan is approved."),
    Matter.SILENT: _("No messages yet."),
    Matter.UP_TO_DATE: _("Nothing is waiting for an answer."),
}
"""What the mentoring side reads. What is stopped, paused or over is said beside it."""
LEFT_OUT = _("{learner} asked to remove {title}, {since}.")


@dataclass(frozen=True)
class WaitingTimes:
    """What waits are told by: the author's targets, the mentor's hours, how long most wait for them, and the time."""

    program: Program
    hours: WorkingHours
    usual: timedelta | None
    now: datetime


def learner_headline(
    record: Record, plan: Plan, names: PeopleNames, cover: Responder, reads: SafeString, clock: WaitingTimes
) -> Head:
    """Return the sentences at the head of the learner's panel; ``reads`` is who reads evidence and proposals."""
    relation, thread, language = relationship_of_record(record), thread_of_record(record), names.language
    headline = choose_headline(Situation(relation, thread, plan), for_learner=True)
    mentor = names.name_markup(relation.mentor) if relation.mentor else SafeString("")
    if headline.matter is Matter.STATUS:
        until = changes_by_itself_at(relation) or clock.now
        # A pause ends with a day where the learner is; the week after leaving, at a moment.
        by = (
            language.day_element(local_calendar_day(until, record.zone))
            if relation.status is Status.PAUSED
            else language.instant_element(until)
        )
        return {
            key: language.translate_html(words, mentor=mentor, until=by)
            for key, words in zip(SAYS, STATUS_SENTENCES[relation.status], strict=True)
        }
    if headline.matter is Matter.QUESTION or headline.matter is Matter.MESSAGE:
        return _waiting(headline, thread, names, mentor, cover, clock)
    words = LEAVING_OUT if headline.leaves_out else LEARNER_SENTENCES[headline.matter]
    values = {"mentor": mentor, "reads": reads, **_values(headline, names)}
    return {key: language.translate_html(one, **values) if one else "" for key, one in zip(SAYS, words, strict=True)}


SAYS = ("is", "next")


def mentor_headline(record: Record, plan: Plan, names: PeopleNames, learner: SafeString) -> SafeString:
    """Return the sentence at the head of one learner, as the mentoring side reads it."""
    headline = choose_headline(Situation(relationship_of_record(record), thread_of_record(record), plan), for_learner=False)
    words = LEFT_OUT if headline.leaves_out else MENTOR_SENTENCES.get(headline.matter)
    return names.language.translate_html(words, learner=learner, **_values(headline, names)) if words else SafeString("")


def _values(headline: Headline, names: PeopleNames) -> dict[str, Any]:
    return {
        "who": names.name_markup(headline.who),
        "since": names.language.instant_element(headline.since) if headline.since else "",
        "title": isolate_direction(headline.about),
    }


class WithWhom(StrEnum):
    """With whom a learner's words are."""

    MENTORS = "mentors"
    """With the mentor, or with the backup of one who is gone."""
    TAKEN_OVER = "taken-over"
    AWAY = "away"
    """With the backup, because the mentor is away."""


WAITING_SENTENCES: Mapping[tuple[bool, WithWhom], str] = {
    # (a question, with whom) -> what is said
    (True, WithWhom.MENTORS): _("Your question has been with {who} since {since}."),
    (False, WithWhom.MENTORS): _("Your message has been with {who} since {since}."),
    (True, WithWhom.TAKEN_OVER): _("{who} has taken over your question, which you asked {since}."),
    (False, WithWhom.TAKEN_OVER): _("{who} has taken over your message, which you sent {since}."),
    (True, WithWhom.AWAY): _("{mentor} is away until {back}. Your question of {since} is with {who} until then."),
    (False, WithWhom.AWAY): _("{mentor} is away until {back}. Your message of {since} is with {who} until then."),
}


def _waiting(
    headline: Headline, thread: Thread, names: PeopleNames, mentor: SafeString, cover: Responder, clock: WaitingTimes
) -> Head:
    """Say with whom the learner's words are, since when, when most have an answer, and what happens if there is none.

    The words promise what really happens: at that moment the question stands on the backup's list too, by derivation.
    """
    language, since = names.language, headline.since or clock.now
    if not cover.guide:
        return {"is": language.translate_html(_("The course team has your message.")), "next": ""}
    who, kept = (
        names.name_markup(cover.guide),
        WithWhom.TAKEN_OVER if cover.handed else WithWhom.AWAY if cover.backup_fills_in else WithWhom.MENTORS,
    )
    here = WAITING_SENTENCES[headline.matter is Matter.QUESTION, kept]
    told = forecast_reply(since, thread.stops, clock.hours, clock.program.reply_targets.reply, clock.usual, clock.now)
    by, passes = (instant and language.instant_element(instant) for instant in (told.by, told.passes))
    backup, back = names.name_markup(cover.backup) if cover.backup else "", language.day_element(cover.away) if cover.away else ""
    values = {"who": who, "by": by, "passes": passes, "backup": backup, "mentor": mentor, "back": back}
    stands = cover.backup and cover.guide != cover.backup
    if told.usual and told.by and told.usual < told.by:
        then = language.translate_html(_("You can usually expect a reply by {usual}."), usual=language.instant_element(told.usual))
    elif told.by and clock.now <= told.by:
        then = language.translate_html(_("You can count on a reply by {by}."), **values)
    else:
        # Who took it over did not mean to reply by then.
        then = language.translate_html(_("{who} meant to reply by {by}."), **values) if by and not cover.handed else ""
    return {
        "is": language.translate_html(here, since=language.instant_element(since), **values),
        "next": then,
        "else": _else(told, stands, clock, language, values),
    }


def _else(
    told: ReplyForecast, stands: object, clock: WaitingTimes, language: Language, values: Mapping[str, Any]
) -> SafeString | str:
    """Say what happens if there is no answer by then, or has happened."""
    if told.passes is None:
        return ""
    passed = clock.now > told.passes
    if stands:
        return language.translate_html(
            _("{backup} has been asked too, since {passes}.")
            if passed
            else _("If you have no reply by {passes}, {backup} is asked too."),
            **values,
        )
    return language.translate_html(_("The course team can see it and can answer you too."), **values) if passed else ""
