"""Pages in the languages of the platform: ours, those we lack, and those an operator brings.

The platform's own catalogue here knows every sentence of ours and every word of Django's, and says the same loud word for each:
wherever it is heard, something was said past our catalogues.
"""

import re
from datetime import timedelta
from pathlib import Path

import django
import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo, write_mo
from django.utils import translation
from platform_double import translations

from mentorship_xblock.domain.notifications import Notification, NotificationKind
from mentorship_xblock.hosts.port import Person
from mentorship_xblock.views.notification_texts import make_notification_wording
from mentorship_xblock.views.text import i18n
from mentorship_xblock.views.text.i18n import Language
from tools.messages import SOURCE, opened, said

LOUD = "PLATFORM"
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    "es": "nplurals=2; plural=n != 1;",
    "fa": "nplurals=2; plural=n > 1;",
    "vi": "nplurals=1; plural=0;",
}
REGION = re.compile(r'<section[^>]* lang="([\w-]+)" dir="(\w+)"')


def compiled(folder, locale, domain, sentences):
    """Write a catalogue; each sentence says the same whatever its number."""
    catalog = Catalog(locale=locale)
    catalog.mime_headers = [("Plural-Forms", PLURALS[locale])]
    forms = int(re.search(r"\d", PLURALS[locale])[0])
    for message, words in sentences.items():
        catalog.add(message, words if isinstance(message, str) else (words,) * forms)
    target = folder / locale / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    with (target / f"{domain}.mo").open("wb") as file:
        write_mo(file, catalog)


@pytest.fixture(scope="module")
def loud(tmp_path_factory):
    """A catalogue of the platform's, in each language, that has a word for everything that Django or we say."""
    folder = tmp_path_factory.mktemp("platform")
    ours = [forms if len(forms) > 1 else forms[0] for forms in said(opened(SOURCE, "en"))]
    for locale in PLURALS:
        with (Path(django.__file__).parent / f"conf/locale/{locale}/LC_MESSAGES/django.mo").open("rb") as file:
            theirs = [(one.id if isinstance(one.id, str) else tuple(one.id), one.context) for one in read_mo(file) if one.id]
        words = [message for message, context in theirs if context is None]
        compiled(folder, locale, "django", dict.fromkeys([*words, *ours], LOUD))
    return folder


@pytest.fixture(autouse=True)
def platform(loud, settings):
    """The platform's catalogue comes before Django's."""
    settings.LOCALE_PATHS = [str(loud)]


@pytest.fixture
def pulled(tmp_path, monkeypatch):
    """The folder a build of the platform makes for the block's translations, empty."""
    folder = tmp_path / "mentorship_xblock"
    folder.mkdir()
    monkeypatch.setattr(translations, "PULLED", tmp_path)
    return folder


@pytest.fixture
def busy(world):
    """A mentorship with days, waits, questions and a mentor's hours in it."""
    world.edit(
        plan=[{"id": "g1", "title": "Build", "milestones": [{"id": "m1", "title": "Draft", "due": {"days": 8}, "hours": 2}]}],
        reply_hours=1.5,
    )
    hours = {"days": dict.fromkeys("012", "yes"), "begin": "09:00", "end": "17:30", "zone": "Europe/Madrid"}
    world.act("amara", "set_card", bio="Hello", years="3", away_until="2026-03-09", **hours)
    world.act("leila", "join", zone="UTC")
    world.act("leila", "ask", text="Where do I begin?", zone="UTC")
    world.clock.forward(days=2, hours=3)
    return world


def pages(world):
    """Draw what each kind of person sees, as the platform would, in the language that is active."""
    yield world.view("leila")
    yield world.view("priya")
    yield world.view("nobody")
    yield world.view("amara")
    yield "".join(world.read("amara", "open", learner="leila")["regions"].values())
    yield "".join(world.read("leila", "panel", plan="open")["regions"].values())
    yield world.view("dana")
    yield world.course.preview(world.people["dana"], world.home).content
    yield world.course.studio(world.people["dana"], world.home).content


def regions(world):
    """Return the language and the direction that each whole page gives itself."""
    return [REGION.search(page).groups() for page in pages(world) if '<section class="mn ' in page]


@pytest.mark.parametrize("code", ["es", "es-419", "ar", "vi", "fa"])
def test_the_platforms_own_words_are_never_ours(busy, code):
    with translation.override(code):
        assert translation.gettext("March") == translation.gettext("Conversation") == LOUD
        for page in pages(busy):
            assert LOUD not in page


@pytest.mark.parametrize("code", ["vi", "fa", "vi-vn"])
def test_without_a_catalogue_of_the_language_the_region_is_english_and_says_so_once(busy, code):
    with translation.override("en"):
        english = list(pages(busy))
    with translation.override(code):
        assert set(regions(busy)) == {("en", "ltr")}
        for page, same in zip(pages(busy), english, strict=True):
            assert '<bdi lang="en"' not in page
            assert page == same


@pytest.mark.parametrize("code, region", [("es", ("es", "ltr")), ("es-419", ("es-419", "ltr")), ("ar", ("ar", "rtl"))])
def test_with_a_catalogue_of_the_language_the_region_is_in_it(busy, pulled, code, region):
    with translation.override(code):
        assert set(regions(busy)) == {region}
        for page in pages(busy):
            assert 'lang="en"' not in page


def test_what_an_operator_translates_is_said_before_ours_and_in_a_language_we_lack(busy, pulled):
    compiled(pulled, "es", "django", {"New message": "Otro mensaje"})
    compiled(pulled, "vi", "django", {"New message": "Tin nhắn mới"})
    with translation.override("es-419"):
        page = busy.view("leila")
        assert ">Otro mensaje<" in page and "Mensaje nuevo" not in page and "Conversación con" in page and 'lang="en"' not in page
    with translation.override("vi"):
        page = busy.view("leila")
        assert REGION.search(page).groups() == ("vi", "ltr")
        assert "Tin nhắn mới" in page and '<bdi lang="en" dir="ltr">' in page and LOUD not in page


@pytest.mark.parametrize("code, around", [("fa", "\u2066Mei is now your mentor.\u2069"), ("vi", "Mei is now your mentor.")])
def test_a_notification_in_english_keeps_its_direction_on_a_page_of_the_platform(code, around):
    words = make_notification_wording(Language, full_names=True)
    assert (
        words(
            Notification("2", NotificationKind.HANDED_OVER, "1", "1", "key-0001"),
            {"1": Person("1", "mei", "Mei"), "2": Person("2", "mei", "Mei")},
            code,
        )
        == around
    )


@pytest.mark.parametrize(
    "code, passed, said",
    [
        ("en", timedelta(0), "1 minute"),
        ("en", timedelta(minutes=59, seconds=59), "59 minutes"),
        ("en", timedelta(hours=47), "1 day"),
        ("en", timedelta(days=40), "40 days"),
        ("es", timedelta(hours=1), "1 hora"),
        ("es", timedelta(days=2), "2 días"),
        ("ar", timedelta(minutes=2), "دقيقتان"),
        ("ar", timedelta(hours=2), "ساعتان"),
        ("ar", timedelta(days=1), "يوم"),
        ("ar", timedelta(days=2), "يومان"),
        ("ar", timedelta(days=3), "3 أيام"),
        ("ar", timedelta(days=11), "11 يومًا"),
        ("ar", timedelta(days=100), "100 يوم"),
        ("vi", timedelta(days=2), "2 days"),
    ],
)
def test_a_wait_is_told_as_the_script_tells_it(code, passed, said, clock, monkeypatch):
    monkeypatch.setattr(i18n, "current_server_time", lambda: clock.moment)
    with translation.override(code):
        assert re.sub("<[^>]*>", "", Language().time_passed_element(clock.moment - passed)) == said
