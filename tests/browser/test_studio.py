"""The editor in a browser: typed, moved, refused, mended, saved; by keyboard, wide and narrow, in both directions."""

import pytest
from playwright.sync_api import expect

from .authors import BOTH, NARROW, PLAN, ROSTER, UNITS, WIDE, field, save, told
from .judges import faults_of_access
from .studio_page import COURSE


def test_saving_without_touching_anything_stores_the_same_program(editor):
    page, behind = editor()
    save(page)
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert (behind.authored["roster"], behind.authored["plan"]) == (ROSTER, PLAN)
    assert [(name, data.get("state")) for name, data in told(page)] == [("save", "start"), ("save", "end")]


def test_an_author_writes_a_program_with_the_keyboard_alone(editor):
    page, behind = editor(authored={})
    page.locator('[data-mn-add="roster"]').focus()
    page.keyboard.press("Enter")
    expect(field(page, "username")).to_be_focused()
    page.keyboard.type("amara")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    page.locator('[data-mn-add="plan"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Find out")
    page.locator('[data-mn-row="goal"] [data-mn-add="milestones"]').focus()
    page.keyboard.press("Space")
    page.keyboard.type("Ask three people")
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.type("After")
    page.keyboard.press("Tab")
    page.keyboard.type("14")
    page.keyboard.press("Enter")
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert behind.authored["roster"] == [{"username": "amara", "capacity": 5}]
    (goal,) = behind.authored["plan"]
    (step,) = goal["milestones"]
    assert (goal["title"], step["title"], step["hours"], step["due"]) == ("Find out", "Ask three people", 3, {"days": 14})
    assert goal["id"] != step["id"]


def test_an_id_is_made_once_and_kept_whatever_is_moved_or_renamed(editor):
    page, behind = editor()
    page.locator('[data-mn-row="goal"]').first.locator('[data-mn-add="milestones"]').click()
    field(page, "title", 2, "milestone").fill("New here")
    save(page)
    made = behind.authored["plan"][0]["milestones"][2]["id"]
    page.reload()
    field(page, "title", 2, "milestone").fill("Renamed")
    page.locator('[data-mn-row="milestone"]').nth(2).locator('[data-mn-move="up"]').click()
    save(page)
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert [one["id"] for one in behind.authored["plan"][0]["milestones"]] == ["m1", made, "m2"]


def test_rows_are_moved_and_removed_by_buttons_that_name_them_and_focus_stays_near(editor):
    page, behind = editor()
    page.get_by_role("button", name="Move Mentor 2: ben.lindqvist up").click()
    expect(page.get_by_role("button", name="Move Mentor 1: ben.lindqvist down")).to_be_focused()
    page.get_by_role("button", name="Remove Mentor 1: ben.lindqvist").click()
    expect(page.get_by_role("button", name="Remove Mentor 1: amara.okafor")).to_be_focused()
    page.get_by_role("button", name="Remove Mentor 1: amara.okafor").click()
    expect(page.locator('[data-mn-add="roster"]')).to_be_focused()
    page.get_by_role("button", name="Move Goal 1: Understand the clinic down").click()
    save(page)
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert (behind.authored["roster"], [goal["id"] for goal in behind.authored["plan"]]) == ([], ["g2", "g1"])


def test_a_row_taken_out_by_mistake_is_put_back_where_it_was_with_all_that_is_in_it(editor):
    page, behind = editor()
    page.get_by_role("button", name="Remove Goal 1: Understand the clinic").click()
    expect(page.locator('[data-mn-row="goal"]').first.locator('[data-mn-field="title"]').first).to_have_value("Build it")
    page.locator("[data-mn-undo]").click()
    expect(field(page, "title", 0, "goal")).to_be_focused()
    expect(page.locator("[data-mn-undo]")).to_be_hidden()
    save(page)
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert behind.authored["plan"] == PLAN


def test_what_is_refused_is_listed_on_top_and_told_at_its_field_and_nothing_typed_is_lost(editor):
    page, behind = editor()
    field(page, "capacity").fill("many")
    field(page, "about").fill("x" * 201)
    field(page, "title", 2, "milestone").fill("")
    save(page)
    summary = page.locator("[data-mn-summary]")
    expect(summary).to_be_focused()
    assert summary.get_attribute("role") == "alert"
    links = summary.locator("[data-mn-to]")
    assert [link.get_attribute("data-mn-to") for link in links.all()] == [
        "roster[0].capacity",
        "roster[0].about",
        "plan[1].milestones[0].title",
    ]
    links.nth(2).click()
    wrong = field(page, "title", 2, "milestone")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    said = page.locator(f"id={wrong.get_attribute('aria-describedby')}")
    assert said.text_content() == links.nth(2).get_attribute("data-mn-message")
    expect(field(page, "about")).to_be_visible()
    assert field(page, "capacity").input_value() == "many"
    assert behind.authored["roster"] == ROSTER
    assert [name for name, _ in told(page)] == ["save", "error"]

    field(page, "capacity").fill("3")
    field(page, "about").fill("Short")
    wrong.fill("Draft it")
    save(page)
    expect(summary).to_be_hidden()
    assert page.locator("[aria-invalid], [data-mn-fault]").count() == 0
    assert behind.authored["roster"][0] == {"username": "amara.okafor", "capacity": 3, "backup": "ben.lindqvist", "about": "Short"}


def test_a_course_that_does_not_answer_loses_nothing_and_is_asked_again(editor):
    page, behind = editor()
    field(page, "username").fill("zoe")
    behind.broken = True
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_focused()
    assert field(page, "username").input_value() == "zoe"
    behind.broken = False
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    assert behind.authored["roster"][0]["username"] == "zoe"


def test_faults_of_what_is_stored_stand_at_their_fields_when_the_editor_opens(editor):
    page, _ = editor(authored={"roster": ["no row", {"username": "amara", "capacity": 0}], "plan": [{"id": "a b", "title": "G"}]})
    assert page.locator("[data-mn-to]").count() == page.locator("[data-mn-fault]").count() == 3
    expect(field(page, "username", 0)).to_have_attribute("aria-invalid", "true")
    expect(field(page, "capacity", 1)).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("written", ["-3", "0", "NaN", "1e3", "999999999", "3.5.1", "two"])
def test_a_number_that_is_none_is_told_at_its_field_adds_nothing_and_stays_as_it_was_typed(editor, written):
    page, behind = editor()
    page.get_by_label("When this many milestones are approved").check(timeout=5_000)
    step = page.locator('form [data-mn-row="milestone"]').first
    step.locator('[data-mn-field="due"]').select_option("days")
    numbers = {
        "capacity": field(page, "capacity"),
        "reply_hours": page.locator('[data-mn-field="reply_hours"]'),
        "review_hours": page.locator('[data-mn-field="review_hours"]'),
        "completes_at": page.locator('[data-mn-field="completes_at"]'),
        "hours": step.locator('[data-mn-field="hours"]'),
        "days": step.locator("[data-mn-days]"),
    }
    for control in numbers.values():
        control.fill(written)
    expect(page.locator("[data-mn-tally]")).to_have_text("Milestones: 3. Hours of work in all: about 4.")
    expect(page.locator("[data-mn-preview]")).not_to_be_visible()
    before = dict(behind.authored)
    save(page)
    expect(page.locator("[data-mn-fault]")).to_have_count(len(numbers))
    for name, control in numbers.items():
        expect(control, name).to_have_attribute("aria-invalid", "true")
        expect(control, name).to_have_value(written)
    assert behind.authored == before


def test_hours_in_whatever_script_are_added(editor):
    page, _ = editor()
    rows = page.locator('form [data-mn-row="milestone"]')
    for row, written in enumerate(("٣", "１２", " 5 ")):
        rows.nth(row).locator('[data-mn-field="hours"]').fill(written)
    expect(page.locator("[data-mn-tally]")).to_have_text("Milestones: 3. Hours of work in all: about 20.")
    page.locator('[data-mn-field="reply_hours"]').fill("٠٫٥")
    expect(page.locator("[data-mn-preview]")).to_be_visible()


@BOTH
def test_what_a_step_takes_and_when_it_is_done_is_written_in_its_row(editor, viewport):
    page, behind = editor(viewport, units=UNITS)
    step = page.locator('[data-mn-row="milestone"]').nth(2)
    tally = page.locator("[data-mn-tally]")
    expect(tally).to_have_text("Milestones: 3. Hours of work in all: about 6.")
    step.get_by_label("Hours").fill("30")
    expect(tally).to_have_text("Milestones: 3. Hours of work in all: about 34.")
    step.get_by_text("Done when").press("Enter")
    step.get_by_label("What a reviewer looks for, one line each").fill("Keys are named\n\n  Every fact has one place ")
    step.get_by_label("Optional").check()
    finish = step.get_by_label("When a learner has completed these units")
    expect(finish).to_be_hidden()
    for title in UNITS:
        step.get_by_role("button", name="Add a unit").press("Enter")
        chosen = step.locator('[data-mn-row="unit"] select').last
        expect(chosen).to_be_focused()
        chosen.select_option(label=f"Tables › Keys › {title}")
    finish.select_option(label="The step goes to review")
    save(page)
    expect(page.locator("[data-mn-status]")).to_have_text("Saved.")
    assert behind.authored["plan"][1]["milestones"] == [
        {
            "id": "m3",
            "title": "Draft the model",
            "hours": 30,
            "criteria": ["Keys are named", "Every fact has one place"],
            "optional": True,
            "finish": "review",
        }
    ]
    assert behind.authored["units"] == {"m3:0": "vertical@v0", "m3:1": "vertical@v1"}
    page.reload()
    step.get_by_role("button", name="Remove Unit 1: Tables › Keys › Rows and facts").click()
    expect(step.get_by_role("button", name="Remove Unit 1: Tables › Keys › Draw the model")).to_be_focused()
    save(page)
    expect(page.locator("[data-mn-status]")).to_have_text("Saved.")
    assert behind.authored["units"] == {"m3:0": "vertical@v1"}
    assert behind.authored["plan"][1]["milestones"][0]["finish"] == "review"


@BOTH
def test_a_unit_that_is_gone_is_told_beside_its_choice_and_nothing_is_saved_until_another_or_none_is_chosen(editor, viewport):
    page, behind = editor(viewport, {"plan": PLAN, "units": {"m2:0": "vertical@gone", "m2:1": "vertical@v0"}}, units=UNITS)
    choice = page.locator('form [data-mn-row="unit"] select').first
    expect(choice).to_have_attribute("aria-invalid", "true")
    expect(choice.locator("xpath=following-sibling::*[1]")).to_have_text(
        "The unit this linked to is no longer in the course. Choose another, or choose “No unit”."
    )
    field(page, "title", 0, "goal").fill("Typed")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_focused()
    expect(choice.locator("option:checked")).to_have_text("A unit that is no longer in the course")
    assert behind.authored["plan"] == PLAN
    choice.select_option(label="Tables › Keys › Draw the model")
    choice.select_option(label="A unit that is no longer in the course")
    choice.select_option(label="No unit")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    assert (behind.authored["plan"][0]["title"], behind.authored["units"]) == ("Typed", {"m2:0": "vertical@v0"})


def test_where_no_units_can_be_chosen_the_row_says_where_they_can(editor):
    page, behind = editor(authored={"plan": PLAN, "units": {"m1:0": COURSE.make_usage_key("vertical", "v0")}})
    step = page.locator('[data-mn-row="milestone"]').first
    expect(step.get_by_text("You can choose units once the block is in a course.")).to_be_visible()
    expect(step.get_by_role("button", name="Add a unit")).to_have_count(0)
    save(page)
    expect(page.locator("[data-mn-status]")).to_have_text("Saved.")
    assert set(behind.authored["units"]) == {"m1:0"}


@BOTH
def test_the_author_chooses_when_the_block_counts_as_completed(editor, viewport):
    page, behind = editor(viewport)
    counts = page.get_by_role("group", name="When this block counts as completed for a learner")
    assert counts.locator("input:checked").get_attribute("value") == "part"
    many = counts.get_by_label("How many")
    expect(many).to_be_hidden()
    counts.get_by_label("When this many milestones are approved").check()
    many.fill("none")
    save(page)
    expect(many).to_have_attribute("aria-invalid", "true")
    many.fill("3")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    assert (behind.authored["completes"], behind.authored["completes_at"]) == ("number", 3)


def test_what_goes_without_saying_of_completion_follows_the_place_of_the_block_and_what_was_chosen_stays(editor):
    page, behind = editor()
    chosen = page.locator('[data-mn-field="completes"]:checked')
    own, other = page.locator('input[value="own"]'), page.locator('input[value="other"]')
    other.check()
    expect(chosen).to_have_value("never")
    own.check()
    expect(chosen).to_have_value("part")
    page.locator('[data-mn-field="completes"][value="all"]').check()
    other.check()
    expect(chosen).to_have_value("all")
    page.locator('[data-mn-field="home"]').fill("block-v1:Demo+M101+2026+type@mentorship+block@home")
    save(page)
    expect(page.locator("[data-mn-status]")).to_have_text("Saved.")
    assert behind.authored["completes"] == "all"


def test_no_two_things_on_the_page_have_one_id_and_new_rows_have_ids_of_their_own(editor):
    page, behind = editor(units=UNITS)
    for _ in range(3):
        page.locator('[data-mn-row="goal"]').first.locator('[data-mn-add="milestones"]').click()
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_visible()
    ids = page.evaluate("Array.from(document.querySelectorAll('[id]'), one => one.id)")
    assert len(ids) == len(set(ids))
    rows = behind.calls[-1]["plan"][0]["milestones"]
    assert [row["id"] for row in rows[:2]] == ["m1", "m2"]
    assert len({row["id"] for row in rows}) == 5


def test_forty_milestones_in_six_goals_are_written_moved_and_saved_without_waiting(editor):
    steps = [
        {"id": f"m{n}", "title": f"Step {n}", "due": {"days": 3, "after": f"m{n - 1}"} if n else {"days": 3}} for n in range(40)
    ]
    plan = [{"id": f"g{n}", "title": f"Goal {n}", "milestones": steps[n * 7 : n * 7 + 7]} for n in range(6)]
    page, behind = editor(authored={"plan": plan}, units=[f"Unit {n}" for n in range(300)])
    expect(page.locator("[data-mn-tally]")).to_have_text("Milestones: 40. Hours of work in all: about 80.")
    title = field(page, "title", 39, "milestone")
    title.fill("")
    title.press_sequentially("The very last step of all")
    save(page)
    expect(page.locator("[data-mn-status]")).to_have_text("Saved.")
    assert behind.authored["plan"][5]["milestones"][4]["title"] == "The very last step of all"
    assert behind.authored["plan"][:5] == plan[:5]


def test_a_block_that_continues_another_asks_for_its_id_its_note_and_when_it_counts_and_for_nothing_else(editor):
    page, behind = editor()
    page.locator('input[value="other"]').check()
    expect(page.locator('[data-mn-add="roster"]')).to_be_hidden()
    save(page)
    expect(page.locator('[data-mn-field="home"]')).to_have_attribute("aria-invalid", "true")
    page.locator('[data-mn-field="home"]').fill("block-v1:Demo+M101+2026+type@mentorship+block@home")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    assert str(behind.authored["home"]) == "mentorship@home"
    assert set(behind.calls[-1]) == {"title", "home", "unit_note", "completes", "completes_at", "print"}
    assert behind.authored["roster"] == ROSTER


@BOTH
def test_within_how_many_hours_of_the_mentor_is_written_for_questions_and_for_reviews(editor, viewport):
    page, behind = editor(viewport)
    reply = page.get_by_label("Answer a question within")
    review = page.get_by_label("Answer a hand-in or a proposal within")
    assert (reply.input_value(), review.input_value()) == ("24", "72")
    reply.fill("0.5")
    review.fill("two")
    save(page)
    expect(review).to_have_attribute("aria-invalid", "true")
    said = page.locator(f"id={review.get_attribute('aria-describedby')}")
    expect(said).to_have_text("Enter the hours as a number from 0.02 (one minute) to 336.")
    page.locator("[data-mn-to]").click()
    expect(review).to_be_focused()
    review.fill("0,02")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    assert (behind.authored["reply_hours"], behind.authored["review_hours"]) == (0.5, 0.02)
    page.reload()
    assert (reply.input_value(), review.input_value()) == ("0.5", "0.02")


def test_the_promise_and_the_advice_follow_what_is_typed(editor):
    page, _ = editor()
    reply, promise = page.locator('[data-mn-field="reply_hours"]'), page.locator("[data-mn-preview]")
    expect(promise).to_contain_text("Someone who asks now will read: “You can count on a reply by ")

    def hours_from_now():
        return page.evaluate("(new Date(document.querySelector('[data-mn-preview] time').dateTime) - Date.now()) / 3600000")

    for typed, hours in (("48", 48), ("0.5", 0.5), ("1,5", 1.5)):
        reply.fill(typed)
        assert abs(hours_from_now() - hours) < 0.01
    reply.fill("soon")
    expect(promise).to_be_hidden()
    expect(page.locator("[data-mn-advice] li")).to_have_count(1)
    field(page, "backup", 1).fill("amara.okafor")
    expect(page.locator("[data-mn-advice] li")).to_have_count(0)


def test_cancel_tells_the_host_and_a_host_that_cannot_be_told_gets_what_is_stored_again(editor):
    page, behind = editor()
    page.locator(".cancel-button").click()
    assert told(page) == [["cancel", {}]]
    page, behind = editor(notify=False, element="document.getElementById('host')")
    field(page, "username").fill("zoe")
    save(page)
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert behind.authored["roster"][0]["username"] == "zoe"
    page.locator(".cancel-button").click()
    expect(field(page, "username")).to_have_value("zoe")


def test_hostile_text_stays_text(editor):
    hostile = "\"><img src=x onerror=alert(1)><script>alert(2)</script>{% x %}'"
    page, behind = editor()
    page.on("dialog", lambda dialog: pytest.fail("it ran"))
    field(page, "username").fill(hostile)
    field(page, "about").fill(hostile)
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_visible()
    expect(field(page, "username")).to_have_value(hostile)
    field(page, "username").fill("amara.okafor")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    page.reload()
    assert field(page, "about").input_value() == behind.authored["roster"][0]["about"] == hostile
    assert page.locator("[data-mn-studio] img, [data-mn-studio] script").count() == 0


@pytest.mark.parametrize("view", ["studio_view", "author_view"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW, {"width": 320, "height": 700}], ids=lambda size: str(size["width"]))
def test_it_is_sound_at_every_width_in_both_directions_light_and_dark(editor, viewport, dark, language, view):
    more = {"hours": 0, "criteria": ["Keys are named"], "optional": True, "due": {"days": 2, "after": "m4"}}
    plan = [*PLAN, {"id": "g3", "title": "Show it", "milestones": [{"id": "m4", "title": "A talk", **more}]}]
    units = {"m4:0": COURSE.make_usage_key("vertical", "v0"), "m4:1": COURSE.make_usage_key("vertical", "gone")}
    faulty = {
        "roster": [*ROSTER, {"username": "", "capacity": 0}],
        "plan": plan,
        "reply_hours": 900,
        "review_hours": 0,
        "units": units,
    }
    counts = {"completes": "number", "completes_at": 0}
    page, _ = editor(viewport, {**faulty, **counts}, UNITS, dark=dark, language=language, view=view)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert faults_of_access(page, "#host") == []
