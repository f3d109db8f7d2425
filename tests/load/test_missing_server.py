"""A run without its database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(("server", "user"), [("MariaDB", "root"), ("PostgreSQL", "postgres")])
def test_a_run_without_its_server_fails_with_one_clear_sentence(server, user):
    word = server.upper()
    nowhere = {"MENTORSHIP_TEST_DATABASE": server.lower(), f"MENTORSHIP_{word}_HOST": "127.0.0.1", f"MENTORSHIP_{word}_PORT": "9"}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(Path(__file__).with_name("test_places.py"))],
        env={**os.environ, **nowhere},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert f"{server} does not let {user} in at 127.0.0.1:9. Start it, or say where it is" in run.stdout
    assert "Traceback" not in run.stdout
    assert "skipped" not in run.stdout
