"""The database file: made whole or not at all, and made anew.

It is made under another name and put in its place when everything is in it, so a start that is cut off leaves nothing
half done, and whoever finds the course in the file finds all of it. One process makes it while the others wait.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

VERSION = 4
"""A file of another version of the demo is made anew."""
PATIENCE = 120
"""Seconds to wait for another process that is making the file."""
BESIDE = ("", "-journal", "-wal", "-shm")
"""What SQLite keeps beside a file."""


def prepare(fill: Callable[[], None]) -> None:
    """See that the database is there; ``fill`` puts the course into a new one."""
    settings.DATABASE.parent.mkdir(parents=True, exist_ok=True)
    if _version() == VERSION:
        return
    with _alone():
        if _version() != VERSION:
            _make(fill)


def renew(fill: Callable[[], None]) -> None:
    """Make the database anew, whether there is one or not. Demos that run on it go on, with the new course."""
    settings.DATABASE.parent.mkdir(parents=True, exist_ok=True)
    with _alone():
        try:
            _version()
        except sqlite3.DatabaseError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
                raise
            _delete(settings.DATABASE)  # what is no database cannot be written over
        _make(fill)


def _make(fill: Callable[[], None]) -> None:
    draft = _beside(".draft")
    _delete(draft)
    connection.close()
    connection.settings_dict["NAME"] = draft
    try:
        # The workbench ships no migrations, hence the sync.
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            # A draft that does not survive a power cut is made again: no need to wait for the disk.
            cursor.execute("PRAGMA synchronous = OFF")
        fill()
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA user_version = {VERSION}")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASE
    _put_in_place(draft)
    _delete(draft)


def _put_in_place(draft: Path) -> None:
    """Copy the draft over the file in one transaction. Who has the file open waits, and then finds the new course in it.

    Never moved over it: who had the old file open would go on with that one, whose journal is then taken for the new file's.
    """
    with closing(sqlite3.connect(draft)) as source, closing(sqlite3.connect(settings.DATABASE, timeout=PATIENCE)) as target:
        source.backup(target)


def _version() -> int:
    """Return which demo made the file; 0 for none."""
    if not settings.DATABASE.exists():
        return 0
    with closing(sqlite3.connect(settings.DATABASE)) as file:
        version: int = file.execute("PRAGMA user_version").fetchone()[0]
    return version


@contextmanager
def _alone() -> Iterator[None]:
    """Hold a lock among processes, which the system gives back whatever happens to this one."""
    with closing(sqlite3.connect(_beside(".lock"), timeout=PATIENCE, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def _beside(ending: str) -> Path:
    path: Path = settings.DATABASE.with_name(settings.DATABASE.name + ending)
    return path


def _delete(path: Path) -> None:
    for ending in BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
