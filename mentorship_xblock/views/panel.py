"""The learner's panel: who my mentor is, where my question stands, one open box, the conversation."""

from datetime import timedelta
from typing import Any

from django.utils.safestring import SafeString

from ..authoring.program import MentoringStart
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.mentor.reply_targets import usual_reply_time
from ..domain.mentorship.abuse_reports import first_undecided_report
from ..domain.mentorship.status import OPEN_STATUSES, PAIRED_STATUSES, UNDATED_STATUSES, Status, relationship_of_record
from ..domain.mentorship.thread import thread_of_record
from ..domain.plan.pace import milestone_to_recall
from ..domain.plan.projection import plan_before_unit_effects, plan_of_record
from ..domain.plan.unit_effects import effects_of_units
from ..domain.record.values import local_calendar_day
from .backup import name_of_who_reads, roster_entry_of_mentor
from .headline import WaitingTimes, learner_headline
from .mentor_card import mentor_card_facts
from .plan import PlanScene, PlanSetting, PlanView
from .text.i18n import isolate_direction
from .thread import ConversationContext, conversation_facts
from .whole_plan import WholePlan


def learner_panel_facts(
    view: ConversationContext, upto: int, setting: PlanSetting, ledger: LearnerIndex, asked: str = ""
) -> dict[str, Any]:
    """Return what the panel's templates need, of what the learner may see; ``ledger`` is their mentor's.

    ``asked`` is what of the whole plan is opened, if anything.
    """
    record, names, learner, now = view.record, view.names, view.viewer, view.now
    program, relation = setting.program, relationship_of_record(record)
    cover = view.cover
    mentor = names.html(relation.mentor) if relation.mentor else SafeString("")
    place = roster_entry_of_mentor(relation, names, program)
    thread, card = thread_of_record(record), ledger.card
    can_write = relation.status in OPEN_STATUSES and not record.newer
    paused = relation.status is Status.PAUSED
    plan = plan_of_record(record, setting.template)
    scene = PlanScene(
        plan,
        names,
        name_of_who_reads(relation, names, cover),
        local_calendar_day(now, record.zone),
        setting.template,
        setting.units,
        relation.status in UNDATED_STATUSES,
        learner=True,
    )
    face = PlanView(scene)
    book = WholePlan(face, record, setting.ends() if plan.offered(True) or plan.offered(False) or asked else None)
    begun = relation.status not in (Status.NONE, Status.WITHDRAWN)
    usual = usual_reply_time(ledger, now)
    recall = milestone_to_recall(plan, now) if can_write and not paused else None
    return {
        "status": relation.status.value,
        "mentor": mentor,
        "mentor_plain": names.plain(relation.mentor),
        "reads": scene.mentor,
        "about": isolate_direction(place.about) if place and place.about else "",
        "card": mentor_card_facts(card, usual, local_calendar_day(now, card.hours.zone), names.language),
        "target": names.language.length(program.targets.reply),
        "stopped": thread.reported is not None,
        "reported_by_me": bool((report := first_undecided_report(record)) and report.by == learner),
        "can_say": can_write and thread.reported is None,
        "cover": names.html(cover.backup) if cover.backup and not cover.gone else "",
        "initials": names.initials(relation.mentor) if relation.mentor else "",
        "away": cover.sentence,
        "state": {
            "else": "",
            **learner_headline(record, plan, names, cover, scene.mentor, WaitingTimes(program, card.hours, usual, now)),
        },
        "can_join": relation.status not in OPEN_STATUSES or (relation.status is Status.CLOSING and cover.gone),
        "begins_itself": relation.status is Status.NONE and program.begins is MentoringStart.VISIT and not record.newer,
        "can_return": relation.status is Status.CLOSING and not cover.gone,
        "can_write": can_write,
        "can_leave": relation.status in (Status.REQUESTED, *PAIRED_STATUSES) and not record.newer,
        "can_pause": relation.status is Status.ACTIVE and can_write,
        "paused": paused,
        "tomorrow": scene.today + timedelta(days=1),
        "readers": names.readers((relation.mentor, cover.backup)),
        "nearly_full": record.nearly_full,
        "plan_size": len(plan.kept),
        "plan": face.path() if begun else None,
        "agreement": book.state() if begun and plan.goals else None,
        "changes": book.changes() if begun and can_write else None,
        "shift": sum(away.days for away in plan.absences) if can_write and not paused else 0,
        "recall": recall and {"id": recall.id, "name": isolate_direction(recall.title), "since": recall.since},
        "unsettled": can_write and any(effects_of_units(plan_before_unit_effects(record, setting.template), setting.template)),
        "opened": asked,
        "book": book.drawn(asked) if begun and asked else None,
        "here": [isolate_direction(one.title) for one in face.here()] if begun else [],
        "next": face.next_step() if relation.status in (Status.REQUESTED, Status.ACTIVE) else None,
        "thread": conversation_facts(view, upto),
        "step_here": _step_here(scene),
        "newer": record.newer,
    }


def _step_here(scene: PlanScene) -> dict[str, Any] | None:
    """Return the step that a question is about, most likely: the next one, with its day."""
    step = scene.next
    return {"id": step.id, "name": isolate_direction(step.title), "due": step.due} if step else None
