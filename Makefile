# A fresh machine needs Python 3.11 or newer and, for the tests, a MariaDB on the loopback address. The rest is set up here.
PYTHON ?= python3
COVERAGE := 97

VENV := .venv
RUN := $(VENV)/bin/python -m
DEV := $(VENV)/.ready-dev
BENCH := .venv-bench

.PHONY: test quality rooms fast packaging sdk chromium walk browser pictures load load-mariadb load-sqlite messages bench demo demo-reset
.SECONDARY:

test: quality rooms fast packaging sdk walk browser load

%/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -c 'import ensurepip' || tools/debian-packages python3-venv
	$(PYTHON) -m venv $*

# What a requirements file asks for, and the block in place. A changed file is installed again.
%/.ready-demo: requirements/demo.txt setup.py | %/bin/python
	$*/bin/python -m pip install -q -r requirements/demo.txt
	$*/bin/python -m pip install -q --no-build-isolation --no-deps -e .
	touch $@

$(DEV): requirements/dev.txt $(VENV)/.ready-demo
	$(RUN) pip install -q -r $<
	touch $@

$(BENCH)/.ready: requirements/bench.txt $(BENCH)/.ready-demo
	$(BENCH)/bin/python -m pip install -q -r $<
	touch $@

quality: $(DEV)
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(VENV)/bin/lint-imports

rooms: $(DEV)
	$(RUN) pytest tests/test_*.py

fast: $(DEV)
	$(RUN) pytest -n auto --cov --cov-branch --cov-fail-under=$(COVERAGE)

packaging: $(DEV)
	$(RUN) pytest tests/packaging

sdk: $(DEV)
	$(RUN) pytest tests/sdk

chromium: $(DEV)
	test -x /usr/bin/chromium-headless-shell || tools/debian-packages chromium-headless-shell fonts-dejavu-core || $(RUN) playwright install --with-deps --only-shell chromium

walk: chromium
	$(RUN) pytest tests/demo

browser: chromium
	$(RUN) pytest -n auto tests/browser

pictures: chromium
	$(RUN) tests.browser.pictures

load: load-mariadb load-sqlite

load-mariadb load-sqlite: load-%: $(DEV)
	MENTORSHIP_TEST_DATABASE=$* $(RUN) pytest tests/load

messages: $(DEV)
	$(RUN) tools.messages

bench: $(BENCH)/.ready
	$(BENCH)/bin/python -m benchmarks

demo: $(VENV)/.ready-demo
	$(RUN) demo

demo-reset: $(VENV)/.ready-demo
	$(RUN) demo reset
