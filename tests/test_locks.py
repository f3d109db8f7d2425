"""The locks name one version of everything for every supported Python, with its hashes, and no machine or server."""

import re
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.install import progress

ROOT = Path(__file__).parents[1] / "requirements"
NAMES = sorted(path.stem for path in ROOT.glob("*.in"))
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = ({"sys_platform": "linux", "platform_system": "Linux"}, {"sys_platform": "darwin", "platform_system": "Darwin"})
PLACES = [
    {**default_environment(), **system, "python_version": python, "python_full_version": f"{python}.4"}
    for python in PYTHONS
    for system in SYSTEMS
]
LINE = re.compile(
    r"[\w.-]+==[\w.+]+( ; [\w\s.'()=<>!]+)? \\"  # what is installed, and where
    r"|    --hash=sha256:[0-9a-f]{64}( \\)?"
    r"|\s*# *(via)? *([\w.,()\[\] -]|-r requirements/)*:?"  # for whose sake
)
UPDATE = "A .in file was changed: `make lock` takes it into the locks."


def lines_of(path):
    return path.read_text(encoding="utf-8").splitlines()


def asked(name):
    """Return what a .in file asks for, and what it includes."""
    found = []
    for line in lines_of(ROOT / f"{name}.in"):
        if line.startswith("-r "):
            found += asked(Path(line.removeprefix("-r ")).stem)
        elif not line.startswith("#"):
            found.append(Requirement(line))
    return found


def locked(name, place):
    """Return what a lock installs in one place: every version named of each package."""
    found = {}
    for line in lines_of(ROOT / f"{name}.txt"):
        if line[:1].isalpha():
            requirement = Requirement(line.removesuffix(" \\"))
            if requirement.marker is None or requirement.marker.evaluate(place):
                (pin,) = requirement.specifier
                found.setdefault(canonicalize_name(requirement.name), []).append(pin.version)
    return found


def test_every_list_is_locked():
    assert NAMES and sorted(path.stem for path in ROOT.glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_has_versions_and_hashes_and_nothing_else(name):
    lines = lines_of(ROOT / f"{name}.txt")
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    pins = [number for number, line in enumerate(lines) if "==" in line]
    assert pins
    assert [lines[number] for number in pins if "--hash=sha256:" not in lines[number + 1]] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_has_what_its_list_asks_for_on_every_python(name):
    for place in PLACES:
        pins = locked(name, place)
        assert {package: versions for package, versions in pins.items() if len(versions) > 1} == {}
        for requirement in asked(name):
            (version,) = pins.get(canonicalize_name(requirement.name), [""])
            assert version and requirement.specifier.contains(version), f"{requirement}: {version or 'not locked'}. {UPDATE}"


@pytest.mark.parametrize("name", ["dev", "bench"])
def test_what_is_tested_and_measured_is_the_demo_as_it_is_installed(name):
    for place in PLACES:
        assert locked("demo", place).items() <= locked(name, place).items()


def test_the_progress_of_an_installation_is_told():
    printed = ["Ignoring a: markers 'python_full_version >= \"3.12\"' don't match your environment"]
    printed += [
        line for number in range(11) for line in (f"Collecting b{number}==1", f"  Downloading b{number}-1-py3-none-any.whl")
    ]
    assert list(progress(12, [*printed, "Installing collected packages: b0, b1", "Successfully installed b0-1"])) == [
        "  10 of 11 packages found",
        "  11 of 11 packages found",
        "  putting them in place",
    ]
