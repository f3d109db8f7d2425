"""The course team's overview: who needs a person first, the load and waits of every mentor, and all learners, paged."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.utils.safestring import SafeString

from ..actions import index_repair
from ..actions.backup import backup_for_mentor, can_mentor_now
from ..actions.permissions import require_course_team
from ..authoring.program import Program, RosterEntry
from ..domain.mentor.index_lines import IndexLine
from ..domain.mentor.learner_index import LearnerIndex
from ..domain.mentor.reply_deadlines import is_reply_overdue, is_review_overdue
from ..domain.mentor.working_hours import WorkingHours
from ..domain.mentorship.abuse_reports import first_undecided_report
from ..domain.mentorship.status import PAIRED_STATUSES, Status, relationship_at, relationship_of_record, with_time_effects
from ..domain.mentorship.thread import thread_of_record
from ..domain.plan.course_plan import CoursePlan
from ..domain.plan.projection import plan_of_record
from ..domain.record.values import NOBODY, PersonId
from ..domain.stored_state import StatePart, StoredState, StoredStates
from ..hosts.port import Person
from .etags import make_facts_etag
from .headline import mentor_headline
from .names import PeopleNames
from .page import Page, PageAnswer
from .text.i18n import _

PAGE_SIZE = 25


STATUS_SENTENCES: Mapping[Status, str] = {
    Status.NONE: _("Has not asked for a mentor"),
    Status.REQUESTED: _("Waiting for a mentor"),
    Status.WITHDRAWN: _("Withdrew the request"),
    Status.ACTIVE: _("With {mentor}"),
    Status.PAUSED: _("With {mentor}, paused"),
    Status.CLOSING: _("Finishing with {mentor}"),
    Status.ENDED: _("Finished with {mentor}"),
}


def answer_overview(page: Page, query: Mapping[str, Any]) -> PageAnswer:
    """Return the course team's overview, or, if it is as it was ``at`` the last asking, only that.

    Raises ActionRefused ``not-yours`` for everybody else.
    """
    asker = require_course_team(page.context.host.current_visitor(), "overview")
    listed = page.context.host.next_enrolled_people(query["after"], PAGE_SIZE)
    rostered = {place.username for place in page.context.program.roster}
    people = page.context.host.find_people(listed, rostered)
    roster = {person.id for person in people.values() if person.username in rostered}
    documents = page.context.host.read_states({*listed, *roster})
    mentoring = {one: documents[one] for one in roster}
    (gone, others), now = index_repair.learners_out_of_course(page.context, mentoring), page.context.clock()
    names = _names_in(page, documents, {**people, **others}, gone)
    mentors, alarms = mentor_overview_rows(page.context.program, documents, names, now, gone)
    # Mentors are enrolled too; they are learners here once they have a mentorship of their own.
    shown = [one for one in listed if one not in roster or StatePart.RECORD in (own := documents[one]).unreadable or own.record.log]
    facts = {
        "asker": asker,
        "mentors": mentors,
        "alarms": alarms,
        "after": listed[-1] if len(listed) == PAGE_SIZE else None,
        "faces": page.other_views("overview"),
        "address": page.context.host.home_address,
    }
    here = make_facts_etag(
        facts,
        [(one, documents[one].unreadable, with_time_effects(documents[one].record, now).extent) for one in shown],
        page.context.program.roster,
        page.context.program.plan,
        sorted(map(repr, names.people.values())),
    )
    if query["at"] == here:
        return {"same": True}
    facts["learners"] = learner_overview_rows(shown, documents, names, page.context.program, now)
    regions = {name: page.draw_template(f"overview/{name}.html", **facts) for name in ("head", "list")}
    return {"face": "overview", "at": here, "regions": {**regions, "open": ""}}


def answer_rebuild(page: Page, repaired: index_repair.RepairPage, first: bool) -> PageAnswer:
    """Return those of some people who need a person, and where to go on; at first also mentors whom the host keeps out."""
    asker, roster = require_course_team(page.context.host.current_visitor(), "rebuild"), _roster(page)
    names = _names_in(page, repaired.documents, roster)
    now = page.context.clock()
    rows = learner_overview_rows(repaired.documents, repaired.documents, names, page.context.program, now)
    here = {person.id for person in roster.values() if person.in_course} if first else set()
    alarms = shut_out_alarms(sorted(page.context.host.people_shut_out(here)), names)
    alarms += unchecked_alarms(repaired.documents, repaired.busy, names)
    found = [page.draw_template("overview/alarm.html", one=one) for one in alarms]
    found += [
        page.draw_template("overview/row.html", row=row, mentors=roster, asker=asker, place="found-")
        for row in rows
        if row["needs"]
    ]
    return {"done": len(repaired.documents), "after": repaired.after, "found": "".join(found)}


def _roster(page: Page) -> Mapping[PersonId, Person]:
    return page.context.host.find_people((), [place.username for place in page.context.program.roster])


def _names_in(
    page: Page, documents: StoredStates, known: Mapping[PersonId, Person], others: Collection[PersonId] = ()
) -> PeopleNames:
    """Return the names of these people, their mentors, and ``others``, some of whom are known already."""
    now = page.context.clock()
    mentors = {relationship_at(document.record, now).mentor for document in documents.values()}
    named = {*documents, *mentors, *others, *learners_with_reports(documents.values())}
    missing = {person for person in named if person and person not in known}
    return page.names_of_people({**known, **page.context.host.find_people(missing)})


def mentor_overview_rows(
    program: Program, documents: StoredStates, names: PeopleNames, now: datetime, gone: Collection[PersonId] = ()
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the roster with load and waits, and, apart, what needs a person, each with what to do about it. Who is ``gone`` from
    the course takes no place and waits for nobody.
    """
    rows, alarms = [], []
    by_username = {person.username: person for person in names.people.values()}
    for place in program.roster:
        person = by_username.get(place.username)
        if person is None:
            alarms.append(_alarm(names, "unknown", username=place.username))
            continue
        document = documents.get(person.id)
        ledger = document.ledger if document else LearnerIndex()
        left = [one for one in ledger.lines if one in gone and (line := ledger.lines[one]).mine and not line.has_ended(now)]
        if left:
            ledger = replace(ledger, lines={learner: line for learner, line in ledger.lines.items() if learner not in left})
        asking = ledger.asking
        row = _mentor(person.id, place, ledger.places_taken(now), asking.values(), names, now)
        row["away"] = _away(person.id, ledger.away_until(now), program, names)
        rows.append({**row, "here": can_mentor_now(person, program)})
        values = {"name": row["name"], "number": row["load"]}
        if document and StatePart.LEDGER in document.unreadable:
            alarms.append(_alarm(names, "unreadable", **values))
        if not person.in_course:
            alarms.append(_alarm(names, "gone" if row["load"] else "outside", **values))
        elif not person.active:
            alarms.append(_alarm(names, "disabled", **values))
        else:
            alarms.extend(_late(person.id, asking.values(), ledger.card.hours, program, names, now))
        if left:
            gone_names = names.language.list_in_words([names.name_markup(one) for one in left])
            alarms.append(_alarm(names, "left", name=row["name"], learners=gone_names))
        alarms.extend(_reports(asking, row["name"], names))
    if rows and all(row["load"] >= row["capacity"] for row in rows):
        alarms.append(_alarm(names, "full"))
    return rows, alarms


ALARMS: Mapping[str, tuple[str, str]] = {
    "unknown": (
        _("Nobody has the username {username}, which is listed as a mentor."),
        _("Correct it in Studio, or ask them to sign up."),
    ),
    "outside": (
        _("{name} is listed as a mentor but is not enrolled in this course."),
        _("Enrol them, or remove them from the list of mentors in Studio."),
    ),
    "gone": (
        _("{name} is no longer in the course. Learners still with them: {number}."),
        _("Enrol them again, or assign each of their learners below to someone else."),
    ),
    "disabled": (
        _("{name}'s account is disabled. Learners still with them: {number}."),
        _("Have it enabled again, or assign each of their learners below to someone else."),
    ),
    "left": (
        _("No longer in the course, but still with {name}: {learners}."),
        _("Nothing to do: their places are free. If they come back, {name} is still their mentor."),
    ),
    "late": (
        _("A learner has been waiting {wait} for {name}. The target is {target} of working time."),
        _("Answer for them below, or ask {backup} to."),
    ),
    "late-plan": (
        _("A plan or a hand-in has been waiting {wait} for {name}. The target is {target} of working time."),
        _("Answer for them below, or ask {backup} to."),
    ),
    "shut-out": (
        _("{name} is a mentor here but cannot open this unit."),
        _("Give them access in Studio: check the unit's start date, visibility and content groups."),
    ),
    "full": (
        _("No mentor has a free place."),
        _("Add a mentor or raise a mentor's capacity in Studio. You can still assign learners by hand."),
    ),
    "reported": (
        _("A message between {learner} and {name} was reported."),
        _("Only the course team can write there until you decide."),
    ),
    "busy": (
        _("{name} could not be checked because someone else was saving at the same moment."),
        _("Check all mentorships again in a minute."),
    ),
    "unreadable": (
        _("{name}'s list cannot be read."),
        _("It is left as it is, and so are their learners. The operator can find the reason in the log."),
    ),
}
"""What can need a person, and what to do about it."""


NO_BACKUP_REMEDY = _("Answer for them below.")
"""What to do about a wait where nobody fills in for the mentor."""


def _late(
    mentor: PersonId, asking: Collection[IndexLine], hours: WorkingHours, program: Program, names: PeopleNames, now: datetime
) -> Iterator[dict[str, Any]]:
    """Return what has waited too long for a mentor: words, and things of the plan, each by its own target. Of each only the longest
    wait is told, so they are looked at from there.
    """
    targets = program.reply_targets
    words = _waits((line.waiting_for_words_since(now), line) for line in asking)
    plans = _waits((line.review, line) for line in asking)
    first = next((since for since, line in words if is_reply_overdue(line, hours, targets.reply, now)), None)
    first_plan = next((since for since, line in plans if is_review_overdue(line, hours, targets.review, now)), None)
    for kind, since, target in (("late", first, targets.reply), ("late-plan", first_plan, targets.review)):
        if since:
            language, backup = names.language, backup_for_mentor(mentor, NOBODY, program, names.people)
            values = {
                "name": names.name_markup(mentor),
                "wait": language.time_passed_element(since),
                "target": language.duration_in_words(target),
            }
            alarm = _alarm(names, kind, **values, backup=names.name_markup(backup))
            yield alarm if backup else {**alarm, "remedy": language.translate_html(NO_BACKUP_REMEDY)}


def _waits(lines: Iterable[tuple[datetime | None, IndexLine]]) -> list[tuple[datetime, IndexLine]]:
    """Return what is waited for, the longest wait first."""
    return sorted(((since, line) for since, line in lines if since), key=itemgetter(0))


def learners_with_reports(documents: Iterable[StoredState]) -> set[PersonId]:
    """Return the learners between whom and their mentors a report stands, by the mentors' ledgers."""
    return {learner for document in documents for learner, line in document.ledger.asking.items() if line.reported}


def _reports(asking: Mapping[PersonId, IndexLine], mentor: SafeString, names: PeopleNames) -> Iterator[dict[str, Any]]:
    for learner, line in asking.items():
        if line.reported:
            yield {
                **_alarm(names, "reported", learner=names.name_markup(learner), name=mentor),
                "open": learner,
                "plain": names.name_markup(learner),
            }


def shut_out_alarms(people: Iterable[PersonId], names: PeopleNames) -> list[dict[str, Any]]:
    """Return what needs a person where the host does not open the block to somebody on the roster."""
    return [_alarm(names, "shut-out", name=names.name_markup(person)) for person in people]


def unchecked_alarms(documents: StoredStates, busy: Collection[PersonId], names: PeopleNames) -> list[dict[str, Any]]:
    """Return what needs a person where a list could not be read, or was not to be had, while everyone was checked."""
    lost = [person for person, document in documents.items() if StatePart.LEDGER in document.unreadable]
    found = [(person, kind) for kind, people in (("unreadable", lost), ("busy", busy)) for person in people]
    return [_alarm(names, kind, name=names.name_markup(person)) for person, kind in found]


def _alarm(names: PeopleNames, kind: str, **values: Any) -> dict[str, Any]:
    says, remedy = ALARMS[kind]
    return {"says": names.language.translate_html(says, **values), "remedy": names.language.translate_html(remedy, **values)}


def _away(mentor: PersonId, last: date | None, program: Program, names: PeopleNames) -> SafeString:
    """Say until when a mentor is away, and who fills in."""
    if last is None:
        return SafeString("")
    backup = backup_for_mentor(mentor, NOBODY, program, names.people)
    words = _("Away until {day}; {backup} fills in") if backup else _("Away until {day}; nobody fills in")
    return names.language.translate_html(words, day=names.language.short_day_element(last), backup=names.name_markup(backup))


def _mentor(
    person: PersonId, place: RosterEntry, load: int, asking: Collection[IndexLine], names: PeopleNames, now: datetime
) -> dict[str, Any]:
    waits = [since for line in asking if (since := line.waiting_since(now))]
    return {
        "id": person,
        "name": names.name_markup(person),
        "plain": names.plain_name(person),
        "load": load,
        "capacity": place.capacity,
        "waiting": len(waits),
        "longest": min(waits, default=None),
        "reviews": sum(1 for line in asking if line.review and not line.is_on_hold(now)),
    }


def learner_overview_rows(
    page: Iterable[PersonId], documents: StoredStates, names: PeopleNames, program: Program, now: datetime
) -> list[dict[str, Any]]:
    """Return one page of learners; within it, those who need a person come first."""
    rows = [_row(learner, documents[learner], names, program, now) for learner in page]
    return sorted(rows, key=lambda row: not row["needs"])


def _row(learner: PersonId, document: StoredState, names: PeopleNames, program: Program, now: datetime) -> dict[str, Any]:
    if StatePart.RECORD in document.unreadable:
        return {"id": learner, "name": names.name_markup(learner), "broken": True, "needs": True}
    record = with_time_effects(document.record, now)
    relation = relationship_of_record(record)
    here = can_mentor_now(names.people.get(relation.mentor), program)
    orphaned = relation.status in PAIRED_STATUSES and not here
    full = record.is_nearly_full
    reported = first_undecided_report(record) is not None
    stands = names.language.translate_html(STATUS_SENTENCES[relation.status], mentor=names.name_markup(relation.mentor))
    return {
        "id": learner,
        "name": names.name_markup(learner),
        "stands": stands,
        "orphaned": orphaned,
        "reported": reported,
        "needs": orphaned or full or reported or relation.status is Status.REQUESTED,
        "full": full,
        "begun": bool(record.log),
        "waiting": thread_of_record(record).waiting if relation.status is Status.REQUESTED else None,
        "state": mentor_headline(record, plan_of_record(record, CoursePlan(program.plan)), names, names.name_markup(learner)),
        "mentor": relation.mentor if here else NOBODY,
        "mentor_plain": names.plain_name(relation.mentor),
    }
