"""What the block asks of the database for a page, with what the platform asks in its name."""

import sys
from pathlib import Path

import pytest
from completion.waffle import ENABLE_COMPLETION_TRACKING_SWITCH
from django.db import connection
from edx_toggles.toggles.testutils import override_waffle_switch

import mentorship_xblock

from ...support.action_table import after
from ...support.conversation_action_table import ASKED
from ...support.plan_action_table import APPROVED

PACKAGE = str(Path(mentorship_xblock.__file__).parent)
BUDGET = {
    # who opens the unit of which block: how many it may take
    ("leila", "home"): 1,
    ("leila", "panel"): 2,
    ("amara", "home"): 2,
    ("amara", "panel"): 3,
    ("dana", "home"): 4,
    ("dana", "panel"): 5,
}
"""Less than on the double: what it asks the user service has been asked by others of the same page already."""


def callers():
    """Return the files of everything that is being called, the innermost first."""
    frame = sys._getframe(1)
    while frame:
        yield frame.f_code.co_filename
        frame = frame.f_back


def asked(world, who, block):
    """Return the statements that the block sends while its unit is drawn, the unit having been opened before."""
    world.view(who, block)
    sent = []

    def watch(execute, sql, *more):
        if any(file.startswith(PACKAGE) for file in callers()):
            sent.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(watch):
        world.view(who, block)
    return sent


@pytest.mark.parametrize("tracked", [True, False], ids=["completion", "no-completion"])
@pytest.mark.parametrize(("who", "place"), BUDGET)
def test_a_page_stays_within_its_budget(world, who, place, tracked):
    after(world, [*ASKED, *APPROVED[1:]], "home")
    with override_waffle_switch(ENABLE_COMPLETION_TRACKING_SWITCH, active=tracked):
        assert 0 < len(asked(world, who, getattr(world, place))) <= BUDGET[who, place]
