"""Who may call which handler on whose mentorship, through the real addresses and under both masquerades."""

import pytest

from ...support.permission_table import ACTORS, BODY, NAMING_HER, NAMING_ONESELF, cell, columns, peopled, table

IN_THE_LMS = [actor for actor, (_, how) in ACTORS.items() if "studio" not in how]


@pytest.fixture
def people(world, settings):
    """Everybody in their place."""
    return peopled(world, settings)


@pytest.mark.parametrize(
    ("told", "learner", "place"),
    [(NAMING_HER, "leila", "panel"), (NAMING_ONESELF, None, "home")],
    ids=["naming-her", "naming-oneself"],
)
def test_a_call_is_answered_exactly_where_the_table_says_so(people, told, learner, place):
    before = people.everything()
    rows = {handler: [cell(people, actor, handler, place, learner, before) for actor in IN_THE_LMS] for handler in BODY}
    assert table(rows, IN_THE_LMS) == columns(told, IN_THE_LMS)
