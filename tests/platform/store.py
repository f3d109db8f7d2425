"""A modulestore of the tests' own, and what is authored in it."""

import pytest
from common.djangoapps.split_modulestore_django.models import SplitModulestoreCourseIndex
from xmodule.modulestore import ModuleStoreEnum
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.tests.django_utils import ModuleStoreIsolationMixin


class Apart(ModuleStoreIsolationMixin):
    """The platform's isolation of a modulestore, for a module of tests."""


@pytest.fixture(scope="module")
def store(django_db_setup, django_db_blocker):
    """An empty modulestore; what is made in it before a test's own database begins stays for the module."""
    with django_db_blocker.unblock():
        Apart.start_modulestore_isolation()
        yield modulestore()
        Apart.end_modulestore_isolation()
        SplitModulestoreCourseIndex.objects.all().delete()


@pytest.fixture(autouse=True)
def caches(db):
    """Which version of a course counts is in the database, and goes back with each test; so the caches are emptied."""
    Apart.clear_caches()
    yield
    Apart.clear_caches()


def as_author(usage):
    """Let what follows meet the course as its authors have it; readers have what is published."""
    return modulestore().branch_setting(ModuleStoreEnum.Branch.draft_preferred, usage.context_key)


def write(usage, **fields):
    """Change authored fields and publish them, as far as they are others than they were."""
    with as_author(usage):
        block = modulestore().get_item(usage)
        changed = {name: value for name, value in fields.items() if getattr(block, name) != value}
        for name, value in changed.items():
            setattr(block, name, value)
        if changed:
            modulestore().update_item(block, ModuleStoreEnum.UserID.test)
            modulestore().publish(usage, ModuleStoreEnum.UserID.test)
