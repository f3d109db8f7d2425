"""The page of handlers says what the tables say."""

import re
from pathlib import Path

from mentorship_xblock.acts.access import MAY, PRECEDENCE
from mentorship_xblock.acts.bodies import BODIES

PAGE = Path(__file__).parents[2] / "docs/handlers.md"


def test_the_page_of_handlers_has_each_with_its_body_and_its_roles():
    rows = re.findall(r"^\| `(\w+)` \| ?(.*?) \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {name: (fields.strip(), roles) for name, fields, roles in rows}
    assert told == {
        name: (", ".join(BODIES[name]), ", ".join(role.value for role in PRECEDENCE if role in MAY[name])) for name in MAY
    }
