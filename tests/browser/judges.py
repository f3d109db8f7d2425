"""What every drawn state must satisfy, whoever sees it and however."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
BLOCK = "[data-mn-block]"
SIDEWAYS = """() => {
    const block = document.querySelector('[data-mn-block]'), page = document.documentElement;
    const wide = [...block.querySelectorAll('*')].filter(part => part.scrollWidth > part.clientWidth + 1
        && !['visible', 'clip', 'hidden'].includes(getComputedStyle(part).overflowX)
        && !part.matches('textarea'));
    return {page: page.scrollWidth - page.clientWidth, inside: wide.map(part => part.className)};
}"""


def faults_of_access(page: Page) -> list[str]:
    """Return what axe finds wrong in the block, a line for each part."""
    found = AXE.run(page, context=BLOCK, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def sideways(page: Page) -> dict[str, object]:
    """Return how much wider than the window the page is, and the boxes in the block that scroll sideways."""
    return page.evaluate(SIDEWAYS)


def assert_sound(page: Page) -> None:
    """Nothing scrolls sideways and axe finds nothing."""
    assert sideways(page) == {"page": 0, "inside": []}
    assert faults_of_access(page) == []
