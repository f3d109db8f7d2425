"""What people do in a conversation, as they do it on the page."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from .course import HOME
from .states import COMPOSER

FETCH = """async ([address, body]) => {
    const token = document.cookie.split('; ').find(one => one.startsWith('csrftoken=')).slice(10);
    const answer = await fetch(address, {
        method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
        headers: {'Content-Type': 'application/json', 'X-Mentorship': '1', 'X-CSRFToken': token},
    });
    return [answer.status, await answer.text()];
}"""


def box(page: Page) -> Locator:
    """Return the box somebody writes into the conversation with."""
    return page.locator(COMPOSER).locator("textarea")


def say(page: Page, text: str, button: str = "[data-mn-send]") -> None:
    """Write into the conversation and send it."""
    box(page).fill(text)
    page.locator(COMPOSER).locator(button).click()
    expect(message(page, text)).to_be_visible()
    expect(box(page)).to_have_value("")


def message(page: Page, words: str) -> Locator:
    """Return the newest message with these words in it."""
    return page.locator("[role=log] article").filter(has_text=words).last


def more(page: Page, words: str) -> Locator:
    """Open what can be done to a message, and return the message."""
    found = message(page, words)
    found.locator('button[id*="-more-"]').click()
    return found


def done(page: Page, form: Locator, button: str = "button[type=submit]") -> None:
    """Press a form's button and wait until the block says what it has done."""
    page.evaluate("document.querySelector('[data-mn-status]').textContent = ''")
    way = form.locator(button).first
    expect(way).to_be_attached()
    first = way.locator("xpath=ancestor::details[1][not(@open)]/summary")
    if first.count():  # what cannot be undone says first what comes of it
        first.click()
    way.click()
    expect(page.locator("[data-mn-status]")).not_to_be_empty()


def by_hand(page: Page, person: str, handler: str, query: str = "", **body: Any) -> tuple[int, str]:
    """Send a request of one's own making from a page that somebody has open; return its status and all that was answered."""
    address = f"/handler/{HOME}/{handler}/?student={person}{query}"
    status, text = page.evaluate(FETCH, [address, {"key": f"{handler}-by-hand", **body} if body else None])
    return status, text


def ids(course: Any, learner: str, words: str) -> str:
    """Return the id of the newest message with these words."""
    return next(entry["i"] for entry in reversed(course.log(learner)) if words in entry.get("x", ""))


def form_of_act(page: Page, act: str) -> Locator:
    """Return the form of an act."""
    return page.locator(f'form[data-mn-act="{act}"]').first
