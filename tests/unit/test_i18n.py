"""Sentences in the reader's language: who translates them, how they are filled, and which way they are read."""

import gettext
import re
from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from django.conf import global_settings
from django.template import Engine
from django.utils import translation

from mentorship_xblock.views.text import i18n as room
from mentorship_xblock.views.text import locale_formats
from mentorship_xblock.views.text.i18n import Language, isolate_direction
from mentorship_xblock.views.text.template_compiler import CompiledTemplates

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
    engine = Engine(
        loaders=[("django.template.loaders.locmem.Loader", {"one": source})],
        builtins=["mentorship_xblock.views.text.template_tags"],
    )
    return CompiledTemplates(engine).render_named("one", {**facts, "language": language})


def in_language(code, service=None):
    """Return the language of somebody who reads that one."""
    with translation.override(code):
        return Language(service)


@pytest.mark.parametrize(
    "code, said",
    [("ar", "محادثة"), ("es", "Conversación"), ("es-419", "Conversación"), ("es-mx", "Conversación"), ("en", "Conversation")],
)
def test_the_bundled_catalogue_of_a_language_serves_its_regions_too(code, said):
    assert in_language(code).translate_text("Conversation") == said
    assert in_language(code).translate_html("Conversation") == said


class Operators(gettext.GNUTranslations):
    """A catalogue of the block that the host has opened, with one sentence in it."""

    def gettext(self, message):
        return "حوار" if message == "Conversation" else message

    def ngettext(self, one, many, number):
        return one if number == 1 else many


def test_an_operators_catalogue_comes_first_and_ours_fills_its_gaps():
    reader = in_language("ar", Operators())
    assert reader.translate_html("Conversation") == "حوار"
    assert reader.translate_html("Send to {name}", name="Mei") == "أرسل إلى Mei"
    assert reader.translate_count("{number} day", "{number} days", 1) == "شكل1 1"


@pytest.mark.parametrize("code", ["ar", "fr"])
def test_what_the_host_answers_with_its_own_words_is_not_heard(code):
    host = SimpleNamespace(gettext=lambda message: "Theirs", ngettext=lambda one, many, number: "Theirs")
    reader = in_language(code, host)
    assert "Theirs" not in reader.translate_html("Conversation") + reader.translate_text("None") + reader.translate_count(
        "{number} day", "{number} days", 2
    )


def test_in_a_language_with_no_catalogue_the_whole_is_english_unless_an_operator_brings_one():
    assert (in_language("he").code, in_language("he").direction) == ("en", "ltr")
    assert in_language("he").translate_html("{name} left", name="Mei") == "Mei left"
    reader = in_language("he", Operators())
    assert (reader.code, reader.direction) == ("he", "rtl")
    assert reader.translate_html("{name} left", name="Mei") == '<bdi lang="en" dir="ltr">Mei left</bdi>'


@pytest.mark.parametrize("number, form", [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (102, 5), (103, 3)])
def test_arabic_has_six_forms_for_a_number(number, form):
    assert in_language("ar").translate_count("{number} day", "{number} days", number) == f"شكل{form} {number}"


@pytest.mark.parametrize("code, said", [("en", "1 day, 2 days"), ("es", "1 día, 2 días"), ("ar", "شكل1 1, شكل2 2")])
def test_a_template_says_a_number_in_the_form_it_asks_for(code, said):
    source = '{% tn "{number} day" "{number} days" one %}, {% tn "{number} day" "{number} days" two %}'
    assert drawn(source, in_language(code), one=1, two=2) == said


def test_a_translation_with_a_place_that_nothing_fills_is_not_used():
    assert in_language("ar").translate_html("Ask {name}", name="Mei") == '<bdi lang="en" dir="ltr">Ask Mei</bdi>'


def test_a_brace_that_is_no_place_stands_for_itself():
    assert in_language("en").translate_html("{name} wrote {} and {0.x} {", name="{name}") == "{name} wrote {} and {0.x} {"


@pytest.mark.parametrize("code", ["ar", "es"])
def test_a_sentence_that_is_not_translated_says_what_language_it_is_in_and_keeps_its_direction(code):
    reader = in_language(code)
    assert (
        reader.translate_html("{name} left", name=isolate_direction("علي")) == '<bdi lang="en" dir="ltr"><bdi>علي</bdi> left</bdi>'
    )
    assert reader.translate_count("{number} goal", "{number} goals", 2) == '<bdi lang="en" dir="ltr">2 goals</bdi>'


def test_a_translation_that_reads_like_the_english_is_a_translation():
    reader = in_language("es")
    assert reader.translate_html("Plan") == "Plan"
    assert reader.translate_count("{number} mentor", "{number} mentors", 1) == "1 mentor"


@pytest.mark.parametrize("code", ["en", "en-gb"])
def test_english_readers_get_the_sentence_bare(code):
    assert in_language(code).translate_html("{name} left", name="Mei") == "Mei left"
    assert in_language(code).translate_text("{name} left", name="Mei") == "Mei left"


def test_plain_text_that_is_not_translated_keeps_its_direction_without_markup():
    assert in_language("es").translate_text("{name} left.", name="Mei") == "Mei left."
    assert in_language("ar").translate_text("{name} left.", name="Mei") == "\u2066Mei left.\u2069"


@pytest.mark.parametrize("code, said", [("fr", "Mei left."), ("he", "\u2066Mei left.\u2069")])
def test_english_keeps_its_direction_on_a_page_of_the_hosts_that_is_read_from_right_to_left(code, said):
    reader = in_language(code)
    assert reader.translate_text("{name} left.", name="Mei") == "Mei left."
    assert reader.isolated_outside("Mei left.") == said


def test_a_sentence_in_an_attribute_is_plain_and_escaped():
    source = '<p aria-label="{% plain "Say it" %}" title="{% plain "Not translated {name}" name=name %}"></p>'
    assert (
        drawn(source, in_language("ar"), name='"<b>')
        == '<p aria-label="&quot;قل&quot;" title="\u2066Not translated &quot;&lt;b&gt;\u2069"></p>'
    )


def test_values_and_sentences_are_escaped_unless_they_are_markup_already():
    reader = in_language("en")
    assert reader.translate_html("<i> {name}", name="<b>") == "&lt;i&gt; &lt;b&gt;"
    assert reader.translate_html("{name}", name=isolate_direction("<b>")) == "<bdi>&lt;b&gt;</bdi>"
    assert reader.translate_count("{who}: {number}", "{who}: {number}", 3, who="<b>") == "&lt;b&gt;: 3"


def test_an_instant_is_an_element_for_machines_with_words_for_people():
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert drawn("{% when at %}", in_language("en"), at=moment).startswith('<time datetime="2026-03-01T12:00:00Z" data-mn-time>')


MARCH = date(2026, 3, 10)


@pytest.fixture
def now(monkeypatch):
    """A server whose time stands still."""
    moment = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    monkeypatch.setattr(room, "current_server_time", lambda: moment)
    return moment


def words(markup):
    """Return what is read, with bare spaces and without the marks of direction that data of locales has."""
    plain = re.sub("<[^>]*>|[\u200e\u200f]", "", markup)
    return re.sub("[\u00a0\u202f]", " ", plain)


@pytest.mark.parametrize(
    "code, day, year, short",
    [
        ("en", "Tuesday, March 10", "Tuesday, March 10, 2026", "Mar 10"),
        ("es", "martes, 10 de marzo", "martes, 10 de marzo de 2026", "10 mar"),
        ("es-419", "martes, 10 de marzo", "martes, 10 de marzo de 2026", "10 mar"),
        ("ar", "الثلاثاء، 10 مارس", "الثلاثاء، 10 مارس 2026", "10 مارس"),
        ("vi", "Tuesday, March 10", "Tuesday, March 10, 2026", "Mar 10"),
    ],
)
def test_a_day_reads_as_its_language_writes_it_with_the_year_only_if_it_is_far(code, day, year, short, now, monkeypatch):
    reader = in_language(code)
    assert words(reader.day_element(MARCH)) == day
    assert words(reader.short_day_element(MARCH)) == short
    monkeypatch.setattr(room, "current_server_time", lambda: datetime(2026, 9, 9, 9, 30, tzinfo=UTC))
    assert words(reader.day_element(MARCH)) == day
    monkeypatch.setattr(room, "current_server_time", lambda: datetime(2026, 9, 10, 9, 30, tzinfo=UTC))
    assert words(reader.day_element(MARCH)) == year
    assert reader.day_element(MARCH).startswith('<time datetime="2026-03-10" data-mn-date>')


@pytest.mark.parametrize(
    "code, near, far",
    [
        ("en", "Sun, Mar 1, 4:05 PM UTC", "Sat, Mar 1, 2025, 4:05 PM UTC"),
        ("es", "dom, 1 mar, 16:05 UTC", "sáb, 1 mar 2025, 16:05 UTC"),
        ("ar", "الأحد، 1 مارس، 4:05 م UTC", "السبت، 1 مارس 2025، 4:05 م UTC"),
        ("vi", "Sun, Mar 1, 4:05 PM UTC", "Sat, Mar 1, 2025, 4:05 PM UTC"),
    ],
)
def test_an_instant_reads_as_its_language_writes_it_with_the_year_only_if_it_is_far(code, near, far, now, settings):
    settings.TIME_ZONE = "UTC"
    moment = datetime(2026, 3, 1, 16, 5, tzinfo=UTC)
    assert words(in_language(code).instant_element(moment)) == near
    assert words(in_language(code).instant_element(moment.replace(year=2025))) == far


@pytest.mark.parametrize("code, said", [("en", "1.5 of 12,000"), ("es", "1,5 of 12.000"), ("ar", "1.5 of 12,000")])
def test_a_number_in_a_sentence_is_written_as_its_language_writes_it(code, said):
    assert words(in_language(code).translate_html("{a} of {b}", a=1.5, b=12000)) == said
    assert words(in_language(code).translate_text("{a} of {b}", a=1.5, b=12000)).strip("\u2066\u2069") == said


def test_weekdays_and_the_time_of_day_are_said_in_the_language_of_the_sentences():
    assert [in_language(code).weekday_name(0) for code in ("en", "es", "ar", "vi")] == ["Monday", "lunes", "الاثنين", "Monday"]
    assert [words(in_language(code).format_hour(time(17, 30))) for code in ("en", "es", "ar", "vi")] == [
        "5:30 PM",
        "17:30",
        "5:30 م",
        "5:30 PM",
    ]


@pytest.mark.parametrize("code", ["zz", "es-zz", "x-y", "ar-zz-zz"])
def test_a_code_that_nobody_knows_leaves_the_page_working(code, now):
    assert words(Language.day_element(in_language(code), MARCH)) in (
        "Tuesday, March 10",
        "martes, 10 de marzo",
        "الثلاثاء، 10 مارس",
    )


@pytest.mark.parametrize("code", [code for code, _name in global_settings.LANGUAGES])
def test_days_and_times_can_be_written_in_every_language_of_the_host(code):
    """An operator may translate the block into any."""
    moment = datetime(2026, 3, 1, 16, 5, tzinfo=UTC)
    for written in (
        locale_formats.format_long_day(MARCH, code, False),
        locale_formats.format_long_day(MARCH, code, True),
        locale_formats.format_short_day(MARCH, code),
    ):
        assert "10" in written
    assert "2026" in locale_formats.format_instant(moment, code, True)
    assert "2026" not in locale_formats.format_instant(moment, code, False)
    assert len({locale_formats.format_weekday(day, code) for day in range(7)}) == 7
