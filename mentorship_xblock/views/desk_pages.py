"""A mentor's pages: the desk with its list, and the learner who is opened beside it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from ..actions.backup import backup_for_mentor
from ..actions.context import ActionResult, course_plan_of_learner, course_plans_of_learners
from ..actions.conversation import wait_is_with_backup
from ..actions.permissions import is_rostered_mentor, require_active_visitor, require_rostered_mentor
from ..actions.pipeline import read_authorized_record
from ..domain.mentor.inbox import inbox_section_of
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.mentor.reply_forecast import usual_reply_time
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Role
from ..domain.record.values import NOBODY, PersonId, local_calendar_day
from ..domain.stored_state import StatePart, StoredState
from . import desk as desk_view
from .backup import own_absence_sentence
from .etags import make_conversation_etag, make_facts_etag
from .guidance import Guidance, guidance_beside, guidance_facts
from .mentor_card import card_form_fields, mentor_card_facts
from .page import Page, PageAnswer
from .plan import PlanSetting


def answer_desk(page: Page, query: Mapping[str, Any]) -> PageAnswer:
    """Return the visitor's desk. Raises ActionRefused ``not-yours`` for anybody not on the roster and in the course."""
    asker = require_rostered_mentor(page.context.host.current_visitor(), "desk", page.context.program)
    facts = draw_desk(page, asker, page.context.host.read_states({asker})[asker], query["from"], at=query["at"])
    if facts is None:
        raise ActionRefused("not-yours")
    return facts


def draw_desk(
    page: Page, mentor: PersonId, own: StoredState, start: int, opened: PersonId | None = None, at: str = ""
) -> PageAnswer | None:
    """Return a mentor's desk, or, if it is as it was ``at`` the last asking, only that; None for who is not in the course.

    Raises ActionRefused ``unreadable``.
    """
    visitor, program, host = page.context.host.current_visitor(), page.context.program, page.context.host
    lines = desk_view.DeskLists(own.ledger, page.context.clock(), start)
    people = host.find_people({mentor, *own.ledger.lines}, program.usernames_beside(visitor.username))
    if not (known := people.get(mentor)) or not (known.in_course or visitor.staff):
        return None
    own.checked_readable(StatePart.LEDGER)
    gone = frozenset(one for one in own.ledger.lines if not ((found := people.get(one)) and found.can_read_here))
    lines = replace(lines, covered=desk_view.covered_learners(page.context, mentor, people), gone=gone)
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
        sum(one.last is not None and one.last + page.context.hold > lines.now for one in listed),
        sorted(map(repr, people.values())),
    )
    if at == here:
        return {"same": True}
    shown = {*lines.own_page, *lines.covered_page}
    plans = course_plans_of_learners(page.context, shown)
    names, fills_in = page.names_of_people(people), partial(backup_for_mentor, program=program, people=people)
    facts = desk_view.mentor_desk_facts(
        lines, host.read_states(shown), names, mentor, plans.__getitem__, fills_in, page.context.hold
    )
    card, today = own.ledger.card, local_calendar_day(lines.now, own.ledger.card.hours.zone)
    facts["card"] = card_form_fields(card, today, page.language)
    facts["away"] = own_absence_sentence(card.away_until(today), backup_for_mentor(mentor, NOBODY, program, people), names)
    facts["card_said"] = mentor_card_facts(card, usual_reply_time(own.ledger, lines.now), today, page.language)
    regions = {
        "head": page.draw_template("desk/head.html", faces=page.other_views("desk"), **facts),
        "list": page.draw_template("desk/list.html", opened=opened, **facts),
        "open": page.draw_template("desk/none.html"),
        "grid": page.draw_template("desk/grid_opener.html", total=facts["total"]),
    }
    return {"face": "desk", "at": here, "regions": regions}


def answer_open(page: Page, query: Mapping[str, Any]) -> PageAnswer:
    """Return one learner, opened in place, with the whole plan if that is asked for."""
    outcome = read_authorized_record(page.context, "open", query["learner"])
    viewer = require_active_visitor(page.context.host.current_visitor(), "open")
    if query["at"] and query["at"] == make_opened_etag(page, outcome, viewer, _guidance_of(page, outcome, viewer)):
        return {"same": True}
    return {"regions": {"open": draw_opened_learner(page, outcome, query["plan"])}}


def _guidance_of(page: Page, outcome: ActionResult, viewer: PersonId) -> tuple[Guidance, ...]:
    """Return what the author tells mentors about what this person sees that the learner asks."""
    record = page.visible_record(outcome.record, viewer, outcome.role)
    return guidance_beside(page.context, record, course_plan_of_learner(page.context, outcome.learner), outcome.role)


def make_opened_etag(page: Page, outcome: ActionResult, viewer: PersonId, beside: tuple[Guidance, ...]) -> str:
    """Return what tells whether an opened learner is as they were: the conversation, and what the author says ``beside`` it."""
    conversation = make_conversation_etag(page.context, outcome.record, viewer, outcome.role, outcome.people)
    return make_facts_etag(conversation, beside)


def draw_opened_learner(page: Page, outcome: ActionResult, asked: str) -> str:
    """Return one learner's mentorship as whoever is asking sees it, with what of the plan is ``asked`` for."""
    viewer = require_active_visitor(page.context.host.current_visitor(), "open")
    setting = PlanSetting(page.context, course_plan_of_learner(page.context, outcome.learner))
    people, mentored_by = page.people_in_record(outcome), page.index_of_mentor(page.mentor_of(outcome.record), outcome.documents)
    view = page.conversation_context(
        outcome.record, people, viewer, outcome.role, outcome.learner, setting.course_plan, mentored_by
    )
    mentors = is_rostered_mentor(page.context.host.current_visitor(), page.context.program)
    own = viewer == page.mentor_of(outcome.record)
    ledger = mentored_by if own else page.index_of_mentor(viewer, outcome.documents) if mentors else LearnerIndex()
    upto = page.read_up_to(outcome.record, viewer, outcome.role)
    facts = desk_view.opened_learner_facts(view, upto, outcome.learner, setting, ledger.replies, asked)
    facts.update(desk_view.snooze_form_facts(view, outcome.learner, ledger, setting.course_plan))
    guides = outcome.role is not Role.BACKUP
    facts["takes"] = guides or wait_is_with_backup(page.context, outcome)
    back = "overview" if outcome.role is Role.STAFF else "desk"
    beside = _guidance_of(page, outcome, viewer)
    facts["guidance"] = guidance_facts(beside)
    at = make_opened_etag(page, outcome, viewer, beside)
    return page.draw_template("desk/open.html", back=back, guides=guides, at=at, **facts)


def draw_desk_beside(page: Page, outcome: ActionResult) -> Mapping[str, str]:
    """Return the mentor's list as it is after their act, if it can be read; the course team reads without one."""
    if outcome.role is Role.STAFF:
        return {}
    asker = require_active_visitor(page.context.host.current_visitor(), "desk")
    own = outcome.documents.get(asker) or page.context.host.read_states({asker})[asker]
    answer = None if StatePart.LEDGER in own.unreadable else draw_desk(page, asker, own, 0, outcome.learner)
    return {name: answer["regions"][name] for name in ("head", "list")} if answer else {}
