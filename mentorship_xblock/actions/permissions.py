"""May they? The only place that answers.

``MAY`` says for each act which role may do it while the mentorship stands where; a role is what somebody is to this
learner now. A handler that has no row here cannot be called by anybody.
"""

from collections.abc import Mapping

from ..authoring.program import Program
from ..domain.mentorship.status import LIVE_STATUSES, OPEN_STATUSES, PAIRED_STATUSES, Relationship, Status
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Role
from ..domain.record.values import NOBODY, PersonId
from ..hosts.port import Masquerade, Person, Visitor
from .backup import backup_of, is_here

ANY = frozenset(Status)

OWN: Mapping[Role, frozenset[Status]] = {Role.LEARNER: OPEN_STATUSES}
GUIDE: Mapping[Role, frozenset[Status]] = {Role.MENTOR: LIVE_STATUSES, Role.STAFF: OPEN_STATUSES}
REVIEW: Mapping[Role, frozenset[Status]] = {**GUIDE, Role.BACKUP: LIVE_STATUSES}
BOTH: Mapping[Role, frozenset[Status]] = {**OWN, **GUIDE}
EVERYONE: Mapping[Role, frozenset[Status]] = {**OWN, **REVIEW}
EVEN_AFTER: Mapping[Role, frozenset[Status]] = {**EVERYONE, Role.LEARNER: ANY, Role.STAFF: ANY}

MAY: Mapping[str, Mapping[Role, frozenset[Status]]] = {
    # acts
    "join": {Role.LEARNER: ANY},
    "leave": {Role.LEARNER: PAIRED_STATUSES | {Status.REQUESTED}},
    "pause": dict.fromkeys((Role.LEARNER, Role.MENTOR, Role.STAFF), PAIRED_STATUSES),
    "resume": dict.fromkeys((Role.LEARNER, Role.MENTOR, Role.STAFF), PAIRED_STATUSES),
    "assign": {Role.STAFF: ANY},
    "send": EVERYONE,
    "ask": OWN,
    "answer": REVIEW,
    "pass_back": GUIDE,
    "remark": REVIEW,
    "note": REVIEW,
    "undo": EVERYONE,
    "edit": EVERYONE,
    "erase": EVEN_AFTER,
    "hide": {Role.STAFF: ANY},
    "unhide": {Role.STAFF: ANY},
    "resolve": BOTH,
    "ask_again": BOTH,
    "retract": OWN,
    "hand_over": REVIEW,
    "make_step": OWN,
    "report": {Role.LEARNER: OPEN_STATUSES, Role.MENTOR: LIVE_STATUSES, Role.BACKUP: LIVE_STATUSES},
    "clear_report": {Role.STAFF: ANY},
    "mark_unread": {**EVERYONE, Role.LEARNER: ANY},
    "deliver": EVERYONE,
    "seen": {**EVERYONE, Role.LEARNER: ANY},
    "draft_goal": OWN,
    "propose_goal": BOTH,
    "propose": OWN,
    "agree": BOTH,
    "suggest": BOTH,
    "achieve": GUIDE,
    "drop_goal": BOTH,
    "set_week": OWN,
    "contest": OWN,
    "move_days": OWN,
    "renew": OWN,
    "begin": OWN,
    "submit": OWN,
    "take_back": OWN,
    "approve": REVIEW,
    "ask_changes": REVIEW,
    "reopen": GUIDE,
    "skip_milestone": GUIDE,
    "ask_time": OWN,
    "ask_out": OWN,
    "grant": GUIDE,
    "decline": GUIDE,
    "redate": GUIDE,
    "withdraw_wish": OWN,
    "recall": OWN,
    "settle": OWN,
    "make_room": {Role.STAFF: OPEN_STATUSES},
    "rebuild": {Role.STAFF: ANY},
    # what a mentor does to what is theirs
    "set_card": {Role.MENTOR: ANY},
    "keep_reply": {Role.MENTOR: ANY},
    "drop_reply": {Role.MENTOR: ANY},
    "snooze": {Role.MENTOR: LIVE_STATUSES},
    # reads
    "preview": dict.fromkeys(EVERYONE, ANY),
    "panel": {Role.LEARNER: ANY},
    "open": {Role.MENTOR: LIVE_STATUSES, Role.BACKUP: LIVE_STATUSES, Role.STAFF: ANY},
    "earlier": EVEN_AFTER,
    "message": EVEN_AFTER,
    "desk": {Role.MENTOR: ANY},
    "overview": {Role.STAFF: ANY},
}

AUTHORING = frozenset({"submit_studio_edits"})
"""What authors do to the program. These are no acts: the host says whether the program may be written where it is asked."""

READS = frozenset({"panel", "open", "earlier", "message", "desk", "overview"})
PRECEDENCE = (Role.LEARNER, Role.MENTOR, Role.BACKUP, Role.STAFF)
"""In which capacity somebody acts who has several."""


def check_visitor(visitor: Visitor, act: str) -> PersonId:
    """Return who is asking, or raise Refused ``anonymous`` or ``read-only``, before anything else is looked at."""
    if visitor.id is None:
        raise ActionRefused("anonymous")
    if visitor.disguise is not Masquerade.NONE and act not in READS:
        raise ActionRefused("read-only")
    return visitor.id


def check_team(visitor: Visitor, act: str) -> PersonId:
    """Return who is asking for the whole course, or raise Refused ``not-yours`` for anybody who is not on its team."""
    asker = check_visitor(visitor, act)
    if not visitor.staff or visitor.disguise is not Masquerade.NONE or Role.STAFF not in MAY[act]:
        raise ActionRefused("not-yours")
    return asker


def roles_to(
    visitor: Visitor, learner: PersonId, relation: Relationship, program: Program, people: Mapping[PersonId, Person]
) -> frozenset[Role]:
    """Return what this visitor is to this learner now.

    Nobody who is not in the course is anything; a mentor or a backup also has to be on the roster at this moment
    (MF §E1 invariants 4 and 8). On their own mentorship, and under a disguise, somebody is only the learner: nobody
    decides on their own work (MF §E2 invariant 4).
    """
    known = people.get(visitor.id) if visitor.id else None
    if known is None or not (known.in_course or visitor.staff):
        return frozenset()
    if visitor.id == learner:
        return frozenset({Role.LEARNER})
    if visitor.disguise is not Masquerade.NONE:
        return frozenset()
    roles: set[Role] = set()
    if visitor.staff:
        roles.add(Role.STAFF)
    if relation.mentor == visitor.id and program.place(visitor.username):
        roles.add(Role.MENTOR)
    elif visitor.id == backup_of(relation.mentor, learner, program, people):
        roles.add(Role.BACKUP)
    return frozenset(roles)


def guide_of(
    learner: PersonId,
    relation: Relationship,
    handed: PersonId,
    program: Program,
    people: Mapping[PersonId, Person],
    away: bool = False,
) -> PersonId:
    """Return who is to act on what this learner says: the mentor, or their backup where the wait was ``handed`` to them, the
    mentor is ``away``, or gone; nobody if there is neither.
    """
    backup, here = backup_of(relation.mentor, learner, program, people), is_here(people.get(relation.mentor), program)
    if backup and (not here or away or handed == backup):
        return backup
    return relation.mentor if here else NOBODY


def acting_role(act: str, roles: frozenset[Role], status: Status) -> Role:
    """Return the capacity in which the act is done, or raise Refused ``not-yours`` or ``not-now``."""
    able = [role for role in PRECEDENCE if role in roles and role in MAY[act]]
    if not able:
        raise ActionRefused("not-yours")
    for role in able:
        if status in MAY[act][role]:
            return role
    raise ActionRefused("not-now", status=status.value)


def is_mentor(visitor: Visitor, program: Program) -> bool:
    """Whether this visitor is on the roster now. Being in the course is checked where people are looked up."""
    return visitor.disguise is Masquerade.NONE and program.place(visitor.username) is not None
