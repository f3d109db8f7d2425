"""What every drawn state must satisfy, whoever sees it and however."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ONCE = """(() => {
    const {Color} = axe.commons.color, known = new Map(), parse = Color.prototype.parseString;
    Color.prototype.parseString = function (text) {
        if (known.has(text)) return Object.assign(this, known.get(text));
        parse.call(this, text);
        known.set(text, {r: this.r, g: this.g, b: this.b, alpha: this.alpha});
        return this;
    };
})();"""
"""A page has thousands of parts and some dozen colours, and axe reads the colour of each part anew: a third of all it does."""
AXE = Axe().axe_script + ONCE
BLOCK = "[data-mn-block]"
FIND = """async (within) => {
    const found = await axe.run(within, {resultTypes: ['violations']});
    return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 160)}`));
}"""
"""All that axe checked and found well comes to many times what it found wrong, so it stays in the page."""
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
FITS = {"page": 0, "inside": []}


def faults_of_access(page: Page, within: str = BLOCK) -> list[str]:
    """Return what axe finds wrong within an element, a line for each part."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(FIND, within)


def sideways(page: Page) -> dict[str, object]:
    """Return how much wider than the window the page is, and what in the block scrolls sideways or is cut off at its edge."""
    return page.evaluate(SIDEWAYS)


def faults(page: Page) -> list[str]:
    """Return what scrolls sideways or is cut off, and what axe finds wrong."""
    wide = sideways(page)
    return ([] if wide == FITS else [f"too wide: {wide}"]) + faults_of_access(page)


def assert_sound(page: Page) -> None:
    """Nothing scrolls sideways and axe finds nothing."""
    assert faults(page) == []
