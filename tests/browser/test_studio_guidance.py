"""What an author tells mentors, written in the editor: kept, refused beside its field, and shown on the unit's page."""

import pytest
from playwright.sync_api import expect

from .authors import BOTH, PLAN, field, save
from .judges import faults_of_access

HOME = "block-v1:Demo+M101+2026+type@mentorship+block@home"


def folded(page, row=0):
    return page.locator('form [data-mn-row="milestone"]').nth(row).locator("details").filter(has_text="For mentors only")


def unfold(page, row=0):
    fold = folded(page, row)
    fold.locator("summary").click()
    return fold


def test_a_note_is_written_saved_and_there_when_the_editor_opens_again(editor):
    page, behind = editor()
    page.get_by_label("Note for mentors on this unit").fill("Ask what happens *twice*.")
    fold = unfold(page)
    fold.get_by_label("Note for mentors").fill("Whose hand holds the pencil?")
    fold.get_by_label("What good work looks like").fill("One page:\n\n- a person in each sentence")
    save(page)
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert behind.authored["unit_note"] == "Ask what happens *twice*."
    said = {"note": "Whose hand holds the pencil?", "exemplar": "One page:\n\n- a person in each sentence"}
    assert (behind.authored["guidance"], behind.authored["plan"]) == ({"m1": said}, PLAN)
    page.reload()
    expect(folded(page)).to_have_attribute("open", "")
    expect(folded(page, 1)).not_to_have_attribute("open", "")
    expect(field(page, "note", kind="milestone")).to_have_value(said["note"])
    expect(page.get_by_label("Note for mentors on this unit")).to_have_value("Ask what happens *twice*.")


def test_it_goes_with_its_milestone_when_that_is_moved_or_removed(editor):
    page, behind = editor()
    unfold(page).get_by_label("Note for mentors").fill("Of the first.")
    unfold(page, 1).get_by_label("Note for mentors").fill("Of the second.")
    page.locator('[data-mn-row="milestone"]').first.locator('[data-mn-move="down"]').click()
    save(page)
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert behind.authored["guidance"] == {"m1": {"note": "Of the first."}, "m2": {"note": "Of the second."}}
    page.locator('[data-mn-row="milestone"]').first.locator("[data-mn-remove]").first.click()
    with page.expect_response("**/submit_studio_edits"):
        save(page)
    assert behind.authored["guidance"] == {"m1": {"note": "Of the first."}}


@BOTH
def test_what_is_too_long_is_told_beside_its_field_and_stays(editor, viewport):
    page, behind = editor(viewport)
    unfold(page).get_by_label("What good work looks like").fill("x" * 3001)
    folded(page).locator("summary").click()
    page.get_by_label("Note for mentors on this unit").fill("y" * 1501)
    save(page)
    box = folded(page).get_by_label("What good work looks like")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_be_visible()
    expect(box).to_have_accessible_description("At most 3,000 characters.")
    expect(page.get_by_label("Note for mentors on this unit")).to_have_accessible_description("At most 1,500 characters.")
    page.get_by_role("button", name="Goal 1, milestone 1: At most 3,000 characters.").click()
    expect(box).to_be_focused()
    assert "guidance" not in behind.authored and "unit_note" not in behind.authored
    assert faults_of_access(page, "[data-mn-studio]") == []
    box.fill("A page.")
    page.get_by_label("Note for mentors on this unit").fill("")
    save(page)
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert behind.authored["guidance"] == {"m1": {"exemplar": "A page."}}


def test_a_block_that_continues_another_has_the_note_on_its_own_unit_and_no_others(editor):
    page, behind = editor(authored={"home": HOME})
    page.get_by_label("Note for mentors on this unit").fill("They reach for the date.")
    expect(page.get_by_label("What good work looks like")).to_have_count(0)
    save(page)
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert behind.authored["unit_note"] == "They reach for the date."


@pytest.mark.parametrize("language", ["en", "ar"])
@BOTH
def test_the_editor_with_notes_is_sound(editor, viewport, language):
    page, _ = editor(viewport, language=language)
    for row in range(2):
        page.locator('form [data-mn-row="milestone"]').nth(row).locator("details").nth(1).locator("summary").click()
    assert faults_of_access(page, "[data-mn-studio]") == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
