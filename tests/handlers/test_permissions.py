"""Who may call which handler on whose mentorship, through the handlers, on both hosts, from home and from a panel block."""

import pytest
from platform_double.course import handlers_of

from mentorship_xblock.actions.permissions import AUTHORING_HANDLERS, PERMISSIONS
from mentorship_xblock.actions.registry import ACTIONS
from mentorship_xblock.block import MentorshipXBlock
from mentorship_xblock.views.dispatch import READS

from ..support.permission_table import ACTORS, ANYWHERE, BODY, NAMING_HER, NAMING_ONESELF, cell, columns, peopled, table
from ..support.worlds import LmsWorld, WorkbenchWorld


@pytest.fixture
def people(world, settings):
    """Everybody in their place."""
    return peopled(world, settings)


def test_every_handler_has_a_row_in_every_table():
    handlers = sorted(set(handlers_of(MentorshipXBlock)) - AUTHORING_HANDLERS)
    assert handlers == sorted(PERMISSIONS) == sorted([*ACTIONS, *READS]) == sorted(BODY)
    for told in (NAMING_HER, NAMING_ONESELF):
        assert [line.split()[0] for line in told.strip().splitlines()][1:] == handlers


@pytest.mark.slow
@pytest.mark.parametrize(
    ("world", "place"),
    [(LmsWorld, "home"), (LmsWorld, "panel"), (WorkbenchWorld, "panel")],
    indirect=["world"],
    ids=["lms-home", "lms-panel", "workbench-panel"],
)
@pytest.mark.parametrize(("told", "learner"), [(NAMING_HER, "leila"), (NAMING_ONESELF, None)], ids=["naming-her", "naming-oneself"])
def test_a_call_is_answered_exactly_where_the_table_says_so(people, place, told, learner):
    actors = list(ACTORS) if isinstance(people, LmsWorld) else ANYWHERE
    before = people.everything()
    rows = {handler: [cell(people, actor, handler, place, learner, before) for actor in actors] for handler in BODY}
    assert table(rows, actors) == columns(told, actors)
