"""Who covers for a mentor, and what the learner reads when the mentor is gone."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from ..actions.backup import backup_for_mentor, can_mentor_now
from ..actions.permissions import responder_for_learner
from ..authoring.program import Program, RosterEntry
from ..domain.mentorship.status import LIVE_STATUSES, Relationship, relationship_of_record
from ..domain.mentorship.thread import thread_of_record
from ..domain.record.record import Record
from ..domain.record.values import NOBODY, PersonId
from .names import PeopleNames
from .text.i18n import _


@dataclass(frozen=True, slots=True)
class Responder:
    """Who answers a learner, and who fills in for their mentor: the backup, or the course team."""

    guide: PersonId = NOBODY
    """Who is to answer what the learner says now; nobody stands for the course team."""
    backup: PersonId = NOBODY
    sentence: SafeString = SafeString("")
    gone: bool = False
    """Whether the mentor can do nothing any more: they are off the roster, or out of the course."""
    away: date | None = None
    """The last day of the absence that the mentor is in, by their card."""
    handed: bool = False
    """Whether the backup has taken over the learner's present wait."""

    @property
    def backup_fills_in(self) -> bool:
        """Whether the backup answers because the mentor is away."""
        return self.away is not None and bool(self.backup)


def responder_of_record(
    record: Record, names: PeopleNames, program: Program, learner: PersonId, away: date | None = None
) -> Responder:
    """Work out who answers this learner now, and who fills in for their mentor, who may be ``away`` until that day."""
    relation, handed = relationship_of_record(record), thread_of_record(record).handed
    if not relation.mentor or relation.status not in LIVE_STATUSES:
        return Responder()
    guide = responder_for_learner(learner, relation, handed, program, names.people, away is not None)
    backup = backup_for_mentor(relation.mentor, learner, program, names.people)
    if can_mentor_now(names.people.get(relation.mentor), program):
        return Responder(guide, backup, away=away, handed=bool(backup) and handed == backup)
    language = names.language
    if backup:
        sentence = language.translate_html(
            _(
                "{mentor} is no longer a mentor in this course. {backup} can answer you, and the course team will choose your next "
                "mentor."
            ),
            mentor=names.name_markup(relation.mentor),
            backup=names.name_markup(backup),
        )
    else:
        sentence = language.translate_html(
            _(
                "{mentor} is no longer a mentor in this course. The course team will choose your next mentor, and can answer you "
                "until then. Everything you wrote is safe."
            ),
            mentor=names.name_markup(relation.mentor),
        )
    return Responder(guide, backup, sentence, gone=True, handed=bool(backup) and handed == backup)


def own_absence_sentence(last: date | None, backup: PersonId, names: PeopleNames) -> SafeString:
    """Say to a mentor who is away until their ``last`` day who has their learners' waits; nothing to one who is not away."""
    if last is None:
        return SafeString("")
    words = _("You are away until {day}. {backup} fills in: your learners' questions are on {backup}'s list too.")
    alone = _("You are away until {day}. Nobody fills in for you.")
    return names.language.translate_html(
        words if backup else alone, day=names.language.day_element(last), backup=names.name_markup(backup)
    )


def roster_entry_of_mentor(relation: Relationship, names: PeopleNames, program: Program) -> RosterEntry | None:
    """Return the mentor's place on the roster, if they still have one."""
    mentor = names.people.get(relation.mentor)
    return program.roster_entry_of(mentor.username) if mentor else None


def name_of_who_reads(relation: Relationship, names: PeopleNames, cover: Responder) -> SafeString:
    """Return the name of who reads evidence and proposals now. A wait that was taken over is one of words alone."""
    if relation.mentor and not cover.gone and not cover.backup_fills_in:
        return names.name_markup(relation.mentor)
    return names.name_markup(cover.backup) if cover.backup else names.language.translate_html(_("the course team"))
