"""The frame that stands in for Studio, in a real browser: the editor notifies it, and it does what Studio does."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from ..browser.browsers import launch
from .running import PATIENCE, Running

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def editor(start) -> Iterator[tuple[Running, Page]]:
    """The home block's editor, open."""
    demo = start().ready()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(f"http://localhost:{demo.port}/studio/3.2/edit/?lang=es")
        yield demo, page
        browser.close()


def test_saving_leads_back_to_the_unit_and_says_so_and_learners_have_it(editor) -> None:
    demo, page = editor
    page.locator('[data-mn-field="reply_hours"]').fill("30")
    page.locator(".save-button").click()
    page.wait_for_url("**/studio/3.2/?*lang=es*")
    expect(page.locator(".host-note")).to_contain_text("Guardado")
    assert "Replies within 30 hours" in demo.get("/unit/3.2/?student=tomas")[1]


def test_what_cannot_be_saved_is_said_and_stays(editor) -> None:
    _, page = editor
    page.locator('[data-mn-field="reply_hours"]').fill("0")
    page.locator(".save-button").click()
    expect(page.locator("[data-demo-note]")).not_to_be_empty()
    assert page.url.endswith("/studio/3.2/edit/?lang=es")
    assert page.locator('[data-mn-field="reply_hours"]').input_value() == "0"


def test_cancelling_leads_back_to_the_unit(editor) -> None:
    _, page = editor
    page.locator(".cancel-button").click()
    page.wait_for_url("**/studio/3.2/?lang=es")
    expect(page.locator(".host-note")).to_be_empty()
