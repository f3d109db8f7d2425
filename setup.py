"""How the block is built. Metadata stands here, so that setuptools 69 of the platform's images builds it as well."""

import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
PACKAGE = HERE / "mentorship_xblock"
VERSION = re.search(r'__version__ = "(.+)"', (PACKAGE / "__init__.py").read_text(encoding="utf-8"))
assert VERSION

setup(
    name="mentorship-xblock",
    version=VERSION[1],
    description="A learner's mentor, inside the course unit of Open edX",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    author="The Mentorship XBlock project",
    # As text: an SPDX expression is refused by setuptools 69, a licence classifier by the newest.
    license="Apache-2.0",
    python_requires=">=3.11",
    packages=find_packages(include=["mentorship_xblock", "mentorship_xblock.*"]),
    package_data={
        "mentorship_xblock": ["py.typed"]
        + [
            str(path.relative_to(PACKAGE))
            for room in ("conf", "static", "templates", "translations")
            for path in sorted((PACKAGE / room).rglob("*"))
            if path.is_file()
        ]
    },
    # XBlock depends on web-fragments, and from 6.2 on carries it: naming it too makes two packages own one folder.
    install_requires=["XBlock>=5.2", "Django>=4.2", "Babel>=2.12"],
    entry_points={"xblock.v1": ["mentorship = mentorship_xblock.block:MentorshipXBlock"]},
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Environment :: Web Environment",
        "Framework :: Django",
        "Framework :: Django :: 4.2",
        "Framework :: Django :: 5.2",
        "Intended Audience :: Education",
        "Natural Language :: Arabic",
        "Natural Language :: English",
        "Natural Language :: Spanish",
        "Operating System :: OS Independent",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: Education",
        "Typing :: Typed",
    ],
)
