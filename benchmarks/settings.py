"""Django settings: the sdk's workbench as it ships, with a database on disk that goes when the process ends."""

import tempfile
from pathlib import Path

from workbench.settings import *  # noqa: F403 - a settings module is its names
from workbench.settings import TEMPLATES, WORKBENCH

FOLDER = tempfile.TemporaryDirectory(prefix="mentorship-workbench-")

# In debug mode Django keeps a log of every query, and blocks that ask often would pay for more than their asking.
DEBUG = False
TEMPLATES[0]["OPTIONS"]["debug"] = False
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(FOLDER.name, "workbench.sqlite3")}}
DJFS = {"type": "osfs", "directory_root": FOLDER.name, "url_root": "/static/djpyfs"}
LOGGING: dict[str, object] = {"version": 1, "disable_existing_loggers": False}
WORKBENCH = {**WORKBENCH, "reset_state_on_restart": False}
