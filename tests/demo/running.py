"""A demo in processes of its own."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = "32-tables-that-talk-to-each-other.mentorship.d0.u0"
PATIENCE = 120
"""Seconds, on a machine that has much else to do."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(database: Path, port: int) -> dict[str, str]:
    """Return what a demo is started with. What is sent is seen at once, so that no test waits for it."""
    ours = {"MENTORSHIP_DEMO_DB": str(database), "PORT": str(port), "MENTORSHIP_UNDO_SECONDS": "0"}
    return {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "demo.settings"}


def run(*words: str, database: Path, port: int = 8000) -> subprocess.CompletedProcess[str]:
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


@dataclass
class Running:
    """One process that serves the demo."""

    database: Path
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self.log = self.database.parent / f"said-{self.port}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "demo"], cwd=ROOT, env=environment(self.database, self.port), stdout=log, stderr=log
            )
        self._opener = build_opener(HTTPCookieProcessor())

    @property
    def said(self) -> str:
        """What the process has said so far."""
        return self.log.read_text(encoding="utf-8")

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
        return self.process.wait(10)

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
