"""The script on a page of the test's own, with a host that answers what the test says. For what the script promises
templates in general, beside what today's templates happen to use."""

import json
from collections.abc import Callable
from time import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page, Route

PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Stage</title></head><body>
<div id="host"><section class="mn" id="mn-stage" data-mn-block data-mn-face="{face}" data-mn-reader="{reader}" data-mn-extras="/resource/mentorship/public/extras.js" {marks} aria-label="Mentorship">
{regions}
<p role="status" data-mn-status></p>
<div hidden>{words}<template data-mn-offer><button type="button" data-mn-new>word show</button></template></div></section></div>
<script src="/static/workbench/js/vendor/jquery.min.js"></script>
<script src="/resource/mentorship/public/mentorship.js"></script>
<script>
const request = window.fetch;
window.__open = 0;
window.fetch = async (address, options) => {{
  window.__open += 1;
  try {{
    const answer = await request(address, options);
    return new Response(await answer.text(), {{status: answer.status}});
  }} finally {{ window.__open -= 1; }}
}};
$(document).ajaxSend(() => {{ window.__heard = true; }}).ajaxError(() => {{ window.__heard = true; }});
MentorshipXBlock({{handlerUrl: (element, name, suffix, query) => "/stage/" + name + "?" + query}}, $("#host"));
</script></body></html>"""
WORDS = ("offline", "failed", "again", "signedout", "long", "which", "sending", "seconds", "kept", "new", "checked", "left", "over")
NUMBERED = ("checked", "left", "over", "seconds")

Answer = dict[str, Any]
HOUR = 60 * 60
WAIT_MS = 60_000
"""How long to wait for what must come, on a machine that has much else to do."""


def region(name: str, html: str) -> str:
    """Return a region as the block's template draws it."""
    return f'<div data-mn-region="{name}">{html}</div>'


class Stage:
    """A page with the script on it. ``calls`` are the requests that came, ``answers`` what each handler gives."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.calls: list[tuple[str, Answer]] = []
        self.answers: dict[str, Answer | Callable[[Route], None]] = {"seen": {"seen": True}}
        self._address = address
        page.route("**/stage/**", self._answer)

    def open(self, regions: str, face: str = "closed", reader: str = "r1", lang: str = "en", marks: str = "") -> None:
        """Show a page with these regions, and with more marks on the block's root."""
        words = "".join(
            f'<span data-mn-word="{name}">word {name}{" {number}" if name in NUMBERED else ""}</span>' for name in WORDS
        )
        html = PAGE.format(regions=regions, face=face, reader=reader, lang=lang, words=words, marks=marks)
        self.page.route("**/stage", lambda route: route.fulfill(body=html, content_type="text/html"))
        self.page.goto(f"{self._address}/stage")

    def made(self, name: str) -> list[Answer]:
        """Return what was asked of one handler."""
        return [body for called, body in self.calls if called == name]

    def refuse(self, name: str, message: str, field: str = "", status: int = 400) -> None:
        """Let a handler refuse from now on."""
        body = json.dumps({"error": "code", "message": message, "field": field})
        self.answers[name] = lambda route: route.fulfill(status=status, body=body, content_type="application/json")

    def hold(self, name: str) -> Callable[[int], Route]:
        """Leave what a handler is asked unanswered; return how to come by each request, which waits until it is there."""
        came: list[Route] = []
        self.answers[name] = came.append

        def request(place: int) -> Route:
            for _ in range(WAIT_MS // 20):
                if place < len(came):
                    return came[place]
                self.page.wait_for_timeout(20)
            raise AssertionError(f"{name} was asked {len(came)} times")

        return request

    def hold_time(self, now: float | None = None) -> None:
        """From now on time passes only when told: what a slow machine takes by itself would be added to it."""
        now = now or time()
        self.page.clock.install(time=now - HOUR)  # it is not paused at what is past by then
        self.page.clock.pause_at(now)

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and everything asked meanwhile be answered."""
        self.page.clock.run_for(int(seconds * 1000))
        self.page.wait_for_function("window.__open === 0")

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        name = address.path.rsplit("/", 1)[-1]
        self.calls.append((name, json.loads(route.request.post_data or "null") or dict(parse_qsl(address.query))))
        answer = self.answers.get(name, {})
        if callable(answer):
            answer(route)
        else:
            route.fulfill(json=answer)
