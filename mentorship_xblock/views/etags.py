"""Short texts that tell whether a page is as it was when it was last asked for."""

import hashlib
from collections.abc import Mapping

from ..actions.context import MentoringContext
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.mentor.reply_deadlines import reply_wait_stage
from ..domain.mentorship.status import with_time_effects
from ..domain.mentorship.visibility import record_visible_to
from ..domain.plan.course_plan import CoursePlan
from ..domain.record.log import Role
from ..domain.record.record import Record
from ..domain.record.values import PersonId, local_calendar_day
from ..hosts.port import Person

NO_INDEX = LearnerIndex()


def make_facts_etag(*facts: object) -> str:
    """Return a short text that is another as soon as any of these is."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def make_conversation_etag(
    context: MentoringContext,
    record: Record,
    viewer: PersonId,
    role: Role,
    people: Mapping[PersonId, Person],
    ledger: LearnerIndex = NO_INDEX,
    course_plan: CoursePlan | None = None,
) -> str:
    """Return what tells whether a conversation is as it was: how much of it is seen, where the clock stands, which day it is
    for the learner, what ``people`` there are and what the author has made of them; of the panel also the mentor's
    ``ledger`` and the course's plan.
    """
    now, program = context.clock(), context.program
    record = record_visible_to(with_time_effects(record, now), viewer, role, now, context.hold)
    line = ledger.lines.get(viewer)
    stands = reply_wait_stage(line, ledger.card.hours, program.reply_targets.reply, now) if line else None
    day = local_calendar_day(now, record.zone)
    around = (day, program.roster, program.reply_hours, sorted(map(repr, people.values())), course_plan)
    return make_facts_etag(record.extent, stands, ledger.card, ledger.away_until(now), around)
