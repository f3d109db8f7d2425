"""``python -m tools.messages``: gather what the block says into its catalogues, and compile them.

The English source goes where the platform's extraction looks for it. The translations stand where the platform, and the block
itself, open them. A translator edits a ``text.po`` and runs this; so does whoever changes a sentence.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from mentorship_xblock import __version__

from .sentences import Sentence, said_by

PACKAGE = Path(__file__).parents[1] / "mentorship_xblock"
SOURCE = PACKAGE / "conf/locale/en/LC_MESSAGES/django.po"
TRANSLATIONS = PACKAGE / "translations"
PLURAL_FORMS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "es": "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;",
}
"""The languages the block brings, and which form of a sentence each number takes there: Django's own count, which translators'
platforms use, too. Libraries count differently from one version to the next, so none is asked."""
Forms = tuple[str, ...]
"""A sentence as it is written or translated: one form, or all that a number chooses from."""


def translation(locale: str) -> Path:
    """Return where a language's catalogue stands."""
    return TRANSLATIONS / locale / "LC_MESSAGES" / "text.po"


def said(catalog: Catalog) -> dict[Forms, Forms]:
    """Return what a catalogue says, its header aside. What is not translated has an empty form."""
    return {_forms(one.id): _forms(one.string or "") for one in catalog if one.id}


def _forms(words: str | Sequence[str]) -> Forms:
    return (words,) if isinstance(words, str) else tuple(words)


def new(locale: str) -> Catalog:
    """Return an empty catalogue."""
    project = "mentorship-xblock"
    return Catalog(
        locale=locale,
        header_comment=f"# What the Mentorship XBlock says, in {Locale.parse(locale).english_name}.\n#",
        project=project,
        version=__version__,
        msgid_bugs_address=project,
        last_translator=project,
        language_team=project,
        fuzzy=False,
    )


def gathered(sentences: Iterable[Sentence]) -> Catalog:
    """Return an English catalogue of these sentences, each once. It names files and no lines, which would change daily."""
    catalog = new("en")
    for sentence in sentences:
        catalog.add(sentence.forms if len(sentence.forms) > 1 else sentence.forms[0], locations=[(sentence.file, 0)])
    return catalog


def opened(path: Path, locale: str) -> Catalog:
    """Return a catalogue as it is on disk, or a new one."""
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale=locale)
    catalog = new(locale)
    catalog.mime_headers = [("Plural-Forms", PLURAL_FORMS[locale])]
    return catalog


def write(catalog: Catalog, path: Path) -> None:
    """Write a catalogue in the order of the files that say its sentences."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def translated(path: Path, locale: str) -> Catalog:
    """Return what a catalogue on disk translates in all its forms: a form left out would be compiled as English."""
    catalog = opened(path, locale)
    for forms, words in said(catalog).items():
        if not all(words):
            catalog.delete(forms)
    return catalog


def compile_beside(path: Path, catalog: Catalog) -> None:
    """Write a compiled catalogue beside its source."""
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def main() -> None:
    """Gather, update every language, compile. Where nothing changed, nothing is written differently."""
    source = gathered(said_by(PACKAGE))
    source.creation_date = datetime.now(UTC)
    if SOURCE.exists() and said(before := opened(SOURCE, "en")).keys() == said(source).keys():
        source.creation_date = before.creation_date
    write(source, SOURCE)
    for locale in PLURAL_FORMS:
        path = translation(locale)
        catalog = opened(path, locale)
        catalog.version = __version__
        catalog.update(source, no_fuzzy_matching=True)
        write(catalog, path)
        done = translated(path, locale)
        compile_beside(path, done)
        print(f"{locale}: {len(done)} of {len(source)} sentences translated")


if __name__ == "__main__":
    main()
