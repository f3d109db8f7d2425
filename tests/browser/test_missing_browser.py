"""A run without its browser."""

import subprocess
import sys

import pytest

from .browsers import MISSING
from .course import ROOT

RUN = """
import pathlib, sys, pytest
from tests.browser import browsers
browsers.INSTALLED = pathlib.Path("/bin/false")
sys.exit(pytest.main(["-q", *sys.argv[1:], "tests/browser/test_main_job.py"]))
"""


@pytest.mark.parametrize("processes", [[], ["-n", "2"]], ids=["alone", "shared"])
def test_a_run_without_a_browser_fails_with_one_clear_sentence(processes):
    run = subprocess.run([sys.executable, "-c", RUN, *processes], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    assert MISSING in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert "skipped" not in run.stdout
