"""What changed from one version of evidence to the next."""

import hypothesis.strategies as st
from hypothesis import given

from mentorship_xblock.domain.plan.evidence_changes import WORDS_MAX, Change, changes_between


def pieces(before, after):
    """Return what changed, in short: ``+`` added, ``-`` removed, the rest as it is."""
    signs = {Change.ADDED: "+", Change.REMOVED: "-", Change.SAME: "="}
    return [f"{signs[how]}{text}" for how, text in changes_between(before, after)]


def test_words_that_were_put_in_and_taken_out_are_told_where_they_are():
    assert pieces("Nine boxes on one sheet.", "Ten boxes on one clean sheet.") == [
        "-Nine", "+Ten", "= boxes on one ", "+clean ", "=sheet.",
    ]  # fmt: skip


def test_the_same_text_other_texts_and_very_long_ones_are_not_compared():
    assert changes_between("The same.", "The same.") == ()
    assert changes_between("", "Something new entirely") == ()
    assert changes_between("One two three", "Nothing of that is left over here at all") == ()
    assert changes_between("word " * (WORDS_MAX + 1), "word " * WORDS_MAX + "other") == ()


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_without_what_was_added_it_is_the_old_text_and_without_what_was_removed_the_new(before, after):
    found = changes_between(before, after)
    if found:
        assert "".join(one.text for one in found if one.change is not Change.REMOVED) == after
        old = "".join(one.text for one in found if one.change is not Change.ADDED)
        assert old == before
