"""The days of a plan in the editor: a date, or days after another step, by whatever that step is called now."""

from playwright.sync_api import expect

from .authors import BOTH, field, save


def test_a_date_is_asked_for_in_the_way_it_is_chosen(editor):
    page, behind = editor()
    milestone = page.locator('[data-mn-row="milestone"]').first
    days, day = milestone.locator("[data-mn-days]"), milestone.locator("[data-mn-day]")
    expect(days).to_be_visible()
    expect(day).to_be_hidden()
    milestone.get_by_label("Planned for").select_option("day")
    expect(days).to_be_hidden()
    save(page)
    expect(day).to_have_attribute("aria-invalid", "true")
    day.fill("2026-12-24")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    assert behind.authored["plan"][0]["milestones"][0]["due"] == {"day": "2026-12-24"}


@BOTH
def test_a_date_is_counted_from_another_step_by_the_title_it_has_now(editor, viewport):
    page, behind = editor(viewport)
    second = page.locator('[data-mn-row="milestone"]').nth(1)
    second.get_by_label("Planned for").select_option(label="After another step")
    counted = second.get_by_label("Counted from the date of")
    save(page)
    expect(counted).to_have_attribute("aria-invalid", "true")
    expect(second.get_by_label("Days")).to_have_value("")
    field(page, "title", 2, "milestone").fill("Draft it twice")
    assert counted.locator("option").all_text_contents() == [
        "Choose a step",
        "Goal 1, milestone 1: Describe how it works on paper",
        "Goal 2, milestone 1: Draft it twice",
    ]
    counted.select_option(label="Goal 2, milestone 1: Draft it twice")
    second.get_by_label("Days").fill("5")
    page.get_by_role("button", name="Move Goal 1: Understand the clinic down").click()
    last = page.locator('[data-mn-row="milestone"]').nth(2)
    expect(last.locator("[data-mn-after] option:checked")).to_have_text("Goal 1, milestone 1: Draft it twice")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    assert behind.authored["plan"][1]["milestones"][1]["due"] == {"days": 5, "after": "m3"}
    page.reload()
    expect(second.get_by_label("Planned for")).to_have_value("days")
    expect(last.get_by_label("Counted from the date of")).to_have_value("m3")
    expect(last.get_by_label("Days")).to_have_value("5")


def test_a_step_that_others_are_counted_from_may_be_taken_out_and_put_back(editor):
    steps = [{"id": "m1", "title": "One"}, {"id": "m2", "title": "Two", "due": {"days": 2, "after": "m1"}}]
    page, behind = editor(authored={"plan": [{"id": "g1", "title": "G", "milestones": steps}]})
    page.get_by_role("button", name="Remove Milestone 1: One").click()
    counted = page.locator("form [data-mn-after]:visible")
    expect(counted.locator("option:checked")).to_have_text("A step that is no longer in the plan")
    save(page)
    expect(counted).to_have_attribute("aria-invalid", "true")
    page.locator("[data-mn-undo]").click()
    expect(counted.locator("option:checked")).to_have_text("Goal 1, milestone 1: One")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    assert behind.authored["plan"][0]["milestones"] == steps


def test_steps_that_wait_for_each_other_are_told_each_at_its_own_choice(editor):
    steps = [{"id": name, "title": name, "due": {"days": 2, "after": after}} for name, after in ("ab", "ba", "ca")]
    page, _ = editor(authored={"plan": [{"id": "g1", "title": "G", "milestones": steps}]})
    counted = page.get_by_label("Counted from the date of")
    assert [one.get_attribute("aria-invalid") for one in counted.all() if one.is_visible()] == ["true", "true", None]
    page.locator("[data-mn-to]").nth(1).click()
    expect(counted.nth(1)).to_be_focused()
