"""The wheel works with each supported Python, and with the oldest and the newest XBlock that installs there."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distributions
from itertools import product
from pathlib import Path

import pytest

from .environments import SUPPORTED, install_block, install_lock, interpreters, new_environment, run

CONFORMANCE = Path(__file__).parent / "conformance.py"
AGES = ("oldest", "newest")
PAIRS = list(product(interpreters(), AGES))


@pytest.fixture(scope="module")
def environments(builds, tmp_path_factory):
    """An environment for each pair, all made side by side: most of that is waiting."""

    def made(version, age):
        python = new_environment(tmp_path_factory.mktemp(f"{version}-{age}") / "venv", interpreters()[version])
        install_block(python, f"xblock-{age}", builds["platform"].wheel)
        return python

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {pair: pool.submit(made, *pair) for pair in PAIRS}


def version_of(python, distribution):
    """Return the version installed there, or None."""
    (packages,) = (python.parents[1] / "lib").glob("python*/site-packages")
    return {one.name.lower(): one.version for one in distributions(path=[str(packages)])}.get(distribution)


def conforms(python, folder):
    """Run the conformance script in that environment, away from the source tree."""
    assert "conforms: " in run(python, "-I", CONFORMANCE, cwd=folder)


def test_the_interpreter_of_these_tests_is_found():
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in interpreters()
    assert set(interpreters()) <= set(SUPPORTED)


@pytest.mark.parametrize("version, age", PAIRS)
def test_the_wheel_conforms(version, age, environments, tmp_path):
    python = environments[version, age].result()
    conforms(python, tmp_path)
    if age == "oldest":
        assert version_of(python, "xblock") == "5.2.0"
    elif version_of(python, "web-fragments") is None:
        # This XBlock carries web_fragments itself. The separate package may stand beside it, brought by another block.
        install_lock(python, "xblock-separate")
        run(python, "-m", "pip", "check", "--disable-pip-version-check")
        conforms(python, tmp_path)
    else:
        assert version == "3.11", "only the last XBlock for Python 3.11 still asks for the separate package"
