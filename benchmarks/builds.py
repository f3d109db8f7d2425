"""Two builds of the package in one process: the modules of one at a time go by its name."""

import io
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from xblock import plugin

PACKAGE = "mentorship_xblock"
HERE = Path(__file__).parent.parent


class Build:
    """The package as it is in one folder. It is imported, and its block is found, only while it is in use."""

    def __init__(self, name: str, folder: Path) -> None:
        """Remember where the package is; nothing is imported yet."""
        self.name = name
        self._folder = str(folder)
        self._modules: dict[str, ModuleType] = {}
        self._blocks: dict[Any, Any] = {}

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let this build be the one that is imported and drawn, what it imports late included."""
        others, blocks = _taken_out(), plugin.PLUGIN_CACHE
        sys.modules.update(self._modules)
        sys.path.insert(0, self._folder)
        plugin.PLUGIN_CACHE = self._blocks
        try:
            yield
        finally:
            self._modules = _taken_out()
            sys.modules.update(others)
            sys.path.remove(self._folder)
            plugin.PLUGIN_CACHE = blocks


def _taken_out() -> dict[str, ModuleType]:
    """Take the modules of whichever build is there out of what Python knows as imported."""
    names = [name for name in sys.modules if name.partition(".")[0] == PACKAGE]
    return {name: sys.modules.pop(name) for name in names}


@contextmanager
def build_of(revision: str) -> Iterator[Build]:
    """Give the package as it was at a revision of this repository. Raises CalledProcessError for one there is not."""
    archive = subprocess.run(["git", "archive", revision, PACKAGE], cwd=HERE, check=True, stdout=subprocess.PIPE).stdout
    with TemporaryDirectory(prefix="mentorship-build-") as folder, tarfile.open(fileobj=io.BytesIO(archive)) as tree:
        tree.extractall(folder, filter="data")
        yield Build(revision, Path(folder))
