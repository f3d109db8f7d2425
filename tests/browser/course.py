"""The demo's course as the tests use it: a server of its own, and its database as it was after seeding."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
HOME = "32-tables-that-talk-to-each-other.mentorship.d0.u0"
CONTENT = ("plan", "guidance", "unit_note")
"""The fields that are stored with the block's definition."""
MAKE = "import django; django.setup(); from demo import database, seed; database.prepare(seed.fill)"
PATIENCE = 600
"""Seconds for the demo to start or to end, on a machine that has much else to do."""
ADDRESS = re.compile(r"(http://localhost:\d+)/ ")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


class Course:
    """A running demo."""

    def __init__(self, address: str, database: Path, seeded: Path, server: subprocess.Popen[bytes]) -> None:
        self.address = address
        self._database = database
        self._seeded = seeded
        self._server = server

    def unit(self, person: str, number: str = "3.2", **query: str) -> str:
        """Return the address of a unit, as this person opens it."""
        return f"{self.address}/unit/{number}/?{urlencode({'student': person, **query})}"

    def begin_again(self) -> None:
        """Put the database back to what it was after seeding. The server goes on meanwhile: SQLite locks the copy."""
        assert self._server.poll() is None, "The demo has ended."
        _copy(self._seeded, self._database)

    def stored(self, person: str) -> dict[str, Any]:
        """Return what is stored for this person on the home block."""
        with closing(sqlite3.connect(self._database)) as connection:
            found = connection.execute(
                "SELECT state FROM workbench_xblockstate WHERE scope = 'usage' AND scope_id = ? AND user_id = ?", (HOME, person)
            ).fetchone()
        return json.loads(found[0]) if found else {}

    def store(self, person: str, state: dict[str, Any]) -> None:
        """Put this in place of what is stored for a person on the home block."""
        with closing(sqlite3.connect(self._database)) as connection, connection:
            connection.execute(
                "UPDATE workbench_xblockstate SET state = ? WHERE scope = 'usage' AND scope_id = ? AND user_id = ?",
                (json.dumps(state), HOME, person),
            )

    def let_pass(self, learner: str, **length: float) -> None:
        """Date everything of a mentorship back: it is then as if so much more time had passed since each thing in it."""
        back = timedelta(**length)
        state = self.stored(learner)
        self.store(learner, {**state, "record": _dated_back(state["record"], back)})
        for mentor in {entry["m"] for entry in self.log(learner) if "m" in entry}:
            state = self.stored(mentor)
            lines = state["ledger"]["lines"]
            lines = {person: _dated_back(line, back) if person == learner else line for person, line in lines.items()}
            self.store(mentor, {**state, "ledger": {**state["ledger"], "lines": lines}})

    def authored(self) -> dict[str, Any]:
        """Return what the author wrote on the home block."""
        found = "SELECT state FROM workbench_xblockstate WHERE scope = 'usage' AND scope_id = ? AND user_id IS NULL"
        with closing(sqlite3.connect(self._database)) as connection:
            return json.loads(connection.execute(found, [HOME]).fetchone()[0])

    def author(self, **fields: Any) -> None:
        """Put these in place of what the author wrote on the home block, as a saved edit in Studio does."""
        wanted = {
            ("usage", HOME): {name: value for name, value in fields.items() if name not in CONTENT},
            ("definition", HOME.rpartition(".")[0]): {name: value for name, value in fields.items() if name in CONTENT},
        }
        with closing(sqlite3.connect(self._database)) as connection, connection:
            for row, written in wanted.items():
                where = "scope = ? AND scope_id = ? AND user_id IS NULL"
                [state] = connection.execute(f"SELECT state FROM workbench_xblockstate WHERE {where}", row).fetchone()
                new = json.dumps(json.loads(state) | written)
                connection.execute(f"UPDATE workbench_xblockstate SET state = ? WHERE {where}", [new, *row])

    def completion(self, person: str, usage: str) -> float | None:
        """Return how far somebody has completed a block, as the demo's table has it."""
        with closing(sqlite3.connect(self._database)) as connection:
            found = connection.execute("SELECT completion FROM demo_completion WHERE person = ? AND usage = ?", [person, usage])
            row = found.fetchone()
        return row[0] if row else None

    def rename(self, person: str, name: str) -> None:
        """Give somebody another full name."""
        with closing(sqlite3.connect(self._database)) as connection, connection:
            connection.execute("UPDATE auth_user SET first_name = ?, last_name = '' WHERE username = ?", (name, person))

    def log(self, learner: str) -> list[dict[str, Any]]:
        """Return the entries of a learner's record."""
        return self.stored(learner).get("record", {}).get("log", [])

    def texts(self, learner: str) -> list[str]:
        """Return what was said in a learner's mentorship, in order."""
        return [entry["x"] for entry in self.log(learner) if "x" in entry]


def _dated_back(stored: Any, back: timedelta) -> Any:
    """Return what is stored with every instant in it so much earlier."""
    if isinstance(stored, str) and INSTANT.fullmatch(stored):
        return f"{(datetime.fromisoformat(stored) - back).isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"
    if isinstance(stored, dict):
        return {key: _dated_back(value, back) for key, value in stored.items()}
    return [_dated_back(one, back) for one in stored] if isinstance(stored, list) else stored


def seed(folder: Path) -> Path:
    """Return a database in this folder as the demo makes it before it is first served. Who comes second waits for the first."""
    database = folder / "made.sqlite3"
    subprocess.run([sys.executable, "-c", MAKE], cwd=ROOT, env=_environment(database), check=True)
    return database


@contextmanager
def running(folder: Path, made: Path, undo_seconds: int = 0) -> Iterator[Course]:
    """Serve the demo from this source tree until the end of the block, on a copy of the database that was made.

    What is sent can be undone, and is seen by nobody else, for so many seconds.
    """
    database, seeded, said = (folder / name for name in ("demo.sqlite3", "seeded.sqlite3", "server.log"))
    _copy(made, database)
    with said.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "demo"], cwd=ROOT, env=_environment(database, undo_seconds), stdout=log, stderr=log
        )
    try:
        address = _address(server, said)
        _copy(database, seeded)
        yield Course(address, database, seeded, server)
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _copy(one: Path, other: Path) -> None:
    """Put what is in one database into another, whoever reads or writes either meanwhile."""
    with closing(sqlite3.connect(one)) as source, closing(sqlite3.connect(other)) as target:
        source.backup(target)


def _environment(database: Path, undo_seconds: int = 0) -> dict[str, str]:
    """Return what a demo is started with: the system gives it a port that is free."""
    ours = {"PORT": "0", "MENTORSHIP_DEMO_DB": str(database), "MENTORSHIP_UNDO_SECONDS": str(undo_seconds)}
    return {**os.environ, **ours, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "demo.settings"}


def _address(server: subprocess.Popen[bytes], said: Path) -> str:
    """Wait until the demo says where it is, which is where it answers. Raises RuntimeError with what it said if it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        if found := ADDRESS.search(said.read_text()):
            return found[1]
        time.sleep(0.02)
    raise RuntimeError(f"The demo did not start:\n{said.read_text()}")
