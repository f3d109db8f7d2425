"""The sdk's own scenario suite as published, over every scenario of every block that is installed here, ours among them.

All of it runs. What it costs: with setuptools 81 and newer the sdk's file block cannot be drawn, because the library it
keeps its files with needs ``pkg_resources``, and the suite draws every block in one test; requirements/dev.txt therefore
bounds setuptools. Not run are the sdk's other suites, which test its runtime and its pages and no block.
"""

import pytest
from lxml import html
from workbench.runtime_util import reset_global_state
from workbench.scenarios import SCENARIOS
from workbench.test.test_scenarios import ScenarioTest, pytestmark

__all__ = ["ScenarioTest", "pytestmark"]

OURS = "mentorship.0"


@pytest.fixture
def workbench(client):
    """The workbench with every block's scenarios, as at its start, and somebody to look at it."""
    reset_global_state()
    return client


def test_the_suite_draws_a_scenario_of_ours(workbench):
    assert OURS in SCENARIOS
    assert f"/scenario/{OURS}/" in workbench.get("/").content.decode()


# The suite is content with any page, and our view answers a fault of its own with a page that says so.
@pytest.mark.parametrize(("word", "sign"), [("ann", '//form[@data-mn-act="join"]'), ("mei", '//*[@data-mn-region="list"]')])
def test_home_and_the_block_that_continues_it_show_the_face_of_whoever_looks(workbench, word, sign):
    page = html.fromstring(workbench.get(f"/scenario/{OURS}/", {"student": word}).content)
    assert len(page.xpath(sign)) == 2
