"""What the panel costs that can be counted. Time is only printed, by ``make bench``: a machine's mood is no assertion."""

from dataclasses import replace

import pytest
from web_fragments.fragment import Fragment

from benchmarks.bench import placed
from benchmarks.report import ASSETS_MAX
from benchmarks.subjects import LEARNER, MESSAGES, MILESTONES, OURS
from benchmarks.weight import weight_of
from mentorship_xblock.block import MentorshipXBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def used():
    """A panel in full use: seven milestones and fifty messages."""
    assert (MILESTONES, MESSAGES) == (7, 50)
    return placed(OURS)


def test_script_and_style_for_a_learner_are_under_twelve_kilobytes_compressed(used):
    weight = used.weight()
    assert min(weight.script.packed, weight.style.packed) > 0
    assert weight.assets.packed <= ASSETS_MAX


def test_fifty_messages_and_a_plan_under_way_are_drawn_with_no_more_queries_than_a_first_day(used):
    first_day = placed(replace(OURS, steps=OURS.steps[:1]))
    assert used.queries() <= first_day.queries()


def test_what_a_view_inlines_weighs_as_much_as_what_it_links(used):
    drawn = used.draw()  # once: what can still be undone says for how long
    linked = weight_of(drawn, used.block(LEARNER))
    inlined = Fragment(drawn.content)
    for ending, add in (("css", inlined.add_css), ("js", inlined.add_javascript)):
        with MentorshipXBlock.open_local_resource(f"public/mentorship.{ending}") as file:
            add(file.read().decode())
    assert weight_of(inlined, used.block(LEARNER)) == linked


def test_a_view_that_loads_from_elsewhere_is_not_weighed_as_if_it_did_not(used):
    fragment = Fragment("")
    fragment.add_javascript_url("https://example.com/large.js")
    with pytest.raises(ValueError, match="cannot be weighed"):
        weight_of(fragment, used.block(LEARNER))
