"""What is built once for all packaging tests."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from .environments import copy_source, install_lock, new_environment, run

BACKENDS = {"platform": "platform-build", "newest": "release"}
"""Who builds the package, and the lock of what they build it with."""


@dataclass(frozen=True)
class Built:
    """What one version of setuptools made."""

    sdist: Path
    wheel: Path
    wheel_from_sdist: Path


@pytest.fixture(scope="session")
def builds(tmp_path_factory):
    """The package built by the platform's setuptools and by the newest, from fresh copies of the source."""
    made = {}
    for name, lock in BACKENDS.items():
        folder = tmp_path_factory.mktemp(f"build-{name}")
        python = new_environment(folder / "venv")
        install_lock(python, lock)
        # Building from a copy: what an earlier build left in the tree would be packed along with it.
        source = copy_source(folder / "source")
        run(python, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder / "direct", source)
        # Without a choice, the wheel is made from the unpacked sdist.
        run(python, "-m", "build", "--no-isolation", "--outdir", folder / "chain", source)
        made[name] = Built(
            sdist=next((folder / "chain").glob("*.tar.gz")),
            wheel=next((folder / "direct").glob("*.whl")),
            wheel_from_sdist=next((folder / "chain").glob("*.whl")),
        )
    return made
