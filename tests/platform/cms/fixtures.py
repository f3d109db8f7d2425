"""The course of a test in Studio."""

import pytest

from .studio import Studio


@pytest.fixture
def studio(store, db):
    """A course whose milestone is bound to a unit and whose panel block continues its home."""
    studio = Studio()
    studio.bind()
    return studio
