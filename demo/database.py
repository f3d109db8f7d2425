"""The database file: made, filled, and thrown away."""

from django.conf import settings
from django.core.management import call_command

from . import people


def prepare() -> None:
    """Bring the tables and the people up to date. The workbench ships no migrations, hence the sync."""
    settings.DATABASE.parent.mkdir(parents=True, exist_ok=True)
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    people.ensure_people()


def remove() -> None:
    """Delete the file and what SQLite keeps beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        settings.DATABASE.with_name(settings.DATABASE.name + suffix).unlink(missing_ok=True)
