"""The page of handlers says what the tables say, and the pages for developers name what is there."""

import json
import re
from pathlib import Path

import pytest

from mentorship_xblock.actions.permissions import PERMISSIONS, ROLE_PRECEDENCE
from mentorship_xblock.authoring.program import read_authored_program
from mentorship_xblock.domain.stored_state import StoredState, load_stored_state
from mentorship_xblock.views.dispatch import fields_of_handler
from tools.messages import SOURCE, opened, said

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mentorship_xblock"
PAGE = ROOT / "docs/handlers.md"
PLATFORM = ROOT / "docs/platform.md"


def test_the_page_of_handlers_has_each_with_its_body_and_its_roles():
    rows = re.findall(r"^\| `(\w+)` \| ?(.*?) \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {name: (fields.strip(), roles) for name, fields, roles in rows}
    assert told == {
        name: (", ".join(fields_of_handler(name)), ", ".join(role.value for role in ROLE_PRECEDENCE if role in PERMISSIONS[name]))
        for name in PERMISSIONS
    }


def test_the_page_of_the_platform_names_what_is_in_the_project():
    page = PLATFORM.read_text(encoding="utf-8")
    ours = set(re.findall(r"`((?:tests|docs)/[\w/.-]+|(?:actions|hosts|views/text)/\w+\.py)`", page))
    assert len(ours) > 15
    assert [path for path in sorted(ours) if not ((ROOT / path).exists() or (ROOT / "mentorship_xblock" / path).exists())] == []


OURS = r"(?:mentorship_xblock|tests|docs|demo|tools|actions|authoring|domain|hosts|views|static|templates|translations)/[\w/.*<>-]+"
TOP = r"\w+\.py|pyproject\.toml|Makefile"
MADE_BY_TESTS = {"tests/shots"}


@pytest.mark.parametrize("name", ["architecture", "conventions", "rules", "developers"])
def test_a_page_for_developers_names_files_that_exist(name):
    page = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    named = set(re.findall(rf"`({OURS}|{TOP})`", page)) | {f"docs/{link}" for link in re.findall(r"\]\(([\w.-]+\.md)\)?", page)}
    assert named
    assert [path for path in sorted(named - MADE_BY_TESTS) if not any([*ROOT.glob(path), *PACKAGE.glob(path)])] == []


def test_the_map_of_the_rooms_draws_every_module_that_it_names():
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    drawing = page.split("```")[1]
    modules = {path.stem for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.js")]} | {path.name for path in PACKAGE.rglob("*")}
    rows = re.findall(r"^ *(?:\w+/ +)?((?:\w+ (?:·|──►) ?)+\w+)", drawing, re.MULTILINE)
    drawn = {word for row in rows for word in re.findall(r"\w+", row)}
    assert len(drawn) > 40
    assert drawn - modules == set()


def test_the_examples_of_what_is_stored_are_read_and_written_as_they_stand():
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    record, ledger, mentor = (json.loads(example) for example in re.findall(r"```json\n(.*?)```", page, re.DOTALL))
    state = load_stored_state({"record": record, "ledger": ledger})
    assert state != StoredState() and not state.unreadable
    assert (state.record.as_stored_json(), state.ledger.as_stored_json()) == (record, ledger)
    program, faults = read_authored_program({"roster": [mentor, {"username": "ben", "capacity": 1}]})
    assert not [fault for fault in faults if fault.field.startswith("roster")]
    assert program.roster_entry_of("amara").backup == "ben"


def on_the_screen(label, sentences):
    """Return whether a label is a sentence of the screen, or one up to the name at its end."""
    return any(sentence in {label, f"{label}."} or sentence.startswith(f"{label} {{") for sentence in sentences)


def test_the_page_for_mentors_names_what_the_screen_shows():
    sentences = {form for forms in said(opened(SOURCE, "en")) for form in forms}
    page = re.sub("`.*?`", "", (ROOT / "docs/mentors.md").read_text(encoding="utf-8"))
    labels = {" ".join(label.split()) for label in re.findall(r"\*\*(.+?)\*\*", page, re.DOTALL)}
    assert len(labels) > 40
    assert [label for label in sorted(labels) if not on_the_screen(label, sentences)] == []
