"""An author at the editor: the program that it opens with, and the shortest ways around it."""

import pytest

ROSTER = [
    {"username": "amara.okafor", "capacity": 14, "backup": "ben.lindqvist", "about": "Models hospitals"},
    {"username": "ben.lindqvist", "capacity": 18},
]
PLAN = [
    {
        "id": "g1",
        "title": "Understand the clinic",
        "milestones": [
            {"id": "m1", "title": "Describe how it works on paper", "detail": "One page.", "due": {"days": 7}},
            {"id": "m2", "title": "List the facts worth storing", "due": {"day": "2026-12-12"}},
        ],
    },
    {"id": "g2", "title": "Build it", "milestones": [{"id": "m3", "title": "Draft the model"}]},
]
UNITS = ("Rows and facts", "Draw the model")
NARROW, WIDE = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
BOTH = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "360"])


def save(page):
    page.locator(".save-button").click()


def told(page):
    return page.evaluate("window.told")


def field(page, name, row=0, kind="mentor"):
    return page.locator(f'form [data-mn-row="{kind}"]').nth(row).locator(f'[data-mn-field="{name}"]').first
