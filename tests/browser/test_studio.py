"""The editor in a browser: typed, moved, refused, mended, saved; by keyboard, wide and narrow, in both directions."""

import pytest
from playwright.sync_api import expect

from .judges import AXE
from .studio_page import StudioPage

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
NARROW, WIDE = {"width": 360, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def editor(new_page):
    """Open the editor of a block: the page, and the block behind it."""

    def open_editor(viewport=WIDE, authored=None, **how):
        behind = StudioPage(**({"roster": ROSTER, "plan": PLAN} if authored is None else authored))
        return behind.open(new_page(viewport), **how), behind

    return open_editor


def save(page):
    page.locator(".save-button").click()


def told(page):
    return page.evaluate("window.told")


def field(page, name, row=0, kind="mentor"):
    return page.locator(f'form [data-mn-row="{kind}"]').nth(row).locator(f'[data-mn-field="{name}"]').first


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
    page.keyboard.type("After")
    page.keyboard.press("Tab")
    page.keyboard.type("14")
    page.keyboard.press("Enter")
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    assert behind.authored["roster"] == [{"username": "amara", "capacity": 5}]
    (goal,) = behind.authored["plan"]
    assert (goal["title"], goal["milestones"][0]["title"], goal["milestones"][0]["due"]) == (
        "Find out",
        "Ask three people",
        {"days": 14},
    )
    assert goal["id"] != goal["milestones"][0]["id"]


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


def test_a_date_is_asked_for_in_the_way_it_is_chosen(editor):
    page, behind = editor()
    milestone = page.locator('[data-mn-row="milestone"]').first
    days, day = milestone.locator('[data-mn-due="days"] input'), milestone.locator('[data-mn-due="day"] input')
    expect(days).to_be_visible()
    expect(day).to_be_hidden()
    milestone.locator("select").select_option("day")
    expect(days).to_be_hidden()
    save(page)
    expect(day).to_have_attribute("aria-invalid", "true")
    day.fill("2026-12-24")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    assert behind.authored["plan"][0]["milestones"][0]["due"] == {"day": "2026-12-24"}


def test_a_block_that_continues_another_asks_for_its_id_and_for_nothing_else(editor):
    page, behind = editor()
    page.locator('input[value="other"]').check()
    expect(page.locator('[data-mn-add="roster"]')).to_be_hidden()
    save(page)
    expect(page.locator('[data-mn-field="home"]')).to_have_attribute("aria-invalid", "true")
    page.locator('[data-mn-field="home"]').fill("block-v1:Demo+M101+2026+type@mentorship+block@home")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    assert str(behind.authored["home"]).endswith("block@home")
    assert set(behind.calls[-1]) == {"title", "home"}
    assert behind.authored["roster"] == ROSTER


def test_the_promise_and_the_advice_follow_what_is_typed(editor):
    page, _ = editor()
    moment = page.locator("[data-mn-preview] time")
    before = moment.get_attribute("datetime")
    page.locator('[data-mn-field="reply_hours"]').fill("48")
    assert moment.get_attribute("datetime") > before
    page.locator('[data-mn-field="reply_hours"]').fill("soon")
    expect(page.locator("[data-mn-preview]")).to_be_hidden()
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
    field(page, "username").fill("unsaved")
    page.locator(".cancel-button").click()
    expect(field(page, "username")).to_have_value("zoe")


def test_hostile_text_stays_text(editor):
    hostile = "\"><img src=x onerror=alert(1)><script>alert(2)</script>{% x %}'"
    page, behind = editor()
    page.on("dialog", lambda dialog: pytest.fail("it ran"))
    field(page, "username").fill(hostile)
    field(page, "username", 1).fill(hostile)
    save(page)
    expect(page.locator("[data-mn-summary]")).to_contain_text("<script>")
    field(page, "username", 1).fill("ben")
    save(page)
    expect(page.locator("[data-mn-summary]")).to_be_hidden()
    page.reload()
    assert field(page, "username").input_value() == behind.authored["roster"][0]["username"] == hostile
    assert page.locator("[data-mn-studio] img, [data-mn-studio] script").count() == 0


@pytest.mark.parametrize("view", ["studio_view", "author_view"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW, {"width": 320, "height": 700}], ids=lambda size: str(size["width"]))
def test_it_is_sound_at_every_width_in_both_directions_light_and_dark(editor, viewport, dark, language, view):
    faulty = {"roster": [*ROSTER, {"username": "", "capacity": 0}], "plan": PLAN, "reply_hours": 900}
    page, _ = editor(viewport, faulty, dark=dark, language=language, view=view)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    found = AXE.run(page, context="#host", options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]] == []
