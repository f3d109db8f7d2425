"""The learner's panel: who my mentor is, where my question stands, one open box, the conversation."""

from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from ..domain.record import WARN_AT, Record
from ..domain.relation import OPEN, Relation, Status, ends_at, relation_now, relation_of
from ..domain.thread import Turn, thread_of
from ..domain.values import PersonId
from ..program import Program
from .people import Names
from .thread import conversation


def panel(record: Record, names: Names, learner: PersonId, program: Program, now: datetime) -> dict[str, Any]:
    """Return what the panel's template needs."""
    relation = relation_now(record, now)
    cover = stand_in(relation, names, program)
    readers = [person for person in (relation.mentor, cover.backup) if person]
    return {
        "status": relation.status.value,
        "mentor": names.html(relation.mentor) if relation.mentor else "",
        "initials": names.initials(relation.mentor) if relation.mentor else "",
        "away": cover.sentence,
        "state": state(record, relation, names, cover, now),
        "can_join": relation.status not in OPEN,
        "can_return": relation.status is Status.CLOSING,
        "can_write": relation.status in OPEN and not record.newer,
        "can_leave": relation.status in (Status.REQUESTED, Status.ACTIVE),
        "readers": names.listed(readers),
        "nearly_full": record.fullness >= WARN_AT,
        "thread": conversation(record, names, learner),
        "newer": record.newer,
    }


class StandIn:
    """Who takes over when the mentor is not there: their backup, or the course team."""

    def __init__(self, backup: PersonId, sentence: SafeString | str, gone: bool) -> None:
        """Keep the backup, the sentence the learner reads, and whether the mentor is gone."""
        self.backup = backup
        self.sentence = sentence
        self.gone = gone


def stand_in(relation: Relation, names: Names, program: Program) -> StandIn:
    """Work out who covers for this mentor now. A mentor off the roster, or out of the course, can do nothing any more."""
    if not relation.mentor or relation.status not in (Status.ACTIVE, Status.CLOSING):
        return StandIn(PersonId(""), "", gone=False)
    mentor = names.people.get(relation.mentor)
    place = program.place(mentor.username) if mentor else None
    backup = next(
        (person.id for person in names.people.values() if place and person.username == place.backup and person.in_course),
        PersonId(""),
    )
    if mentor and place and mentor.in_course:
        return StandIn(backup, "", gone=False)
    language = names.language
    if backup:
        sentence = language.html(
            "{mentor} does not mentor here any more. {backup} can answer you, and the course team will choose who goes on "
            "with you.",
            mentor=names.html(relation.mentor),
            backup=names.html(backup),
        )
    else:
        sentence = language.html(
            "{mentor} does not mentor here any more. The course team takes over, and will choose who goes on with you. "
            "Everything you wrote stays.",
            mentor=names.html(relation.mentor),
        )
    return StandIn(backup, sentence, gone=True)


def state(record: Record, relation: Relation, names: Names, cover: StandIn, now: datetime) -> dict[str, Any]:
    """Return the two sentences that say where things stand: one of what is, one of what comes."""
    language = names.language
    thread = thread_of(record)
    mentor = names.html(relation.mentor) if relation.mentor else SafeString("")
    who = names.html(cover.backup) if cover.gone and cover.backup else mentor
    since = language.time(thread.waiting) if thread.waiting else ""
    if relation.status is Status.REQUESTED:
        return {
            "is": language.html("We are finding you a mentor."),
            "next": language.html("You can write your aims now; they will see them first."),
        }
    if relation.status is Status.CLOSING:
        until = ends_at(relation_of(record)) or now
        return {
            "is": language.html("You finished with {mentor}.", mentor=mentor),
            "next": language.html(
                "You can come back until {until}. The whole conversation stays here for you.", until=language.time(until)
            ),
        }
    if relation.status is Status.ENDED:
        return {
            "is": language.html("You finished with {mentor}.", mentor=mentor),
            "next": language.html("Nothing new can be sent, and you can still read it all."),
        }
    if relation.status is not Status.ACTIVE:
        return {
            "is": language.html("You have no mentor yet."),
            "next": language.html("A mentor answers your questions and follows your plan with you."),
        }
    if thread.turn is Turn.MENTOR:
        asked = any(question.value == "open" for question in thread.questions.values())
        sentence = "Your question is with {who} since {since}." if asked else "Your message is with {who} since {since}."
        if cover.gone and not cover.backup:
            return {"is": language.html("Your words are with the course team."), "next": ""}
        return {"is": language.html(sentence, who=who, since=since), "next": ""}
    if thread.turn is Turn.LEARNER:
        return {
            "is": language.html("{who} has written to you.", who=mentor),
            "next": language.html("Did that help? Write back whenever you like."),
        }
    if thread.contact is None and not cover.gone:
        return {
            "is": language.html("{mentor} is your mentor.", mentor=mentor),
            "next": language.html("You need not wait to ask."),
        }
    return {"is": language.html("You and {mentor} are up to date.", mentor=mentor), "next": ""}


