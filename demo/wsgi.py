"""The demo as a WSGI application. Each process has the database and the course before it answers anything."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "demo.settings")
application = get_wsgi_application()

from . import course, database, seed  # noqa: E402 - Django has to be set up first

database.prepare(seed.fill)
course.load()
