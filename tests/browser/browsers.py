"""Which browser the journeys run in."""

from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright

INSTALLED = Path("/usr/bin/chromium-headless-shell")
"""Debian's own; elsewhere Playwright's download is used. Chromium without its windows draws and obeys as it does with them,
and a new device costs a third of what it costs there."""
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb")
MISSING = "There is no browser to test with. Install it once: python -m playwright install --only-shell chromium"


class NoBrowser(Exception):
    """Neither the system nor Playwright has a browser that starts."""


def launch(playwright: Playwright) -> Browser:
    """Start the browser. Raises NoBrowser with a sentence that says what to do."""
    try:
        return playwright.chromium.launch(executable_path=INSTALLED if INSTALLED.exists() else None, args=OPTIONS)
    except Error as fault:
        raise NoBrowser(f"{MISSING}\n{fault.message}") from fault
