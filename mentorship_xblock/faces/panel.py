"""The learner's panel: who my mentor is, where my question stands, one open box, the conversation."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString

from ..domain.folding import plan_before_units, plan_of, units_done
from ..domain.pace import to_recall
from ..domain.record import Record
from ..domain.relation import OPEN, TOGETHER, Relation, Status, relation_of, settled, turns_at
from ..domain.thread import QuestionState, Thread, Turn, thread_of
from ..domain.values import PersonId, local_day
from ..program import Begins, Program
from .book import Book
from .cover import StandIn, place_of, reads_now, stand_in
from .language import _, isolated
from .people import Names
from .plan import PlanFace, Scene, Setting, titles
from .thread import conversation


def panel(record: Record, names: Names, learner: PersonId, setting: Setting, now: datetime, asked: str = "") -> dict[str, Any]:
    """Return what the panel's templates need; ``asked`` is what of the whole plan is opened, if anything."""
    record = settled(record, now)  # what time has brought is told at once, though the next act writes it down
    program, relation = setting.program, relation_of(record)
    cover = stand_in(relation, names, program)
    mentor = names.html(relation.mentor) if relation.mentor else SafeString("")
    place = place_of(relation, names, program)
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
    recall = to_recall(plan, now) if can_write and not paused else None
    return {
        "status": relation.status.value,
        "mentor": mentor,
        "mentor_plain": names.plain(relation.mentor),
        "reads": scene.mentor,
        "about": isolated(place.about) if place and place.about else "",
        "reply_hours": program.reply_hours,
        "cover": names.html(cover.backup) if cover.backup and not cover.gone else "",
        "initials": names.initials(relation.mentor) if relation.mentor else "",
        "away": cover.sentence,
        "state": state(record, relation, names, cover, program, now),
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
        "thread": conversation(record, names, learner, titles(plan)),
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


def state(
    record: Record, relation: Relation, names: Names, cover: StandIn, program: Program, now: datetime
) -> dict[str, SafeString | str]:
    """Return the two sentences that say where things stand: one of what is, one of what comes."""
    language = names.language
    if relation.status is Status.ACTIVE:
        return _active(record, relation, names, cover, program, now)
    until = turns_at(relation) or now
    here, then = STANDS[relation.status]
    # A pause ends with a day where the learner is; the week after leaving, at a moment.
    by = language.day(local_day(until, record.zone)) if relation.status is Status.PAUSED else language.time(until)
    values = {"mentor": names.html(relation.mentor) if relation.mentor else "", "until": by}
    return {"is": language.html(here, **values), "next": language.html(then, **values)}


def _active(
    record: Record, relation: Relation, names: Names, cover: StandIn, program: Program, now: datetime
) -> dict[str, SafeString | str]:
    language = names.language
    thread = thread_of(record)
    mentor = names.html(relation.mentor)
    if thread.turn is Turn.MENTOR and thread.waiting:
        return _waiting(thread, thread.waiting, names, mentor, cover, program, now)
    if thread.turn is Turn.LEARNER:
        return {
            "is": language.html(_("{mentor} has written to you."), mentor=mentor),
            "next": language.html(_("Did that help? Write back whenever you like.")),
        }
    if thread.contact is None and not cover.gone:
        return {
            "is": language.html(_("No messages yet.")),
            "next": language.html(
                _("You need not wait to ask. People who say what they find hard get the most useful first reply.")
            ),
        }
    return {"is": language.html(_("You and {mentor} are up to date."), mentor=mentor), "next": ""}


def _waiting(
    thread: Thread, since: datetime, names: Names, mentor: SafeString, cover: StandIn, program: Program, now: datetime
) -> dict[str, SafeString | str]:
    """Say with whom the learner's words are, since when, and what was promised; once that is past, who else can answer."""
    language = names.language
    if cover.gone and not cover.backup:
        return {"is": language.html(_("Your words are with the course team.")), "next": ""}
    who = names.html(cover.backup) if cover.gone else mentor
    asked = QuestionState.OPEN in thread.questions.values()
    here = _("Your question is with {who} since {since}.") if asked else _("Your message is with {who} since {since}.")
    by = since + timedelta(hours=program.reply_hours) + thread.held
    if now <= by:
        then = _("You can count on a reply by {by}.")
    elif cover.backup and not cover.gone:
        then = _("{who} meant to reply by {by}. {backup} can answer you too, and the course team sees it.")
    else:
        then = _("{who} meant to reply by {by}. The course team sees it and can answer you too.")
    values = {"who": who, "since": language.time(since), "by": language.time(by)}
    return {
        "is": language.html(here, **values),
        "next": language.html(then, backup=names.html(cover.backup) if cover.backup else "", **values),
    }
