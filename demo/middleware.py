"""The language a page was asked for."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def _asked_for(request: HttpRequest) -> str | None:
    """Return the language in the address, or in the address of the page that sent the request.

    The second keeps two pages side by side in their own languages, although they share their cookies.
    """
    referer = urlsplit(request.headers.get("Referer", ""))
    from_page = parse_qs(referer.query).get("lang", [""])[0] if referer.netloc == request.get_host() else ""
    for code in (request.GET.get("lang", ""), from_page):
        if code in dict(settings.LANGUAGES):
            return code
    return None


class ChosenLanguage:
    """Honours ``?lang=``: hands it to Django's own choice as its cookie, and keeps it for the next page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        code = _asked_for(request)
        if code:
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = code
        response = self.get_response(request)
        if code and code == request.GET.get("lang"):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax")
        return response
