"""Every state worth looking at: who sees it, and how they come to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .forty import MANY

COMPOSER = "form:is([data-mn-act=ask], [data-mn-act=answer], [data-mn-act=send])"
"""Where somebody writes into the conversation."""


def stay(_page: Page) -> None:
    """The state is there when the unit opens."""


def open_learner(name: str) -> Callable[[Page], None]:
    """Open a learner on the desk or on the overview."""

    def reach(page: Page) -> None:
        # On the overview a report leads to its learner too.
        page.locator(f'[data-mn-read="open"][data-mn-learner="{name}"]').first.click()
        expect(page.locator("[data-mn-of] [data-mn-focus]")).to_be_focused()

    return reach


def face(name: str) -> Callable[[Page], None]:
    """Switch to another face."""

    def reach(page: Page) -> None:
        page.locator(f'[data-mn-read="{name}"]').click()
        expect(page.locator(f'[data-mn-read="{name}"]')).to_have_count(0)

    return reach


def typed(text: str) -> Callable[[Page], None]:
    """Write something and leave it there."""

    def reach(page: Page) -> None:
        page.locator(COMPOSER).locator("textarea").fill(text)

    return reach


def sent(text: str) -> Callable[[Page], None]:
    """Send something and wait for what the block says about it."""

    def reach(page: Page) -> None:
        box = page.locator(COMPOSER).locator("textarea")
        box.fill(text)
        box.press("Control+Enter")
        expect(page.locator(f"[data-mn-status], {COMPOSER} [data-mn-error]").filter(has_text=".")).to_be_visible()

    return reach


def offline(page: Page) -> None:
    """Send while the connection is gone."""
    page.context.set_offline(True)
    sent("Is anybody there?")(page)


def failing(page: Page) -> None:
    """Send while the course answers with a fault."""
    page.route("**/handler/**/ask/**", lambda route: route.fulfill(status=500, body="no"))
    page.route("**/handler/**/ask", lambda route: route.fulfill(status=500, body="no"))
    sent("Is anybody there?")(page)


def plan_opened(page: Page) -> None:
    """Open the whole plan with every step in it unfolded."""
    open_plan(page)
    unfolded(page)


def goal_form(goal: str) -> Callable[[Page], None]:
    """Open a goal's form in the whole plan."""

    def reach(page: Page) -> None:
        open_plan(page).locator(f'[data-mn-plan="{goal}"]').click()
        expect(page.locator('form[data-mn-act="propose_goal"] [name="title"]')).to_be_focused()
        page.locator("[data-mn-more]").click()

    return reach


def day_asked(page: Page) -> None:
    """Open the form that asks for another day of the next step."""
    page.locator("[data-mn-milestone] [data-mn-reveal*='-time-']").click()
    expect(page.locator('[data-mn-milestone] [data-mn-act="ask_time"] [name="day"]')).to_be_focused()


def paused(page: Page) -> None:
    """Pause for a while."""
    page.evaluate("document.querySelectorAll('[data-mn-region=foot] details').forEach(fold => fold.open = true)")
    form = page.locator('form[data-mn-act="pause"]')
    form.locator('[name="until"]').fill((date.today() + timedelta(days=12)).isoformat())
    form.locator('[name="text"]').fill("The harvest comes first.")
    form.locator("button").click()
    expect(page.locator("[data-mn-status]")).not_to_be_empty()


def put_off(page: Page) -> None:
    """Put the opened learner off for some days."""
    page.locator('details[id$="-later"] > summary').click()
    form = page.locator('form[data-mn-act="snooze"]')
    form.locator('[name="until"]').fill((date.today() + timedelta(days=5)).isoformat())
    form.locator("button").click()
    expect(page.locator("[data-mn-status]")).not_to_be_empty()
    page.locator('details[id$="-later"] > summary').click()


def in_turn(*steps: Callable[[Page], object]) -> Callable[[Page], None]:
    """Come to a state by several steps."""

    def reach(page: Page) -> None:
        for step in steps:
            step(page)

    return reach


def all_left_out(state: dict[str, Any]) -> dict[str, Any]:
    """What is stored once every step has been left out."""
    log = state["record"]["log"]
    steps = [step["i"] for entry in log if entry["k"] == "planned" for goal in entry["plan"] for step in goal["ms"]]
    left = [
        {**log[-1], "i": f"left-out-{step}", "k": "skipped", "b": "ben", "o": "mentor", "ms": step, "x": "Not this year."}
        for step in steps
    ]
    return {**state, "record": {**state["record"], "log": [*log, *left]}}


def newer(state: dict[str, Any]) -> dict[str, Any]:
    """What a newer version of the block has stored."""
    return {**state, "record": {**state["record"], "v": 99}}


def unreadable(state: dict[str, Any]) -> dict[str, Any]:
    """What nobody can read."""
    return {**state, "record": 7}


def pressed(act: str) -> Callable[[Page], None]:
    """Do an act that needs nothing typed."""

    def reach(page: Page) -> None:
        page.evaluate("document.querySelectorAll('[data-mn-block] details').forEach(fold => fold.open = true)")
        page.locator(f'form[data-mn-act="{act}"] button').first.click()
        expect(page.locator("[data-mn-status]")).not_to_be_empty()

    return reach


def pressed_changes(page: Page) -> None:
    """Ask for changes without saying why."""
    page.locator('[data-mn-as="ask_changes"]').click()
    expect(page.locator('form[data-mn-act="approve"] [data-mn-error]')).not_to_be_empty()


def open_plan(page: Page) -> Locator:
    """Open the whole plan, on the panel or beside a learner, and return it."""
    if not page.locator("[data-mn-book][open]").count():
        page.locator("[data-mn-book] > summary").click()
    expect(page.locator("[data-mn-drawn]")).to_be_visible()
    return page.locator("[data-mn-drawn]")


def submit_form(page: Page) -> Locator:
    """Open the form that hands in the next step, and return it."""
    page.locator("[data-mn-milestone] [data-mn-reveal*='-hand-']").click()
    form = page.locator('[data-mn-milestone] form[data-mn-act="submit"]')
    expect(form.locator('[name="text"]')).to_be_focused()
    return form


def revealed(page: Page) -> None:
    """Open the form that hands in the next step."""
    submit_form(page)


def unfolded(page: Page) -> None:
    """Open every fold."""
    page.evaluate("document.querySelectorAll('[data-mn-block] details').forEach(fold => fold.open = true)")


def checked(page: Page) -> None:
    """Go through the whole course."""
    page.locator("[data-mn-check]").click()
    expect(page.locator("[data-mn-found] li").first).to_be_visible()


def earlier(page: Page) -> None:
    """Open the earlier messages."""
    before = page.locator("[role=log] article").count()
    page.locator("[data-mn-earlier]").click()
    expect(page.locator("[role=log] article")).not_to_have_count(before)


def acts_on(place: int) -> Callable[[Page], None]:
    """Open what can be done to a message, counted from the end."""

    def reach(page: Page) -> None:
        able = page.locator('button[id*="-more-"]')
        article = page.locator("[role=log] article").filter(has=able).nth(place)
        article.locator('button[id*="-more-"]').click()
        expect(article.locator('[id*="-acts-"]')).to_be_visible()

    return reach


def folded_out(fold: str) -> Callable[[Page], None]:
    """Open a fold by the end of its id."""

    def reach(page: Page) -> None:
        page.locator(f'details[id$="-{fold}"] > summary').click()

    return reach


def previewed(page: Page) -> None:
    """Write with all that is drawn, and look at it."""
    words = "A **key**, `patient_id`, \\( n \\times p \\) and [a page](https://example.com/):\n\n- one\n- two\n\n> quoted\n\n"
    typed(f"{words}```\n{'SELECT name, telephone, born FROM patient WHERE born < 1960; ' * 3}\n```")(page)
    page.locator(COMPOSER).locator("[data-mn-preview]").click()
    expect(page.locator("[data-mn-shown]")).to_be_visible()


def noted(page: Page) -> None:
    """Write a note for the mentoring side."""
    folded_out("noting")(page)
    form = page.locator('form[data-mn-act="note"]')
    form.locator("textarea").fill("She falls silent in her exams and comes back by herself.")
    form.locator("button[type=submit]").click()
    expect(page.locator("[data-mn-status]")).not_to_be_empty()


def reported(page: Page) -> None:
    """Report the other person."""
    form = page.locator('details form[data-mn-act="report"]').last
    page.evaluate("document.querySelectorAll('[data-mn-block] details').forEach(fold => fold.open = true)")
    form.locator("textarea").fill("This is not what I came for.")
    form.locator("button[type=submit]").click()
    expect(page.locator("[data-mn-status]")).not_to_be_empty()


def filled(page: Page) -> None:
    """Put a kept reply into the box."""
    page.locator('[id$="-fill"]').select_option(index=1)
    page.locator("[data-mn-fill]").click()
    expect(page.locator(COMPOSER).locator("textarea")).not_to_have_value("")


@dataclass(frozen=True, slots=True)
class State:
    """One state: a name for its pictures, who sees it in which unit, and the way there."""

    name: str
    person: str
    reach: Callable[[Page], None] = stay
    unit: str = "3.2"
    stored: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    """What becomes of the person's stored state beforehand."""
    authored: Mapping[str, Any] = field(default_factory=dict)
    """What the author has written on home beforehand."""
    undoing: bool = False
    """Whether what is sent can be undone for some seconds."""


STATES = (
    State("panel-question-waits", "leila"),
    State("panel-in-another-unit", "leila", unit="3.4"),
    State("panel-earlier-messages", "leila", earlier),
    State("panel-answered", "priya"),
    State("panel-up-to-date", "ines"),
    State("panel-first-words-to-come", "olu"),
    State("panel-waits-for-a-mentor", "hana"),
    State("panel-changes-asked", "leila", revealed),
    State("panel-in-progress", "sam"),
    State("panel-handed-in", "jonas"),
    State("panel-all-approved", "tomas"),
    State("panel-the-whole-plan", "leila", unfolded),
    State("panel-ended", "yuki"),
    State("panel-before-joining", "karim"),
    State("panel-joined", "karim", pressed("join")),
    State("panel-left", "olu", pressed("leave")),
    State("panel-draft", "jonas", typed("What becomes of the colours when")),
    State("panel-sent", "jonas", sent("What becomes of the colours?")),
    State("panel-refused", "jonas", sent("a" * 10_001)),
    State("panel-failed", "jonas", failing),
    State("panel-read-only", "leila", stored=newer),
    State("panel-unreadable", "leila", stored=unreadable),
    State("panel-offline", "jonas", offline),
    State("panel-of-a-mentor", "amara", face("panel")),
    State("panel-not-agreed-yet", "olu"),
    State("panel-plan-proposed", "olu", pressed("propose")),
    State("panel-changes-suggested", "mateus"),
    State("panel-offer-by-the-mentor", "jonas"),
    State("panel-offer-opened", "jonas", open_plan),
    State("panel-plan-opened", "leila", plan_opened),
    State("panel-goal-form", "jonas", goal_form("work")),
    State("panel-goal-form-new", "olu", goal_form("new")),
    State("panel-paused", "sam", paused),
    State("panel-back-from-a-pause", "ines"),
    State("panel-recall", "sam"),
    State("panel-unit-link", "priya"),
    State("panel-unit-ready", "mateus", plan_opened),
    State("panel-day-asked", "jonas", day_asked),
    State("panel-wish-open", "sam", plan_opened),
    State("panel-forty-milestones", "olu", authored={"plan": MANY, "units": {}}),
    State("panel-forty-milestones-opened", "olu", plan_opened, authored={"plan": MANY, "units": {}}),
    State("panel-undo-offered", "jonas", sent("What becomes of the colours?"), undoing=True),
    State("panel-preview", "jonas", previewed),
    State("panel-own-message-opened", "leila", acts_on(-1)),
    State("panel-mentors-message-opened", "leila", acts_on(-2)),
    State("panel-question-settled", "jonas", pressed("resolve")),
    State("panel-question-asked-again", "jonas", in_turn(pressed("resolve"), pressed("ask_again"))),
    State("panel-question-taken-back", "leila", pressed("retract")),
    State("panel-message-taken-away", "leila", in_turn(acts_on(-1), pressed("erase"))),
    State("panel-about-the-mentor", "leila", folded_out("card")),
    State("panel-reported", "jonas", reported),
    State("panel-reported-by-the-mentor", "noor"),
    State("panel-everything-left-out", "sam", stored=all_left_out),
    State("desk", "amara"),
    State("desk-learner-waits", "amara", open_learner("leila")),
    State("desk-learner-up-to-date", "ben", open_learner("tomas")),
    State("desk-covers", "amara", open_learner("sam")),
    State("desk-put-off", "amara", in_turn(open_learner("leila"), put_off)),
    State("desk-review", "amara", open_learner("jonas")),
    State("desk-review-refused", "amara", in_turn(open_learner("jonas"), pressed_changes)),
    State("desk-wish-open", "ben", open_learner("sam")),
    State("desk-to-agree", "amara", open_learner("priya")),
    State("desk-unit-ready", "mei", open_learner("mateus")),
    State("desk-plan-opened", "amara", in_turn(open_learner("leila"), plan_opened)),
    State("desk-goal-form", "amara", in_turn(open_learner("leila"), goal_form("model"))),
    State("desk-forty-milestones", "ben", in_turn(open_learner("olu"), plan_opened), authored={"plan": MANY, "units": {}}),
    State("desk-nobody-waits", "mei"),
    State("desk-card-opened", "amara", folded_out("mycard")),
    State("desk-note", "amara", in_turn(open_learner("ines"), noted)),
    State("desk-message-opened", "amara", in_turn(open_learner("leila"), acts_on(-1))),
    State("desk-reply-filled", "amara", in_turn(open_learner("leila"), filled)),
    State("desk-preview", "amara", in_turn(open_learner("leila"), previewed)),
    State("desk-handed-over", "amara", in_turn(open_learner("leila"), pressed("hand_over"))),
    State("desk-undo-offered", "amara", in_turn(open_learner("ines"), sent("Keep the old rows.")), undoing=True),
    State("desk-reported", "mei", open_learner("noor")),
    State("desk-refused", "amara", in_turn(open_learner("ines"), sent(" "))),
    State("overview", "dana"),
    State("overview-checked", "dana", checked),
    State("overview-learner", "dana", open_learner("leila")),
    State("overview-report", "dana", open_learner("noor")),
    State("overview-message-opened", "dana", in_turn(open_learner("leila"), acts_on(-1))),
    State("closed-to-a-visitor", "robin"),
    State("closed-to-nobody", "none"),
)
