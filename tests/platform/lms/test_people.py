"""Telling people, in their language; the pages in every language; and people who have gone."""

import re

import pytest
from django.conf import settings as site
from edx_toggles.toggles.testutils import override_waffle_flag
from openedx.core.djangoapps.dark_lang.models import DarkLangConfig
from openedx.core.djangoapps.notifications.models import Notification
from openedx.core.djangoapps.user_api.accounts.tests.retirement_helpers import fake_completed_retirement
from openedx.core.djangoapps.user_api.models import UserPreference

from mentorship_xblock.signals import notification_sent

from ...support.action_table import after
from ...support.conversation_action_table import ASKED
from ...support.plan_action_table import CHANGED, JOINED

try:
    from openedx.core.djangoapps.notifications.config.waffle import ENABLE_NOTIFICATIONS
except ImportError:  # since Verawood they are on
    ENABLE_NOTIFICATIONS = None

BUTTON = {"en": "Meet your mentor", "es-419": "Conoce a tu mentor", "ar": "تعرّف إلى مرشدك", "vi": "Meet your mentor"}
"""What the first button says; there is no catalogue for Vietnamese."""


@pytest.fixture
def languages():
    """Let the site offer every language that is read here."""
    DarkLangConfig.objects.create(released_languages=",".join(BUTTON), enabled=True)


@pytest.fixture
def notified(settings):
    """Let the operator ask for the platform's notifications."""
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 0, "notifications": "platform"}}
    settings.FEATURES = {**settings.FEATURES, "ENABLE_NOTIFICATIONS": True}
    if ENABLE_NOTIFICATIONS is None:
        yield
    else:
        with override_waffle_flag(ENABLE_NOTIFICATIONS, active=True):
            yield


def prefer(world, who, language):
    """Let somebody choose a language for the site."""
    UserPreference.objects.update_or_create(user=world.people[who], key="pref-lang", defaults={"value": language})


def speak(world, who, language):
    """Let somebody read the site in a language: by their choice, and by the cookie that the site makes of it."""
    prefer(world, who, language)
    world.client(who).cookies[site.LANGUAGE_COOKIE_NAME] = language


def heard(world, who):
    """Return what the platform's tray holds for somebody."""
    return list(Notification.objects.filter(user=world.people[who]).order_by("pk"))


def test_whom_something_waits_for_finds_it_in_the_tray_once(world, notified):
    after(world, [*ASKED, ASKED[-1]], "home")
    joined, asked = heard(world, "amara")
    for notice in (joined, asked):
        assert notice.course_id == world.course_key
        assert notice.content_url.endswith(f"/courses/{world.course_key}/jump_to/{world.home}")
        assert "leila" in notice.content and "Is this a good key?" not in notice.content
    assert not [one for one in heard(world, "leila") if "leila" in one.content]


def test_somebody_is_told_in_the_language_they_chose(world, notified, languages):
    prefer(world, "amara", "es-419")
    after(world, ASKED, "home")
    assert [one.content for one in heard(world, "amara") if "pregunta" in one.content]
    assert not [one.content for one in heard(world, "amara") if re.search(r"\b(asked|question|your)\b", one.content)]


def test_other_applications_hear_of_it(world):
    news = []

    def hear(sender, **more):
        news.append((more["recipient"], more["kind"], more["course"]))

    notification_sent.connect(hear)
    after(world, ASKED, "panel")
    notification_sent.disconnect(hear)
    assert (world.id("amara"), "question", str(world.course_key)) in [(who, str(kind), course) for who, kind, course in news]


@pytest.mark.parametrize("language", BUTTON)
def test_a_page_is_in_the_readers_language_and_runs_its_way(world, languages, language):
    speak(world, "leila", language)
    page = world.view("leila")
    assert BUTTON[language] in page
    assert "data-mn-at" in page
    assert ('class="mn tex2jax_ignore asciimath2jax_ignore"' in page) and (' dir="rtl" aria-label' in page) == (language == "ar")


def test_a_language_without_our_catalogue_reads_as_english_throughout_dates_included(world, languages):
    after(world, CHANGED, "home")
    read = {}
    for language in ("en", "vi", "ar"):
        speak(world, "leila", language)
        read[language] = world.read("leila", "panel")["regions"]
    assert read["vi"] == read["en"] != read["ar"]


def test_who_has_left_the_site_keeps_their_words_and_loses_their_name(world):
    after(world, [*ASKED, ("amara", "answer", {"question": "question-1", "text": "No, it is not."})], "home")
    fake_completed_retirement(world.people["amara"])
    page = world.view("leila")
    assert "No, it is not." in page
    assert "amara" not in page and "retired__user_" not in page
    overview = world.view("dana")
    assert "retired__user_" not in overview


def test_a_learner_who_has_left_the_site_is_nobodys_name(world):
    after(world, [*ASKED, *[("jonas", act, body) for _, act, body in JOINED]], "home")
    fake_completed_retirement(world.people["leila"])
    for who in ("amara", "dana"):
        page = world.view(who)
        assert "leila" not in page and "retired__user_" not in page
