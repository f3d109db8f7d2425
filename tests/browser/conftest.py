"""One demo and one browser for each process of a run; for each test a fresh course and devices of its own."""

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from . import authors
from .browsers import NoBrowser, launch
from .course import Course, running, seed
from .stage import WAIT_MS, Stage
from .studio_page import StudioPage

UNDO_SECONDS = 60
"""For so long something can be undone where it can be: the longest there is, so that the slowest page is in time."""
WIDE = {"width": 1280, "height": 900}

SHOTS = Path(__file__).resolve().parents[1] / "shots"
FAILED = pytest.StashKey[bool]()

WalkIn = Callable[..., Page]
expect.set_options(timeout=WAIT_MS)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Without a browser nothing here can be said, so the run ends before it is shared among processes."""
    if hasattr(session.config, "workerinput"):
        return
    try:
        with sync_playwright() as playwright:
            launch(playwright).close()
    except NoBrowser as fault:
        pytest.exit(str(fault), returncode=1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which tests fail, for the pictures of their pages."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demo's database, made once for all the processes that share a run."""
    own = tmp_path_factory.getbasetemp()
    return seed(own if worker_id == "master" else own.parent)


@pytest.fixture(scope="session")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """The demo, served from this source tree."""
    with running(tmp_path_factory.mktemp("demo"), made) as course:
        yield course


@pytest.fixture
def course(server: Course) -> Course:
    """The course as it is after seeding."""
    server.begin_again()
    return server


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open a page on a device of its own. A fault of a script on any of them fails the test. Of a test that fails, each is pictured."""
    contexts, faults = [], []

    def open_page(viewport: dict[str, int] = WIDE, **options: object) -> Page:
        context = browser.new_context(viewport=viewport, **options)
        context.set_default_timeout(WAIT_MS)
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        contexts.append(context)
        return context.new_page()

    yield open_page
    if request.node.stash[FAILED]:
        _picture([page for context in contexts for page in context.pages], request.node.name)
    for context in contexts:
        context.close()
    assert faults == []


def _picture(pages: list[Page], test: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    name = re.sub(r"[^\w.-]+", "-", test)
    for number, page in enumerate(pages, 1):
        path = SHOTS / f"failed-{name}-{number}.png"
        with suppress(Error):  # a page that is stuck has no picture, and that is not what the test is about
            page.screenshot(path=path, full_page=True)
            print(f"{page.url} is pictured in {path}")


@pytest.fixture
def walk_in(course: Course, new_page: Callable[..., Page]) -> WalkIn:
    """Open a unit as a person, on a device of their own: ``walk_in("leila", lang="ar")``."""
    return _walk_into(course, new_page)


@pytest.fixture(scope="session")
def undoing_server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """The demo where for some seconds what is sent can be undone, and is seen by nobody else."""
    with running(tmp_path_factory.mktemp("undoing"), made, undo_seconds=UNDO_SECONDS) as course:
        yield course


@pytest.fixture
def undoing(undoing_server: Course) -> Course:
    """The course as it is after seeding, where what is sent can be undone."""
    undoing_server.begin_again()
    return undoing_server


@pytest.fixture
def walk_in_undoing(undoing: Course, new_page: Callable[..., Page]) -> WalkIn:
    """Open a unit where what is sent can be undone."""
    return _walk_into(undoing, new_page)


def _walk_into(course: Course, new_page: Callable[..., Page]) -> WalkIn:
    def enter(
        person: str, number: str = "3.2", viewport: dict[str, int] = WIDE, options: dict[str, object] | None = None, **query: str
    ) -> Page:
        page = new_page(viewport, **(options or {}))
        page.goto(course.unit(person, number, **query))
        return page

    return enter


@pytest.fixture
def stage(server: Course, new_page: Callable[..., Page]) -> Stage:
    """The script on a page of the test's own."""
    return Stage(new_page(timezone_id="Asia/Tokyo", locale="en-GB"), server.address)


@pytest.fixture
def editor(new_page):
    """Open the editor of a block: the page, and the block behind it."""

    def open_editor(viewport=authors.WIDE, authored=None, units=(), **how):
        behind = StudioPage(**({"roster": authors.ROSTER, "plan": authors.PLAN} if authored is None else authored))
        behind.outline(*units)
        return behind.open(new_page(viewport), **how), behind

    return open_editor
