"""What is put together of several parts reads well in a language written from right to left."""

import re

import pytest
from django.utils import translation

from mentorship_xblock.authoring.program import read_authored_program
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.hosts.port import Person
from mentorship_xblock.views.editor import advice_sentences, unread_sentences
from mentorship_xblock.views.error_messages import refusal_answer
from mentorship_xblock.views.names import PeopleNames
from mentorship_xblock.views.text.i18n import Language
from mentorship_xblock.views.text.rendering import TEMPLATE_FOLDER

AUTHORED = re.compile(r"\{\{ ((?!group)\w+\.)?(title|detail|about) \}\}")
"""Where a template draws an author's words. The titles of groups are ours."""
OWN_SIDE = re.compile(r"""(<bdi[^<>]*>|<\w+[^<>]* dir="auto"[^<>]*>)$""")


def names_in(code):
    """Return the names of two people, for who reads that language."""
    with translation.override(code):
        return PeopleNames({who: Person(who, who, who, in_course=True) for who in ("amara", "ben")}, Language())


@pytest.mark.parametrize("code, comma", [("en", ", "), ("es", ", "), ("ar", "، ")])
def test_names_in_a_row_have_the_comma_of_the_language(code, comma):
    assert f"<bdi>amara</bdi>{comma}<bdi>ben</bdi>" in names_in(code).names_of_readers(["amara", "ben"])


def test_the_first_words_on_the_desk_are_read_from_their_own_side(world):
    world.act("leila", "join")
    world.act("leila", "ask", key="question-1", text="Where do I begin?")
    assert '<span class="mn-small mn-clip" dir="auto">Where do I begin?</span>' in world.read("amara", "desk")["regions"]["list"]


@pytest.mark.parametrize(("code", "around"), [("en", ("", "")), ("ar", ("\u2068", "\u2069"))])
def test_what_an_author_wrote_by_hand_is_quoted_as_they_wrote_it(code, around):
    rows = [{"username": name, "capacity": 1} for name in ("amara", "ben")]
    with translation.override(code):
        language = Language()
        said = refusal_answer(ActionRefused("written-syntax", "plan", near="}], {id: m2"), language)[1]["message"]
        told = [
            *unread_sentences(["<a-b>"], {"roster": [], "plan": []}, language),
            *advice_sentences(read_authored_program({"roster": rows})[0], language),
        ]
    first, last = around
    assert f"{first}}}], {{id: m2{last}" in said and f"{first}<a-b>{last}" in told[0]
    assert f"{first}amara{last}" in told[1] and f"{first}ben{last}" in told[2]


@pytest.mark.parametrize("template", sorted(TEMPLATE_FOLDER.rglob("*.html")), ids=lambda path: path.stem)
def test_what_authors_write_has_its_own_direction(template):
    source = template.read_text(encoding="utf-8")
    written = [found for found in AUTHORED.finditer(source) if not source[: found.start()].endswith('value="')]
    assert [found[0] for found in written if not OWN_SIDE.search(source[: found.start()])] == []


def test_what_authors_write_inside_a_sentence_has_its_own_direction(world):
    world.edit(roster=[{"username": "amara", "capacity": 3, "about": "Nurse (night shift)"}])
    world.act("leila", "join")
    assert "<bdi>Nurse (night shift)</bdi>" in world.view("leila")
