# A fresh machine needs Python 3.11 or newer and, for the tests, a MariaDB on the loopback address. The rest is set up here.
PYTHON ?= python3
COVERAGE := 85

VENV := .venv
RUN := $(VENV)/bin/python -m
DEMO := $(VENV)/.ready-demo
DEV := $(VENV)/.ready-dev

.PHONY: test quality rooms fast packaging chromium browser load load-mariadb load-sqlite messages demo demo-reset

test: quality rooms fast packaging browser load

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -c 'import ensurepip' || tools/debian-packages python3-venv
	$(PYTHON) -m venv $(VENV)

$(DEMO): requirements/demo.txt setup.py | $(VENV)/bin/python
	$(RUN) pip install -q -r requirements/demo.txt
	$(RUN) pip install -q --no-build-isolation --no-deps -e .
	touch $@

$(DEV): requirements/dev.txt $(DEMO)
	$(RUN) pip install -q -r requirements/dev.txt
	touch $@

quality: $(DEV)
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(VENV)/bin/lint-imports

rooms: $(DEV)
	$(RUN) pytest tests/test_*.py

fast: $(DEV)
	$(RUN) pytest tests/fast --cov --cov-branch --cov-fail-under=$(COVERAGE)

packaging: $(DEV)
	$(RUN) pytest tests/packaging

chromium: $(DEV)
	test -x /usr/bin/chromium || tools/debian-packages chromium fonts-dejavu-core || $(RUN) playwright install --with-deps chromium

browser: chromium
	$(RUN) pytest tests/browser

load: load-mariadb load-sqlite

load-mariadb load-sqlite: load-%: $(DEV)
	MENTORSHIP_TEST_DATABASE=$* $(RUN) pytest tests/load

messages: $(DEV)
	$(RUN) tools.messages

demo: $(DEMO)
	$(RUN) demo

demo-reset: $(DEMO)
	$(RUN) demo reset
