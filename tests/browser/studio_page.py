"""A page like Studio's with the editor on it, served from this process: what the browser sends reaches a real block."""

import os
from contextlib import contextmanager
from html import escape
from pathlib import Path
from unittest.mock import patch

import django
import workbench
from django.test import override_settings
from django.utils import translation
from opaque_keys.edx.keys import CourseKey
from playwright.sync_api import Page, Route
from webob import Request
from xblock.field_data import DictFieldData
from xblock.fields import ScopeIds
from xblock.test.tools import TestRuntime

from mentorship_xblock.block import MentorshipXBlock

PUBLIC = Path(__file__).parents[2] / "mentorship_xblock/static"
JQUERY = Path(workbench.__file__).parent / "static/workbench/js/vendor/jquery.min.js"
COURSE = CourseKey.from_string("course-v1:Demo+M101+2026")
ORIGIN = "http://studio.test"
HOST = """
body { margin: 0; padding: 1.5rem; font-family: system-ui, sans-serif; background: #fff; color: #1f2328; }
body.dark { background: #15181d; color: #e3e6ea; color-scheme: dark; }
input[type="text"], select, textarea { border: 1px solid #f0f; padding: 2px; width: 120px; box-shadow: inset 0 0 3px #000; }
label { font-weight: 700; color: #d00; } button { background: #ccf; text-shadow: 0 1px 0 #fff; } ul, ol { list-style: disc; }
"""
"""Some of the rules a host's own sheet brings for bare elements."""
STARTED = """
window.told = [];
window.runtime = { handlerUrl: function (element, name) { return "/handler/" + name; } };
if (%(notify)s) window.runtime.notify = function (name, data) { window.told.push([name, data]); };
window.%(init)s(window.runtime, %(element)s);
"""


class Runtime(TestRuntime):
    """The editor's runtime, as far as a view and a handler need it."""

    def handler_url(self, block, handler_name, suffix="", query="", thirdparty=False):
        return f"/handler/{handler_name}"

    def local_resource_url(self, block, uri):
        return f"/static/{uri}"


class StudioPage:
    """One block, and a page of its editor."""

    def __init__(self, **authored):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        django.setup()
        from platform_double.course import Course

        self.mentorships = 0  # that the block keeps, as the LMS would tell

        self.course = Course(str(COURSE))
        self.authored = authored
        self.calls = []
        self.broken = False
        self._init = None

    def outline(self, *titles):
        """Put units into the course; return them."""
        from platform_double.outline import Container

        section = self.course.put(Container, "chapter", display_name="Tables")
        part = self.course.put(Container, "sequential", into=section, display_name="Keys")
        return [self.course.put(Container, "vertical", f"v{place}", part, display_name=title) for place, title in enumerate(titles)]

    def block(self):
        """Load the block afresh, as every request does. What is saved is kept in ``authored``."""
        usage = COURSE.make_usage_key("mentorship", "here")
        runtime = Runtime(services={"field-data": DictFieldData(self.authored)})
        return runtime.construct_xblock_from_class(MentorshipXBlock, ScopeIds(None, "mentorship", usage, usage))

    def open(self, page: Page, *, view="studio_view", dark=False, language="en", notify=True, element="window.jQuery('#host')"):
        """Show a view on a page."""
        self._view, self._dark, self._language, self._notify, self._element = view, dark, language, notify, element
        page.route(f"{ORIGIN}/**", self._serve)
        page.goto(f"{ORIGIN}/")
        return page

    def _serve(self, route: Route):
        path = route.request.url.removeprefix(ORIGIN)
        if path == "/":
            with studio(self._language):
                route.fulfill(content_type="text/html; charset=utf-8", body=self._page())
        elif path.startswith("/static/"):
            route.fulfill(path=PUBLIC / path.removeprefix("/static/"))
        elif path == "/jquery.js":
            route.fulfill(path=JQUERY)
        elif path == "/start.js":
            values = {"notify": "true" if self._notify else "false", "init": self._init, "element": self._element}
            route.fulfill(content_type="text/javascript", body=STARTED % values if self._init else "")
        elif path == "/host.css":
            route.fulfill(content_type="text/css", body=HOST)
        elif path.startswith("/handler/"):
            self._handle(route, path.removeprefix("/handler/"))
        else:
            route.abort()

    def _page(self):
        fragment = getattr(self.block(), self._view)({})
        self._init = fragment.js_init_fn
        sheets = "".join(
            f'<link rel="stylesheet" href="{escape(one.data)}">' for one in fragment.resources if one.mimetype == "text/css"
        )
        scripts = "".join(
            f'<script src="{escape(one.data)}"></script>' for one in fragment.resources if "javascript" in one.mimetype
        )
        direction = "rtl" if translation.get_language_bidi() else "ltr"
        policy = "default-src 'self'; style-src 'self'; script-src 'self'"
        return (
            f'<!doctype html><html lang="{self._language}" dir="{direction}"><head><title>Studio</title><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="{policy}">'
            f'<link rel="stylesheet" href="/host.css">{sheets}</head><body class="{"dark" if self._dark else ""}"><main>'
            f'<h1>Editing: Mentorship</h1><div id="host">{fragment.content}</div></main>'
            f'<script src="/jquery.js"></script>{scripts}<script src="/start.js"></script></body></html>'
        )

    def _handle(self, route: Route, name: str):
        sent = route.request
        self.calls.append(sent.post_data_json)
        if self.broken:
            route.abort()
            return
        request = Request.blank(f"/handler/{name}", method=sent.method, headers=sent.headers, body=(sent.post_data or "").encode())
        with studio(self._language), patch("mentorship_xblock.studio.count_mentorships", lambda *_: self.mentorships):
            block = self.block()
            response = block.runtime.handle(block, name, request)
        route.fulfill(status=response.status_int, content_type=response.content_type, body=response.body)


@contextmanager
def studio(language="en"):
    """Run as Studio does, in a language."""
    with override_settings(SERVICE_VARIANT="cms"), translation.override(language):
        yield
