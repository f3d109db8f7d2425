"""Who fills in for a mentor. Permissions, notifications, lists and sentences all ask here, so none of them can promise another."""

from collections.abc import Mapping

from ..authoring.program import Program
from ..domain.record.values import NOBODY, PersonId
from ..hosts.port import Person


def can_mentor_now(person: Person | None, program: Program) -> bool:
    """Whether somebody can mentor now: they are on the roster and in the course, and their account is not disabled
    (docs/rules.md, Mentorship 4 and 8).
    """
    return person is not None and person.in_course and person.active and program.roster_entry_of(person.username) is not None


def backup_for_mentor(mentor: PersonId, learner: PersonId, program: Program, people: Mapping[PersonId, Person]) -> PersonId:
    """Return who fills in for this mentor with this learner, or nobody.

    It is whom the mentor's row names, if they can mentor now: somebody without a row of their own has no desk and no right to
    answer. It is never the learner, and a mentor off the roster has no row that names anybody. ``people`` need to include the
    mentor and the program's backups.
    """
    known = people.get(mentor)
    entry = program.roster_entry_of(known.username) if known else None
    named = (person for person in people.values() if entry and person.username == entry.backup)
    return next((person.id for person in named if can_mentor_now(person, program) and person.id not in (mentor, learner)), NOBODY)


def mentors_backed_up_by(backup: PersonId, program: Program, people: Mapping[PersonId, Person]) -> list[Person]:
    """Return the mentors among these people for whom this person fills in."""
    return [person for person in people.values() if backup_for_mentor(person.id, NOBODY, program, people) == backup]
