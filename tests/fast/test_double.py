"""The double refuses what the platform refuses. Each test names the function of the platform it copies."""

import json

import pytest
from common.djangoapps.student.models import CourseEnrollment
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
from platform_double.course import Course
from platform_double.library import Library
from platform_double.outline import Container, Leaf
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError
from xblock.fields import Dict, Scope, String
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.exceptions import ItemNotFoundError


@XBlock.wants("user", "enrollments", "settings")
class Probe(XBlock):
    """A block that does what it is told, and says what it sees."""

    title = String(scope=Scope.settings, default="untitled", help="", display_name="")
    mood = String(scope=Scope.user_state, default="unset", help="", display_name="")
    notes = Dict(scope=Scope.user_state, default={}, help="", display_name="")

    def student_view(self, context=None):
        return Fragment(self.mood)

    def public_view(self, context=None):
        return Fragment(f"public {self.mood}")

    def studio_view(self, context=None):
        return Fragment(f"editor of {self.title}, bound to {self.scope_ids.user_id}")

    @XBlock.handler
    def set_mood(self, request, suffix=""):
        self.mood = request.params.get("mood", "glad")
        return Response(str(self.scope_ids.user_id))

    @XBlock.handler
    def set_title(self, request, suffix=""):
        self.title = "written"
        return Response("")

    @XBlock.handler
    def save_and_fail(self, request, suffix=""):
        self.mood = "saved"
        self.save()
        raise RuntimeError("after the save")

    @XBlock.handler
    def look(self, request, suffix=""):
        user = self.runtime.service(self, "user").get_current_user()
        return Response(
            json.dumps(
                {
                    "mood": self.mood,
                    "known": getattr(request._request.user, "known", None),
                    "facts": {name.removeprefix("edx-platform."): value for name, value in user.opt_attrs.items()},
                    "services": [name for name in ("enrollments", "settings") if self.runtime.service(self, name)],
                    "atomic": len(connection.atomic_blocks),
                }
            )
        )


@pytest.fixture
def course(db):
    """A course with one block, a learner, and somebody on the course's team."""
    course = Course()
    course.block = course.place(Probe, block_type="probe")
    course.other_unit = course.place(Probe, unit="u2", block_type="probe")
    course.mei, course.dana = course.user("mei"), course.user("dana", staff=True)
    return course


def looked(course, user, **how):
    return json.loads(course.call(user, course.block, "look", method="GET", **how).content)


def write(course, user, state, **columns):
    return StudentModule.objects.create(student=user, course_id=course.key, module_state_key=course.block, state=state, **columns)


def test_the_cache_asserts_that_a_key_is_its_own_users(course):
    """``model_data.FieldDataCache.get``, ``has`` and ``set_many`` assert ``self.user.id == key.user_id``."""
    block = course._enter(course.mei, course.block)
    block.scope_ids = block.scope_ids._replace(user_id=course.dana.id)
    with pytest.raises(AssertionError):
        _ = block.mood
    block.mood = "glad"
    with pytest.raises(AssertionError):
        block.save()


def test_a_block_that_was_not_prefetched_reads_defaults_and_its_save_loses_what_was_stored(course):
    """``model_data.FieldDataCache``: only the blocks of the unit are in the cache; ``get`` raises KeyError for the others."""
    StudentModule.objects.create(
        student=course.mei, course_id=course.key, module_state_key=course.other_unit, state='{"mood": "glad"}'
    )
    elsewhere = course._enter(course.mei, course.block).runtime.get_block(course.other_unit)
    assert elsewhere.mood == "unset"
    assert course._enter(course.mei, course.other_unit).mood == "glad"


def test_a_block_that_is_closed_to_the_learner_is_none(course):
    """``block_render.inner_get_block`` returns None for a block the person may not load."""
    assert course._enter(course.mei, course.block).runtime.get_block(course.key.make_usage_key("probe", "gone")) is None


def test_authored_fields_cannot_be_written_in_the_lms(course):
    """``lms_xblock.field_data.LmsFieldData`` wraps authored data in ``ReadOnlyFieldData``."""
    with pytest.raises(InvalidScopeError):
        course.call(course.mei, course.block, "set_title")
    assert course.authored[course.block] == {}


def test_a_save_leaves_only_what_it_saved_in_the_cache(course):
    """``model_data.UserStateCache.set_many`` ends with ``self._cache.update(pending_updates)``."""
    write(course, course.mei, '{"mood": "glad", "notes": {"a": 1}}')
    block = course._enter(course.mei, course.block)
    block.mood = "calm"
    block.save()
    assert block.notes == {}
    assert course.state(course.mei, course.block) == {"mood": "calm", "notes": {"a": 1}}


def test_a_save_writes_all_columns_as_they_were_read(course, monkeypatch):
    """``user_state_client.DjangoXBlockUserStateClient.set_many`` saves with ``force_update`` and no list of columns."""
    write(course, course.mei, "{}", grade=0.2)
    saved = []
    monkeypatch.setattr(StudentModule, "save", lambda row, **how: saved.append((row.grade, how)))
    course.call(course.mei, course.block, "set_mood")
    assert saved == [(0.2, {"force_update": True})]


def test_a_handler_autocommits_so_what_was_saved_before_a_fault_stays(course):
    """``block_render.handle_xblock_callback`` is decorated ``transaction.non_atomic_requests``."""
    outside = len(connection.atomic_blocks)
    assert looked(course, course.mei)["atomic"] == outside
    with pytest.raises(RuntimeError, match="after the save"):
        course.call(course.mei, course.block, "save_and_fail")
    assert course.state(course.mei, course.block) == {"mood": "saved"}


def test_what_a_crawler_writes_is_dropped_without_a_word(course):
    """``block_render._invoke_xblock_handler`` makes the cache ``read_only`` for ``CrawlersConfig.is_crawler``."""
    assert course.call(course.mei, course.block, "set_mood", crawler=True).status_code == 200
    assert course.row(course.mei, course.block) is None


def test_the_unauthenticated_route_runs_any_handler_with_the_visitors_session(course):
    """``block_render.handle_xblock_callback_noauth`` sets ``request.user.known = False`` and checks nothing."""
    assert looked(course, course.mei)["known"] is True
    told = looked(course, course.mei, route="noauth", headers={})
    assert told["known"] is False
    assert told["facts"]["username"] == "mei"


def test_an_anonymous_post_is_refused_and_an_anonymous_get_is_let_through(course):
    """``block_render.handle_xblock_callback``: 403 for anonymous users unless the method is GET."""
    assert course.call(AnonymousUser(), course.block, "set_mood").status_code == 403
    assert looked(course, AnonymousUser())["facts"] == {"is_authenticated": False}


def test_an_anonymous_user_has_no_state_and_stores_none(course):
    """``model_data.FieldDataCache``: nothing is loaded for ``user.is_anonymous`` and ``set_many`` returns at once."""
    assert course.call(AnonymousUser(), course.block, "set_mood", route="noauth").status_code == 200
    assert StudentModule.objects.count() == 0


def test_an_anonymous_user_sees_the_public_view(course):
    """``x_module.PUBLIC_VIEW``, chosen by ``courseware.views`` for whoever is not signed in."""
    assert "public unset" in course.view(AnonymousUser(), course.block).content


def test_a_handler_nobody_wrote_is_not_found(course):
    """``block_render._invoke_xblock_handler`` answers 404 to ``NoSuchHandlerError``."""
    assert course.call(course.mei, course.block, "nothing").status_code == 404


def test_as_a_specific_learner_staff_read_the_real_state_and_write_to_their_session(course):
    """``masquerade.MasqueradingKeyValueStore``: reads fall through to the learner's row, writes stay in the session."""
    write(course, course.mei, '{"mood": "glad"}')
    assert looked(course, course.dana, masquerade=course.mei)["mood"] == "glad"
    course.call(course.dana, course.block, "set_mood", masquerade=course.mei)
    assert course.state(course.mei, course.block) == {"mood": "glad"}
    write_count = StudentModule.objects.filter(student=course.mei).update(state='{"mood": "calm"}')
    assert write_count == 1
    assert looked(course, course.dana, masquerade=course.mei)["mood"] == "glad"


def test_as_a_specific_learner_the_bound_user_is_the_learner_and_remembers_who_they_really_are(course):
    """``masquerade.setup_masquerade`` sets ``real_user`` on the user it puts in place."""
    block = course._enter(course.dana, course.block, course.mei)
    user = block.runtime.service(block, "user")._django_user
    assert (block.scope_ids.user_id, user.real_user) == (course.mei.id, course.dana)
    facts = looked(course, course.dana, masquerade=course.mei)["facts"]
    assert (facts["username"], facts["user_is_staff"], facts["user_role"]) == ("mei", False, "student")


def test_as_a_generic_learner_staff_are_no_staff_and_write_to_their_own_real_state(course):
    """``masquerade.setup_masquerade`` leaves the user in place; ``access.has_access`` denies staff to them."""
    facts = looked(course, course.dana, masquerade="generic")["facts"]
    assert (facts["username"], facts["user_is_staff"], facts["user_role"]) == ("dana", False, "student")
    course.call(course.dana, course.block, "set_mood", masquerade="generic")
    assert course.state(course.dana, course.block) == {"mood": "glad"}
    assert looked(course, course.dana)["facts"]["user_is_staff"] is True


def test_a_row_without_state_is_no_state_and_an_empty_text_is_a_fault(course):
    """``user_state_client.get_many`` skips ``state is None`` and parses the rest."""
    row = write(course, course.mei, None)
    assert looked(course, course.mei)["mood"] == "unset"
    row.state = ""
    row.save()
    with pytest.raises(ValueError, match="Expecting value"):
        looked(course, course.mei)


def test_a_person_has_one_row_for_a_block_in_a_course(course):
    """``courseware.models.StudentModule.Meta.unique_together``."""
    write(course, course.mei, "{}")
    with pytest.raises(IntegrityError):
        write(course, course.mei, "{}")


def test_a_person_is_enrolled_in_a_course_once(course):
    """``student.models.CourseEnrollment.Meta.unique_together``."""
    with pytest.raises(IntegrityError):
        CourseEnrollment.objects.create(user=course.mei, course_id=course.key)


def test_the_user_service_costs_two_queries_at_each_question(course, django_assert_num_queries):
    """``xblock_django.user_service.DjangoXBlockUserService`` reads two preferences in ``get_current_user``."""
    block = course._enter(course.mei, course.block)
    with django_assert_num_queries(2):
        block.runtime.service(block, "user").get_current_user()


def test_a_block_from_the_store_is_bound_to_nobody(course):
    """``modulestore().get_item`` returns authored fields and no state, and raises ``ItemNotFoundError``."""
    write(course, course.mei, '{"mood": "glad"}')
    block = modulestore().get_item(course.block)
    assert (block.scope_ids.user_id, block.mood) == (None, "unset")
    with pytest.raises(ItemNotFoundError):
        modulestore().get_item(course.key.make_usage_key("probe", "gone"))


def test_studios_preview_keeps_state_in_the_session_and_has_no_enrolments(course):
    """``contentstore.views.preview``: ``SessionKeyValueStore``, and only the services of a preview."""
    course.preview_call(course.dana, course.block, "set_mood")
    assert "glad" in course.preview(course.dana, course.block, "student_view").content
    assert StudentModule.objects.count() == 0
    told = preview_look(course)
    assert told["services"] == ["settings"]
    assert "user_is_staff" not in told["facts"]


def preview_look(course):
    return json.loads(course.preview_call(course.dana, course.block, "look", method="GET").content)


def test_studios_editor_is_bound_to_nobody_and_stores_authored_fields(course):
    """``contentstore.views.component.component_handler`` runs any handler, then ``modulestore().update_item``."""
    assert "editor of untitled, bound to None" in course.studio(course.dana, course.block).content
    course.studio_call(course.dana, course.block, "set_title")
    assert course.authored[course.block] == {"title": "written"}
    with pytest.raises(InvalidScopeError):
        course.studio_call(course.dana, course.block, "set_mood")


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
def sent(course):
    """The notifications that are there, of which there are none yet."""
    notifications.SENT.clear()
    return notifications.SENT


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
        {"content_url": "nowhere"},
    ],
)
def test_a_notification_the_platform_does_not_know_how_to_make_is_dropped_without_a_word(course, sent, fields):
    """``tasks.send_notifications``: no preferences for an unknown type; ``Notification.content_url`` is a ``URLField``."""
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
