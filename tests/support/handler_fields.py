"""What each handler takes, and a request read as the dispatcher reads it."""

from mentorship_xblock.actions.registry import ACTIONS
from mentorship_xblock.actions.request_schemas import parse_request_fields
from mentorship_xblock.views.dispatch import READS, fields_of_handler

REQUEST_FIELDS = {name: fields_of_handler(name) for name in (*ACTIONS, *READS)}


def parsed(handler, body):
    """Return the checked fields of a request to this handler."""
    return parse_request_fields(REQUEST_FIELDS[handler], body)
