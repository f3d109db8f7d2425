"""How the block is built. Metadata stands here, so that setuptools 69 of the platform's images builds it as well."""

import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
VERSION = re.search(r'__version__ = "(.+)"', (HERE / "mentorship_xblock/__init__.py").read_text(encoding="utf-8"))
assert VERSION

setup(
    name="mentorship-xblock",
    version=VERSION[1],
    description="A learner's mentor, inside the course unit of Open edX",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    python_requires=">=3.11",
    packages=find_packages(include=["mentorship_xblock", "mentorship_xblock.*"]),
    package_data={
        "mentorship_xblock": [
            str(path.relative_to(HERE / "mentorship_xblock"))
            for room in ("static", "templates", "translations")
            for path in sorted((HERE / "mentorship_xblock" / room).rglob("*"))
            if path.is_file()
        ]
    },
    # XBlock depends on web-fragments, and from 6.2 on carries it: naming it too makes two packages own one folder.
    install_requires=["XBlock>=5.2", "Django>=5.2"],
    entry_points={"xblock.v1": ["mentorship = mentorship_xblock.block:MentorshipXBlock"]},
    classifiers=["Framework :: Django", "Programming Language :: Python :: 3"],
)
