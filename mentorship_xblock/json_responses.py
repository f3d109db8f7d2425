"""What a handler answers with."""

import json
from collections.abc import Mapping
from typing import Any

from webob import Response


def json_response(body: Mapping[str, Any], status: int = 200) -> Response:
    """Return an answer of a handler. It is one person's at one moment: no cache and no proxy is to keep it."""
    # The platform's own parser reads this in the browser only, so it may be as large as a screen.
    response = Response(json.dumps(body), status=int(status), content_type="application/json", charset="utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
