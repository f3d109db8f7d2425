"""The course team gives a learner their mentor from a row of the overview, with the keyboard alone."""

from playwright.sync_api import expect

LEARNER = "karim"


def mentors_for(page, learner, place=""):
    """Return the list of mentors in a learner's row."""
    return page.locator(f'select[id$="-mentor-{place}{learner}"]')


def names(select):
    """Return whom a list offers, in order."""
    return [name.strip() for name in select.locator("option").all_inner_texts()]


def test_every_row_offers_every_mentor_once_its_own_first(walk_in):
    page = walk_in("dana")
    offered = page.locator("[data-mn-options]").evaluate("shared => [...shared.content.children].map((one) => one.textContent)")
    assert len(offered) > 1
    expect(page.locator("[data-mn-choose]")).to_have_count(0)
    assert names(mentors_for(page, LEARNER)) == ["Choose a mentor", *offered]
    own = mentors_for(page, "leila").locator("option:checked").inner_text()
    assert names(mentors_for(page, "leila")) == [own, *(one for one in offered if one != own)]


def test_a_learner_is_paired_by_keyboard_and_nobody_is_chosen_by_chance(walk_in, course):
    page = walk_in("dana")
    select = mentors_for(page, LEARNER)
    expect(select.locator("option")).not_to_have_count(1)
    select.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose a mentor.", exact=True)).to_be_visible()
    expect(select).to_be_focused()
    assert not course.log(LEARNER)
    page.keyboard.press("ArrowDown")
    chosen = select.input_value()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(mentors_for(page, LEARNER).locator("option[selected]")).to_have_attribute("value", chosen)
    assert course.log(LEARNER)[-1]["m"] == chosen
    expect(page.locator("[data-mn-choose]")).to_have_count(0)


def test_who_is_found_by_the_check_can_be_paired_from_there(walk_in):
    page = walk_in("dana")
    page.locator("[data-mn-check]").click()
    found = page.locator("[data-mn-found] select").first
    expect(found).to_be_visible()
    expect(page.locator("[data-mn-choose]")).to_have_count(0)
    assert len(names(found)) > 2
