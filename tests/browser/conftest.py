"""One demo and one browser for the whole run; a fresh course and closed pages for each test."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from .browsers import NoBrowser, launch
from .course import Course, running
from .stage import Stage

WAIT_MS = 10_000
WIDE = {"width": 1280, "height": 900}

WalkIn = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser. Without one nothing here can be said, so the run ends."""
    with sync_playwright() as playwright:
        try:
            started = launch(playwright)
        except NoBrowser as fault:
            pytest.exit(str(fault), returncode=1)
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """The demo, served from this source tree."""
    with running(tmp_path_factory.mktemp("demo")) as course:
        yield course


@pytest.fixture
def course(server: Course) -> Course:
    """The course as it is after seeding."""
    server.begin_again()
    return server


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page on a device of its own. A fault of a script on any of them fails the test."""
    contexts, faults = [], []

    def open_page(viewport: dict[str, int] = WIDE, **options: object) -> Page:
        context = browser.new_context(viewport=viewport, **options)
        context.set_default_timeout(WAIT_MS)
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def walk_in(course: Course, new_page: Callable[..., Page]) -> WalkIn:
    """Open a unit as a person, on a device of their own: ``walk_in("leila", lang="ar")``."""
    return _walk_into(course, new_page)


@pytest.fixture(scope="session")
def undoing_server(server: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """The demo as an operator has it who sets nothing: for ten seconds what is sent can be undone, and is seen by nobody else."""
    with running(tmp_path_factory.mktemp("undoing"), undo_seconds=10, like=server) as course:
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
