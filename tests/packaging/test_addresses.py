"""The lines of the operators' page work: the block installs from an address of its repository, and from a folder."""

import pytest

from .environments import PACKAGE, check_installed, copy_source, install_lock, new_environment, run

INSTALLERS = {
    "pip": ("-m", "pip", "install", "--force-reinstall"),
    "uv": ("-m", "uv", "pip", "install", "--no-cache", "--reinstall"),
}
"""Tutor's images installed with pip up to 20 and install with uv from 21 on."""
TAG = "v-of-this-test"
SHOWN = """
from pathlib import Path
from xblock.core import XBlock
block = XBlock.load_class("mentorship")
assert block.open_local_resource("public/mentorship.js").read()
print(Path(__import__("mentorship_xblock").__file__).parent)
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository of the block as it is now, with a tag; its links are links."""
    folder = copy_source(tmp_path_factory.mktemp("repository") / "mentorship-xblock")
    git = ("git", "-C", folder, "-c", "user.name=test", "-c", "user.email=test@localhost")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "As it is"), ("tag", TAG)):
        run(*git, *words)
    assert "120000" in run(*git, "ls-files", "--stage", "static")
    return folder


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """An environment with the platform's tools for building and installing."""
    python = new_environment(tmp_path_factory.mktemp("image") / "venv")
    install_lock(python, "xblock-newest")
    install_lock(python, "platform-build")
    return python


def installed(python, installer, *what):
    """Install the block alone. The image's own setuptools builds it: a build apart from it would ask the network for one."""
    words = INSTALLERS[installer]
    place = ("--python", python) if installer == "uv" else ()
    run(python, *words, *place, "--no-build-isolation", "--no-deps", *what)


@pytest.mark.parametrize("installer", INSTALLERS)
def test_from_an_address_of_its_repository(installer, image, repository, tmp_path):
    installed(image, installer, f"git+file://{repository}@{TAG}")
    check_installed(image, tmp_path)


@pytest.mark.parametrize("installer", INSTALLERS)
def test_from_a_folder_in_place(installer, image, repository, tmp_path):
    installed(image, installer, "-e", repository)
    assert run(image, "-c", SHOWN, cwd=tmp_path).splitlines()[-1] == str(repository / PACKAGE.name)
