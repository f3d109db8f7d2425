"""What stands in a course beside the block, as far as the platform's own classes say: how each is completed, what it holds."""

from datetime import UTC, datetime

from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock
from xblock.fields import Boolean, Date, DateTime, Dict, Scope, String

INHERITED = ("start", "visible_to_staff_only")
"""``InheritanceMixin``: a block that says nothing of these takes what stands above it."""


class Leaf(XBlock):
    """Something to read, watch or solve: completable, as every block is that says nothing else."""

    display_name = String(default=None, scope=Scope.settings)
    start = DateTime(default=datetime(2030, 1, 1, tzinfo=UTC), scope=Scope.settings)
    visible_to_staff_only = Boolean(default=False, scope=Scope.settings)
    group_access = Dict(default={}, scope=Scope.settings)

    def has_dynamic_children(self):
        """``XModuleMixin.has_dynamic_children``."""
        return False


class Excluded(Leaf):
    """``discussion``."""

    completion_mode = XBlockCompletionMode.EXCLUDED


class Container(Leaf):
    """``chapter``, ``sequential``, ``vertical``."""

    has_children = True
    completion_mode = XBlockCompletionMode.AGGREGATOR

    def get_children(self, usage_id_filter=None):
        """``XModuleMixin.get_children``: without those that who is asking may not load."""
        return [child for child in super().get_children(usage_id_filter) if child is not None]


class Drawn(Container):
    """``library_content``, ``split_test``, ``conditional``: each learner gets some of the children."""

    def has_dynamic_children(self):
        return True


class Root(Container):
    """``course``."""

    end = Date(default=None, scope=Scope.settings)
