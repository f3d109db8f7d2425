"""What the script promises the templates, one hook after the other."""

import gettext
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import to_locale
from playwright.sync_api import expect

from mentorship_xblock.views.text import locale_formats
from mentorship_xblock.views.text.i18n import CATALOGUES

from .course import ROOT
from .stage import WORDS, region

SCRIPTS = [ROOT / f"mentorship_xblock/static/public/{name}.js" for name in ("mentorship", "extras")]
TEMPLATE = ROOT / "mentorship_xblock/templates/block.html"
FORM = """<form data-mn-act="propose" data-mn-draft="plan"><input type="hidden" name="learner" value="7">
<label>Goal <textarea name="goal"></textarea></label><label>Link <input type="url" name="link" aria-describedby="hint"></label>
<label><input type="checkbox" name="soon" value="yes">Soon</label><p id="hint">Any page</p>
<p role="alert" id="error" data-mn-error></p><span data-mn-kept></span><button data-mn-send id="send">Send</button></form>"""


def test_every_word_the_script_says_stands_in_the_template_and_on_the_stage():
    said = [names for script in SCRIPTS for names in re.findall(r"\bword\(([^)]+)\)", script.read_text())]
    assert {word for names in said for word in re.findall(r'"(\w+)"', names)} == set(WORDS)
    assert set(re.findall(r'data-mn-word="(\w+)"', TEMPLATE.read_text())) == set(WORDS)


def test_a_draft_keeps_every_field_that_is_typed_and_no_hidden_one(stage):
    stage.open(region("plan", FORM))
    stage.page.get_by_label("Goal").fill("One table for each thing")
    stage.page.get_by_label("Link").fill("https://example.com/model")
    stage.page.reload()
    expect(stage.page.get_by_label("Goal")).to_have_value("One table for each thing")
    expect(stage.page.get_by_label("Link")).to_have_value("https://example.com/model")
    expect(stage.page.locator("[data-mn-kept]")).to_have_text("word kept")
    stored = stage.page.evaluate("JSON.stringify(localStorage)")
    assert "learner" not in stored and "soon" not in stored


def test_a_draft_belongs_to_its_reader(stage):
    stage.open(region("plan", FORM), reader="r1")
    stage.page.get_by_label("Goal").fill("Mine alone")
    stage.open(region("plan", FORM), reader="r2")
    expect(stage.page.get_by_label("Goal")).to_have_value("")


def test_an_act_sends_every_field_a_key_and_the_readers_zone_and_then_the_draft_is_gone(stage):
    stage.answers["propose"] = {"regions": {}, "said": "Proposed."}
    stage.open(region("plan", FORM))
    stage.page.get_by_label("Goal").fill("One table for each thing")
    stage.page.get_by_label("Soon").check()
    stage.page.locator("#send").click()
    expect(stage.page.locator("[data-mn-status]")).to_have_text("Proposed.")
    [body] = stage.made("propose")
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", body.pop("key"))
    assert body == {"learner": "7", "goal": "One table for each thing", "link": "", "soon": "yes", "zone": "Asia/Tokyo"}
    expect(stage.page.get_by_label("Goal")).to_have_value("")
    assert stage.page.evaluate("localStorage.length") == 0


def test_what_is_typed_while_an_act_is_on_its_way_stays(stage):
    held = stage.hold("propose")
    stage.open(region("plan", FORM))
    stage.page.get_by_label("Goal").fill("First")
    stage.page.locator("#send").click()
    stage.page.get_by_label("Goal").fill("First, and more")
    held(0).fulfill(json={"regions": {"plan": FORM + "<p>First</p>"}, "said": "Proposed."})
    expect(stage.page.locator("[data-mn-status]")).to_have_text("Proposed.")
    expect(stage.page.get_by_label("Goal")).to_have_value("First, and more")
    stage.page.reload()
    expect(stage.page.get_by_label("Goal")).to_have_value("First, and more")


def test_a_busy_form_cannot_be_sent_twice(stage):
    held = stage.hold("propose")
    stage.open(region("plan", FORM))
    stage.page.get_by_label("Goal").fill("Once")
    stage.page.locator("#send").dblclick()
    stage.page.get_by_label("Goal").press("Control+Enter")
    expect(stage.page.locator("#send")).to_have_attribute("aria-disabled", "true")
    held(0).fulfill(json={"regions": {}, "said": "Proposed."})
    expect(stage.page.locator("#send")).to_have_attribute("aria-disabled", "false")
    assert len(stage.made("propose")) == 1


@pytest.mark.parametrize("status", [500, 502], ids=["fault", "gateway"])
def test_an_act_whose_outcome_is_unknown_is_sent_again_with_its_key_and_a_changed_one_with_a_new_one(stage, status):
    stage.answers["propose"] = lambda route: route.fulfill(status=status, body="<h1>Oops</h1>")
    stage.open(region("plan", FORM))
    goal, send = stage.page.get_by_label("Goal"), stage.page.locator("#send")
    goal.fill("Once")
    send.click()
    expect(stage.page.locator("[data-mn-error]")).to_have_text("word failed")
    stage.page.reload()
    send.click()
    expect(stage.page.locator("[data-mn-error]")).to_have_text("word failed")
    goal.fill("Another")
    send.click()
    expect(stage.page.locator("[data-mn-error]")).to_have_text("word failed")
    first, second, third = (body["key"] for body in stage.made("propose"))
    assert first == second != third


def test_a_refusal_that_names_a_field_marks_it_describes_it_and_goes_there(stage):
    stage.refuse("propose", "That is no address.", "link")
    stage.open(region("plan", FORM))
    link, goal = stage.page.get_by_label("Link"), stage.page.get_by_label("Goal")
    goal.fill("Kept")
    link.fill("nowhere")
    goal.press("Control+Enter")
    expect(stage.page.get_by_role("alert")).to_have_text("That is no address.")
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-invalid", "true")
    expect(link).to_have_attribute("aria-describedby", "hint error")
    expect(goal).to_have_value("Kept")
    stage.answers["propose"] = {"regions": {}, "said": "Proposed."}
    link.fill("https://example.com")
    goal.press("Control+Enter")
    expect(stage.page.get_by_role("alert")).to_be_empty()
    assert link.get_attribute("aria-invalid") is None
    assert stage.made("propose")[0]["key"] != stage.made("propose")[1]["key"]


def test_nothing_of_the_hosts_page_hears_a_request(stage):
    stage.refuse("propose", "Not yours.", status=403)
    stage.open(region("plan", FORM))
    stage.page.locator("#send").click()
    expect(stage.page.get_by_role("alert")).to_have_text("Not yours.")
    assert stage.page.evaluate("window.__heard") is None


def test_an_auto_form_is_sent_once_when_the_page_is_ready(stage):
    form = '<form data-mn-act="join" data-mn-auto><button>Meet</button><p role="alert" data-mn-error></p></form>'
    stage.refuse("join", "Every place is taken.")
    stage.open(region("head", form))
    expect(stage.page.get_by_role("alert")).to_have_text("Every place is taken.")
    assert len(stage.made("join")) == 1


def test_an_auto_form_is_not_sent_by_somebody_who_is_seen_as_another(stage):
    form = '<p data-mn-disguise>You see this as Leila.</p><form data-mn-act="join" data-mn-auto><button>Meet</button></form>'
    stage.open(region("head", form), face="panel")
    expect(stage.page.locator("form")).to_be_visible()
    assert stage.calls == []


REVEAL = """<button type="button" id="opener" data-mn-reveal="part">Ask for changes</button>
<div id="part" hidden><form data-mn-act="change" data-mn-draft="change"><input type="hidden" name="goal" value="1">
<label>What to change <textarea name="why"></textarea></label><p role="alert" data-mn-error></p>
<button>Send</button><button type="button" id="cancel" data-mn-reveal="part">Never mind</button></form></div>"""


def test_a_revealed_part_takes_the_focus_and_gives_it_back(stage):
    stage.open(region("plan", REVEAL))
    opener, why = stage.page.locator("#opener"), stage.page.get_by_label("What to change")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.press("Enter")
    expect(why).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "true")
    why.press("Escape")
    expect(why).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.click()
    stage.page.locator("#cancel").click()
    expect(why).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_part_that_holds_a_draft_is_open_when_the_reader_comes_back(stage):
    stage.open(region("plan", REVEAL))
    stage.page.locator("#opener").click()
    stage.page.get_by_label("What to change").fill("Give diagnoses their own table")
    stage.page.reload()
    expect(stage.page.get_by_label("What to change")).to_be_visible()
    expect(stage.page.locator("#opener")).to_have_attribute("aria-expanded", "true")


def test_the_send_button_is_filled_only_when_something_is_written_and_always_works(stage):
    stage.refuse("propose", "Write something first.", "goal")
    stage.open(region("plan", FORM))
    send = stage.page.locator("#send")
    expect(send).not_to_have_class("mn-btn--main")
    stage.page.get_by_label("Goal").fill("  \n ")
    expect(send).not_to_have_class("mn-btn--main")
    stage.page.get_by_label("Goal").fill("Words")
    expect(send).to_have_class("mn-btn--main")
    stage.page.get_by_label("Goal").fill("")
    expect(send).not_to_have_class("mn-btn--main")
    send.press("Enter")
    expect(stage.page.get_by_role("alert")).to_have_text("Write something first.")


def test_the_focus_goes_to_its_successor_or_to_the_heading_of_the_region(stage):
    stage.answers["join"] = {"regions": {"head": '<h2 tabindex="-1" data-mn-focus>Amara</h2>'}, "said": "Done."}
    form = '<form data-mn-act="join"><button id="join">Meet</button><p role="alert" data-mn-error></p></form>'
    stage.open(region("head", form) + region("foot", '<h3 tabindex="-1" data-mn-focus>Other</h3>'))
    stage.page.locator("#join").press("Enter")
    expect(stage.page.get_by_role("heading", name="Amara")).to_be_focused()


def test_the_focus_and_the_caret_stay_in_a_box_whose_region_is_drawn_anew(stage):
    box = '<form data-mn-act="send" data-mn-draft="own"><textarea id="box" name="text"></textarea><p role="alert" data-mn-error></p><button>Send</button></form>'
    held = stage.hold("pass")
    other = '<form data-mn-act="pass"><button id="pass">No reply needed</button><p role="alert" data-mn-error></p></form>'
    stage.open(region("open", box + other))
    stage.page.locator("#pass").click()
    stage.page.locator("#box").fill("Half a sentence")
    stage.page.evaluate("document.getElementById('box').setSelectionRange(4, 6)")
    held(0).fulfill(json={"regions": {"open": box + "<p>Read.</p>"}, "said": "Done."})
    expect(stage.page.locator("[data-mn-status]")).to_have_text("Done.")
    expect(stage.page.locator("#box")).to_be_focused()
    expect(stage.page.locator("#box")).to_have_value("Half a sentence")
    assert stage.page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]") == [4, 6]


WORD = re.compile(r"\w+")
NOON = datetime(2026, 6, 12, 3, tzinfo=UTC)  # noon in Tokyo, where the reader is


def times(stage, html, lang="en"):
    """Return the words of each time. The signs between them are the browser's own, and change with its version."""
    stage.hold_time(NOON.timestamp())
    stage.open(region("head", html), lang=lang)
    return [" ".join(WORD.findall(text)) for text in stage.page.locator("time").all_inner_texts()]


def test_times_of_today_and_yesterday_are_words_in_the_readers_zone(stage):
    html = """<p><time data-mn-time datetime="2026-06-12T00:40:00Z">x</time></p>
    <p>Since <time data-mn-time datetime="2026-06-11T14:59:00Z">x</time>.</p>
    <p>Since <time data-mn-time datetime="2026-06-01T00:40:00Z">x</time>.</p>"""
    assert times(stage, html) == ["Today 09 40", "yesterday 23 59", "Mon 1 Jun 09 40"]


def test_days_and_instants_have_their_weekday_and_the_year_only_when_they_are_more_than_half_a_year_away(stage):
    near = "".join(f'<time data-mn-date datetime="{day}">x</time>' for day in ("2026-06-19", "2025-12-12", "2026-12-11"))
    far = '<time data-mn-date datetime="2025-12-10">x</time><time data-mn-time datetime="2025-12-01T00:40:00Z">x</time>'
    assert times(stage, near + far) == [
        *("Friday 19 June", "Friday 12 December", "Friday 11 December"),
        *("Wednesday 10 December 2025", "Mon 1 Dec 2025 09 40"),
    ]


def test_times_are_said_in_the_language_of_the_page(stage):
    html = '<p>Desde <time data-mn-time datetime="2026-06-12T00:40:00Z">x</time></p><p>Para <time data-mn-date datetime="2026-06-19T00:00:00Z">x</time></p>'
    assert times(stage, html, lang="es") == ["hoy 9 40", "viernes 19 de junio"]


def test_a_language_nobody_has_leaves_the_page_working(stage):
    assert times(stage, '<time data-mn-time datetime="2026-06-12T00:40:00Z">x</time>', lang="fake2") == ["Today 09 40"]


@pytest.mark.parametrize("code", ["en-us", "en-gb", "es", "es-419", "ar"])
def test_with_the_script_a_day_an_instant_and_a_wait_read_as_they_do_without_it(stage, code):
    tokyo, now = ZoneInfo("Asia/Tokyo"), NOON
    moment = datetime(2026, 6, 1, 7, 5, tzinfo=tokyo)
    drawn = {
        locale_formats.format_long_day(date(2026, 6, 19), code, False): '<time data-mn-date datetime="2026-06-19">x</time>',
        locale_formats.format_long_day(date(2025, 1, 3), code, True): '<time data-mn-date datetime="2025-01-03">x</time>',
        locale_formats.format_short_day(date(2026, 6, 19), code): '<time data-mn-day datetime="2026-06-19">x</time>',
        locale_formats.format_instant(moment, code, False): f'<time data-mn-time datetime="{moment.isoformat()}">x</time>',
        locale_formats.format_instant(
            moment.replace(year=2025), code, True
        ): f'<time data-mn-time datetime="{moment.replace(year=2025).isoformat()}">x</time>',
    }
    ours = gettext.translation("text", CATALOGUES, [to_locale(code)], fallback=True)
    for number, unit in ((2, "minute"), (1, "hour"), (2, "day"), (3, "day"), (11, "day")):
        since = now - timedelta(**{f"{unit}s": number})
        wait = ours.ngettext(f"{{number}} {unit}", f"{{number}} {unit}s", number).format(number=number)
        drawn[wait] = f'<time data-mn-since datetime="{since.isoformat()}">x</time>'
    said = times(stage, "".join(f"<p>· {time}</p>" for time in drawn.values()), lang=code)
    assert said == [" ".join(WORD.findall(one)) for one in drawn]


@pytest.mark.parametrize("code", ["fa", "ar-EG", "th"])
def test_figures_and_the_calendar_are_those_of_the_rest_of_the_page(stage, code):
    html = '<time data-mn-date datetime="2027-01-03">x</time>'
    (said,) = times(stage, html, lang=code)
    assert [part for part in said.split() if part.isnumeric()] == ["3", "2027"]


def test_a_wait_is_told_again_every_minute_and_not_announced(stage):
    assert times(stage, '<p>Has waited <time data-mn-since datetime="2026-06-12T02:59:40Z">x</time></p>') == ["1 minute"]
    stage.pass_time(2 * 60)
    expect(stage.page.locator("time")).to_have_text("2 minutes")
    stage.pass_time(3 * 60 * 60)
    expect(stage.page.locator("time")).to_have_text("3 hours")
    stage.pass_time(48 * 60 * 60)
    expect(stage.page.locator("time")).to_have_text("2 days")
    expect(stage.page.locator("[data-mn-status]")).to_be_empty()


def test_the_box_of_the_conversation_stands_at_its_end_and_the_page_where_it_was(stage):
    log = (
        '<div style="block-size: 2000px">Lesson</div><div data-mn-upto="3"><div role="log" tabindex="0" style="max-block-size: 100px; overflow: auto">'
        + "<p>Words</p>" * 20
        + "</div></div>"
    )
    stage.open(region("thread", log))
    assert (
        stage.page.evaluate("(log => log.scrollHeight - log.clientHeight - log.scrollTop)(document.querySelector('[role=log]'))")
        < 2
    )
    assert stage.page.evaluate("scrollY") == 0


def test_the_whole_course_is_gone_through_page_by_page_and_what_is_found_is_shown(stage):
    pages = {
        None: {"done": 50, "after": "49", "found": "<li>Leila</li>"},
        "49": {"done": 7, "after": None, "found": "<li>Sam</li>"},
    }
    stage.answers["rebuild"] = lambda route: route.fulfill(json=pages[route.request.post_data_json["after"]])
    stage.open(
        region(
            "head", '<div data-mn-sweep><button type="button" data-mn-check>Check</button><ul data-mn-found><li>Old</li></ul></div>'
        )
    )
    stage.page.get_by_role("button", name="Check").dblclick()
    expect(stage.page.get_by_role("status")).to_have_text("word checked 57")
    assert stage.page.get_by_role("listitem").all_inner_texts() == ["Leila", "Sam"]
    assert [body["after"] for body in stage.made("rebuild")] == [None, "49"]


def test_a_fold_the_reader_opened_stays_open_when_its_region_is_drawn_anew(stage):
    form = '<form data-mn-act="start"><button id="start">Begin</button><p role="alert" data-mn-error></p></form>'
    stage.answers["start"] = {
        "regions": {"foot": f'<details id="fold"><summary>Plan, 1 of 7</summary>{form}<p>Begun</p></details>'},
        "said": "Begun.",
    }
    stage.open(region("foot", f'<details id="fold"><summary>Plan, 0 of 7</summary>{form}</details>'))
    stage.page.locator("summary").click()
    stage.page.locator("#start").click()
    expect(stage.page.get_by_text("Begun", exact=True)).to_be_visible()
    expect(stage.page.locator("#start")).to_be_focused()


def test_a_draft_in_a_fold_opens_it_when_the_reader_comes_back(stage):
    stage.open(region("foot", f'<details id="fold"><summary>Plan</summary>{FORM}</details>'))
    stage.page.locator("summary").click()
    stage.page.get_by_label("Goal").fill("Half")
    stage.page.reload()
    expect(stage.page.get_by_label("Goal")).to_be_visible()


def test_what_the_browser_would_not_let_through_is_answered_in_our_words(stage):
    stage.refuse("propose", "That is no address.", "link")
    stage.open(region("plan", FORM))
    stage.page.get_by_label("Link").fill("nowhere")
    stage.page.locator("#send").click()
    expect(stage.page.get_by_role("alert")).to_have_text("That is no address.")
