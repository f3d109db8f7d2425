"""The learner's panel: who my mentor is, where my question stands, one open box, the conversation."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.safestring import SafeString

from ..actions.context import MentoringContext, course_plan_of_learner
from ..actions.permissions import is_permitted, require_active_visitor
from ..authoring.program import MentoringStart
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.mentor.reply_forecast import usual_reply_time
from ..domain.mentorship.abuse_reports import first_undecided_report
from ..domain.mentorship.status import (
    OPEN_STATUSES,
    UNDATED_STATUSES,
    Status,
    relationship_of_record,
    with_time_effects,
)
from ..domain.mentorship.thread import thread_of_record
from ..domain.mentorship.visibility import record_visible_to
from ..domain.plan.pace import milestone_to_recall
from ..domain.plan.projection import plan_before_unit_effects, plan_of_record
from ..domain.plan.unit_effects import effects_of_units
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Role
from ..domain.record.record import Record
from ..domain.record.values import PersonId, local_calendar_day
from ..domain.stored_state import StoredState
from ..hosts.port import Masquerade, Person
from .backup import name_of_who_reads, roster_entry_of_mentor
from .etags import make_conversation_etag
from .headline import WaitingTimes, learner_headline
from .mentor_card import mentor_card_facts
from .page import NOTHING_KNOWN, KnownStates, Page, PageAnswer
from .plan import PlanScene, PlanSetting, PlanView
from .text.i18n import isolate_direction
from .thread import ConversationContext, conversation_facts
from .whole_plan import WholePlan

PANEL_REGIONS = ("head", "path", "plan", "composer", "thread", "foot")
"""The regions of a learner's panel, in reading order."""


def answer_panel(page: Page, query: Mapping[str, Any]) -> PageAnswer:
    """Return the visitor's own panel, with the whole plan if that is asked for."""
    asker = require_active_visitor(page.context.host.current_visitor(), "panel")
    return draw_own_panel(page, asker, page.context.host.read_states({asker})[asker], query["plan"], query["at"])


def draw_own_panel(page: Page, asker: PersonId, own: StoredState, asked: str = "", at: str = "") -> PageAnswer:
    """Return the panel of somebody whose record this is. Raises ActionRefused ``not-enrolled`` or ``unreadable``."""
    mentor = page.mentor_of(own.record)
    named = {asker, *own.record.people_named}
    people, document = page.context.host.find_people_and_state(named, page.context.program.backup_usernames, mentor)
    if not (known := people.get(asker)) or not (known.in_course or page.context.host.current_visitor().staff):
        raise ActionRefused("not-enrolled")
    return draw_panel_regions(page, asker, own.checked_readable(), people, asked, at, {mentor: document})


def draw_panel_regions(
    page: Page,
    learner: PersonId,
    own: StoredState,
    people: Mapping[PersonId, Person],
    asked: str = "",
    at: str = "",
    known: KnownStates = NOTHING_KNOWN,
) -> PageAnswer:
    """Return the panel, or, if it is as it was ``at`` the last asking, only that."""
    visitor = page.context.host.current_visitor()
    ledger = page.index_of_mentor(page.mentor_of(own.record), known)
    setting = PlanSetting(page.context, course_plan_of_learner(page.context, learner))
    upto = page.read_up_to(own.record, learner, Role.LEARNER)
    here = make_conversation_etag(
        page.context,
        own.record,
        learner,
        Role.LEARNER,
        people_on_panel(page.context, own.record, learner, people),
        ledger,
        setting.course_plan,
    )
    if at == here:
        return {"same": True}
    view = page.conversation_context(own.record, people, learner, Role.LEARNER, learner, setting.course_plan, ledger)
    facts = learner_panel_facts(view, upto, setting, ledger, asked)
    facts["disguise"] = visitor.disguise is not Masquerade.NONE
    facts["seen_as"] = page.names_of_people(people).name_markup(learner)
    facts["faces"] = page.other_views("panel")
    regions = {name: page.draw_template(f"panel/{name}.html", **facts) for name in PANEL_REGIONS}
    return {"face": "panel", "at": here, "regions": regions}


def learner_panel_facts(
    view: ConversationContext, upto: int, setting: PlanSetting, ledger: LearnerIndex, asked: str = ""
) -> dict[str, Any]:
    """Return what the panel's templates need, of what the learner may see; ``ledger`` is their mentor's.

    ``asked`` is what of the whole plan is opened, if anything.
    """
    record, names, learner, now = view.record, view.names, view.viewer, view.now
    program, relation = setting.program, relationship_of_record(record)
    cover = view.cover
    mentor = names.name_markup(relation.mentor) if relation.mentor else SafeString("")
    roster_entry = roster_entry_of_mentor(relation, names, program)
    thread, card = thread_of_record(record), ledger.card
    can_write = is_permitted("send", view.role, relation.status) and not record.is_from_newer_block
    paused = relation.status is Status.PAUSED
    plan = plan_of_record(record, setting.course_plan)
    scene = PlanScene(
        plan,
        names,
        name_of_who_reads(relation, names, cover),
        local_calendar_day(now, record.zone),
        setting.course_plan,
        setting.bound_units,
        relation.status in UNDATED_STATUSES,
        learner=True,
    )
    plan_view = PlanView(scene)
    book = WholePlan(
        plan_view,
        record,
        setting.course_ends_on() if plan.goals_with_proposal(True) or plan.goals_with_proposal(False) or asked else None,
    )
    begun = relation.status not in (Status.NONE, Status.WITHDRAWN)
    usual = usual_reply_time(ledger, now)
    recall = milestone_to_recall(plan, now) if can_write and not paused else None
    return {
        "status": relation.status.value,
        "mentor": mentor,
        "mentor_plain": names.plain_name(relation.mentor),
        "reads": scene.mentor,
        "about": isolate_direction(roster_entry.about) if roster_entry and roster_entry.about else "",
        "card": mentor_card_facts(card, usual, local_calendar_day(now, card.hours.zone), names.language),
        "target": names.language.duration_in_words(program.reply_targets.reply),
        "stopped": thread.reported is not None,
        "reported_by_me": bool((report := first_undecided_report(record)) and report.by == learner),
        "can_say": can_write and thread.reported is None,
        "cover": names.name_markup(cover.backup) if cover.backup and not cover.gone else "",
        "initials": names.name_initials(relation.mentor) if relation.mentor else "",
        "away": cover.sentence,
        "state": {
            "else": "",
            **learner_headline(record, plan, names, cover, scene.mentor, WaitingTimes(program, card.hours, usual, now)),
        },
        "can_join": relation.status not in OPEN_STATUSES or (relation.status is Status.CLOSING and cover.gone),
        "begins_itself": relation.status is Status.NONE
        and program.begins is MentoringStart.VISIT
        and not record.is_from_newer_block,
        "can_return": relation.status is Status.CLOSING and not cover.gone,
        "can_write": can_write,
        "can_leave": is_permitted("leave", view.role, relation.status) and not record.is_from_newer_block,
        "can_pause": is_permitted("pause", view.role, relation.status) and can_write and not paused,
        "paused": paused,
        "tomorrow": scene.today + timedelta(days=1),
        "readers": names.names_of_readers((relation.mentor, cover.backup)),
        "nearly_full": record.is_nearly_full,
        "plan_size": len(plan.kept_milestones),
        "plan": plan_view.path_facts() if begun else None,
        "agreement": book.agreement_facts() if begun and plan.goals else None,
        "changes": book.course_changes_facts() if begun and can_write else None,
        "shift": sum(away.days for away in plan.absences) if can_write and not paused else 0,
        "recall": recall and {"id": recall.id, "name": isolate_direction(recall.title), "since": recall.since},
        "unsettled": can_write
        and any(effects_of_units(plan_before_unit_effects(record, setting.course_plan), setting.course_plan)),
        "opened": asked,
        "book": book.whole_plan_facts(asked) if begun and asked else None,
        "here": [isolate_direction(one.title) for one in plan_view.open_milestones_here()] if begun else [],
        "next": plan_view.next_step_facts() if relation.status in (Status.REQUESTED, Status.ACTIVE) else None,
        "thread": conversation_facts(view, upto),
        "step_here": _step_here(scene),
        "newer": record.is_from_newer_block,
    }


def _step_here(scene: PlanScene) -> dict[str, Any] | None:
    """Return the step that a question is about, most likely: the next one, with its day."""
    step = scene.next_milestone
    return {"id": step.id, "name": isolate_direction(step.title), "due": step.due} if step else None


def people_on_panel(
    context: MentoringContext, record: Record, learner: PersonId, people: Mapping[PersonId, Person]
) -> Mapping[PersonId, Person]:
    """Return of these people those of whom a learner's panel draws something."""
    now = context.clock()
    named = {learner, *record_visible_to(with_time_effects(record, now), learner, Role.LEARNER, now, context.hold).people_named}
    return {
        person: known for person, known in people.items() if person in named or known.username in context.program.backup_usernames
    }
