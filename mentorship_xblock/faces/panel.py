"""The learner's panel: who my mentor is, where my question stands, one open box, the conversation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString

from ..domain.folding import plan_before_units, plan_of, units_done
from ..domain.hours import Hours
from ..domain.ledger import Ledger
from ..domain.pace import to_recall
from ..domain.promise import Promise, promise, usual_wait
from ..domain.record import Record
from ..domain.relation import OPEN, TOGETHER, Relation, Status, relation_of, turns_at
from ..domain.safety import report_of
from ..domain.thread import OPEN_QUESTION, Thread, Turn, thread_of
from ..domain.values import local_day
from ..program import Begins, Program
from .book import Book
from .card import card_facts
from .cover import StandIn, place_of, reads_now
from .language import Language, _, isolated
from .people import Names
from .plan import PlanFace, Scene, Setting
from .thread import View, conversation


def panel(view: View, upto: int, setting: Setting, ledger: Ledger, asked: str = "") -> dict[str, Any]:
    """Return what the panel's templates need, of what the learner may see; ``ledger`` is their mentor's.

    ``asked`` is what of the whole plan is opened, if anything.
    """
    record, names, learner, now = view.record, view.names, view.viewer, view.now
    program, relation = setting.program, relation_of(record)
    cover = view.cover
    mentor = names.html(relation.mentor) if relation.mentor else SafeString("")
    place = place_of(relation, names, program)
    thread, card = thread_of(record), ledger.card
    can_write = relation.status in OPEN and not record.newer
    paused = relation.status is Status.PAUSED
    plan = plan_of(record, setting.template)
    scene = Scene(
        plan,
        names,
        reads_now(relation, names, cover),
        local_day(now, record.zone),
        setting.template,
        setting.units,
        paused,
        learner=True,
    )
    face = PlanFace(scene)
    book = Book(face, record, setting.ends() if plan.offered(True) or plan.offered(False) or asked else None)
    begun = relation.status not in (Status.NONE, Status.WITHDRAWN)
    usual = usual_wait(ledger, now)
    recall = to_recall(plan, now) if can_write and not paused else None
    return {
        "status": relation.status.value,
        "mentor": mentor,
        "mentor_plain": names.plain(relation.mentor),
        "reads": scene.mentor,
        "about": isolated(place.about) if place and place.about else "",
        "card": card_facts(card, usual, local_day(now, card.hours.zone), names.language),
        "target": names.language.length(program.targets.reply),
        "stopped": thread.reported is not None,
        "reported_by_me": bool((report := report_of(record)) and report.by == learner),
        "can_say": can_write and thread.reported is None,
        "cover": names.html(cover.backup) if cover.backup and not cover.gone else "",
        "initials": names.initials(relation.mentor) if relation.mentor else "",
        "away": cover.sentence,
        "state": {"else": "", **state(record, relation, names, cover, Clock(program, card.hours, usual, now))},
        "can_join": relation.status not in OPEN or (relation.status is Status.CLOSING and cover.gone),
        "begins_itself": relation.status is Status.NONE and program.begins is Begins.VISIT and not record.newer,
        "can_return": relation.status is Status.CLOSING and not cover.gone,
        "can_write": can_write,
        "can_leave": relation.status in (Status.REQUESTED, *TOGETHER) and not record.newer,
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
        "recall": recall and {"id": recall.id, "name": isolated(recall.title), "since": recall.since},
        "unsettled": can_write and any(units_done(plan_before_units(record, setting.template), setting.template)),
        "opened": asked,
        "book": book.drawn(asked) if begun and asked else None,
        "here": [isolated(one.title) for one in face.here()] if begun else [],
        "next": face.next_step() if relation.status in (Status.REQUESTED, Status.ACTIVE) else None,
        "thread": conversation(view, upto),
        "step_here": _step_here(scene),
        "newer": record.newer,
    }


STANDS: Mapping[Status, tuple[str, str]] = {
    Status.NONE: (_("You have no mentor yet."), _("A mentor answers your questions and follows your plan with you.")),
    Status.WITHDRAWN: (_("You took your request back."), _("You can ask for a mentor again whenever you like.")),
    Status.REQUESTED: (_("We are finding you a mentor."), _("You can write your aims now; they will see them first.")),
    Status.PAUSED: (
        _("Paused until {until}."),
        _("Until then nobody reminds you and no dates count. You can write all the same."),
    ),
    Status.CLOSING: (
        _("You finished with {mentor}."),
        _("You can come back until {until}. The whole conversation stays here for you."),
    ),
    Status.ENDED: (_("You finished with {mentor}."), _("Nothing new can be sent. You can still read it all.")),
}
"""Where things stand while no mentorship is active: what is, and what comes."""


@dataclass(frozen=True)
class Clock:
    """What waits are told by: the author's targets, the mentor's hours, how long most wait for them, and the time."""

    program: Program
    hours: Hours
    usual: timedelta | None
    now: datetime


def _step_here(scene: Scene) -> dict[str, Any] | None:
    """Return the step that a question is about, most likely: the next one, with its day."""
    step = scene.next
    return {"id": step.id, "name": isolated(step.title), "due": step.due} if step else None


def state(record: Record, relation: Relation, names: Names, cover: StandIn, clock: Clock) -> dict[str, SafeString | str]:
    """Return the sentences that say where things stand: what is, what comes, and what if not."""
    language, thread = names.language, thread_of(record)
    if thread.reported:
        return {"is": language.html(_("Writing is off for now.")), "next": language.html(_("The course team is looking into it."))}
    if relation.status is Status.ACTIVE:
        return _active(relation, thread, names, cover, clock)
    until = turns_at(relation) or clock.now
    here, then = STANDS[relation.status]
    # A pause ends with a day where the learner is; the week after leaving, at a moment.
    by = language.day(local_day(until, record.zone)) if relation.status is Status.PAUSED else language.time(until)
    values = {"mentor": names.html(relation.mentor) if relation.mentor else "", "until": by}
    return {"is": language.html(here, **values), "next": language.html(then, **values)}


def _active(relation: Relation, thread: Thread, names: Names, cover: StandIn, clock: Clock) -> dict[str, SafeString | str]:
    language = names.language
    mentor = names.html(relation.mentor)
    if thread.turn is Turn.MENTOR and thread.waiting:
        return _waiting(thread, thread.waiting, names, mentor, cover, clock)
    if thread.turn is Turn.LEARNER:
        return {
            "is": language.html(_("{mentor} has written to you."), mentor=mentor),
            "next": language.html(
                _("One of your questions is still open.")
                if OPEN_QUESTION & set(thread.questions.values())
                else _("Did that help? Write back whenever you like.")
            ),
        }
    if thread.contact is None and not cover.gone:
        return {
            "is": language.html(_("No messages yet.")),
            "next": language.html(
                _("You need not wait to ask. People who say what they find hard get the most useful first reply.")
            ),
        }
    return {"is": language.html(_("You and {mentor} are up to date."), mentor=mentor), "next": ""}


WITH: Mapping[tuple[bool, bool], str] = {
    # (a question, taken over from the mentor) -> with whom it is
    (True, False): _("Your question is with {who} since {since}."),
    (False, False): _("Your message is with {who} since {since}."),
    (True, True): _("{who} has taken over your question, which waits since {since}."),
    (False, True): _("{who} has taken over your message, which waits since {since}."),
}


def _waiting(
    thread: Thread, since: datetime, names: Names, mentor: SafeString, cover: StandIn, clock: Clock
) -> dict[str, SafeString | str]:
    """Say with whom the learner's words are, since when, when most have an answer, and what happens if there is none.

    The words promise what really happens: at that moment the question stands on the backup's list too, by derivation.
    """
    language = names.language
    if not cover.guide:
        return {"is": language.html(_("Your words are with the course team.")), "next": ""}
    who = names.html(cover.guide)
    here = WITH[bool(OPEN_QUESTION & set(thread.questions.values())), cover.handed]
    told = promise(since, thread.stops, clock.hours, clock.program.targets.reply, clock.usual, clock.now)
    by, passes = (instant and language.time(instant) for instant in (told.by, told.passes))
    values = {"who": who, "by": by, "passes": passes, "backup": names.html(cover.backup) if cover.backup else ""}
    stands = cover.backup and cover.guide != cover.backup
    if told.usual and told.by and told.usual < told.by:
        then = language.html(_("Usually there is a reply by {usual}."), usual=language.time(told.usual))
    elif told.by and clock.now <= told.by:
        then = language.html(_("You can count on a reply by {by}."), **values)
    else:
        then = language.html(_("A reply was meant by {by}."), by=by) if by else ""
    return {
        "is": language.html(here, since=language.time(since), **values),
        "next": then,
        "else": _else(told, stands, clock, language, values),
    }


def _else(told: Promise, stands: object, clock: Clock, language: Language, values: Mapping[str, Any]) -> SafeString | str:
    """Say what happens if there is no answer by then, or has happened."""
    if told.passes is None:
        return ""
    passed = clock.now > told.passes
    if stands:
        return language.html(
            _("It also stands on {backup}'s list since {passes}.")
            if passed
            else _("If there is none, it also stands on {backup}'s list from {passes}."),
            **values,
        )
    return language.html(_("The course team sees it and can answer you too."), **values) if passed else ""
