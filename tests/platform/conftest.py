"""Where there is no platform, or the other one of its two sites, every module is skipped and says why."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

import mentorship_xblock

ROOM = Path(__file__).parent
SITE = settings.ROOT_URLCONF.partition(".")[0] if find_spec("cms") and settings.configured else None
"""Which of the platform's two sites this is, ``lms`` or ``cms``."""

if SITE:
    # The platform's own fixtures for whoever tests in it: pages are drawn without the assets that a build makes.
    from cms.conftest import _django_clear_site_cache, no_webpack_loader  # noqa: F401

    from .store import caches, store  # noqa: F401
if SITE == "lms":
    from .lms.fixtures import clock, outline, world  # noqa: F401
elif SITE == "cms":
    from .cms.fixtures import studio  # noqa: F401


class Elsewhere(pytest.Module):
    """A module of tests that cannot run here."""

    def collect(self):
        """Skip the module, with the reason."""
        pytest.skip(
            f"runs inside Open edX with the block installed: pytest --ds={site_of(self.path)}.envs.test", allow_module_level=True
        )


def site_of(module):
    """Return the site that a module is for."""
    return module.relative_to(ROOM).parts[0]


def pytest_report_header():
    """Say which block is tested: that of this checkout, which is in front of an installed one."""
    return f"mentorship: {mentorship_xblock.__file__} {mentorship_xblock.__version__}"


def pytest_pycollect_makemodule(module_path, parent):
    """Read a module only on the site it is for."""
    return None if site_of(module_path) == SITE else Elsewhere.from_parent(parent, path=module_path)


def pytest_collection_modifyitems(items):
    """Every test may use every database of the platform, as its own tests do."""
    for item in items:
        item.add_marker(pytest.mark.django_db(databases="__all__"))


@pytest.fixture(autouse=True)
def _site(settings):
    """The platform's test settings take their variant from the environment, which may be that of the other site."""
    settings.SERVICE_VARIANT = SITE
