"""May they? The only place that answers.

``PERMISSIONS`` says for each act which role may do it while the mentorship stands where; a role is what somebody is to this
learner now. A handler that has no row here cannot be called by anybody.
"""

from collections.abc import Mapping

from ..authoring.program import Program
from ..domain.mentorship.status import LIVE_STATUSES, OPEN_STATUSES, PAIRED_STATUSES, Relationship, Status
from ..domain.record.errors import ActionRefused
from ..domain.record.log import Role
from ..domain.record.values import NOBODY, PersonId
from ..hosts.port import Masquerade, Person, Visitor
from .backup import backup_for_mentor, can_mentor_now

ANY_STATUS = frozenset(Status)

LEARNER_WHILE_OPEN: Mapping[Role, frozenset[Status]] = {Role.LEARNER: OPEN_STATUSES}
MENTOR_OR_STAFF: Mapping[Role, frozenset[Status]] = {Role.MENTOR: LIVE_STATUSES, Role.STAFF: OPEN_STATUSES}
MENTORING_SIDE: Mapping[Role, frozenset[Status]] = {**MENTOR_OR_STAFF, Role.BACKUP: LIVE_STATUSES}
LEARNER_OR_MENTOR: Mapping[Role, frozenset[Status]] = {**LEARNER_WHILE_OPEN, **MENTOR_OR_STAFF}
EVERYONE: Mapping[Role, frozenset[Status]] = {**LEARNER_WHILE_OPEN, **MENTORING_SIDE}
EVERYONE_EVEN_AFTER: Mapping[Role, frozenset[Status]] = {**EVERYONE, Role.LEARNER: ANY_STATUS, Role.STAFF: ANY_STATUS}

PERMISSIONS: Mapping[str, Mapping[Role, frozenset[Status]]] = {
    # acts
    "join": {Role.LEARNER: ANY_STATUS},
    "leave": {Role.LEARNER: PAIRED_STATUSES | {Status.REQUESTED}},
    "pause": dict.fromkeys((Role.LEARNER, Role.MENTOR, Role.STAFF), PAIRED_STATUSES),
    "resume": dict.fromkeys((Role.LEARNER, Role.MENTOR, Role.STAFF), PAIRED_STATUSES),
    "assign": {Role.STAFF: ANY_STATUS},
    "send": EVERYONE,
    "ask": LEARNER_WHILE_OPEN,
    "answer": MENTORING_SIDE,
    "pass_back": MENTOR_OR_STAFF,
    "remark": MENTORING_SIDE,
    "note": MENTORING_SIDE,
    "undo": EVERYONE,
    "edit": EVERYONE,
    "erase": EVERYONE_EVEN_AFTER,
    "hide": {Role.STAFF: ANY_STATUS},
    "unhide": {Role.STAFF: ANY_STATUS},
    "resolve": LEARNER_OR_MENTOR,
    "ask_again": LEARNER_OR_MENTOR,
    "retract": LEARNER_WHILE_OPEN,
    "hand_over": MENTORING_SIDE,
    "make_step": LEARNER_WHILE_OPEN,
    "report": {Role.LEARNER: OPEN_STATUSES, Role.MENTOR: LIVE_STATUSES, Role.BACKUP: LIVE_STATUSES},
    "clear_report": {Role.STAFF: ANY_STATUS},
    "mark_unread": {**EVERYONE, Role.LEARNER: ANY_STATUS},
    "deliver": EVERYONE,
    "seen": {**EVERYONE, Role.LEARNER: ANY_STATUS},
    "draft_goal": LEARNER_WHILE_OPEN,
    "propose_goal": LEARNER_OR_MENTOR,
    "propose": LEARNER_WHILE_OPEN,
    "agree": LEARNER_OR_MENTOR,
    "suggest": LEARNER_OR_MENTOR,
    "achieve": MENTOR_OR_STAFF,
    "drop_goal": LEARNER_OR_MENTOR,
    "set_week": LEARNER_WHILE_OPEN,
    "contest": LEARNER_WHILE_OPEN,
    "move_days": LEARNER_WHILE_OPEN,
    "renew": LEARNER_WHILE_OPEN,
    "begin": LEARNER_WHILE_OPEN,
    "submit": LEARNER_WHILE_OPEN,
    "take_back": LEARNER_WHILE_OPEN,
    "approve": MENTORING_SIDE,
    "ask_changes": MENTORING_SIDE,
    "reopen": MENTOR_OR_STAFF,
    "skip_milestone": MENTOR_OR_STAFF,
    "ask_time": LEARNER_WHILE_OPEN,
    "ask_out": LEARNER_WHILE_OPEN,
    "grant": MENTOR_OR_STAFF,
    "decline": MENTOR_OR_STAFF,
    "redate": MENTOR_OR_STAFF,
    "withdraw_wish": LEARNER_WHILE_OPEN,
    "recall": LEARNER_WHILE_OPEN,
    "settle": LEARNER_WHILE_OPEN,
    "make_room": {Role.STAFF: OPEN_STATUSES},
    "rebuild": {Role.STAFF: ANY_STATUS},
    # what a mentor does to what is theirs
    "set_card": {Role.MENTOR: ANY_STATUS},
    "keep_reply": {Role.MENTOR: ANY_STATUS},
    "drop_reply": {Role.MENTOR: ANY_STATUS},
    "snooze": {Role.MENTOR: LIVE_STATUSES},
    # reads
    "preview": dict.fromkeys(EVERYONE, ANY_STATUS),
    "panel": {Role.LEARNER: ANY_STATUS},
    "open": {Role.MENTOR: LIVE_STATUSES, Role.BACKUP: LIVE_STATUSES, Role.STAFF: ANY_STATUS},
    "earlier": EVERYONE_EVEN_AFTER,
    "message": EVERYONE_EVEN_AFTER,
    "desk": {Role.MENTOR: ANY_STATUS},
    "grid": {Role.MENTOR: ANY_STATUS},
    "overview": {Role.STAFF: ANY_STATUS},
}

AUTHORING_HANDLERS = frozenset({"submit_studio_edits"})
"""What authors do to the program. These are no acts: the host says whether the program may be written where it is asked."""

READ_HANDLERS = frozenset({"panel", "open", "earlier", "message", "desk", "grid", "overview"})
ROLE_PRECEDENCE = (Role.LEARNER, Role.MENTOR, Role.BACKUP, Role.STAFF)
"""In which capacity somebody acts who has several."""


def require_active_visitor(visitor: Visitor, act: str) -> PersonId:
    """Return who is asking, or raise ActionRefused ``anonymous`` or ``read-only``, before anything else is looked at."""
    if visitor.id is None:
        raise ActionRefused("anonymous")
    if visitor.disguise is not Masquerade.NONE and act not in READ_HANDLERS:
        raise ActionRefused("read-only")
    return visitor.id


def require_course_team(visitor: Visitor, act: str) -> PersonId:
    """Return who is asking for the whole course, or raise ActionRefused ``not-yours`` for anybody who is not on its team."""
    asker = require_active_visitor(visitor, act)
    if not visitor.staff or visitor.disguise is not Masquerade.NONE or Role.STAFF not in PERMISSIONS[act]:
        raise ActionRefused("not-yours")
    return asker


def require_rostered_mentor(visitor: Visitor, act: str, program: Program) -> PersonId:
    """Return who is asking for their own learners, or raise ActionRefused ``not-yours`` for anybody who mentors nobody here."""
    asker = require_active_visitor(visitor, act)
    if not is_rostered_mentor(visitor, program):
        raise ActionRefused("not-yours")
    return asker


def roles_towards_learner(
    visitor: Visitor, learner: PersonId, relation: Relationship, program: Program, people: Mapping[PersonId, Person]
) -> frozenset[Role]:
    """Return what this visitor is to this learner now.

    Nobody who is not in the course is anything; a mentor or a backup also has to be on the roster at this moment
    (docs/rules.md, Mentorship 4 and 8). On their own mentorship, and under a disguise, somebody is only the learner: nobody
    decides on their own work (docs/rules.md, Plan 4).
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
    if relation.mentor == visitor.id and program.roster_entry_of(visitor.username):
        roles.add(Role.MENTOR)
    elif visitor.id == backup_for_mentor(relation.mentor, learner, program, people):
        roles.add(Role.BACKUP)
    return frozenset(roles)


def responder_for_learner(
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
    backup, here = (
        backup_for_mentor(relation.mentor, learner, program, people),
        can_mentor_now(people.get(relation.mentor), program),
    )
    if backup and (not here or away or handed == backup):
        return backup
    return relation.mentor if here else NOBODY


def is_permitted(act: str, role: Role, status: Status) -> bool:
    """Whether somebody who is this to a learner may do the act while the mentorship stands so."""
    return status in PERMISSIONS[act].get(role, frozenset())


def choose_acting_role(act: str, roles: frozenset[Role], status: Status) -> Role:
    """Return the capacity in which the act is done, or raise ActionRefused ``not-yours`` or ``not-now``."""
    able = [role for role in ROLE_PRECEDENCE if role in roles and role in PERMISSIONS[act]]
    if not able:
        raise ActionRefused("not-yours")
    for role in able:
        if is_permitted(act, role, status):
            return role
    raise ActionRefused("not-now", status=status.value)


def is_rostered_mentor(visitor: Visitor, program: Program) -> bool:
    """Whether this visitor is on the roster now. Being in the course is checked where people are looked up."""
    return visitor.disguise is Masquerade.NONE and program.roster_entry_of(visitor.username) is not None
