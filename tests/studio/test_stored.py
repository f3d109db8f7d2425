"""Every authored field goes through what a platform does with it: JSON, BSON, the store's conversion in place, OLX."""

import json
from datetime import date

import bson
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from opaque_keys.edx.keys import UsageKey
from platform_double.split import converted, encoded, serialized
from xblock.fields import Reference, ReferenceList, ReferenceValueDict, Scope, String

from mentorship_xblock.authoring.program import program_as_authored, read_authored_program
from mentorship_xblock.block import MentorshipXBlock

from .programs import ANYTHING, programs
from .test_olx import block_with, exported, imported

HOME = UsageKey.from_string("block-v1:Demo+M101+2026+type@mentorship+block@home")
UNIT = HOME.course_key.make_usage_key("vertical", "keys")
AUTHORED = [field for field in MentorshipXBlock.fields.values() if field.scope in (Scope.settings, Scope.content)]


def test_none_of_our_fields_is_of_a_kind_that_the_platform_makes_keys_of():
    kinds = Reference, ReferenceList, ReferenceValueDict
    ours = {name for name in vars(MentorshipXBlock) if name in MentorshipXBlock.fields}
    assert {"home", "units", "plan"} <= ours
    assert [name for name in ours if isinstance(MentorshipXBlock.fields[name], kinds)] == []


@pytest.mark.parametrize(
    ("stored", "home"),
    [
        (HOME, "mentorship@home"),
        (HOME.for_branch("draft-branch"), "mentorship@home"),
        (str(HOME), "mentorship@home"),
        ("i4x://Demo/M101/mentorship/home", "mentorship@home"),
        ("lb:Demo:shelf:mentorship:home", "mentorship@home"),
        (["mentorship", "home"], "mentorship@home"),
        (("mentorship", "home"), "mentorship@home"),
        ("mentorship@home", "mentorship@home"),
        ("mentorship.mentorship.d0.u0", "mentorship.mentorship.d0.u0"),
        ("nonsense", "nonsense"),
        ("", ""),
        (None, None),
        (7, "7"),
    ],
)
def test_a_home_however_it_was_stored_is_read_as_a_name_within_the_course(stored, home):
    block = block_with(home=stored)
    assert block.home == home
    assert block.fields["home"].to_json(block.home) == home


@pytest.mark.parametrize(
    ("stored", "units"),
    [
        ({"m1:0": UNIT, "m1:1": str(UNIT)}, {"m1:0": "vertical@keys", "m1:1": "vertical@keys"}),
        ({"m1:0": ["vertical", "keys"]}, {"m1:0": "vertical@keys"}),
        ({"m1:0": "vertical@keys", "m1:1": "nothing"}, {"m1:0": "vertical@keys", "m1:1": "nothing"}),
        ({"m1:0": None, "m1:1": 7, "m1:2": ["a", "b", "c"]}, {"m1:0": None, "m1:1": 7, "m1:2": ["a", "b", "c"]}),
        ({}, {}),
        (None, None),
    ],
)
def test_units_however_they_were_stored_are_read_as_names_within_the_course(stored, units):
    block = block_with(units=stored)
    assert block.units == units
    assert block.fields["units"].to_json(block.units) == units


@given(programs())
@settings(max_examples=40, deadline=None)
def test_a_program_is_kept_by_every_encoder_and_comes_back_as_it_went(program):
    block = block_with(**program_as_authored(program), home=HOME)
    stored = {field.name: field.read_json(block) for field in AUTHORED}
    assert json.loads(json.dumps(stored)) == stored
    assert bson.decode(bson.encode(stored)) == stored
    for olx in (imported(exported(block)), block_with(**stored)):
        assert {field.name: field.read_json(olx) for field in AUTHORED} == stored


@given(
    ANYTHING | st.sampled_from([HOME, ["vertical", "keys"], {"a:0": UNIT}, 2**70, {"\0": "\ud800"}, {"day": date(2026, 12, 12)}])
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_client_sets_is_kept_by_the_store_as_it_was_read_and_comes_back_from_an_export(value):
    assume("NaN" not in json.dumps(value, default=str))  # which is not even equal to itself
    fields = [field for field in AUTHORED if field.name in vars(MentorshipXBlock) and not isinstance(field, String)]
    block = block_with()
    for field in fields:
        field.write_to(block, field.from_json(value))
    read = {field.name: field.read_from(block) for field in fields}
    kept = serialized(MentorshipXBlock, dict(read))
    encoded({HOME: kept})
    assert json.loads(json.dumps(kept)) == kept
    again = block_with(**converted(HOME.course_key, MentorshipXBlock, kept))
    assert {field.name: field.read_json(again) for field in fields} == kept
    read_authored_program(again.authored)
    whole = imported(exported(again))
    assert read_authored_program(whole.authored)[0] == read_authored_program(again.authored)[0]
