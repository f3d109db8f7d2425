"""The page of handlers says what the tables say, and the page of the platform names what is there."""

import re
from pathlib import Path

from mentorship_xblock.actions.permissions import PERMISSIONS, ROLE_PRECEDENCE
from mentorship_xblock.actions.request_schemas import REQUEST_SCHEMAS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/handlers.md"
PLATFORM = ROOT / "docs/platform.md"


def test_the_page_of_handlers_has_each_with_its_body_and_its_roles():
    rows = re.findall(r"^\| `(\w+)` \| ?(.*?) \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {name: (fields.strip(), roles) for name, fields, roles in rows}
    assert told == {
        name: (", ".join(REQUEST_SCHEMAS[name]), ", ".join(role.value for role in ROLE_PRECEDENCE if role in PERMISSIONS[name]))
        for name in PERMISSIONS
    }


def test_the_page_of_the_platform_names_what_is_in_the_project():
    page = PLATFORM.read_text(encoding="utf-8")
    ours = set(re.findall(r"`((?:tests|docs)/[\w/.-]+|(?:actions|hosts|views/text)/\w+\.py)`", page))
    assert len(ours) > 15
    assert [path for path in sorted(ours) if not ((ROOT / path).exists() or (ROOT / "mentorship_xblock" / path).exists())] == []
