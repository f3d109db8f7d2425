"""The editor on a program that somebody wrote by hand, with mistakes: it opens, and leads to each."""

from playwright.sync_api import expect

from .studio_page import StudioPage

ROSTER = "[{username: amara, username: ben, capacity: 2}, {username: cleo, capacity: *many}]"
MILESTONE = '{id: m, title: "M", due: {day: 1, day: 2}, criteria: [!!int 3], "a[b].c": &x 1}'


def test_each_fault_leads_to_the_nearest_field_there_is(new_page):
    plan = f"[{{id: g, title: G, milestones: [{MILESTONE}]}}]"
    units = {"m": "vertical@keys"}
    page = StudioPage(roster=ROSTER, plan=plan, units=units, reply_hours="1:30").open(new_page({"width": 1280, "height": 900}))
    links = page.locator("[data-mn-faults] button")
    expect(links).to_have_count(6)
    expect(page.locator("form [data-mn-fault]")).to_have_count(6)
    for number in range(6):
        links.nth(number).click()
        expect(page.locator(":focus[aria-invalid=true], :focus[data-mn-add]")).to_have_count(1)
    expect(page.locator('form [data-mn-field="username"]').first).to_have_value("amara")


def test_of_a_plan_that_cannot_be_read_at_all_the_fault_stands_where_a_new_one_begins(new_page):
    page = StudioPage(roster="[", plan="[[[").open(new_page({"width": 1280, "height": 900}))
    expect(page.locator("[data-mn-faults] button")).to_have_count(2)
    page.locator("[data-mn-faults] button").last.click()
    expect(page.locator('[data-mn-add="plan"]')).to_be_focused()
