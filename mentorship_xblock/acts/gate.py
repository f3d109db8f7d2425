"""The gate: what a request must be before anybody looks at what it asks for."""

import json
from collections.abc import Mapping
from typing import Any

from ..domain.refusals import Refused
from ..domain.values import no_constant
from ..hosts.port import Host

HEADER = "X-Mentorship"
"""A header of our own: a page of somebody else cannot send it without the browser asking us first."""
BODY_MAX = 256_000
"""Bytes of a request: a message of the longest kind, with every character escaped, is under half of it."""


def act_body(host: Host, request: Any) -> Mapping[str, Any]:
    """Return the body of an act. Raises Refused for a request that is not one of ours."""
    _admit(host, request)
    return _posted(request)


def authored_body(may_author: bool, request: Any) -> Mapping[str, Any]:
    """Return what an author saves. Raises Refused ``author-only`` wherever the program may not be written."""
    if not may_author:
        raise Refused("author-only")
    if not request.headers.get(HEADER):
        raise Refused("route")
    return _posted(request)


def _posted(request: Any) -> Mapping[str, Any]:
    if request.method != "POST":
        raise Refused("method")
    if (request.content_type or "").split(";")[0].strip() != "application/json":
        raise Refused("content-type")
    if (request.content_length or 0) > BODY_MAX:
        raise Refused("too-large")
    raw = request.body
    if len(raw) > BODY_MAX:
        raise Refused("too-large")
    try:
        body = json.loads(raw, parse_constant=no_constant)
    except (ValueError, RecursionError) as fault:
        raise Refused("not-json") from fault
    if not isinstance(body, dict):
        raise Refused("not-json")
    return body


def read_query(host: Host, request: Any) -> Mapping[str, Any]:
    """Return the parameters of a read, which may be a GET of a signed-in person."""
    _admit(host, request)
    if request.method != "GET":
        raise Refused("method")
    return dict(request.GET)


def _admit(host: Host, request: Any) -> None:
    if not host.trusted(request) or not request.headers.get(HEADER):
        raise Refused("route")
