"""Run by test_versions inside an environment with one version of XBlock: the block does its part of the contract there.

Needs XBlock, Django and the installed block only. A warning that our own modules cause is a fault.
"""

import sys
import warnings

# The -W option matches a module's whole name, so it would look at the package's __init__ alone.
warnings.filterwarnings("error", module=r"mentorship_xblock(\.|$)")

import django
from django.conf import settings

settings.configure(USE_TZ=True, USE_I18N=True, INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"])
django.setup()

from lxml import etree
from webob import Request
from xblock.core import XBlock
from xblock.field_data import DictFieldData
from xblock.fields import Scope, ScopeIds
from xblock.runtime import DictKeyValueStore, KvsFieldData
from xblock.test.tools import TestRuntime

VIEWS = ("student_view", "author_view", "studio_view", "public_view")
ALWAYS = {"student_view", "author_view", "public_view"}


class Runtime(TestRuntime):
    """A runtime that is neither the platform nor the workbench."""

    def handler_url(self, block, handler_name, suffix="", query="", thirdparty=False):
        """Return some address."""
        return f"/handler/{handler_name}"

    def local_resource_url(self, block, uri):
        """Return some address."""
        return f"/resource/{uri}"

    def publish(self, block, event_type, event_data):
        """Take no notice."""


def new_block(**authored):
    """Make a block in a runtime of its own, with nothing but defaults and what is authored here."""
    runtime = Runtime(services={"field-data": DictFieldData(authored)})
    return runtime.construct_xblock("mentorship", ScopeIds("person", "mentorship", "definition", "usage"))


def check_views(block):
    """Every view the block has is drawn, and brings its style and script by address only."""
    drawn = set()
    for view in VIEWS:
        if not hasattr(block, view):
            continue
        fragment = block.runtime.render(block, view)
        assert fragment.content.strip(), view
        for resource in fragment.resources:
            assert resource.kind == "url", (view, resource)
        drawn.add(view)
    assert drawn >= ALWAYS, drawn
    return drawn


def check_handlers(block):
    """Every handler of our own answers a stranger's runtime with a refusal, and does not fail."""
    inherited = {name for name in dir(XBlock) if hasattr(getattr(XBlock, name), "_is_xblock_handler")}
    own = {name for name in dir(block) if getattr(getattr(type(block), name, None), "_is_xblock_handler", False)} - inherited
    assert own
    for name in sorted(own):
        for method in ("GET", "POST"):
            request = Request.blank("/", method=method, body=b"{}" if method == "POST" else b"", content_type="application/json")
            response = block.runtime.handle(block, name, request)
            assert 400 <= response.status_int < 500, (name, method, response.status)
            assert response.content_type == "application/json", (name, response.content_type)
    return own


def check_olx():
    """A block that is written out and read back has the same authored fields."""
    roster = [{"username": "amara", "capacity": 2}]
    block = new_block(display_name="A <title> & more", roster=roster)
    node = etree.Element("unknown_root")
    block.add_xml_to_node(node)
    runtime = Runtime(services={"field-data": KvsFieldData(DictKeyValueStore())})
    again = runtime.get_block(runtime.parse_xml_string(etree.tostring(node, encoding="unicode")))
    for name, field in block.fields.items():
        if field.scope in (Scope.settings, Scope.content):
            assert getattr(again, name) == getattr(block, name), (name, getattr(again, name), getattr(block, name))


block_class = XBlock.load_class("mentorship")
assert (block_class.__module__, block_class.__name__) == ("mentorship_xblock.block", "MentorshipXBlock")
assert sys.modules["mentorship_xblock"].__file__.startswith(sys.prefix)
views = check_views(new_block())
handlers = check_handlers(new_block())
check_olx()
print(f"conforms: {len(views)} views, {len(handlers)} handlers")
