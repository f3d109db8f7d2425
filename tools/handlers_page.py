"""``python -m tools.handlers_page``: write the table in docs/handlers.md from the rows of actions, reads and permissions."""

import re
from pathlib import Path

from mentorship_xblock.actions.permissions import PERMISSIONS, ROLE_PRECEDENCE
from mentorship_xblock.views.dispatch import fields_of_handler

PAGE = Path(__file__).parents[1] / "docs/handlers.md"
TABLE = re.compile(r"(?<=\| --- \| --- \| --- \|\n)(\|.*\n)+")


def table_of_handlers() -> str:
    """Return a row for each handler: what it takes, and who may call it."""
    rows = []
    for name, may in sorted(PERMISSIONS.items()):
        takes, roles = ", ".join(fields_of_handler(name)), ", ".join(role.value for role in ROLE_PRECEDENCE if role in may)
        rows.append(f"| `{name}` | {takes} | {roles} |\n")
    return "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(TABLE.sub(lambda _: table_of_handlers(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
