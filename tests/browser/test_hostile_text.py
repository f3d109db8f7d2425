"""Whatever somebody types is never run, never a fault of the server, and never lost."""

import pytest
from playwright.sync_api import Page, expect

from ..hostile import HALF, MARKUP, ODD
from .states import COMPOSER, acts_on, open_learner, open_plan

REFUSED = {"half a character": f"before{HALF}after", "a megabyte": "a" * 1_000_000, "nothing but space": " \u2003\u200b\n "}

HOLDS = """(box, units) => units.map
    ? units.length === box.value.length && units.every((unit, place) => box.value.charCodeAt(place) === unit)
    : units === box.value"""
WRITE = """(box, units) => {
    box.value = units.map ? units.map(unit => String.fromCharCode(unit)).join('') : units;
    box.dispatchEvent(new Event('input', {bubbles: true}));
}"""
TYPED = "textarea, input:not([type]), input[type=text]"
UNFOLD = """() => document.querySelectorAll('[data-mn-block] details, [data-mn-block] [hidden]:not(:has([data-mn-word]))')
    .forEach(part => { part.hidden = false; part.open = true; })"""
LIVE = """() => [...document.querySelectorAll('[data-mn-block] *')].filter(part =>
    part.matches('script, iframe, object, embed, img, base, style, link, math') && !part.closest('mjx-container')
    || [...part.attributes].some(({name, value}) => /^on/i.test(name) || /^\\s*(javascript|data):/i.test(value))
).map(part => part.outerHTML.slice(0, 200))"""


@pytest.fixture
def watched(walk_in):
    """Walk in with an eye on everything that must not happen."""
    pages, bad = [], []

    def enter(*where, **how) -> Page:
        page = walk_in(*where, **how)
        page.on("dialog", lambda dialog: (bad.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("response", lambda answer: bad.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
        pages.append(page)
        return page

    yield enter
    for page in pages:
        if not page.is_closed():
            leave(page)
    assert bad == []


def leave(page):
    """Nothing has run on a page, nothing on it could, and it asks for no news any more."""
    assert page.evaluate("window.__ran") is None
    assert page.evaluate(LIVE) == []
    page.context.close()


def units_of(text):
    """Return a text as the numbers that a script's strings are made of."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(raw[place : place + 2], "little") for place in range(0, len(raw), 2)]


def write(box, text):
    """Put a text into a box as it is. Half a surrogate pair travels as numbers: on the way it would be mended."""
    box.evaluate(WRITE, units_of(text) if HALF in text else text)


def read_all(page, messages):
    """Open earlier messages until all are there."""
    log = page.locator("[role=log] article")
    while log.count() < messages:
        before = log.count()
        page.locator("[data-mn-earlier]").click()
        expect(log).not_to_have_count(before)
    expect(log).to_have_count(messages)


@pytest.mark.parametrize("button", ["[data-mn-send]", "[data-mn-as=send]"], ids=["asked", "only told"])
def test_what_a_learner_wrote_is_stored_as_written_and_read_by_everybody_without_running(button, course, watched):
    learner = watched("jonas")
    form = learner.locator('[data-mn-act="ask"]')
    for text in MARKUP + ODD:
        write(form.locator("textarea"), text)
        form.locator(button).click()
        expect(form.locator("textarea")).to_have_value("")
        assert course.texts("jonas")[-1] == text
    learner.reload()
    read_all(learner, len(course.texts("jonas")))
    mentor = watched("amara")
    open_learner("jonas")(mentor)
    read_all(mentor, len(course.texts("jonas")))
    open_learner("jonas")(watched("dana"))


@pytest.mark.parametrize(("person", "learner"), [("jonas", None), ("amara", "jonas")])
def test_the_preview_draws_hostile_words_without_running_them(person, learner, course, watched):
    before, page = course.texts("jonas"), watched(person)
    if learner:
        open_learner(learner)(page)
    form = page.locator(COMPOSER)
    for text in MARKUP + ODD:
        write(form.locator("textarea"), text)
        form.locator("[data-mn-preview]").click()
        expect(form.locator("[data-mn-shown]")).to_be_visible()
        assert page.evaluate(LIVE) == []
        assert page.evaluate("window.__ran") is None
    assert course.texts("jonas") == before


@pytest.mark.parametrize("reason", REFUSED)
def test_a_text_that_cannot_be_taken_stays_in_the_box_with_the_reason(reason, course, watched):
    before, learner, text = course.texts("jonas"), watched("jonas"), REFUSED[reason]
    form = learner.locator('[data-mn-act="ask"]')
    write(form.locator("textarea"), text)
    form.locator("[data-mn-send]").click()
    expect(form.locator("[data-mn-error]:not(:empty)")).to_have_role("alert")
    assert form.locator("textarea").evaluate(HOLDS, units_of(text) if HALF in text else text)
    assert course.texts("jonas") == before


def drafts_of(page):
    """Return every field somebody can type in, as (its form's draft, its name). Each belongs to a form that keeps drafts."""
    fields = page.locator(f"[data-mn-block] :is({TYPED})").evaluate_all(
        "fields => fields.map(field => [field.form && field.form.getAttribute('data-mn-draft'), field.name])"
    )
    assert all(draft and name for draft, name in fields)
    return fields


@pytest.mark.parametrize(("person", "learner"), [("leila", None), ("amara", "leila"), ("amara", "jonas"), ("dana", "leila")])
def test_every_field_of_every_face_takes_hostile_text_or_says_why_not(person, learner, course, watched):
    def enter():
        page = watched(person)
        if learner:
            open_learner(learner)(page)
        for place in (-1, -2):
            acts_on(place)(page)
        open_plan(page)
        page.evaluate(UNFOLD)
        return page

    fields = drafts_of(page := enter())
    leave(page)
    for draft, name in fields:
        for text in (" ".join(MARKUP), " ".join(ODD), REFUSED["half a character"]):
            course.begin_again()
            page = enter()
            form = page.locator(f'form[data-mn-draft="{draft}"]')
            for other in form.locator(TYPED).all():
                write(other, "https://example.com/" if other.get_attribute("name") == "links" else "Fine")
            box = form.locator(f'[name="{name}"]')
            write(box, text)
            held = box.input_value()
            form.locator("button[type=submit], button:not([type])").first.click()
            refused = form.locator("[data-mn-error]:not(:empty)")
            expect(refused.or_(page.locator("[data-mn-status]:not(:empty)"))).to_be_visible()
            if refused.count():
                assert box.input_value() == held
            leave(page)
