"""What a request must be before anybody looks at what it asks for."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from ..domain.record.errors import ActionRefused
from ..domain.record.record import count_stored_characters
from ..domain.record.values import PersonId, refuse_json_constant
from ..hosts.port import Host

REQUEST_HEADER = "X-Mentorship"
"""A header of our own: a page of somebody else cannot send it without the browser asking us first."""
READER_HEADER = "X-Mentorship-Reader"
"""For whom the page was drawn that sends a request, by ``reader_fingerprint``. What is no page leaves it out."""
BODY_MAX = 512_000
"""Characters of a request, of whatever script: the longest plan that is allowed, with all that mentors read of it, fits in."""
BYTES_MAX = 2_500_000
"""Bytes of a request: all those characters as a browser sends them, four bytes each, and less than Django takes at most."""


def reader_fingerprint(person: PersonId | None) -> str:
    """Return a short name for a reader, for the page that is drawn for them; nothing for nobody."""
    return hashlib.sha256(str(person).encode()).hexdigest()[:12] if person else ""


def read_action_body(host: Host, request: Any) -> Mapping[str, Any]:
    """Return the body of an act. Raises ActionRefused for a request that is not one of ours, or from another reader's page."""
    _admit_request(host, request)
    return _parse_posted_json(request)


def read_authoring_body(may_author: bool, author: Callable[[], PersonId | None], request: Any) -> Mapping[str, Any]:
    """Return what an author saves. Raises ActionRefused ``author-only`` wherever the program may not be written."""
    if not may_author:
        raise ActionRefused("author-only")
    if not request.headers.get(REQUEST_HEADER):
        raise ActionRefused("route")
    _check_reader(author, request)
    return _parse_posted_json(request)


def _parse_posted_json(request: Any) -> Mapping[str, Any]:
    if request.method != "POST":
        raise ActionRefused("method")
    if (request.content_type or "").split(";")[0].strip() != "application/json":
        raise ActionRefused("content-type")
    if (request.content_length or 0) > BYTES_MAX:
        raise ActionRefused("too-large")
    try:
        raw = request.body
    except ValueError as fault:  # Django counts what is said to come, whatever that is
        raise ActionRefused("length") from fault
    if len(raw) > BYTES_MAX:
        raise ActionRefused("too-large")
    try:
        body = json.loads(raw, parse_constant=refuse_json_constant)
    except (ValueError, RecursionError) as fault:
        raise ActionRefused("not-json") from fault
    if not isinstance(body, dict):
        raise ActionRefused("not-json")
    if len(raw) > BODY_MAX:  # each character is a byte at least
        _check_length(body)
    return body


def _check_length(body: Mapping[str, Any]) -> None:
    """Raise ActionRefused ``too-large``, naming the longest field, for more characters than a request may have."""
    lengths = {field: count_stored_characters(value) for field, value in body.items()}
    if sum(lengths.values()) > BODY_MAX:
        raise ActionRefused("too-large", max(lengths, key=lambda field: lengths[field]))


def read_query_fields(host: Host, request: Any) -> Mapping[str, Any]:
    """Return the parameters of a read, which may be a GET of a signed-in person."""
    _admit_request(host, request)
    if request.method != "GET":
        raise ActionRefused("method")
    return dict(request.GET)


def _admit_request(host: Host, request: Any) -> None:
    """Refuse who is signed out before the way they came: the platform vouches for no request of theirs (``user.known``)."""
    if host.current_visitor().id is None:
        raise ActionRefused("anonymous")
    if not host.came_by_trusted_route(request) or not request.headers.get(REQUEST_HEADER):
        raise ActionRefused("route")
    _check_reader(lambda: host.current_visitor().id, request)


def _check_reader(asker: Callable[[], PersonId | None], request: Any) -> None:
    """Raise ActionRefused ``another-reader`` for a page that was drawn for somebody else: what was written there is not the
    asker's. Nobody is somebody who has signed out, and ActionRefused ``anonymous``.
    """
    reader = request.headers.get(READER_HEADER)
    if reader and reader != (here := reader_fingerprint(asker())):
        raise ActionRefused("another-reader" if here else "anonymous")
