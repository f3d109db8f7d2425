"""Sentences in the reader's language: who translates them, how they are filled, and which way they are read."""

import gettext
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from django.template import Context
from django.utils import translation

from mentorship_xblock.faces import language as room
from mentorship_xblock.faces.drawing import _engine
from mentorship_xblock.faces.language import Language, isolated

ARABIC_DAYS = tuple(f"شكل{form} {{number}}" for form in range(6))
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    "es": "nplurals=2; plural=n != 1;",
}


def catalogue(folder, locale, sentences):
    """Write a compiled catalogue; a plural is keyed by its two English forms."""
    written = Catalog(locale=locale)
    written.mime_headers = [("Plural-Forms", PLURALS[locale])]
    for english, translated in sentences.items():
        written.add(english, translated)
    target = folder / locale / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "text.mo").open("wb") as file:
        write_mo(file, written)


@pytest.fixture(autouse=True)
def bundled(tmp_path, monkeypatch):
    """Two catalogues in the package's place."""
    catalogue(
        tmp_path,
        "ar",
        {
            "Conversation": "محادثة",
            "Send to {name}": "أرسل إلى {name}",
            "Ask {name}": "اسأل {nombre}",
            "Say it": '"قل"',
            ("{number} day", "{number} days"): ARABIC_DAYS,
        },
    )
    catalogue(
        tmp_path,
        "es",
        {
            "Conversation": "Conversación",
            "Plan": "Plan",
            ("{number} mentor", "{number} mentors"): ("{number} mentor", "{number} mentores"),
            ("{number} day", "{number} days"): ("{number} día", "{number} días"),
        },
    )
    monkeypatch.setattr(room, "CATALOGUES", tmp_path)
    room._bundled.cache_clear()
    yield
    room._bundled.cache_clear()


def drawn(source, language, **facts):
    """Draw a template's text."""
    return _engine().from_string(source).render(Context({**facts, "language": language}))


def in_language(code, service=None):
    """Return the language of somebody who reads that one."""
    with translation.override(code):
        return Language(service)


@pytest.mark.parametrize(
    "code, said",
    [("ar", "محادثة"), ("es", "Conversación"), ("es-419", "Conversación"), ("es-mx", "Conversación"), ("en", "Conversation")],
)
def test_the_bundled_catalogue_of_a_language_serves_its_regions_too(code, said):
    assert in_language(code).text("Conversation") == said
    assert in_language(code).html("Conversation") == said


def test_the_hosts_catalogue_comes_first_and_ours_fills_its_gaps():
    host = SimpleNamespace(
        gettext=lambda message: "حوار" if message == "Conversation" else message,
        ngettext=gettext.NullTranslations().ngettext,
    )
    reader = in_language("ar", host)
    assert reader.html("Conversation") == "حوار"
    assert reader.html("Send to {name}", name="Mei") == "أرسل إلى Mei"
    assert reader.count("{number} day", "{number} days", 1) == "شكل1 1"


@pytest.mark.parametrize("number, form", [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (102, 5), (103, 3)])
def test_arabic_has_six_forms_for_a_number(number, form):
    assert in_language("ar").count("{number} day", "{number} days", number) == f"شكل{form} {number}"


@pytest.mark.parametrize("code, said", [("en", "1 day, 2 days"), ("es", "1 día, 2 días"), ("ar", "شكل1 1, شكل2 2")])
def test_a_template_says_a_number_in_the_form_it_asks_for(code, said):
    source = '{% tn "{number} day" "{number} days" one %}, {% tn "{number} day" "{number} days" two %}'
    assert drawn(source, in_language(code), one=1, two=2) == said


def test_a_translation_with_a_place_that_nothing_fills_is_not_used():
    assert in_language("ar").html("Ask {name}", name="Mei") == '<bdi lang="en" dir="ltr">Ask Mei</bdi>'


def test_a_brace_that_is_no_place_stands_for_itself():
    assert in_language("en").html("{name} wrote {} and {0.x} {", name="{name}") == "{name} wrote {} and {0.x} {"


@pytest.mark.parametrize("code", ["ar", "es", "fr"])
def test_a_sentence_that_is_not_translated_says_what_language_it_is_in_and_keeps_its_direction(code):
    reader = in_language(code)
    assert reader.html("{name} left", name=isolated("علي")) == '<bdi lang="en" dir="ltr"><bdi>علي</bdi> left</bdi>'
    assert reader.count("{number} goal", "{number} goals", 2) == '<bdi lang="en" dir="ltr">2 goals</bdi>'


def test_a_translation_that_reads_like_the_english_is_a_translation():
    reader = in_language("es")
    assert reader.html("Plan") == "Plan"
    assert reader.count("{number} mentor", "{number} mentors", 1) == "1 mentor"


@pytest.mark.parametrize("code", ["en", "en-gb"])
def test_english_readers_get_the_sentence_bare(code):
    assert in_language(code).html("{name} left", name="Mei") == "Mei left"
    assert in_language(code).text("{name} left", name="Mei") == "Mei left"


@pytest.mark.parametrize("code, said", [("fr", "Mei left."), ("he", "\u2066Mei left.\u2069")])
def test_plain_text_that_is_not_translated_keeps_its_direction_without_markup(code, said):
    assert in_language(code).text("{name} left.", name="Mei") == said


def test_a_sentence_in_an_attribute_is_plain_and_escaped():
    source = '<p aria-label="{% plain "Say it" %}" title="{% plain "Not translated {name}" name=name %}"></p>'
    assert (
        drawn(source, in_language("ar"), name='"<b>')
        == '<p aria-label="&quot;قل&quot;" title="\u2066Not translated &quot;&lt;b&gt;\u2069"></p>'
    )


def test_values_and_sentences_are_escaped_unless_they_are_markup_already():
    reader = in_language("en")
    assert reader.html("<i> {name}", name="<b>") == "&lt;i&gt; &lt;b&gt;"
    assert reader.html("{name}", name=isolated("<b>")) == "<bdi>&lt;b&gt;</bdi>"
    assert reader.count("{who}: {number}", "{who}: {number}", 3, who="<b>") == "&lt;b&gt;: 3"


def test_an_instant_is_an_element_for_machines_with_words_for_people():
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert drawn("{% when at %}", in_language("en"), at=moment).startswith('<time datetime="2026-03-01T12:00:00Z" data-mn-time>')
