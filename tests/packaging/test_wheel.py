"""The wheel and the sdist carry everything, and the installed block works without the source tree."""

import email
import tarfile
import zipfile

import pytest
from packaging.requirements import Requirement

from .conftest import BACKENDS
from .environments import PACKAGE, check_installed, install, install_block, new_environment, source_files


@pytest.fixture(params=BACKENDS)
def built(request, builds):
    """What one version of setuptools built."""
    return builds[request.param]


@pytest.fixture(scope="module")
def clean(builds, tmp_path_factory):
    """A clean environment with the block, what it asks for, and nothing of the tests."""
    python = new_environment(tmp_path_factory.mktemp("clean") / "venv")
    install_block(python, "xblock-newest", builds["newest"].wheel)
    return python


def contents(wheel):
    """Return the names of the files in a wheel, its own metadata aside."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name and not name.endswith("/")}


def metadata(wheel):
    """Return a wheel's metadata."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def test_the_wheel_has_every_file_of_the_package_and_nothing_else(built):
    assert contents(built.wheel) == source_files()
    assert "mentorship_xblock/py.typed" in contents(built.wheel)  # or another project's mypy would not look at our types


def test_the_sdist_has_every_file_as_a_real_file(built):
    with tarfile.open(built.sdist) as archive:
        members = {member.name.partition("/")[2]: member for member in archive.getmembers()}
    assert source_files() <= members.keys()
    assert {"setup.py", "pyproject.toml", "README.md", "LICENSE"} <= members.keys()
    assert [name for name, member in members.items() if not (member.isreg() or member.isdir())] == []
    assert [name for name in members if name.startswith(("static", "templates", "translations"))] == []


def test_a_wheel_made_from_the_sdist_is_the_same(built):
    assert contents(built.wheel_from_sdist) == contents(built.wheel)
    assert str(metadata(built.wheel_from_sdist)) == str(metadata(built.wheel))


def test_the_metadata_says_what_is_needed(built):
    told = metadata(built.wheel)
    assert told["Name"] == "mentorship-xblock"
    assert f'__version__ = "{told["Version"]}"' in (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    assert told["Requires-Python"] == ">=3.11"
    # Never web-fragments: XBlock brings it, as a requirement up to 6.1 and inside itself from 6.2 on.
    wanted = ["Babel>=2.12", "Django>=4.2", "XBlock>=5.2"]
    assert sorted(str(Requirement(line)) for line in told.get_all("Requires-Dist")) == wanted
    assert "Apache-2.0" in (told["License"], told["License-Expression"])
    assert told.get_payload().strip()


def test_the_installed_block_opens_everything_away_from_the_source_tree(clean, built, tmp_path):
    install(clean, "--no-deps", "--force-reinstall", built.wheel)
    check_installed(clean, tmp_path)
