"""Every action there is, by its name: each area's rows, gathered."""

from collections.abc import Mapping

from .action import Action
from .assignment import ASSIGNMENT_ACTIONS
from .conversation import CONVERSATION_ACTIONS
from .delivery import DELIVERY_ACTIONS
from .index_repair import REPAIR_ACTIONS
from .mentor_tools import MENTOR_ACTIONS
from .plan import PLAN_ACTIONS
from .relationship import RELATIONSHIP_ACTIONS

AREAS = (
    ASSIGNMENT_ACTIONS,
    RELATIONSHIP_ACTIONS,
    CONVERSATION_ACTIONS,
    DELIVERY_ACTIONS,
    PLAN_ACTIONS,
    MENTOR_ACTIONS,
    REPAIR_ACTIONS,
)

ACTIONS: Mapping[str, Action] = {action.name: action for area in AREAS for action in area}
"""Each becomes a handler of the block."""
