"""A library of the v2 runtime: ``openedx/core/djangoapps/xblock/runtime``, in Studio and in the LMS."""

import json

from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from opaque_keys.edx.locator import LibraryUsageLocatorV2
from xblock.fields import ScopeIds

from .course import Course, CourseRuntime
from .field_data import FieldDataCache, LmsFieldData, SessionOverlay
from .services import DjangoXBlockUserService, EnrollmentsService
from .translations import I18nService


class Library(Course):
    """Blocks that stand in no course: ``Library("lib:Demo:shelf")``.

    Its services are those of ``XBlockRuntime.service``: no settings, no roles but Django's own staff flag.
    """

    def usage(self, block_type, name):
        return LibraryUsageLocatorV2(self.key, block_type, name)

    def _bound_to(self, user, usage, variant):
        """``get_runtime``: state is the learner's row in the LMS, and in Studio a cache that forgets."""
        cache = FieldDataCache([usage], self.key, user)
        student = cache if variant == "lms" else SessionOverlay(cache, self.sessions.setdefault(user.pk, {}))
        services = {
            "user": DjangoXBlockUserService(user, getattr(user, "is_staff", False), "student"),
            "enrollments": EnrollmentsService(),
            "i18n": I18nService,
        }
        runtime = CourseRuntime(self, services, student)
        ids = ScopeIds(user.id, usage.block_type, usage, usage)
        return runtime.construct_xblock_from_class(self.classes[usage], ids, LmsFieldData(self.authored[usage], student))

    def view(self, user, usage, view="student_view", variant="cms"):
        """``render_block_view``: an anonymous user may only render ``public_view``."""
        with override_settings(SERVICE_VARIANT=variant):
            if user.is_anonymous and view != "public_view":
                return HttpResponse(status=403)
            return self._bound_to(user, usage, variant).render(view, {})

    def call(self, user, usage, handler, body=None, method="POST", variant="cms"):
        """``xblock_handler``: a token in the address in place of a session, so anybody may call any handler.

        It is under ``ATOMIC_REQUESTS``.
        """
        request = RequestFactory().generic(
            method, "/api/xblock/v2/xblocks/handler", json.dumps(body or {}), content_type="application/json", HTTP_X_MENTORSHIP="1"
        )
        request.user = user
        with override_settings(SERVICE_VARIANT=variant), transaction.atomic():
            return self.handled(self._bound_to(user, usage, variant), handler, request)
