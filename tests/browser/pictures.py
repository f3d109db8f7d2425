"""``make pictures``: the pictures of the README and the docs, taken of the demo, so that they never show what is not there."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from .browsers import launch
from .course import running, seed
from .judges import BLOCK
from .states import State, open_learner, stay

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
PICTURES = {
    # name: what is seen, and how much of it
    "panel": (State("panel", "leila", stay), 900, 880),
    "desk": (State("desk", "amara", open_learner("jonas")), 1080, 880),
}


def take(page: Page, path: Path, height: int) -> None:
    """Take a picture of the block from its top."""
    page.evaluate("scrollTo(0, 0)")  # a picture of the full page is measured from its top
    box = page.locator(BLOCK).bounding_box()
    assert box is not None
    clip = {**box, "height": min(box["height"], height)}
    page.screenshot(path=path, clip=clip, full_page=True)


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, running(Path(folder), seed(Path(folder))) as course, sync_playwright() as playwright:
        browser = launch(playwright)
        for name, (state, width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.goto(course.unit(state.person, state.unit))
            state.reach(page)
            take(page, IMAGES / f"{name}.png", height)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
