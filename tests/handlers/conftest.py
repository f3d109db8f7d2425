"""The world a test runs in; it stands in ``tests/support/fixtures.py``."""

from tests.support.fixtures import clock, world

__all__ = ["clock", "world"]
