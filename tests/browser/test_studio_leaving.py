"""The editor is not left with something unsaved, by Cancel, a reload or another page, unless its author says so."""

from playwright.sync_api import expect

from .authors import save, told
from .judges import faults_of_access


def test_who_cancels_or_leaves_with_something_unsaved_is_asked_and_nobody_else(editor):
    page, _behind = editor()
    left = "!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    asked, answers = [], iter(["dismiss", "accept"])
    page.on("dialog", lambda dialog: (asked.append(dialog.message), getattr(dialog, next(answers))()))
    assert page.evaluate(left) is False
    page.locator("[data-mn-field=title]").first.fill("Not saved")
    assert page.evaluate(left) is True
    page.locator(".cancel-button").click()
    assert told(page) == [] and "did not save will be lost" in asked[0]
    expect(page.locator("[data-mn-field=title]").first).to_have_value("Not saved")
    page.locator(".cancel-button").click()
    assert told(page) == [["cancel", {}]] and page.evaluate(left) is False
    page.locator("[data-mn-field=title]").first.fill("Saved")
    save(page)
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert page.evaluate(left) is False and len(asked) == 2


def test_who_lets_a_block_continue_another_is_asked_and_saves_it_with_a_second_press(editor):
    page, behind = editor()
    behind.mentorships = 3
    page.locator('input[value="other"]').check()
    page.locator('[data-mn-field="home"]').fill("block-v1:Demo+M101+2026+type@mentorship+block@home")
    save(page)
    summary = page.locator("[data-mn-summary]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("3 mentorships are stored")
    assert behind.authored.get("home") is None and faults_of_access(page, "[data-mn-studio]") == []
    page.get_by_role("button", name="Save anyway").click()
    expect(summary).to_be_hidden()
    assert str(behind.authored["home"]) == "mentorship@home"
