"""The demo's pages: a door with everybody's name on it, the units, two of them side by side, and Studio."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.csrf import ensure_csrf_cookie
from workbench.runtime import WorkbenchRuntime
from workbench.scenarios import SCENARIOS

from mentorship_xblock.actions.context import MentoringContext, course_plans_of_learners
from mentorship_xblock.authoring.program import ProgramInUse
from mentorship_xblock.domain.record.values import PersonId
from mentorship_xblock.hosts import host_for_block

from .course import COURSE, HOME, MENTOR_PLACE, UNITS, Unit
from .people import BY_NAME, PEOPLE, Part, Person
from .services import read
from .standing import Standing, of_learner, of_mentor, standing_of
from .words import words

NAMES = dict(settings.LANGUAGES)
WORD = re.compile(r"[\w.@+-]{1,150}")
"""What a username is made of. It goes into the page and into handlers' addresses."""
KEPT = {"theme": {"dark"}, "lang": set(NAMES), "framed": {"1"}}
LEARNER, MENTOR, TEAM = "leila", "amara", "dana"
"""Whom a stranger should meet first. The last writes the course, too."""


def _kept(query: QueryDict) -> dict[str, str]:
    """Return what every link carries on: theme and language, and that the page stands beside another."""
    return {name: value for name, values in KEPT.items() if (value := query.get(name)) in values}


def _to(name: str, *args: str, **query: str) -> str:
    address = reverse(name, args=args)
    return f"{address}?{urlencode(query)}" if query else address


def _to_mentorship(person: str, **query: str) -> str:
    """Return the address of the home unit for this person, past the lesson."""
    return f"{_to('demo_unit', HOME.number, student=person, **query)}#{MENTOR_PLACE}"


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
        "framed": "framed" in _kept(request.GET),
        "theme_link": _same(request, theme="" if dark else "dark"),
        "languages": [
            {"code": code, "name": name, "here": code == language, "link": _same(request, lang=code)}
            for code, name in NAMES.items()
        ],
        "door": _to("demo_door", **_kept(request.GET)),
    }
    return render(request, f"demo/{template}", {**common, **facts})


def door(request: HttpRequest) -> HttpResponse:
    """Everybody by their part, where they stand, and a way in."""
    kept, said = _kept(request.GET), words()
    standings = _standings()

    def inside(person: Person) -> str:
        return _to_mentorship(person.username, **kept)

    def card(person: Person) -> dict[str, Any]:
        standing = standings.get(person.username)
        if standing is not None:
            mentor = BY_NAME.get(standing.relation.mentor) if standing.active else None
            return {"person": person, "link": inside(person), "states": of_learner(standing, said), "mentor": mentor}
        states = of_mentor(PersonId(person.username), standings.values(), said) if person.part is Part.MENTOR else []
        return {"person": person, "link": inside(person), "states": states}

    def way(title: str, username: str) -> dict[str, str]:
        return {"title": said[title], "line": BY_NAME[username].name, "link": inside(BY_NAME[username])}

    ways = [
        way("a_learner", LEARNER),
        way("a_mentor", MENTOR),
        {"title": said["beside"], "line": said["beside_hint"], "link": _to("demo_beside", **kept)},
        way("a_team", TEAM),
        {"title": said["author"], "line": said["author_line"], "link": _to("demo_studio", HOME.number, **kept)},
    ]
    rooms = [{"title": said[part], "cards": [card(person) for person in PEOPLE if person.part is part]} for part in Part]
    return _page(request, "door.html", ways=ways, rooms=rooms)


def _standings() -> dict[str, Standing]:
    """Return where every learner stands now."""
    block = WorkbenchRuntime(TEAM).get_block(HOME.mentorship_usage)
    learners = [PersonId(person.username) for person in PEOPLE if person.part is Part.LEARNER]
    now = datetime.now(UTC)
    course = MentoringContext(host_for_block(block, HOME.mentorship_usage), ProgramInUse(block.authored))
    documents, plans = course.host.read_states(learners), course_plans_of_learners(course, learners)
    return {learner: standing_of(learner, documents[learner], plans[learner], now) for learner in learners}


def _word(request: HttpRequest, name: str, default: str) -> str:
    word = request.GET.get(name, default)
    if not WORD.fullmatch(word):
        raise Http404
    return word


def _unit(number: str) -> Unit:
    here = UNITS.get(number)
    if here is None:
        raise Http404
    return here


def _drawn(person: str, usage: str, view: str) -> dict[str, Any]:
    """Draw a block as this person, and return what the page needs of it."""
    fragment = WorkbenchRuntime(person).get_block(usage).render(view, {})
    return {
        "host": {"handlers": "/handler/", "asides": "/aside_handler/", "student": person},
        "head_html": fragment.head_html(),
        "body_html": fragment.body_html(),
        "foot_html": fragment.foot_html(),
    }


def _unit_links(name: str, here: Unit, **query: str) -> Iterable[dict[str, Any]]:
    return [{"unit": unit, "here": unit is here, "link": _to(name, unit.number, **query)} for unit in UNITS.values()]


@ensure_csrf_cookie
def unit(request: HttpRequest, number: str) -> HttpResponse:
    """A unit, as the person named in the address sees it."""
    here = _unit(number)
    word = _word(request, "student", LEARNER)
    if word in BY_NAME:
        read(word, here.lesson_usage)
    return _page(
        request,
        "unit.html",
        unit=here,
        units=_unit_links("demo_unit", here, student=word, **_kept(request.GET)),
        person=BY_NAME.get(word) or Person(word, word, "", Part.VISITOR),
        **_drawn(word, SCENARIOS[here.scenario].usage_id, "student_view"),
    )


def scenario(request: HttpRequest, scenario: str) -> HttpResponse:
    """Lead from the address that the workbench gives a unit to the unit, in the looks of the page that linked it."""
    here = next((unit for unit in UNITS.values() if unit.scenario == scenario), None)
    if here is None:
        raise Http404
    kept = _kept(QueryDict(urlsplit(request.headers.get("Referer", "")).query))
    return redirect(_to("demo_unit", here.number, student=_word(request, "student", LEARNER), **kept))


def beside(request: HttpRequest) -> HttpResponse:
    """Two people's units next to each other."""
    kept = _kept(request.GET)
    sides = []
    for side, default in (("left", LEARNER), ("right", MENTOR)):
        word = _word(request, side, default)
        name = BY_NAME[word].name if word in BY_NAME else word
        link = _to_mentorship(word, **kept, framed="1")
        sides.append({"side": side, "label": words()[f"{side}_side"], "word": word, "name": name, "link": link})
    return _page(request, "beside.html", sides=sides, people=PEOPLE, kept=kept)


def studio(request: HttpRequest, number: str) -> HttpResponse:
    """What the author sees of a unit's mentorship block, with the way to its editor."""
    here = _unit(number)
    kept = _kept(request.GET)
    return _page(
        request,
        "studio.html",
        unit=here,
        units=_unit_links("demo_studio", here, **kept),
        edit=_to("demo_editor", number, **kept),
        saved="saved" in request.GET,
        **_drawn(TEAM, here.mentorship_usage, "author_view"),
    )


@ensure_csrf_cookie
def editor(request: HttpRequest, number: str) -> HttpResponse:
    """The editor of a unit's mentorship block, in a frame that keeps Studio's contract."""
    here = _unit(number)
    kept = _kept(request.GET)
    drawn = _drawn(TEAM, here.mentorship_usage, "studio_view")
    drawn["host"] |= {
        "back": _to("demo_studio", number, **kept),
        "saved": _to("demo_studio", number, saved="1", **kept),
        "saving": words()["saving"],
    }
    return _page(request, "editor.html", unit=here, units=_unit_links("demo_editor", here, **kept), **drawn)


def no_reset(request: HttpRequest) -> HttpResponse:
    """Say how to reset the demo."""
    return HttpResponse("To start over, run: make demo-reset", status=409, content_type="text/plain")
