"""Actions on the mentorship itself: leaving it, pausing it, going on."""

from ..domain.mentorship import transitions
from ..domain.record.log import Kind
from .action import Action, _
from .field_checks import check_calendar_day, check_optional_person, check_optional_text
from .pipeline import on_record
from .repeated_requests import kinds_made_about
from .request_schemas import ACTION_FIELDS

RELATIONSHIP_ACTIONS = (
    Action(
        "leave",
        ACTION_FIELDS,
        on_record(transitions.leave_mentorship),
        makes=kinds_made_about(Kind.LEFT, Kind.WITHDREW),
        said=_("The mentorship has ended. Everything stays here for you."),
        said_after={Kind.WITHDREW: _("You withdrew your request. You can ask again whenever you like.")},
    ),
    Action(
        "pause",
        {**ACTION_FIELDS, "learner": check_optional_person, "until": check_calendar_day, "text": check_optional_text},
        on_record(transitions.pause_mentorship, "until", "text"),
        makes=kinds_made_about(Kind.PAUSED),
        said=_("Paused. No dates count until then, and everything stays as it is."),
        read_by_learner=True,
    ),
    Action(
        "resume",
        {**ACTION_FIELDS, "learner": check_optional_person},
        on_record(transitions.resume_mentorship),
        makes=kinds_made_about(Kind.RESUMED),
        said=_("The mentorship continues."),
        read_by_learner=True,
    ),
)
