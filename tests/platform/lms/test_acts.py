"""Every act through its real address, from home and from a panel block, sent twice; and every refusal."""

import pytest

from ...fast.acts import ACTS, after, as_here, check_lines, done

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
