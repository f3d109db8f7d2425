"""Every act through its real address, from home and from a panel block, sent twice; and every refusal."""

import pytest

from ...support.action_table import ACTS, UNKEPT, after, as_here, check_lines, done
from ...support.permission_table import BODY, peopled
from ...support.refusal_table import REFUSALS, check_refused
from ...support.world import taken_back

home_and_panel = pytest.mark.parametrize("place", ["home", "panel"])


@home_and_panel
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_stored_on_home_once_with_who_as_what_and_when(world, act, place):
    before, who, body, left = ACTS[act]
    after(world, before, place)
    count, key = len(world.kinds("leila")), body.get("key") or world.key()
    for _ in range(2):
        done(world, who, act, place, {"key": key, **body})
    log = world.record("leila")["log"]
    assert [entry["i"] for entry in log[count:] if entry["o"] != "time"] == [key]
    assert log[-1] == {"i": key, "b": world.id(who), "t": "2026-03-02T09:00:00.000Z", **as_here(world, place, left)}
    assert {usage for usage, _ in world.everything()} == {world.home}
    check_lines(world)


@pytest.mark.parametrize("act", REFUSALS)
def test_a_refused_act_stores_nothing_and_says_why(world, act):
    check_refused(world, act)


BY = {
    # who does what leaves no entry of its own; "rebuild" finds nothing to do, and the others of UNKEPT need more than a moment
    "seen": "leila", "deliver": "leila", "settle": "leila", "undo": "leila", "mark_unread": "leila", "preview": "leila",
    "set_card": "amara", "keep_reply": "amara", "drop_reply": "amara", "snooze": "amara", "rebuild": "dana",
}  # fmt: skip


@home_and_panel
def test_what_leaves_no_entry_is_done_once_too(world, settings, place):
    peopled(world, settings)
    assert set(BY) == UNKEPT - {"move_days", "make_room"}
    for act, who in BY.items():
        body = {"key": world.key(), **BODY[act], **({} if who == "leila" else {"learner": "leila"})}
        with taken_back():
            world.act(who, act, block=getattr(world, place), **body)
            once = world.everything()
            world.act(who, act, block=getattr(world, place), **body)
            assert world.everything() == once, act
