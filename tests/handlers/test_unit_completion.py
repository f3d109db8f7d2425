"""When our own block counts as completed: what its author says, how the platform asks, and what is stored of whom."""

import logging

import pytest
from completion.models import BlockCompletion
from django.contrib.auth import get_user_model
from xblock.completable import XBlockCompletionMode
from xblock.field_data import DictFieldData
from xblock.fields import ScopeIds
from xblock.test.tools import TestRuntime

from mentorship_xblock.block import MentorshipXBlock
from mentorship_xblock.domain.plan.course_plan import CompletionRule
from mentorship_xblock.hosts.port import CompletableBlock

from ..support.worlds import both_hosts

COUNTS, DOES_NOT = XBlockCompletionMode.COMPLETABLE, XBlockCompletionMode.EXCLUDED


def block_with(**authored):
    """Return a block bound to nobody, with these authored fields."""
    runtime = TestRuntime(services={"field-data": DictFieldData(authored)})
    return runtime.construct_xblock_from_class(MentorshipXBlock, ScopeIds(None, "mentorship", "d", "u"))


def test_the_kind_of_block_can_be_completed_and_never_by_looking():
    # completion.handlers asks the class; CompletionService.can_mark_block_complete_on_view asks has_custom_completion.
    assert XBlockCompletionMode.get_mode(MentorshipXBlock) == COUNTS
    assert MentorshipXBlock.has_custom_completion is True


@pytest.mark.parametrize(
    ("authored", "mode"),
    [
        ({}, COUNTS),
        ({"home": "u"}, COUNTS),
        ({"home": "other"}, DOES_NOT),
        ({"completes": "never"}, DOES_NOT),
        ({"completes": "number"}, COUNTS),
        ({"home": "other", "completes": "all"}, COUNTS),
        ({"home": "other", "completes": "part"}, COUNTS),
        ({"completes": "Whenever"}, COUNTS),
        ({"home": "other", "completes": "Whenever"}, DOES_NOT),
        ({"completes": None}, COUNTS),
    ],
)
def test_a_block_counts_if_there_is_something_to_finish_in_it(authored, mode):
    assert XBlockCompletionMode.get_mode(block_with(**authored)) == mode


@pytest.mark.parametrize(("completes", "read"), [("never", {"completes"}), ("all", {"completes"}), ("", {"completes", "home"})])
def test_whether_a_block_counts_is_read_from_no_more_fields_than_it_takes(completes, read):
    seen = set()

    class Seen(DictFieldData):
        def has(self, block, name):
            seen.add(name)
            return super().has(block, name)

    block = block_with()
    block.runtime._services["field-data"] = Seen({"completes": completes})
    assert block.completion_mode == (DOES_NOT if completes == "never" else COUNTS)
    assert seen == read


def test_a_block_whose_fields_cannot_be_read_does_not_count_and_breaks_no_outline():
    block = block_with()
    block.runtime._services["field-data"] = None
    block._field_data = None
    assert block.completion_mode == DOES_NOT


@both_hosts
def test_home_is_finished_by_taking_part_and_a_block_that_continues_it_not_at_all(world):
    assert world.host().completable_blocks() == [CompletableBlock(world.home, CompletionRule.PART)]


@both_hosts
def test_a_block_that_continues_home_is_finished_as_its_author_says(world):
    world.edit(world.panel, completes="number", completes_at=3)
    world.edit(completes="all")
    expected = [CompletableBlock(world.home, CompletionRule.ALL), CompletableBlock(world.panel, CompletionRule.NUMBER, 3)]
    assert world.host().completable_blocks() == expected
    assert world.host("leila", world.panel).completable_blocks() == expected
    world.edit(completes="never")
    assert world.host().completable_blocks() == expected[1:]


@both_hosts
def test_a_number_below_one_is_one(world):
    world.edit(completes="number", completes_at=0)
    assert world.host().completable_blocks() == [CompletableBlock(world.home, CompletionRule.NUMBER, 1)]
    world.edit(completes_at=None)
    assert world.host().completable_blocks() == [CompletableBlock(world.home, CompletionRule.NUMBER, 1)]


@both_hosts
def test_what_another_home_has_to_finish_is_not_ours(world):
    world.edit(world.panel, home=world.nowhere, completes="all")
    assert world.host().completable_blocks() == [CompletableBlock(world.home, CompletionRule.PART)]


@both_hosts
def test_the_block_is_completed_for_a_learner_when_the_act_is_the_mentors_and_goes_down_again(world):
    host = world.host("amara")
    for share in (0.25, 1.0, 0.5):
        host.store_completion(world.panel, world.id("leila"), share)
        assert world.share("leila", world.panel) == share
    assert world.share("amara", world.panel) is None
    assert world.share("leila", world.home) is None


@pytest.mark.parametrize("person", ["99999", "no-such-person"])
def test_completion_of_somebody_who_is_not_there_fails_nothing(world, person, caplog):
    with caplog.at_level(logging.ERROR):
        world.host().store_completion(world.home, person, 1)
    assert not BlockCompletion.objects.exists()
    assert ("the act stands" in caplog.text) == (person == "99999")


@both_hosts
def test_a_completion_service_that_fails_fails_no_act(world, monkeypatch, caplog):
    host = world.host()

    class Broken:
        def completion_tracking_enabled(self):
            return True

        def submit_group_completion(self, **_):
            raise get_user_model().DoesNotExist

    monkeypatch.setitem(host._block.runtime._services, "completion", Broken())
    host.store_completion(world.home, world.id("leila"), 1)
    assert "the act stands" in caplog.text


def test_nobody_signed_in_has_completed_anything(world):
    host = world.host()
    host._block.runtime._services["completion"] = None
    assert host.units_completed_by([world.id("leila")], [world.unit]) is None
