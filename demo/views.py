"""The demo's pages: a door with everybody's name on it, the units, and two of them side by side."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.csrf import ensure_csrf_cookie
from workbench.runtime import WorkbenchRuntime
from workbench.scenarios import SCENARIOS

from .course import COURSE, HOME, UNITS
from .people import BY_NAME, PEOPLE, Part, Person
from .words import words

LANGUAGES = {"en": "English", "ar": "العربية", "es": "Español"}
WORD = re.compile(r"[\w.@+-]{1,150}")
"""What a username is made of. It goes into the page and into handlers' addresses."""


def _kept(request: HttpRequest) -> dict[str, str]:
    """Return what every link carries on: the theme, and the language if the address names it."""
    kept = {}
    if request.GET.get("theme") == "dark":
        kept["theme"] = "dark"
    if request.GET.get("lang") in LANGUAGES:
        kept["lang"] = request.GET["lang"]
    return kept


def _to(name: str, *args: str, **query: str) -> str:
    address = reverse(name, args=args)
    return f"{address}?{urlencode(query)}" if query else address


def _same(request: HttpRequest, **changed: str) -> str:
    """Return this page's address with parts of its query changed; an empty value takes one away."""
    query = {**request.GET.dict(), **changed}
    return f"{request.path}?{urlencode({key: value for key, value in query.items() if value})}"


def _page(request: HttpRequest, template: str, **facts: Any) -> HttpResponse:
    dark = request.GET.get("theme") == "dark"
    language = (get_language() or "en").split("-")[0]
    common = {
        "course": COURSE,
        "words": words(),
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "dark": dark,
        "theme_link": _same(request, theme="" if dark else "dark"),
        "languages": [
            {"code": code, "name": name, "here": code == language, "link": _same(request, lang=code)}
            for code, name in LANGUAGES.items()
        ],
        "door": _to("demo_door", **_kept(request)),
        "beside": _to("demo_beside", left="leila", right="amara", **_kept(request)),
    }
    return render(request, f"demo/{template}", {**common, **facts})


def door(request: HttpRequest) -> HttpResponse:
    """Everybody by their part, each a way in."""
    kept = _kept(request)
    rooms = [
        {
            "title": words()[part],
            "people": [
                {"person": person, "link": _to("demo_unit", HOME.number, student=person.username, **kept)}
                for person in PEOPLE
                if person.part is part
            ],
        }
        for part in Part
    ]
    return _page(request, "door.html", rooms=rooms)


def _word(request: HttpRequest, name: str, default: str) -> str:
    word = request.GET.get(name, default)
    if not WORD.fullmatch(word):
        raise Http404
    return word


@ensure_csrf_cookie
def unit(request: HttpRequest, number: str) -> HttpResponse:
    """A unit, as the person named in the address sees it."""
    here = UNITS.get(number)
    if here is None:
        raise Http404
    word = _word(request, "student", "leila")
    block = WorkbenchRuntime(word).get_block(SCENARIOS[here.scenario].usage_id)
    fragment = block.render("student_view", {})
    kept = _kept(request)
    units = [
        {"unit": other, "here": other is here, "link": _to("demo_unit", other.number, student=word, **kept)}
        for other in UNITS.values()
    ]
    return _page(
        request,
        "unit.html",
        unit=here,
        units=units,
        word=word,
        person=BY_NAME.get(word) or Person(word, word, "", Part.VISITOR),
        host={"handlers": "/handler/", "asides": "/aside_handler/", "student": word},
        head_html=fragment.head_html(),
        body_html=fragment.body_html(),
        foot_html=fragment.foot_html(),
    )


def beside(request: HttpRequest) -> HttpResponse:
    """Two people's units next to each other."""
    kept = _kept(request)
    sides = []
    for side, default in (("left", "leila"), ("right", "amara")):
        word = _word(request, side, default)
        name = BY_NAME[word].name if word in BY_NAME else word
        link = _to("demo_unit", HOME.number, student=word, **kept)
        sides.append({"side": side, "label": words()[side], "word": word, "name": name, "link": link})
    return _page(request, "beside.html", sides=sides, people=PEOPLE, kept=kept)


def no_reset(request: HttpRequest) -> HttpResponse:
    """Say how to reset the demo."""
    return HttpResponse("Stop the demo, then run: make demo-reset", status=409, content_type="text/plain")
