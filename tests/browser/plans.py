"""What people do on a plan, as they do it on the page."""

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .course import HOME
from .states import open_learner, open_plan

POST = """async ([address, body]) => {
    const token = document.cookie.split('; ').find(one => one.startsWith('csrftoken=')).slice(10);
    const answer = await fetch(address, {
        method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
        headers: {'Content-Type': 'application/json', 'X-Mentorship': '1', 'X-CSRFToken': token},
    });
    return [answer.status, (await answer.json()).error || ''];
}"""


def ahead(days: int) -> str:
    """Return the day so many days from today, as a date control has it."""
    return (date.today() + timedelta(days=days)).isoformat()


def kinds(course: Any, learner: str, *wanted: str) -> list[str]:
    """Return which of these things happened, in order."""
    return [entry["k"] for entry in course.log(learner) if entry["k"] in wanted]


def form_of(page: Page, act: str, about: str = "") -> Locator:
    """Return the form of an act; ``about`` is the goal or the milestone it is about."""
    return page.locator(f'form[data-mn-act="{act}"]' + (f':has(input[type=hidden][value="{about}"])' if about else "")).first


def reveal(page: Page, form: Locator) -> Locator:
    """Open a form that is hidden behind its button."""
    page.locator(f'[data-mn-reveal="{form.get_attribute("id")}"]').first.click()
    expect(form).to_be_visible()
    return form


def fill_in(form: Locator, **fields: str) -> Locator:
    """Fill in fields by their names; two underscores stand for a dot."""
    for name, text in fields.items():
        form.locator(f'[name="{name.replace("__", ".")}"]').fill(text)
    return form


def send(page: Page, form: Locator, button: str = "button[type=submit]") -> None:
    """Send a form and wait for what the block says about it."""
    form.locator(button).first.click()
    expect(page.locator("[data-mn-status]")).not_to_be_empty()


def at(page: Page, learner: str) -> Page:
    """Load a mentor's page anew and open a learner."""
    page.reload()
    open_learner(learner)(page)
    return page


def book(page: Page) -> Locator:
    """Load a page anew and open the whole plan."""
    page.reload()
    return open_plan(page)


def agree(page: Page, learner: str) -> None:
    """Agree to all that a learner has proposed."""
    send(at(page, learner), form_of(page, "agree"))


def asked(page: Page, person: str, handler: str, query: str = "", **body: Any) -> tuple[int, str]:
    """Send a request of one's own making from a page that somebody has open; return its status and the refusal's code."""
    address = f"/handler/{HOME}/{handler}/?student={person}{query}"
    status, error = page.evaluate(POST, [address, {"key": f"{handler}-by-hand", **body} if body else None])
    return status, error
