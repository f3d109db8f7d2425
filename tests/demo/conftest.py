"""One course is made for all tests; each that changes something works on a copy of the file."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .running import Running


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The first start on a fresh machine, still serving."""
    demo = Running(tmp_path_factory.mktemp("demo") / "var" / "demo.sqlite3")
    try:
        yield demo.ready()
    finally:
        demo.process.kill()
        demo.process.wait()


@pytest.fixture
def database(first_start: Running, tmp_path: Path) -> Path:
    """A copy of the course as it was made."""
    return Path(shutil.copy(first_start.database, tmp_path / "demo.sqlite3"))


@pytest.fixture
def start(database: Path) -> Iterator["Start"]:
    """Starts demos on the copy, and ends them."""
    with ExitStack() as stack:
        yield Start(database, stack)


class Start:
    """Starts demos on one file."""

    def __init__(self, database: Path, stack: ExitStack) -> None:
        self.database = database
        self.stack = stack

    def __call__(self, database: Path | None = None) -> Running:
        demo = Running(database or self.database)
        self.stack.callback(demo.process.wait)
        self.stack.callback(demo.process.kill)
        return demo
