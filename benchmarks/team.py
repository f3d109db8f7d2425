"""The course team's page, in a course with few learners and in one with many."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import quoteattr

from web_fragments.fragment import Fragment

from .bench import Placed, placed
from .subjects import EXCHANGES, PLAN, Subject

TEAM = "dana"
MENTORS = 10
FEW, MANY = 10, 2_000
"""Learners, shared out among the mentors."""
ASKED_EACH, OPEN_EVERY = 3, 6
"""How many questions of each learner are answered, and which learners ask one more that is not."""


class Overview(Placed):
    """A block in a scenario of its own, drawn for the course team."""

    def draw(self) -> Fragment:
        """Return the course team's view, from a new runtime to the finished fragment."""
        block = self.block(TEAM)
        user = block.runtime.service(block, "user").get_current_user()
        user.opt_attrs["edx-platform.user_is_staff"] = True
        return block.render("student_view", {})


def overview(learners: int) -> Overview:
    """Place a block with so many learners. It is written as it is stored: through the handlers it would take minutes."""
    from mentorship_xblock.domain.mentor.learner_index import CAPACITY_MAX

    roster = [{"username": f"mentor{number}", "capacity": CAPACITY_MAX} for number in range(MENTORS)]
    attributes = f"roster={quoteattr(json.dumps(roster))} plan={quoteattr(json.dumps(PLAN))}"
    place = placed(Subject("mentorship-xblock", f"the course team, {learners} learners", f"<mentorship {attributes}/>"))
    for number, one in enumerate(roster):
        _filled(place, str(one["username"]), [f"learner{learner:05}" for learner in range(number, learners, MENTORS)])
    return Overview(place.subject, place.usage)


def _filled(place: Placed, mentor: str, learners: list[str]) -> None:
    """Give a mentor these learners, with what was said in the last weeks."""
    from mentorship_xblock.domain.record.values import PersonId
    from mentorship_xblock.domain.stored_state import states_with_line_reindexed
    from mentorship_xblock.hosts import host_for_block

    def fill(documents: Any) -> tuple[Any, None]:
        now = datetime.now(UTC)
        for learner in learners:
            record = _talked(documents[learner].record, learner, mentor, now)
            pair = {person: documents[person] for person in (learner, mentor)}
            pair[learner] = replace(pair[learner], record=record)
            documents = {**documents, **states_with_line_reindexed(pair, PersonId(learner), now)}
        return documents, None

    host_for_block(place.block(mentor), place.usage).change_under_lock({mentor, *learners}, fill)


def _talked(record: Any, learner: str, mentor: str, now: datetime) -> Any:
    """Return a learner's record with some questions that were answered within hours and, of some learners, one that was not."""
    from mentorship_xblock.domain.mentorship.append_entry import Actor
    from mentorship_xblock.domain.mentorship.sending import MessageContext, send_message
    from mentorship_xblock.domain.mentorship.transitions import pair_with_mentor
    from mentorship_xblock.domain.record.log import Kind, Role

    number, begun = int(learner.removeprefix("learner")), now - timedelta(days=20)
    record = pair_with_mentor(record, Actor(TEAM, Role.STAFF, f"pair-{learner}", begun), learner, mentor)
    open_too = number % OPEN_EVERY == 0
    for turn in range(ASKED_EACH + open_too):
        question, answer = EXCHANGES[turn % len(EXCHANGES)]
        asked, key = begun + timedelta(days=5 * turn + 1, minutes=number % 60), f"ask-{turn}-{learner}"
        record = send_message(record, Actor(learner, Role.LEARNER, key, asked), Kind.QUESTION, question)
        if turn < ASKED_EACH:
            answered = Actor(mentor, Role.MENTOR, f"say-{turn}-{learner}", asked + timedelta(hours=5))
            record = send_message(record, answered, Kind.ANSWER, answer, MessageContext(question=key))
    return record
