"""Django settings of the test suite: the double's tables and the workbench's, on SQLite, MariaDB or PostgreSQL."""

import os
import sys
import tempfile
import zoneinfo
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "double"))

# Time zones come from the locked package, and not from whatever the system of the day has.
zoneinfo.reset_tzpath(())

SECRET_KEY = "tests only"
SERVICE_VARIANT = "lms"
LMS_ROOT_URL = "https://lms.example"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "lms.djangoapps.courseware",
    "common.djangoapps.student",
    "completion",
    "openedx.core.djangoapps.user_api",
    "openedx_authz",
    "workbench",
]
ROOT_URLCONF = "workbench.urls"
WORKBENCH = {"reset_state_on_restart": False}
EXCLUDED_XBLOCKS: set[str] = set()

if os.environ.get("MENTORSHIP_TEST_DATABASE") == "mariadb":
    import pymysql

    pymysql.install_as_MySQLdb()
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.mysql",
            "NAME": "mentorship",
            "HOST": os.environ.get("MENTORSHIP_MARIADB_HOST", "127.0.0.1"),
            "PORT": os.environ.get("MENTORSHIP_MARIADB_PORT", "3306"),
            "USER": os.environ.get("MENTORSHIP_MARIADB_USER", "root"),
            "PASSWORD": os.environ.get("MENTORSHIP_MARIADB_PASSWORD", ""),
            "OPTIONS": {"charset": "utf8mb4"},
            "TEST": {"NAME": f"test_mentorship_{os.getpid()}", "CHARSET": "utf8mb4"},
        }
    }
elif os.environ.get("MENTORSHIP_TEST_DATABASE") == "postgresql":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres",
            "HOST": os.environ.get("MENTORSHIP_POSTGRESQL_HOST", "127.0.0.1"),
            "PORT": os.environ.get("MENTORSHIP_POSTGRESQL_PORT", "5432"),
            "USER": os.environ.get("MENTORSHIP_POSTGRESQL_USER", "postgres"),
            "PASSWORD": os.environ.get("MENTORSHIP_POSTGRESQL_PASSWORD", ""),
            "TEST": {"NAME": f"test_mentorship_{os.getpid()}"},
        }
    }
else:
    _file = os.path.join(tempfile.gettempdir(), f"mentorship-tests-{os.getpid()}.sqlite3")
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _file,
            # No test cuts the power, so none waits for the disk; a killed process leaves its writes with the system.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA synchronous = OFF"},
            "TEST": {"NAME": _file},
        }
    }
