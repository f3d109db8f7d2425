"""A block that tries the double out, and a course it stands in."""

import json

from django.db import connection
from opaque_keys.edx.keys import UsageKey
from platform_double.course import Course
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Dict, Scope, String
from xmodule.modulestore.django import modulestore


@XBlock.wants("user", "enrollments", "settings")
class Probe(XBlock):
    """A block that does what it is told, and says what it sees."""

    show_in_read_only_mode = True
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
    def meet(self, request, suffix=""):
        """Say whether the store gives this very block, and the state of another as the request has it."""
        store, other = modulestore(), request.params["other"]
        block = self.runtime.get_block(UsageKey.from_string(other))
        return Response(json.dumps([store.get_item(self.scope_ids.usage_id) is self, block and block.mood]))

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


def probed():
    """Return a course with one block, another in another unit, a learner, and somebody on the course's team."""
    course = Course()
    course.block = course.place(Probe, block_type="probe")
    course.other_unit = course.place(Probe, unit="u2", block_type="probe")
    course.mei, course.dana = course.user("mei"), course.user("dana", staff=True)
    return course


def looked(course, user, **how):
    return json.loads(course.call(user, course.block, "look", method="GET", **how).content)
