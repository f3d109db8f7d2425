"""Keeping the ledgers true: lines of records that are gone are dropped, a lost ledger is made again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import merge, nsmallest
from itertools import islice
from time import monotonic

from ..domain.mentor.learner_index import index_line_of
from ..domain.mentorship.status import relationship_of_record
from ..domain.record.errors import ActionRefused
from ..domain.record.values import PersonId
from ..domain.stored_state import StatePart, StoredState, StoredStates, states_with_line_reindexed
from ..hosts.port import Person
from .action import Action, Drawn, Fields
from .context import ActionResult, MentoringContext
from .field_checks import check_optional_person
from .permissions import require_course_team

PAGE_SIZE = 50
ASKED_AT_MOST = 500
"""Of how many learners it is asked at a time whether they are still in the course."""
SECONDS_AT_MOST = 1.0
"""Seconds of work after which everybody else is left to the next request."""


def reindex_learner(context: MentoringContext, learner: PersonId, mentors: Collection[PersonId]) -> None:
    """Make this learner's line in these mentors' ledgers what the learner's record says now."""

    def apply(documents: StoredStates) -> tuple[StoredStates, None]:
        return states_with_line_reindexed(documents, learner, context.clock()), None

    context.host.change_under_lock({learner, *mentors}, apply)


def learners_out_of_course(
    context: MentoringContext, documents: StoredStates
) -> tuple[frozenset[PersonId], Mapping[PersonId, Person]]:
    """Return who of these mentors' learners has left the course, or closed their account, and so takes no place; and what is known
    of whoever is not enrolled, as far as they have an account.

    Asked of those who have been silent longest, and of no more than ``ASKED_AT_MOST``: that costs the same however many there are.
    Nearly all of them are enrolled, and more is asked only of the others.
    """
    silent = merge(*(document.ledger.longest_silent for document in documents.values()))
    asked = {learner for _newest, learner in islice(silent, ASKED_AT_MOST)}
    others = asked - context.host.people_enrolled(asked)
    people = context.host.find_people(others)
    return frozenset(learner for learner in others if not ((known := people.get(learner)) and known.can_read_here)), people


def free_stale_places(context: MentoringContext, mentors: Collection[PersonId]) -> frozenset[PersonId]:
    """Return the learners of these mentors who take no place any more, and drop the lines of those whose row staff have deleted.

    Asked only when every mentor is full, so its cost is never on the usual way to a mentor. Of those who have left the course
    nothing is changed: they keep their mentor, should they come back.
    """
    documents = context.host.read_states(set(mentors))
    counted = [
        (line.newest_change_at, learner, mentor)
        for mentor, document in documents.items()
        for learner, line in document.ledger.lines.items()
        if line.is_current
    ]
    asked = {learner: mentor for _newest, learner, mentor in nsmallest(ASKED_AT_MOST, counted)}
    lost = asked.keys() - context.host.people_with_rows(asked.keys())
    for learner in sorted(lost):
        reindex_learner(context, learner, {asked[learner]})
    gone, _people = learners_out_of_course(context, documents)
    return gone | lost


def drop_lost_lines(context: MentoringContext, before: ActionResult, documents: StoredStates) -> bool:
    """Drop a learner's lines from these ledgers where they count, although the record knows nothing of that mentor.

    Staff have deleted the row that held the record. Only the ledgers still tell of the mentor before, and once the
    learner has a row again, nobody else would free that place. Tell whether anything was dropped.
    """
    lost = {
        mentor
        for mentor, document in documents.items()
        if document.ledger.has_current_learner(before.learner) and index_line_of(before.record, mentor) is None
    }
    if lost:
        reindex_learner(context, before.learner, lost)
    return bool(lost)


@dataclass(frozen=True, slots=True)
class RepairPage:
    """Some of the people with a row, their documents, and after whom the next ones come; None at the end."""

    documents: StoredStates
    after: PersonId | None
    busy: Collection[PersonId] = ()
    """Those of them about whom a line could not be written, because somebody else was writing."""


def rebuild_learner_index(context: MentoringContext, action: Action, body: Fields) -> RepairPage:
    """Make the ledgers again from the records, some people at a time: as many as a moment is enough for, one at least.

    Both directions: lines that are missing or stale in the mentors' ledgers, and lines whose record says otherwise. What cannot
    be read is passed over, and so is who is busy.
    """
    require_course_team(context.host.current_visitor(), action.name)
    page = context.host.next_people_with_rows(body["after"], PAGE_SIZE)
    documents = context.host.read_states(set(page))
    begun, busy = monotonic(), set()
    done: list[PersonId] = []
    for person in page:
        if done and monotonic() - begun >= SECONDS_AT_MOST:
            break
        done.append(person)
        for learner, mentors in _stale_lines(context, person, documents[person]).items():
            try:
                reindex_learner(context, learner, mentors)
            except ActionRefused:
                busy.add(learner)
    after = page[len(done) - 1] if len(done) < len(page) or len(page) == PAGE_SIZE else None
    return RepairPage({person: documents[person] for person in done}, after, sorted(busy))


def _stale_lines(context: MentoringContext, person: PersonId, document: StoredState) -> dict[PersonId, set[PersonId]]:
    """Return whose lines have to be made anew, each with the mentors in whose ledgers: this person's own, as a learner, and those
    of the people in their ledger. Read unlocked; nothing is locked, or written, for what is as it should be.
    """
    found: dict[PersonId, set[PersonId]] = {}
    relation, now = relationship_of_record(document.record), context.clock()
    theirs = {mentor for mentor in (relation.mentor, *relation.former) if mentor}
    for mentor, other in context.host.read_states(theirs).items():
        if other.with_line_reindexed(person, document.record, mentor, now) != other:
            found.setdefault(person, set()).add(mentor)
    listed = sorted(document.ledger.lines)
    for start in range(0, len(listed), PAGE_SIZE):
        for learner, other in context.host.read_states(set(listed[start : start + PAGE_SIZE])).items():
            if (
                StatePart.RECORD not in other.unreadable
                and document.with_line_reindexed(learner, other.record, person, now) != document
            ):
                found.setdefault(learner, set()).add(person)
    return found


REPAIR_ACTIONS = (
    Action(
        "rebuild",
        {"after": check_optional_person},
        rebuild_learner_index,
        drawn=Drawn.REPAIRED,
    ),
)
