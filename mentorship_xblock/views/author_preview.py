"""What learners meet, shown to authors and to who sees the course as any learner: the real panel, of people who do not exist."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from ..actions.context import MentoringContext, current_server_time
from ..authoring.program import Program, RosterEntry
from ..domain.mentorship import append_entry, sending, transitions
from ..domain.plan import milestones
from ..domain.plan.course_plan import CoursePlan
from ..domain.record.log import Kind, Role
from ..domain.record.record import Record
from ..domain.record.values import PersonId
from ..domain.stored_state import StoredState
from ..hosts.port import Masquerade, Person, Visitor
from ..hosts.unsupported import UnsupportedHost
from .first_view import draw_first_view
from .page import Page
from .text.i18n import Language, _

LEARNER, MENTOR, BACKUP = PersonId("sample-learner"), PersonId("sample-mentor"), PersonId("sample-backup")
NAMES: Mapping[PersonId, str] = {LEARNER: _("Leila"), MENTOR: _("Amara"), BACKUP: _("Ben")}
QUESTION = _("I am not sure whether a table can have two keys. Where would you look first?")
ANSWER = _("Good question. Tell me what each key would find, and we choose together.")
FOLLOW = _("One finds the person, the other finds the visit. So the visit has its own?")


class SampleHost(UnsupportedHost):
    """A course in which only the sample people are."""

    open = True

    def __init__(self, people: Mapping[PersonId, Person], disguise: Masquerade = Masquerade.NONE) -> None:
        """Take the people, and whether it is somebody in disguise who looks."""
        self._people, self._disguise = people, disguise

    def current_visitor(self) -> Visitor:
        """The sample learner looks."""
        return Visitor(LEARNER, LEARNER, disguise=self._disguise)

    def find_people(self, ids: Iterable[PersonId], usernames: Iterable[str] = ()) -> Mapping[PersonId, Person]:
        """Return those of the people who are asked for."""
        return {name: person for name, person in self._people.items() if name in {*ids, *usernames}}


def draw_sample_panel(program: Program, language: Language, uid: str, disguise: Masquerade = Masquerade.NONE) -> Mapping[str, Any]:
    """Return the regions of a learner's panel as this program makes it, some days after joining; read-only in disguise."""
    people = {person: Person(person, person, language.translate_text(name), in_course=True) for person, name in NAMES.items()}
    about = program.roster[0].about if program.roster else ""
    roster = (RosterEntry(MENTOR, 1, BACKUP, about), RosterEntry(BACKUP, 1, MENTOR))
    peopled = Program(roster, program.assignment, program.begins, program.reply_hours, program.review_hours, program.plan)
    context = MentoringContext(SampleHost(people, disguise), peopled)
    page = Page(context, language, f"{uid}-sample", full_names=True)
    regions: Mapping[str, Any] = draw_first_view(page, StoredState(_record(program, language)))["regions"]
    return regions


def _record(program: Program, language: Language) -> Record:
    """Return a mentorship of some days: one question answered, one open, the first milestone begun."""
    now = current_server_time()

    def at(hours: int, person: PersonId, role: Role) -> append_entry.Actor:
        return append_entry.Actor(person, role, f"sample-{hours:03}", now - timedelta(hours=hours))

    record = transitions.pair_with_mentor(Record(), at(74, LEARNER, Role.LEARNER), LEARNER, MENTOR)
    record = sending.send_message(record, at(72, LEARNER, Role.LEARNER), Kind.QUESTION, language.translate_text(QUESTION))
    record = sending.send_message(
        record,
        at(70, MENTOR, Role.MENTOR),
        Kind.ANSWER,
        language.translate_text(ANSWER),
        sending.MessageContext(question="sample-072"),
    )
    first = next((step for aim in program.plan for step in aim.steps), None)
    if first is not None:
        record = milestones.start_milestone(record, at(48, LEARNER, Role.LEARNER), CoursePlan(program.plan), first.id)
    return sending.send_message(record, at(1, LEARNER, Role.LEARNER), Kind.QUESTION, language.translate_text(FOLLOW))
