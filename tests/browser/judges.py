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
    const edge = block.getBoundingClientRect(), cut = [...block.querySelectorAll('*')].filter(part => {
        const box = part.getBoundingClientRect();
        return box.width && (box.right > edge.right + 1 || box.left < edge.left - 1) && !part.closest('.mn-sr');
    });
    return {page: page.scrollWidth - page.clientWidth, inside: [...wide, ...cut].map(part => part.className || part.tagName)};
}"""


def faults_of_access(page: Page) -> list[str]:
    """Return what axe finds wrong in the block, a line for each part."""
    found = AXE.run(page, context=BLOCK, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def sideways(page: Page) -> dict[str, object]:
    """Return how much wider than the window the page is, and what in the block scrolls sideways or is cut off at its edge."""
    return page.evaluate(SIDEWAYS)


def assert_sound(page: Page) -> None:
    """Nothing scrolls sideways and axe finds nothing."""
    assert sideways(page) == {"page": 0, "inside": []}
    assert faults_of_access(page) == []
