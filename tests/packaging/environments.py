"""Interpreters and throw-away environments for the packaging tests."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mentorship_xblock"
PROBE = Path(__file__).parent / "installed.py"
REQUIREMENTS = ROOT / "requirements"
LOCKED = "MENTORSHIP_NEWEST" not in os.environ
"""A release of tomorrow should not break today's tests, so they install from locks. `make test-latest` takes the newest."""
SUPPORTED = ("3.11", "3.12", "3.13")
LEFT_BEHIND = (
    ".*cache*",
    ".coverage*",
    ".git",
    ".hypothesis",
    ".venv*",
    "*.egg-info",
    "*.py[co]",
    "__pycache__",
    "build",
    "dist",
    "var",
)


def run(*command, cwd=None):
    """Run a command outside the source tree's influence; return what it printed, or fail with it."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO", "COV_"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def new_environment(folder, interpreter=sys.executable):
    """Make an empty virtual environment and return its interpreter."""
    run(interpreter, "-m", "venv", folder)
    return Path(folder) / "bin" / "python"


def install(python, *requirements):
    """Install into that environment."""
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", *requirements)


def install_lock(python, name):
    """Install what a lock names, or the newest of what it was made from."""
    install(python, *(("--require-hashes", "-r", REQUIREMENTS / f"{name}.txt") if LOCKED else ("-r", REQUIREMENTS / f"{name}.in")))


def install_block(python, lock, wheel):
    """Install the block beside what a lock names, and see that it asks for nothing else."""
    install_lock(python, lock)
    install(python, "--no-deps", wheel)
    run(python, "-m", "pip", "check", "--disable-pip-version-check")


def copy_source(folder):
    """Copy the source tree, its links as links, without what earlier builds and tests left in it."""
    return Path(shutil.copytree(ROOT, folder, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_BEHIND)))


def source_files():
    """Return every file of the package, relative to the top of the tree."""
    return {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def check_installed(python, folder):
    """See that the installed block opens everything that the source has, away from the source tree."""
    opened = json.loads(run(python, "-I", PROBE, cwd=folder).splitlines()[-1])
    for room, names in opened.items():
        assert names, f"there is nothing in {room}/"
    assert {f"mentorship_xblock/{room}/{name}" for room, names in opened.items() for name in names} == {
        name for name in source_files() if name.startswith(tuple(f"mentorship_xblock/{room}/" for room in opened))
    }


@cache
def interpreters():
    """Return the interpreters found on this machine, by supported version."""
    candidates = [sys.executable, *(shutil.which(f"python{version}") for version in SUPPORTED)]
    if pyenv := shutil.which("pyenv"):
        answer = subprocess.run([pyenv, "root"], capture_output=True, text=True)
        if answer.returncode == 0:
            for version in SUPPORTED:
                candidates += sorted(Path(answer.stdout.strip(), "versions").glob(f"{version}.*/bin/python"))
    found = {}
    for candidate in filter(None, candidates):
        # A version manager's stand-in is on the path for versions it then refuses to run, so each is asked.
        asked = subprocess.run(
            [candidate, "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True, text=True,
        )  # fmt: skip
        if asked.returncode == 0 and asked.stdout.strip() in SUPPORTED:
            found.setdefault(asked.stdout.strip(), str(candidate))
    return found
