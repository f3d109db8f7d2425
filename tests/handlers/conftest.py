"""The world a test runs in, and what coverage need not watch; both stand in ``tests/support/fixtures.py``."""

from tests.support.fixtures import clock, pytest_collection_modifyitems, world

__all__ = ["clock", "pytest_collection_modifyitems", "world"]
