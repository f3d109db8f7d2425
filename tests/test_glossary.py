"""The catalogues use the glossary's words, and English does without the house words."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from tools.messages import SOURCE, opened, said, translation

ROOT = Path(__file__).parents[1]
PLACEHOLDER = re.compile(r"{\w+}")
HOUSE_WORDS = re.compile(
    r"\b(?:stands?|stood|standing|keeps?|kept|keeping|mend(?:s|ed|ing)?|words?|meanwhile|somebody|by (?:itself|themselves)"
    r"|(?:put|puts|putting) aside|ones|(?:a|an|the|this|that|which|each|every|any|other|another|new|next|first|own) one)\b(?! of\b)",
    re.IGNORECASE,
)
PLAIN_ALL_THE_SAME = {
    "In your own words: what you did, and what you learned",
    "Each learner starts from a copy and makes it their own. Learners keep what they have: your changes are offered to them.",
    "{who} would like to keep {title} as it is.",
    "{who} would like to keep it:",
}
"""Sentences in which the plain word is the house word: what the learner owns, and the fixed phrase."""

OTHER_SENSE = {
    ("place", "The course's plan has changed in {number} place. Yours stays the same until you decide."),
    ("date", "You and {mentor} are up to date."),
}
"""Sentences in which an English word is not the glossary's term: a spot in the plan, a fixed phrase."""


@cache
def spelled(text):
    """Return a text in small letters, without accents, vowel marks and direction marks."""
    decomposed = unicodedata.normalize("NFKD", PLACEHOLDER.sub(" ", text).lower())
    # The hamza and the madda are part of an Arabic letter.
    kept = (each for each in decomposed if not unicodedata.combining(each) or each in "\u0653\u0654\u0655")
    return unicodedata.normalize("NFC", "".join(kept))


def tables():
    """Return the rows of the glossary's tables, each a list of its cells, headings and rules aside."""
    lines = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if row[0] not in {"English", "language", "---"}]


def listed(cell):
    """Return the words of a cell: the chosen word first, then the beginnings in brackets."""
    return [spelled(word.strip()) for word in re.split(r"[,()]", cell) if word.strip()]


TERMS = {row[0].split(",")[0]: row for row in tables() if len(row) == 5}
ADDRESS = {row[0]: row for row in tables() if len(row) == 3}
LOCALES = {"es": ("Spanish", 2), "ar": ("Arabic", 3)}


def english():
    """Return the sentences of the source."""
    return list(said(opened(SOURCE, "en")))


def pattern(forms):
    """Return what finds a term's English forms as words."""
    return re.compile(rf"\b(?:{'|'.join(re.escape(form) for form in forms)})\b", re.IGNORECASE)


FORMS = {term: [form.strip() for form in row[0].split(",")] for term, row in TERMS.items()}
LONGEST_FIRST = [(term, pattern(FORMS[term])) for term in sorted(TERMS, key=lambda term: -max(map(len, FORMS[term])))]


def terms_in(sentence):
    """Yield the terms a sentence uses. Within a longer term, a shorter one is not looked for: a saved reply is no reply."""
    text = PLACEHOLDER.sub(" ", " ".join(sentence))
    for term, words in LONGEST_FIRST:
        rest = words.sub(" ", text)
        if rest != text and (term, sentence[0]) not in OTHER_SENSE:
            yield term
        text = rest


def has(locale, text, word):
    """Return whether a translation has one of the chosen words: at the beginning of a word, in Arabic anywhere in it."""
    return bool(re.search(word if locale == "ar" else rf"\b{re.escape(word)}", spelled(text)))


def rejected(locale):
    """Return the words that a language must not use: of all terms, and of the way it speaks to its reader."""
    cells = [row[4] for row in TERMS.values()] + [ADDRESS[LOCALES[locale][0]][2]]
    words = [word for cell in cells for word in listed(cell)]
    return [word for word in words if bool(re.search("[\u0600-\u06ff]", word)) == (locale == "ar")]


def test_the_glossary_is_read():
    assert len(TERMS) > 50
    assert set(ADDRESS) == {language for language, _ in LOCALES.values()}
    assert all(row[1] and row[2] and row[3] for row in TERMS.values())
    assert [*terms_in(("Your saved replies",))] == ["saved reply"]
    assert has("es", "Quítala", "quit") and not has("es", "Te quitó", "pospon") and not has("es", "compás", "pas")
    assert has("ar", "وسيُرسل ردُّك", "رد")


def test_every_term_is_on_the_screen():
    used = {term for sentence in english() for term in terms_in(sentence)}
    assert TERMS.keys() - used == set(), "A row that no sentence uses holds nothing."


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_uses_the_words_of_the_glossary(locale):
    _, column = LOCALES[locale]
    missing = [
        (term, sentence[0], form)
        for sentence, forms in said(opened(translation(locale), locale)).items()
        for term in terms_in(sentence)
        for form in forms
        if not any(has(locale, form, word) for word in listed(TERMS[term][column]))
    ]
    assert missing == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_translation_uses_a_word_that_was_rejected(locale):
    words = rejected(locale)
    assert words
    # In Arabic "and", "so", "by", "for" and the article are written onto the word.
    prefix = "(?:[وفبلك]|ال|وال|بال|لل)?" if locale == "ar" else ""
    found = [
        (word, form)
        for forms in said(opened(translation(locale), locale)).values()
        for form in forms
        for word in words
        if re.search(rf"\b{prefix}{re.escape(word)}\b", spelled(form))
    ]
    assert found == []


def test_no_english_sentence_uses_a_word_that_was_rejected():
    words = [word for row in TERMS.values() for word in listed(row[4]) if word.isascii()]
    found = [(word, form) for sentence in english() for form in sentence for word in words if re.search(rf"\b{word}\b", form, re.I)]
    assert found == []


def house_words(sentence):
    """Return the house words of a sentence."""
    return [word for form in sentence for word in HOUSE_WORDS.findall(PLACEHOLDER.sub(" ", form))]


@pytest.mark.parametrize(
    "sentence, found",
    [
        ("It also stands on Ben's list", ["stands"]),
        ("The next one", ["next one"]),
        ("Choose one of the options, one on each line", []),
        ("Understand the word", ["word"]),
        ("Goal: {words}", []),
    ],
)
def test_house_words_are_found(sentence, found):
    assert [word.split("The ")[-1] for word in house_words((sentence,))] == found


def test_no_english_sentence_uses_a_house_word():
    spoken = {sentence[0] for sentence in english() if house_words(sentence)}
    assert spoken == PLAIN_ALL_THE_SAME
