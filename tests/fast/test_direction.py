"""What is put together of several parts reads well in a language written from right to left."""

import pytest
from django.utils import translation

from mentorship_xblock.faces.language import Language
from mentorship_xblock.faces.people import Names
from mentorship_xblock.hosts.port import Person


def names_in(code):
    """Return the names of two people, for who reads that language."""
    with translation.override(code):
        return Names({who: Person(who, who, who, in_course=True) for who in ("amara", "ben")}, Language())


@pytest.mark.parametrize("code, comma", [("en", ", "), ("es", ", "), ("ar", "، ")])
def test_names_in_a_row_have_the_comma_of_the_language(code, comma):
    assert f"<bdi>amara</bdi>{comma}<bdi>ben</bdi>" in names_in(code).readers(["amara", "ben"])


def test_the_first_words_on_the_desk_are_read_from_their_own_side(world):
    world.act("leila", "join")
    world.act("leila", "ask", key="question-1", text="Where do I begin?")
    assert '<span class="mn-small mn-clip" dir="auto">Where do I begin?</span>' in world.read("amara", "desk")["regions"]["list"]
