"""Django settings of the demo: the workbench, the course and its people, in one SQLite file."""

import os
import warnings
from pathlib import Path

import sample_xblocks.basic
import workbench

# A library of the workbench imports what it was told to stop importing; whoever starts a demo cannot help that.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated")

ROOT = Path(__file__).resolve().parent.parent
DATABASE = Path(os.environ.get("MENTORSHIP_DEMO_DB") or ROOT / "var" / "demo.sqlite3")

DEBUG = True
SECRET_KEY = "a demo on your own machine keeps no secrets"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
X_FRAME_OPTIONS = "SAMEORIGIN"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "workbench",
    "mathjax",
    "demo",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "demo.middleware.ChosenLanguage",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "demo.urls"
WSGI_APPLICATION = "demo.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            Path(workbench.__file__).parent / "templates",
            Path(sample_xblocks.basic.__file__).parent / "templates",
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.template.context_processors.static",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE,
        # A deferred transaction that starts to write can fail at once; an immediate one waits for its turn.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("es", "Español")]

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = ""

WORKBENCH = {
    "reset_state_on_restart": False,
    "services": {
        "user": "demo.services.UserService",
        "enrollments": "demo.services.EnrollmentsService",
        "completion": "demo.services.CompletionService",
        "settings": "workbench.services.SettingsService",
    },
}
EXCLUDED_XBLOCKS: set[str] = set()
# MENTORSHIP_UNDO_SECONDS=0 is the operator's setting tried out: what is sent is seen by the other side at once.
XBLOCK_SETTINGS = {"mentorship": {"full_names": True, "undo_seconds": int(os.environ.get("MENTORSHIP_UNDO_SECONDS") or 10)}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
