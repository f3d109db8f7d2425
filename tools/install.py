"""``python tools/install.py requirements/dev.txt``: install a lock into the environment that runs this, and say how far it is.

It runs before anything is installed, so it needs the standard library only. pip decides and checks every hash; what it prints is
read for the progress alone.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path

PINNED = re.compile(r"^[\w.-]+==", re.MULTILINE)
STEP = 10
"""After so many packages the progress is told."""


def progress(total: int, lines: Iterable[str]) -> Iterator[str]:
    """Yield what to tell of pip's work on so many packages, while it prints these lines."""
    found = 0
    for line in lines:
        if line.startswith("Ignoring "):
            total -= 1  # it is for another Python
        elif line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
            found += 1
            if found % STEP == 0 or found == total:
                yield f"  {found} of {total} packages found"
        elif line.startswith("Installing collected packages: "):
            yield "  putting them in place"


def main(lock: str) -> int:
    """Install the lock; return pip's exit code. All that pip printed is shown if it failed."""
    total = len(PINNED.findall(Path(lock).read_text(encoding="utf-8")))
    print(f"Installing {lock}: this needs the network, and happens once", flush=True)
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r", lock]
    surroundings = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=surroundings) as pip:
        lines, printed = tee(pip.stdout or ())
        for sentence in progress(total, lines):
            print(sentence, flush=True)
        if pip.wait():
            sys.stderr.writelines(printed)
    return pip.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
