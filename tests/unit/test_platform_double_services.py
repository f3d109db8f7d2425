"""The double's libraries, completion and notifications refuse what the platform's refuse, each by the function it copies."""

import json

import pytest
from completion import waffle
from completion.services import CompletionService
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.http import HttpResponse
from lms.djangoapps.courseware.models import StudentModule
from openedx.core.djangoapps.notifications import handlers as notifications
from openedx.core.djangoapps.user_api.models import UserPreference
from openedx_events.learning.data import UserNotificationData
from openedx_events.learning.signals import USER_NOTIFICATION_REQUESTED
from openedx_events.tooling import SenderValidationError
from platform_double.library import Library
from platform_double.outline import Container, Leaf
from xmodule.modulestore.django import modulestore

from ..support.probes import Probe, probed


@pytest.fixture
def course(db):
    """A course with one block, a learner, and somebody on the course's team."""
    return probed()


@pytest.fixture
def library(course):
    """A library with one block."""
    library = Library("lib:Demo:shelf")
    library.block = library.place(Probe, block_type="probe")
    return library


def test_a_library_lets_an_anonymous_user_render_the_public_view_only_but_call_any_handler(course, library):
    """``openedx.core.djangoapps.xblock.api.render_block_view``, and ``rest_api.views.xblock_handler`` with its token."""
    assert isinstance(library.view(AnonymousUser(), library.block), HttpResponse)
    assert "public unset" in library.view(AnonymousUser(), library.block, "public_view").content
    assert library.call(AnonymousUser(), library.block, "set_mood").status_code == 200


def test_a_library_has_no_settings_service_and_knows_no_role_but_djangos_staff_flag(course, library):
    """``xblock.runtime.XBlockRuntime.service``."""
    told = json.loads(library.call(course.dana, library.block, "look", method="GET").content)
    assert told["services"] == ["enrollments"]
    assert (told["facts"]["user_is_staff"], told["facts"]["user_role"]) == (False, "student")


def test_a_library_keeps_state_in_a_row_in_the_lms_and_forgets_it_in_studio(course, library):
    """``xblock.runtime.runtime.XBlockRuntimeSystem``: ``EphemeralKeyValueStore`` in Studio, ``StudentModule`` in the LMS."""
    library.call(course.mei, library.block, "set_mood")
    assert StudentModule.objects.count() == 0
    library.call(course.mei, library.block, "set_mood", variant="lms")
    assert StudentModule.objects.get().module_state_key == library.block


def test_a_library_runs_its_handlers_inside_the_requests_transaction(course, library):
    """``rest_api.views.xblock_handler`` is under ``ATOMIC_REQUESTS``; only the course's own routes opt out."""
    outside = len(connection.atomic_blocks)
    assert json.loads(library.call(course.mei, library.block, "look", method="GET").content)["atomic"] == outside + 1


def test_a_course_is_read_with_what_is_below_it_and_one_that_is_not_there_is_none(course):
    # ModuleStoreRead.get_course, SplitMongoModuleStore.get_items, InheritanceMixin
    section = course.put(Container, "chapter", visible_to_staff_only=True)
    lesson = course.put(Leaf, "html", into=section)
    mine = course.place(Probe)
    root = modulestore().get_course(course.key, depth=3)
    assert [[child.scope_ids.usage_id for child in one.get_children()] for one in root.get_children()] == [[lesson]]
    assert modulestore().get_item(lesson).visible_to_staff_only
    assert modulestore().get_course(course.key.replace(run="gone")) is None
    found = modulestore().get_items(course.key, qualifiers={"category": "mentorship"})
    assert [block.scope_ids.usage_id for block in found] == [mine]


@pytest.fixture
def tracked(monkeypatch):
    """Completion is tracked, which it is not until the operator turns it on."""
    monkeypatch.setattr(waffle.ENABLE_COMPLETION_TRACKING_SWITCH, "on", True)


@pytest.mark.usefixtures("tracked")
def test_the_completion_service_answers_for_one_person_and_takes_what_is_said_of_several(course):
    # CompletionService.get_completions, submit_group_completion
    leila, jonas = course.user("leila"), course.user("jonas")
    block = course.usage("html", "lesson")
    given = [leila]
    submitted = CompletionService(leila, course.key).submit_group_completion(block, 0.5, users=given, user_ids=[jonas.pk])
    assert [new for _, new in submitted] == [True, True]
    assert given == [leila, jonas]  # the caller's own list has grown
    CompletionService(jonas, course.key).submit_group_completion(block, 0.0, user_ids=[jonas.pk])
    assert CompletionService(leila, course.key).get_completions([block]) == {block: 0.5}
    assert CompletionService(jonas, course.key).get_completions([block, course.root]) == {block: 0.0, course.root: 0.0}


@pytest.mark.usefixtures("tracked")
def test_completion_refuses_nobody_no_key_no_share_and_everything_while_it_is_not_tracked(course, monkeypatch):
    # submit_group_completion, BlockCompletionManager.submit_completion, validate_percent
    leila, block = course.user("leila"), course.usage("html", "lesson")
    service = CompletionService(leila, course.key)
    with pytest.raises(get_user_model().DoesNotExist):
        service.submit_group_completion(block, 1.0, user_ids=[leila.pk, 99999])
    with pytest.raises(ValueError, match="no usage key"):
        service.submit_group_completion(str(block), 1.0, user_ids=[leila.pk])
    service.submit_group_completion(block, 1.0, user_ids=[leila.pk])
    with pytest.raises(ValidationError):
        service.submit_group_completion(block, 1.5, user_ids=[leila.pk])
    monkeypatch.setattr(waffle.ENABLE_COMPLETION_TRACKING_SWITCH, "on", False)
    with pytest.raises(RuntimeError):
        service.submit_group_completion(block, 0.5, user_ids=[leila.pk])


def test_the_completion_service_is_there_for_who_is_signed_in(course):
    usage = course.place(Probe)
    assert course._enter(course.user("leila"), usage).runtime._services["completion"] is not None
    assert course._enter(AnonymousUser(), usage).runtime._services["completion"] is None


def request_notification(course, **fields):
    asked = {
        "user_ids": [course.mei.pk], "notification_type": "course_updates", "app_name": "updates", "course_key": course.key,
        "content_url": "https://lms.example/courses/a/jump_to/b", "context": {"course_update_content": "Ben & <b>Leila</b>"},
    }  # fmt: skip
    USER_NOTIFICATION_REQUESTED.send_event(notification_data=UserNotificationData(**{**asked, **fields}))


@pytest.fixture
def sent(course, monkeypatch):
    """The notifications that are there, of which there are none yet, on a site that has them on."""
    monkeypatch.setattr(notifications.ENABLE_NOTIFICATIONS, "on", True)
    notifications.SENT.clear()
    return notifications.SENT


def test_a_site_that_has_not_turned_notifications_on_sends_none(course, sent, monkeypatch):
    """``tasks.send_notifications``: ``ENABLE_NOTIFICATIONS`` is off up to Ulmo."""
    monkeypatch.setattr(notifications.ENABLE_NOTIFICATIONS, "on", False)
    request_notification(course)
    assert sent == []


def test_a_notification_is_asked_for_by_an_event_and_says_what_is_in_its_context(course, sent):
    """``notifications.handlers.generate_user_notifications``, ``tasks.send_notifications``, ``get_notification_content``."""
    request_notification(course)
    assert sent[0]["content"] == "<p><strong>Ben &amp; &lt;b&gt;Leila&lt;/b&gt;</strong></p>"
    assert (sent[0]["user_id"], sent[0]["course_id"]) == (course.mei.pk, str(course.key))


@pytest.mark.parametrize(
    "fields",
    [
        {"notification_type": "mentorship_message"},
        {"app_name": "mentorship"},
        {"context": {"text": "Hello"}},
        {"content_url": f"https://lms.example/{'x' * 200}"},
    ],
)
def test_a_notification_the_platform_does_not_know_how_to_make_is_dropped_without_a_word(course, sent, fields):
    """``tasks.send_notifications``: no preferences for an unknown type; ``Notification.content_url`` takes 200 characters."""
    request_notification(course, **fields)
    assert sent == []


def test_an_event_is_sent_with_what_it_was_declared_with(course):
    """``openedx_events.tooling.OpenEdxPublicSignal._send_event_with_metadata``."""
    for wrong in ({}, {"notification_data": {"user_ids": [1]}}, {"notification_data": None}, {"data": 1, "more": 2}):
        with pytest.raises(SenderValidationError):
            USER_NOTIFICATION_REQUESTED.send_event(**wrong)


def test_a_person_has_one_preference_of_a_kind(course):
    """``user_api.models.UserPreference.Meta.unique_together``."""
    UserPreference.objects.create(user=course.mei, key="pref-lang", value="es-419")
    with pytest.raises(IntegrityError):
        UserPreference.objects.create(user=course.mei, key="pref-lang", value="ar")
