"""The pages: which people to look up for one, and the regions an answer puts in place."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ..actions import index_repair
from ..actions.backup import backup_for_mentor
from ..actions.context import ActionResult, MentoringContext, course_plan_of_learner, course_plans_of_learners
from ..actions.conversation import wait_is_with_backup
from ..actions.permissions import is_rostered_mentor, require_active_visitor, require_course_team
from ..actions.pipeline import learner_of_request, read_authorized_record
from ..domain.mentor.inbox import inbox_section_of
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.mentor.reply_targets import usual_reply_time
from ..domain.mentorship.status import LIVE_STATUSES, OPEN_STATUSES, relationship_at, relationship_of_record, with_time_effects
from ..domain.mentorship.visibility import place_read_up_to, record_visible_to
from ..domain.plan.course_plan import CoursePlan
from ..domain.plan.projection import plan_of_record
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Role
from ..domain.record.record import Record
from ..domain.record.values import NOBODY, PersonId, local_calendar_day
from ..domain.stored_state import StatePart, StoredState, StoredStates
from ..hosts.port import Masquerade, Person
from . import desk as desk_view
from . import overview as overview_view
from .backup import own_absence_sentence, responder_of_record
from .etags import make_conversation_etag, make_facts_etag
from .mentor_card import card_form_fields, mentor_card_facts
from .names import PeopleNames
from .panel import learner_panel_facts as panel_facts
from .panel import people_on_panel
from .plan import PlanSetting, plan_titles_by_id
from .text.i18n import Language, _
from .text.rendering import render_template
from .thread import ConversationContext, blocks_written_in, conversation_facts, single_message_facts

PageAnswer = dict[str, Any]
KnownStates = StoredStates
NOTHING_KNOWN: KnownStates = {}
PANEL_REGIONS = ("head", "path", "plan", "composer", "thread", "foot")
"""The regions of a learner's panel, in reading order."""


@dataclass(frozen=True)
class Pages:
    """Draws for one visitor. ``uid`` keeps ids apart where several blocks share a page."""

    course: MentoringContext
    language: Language
    uid: str
    full_names: bool = False

    def names_of_people(self, people: Mapping[PersonId, Person]) -> PeopleNames:
        """Return these people's names in the reader's language."""
        return PeopleNames(people, self.language, self.full_names)

    def draw_template(self, template: str, **facts: Any) -> str:
        """Return one template, drawn."""
        return render_template(template, self.language, {"uid": self.uid, "learner": "", **facts})

    def first_view(self, own: StoredState) -> PageAnswer:
        """Return the regions of the first view, for whoever it is: ``own`` are the visitor's documents on home."""
        visitor = self.course.host.current_visitor()
        asker = require_active_visitor(visitor, "panel")
        if visitor.staff and visitor.disguise is Masquerade.NONE and not is_rostered_mentor(visitor, self.course.program):
            return self.overview({"after": None, "at": ""})
        if is_rostered_mentor(visitor, self.course.program):
            facts = self._desk(asker, own, 0)
            if facts is not None:
                return facts
        return self._own_panel(asker, own)

    def has_other_views(self) -> bool:
        """Tell whether this visitor has more than a learner's panel."""
        return bool(self._other_views("panel"))

    def _other_views(self, current: str) -> list[tuple[str, str]]:
        """Return the other views this visitor has, to switch to."""
        visitor = self.course.host.current_visitor()
        if visitor.disguise is not Masquerade.NONE:
            return []
        have = [("panel", self.language.translate_text(_("As a learner")))]
        if is_rostered_mentor(visitor, self.course.program):
            have.append(("desk", self.language.translate_text(_("My learners"))))
        if visitor.staff:
            have.append(("overview", self.language.translate_text(_("Course overview"))))
        return [] if len(have) == 1 else [(face, label) for face, label in have if face != current]

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
        now, hold = self.course.clock(), self.course.hold
        record = record_visible_to(with_time_effects(record, now), viewer, role, now, hold)
        blocks = blocks_written_in(record, before)
        places = self.course.host.units_around_blocks(blocks) if blocks else {}
        able = (
            relationship_of_record(record).status in OPEN_STATUSES
            and not record.is_from_newer_block
            and self.course.host.current_visitor().disguise is Masquerade.NONE
        )
        named, names = plan_titles_by_id(plan_of_record(record, course_plan)), self.names_of_people(people)
        cover = responder_of_record(record, names, self.course.program, learner, ledger.away_until(now))
        return ConversationContext(record, names, viewer, role, now, hold, named, places, cover, able)

    def _upto(self, record: Record, viewer: PersonId, role: Role) -> int:
        now = self.course.clock()
        return place_read_up_to(with_time_effects(record, now), viewer, role, now, self.course.hold)

    def _mentor_of(self, record: Record) -> PersonId:
        """Return whom a learner is with now, if with anybody."""
        relation = relationship_at(record, self.course.clock())
        return relation.mentor if relation.status in LIVE_STATUSES else NOBODY

    def _ledger_of(self, mentor: PersonId, known: KnownStates = NOTHING_KNOWN) -> LearnerIndex:
        """Return a mentor's ledger, for their card and their waits; an empty one of nobody, or of one that cannot be read.

        It is read only where it is not among the ``known`` documents, such as an act has left.
        """
        document = known[mentor] if mentor in known else self.course.host.read_states({mentor})[mentor] if mentor else None
        return document.ledger if document else LearnerIndex()

    def draw_panel_regions(
        self,
        learner: PersonId,
        own: StoredState,
        people: Mapping[PersonId, Person],
        asked: str = "",
        at: str = "",
        known: KnownStates = NOTHING_KNOWN,
    ) -> PageAnswer:
        """Return the panel, or, if it is as it was ``at`` the last asking, only that."""
        visitor = self.course.host.current_visitor()
        ledger = self._ledger_of(self._mentor_of(own.record), known)
        setting = PlanSetting(self.course, course_plan_of_learner(self.course, learner))
        upto = self._upto(own.record, learner, Role.LEARNER)
        here = make_conversation_etag(
            self.course,
            own.record,
            learner,
            Role.LEARNER,
            people_on_panel(self.course, own.record, learner, people),
            ledger,
            setting.course_plan,
        )
        if at == here:
            return {"same": True}
        view = self.conversation_context(own.record, people, learner, Role.LEARNER, learner, setting.course_plan, ledger)
        facts = panel_facts(view, upto, setting, ledger, asked)
        facts["disguise"] = visitor.disguise is not Masquerade.NONE
        facts["seen_as"] = self.names_of_people(people).name_markup(learner)
        facts["faces"] = self._other_views("panel")
        regions = {name: self.draw_template(f"panel/{name}.html", **facts) for name in PANEL_REGIONS}
        return {"face": "panel", "at": here, "regions": regions}

    def panel(self, query: Mapping[str, Any]) -> PageAnswer:
        """Return the visitor's own panel, with the whole plan if that is asked for."""
        asker = require_active_visitor(self.course.host.current_visitor(), "panel")
        return self._own_panel(asker, self.course.host.read_states({asker})[asker], query["plan"], query["at"])

    def _own_panel(self, asker: PersonId, own: StoredState, asked: str = "", at: str = "") -> PageAnswer:
        mentor = self._mentor_of(own.record)
        named = {asker, *own.record.people_named}
        people, document = self.course.host.find_people_and_state(named, self.course.program.backup_usernames, mentor)
        if not (known := people.get(asker)) or not (known.in_course or self.course.host.current_visitor().staff):
            raise ActionRefused("not-enrolled")
        return self.draw_panel_regions(asker, own.checked_readable(), people, asked, at, {mentor: document})

    def desk(self, query: Mapping[str, Any]) -> PageAnswer:
        """Return the visitor's desk. Raises ActionRefused ``not-yours`` for anybody not on the roster and in the course."""
        visitor = self.course.host.current_visitor()
        asker = require_active_visitor(visitor, "desk")
        if not is_rostered_mentor(visitor, self.course.program):
            raise ActionRefused("not-yours")
        facts = self._desk(asker, self.course.host.read_states({asker})[asker], query["from"], at=query["at"])
        if facts is None:
            raise ActionRefused("not-yours")
        return facts

    def _desk(
        self, mentor: PersonId, own: StoredState, start: int, opened: PersonId | None = None, at: str = ""
    ) -> PageAnswer | None:
        """Return a mentor's desk, or, if it is as it was ``at`` the last asking, only that; None for who is not in the course.

        Raises ActionRefused ``unreadable``.
        """
        visitor, program, host = self.course.host.current_visitor(), self.course.program, self.course.host
        lines = desk_view.DeskLists(own.ledger, self.course.clock(), start)
        people = host.find_people({mentor, *own.ledger.lines}, program.usernames_beside(visitor.username))
        if not (known := people.get(mentor)) or not (known.in_course or visitor.staff):
            return None
        own.checked_readable(StatePart.LEDGER)
        gone = frozenset(one for one in own.ledger.lines if not ((found := people.get(one)) and found.can_read_here))
        lines = replace(lines, covered=desk_view.covered_learners(self.course, mentor, people), gone=gone)
        if lines.covered_page:
            people = {**people, **host.find_people({person for person in lines.covered_page if person not in people})}
            there = {
                one: it
                for one, it in lines.covered.items()
                if one in people and people[one].can_read_here or one not in lines.covered_page
            }
            lines = replace(lines, covered=there)
        listed = (*own.ledger.lines.values(), *(one.line for one in lines.covered.values()))
        here = make_facts_etag(
            start,
            own.ledger.as_stored_json(),
            own.ledger.away_until(lines.now),
            sorted(lines.covered.items()),
            program.roster,
            sorted(inbox_section_of(one, lines.now) for one in own.ledger.lines.values()),
            sorted(own.ledger.snoozed_days(lines.now)),
            sum(one.last is not None and one.last + self.course.hold > lines.now for one in listed),
            sorted(map(repr, people.values())),
        )
        if at == here:
            return {"same": True}
        shown = {*lines.own_page, *lines.covered_page}
        plans = course_plans_of_learners(self.course, shown)
        names, fills_in = self.names_of_people(people), partial(backup_for_mentor, program=program, people=people)
        facts = desk_view.mentor_desk_facts(
            lines, host.read_states(shown), names, mentor, plans.__getitem__, fills_in, self.course.hold
        )
        card, today = own.ledger.card, local_calendar_day(lines.now, own.ledger.card.hours.zone)
        facts["card"] = card_form_fields(card, today, self.language)
        facts["away"] = own_absence_sentence(card.away_until(today), backup_for_mentor(mentor, NOBODY, program, people), names)
        facts["card_said"] = mentor_card_facts(card, usual_reply_time(own.ledger, lines.now), today, self.language)
        regions = {
            "head": self.draw_template("desk/head.html", faces=self._other_views("desk"), **facts),
            "list": self.draw_template("desk/list.html", opened=opened, **facts),
            "open": self.draw_template("desk/none.html"),
        }
        return {"face": "desk", "at": here, "regions": regions}

    def open(self, query: Mapping[str, Any]) -> PageAnswer:
        """Return one learner, opened in place, with the whole plan if that is asked for."""
        outcome = read_authorized_record(self.course, "open", query["learner"])
        viewer = require_active_visitor(self.course.host.current_visitor(), "open")
        if query["at"] and query["at"] == make_conversation_etag(self.course, outcome.record, viewer, outcome.role, outcome.people):
            return {"same": True}
        return {"regions": {"open": self.draw_opened_learner(outcome, query["plan"])}}

    def draw_opened_learner(self, outcome: ActionResult, asked: str) -> str:
        """Return one learner's mentorship as whoever is asking sees it, with what of the plan is ``asked`` for."""
        viewer = require_active_visitor(self.course.host.current_visitor(), "open")
        setting = PlanSetting(self.course, course_plan_of_learner(self.course, outcome.learner))
        people, mentored_by = self.people_in_record(outcome), self._ledger_of(self._mentor_of(outcome.record), outcome.documents)
        view = self.conversation_context(
            outcome.record, people, viewer, outcome.role, outcome.learner, setting.course_plan, mentored_by
        )
        mentors = is_rostered_mentor(self.course.host.current_visitor(), self.course.program)
        own = viewer == self._mentor_of(outcome.record)
        ledger = mentored_by if own else self._ledger_of(viewer, outcome.documents) if mentors else LearnerIndex()
        upto = self._upto(outcome.record, viewer, outcome.role)
        facts = desk_view.opened_learner_facts(view, upto, outcome.learner, setting, ledger.replies, asked)
        facts.update(desk_view.snooze_form_facts(view, outcome.learner, ledger, setting.course_plan))
        guides = outcome.role is not Role.BACKUP
        facts["takes"] = guides or wait_is_with_backup(self.course, outcome)
        back = "overview" if outcome.role is Role.STAFF else "desk"
        at = make_conversation_etag(self.course, outcome.record, viewer, outcome.role, outcome.people)
        return self.draw_template("desk/open.html", back=back, guides=guides, at=at, **facts)

    def people_in_record(self, outcome: ActionResult) -> Mapping[PersonId, Person]:
        """Return everybody who is named in a record, in at most one more query."""
        missing = outcome.record.people_named - outcome.people.keys()
        return {**outcome.people, **self.course.host.find_people(missing)} if missing else outcome.people

    def earlier(self, query: Mapping[str, Any]) -> PageAnswer:
        """Return earlier messages of a thread."""
        outcome = read_authorized_record(self.course, "earlier", learner_of_request(self.course, "earlier", query))
        viewer = require_active_visitor(self.course.host.current_visitor(), "earlier")
        course_plan = CoursePlan(self.course.program.plan)
        people, ledger = self.people_in_record(outcome), self._ledger_of(self._mentor_of(outcome.record))
        view = self.conversation_context(
            outcome.record, people, viewer, outcome.role, outcome.learner, course_plan, ledger, query["before"]
        )
        thread = conversation_facts(view, self._upto(outcome.record, viewer, outcome.role), query["before"])
        of = outcome.learner if outcome.role is not Role.LEARNER else ""
        return {
            "items": self.draw_template("thread/items.html", thread=thread, learner=of),
            "before": thread["before"],
            "earlier": thread["earlier"],
            "more": self.draw_template("thread/earlier_words.html", thread=thread),
        }

    def message(self, query: Mapping[str, Any]) -> PageAnswer:
        """Return what can be done to one message. Raises ActionRefused ``no-message`` for one this person does not see."""
        outcome = read_authorized_record(self.course, "message", learner_of_request(self.course, "message", query))
        viewer, course_plan = (
            require_active_visitor(self.course.host.current_visitor(), "message"),
            CoursePlan(self.course.program.plan),
        )
        view = self.conversation_context(
            outcome.record, self.people_in_record(outcome), viewer, outcome.role, outcome.learner, course_plan, LearnerIndex()
        )
        of = outcome.learner if outcome.role is not Role.LEARNER else ""
        item = single_message_facts(view, query["of"])
        return {"html": self.draw_template("thread/message_more.html", item=item, learner=of) if item["acts"] else ""}

    def overview(self, query: Mapping[str, Any]) -> PageAnswer:
        """Return the course team's overview, or, if it is as it was ``at`` the last asking, only that.

        Raises ActionRefused ``not-yours`` for everybody else.
        """
        asker = require_course_team(self.course.host.current_visitor(), "overview")
        page = self.course.host.next_enrolled_people(query["after"], overview_view.PAGE_SIZE)
        rostered = {place.username for place in self.course.program.roster}
        people = self.course.host.find_people(page, rostered)
        roster = {person.id for person in people.values() if person.username in rostered}
        documents = self.course.host.read_states({*page, *roster})
        mentoring = {one: documents[one] for one in roster}
        (gone, others), now = index_repair.learners_out_of_course(self.course, mentoring), self.course.clock()
        names = self._names_in(documents, {**people, **others}, gone)
        mentors, alarms = overview_view.mentor_overview_rows(self.course.program, documents, names, now, gone)
        # Mentors are enrolled too; they are learners here once they have a mentorship of their own.
        shown = [
            one for one in page if one not in roster or StatePart.RECORD in (own := documents[one]).unreadable or own.record.log
        ]
        facts = {
            "asker": asker,
            "mentors": mentors,
            "alarms": alarms,
            "after": page[-1] if len(page) == overview_view.PAGE_SIZE else None,
            "faces": self._other_views("overview"),
            "address": self.course.host.home_address,
        }
        here = make_facts_etag(
            facts,
            [(one, documents[one].unreadable, with_time_effects(documents[one].record, now).extent) for one in shown],
            self.course.program.roster,
            self.course.program.plan,
            sorted(map(repr, names.people.values())),
        )
        if query["at"] == here:
            return {"same": True}
        facts["learners"] = overview_view.learner_overview_rows(shown, documents, names, self.course.program, now)
        regions = {name: self.draw_template(f"overview/{name}.html", **facts) for name in ("head", "list")}
        return {"face": "overview", "at": here, "regions": {**regions, "open": ""}}

    def _roster(self) -> Mapping[PersonId, Person]:
        return self.course.host.find_people((), [place.username for place in self.course.program.roster])

    def _names_in(
        self, documents: StoredStates, known: Mapping[PersonId, Person], others: Collection[PersonId] = ()
    ) -> PeopleNames:
        """Return the names of these people, their mentors, and ``others``, some of whom are known already."""
        now = self.course.clock()
        mentors = {relationship_at(document.record, now).mentor for document in documents.values()}
        named = {*documents, *mentors, *others, *overview_view.learners_with_reports(documents.values())}
        missing = {person for person in named if person and person not in known}
        return self.names_of_people({**known, **self.course.host.find_people(missing)})

    def answer_rebuild(self, page: index_repair.RepairPage, first: bool) -> PageAnswer:
        """Return those of a page who need a person, and where to go on; at first also mentors whom the host keeps out."""
        asker, roster = require_course_team(self.course.host.current_visitor(), "rebuild"), self._roster()
        names = self._names_in(page.documents, roster)
        now = self.course.clock()
        rows = overview_view.learner_overview_rows(page.documents, page.documents, names, self.course.program, now)
        here = {person.id for person in roster.values() if person.in_course} if first else set()
        alarms = overview_view.shut_out_alarms(sorted(self.course.host.people_shut_out(here)), names)
        alarms += overview_view.unchecked_alarms(page.documents, page.busy, names)
        found = [self.draw_template("overview/alarm.html", one=one) for one in alarms]
        found += [
            self.draw_template("overview/row.html", row=row, mentors=roster, asker=asker, place="found-")
            for row in rows
            if row["needs"]
        ]
        return {"done": len(page.documents), "after": page.after, "found": "".join(found)}

    def draw_desk_beside(self, outcome: ActionResult) -> Mapping[str, str]:
        """Return the mentor's list as it is after their act, if it can be read; the course team reads without one."""
        if outcome.role is Role.STAFF:
            return {}
        asker = require_active_visitor(self.course.host.current_visitor(), "desk")
        own = outcome.documents.get(asker) or self.course.host.read_states({asker})[asker]
        answer = None if StatePart.LEDGER in own.unreadable else self._desk(asker, own, 0, outcome.learner)
        return {name: answer["regions"][name] for name in ("head", "list")} if answer else {}
