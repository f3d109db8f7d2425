"""``python -m tools.release``: print the tag of the release that can be made now, or say what is in its way.

Standard library only: it runs where nothing but the tools that build a release is installed.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mentorship_xblock import __version__

ROOT = Path(__file__).parents[1]
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


def obstacles(version: str, changelog: str, changed: str, tags: Iterable[str]) -> Iterator[str]:
    """Yield what is in the way of releasing a version: its changelog, what git says is not committed, the tags there are."""
    heading = (SECTION.findall(changelog) or ["no section"])[0]
    if not re.fullmatch(rf"{re.escape(version)} - \d{{4}}-\d\d-\d\d", heading):
        yield f"CHANGELOG.md begins with “{heading}”; a release of {version} needs “{version} - ” and its date"
    if changed:
        yield f"Not committed:\n{changed}"
    if f"v{version}" in tags:
        yield f"v{version} is tagged already; choose the next version in mentorship_xblock/__init__.py"


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.rstrip()


def main() -> None:
    """Print the tag, or end with what is in the way."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = list(obstacles(__version__, changelog, _git("status", "--porcelain"), _git("tag").split()))
    if found:
        sys.exit("\n".join(found))
    print(f"v{__version__}")


if __name__ == "__main__":
    main()
