"""What a release needs is asked for before its tag is set, and the changelog is about the version in the code."""

from pathlib import Path

import pytest

from mentorship_xblock import __version__
from tools.release import SECTION, obstacles

CHANGELOG = (Path(__file__).parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
DATED = "# Changelog\n\n## 1.2.0 - 2026-12-01\n\n## 1.1.0 - 2026-06-01\n"


@pytest.mark.parametrize(
    "facts, said",
    [
        ({}, []),
        ({"changelog": DATED.replace("2026-12-01", "unreleased")}, ["CHANGELOG.md begins with “1.2.0 - unreleased”"]),
        ({"version": "1.3.0"}, ["a release of 1.3.0 needs"]),
        ({"changelog": ""}, ["begins with “no section”"]),
        ({"changed": " M setup.py"}, ["Not committed:\n M setup.py"]),
        ({"tags": ["v1.1.0", "v1.2.0"]}, ["v1.2.0 is tagged already"]),
        ({"changed": "?? a", "tags": ["v1.2.0"]}, ["Not committed", "tagged already"]),
    ],
)
def test_what_is_in_the_way_of_a_release_is_said(facts, said):
    found = list(obstacles(**{"version": "1.2.0", "changelog": DATED, "changed": "", "tags": ["v1.1.0"], **facts}))
    assert len(found) == len(said)
    assert all(part in sentence for part, sentence in zip(said, found, strict=True))


def test_the_changelog_begins_with_the_version_in_the_code():
    assert SECTION.findall(CHANGELOG)[0].startswith(f"{__version__} - ")
