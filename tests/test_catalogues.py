"""The catalogues hold what the code says, and their translations fit into it."""

import ast
import gettext
import re
from io import BytesIO
from pathlib import Path

import django
import pytest
from babel.messages.mofile import read_mo, write_mo
from django.utils.translation import to_locale
from django.utils.translation.trans_real import DjangoTranslation

from mentorship_xblock.views.text.i18n import CATALOGUES, PLACEHOLDER
from tools.messages import PACKAGE, PLURAL_FORMS, SOURCE, gathered, opened, said, translated, translation
from tools.sentences import Computed, said_by, said_in_module, said_in_template

SAID = said(gathered(said_by(PACKAGE)))
VIEWS = [PACKAGE / "block.py", *sorted((PACKAGE / "views").rglob("*.py")), *sorted((PACKAGE / "actions").rglob("*.py"))]
NUMBERS = [*range(1001), 1_000_000, 1_000_001, 2_000_000]
UPDATE = "A sentence was changed: `make messages` takes it into the catalogues."


def forms(sentences):
    """Return the forms of each sentence found."""
    return [sentence.forms for sentence in sentences]


@pytest.mark.parametrize(
    "source, found",
    [
        ('_("Mark")', [("Mark",)]),
        ('language.translate_html("One " "piece", name=name)', [("One piece",)]),
        ('names.language.translate_text("A" if late else "B")', [("A",), ("B",)]),
        ('self.language.translate_count("{number} day", "{number} days", days)', [("{number} day", "{number} days")]),
        ('language.translate_html(_("Once"))', [("Once",)]),
        ("language.translate_html(STANDS[status])", []),
        ('entry.text("x")', []),
    ],
)
def test_sentences_are_found_in_a_module(source, found):
    assert forms(said_in_module(source, "face.py")) == found


@pytest.mark.parametrize(
    "source",
    [
        'language.translate_html(f"Hi {name}")',
        'language.translate_text("Hi " + name)',
        'language.translate_count(one="1", many="2")',
    ],
)
def test_a_sentence_put_together_on_the_spot_is_refused(source):
    with pytest.raises(Computed, match="face.py:1"):
        list(said_in_module(source, "face.py"))


@pytest.mark.parametrize(
    "source, found",
    [
        ('<p>{% t "Send to {name}" name=mentor %}</p>', [("Send to {name}",)]),
        ("<p title='{% plain \"Say it\" %}'>{% t 'It\\'s' %}", [("Say it",), ("It's",)]),
        ('{% if a %}{% tn "{number} day" "{number} days" days %}{% endif %}', [("{number} day", "{number} days")]),
        ("{% t item.decided %}", []),
        ('{# {% t "Old" %} #}', []),
    ],
)
def test_sentences_are_found_in_a_template(source, found):
    assert forms(said_in_template(source, "face.html")) == found


def test_the_views_are_found():
    assert {"block", "page", "thread", "i18n"} <= {path.stem for path in VIEWS}


@pytest.mark.parametrize("path", [path for path in VIEWS if path.stem != "template_compiler"], ids=lambda path: path.stem)
def test_a_view_says_nothing_past_the_catalogues(path):
    # The compiler of templates writes Python and no sentence: what its lines draw is in the templates.
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    known = {form for sentence in SAID for form in sentence}
    forgotten = [
        node.value
        for node in texts
        if node not in docstrings
        and node.value not in known
        and re.search("[a-z]{2} [A-Za-z]", node.value)
        and not re.search("<|^mentorship: |^mn-|^noopener |^\\n", node.value)  # markup, the log, classes, lists of names
    ]
    assert forgotten == []


def test_the_english_source_is_what_the_code_says():
    assert said(opened(SOURCE, "en")).keys() == SAID.keys(), UPDATE


@pytest.mark.parametrize("locale", PLURAL_FORMS)
def test_a_translators_catalogue_asks_for_what_the_code_says(locale):
    assert said(opened(translation(locale), locale)).keys() == SAID.keys(), UPDATE


@pytest.mark.parametrize("locale", PLURAL_FORMS)
def test_every_sentence_is_translated(locale):
    missing = SAID.keys() - said(translated(translation(locale), locale)).keys()
    assert missing == set(), f"Translate these in {locale}/LC_MESSAGES/text.po, and run `make messages`."


@pytest.mark.parametrize("locale", PLURAL_FORMS)
def test_a_translation_has_the_places_of_the_sentence_and_a_form_for_every_number(locale):
    catalog = opened(translation(locale), locale)
    for sentence, words in said(catalog).items():
        wanted = {place for form in sentence for place in PLACEHOLDER.findall(form)}
        # A form for one or two of something may say the number in words.
        left_out = {"number"} if len(sentence) > 1 else set()
        assert len(words) == (catalog.num_plurals if len(sentence) > 1 else 1)
        for form in filter(None, words):
            assert wanted - left_out <= set(PLACEHOLDER.findall(form)) <= wanted, (sentence, form)


def test_arabic_says_none_one_and_two_in_the_word_itself_and_never_beside_a_figure():
    counted = [words for words in said(opened(translation("ar"), "ar")).values() if len(words) > 1]
    assert counted
    for zero, one, two, *more in counted:
        assert [form for form in (zero, one, two) if "{number}" in form] == []
        assert all("{number}" in form for form in more)


@pytest.mark.parametrize("locale", PLURAL_FORMS)
def test_a_catalogue_is_compiled_as_it_stands(locale):
    fresh = BytesIO()
    write_mo(fresh, translated(translation(locale), locale))
    fresh.seek(0)
    with translation(locale).with_suffix(".mo").open("rb") as stored:
        assert said(read_mo(stored)) == said(read_mo(fresh))


@pytest.mark.parametrize("locale", [*PLURAL_FORMS, "es_419"])
def test_the_block_and_the_platform_open_it(locale):
    found = gettext.translation("text", CATALOGUES, [locale])
    words = {sentence[0]: words for sentence, words in said(translated(translation(locale[:2]), locale[:2])).items()}
    assert words
    for english, forms_of_it in words.items():
        if len(forms_of_it) == 1:
            assert found.gettext(english) == forms_of_it[0]


@pytest.mark.parametrize("locale", [*PLURAL_FORMS, "es_419"])
def test_a_number_takes_the_form_that_it_takes_in_djangos_own_catalogue(locale):
    ours = gettext.translation("text", CATALOGUES, [locale])
    djangos = gettext.translation("django", Path(django.__file__).parent / "conf/locale", [locale])
    assert [ours.plural(number) for number in NUMBERS] == [djangos.plural(number) for number in NUMBERS]


@pytest.mark.parametrize("locale", PLURAL_FORMS)
def test_a_translators_catalogue_says_which_form_a_number_takes(locale):
    catalog = opened(translation(locale), locale)
    assert f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};" == PLURAL_FORMS[locale]


@pytest.mark.parametrize("language", ["ar", "es", "es-419"])
def test_merged_with_djangos_catalogue_each_sentence_keeps_its_own_forms(language):
    ours, djangos = gettext.translation("text", CATALOGUES, [to_locale(language)]), DjangoTranslation(language)
    merged = DjangoTranslation(language)
    merged.merge(ours)
    asked = [(ours, "{number} day after joining", "{number} days after joining"), (djangos, "%(num)d year", "%(num)d years")]
    for alone, *english in asked:
        said_alone = [alone.ngettext(*english, number) for number in NUMBERS]
        assert not {*english} & {*said_alone}
        assert [merged.ngettext(*english, number) for number in NUMBERS] == said_alone
