"""Who covers for a mentor, and what the learner reads when the mentor is gone."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from ..domain.relation import LIVE, Relation
from ..domain.values import PersonId
from ..program import Place, Program
from .language import _
from .people import Names


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who covers for a mentor: their backup, or the course team. ``gone`` means the mentor can do nothing any more."""

    backup: PersonId = PersonId("")
    sentence: SafeString = SafeString("")
    gone: bool = False


def stand_in(relation: Relation, names: Names, program: Program, learner: PersonId) -> StandIn:
    """Work out who covers for this learner's mentor now: never the learner. A mentor off the roster, or out of the course, can do
    nothing any more.
    """
    if not relation.mentor or relation.status not in LIVE:
        return StandIn()
    mentor = names.people.get(relation.mentor)
    place = place_of(relation, names, program)
    backup = next(
        (
            person.id
            for person in names.people.values()
            if place and person.username == place.backup and person.in_course and person.id != learner
        ),
        PersonId(""),
    )
    if mentor and place and mentor.in_course:
        return StandIn(backup)
    language = names.language
    if backup:
        sentence = language.html(
            _(
                "{mentor} does not mentor here any more. {backup} can answer you, and the course team will choose who goes "
                "on with you."
            ),
            mentor=names.html(relation.mentor),
            backup=names.html(backup),
        )
    else:
        sentence = language.html(
            _(
                "{mentor} does not mentor here any more. The course team takes over, and will choose who goes on with you. "
                "Everything you wrote stays."
            ),
            mentor=names.html(relation.mentor),
        )
    return StandIn(backup, sentence, gone=True)


def place_of(relation: Relation, names: Names, program: Program) -> Place | None:
    """Return the mentor's place on the roster, if they still have one."""
    mentor = names.people.get(relation.mentor)
    return program.place(mentor.username) if mentor else None


def reads_now(relation: Relation, names: Names, cover: StandIn) -> SafeString:
    """Return the name of who reads evidence and proposals now."""
    if relation.mentor and not cover.gone:
        return names.html(relation.mentor)
    return names.html(cover.backup) if cover.backup else names.language.html(_("the course team"))
