"""A course, and the ways people reach a block of it: the LMS's views and handlers, Studio's preview and editor."""

import copy
import itertools
import json
import threading
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from urllib.parse import urlencode

from common.djangoapps.student.models import CourseAccessRole, CourseEnrollment, UserProfile
from completion.services import CompletionService
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware, _get_new_csrf_string
from django.test import RequestFactory, override_settings
from lms.djangoapps.courseware.access import get_user_role, has_access
from lms.djangoapps.courseware.masquerade import filter_displayed_blocks, is_masquerading_as_specific_student, setup_masquerade
from lms.djangoapps.courseware.models import StudentModule
from opaque_keys.edx.keys import LearningContextKey
from openedx.core.djangoapps.crawlers.models import CrawlersConfig
from xblock.core import XBlock
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.exceptions import InvalidScopeError, NoSuchHandlerError
from xblock.fields import Scope, ScopeIds
from xblock.runtime import IdReader, Runtime
from xmodule.modulestore.django import STORE
from xmodule.modulestore.exceptions import ItemNotFoundError

from .field_data import AuthoredFieldData, FieldDataCache, LmsFieldData, SessionOverlay
from .outline import INHERITED, Root
from .services import DjangoXBlockUserService, EnrollmentsService, SettingsService, StudioUserService
from .split import converted, serialized
from .translations import I18nService

CSRF_TOKEN = _get_new_csrf_string()


class _Ids(IdReader):
    def get_usage_id_from_aside(self, aside_id):
        raise NotImplementedError

    def get_definition_id_from_aside(self, aside_id):
        raise NotImplementedError

    def get_aside_type_from_usage(self, aside_id):
        raise NotImplementedError

    def get_aside_type_from_definition(self, aside_id):
        raise NotImplementedError

    def get_definition_id(self, usage_id):
        return usage_id

    def get_block_type(self, def_id):
        return def_id.block_type


class CourseRuntime(Runtime):
    """A runtime whose services are those the platform gives in one place (``prepare_runtime_for_user``).

    One serves a whole request, and has each block once (``SplitModuleStoreRuntime._load_item``, ``get_cached_block``).
    ``user`` is whom its blocks are bound to and whose access is checked, in the LMS.
    """

    def __init__(self, course, services, student, user=None):
        super().__init__(_Ids(), None, services=services)
        self.course, self.student, self.user, self.loaded = course, student, user, {}

    def service(self, block, service_name):
        """``ModuleStoreRuntime.service``: a service that can be called is made for the block, each time it is asked for."""
        service = super().service(block, service_name)
        return service(block) if callable(service) else service

    def handler_url(self, block, handler_name, suffix="", query="", thirdparty=False):
        return f"/courses/{self.course.key}/xblock/{block.scope_ids.usage_id}/handler/{handler_name}"

    def local_resource_url(self, block, uri):
        return f"/static/xblock/resources/{block.scope_ids.block_type}/{uri}"

    def resource_url(self, resource):
        raise NotImplementedError

    def publish(self, block, event_type, event_data):
        """``EventPublishingService.publish``, only in the LMS: asks for the completion service in the name of the block."""
        if self.user is not None:
            self.service(block, "completion")
            self.course.published(event_type, event_data)

    def get_block(self, usage_id, for_parent=None):
        """``ModuleStoreRuntime.get_block``: the block, bound to who is asking; None for one they may not load."""
        block = self.load(usage_id)
        return block if self.student is None else self._bound(block)

    def load(self, usage):
        """``load_item``: the block as it is in this request already, or bound to nobody."""
        if usage not in self.course.authored:
            raise ItemNotFoundError(usage)
        if usage not in self.loaded:
            nobody = FieldDataCache([], self.course.key, AnonymousUser())
            field_data = LmsFieldData(self.course.settled(usage), nobody)
            self.loaded[usage] = self.course.construct(usage, self, field_data, None)
        return self.loaded[usage]

    def _bound(self, block):
        """``get_block_for_descriptor``: the unit's cache is everybody's, so a block of another unit reads empty state.

        Nobody's access is checked who is not known to be who they are.
        """
        usage = block.scope_ids.usage_id
        student = self.student.cache.user if isinstance(self.student, SessionOverlay) else self.student.user
        if block.scope_ids.user_id != student.id or block.scope_ids.user_id is None:
            block.scope_ids = block.scope_ids._replace(user_id=student.id)
            for field in block.fields.values():
                if field.scope == Scope.user_state:
                    field._del_cached_value(block)
            block._field_data = LmsFieldData(self.course.settled(usage), self.student)
        checked = self.user is not None and getattr(self.user, "known", True)
        return None if checked and not has_access(self.user, "load", block, self.course.key) else block


class Course:
    """A course on the double of the platform."""

    def __init__(self, key="course-v1:Demo+M101+2026"):
        self.key = LearningContextKey.from_string(key)
        self.authored, self.classes, self.units, self.events, self.sessions = {}, {}, {}, [], {}
        self.numbers = itertools.count()
        self.closed = {}
        """The blocks that are not opened to somebody, by their username."""
        self.watch = nullcontext()
        """Entered around what the block itself does, the platform's own work aside: a test may count queries with it."""
        self.public = False
        """Whether everybody may read the course (``check_public_access``: its visibility and a flag)."""
        self.request = threading.local()
        """The runtime of the request that goes on (``bulk_operations``), if any."""
        STORE[self.key] = self
        self.root = None
        self.root = self.put(Root, "course", "course", display_name="Databases", start=datetime(2026, 1, 1, tzinfo=UTC))

    # --- people

    def user(self, username, name="", enrolled=True, staff=False, global_staff=False):
        user = get_user_model().objects.create(username=username, is_staff=global_staff)
        if name:
            UserProfile.objects.create(user=user, name=name)
        if enrolled:
            self.enroll(user)
        if staff:
            CourseAccessRole.objects.create(user=user, org=self.key.org, course_id=self.key, role="staff")
        return user

    def crowd(self, names):
        """Many people with a profile and an enrolment, in three statements."""
        model = get_user_model()
        users = model.objects.bulk_create([model(username=name) for name in names])
        UserProfile.objects.bulk_create([UserProfile(user=user, name=user.username.title()) for user in users])
        CourseEnrollment.objects.bulk_create([CourseEnrollment(user=user, course_id=self.key) for user in users])
        return {user.username: user for user in users}

    def enroll(self, user):
        CourseEnrollment.objects.update_or_create(user=user, course_id=self.key, defaults={"is_active": True})

    def unenroll(self, user):
        CourseEnrollment.objects.filter(user=user, course_id=self.key).update(is_active=False)

    # --- blocks

    def place(self, block_class, unit="u1", block_type="mentorship", **fields):
        usage = self.usage(block_type, f"b{next(self.numbers)}")
        self.classes[usage], self.units[usage] = block_class, unit
        self.authored[usage] = serialized(block_class, fields)
        return usage

    def put(self, block_class, block_type, name=None, into=None, **fields):
        """Add something else to the course: below the root, unless ``into`` names another place."""
        usage = self.usage(block_type, name or f"b{next(self.numbers)}")
        self.classes[usage], self.units[usage] = block_class, str(into)
        self.authored[usage] = serialized(block_class, fields)
        self.move(usage, into or self.root)
        return usage

    def move(self, usage, parent):
        """Put a block below another."""
        if parent is not None:
            self.authored[usage]["parent"] = parent
            self.authored[parent].setdefault("children", []).append(usage)

    def remove(self, usage):
        """Delete a block, as authors do."""
        self.authored[self.authored.pop(usage)["parent"]]["children"].remove(usage)

    def usage(self, block_type, name):
        return self.key.make_usage_key(block_type, name)

    def edit(self, usage, **fields):
        self.authored[usage].update(serialized(self.classes[usage], fields))

    def construct(self, usage, runtime, field_data, user_id):
        ids = ScopeIds(user_id, usage.block_type, usage, usage)
        return runtime.construct_xblock_from_class(self.classes[usage], ids, field_data)

    def unbound(self, usage):
        """``modulestore().get_item``: within a request of the LMS that request's own block, bound or not."""
        return (getattr(self.request, "runtime", None) or CourseRuntime(self, {}, None)).load(usage)

    def settled(self, usage):
        """``inheriting_field_data``: a block's own fields, and those that come down to it."""
        fields = converted(self.key, self.classes[usage], self.authored[usage])
        above = self.settled(fields["parent"]) if "parent" in fields else {}
        return {**{name: above[name] for name in INHERITED if name in above}, **fields}

    def published(self, event, facts):
        """The event log (``track_function``)."""
        self.events.append((event, facts))

    # --- the LMS

    @staticmethod
    def _account(user):
        """The account as a request has it: read anew, with nothing remembered on it."""
        return AnonymousUser() if user.is_anonymous else get_user_model().objects.get(pk=user.pk)

    def _enter(self, user, usage, masquerade=None, crawler=False, around=()):
        """``get_block_by_usage_id``: the block as it is bound to somebody, or None where they may not load it.

        The state of the block and of those ``around`` it, which are drawn with it, is loaded at once.
        """
        user = copy.copy(user)
        user = setup_masquerade(user, self.key, has_access(user, "staff", self.key), masquerade)
        cache = FieldDataCache([usage, *around], self.key, user, read_only=crawler)
        overlay = is_masquerading_as_specific_student(user, self.key)
        session = self.sessions.setdefault(user.real_user.pk, {}) if overlay else {}
        services = {
            "user": DjangoXBlockUserService(user, has_access(user, "staff", self.key), get_user_role(user, self.key)),
            "enrollments": EnrollmentsService(),
            "settings": SettingsService(),
            "completion": None if user.is_anonymous else CompletionService(user, self.key),
            "i18n": I18nService,
        }
        return CourseRuntime(self, services, SessionOverlay(cache, session) if overlay else cache, user).get_block(usage)

    @contextmanager
    def _within(self, runtime):
        """``bulk_operations``: while a request of the LMS goes on, a block that is asked for twice is the same."""
        self.request.runtime = runtime if runtime.user is not None else None
        try:
            with self.watch:
                yield
        finally:
            self.request.runtime = None

    def view(self, user, usage, view="student_view", masquerade=None, context=None):
        """Draw one block as ``render_xblock`` does; the runtime saves the block after the view. The address says which view."""
        user = self._account(user)
        staff = has_access(user, "staff", self.key)
        enrolled = not user.is_anonymous and CourseEnrollment.objects.filter(user=user, course_id=self.key, is_active=True).exists()
        around = [key for key in self.units if self.units[key] == self.units[usage]]
        block = self._enter(user, usage, masquerade, around=around) if staff or enrolled or self.public else None
        if block is None:
            return HttpResponse(status=404)
        with self._within(block.runtime):
            fragment = block.render(view, context or {})
        if is_masquerading_as_specific_student(block.runtime.user, self.key):
            fragment = filter_displayed_blocks(block, fragment)
        if staff:
            self._staff_markup(block)
        return fragment

    @staticmethod
    def _staff_markup(block):
        """``add_staff_markup``: the team's debug panel reads every field there is."""
        for field in block.fields.values():
            try:
                field.read_from(block)
            except InvalidScopeError:
                continue

    def call(
        self,
        user,
        usage,
        handler,
        body=None,
        method="POST",
        headers=None,
        route="handler",
        masquerade=None,
        content_type="application/json",
        crawler=False,
        token=CSRF_TOKEN,
    ):
        """``handle_xblock_callback`` and ``handle_xblock_callback_noauth``: autocommit, any handler by its name.

        Who is signed in has to send the ``token`` of the page; who is not may only ask, and is not known to be anybody.
        """
        path = f"/courses/{self.key}/xblock/{usage}/{'handler_noauth' if route == 'noauth' else 'handler'}/{handler}"
        extra = {
            f"HTTP_{name.upper().replace('-', '_')}": value
            for name, value in ({"X-Mentorship": "1"} if headers is None else headers).items()
        }
        if crawler:
            extra["HTTP_USER_AGENT"] = "edX-downloader/2.1"
        if method == "GET":
            query = body.decode() if isinstance(body, bytes) else urlencode(body or {})
            request = RequestFactory().get(path + "?" + query, **extra)
        else:
            data = body if isinstance(body, str | bytes) else json.dumps(body or {})
            request = RequestFactory().generic(method, path, data, content_type=content_type, **extra)
        request.user = user = self._account(user)
        request.COOKIES["csrftoken"] = CSRF_TOKEN
        request.META["HTTP_X_CSRFTOKEN"] = token
        if route == "handler" and user.is_authenticated:
            error = CsrfViewMiddleware(lambda request: None).process_view(request, None, (), {})
            if error:
                return error
        if route == "handler" and method != "GET" and user.is_anonymous:
            return HttpResponseForbidden("Unauthenticated")
        user.known = route == "handler" and user.is_authenticated
        block = self._enter(user, usage, masquerade, CrawlersConfig.is_crawler(request))
        return HttpResponse(status=404) if block is None else self.handled(block, handler, request)

    def handled(self, block, handler, request):
        """``_invoke_xblock_handler``."""
        try:
            with self._within(block.runtime):
                response = block.runtime.handle(block, handler, django_to_webob_request(request), "")
        except NoSuchHandlerError:
            return HttpResponse(status=404)
        return webob_to_django_response(response)

    # --- Studio

    def preview(self, user, usage, view="author_view"):
        """``get_preview_fragment``: Studio has the courseware installed, but none of the LMS's services."""
        with override_settings(SERVICE_VARIANT="cms"):
            return self._previewed(user, usage).render(view, {})

    def preview_call(self, user, usage, handler, body=None, method="POST"):
        """``preview_handler``, which any signed-in account may call."""
        with override_settings(SERVICE_VARIANT="cms"):
            return self.handled(self._previewed(user, usage), handler, studio_request(user, body, method))

    def _previewed(self, user, usage):
        """``_prepare_runtime_for_preview``: bound to the author, whose state there is kept in the session."""
        services = {"user": StudioUserService(user, role="staff"), "i18n": I18nService, "settings": SettingsService()}
        session = SessionOverlay(FieldDataCache([], self.key, user), self.sessions.setdefault(("studio", user.pk), {}))
        runtime = CourseRuntime(self, services, session)
        runtime.is_author_mode = True
        return runtime.get_block(usage)

    def studio(self, user, usage, view="studio_view"):
        """``xblock_view_handler`` for ``studio_view``: a block bound to nobody, whose authored fields can be written."""
        with override_settings(SERVICE_VARIANT="cms"):
            return self._edited(user, usage).render(view, {})

    def studio_call(self, user, usage, handler, body=None, method="POST"):
        """``component_handler``: it runs any handler, and stores the authored fields afterwards."""
        with override_settings(SERVICE_VARIANT="cms"):
            return self.handled(self._edited(user, usage), handler, studio_request(user, body, method))

    def _edited(self, user, usage):
        """``load_services_for_studio``: a bare user service without roles or staff flags, and no state of anybody."""
        services = {"user": StudioUserService(user), "i18n": I18nService, "settings": SettingsService()}
        return self.construct(usage, CourseRuntime(self, services, None), AuthoredFieldData(self.authored[usage]), None)

    # --- what staff and other parts of the platform do to rows

    def row(self, user, usage):
        return StudentModule.objects.filter(student=user, course_id=self.key, module_state_key=usage).first()

    def state(self, user, usage):
        row = self.row(user, usage)
        return json.loads(row.state) if row and row.state else None

    def delete_state(self, user, usage):
        """``reset_student_attempts(delete_module=True)``."""
        self.row(user, usage).delete()

    def reset_attempts(self, user, usage):
        """``reset_student_attempts``: puts a number of its own beside what the block keeps (``_reset_module_attempts``)."""
        row = self.row(user, usage)
        row.state = json.dumps({**json.loads(row.state), "attempts": 0})
        row.save()


def studio_request(user, body, method):
    """A request as a page in Studio would send it."""
    request = RequestFactory().generic(
        method, "/studio", json.dumps(body or {}), content_type="application/json", HTTP_X_MENTORSHIP="1"
    )
    request.user = user
    return request


HANDLERS = "_is_xblock_handler"


def handlers_of(block_class):
    """Return the names of all handlers that can be called on a block of this class."""
    return sorted(name for name in dir(block_class) if getattr(getattr(block_class, name, None), HANDLERS, False))


__all__ = ["AnonymousUser", "Course", "XBlock", "handlers_of", "studio_request"]
