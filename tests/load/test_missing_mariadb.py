"""A run without its database."""

import os
import subprocess
import sys
from pathlib import Path


def test_a_run_on_mariadb_without_a_server_fails_with_one_clear_sentence():
    nowhere = {"MENTORSHIP_TEST_DATABASE": "mariadb", "MENTORSHIP_MARIADB_HOST": "127.0.0.1", "MENTORSHIP_MARIADB_PORT": "9"}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(Path(__file__).with_name("test_places.py"))],
        env={**os.environ, **nowhere},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert "MariaDB does not let root in at 127.0.0.1:9. Start it, or say where it is" in run.stdout
    assert "Traceback" not in run.stdout
    assert "skipped" not in run.stdout
