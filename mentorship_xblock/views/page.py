"""A page: for whom it is drawn and with what, and what several pages read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..actions.context import ActionResult, MentoringContext
from ..actions.permissions import is_rostered_mentor
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.mentorship.status import LIVE_STATUSES, OPEN_STATUSES, relationship_at, relationship_of_record, with_time_effects
from ..domain.mentorship.visibility import place_read_up_to, record_visible_to
from ..domain.plan.course_plan import CoursePlan
from ..domain.plan.projection import plan_of_record
from ..domain.record.log import Role
from ..domain.record.record import Record
from ..domain.record.values import NOBODY, PersonId
from ..domain.stored_state import StoredStates
from ..hosts.port import Masquerade, Person
from .backup import responder_of_record
from .names import PeopleNames
from .plan import plan_titles_by_id
from .text.i18n import Language, _
from .text.rendering import render_template
from .thread import ConversationContext, blocks_written_in

PageAnswer = dict[str, Any]
"""What the page in the browser is told: the regions it puts in place, or what else was asked for."""
KnownStates = StoredStates
NOTHING_KNOWN: KnownStates = {}


@dataclass(frozen=True)
class Page:
    """Draws for one visitor. ``uid`` keeps ids apart where several blocks share a document."""

    context: MentoringContext
    language: Language
    uid: str
    full_names: bool = False

    def names_of_people(self, people: Mapping[PersonId, Person]) -> PeopleNames:
        """Return these people's names in the reader's language."""
        return PeopleNames(people, self.language, self.full_names)

    def draw_template(self, template: str, **facts: Any) -> str:
        """Return one template, drawn."""
        return render_template(template, self.language, {"uid": self.uid, "learner": "", **facts})

    def people_in_record(self, outcome: ActionResult) -> Mapping[PersonId, Person]:
        """Return everybody who is named in a record, in at most one more query."""
        missing = outcome.record.people_named - outcome.people.keys()
        return {**outcome.people, **self.context.host.find_people(missing)} if missing else outcome.people

    def other_views(self, current: str) -> list[tuple[str, str]]:
        """Return the other views this visitor has, to switch to."""
        visitor = self.context.host.current_visitor()
        if visitor.disguise is not Masquerade.NONE:
            return []
        have = [("panel", self.language.translate_text(_("As a learner")))]
        if is_rostered_mentor(visitor, self.context.program):
            have.append(("desk", self.language.translate_text(_("My learners"))))
        if visitor.staff:
            have.append(("overview", self.language.translate_text(_("Course overview"))))
        return [] if len(have) == 1 else [(face, label) for face, label in have if face != current]

    def mentor_of(self, record: Record) -> PersonId:
        """Return whom a learner is with now, if with anybody."""
        relation = relationship_at(record, self.context.clock())
        return relation.mentor if relation.status in LIVE_STATUSES else NOBODY

    def index_of_mentor(self, mentor: PersonId, known: KnownStates = NOTHING_KNOWN) -> LearnerIndex:
        """Return a mentor's ledger, for their card and their waits; an empty one of nobody, or of one that cannot be read.

        It is read only where it is not among the ``known`` documents, such as an act has left.
        """
        document = known[mentor] if mentor in known else self.context.host.read_states({mentor})[mentor] if mentor else None
        return document.ledger if document else LearnerIndex()

    def read_up_to(self, record: Record, viewer: PersonId, role: Role) -> int:
        """Return how far somebody reads a record who sees it now."""
        now = self.context.clock()
        return place_read_up_to(with_time_effects(record, now), viewer, role, now, self.context.hold)

    def visible_record(self, record: Record, viewer: PersonId, role: Role) -> Record:
        """Return a record as this person sees it now."""
        now = self.context.clock()
        return record_visible_to(with_time_effects(record, now), viewer, role, now, self.context.hold)

    def conversation_context(
        self,
        record: Record,
        people: Mapping[PersonId, Person],
        viewer: PersonId,
        role: Role,
        learner: PersonId,
        course_plan: CoursePlan,
        ledger: LearnerIndex,
        before: int | None = None,
    ) -> ConversationContext:
        """Return a record as this person sees it now, with what they read beside it; ``ledger`` is the mentor's."""
        now, hold = self.context.clock(), self.context.hold
        record = self.visible_record(record, viewer, role)
        blocks = blocks_written_in(record, before)
        places = self.context.host.units_around_blocks(blocks) if blocks else {}
        able = (
            relationship_of_record(record).status in OPEN_STATUSES
            and not record.is_from_newer_block
            and self.context.host.current_visitor().disguise is Masquerade.NONE
        )
        named, names = plan_titles_by_id(plan_of_record(record, course_plan)), self.names_of_people(people)
        cover = responder_of_record(record, names, self.context.program, learner, ledger.away_until(now))
        return ConversationContext(record, names, viewer, role, now, hold, named, places, cover, able)
