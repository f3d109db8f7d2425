"""A demo in processes of its own."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = "32-tables-that-talk-to-each-other.mentorship.d0.u0"
PATIENCE = 600
"""Seconds, on a machine that has much else to do."""


def environment(database: Path, port: int) -> dict[str, str]:
    """Return what a demo is started with; port 0 is any that is free. What is sent is seen at once: no test waits for it."""
    ours = {"MENTORSHIP_DEMO_DB": str(database), "PORT": str(port), "MENTORSHIP_UNDO_SECONDS": "0"}
    return {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "demo.settings"}


def run(*words: str, database: Path, port: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command of the demo to its end."""
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment(database, port), capture_output=True, text=True, timeout=PATIENCE
    )


def states(database: Path, key: str) -> dict[str, dict]:
    """Return everybody's record, or ledger, as the file has it."""
    rows = "SELECT user_id, state FROM workbench_xblockstate WHERE scope = 'usage' AND scope_id = ? AND user_id IS NOT NULL"
    with closing(sqlite3.connect(database)) as file:
        found = {person: json.loads(state) for person, state in file.execute(rows, [HOME])}
    return {person: state[key] for person, state in found.items() if state.get(key)}


def heed_ctrl_c() -> None:
    """Undo what a shell does to what it starts in the background, and so to all that the tests start: they ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass
class Running:
    """One process that serves the demo."""

    database: Path

    def __post_init__(self) -> None:
        self.log = self.database.parent / f"said-{uuid.uuid4().hex}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "demo"],
                cwd=ROOT,
                env=environment(self.database, port=0),
                stdout=log,
                stderr=log,
                preexec_fn=heed_ctrl_c,
            )
        self._opener = build_opener(HTTPCookieProcessor())

    @property
    def said(self) -> str:
        """What the process has said so far."""
        return self.log.read_text(encoding="utf-8")

    @cached_property
    def port(self) -> int:
        """Where it serves, once it is ready."""
        found = re.search(r"http://localhost:(\d+)/", self.said)
        assert found, self.said
        return int(found[1])

    def until(self, words: str) -> "Running":
        """Wait until the process says these words."""
        end = time.monotonic() + PATIENCE
        while words not in self.said:
            assert self.process.poll() is None and time.monotonic() < end, f"the demo said: {self.said}"
            time.sleep(0.02)
        return self

    def ready(self) -> "Running":
        return self.until("(Ctrl-C ends it)")

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C, or worse; return the exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def get(self, path: str) -> tuple[int, str]:
        return self._open(Request(f"http://127.0.0.1:{self.port}{path}"))

    def act(self, person: str, handler: str, **body: object) -> tuple[int, str]:
        """Do an act as the page does it: it has the cookie against forged requests from the page itself."""
        self.get(f"/unit/3.2/?student={person}")
        jar = next(one.cookiejar for one in self._opener.handlers if isinstance(one, HTTPCookieProcessor))
        token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
        headers = {"Content-Type": "application/json", "X-Mentorship": "act", "X-CSRFToken": token or ""}
        address = f"http://127.0.0.1:{self.port}/handler/{HOME}/{handler}/?student={person}"
        return self._open(Request(address, json.dumps({"key": uuid.uuid4().hex, **body}).encode(), headers))

    def _open(self, request: Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refusal:
            return refusal.code, refusal.read().decode()
