# A fresh machine needs Python 3.11 or newer and, for the tests, a MariaDB and a PostgreSQL on the loopback address. The rest is set up here.
PYTHON ?= python3
COVERAGE := 97

VENV := .venv
RUN := $(VENV)/bin/python -m
DEV := $(VENV)/.ready-dev
BENCH := .venv-bench
RELEASE := .venv-release
LATEST := .venv-latest
LOCKING := .venv-locking
LOCKS := $(patsubst %.in,%.txt,$(wildcard requirements/*.in))

.PHONY: test quick quality rooms fast packaging sdk chromium walk browser pictures load load-mariadb load-postgresql load-sqlite messages handlers-page bench demo demo-reset lock upgrade test-latest release release-check
.SECONDARY:

# What leaves a core idle runs beside something else; what each part says comes whole, at its end.
BESIDE := $(MAKE) --jobs=3 --output-sync=target

test: chromium
	$(BESIDE) quality packaging walk sdk rooms fast
	$(MAKE) browser
	$(MAKE) load

%/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip' || tools/debian-packages python3-venv
	@echo "Creating a Python environment in $*"
	@$(PYTHON) -m venv $*

# What a lock names, and the block in place. A changed lock is installed again.
%/.ready-demo: requirements/demo.txt setup.py | %/bin/python
	@$*/bin/python tools/install.py $<
	@echo "Installing the block in place"
	@$*/bin/python -m pip install -q --no-build-isolation --no-deps -e .
	@touch $@

$(DEV): requirements/dev.txt $(VENV)/.ready-demo
	@$(VENV)/bin/python tools/install.py $<
	@touch $@

$(BENCH)/.ready: requirements/bench.txt $(BENCH)/.ready-demo
	@$(BENCH)/bin/python tools/install.py $<
	@touch $@

$(RELEASE)/.ready: requirements/release.txt | $(RELEASE)/bin/python
	@$(RELEASE)/bin/python tools/install.py $<
	@touch $@

# Take in what the .in files newly ask for (lock), or the newest of everything (upgrade). One lock serves every Python.
lock upgrade: $(LOCKING)/bin/python
	$(LOCKING)/bin/python -m pip install -q --upgrade uv
	for lock in $(LOCKS); do UV_CUSTOM_COMPILE_COMMAND="make upgrade" $(LOCKING)/bin/uv pip compile -q --no-config --universal \
		--python-version 3.11 --generate-hashes $(if $(filter upgrade,$@),--upgrade) -o $$lock $${lock%.txt}.in || exit; done

# The quick tests with the newest of everything, in an environment made anew. It tells what the next `make upgrade` meets.
test-latest:
	rm -rf $(LATEST)
	$(MAKE) $(LATEST)/bin/python
	$(LATEST)/bin/python -m pip install -q -r requirements/dev.in
	$(LATEST)/bin/python -m pip install -q --no-build-isolation --no-deps -e .
	$(LATEST)/bin/python -m pytest tests/test_*.py
	$(LATEST)/bin/python -m pytest -n auto
	MENTORSHIP_NEWEST=1 $(LATEST)/bin/python -m pytest tests/packaging

quality: $(DEV)
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(VENV)/bin/lint-imports

# The inner loop: what breaks most often, in less than a minute.
quick: quality
	$(RUN) pytest -m "not slow" tests/unit tests/test_*.py

rooms: $(DEV)
	$(RUN) pytest tests/test_*.py

fast: $(DEV)
	$(RUN) pytest -n auto --dist worksteal --cov --cov-branch --cov-fail-under=$(COVERAGE)

packaging: $(DEV)
	$(RUN) pytest tests/packaging $(if $(ONLY),-k "$(ONLY)")

sdk: $(DEV)
	$(RUN) pytest tests/sdk

chromium: $(DEV)
	test -x /usr/bin/chromium-headless-shell || tools/debian-packages chromium-headless-shell fonts-dejavu-core || $(RUN) playwright install --with-deps --only-shell chromium

walk: chromium
	$(RUN) pytest tests/demo

browser: chromium
	$(RUN) pytest -n auto --dist worksteal tests/browser

pictures: chromium
	$(RUN) tests.browser.pictures

load: $(DEV)
	$(BESIDE) load-mariadb load-sqlite load-postgresql

load-mariadb load-postgresql load-sqlite: load-%: $(DEV)
	MENTORSHIP_TEST_DATABASE=$* $(RUN) pytest tests/load

messages: $(DEV)
	$(RUN) tools.messages

handlers-page: $(DEV)
	$(RUN) tools.handlers_page

bench: $(BENCH)/.ready
	$(BENCH)/bin/python -m benchmarks $(if $(AGAINST),--against $(AGAINST)) $(if $(ONLY),--only "$(ONLY)")

demo: $(VENV)/.ready-demo
	$(RUN) demo

demo-reset: $(VENV)/.ready-demo
	$(RUN) demo reset

# What is published: built from what is committed, and looked at as an index would. `make release` tests all and sets the tag, too.
release-check: $(RELEASE)/.ready
	$(RELEASE)/bin/python -m tools.release
	rm -rf build dist
	$(RELEASE)/bin/python -m build --no-isolation
	$(RELEASE)/bin/python -m twine check --strict dist/*

release: release-check test
	MENTORSHIP_LOAD_ACTS=10000 $(MAKE) load-mariadb
	git tag -a "$$($(RELEASE)/bin/python -m tools.release)" -m "See CHANGELOG.md"
