"""What the design allows an entry of the log to do to a plan, in its own words (docs/rules.md), apart from the tables of the package."""

from mentorship_xblock.domain.record.log import Role

MILESTONE = {
    # what an entry says: from where it leads where
    "started": {"planned": "in_progress", "changes_asked": "in_progress"},
    "submitted": {"in_progress": "submitted", "changes_asked": "submitted"},
    "taken-back": {"submitted": "in_progress"},
    "approved": {"submitted": "approved"},
    "changes": {"submitted": "changes_asked"},
    "reopened": {"approved": "in_progress", "skipped": "planned"},
    "skipped": {"planned": "skipped", "in_progress": "skipped"},
    "ready": {"planned": "submitted", "in_progress": "submitted"},
    "enough": {"planned": "approved", "in_progress": "approved", "submitted": "approved"},
}
GOAL = {
    "drafted": {None: "draft", "draft": "draft"},
    "proposed": {None: "proposed", "draft": "proposed", "proposed": "proposed", "agreed": "agreed"},
    "agreed": {"proposed": "agreed", "agreed": "agreed"},
    "suggested": {"proposed": "draft", "agreed": "agreed"},
    "achieved": {"agreed": "achieved"},
    "dropped": {"draft": "dropped", "proposed": "dropped", "agreed": "dropped", "dropped": "dropped"},
}
WHO = {
    # who alone may have done it; a milestone or a goal may also be left by time where the course says so
    "drafted": "L", "proposed": "LMS", "agreed": "LMS", "suggested": "LMS", "achieved": "MS", "dropped": "LMS", "started": "LT",
    "submitted": "L", "taken-back": "L", "approved": "MBS", "changes": "MBS", "reopened": "MS", "skipped": "MS", "ready": "T", "enough": "T",
    "later": "L", "out": "L", "wish-withdrawn": "L", "granted": "MS", "declined": "MS", "redated": "LMS", "shifted": "L", "week": "L", "contested": "L",
    "recalled": "L", "planned": "T", "renewed": "L", "paused": "LMS", "resumed": "LMST",
}  # fmt: skip
LETTER = {Role.LEARNER: "L", Role.MENTOR: "M", Role.BACKUP: "B", Role.STAFF: "S", Role.TIME: "T"}
DATES = {"redated", "granted", "shifted", "agreed", "renewed"}
"""What may give a milestone another day."""
KEPT = {"ms", "g", "goal", "plan", "take", "x", "u", "c", "n", "d", "h", "m", "on", "q", "w", "away"}
"""What an entry keeps. How far a plan is, what is late and what comes next is in none of them."""


def all_of(plan):
    """Return every milestone of a plan with its goal, those of dropped goals too."""
    return {one.id: (goal, one) for goal in plan.goals for one in goal.milestones} if plan else {}


def check_step(before, after, entry):
    """Check what one entry made of a plan. ``before`` is None while the plan was still the course's."""
    assert LETTER[entry.role] in WHO.get(entry.kind, "LMBST"), entry
    assert set(entry.data) <= KEPT, entry
    if before is None:
        return
    check_milestones(before, after, entry)
    check_goals(before, after, entry)


def check_milestones(before, after, entry):
    """Check where each milestone went, and that nothing of it was lost."""
    had, have = all_of(before), all_of(after)
    for milestone, (goal, one) in had.items():
        if milestone not in have:
            gone = entry.kind == "suggested" and goal.state is None and entry.role is Role.LEARNER
            assert gone or (entry.kind == "renewed" and not one.has_work and one.state == "planned"), (entry, one)
            continue
        now = have[milestone][1]
        check_state(goal, one, now, entry)
        check_evidence(one, now, entry)
        check_day(goal, one, now, entry)
    if entry.kind in MILESTONE:
        assert entry.stored_text("ms") in had, entry
    if entry.kind == "wish-withdrawn":
        _goal, one = had[entry.stored_text("ms")]
        assert one.wish and have[one.id][1] == one._replace(wish=None), entry
    for _goal, one in have.values():
        assert one.wish is None or one.state not in ("approved", "skipped"), "a wish about what is done"
    for milestone in have.keys() - had.keys():
        assert entry.kind in ("planned", "drafted", "proposed", "agreed", "renewed"), entry
        assert have[milestone][1].state == "planned", "nothing is added to be left out"


def check_state(goal, one, now, entry):
    """Check that a milestone moved as the design says, and only if the entry is about it."""
    if entry.kind in MILESTONE and entry.stored_text("ms") == one.id:
        assert MILESTONE[entry.kind].get(one.state) == now.state, (entry, one.state, now.state)
    elif now.state != one.state:
        assert (one.state in ("planned", "in_progress")) and now.state == "skipped", (entry, one.state, now.state)
        asked = one.wish is not None and one.wish.kind == "out" and entry.stored_text("ms") == one.id
        agreed = entry.kind == "agreed" and now.leaving
        assert (entry.kind == "granted" and asked) or agreed, entry


def check_evidence(one, now, entry):
    """Check that versions are numbered, never change, and are not decided on by who sent them."""
    assert [version.number for version in now.versions] == list(range(1, len(now.versions) + 1))
    assert [version.sent for version in now.versions][: len(one.versions)] == [version.sent for version in one.versions]
    for version, later in zip(one.versions, now.versions, strict=False):
        assert version.decided in (None, later.decided) and version.taken_back in (None, later.taken_back)
        assert later.decided is None or later.decided.by != later.sent.by or later.sent.role is Role.TIME
    grown = entry.kind in ("submitted", "ready") and entry.stored_text("ms") == one.id
    assert len(now.versions) == len(one.versions) + grown


def check_day(goal, one, now, entry):
    """Check that no day changed silently."""
    if entry.kind in ("drafted", "proposed", "agreed") and one.state in ("submitted", "approved"):
        assert (now.title, now.detail, now.planned, now.criteria) == (one.title, one.detail, one.planned, one.criteria), entry
    shapes_their_own = entry.kind in ("drafted", "proposed") and entry.role is Role.LEARNER and goal.agreed is None
    if now.planned != one.planned:
        named = entry.kind in ("redated", "granted")
        assert not named or entry.stored_text("ms") == one.id, entry
        assert entry.kind in DATES or (shapes_their_own and entry.stored_text("g") == goal.id), entry
        assert entry.kind != "agreed" or (goal.offer and goal.offer.shape), entry
    if now.due != one.due:
        assert entry.kind in DATES or (entry.kind in ("drafted", "proposed") and entry.role is Role.LEARNER), entry


def stand(goal):
    """Return where a goal stands: its state, and which proposal waits for the other side."""
    return goal.state, goal.offer and goal.offer.entry


def check_goals(before, after, entry):
    """Check where each goal went, and who agreed to what."""
    had, have = {goal.id: goal for goal in before.goals}, {goal.id: goal for goal in after.goals}
    moved = [goal for goal in have if goal not in had or stand(had[goal]) != stand(have[goal])]
    moved += [goal for goal in had if goal not in have]
    reshaped = [goal for goal in have if goal in had and had[goal].turned != have[goal].turned]
    if entry.kind not in GOAL:
        added = [goal for goal in moved if goal not in had or had[goal].state == "dropped"]
        opened = [
            goal for goal in moved if entry.kind == "reopened" and (had[goal].state, have[goal].state) == ("achieved", "agreed")
        ]
        assert opened == [goal for goal in opened if entry.stored_text("ms") in {one.id for one in have[goal].milestones}]
        assert moved == added + opened and (not added or entry.kind == "renewed"), entry
        return
    assert moved or reshaped, f"{entry} is in the log and has done nothing"
    for goal in {*moved, *reshaped}:
        assert entry.stored_text("g") in ("", goal)
        check_goal(had.get(goal), have.get(goal), entry)


def check_goal(was, now, entry):
    """Check one goal that an entry is about."""
    mine = entry.role is Role.LEARNER
    if entry.kind in ("agreed", "suggested"):
        assert was.offer and was.offer.is_by_learner is not mine, "somebody answered their own proposal"
    if was is None or was.state is None:
        outcome = {"drafted": "draft", "proposed": "proposed" if mine else None, "agreed": "agreed", "suggested": None}[entry.kind]
        assert (now.state if now else None) == outcome, entry
    else:
        assert GOAL[entry.kind][was.state] == now.state, entry
        if was.state == "dropped":
            assert not mine and was.turned.role is Role.LEARNER, (
                "only what a learner has dropped is dropped again, by the other side"
            )
    if now and entry.kind == "proposed":
        assert now.offer and now.offer.is_by_learner is mine
    elif now:
        assert now.offer is None
