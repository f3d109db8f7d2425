"""What of a conversation a page fetches by and by: earlier messages, and what can be done to one."""

from collections.abc import Mapping
from typing import Any

from ..actions.permissions import require_active_visitor
from ..actions.pipeline import learner_of_request, read_authorized_record
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.plan.course_plan import CoursePlan
from ..domain.record.log import Role
from .page import Page, PageAnswer
from .thread import conversation_facts, single_message_facts


def answer_earlier(page: Page, query: Mapping[str, Any]) -> PageAnswer:
    """Return earlier messages of a thread."""
    outcome = read_authorized_record(page.context, "earlier", learner_of_request(page.context, "earlier", query))
    viewer = require_active_visitor(page.context.host.current_visitor(), "earlier")
    course_plan = CoursePlan(page.context.program.plan)
    people, ledger = page.people_in_record(outcome), page.index_of_mentor(page.mentor_of(outcome.record))
    view = page.conversation_context(
        outcome.record, people, viewer, outcome.role, outcome.learner, course_plan, ledger, query["before"]
    )
    thread = conversation_facts(view, page.read_up_to(outcome.record, viewer, outcome.role), query["before"])
    of = outcome.learner if outcome.role is not Role.LEARNER else ""
    return {
        "items": page.draw_template("thread/items.html", thread=thread, learner=of),
        "before": thread["before"],
        "earlier": thread["earlier"],
        "more": page.draw_template("thread/earlier_words.html", thread=thread),
    }


def answer_message(page: Page, query: Mapping[str, Any]) -> PageAnswer:
    """Return what can be done to one message. Raises ActionRefused ``no-message`` for one this person does not see."""
    outcome = read_authorized_record(page.context, "message", learner_of_request(page.context, "message", query))
    viewer, course_plan = (
        require_active_visitor(page.context.host.current_visitor(), "message"),
        CoursePlan(page.context.program.plan),
    )
    view = page.conversation_context(
        outcome.record, page.people_in_record(outcome), viewer, outcome.role, outcome.learner, course_plan, LearnerIndex()
    )
    of = outcome.learner if outcome.role is not Role.LEARNER else ""
    item = single_message_facts(view, query["of"])
    return {"html": page.draw_template("thread/message_more.html", item=item, learner=of) if item["acts"] else ""}
