PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready

.PHONY: test quality fast load demo demo-reset

test: quality fast load

$(READY): requirements/dev.txt setup.py
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install -q -r requirements/dev.txt
	$(VENV)/bin/python -m pip install -q --no-deps -e .
	touch $@

quality: $(READY)
	$(VENV)/bin/ruff check mentorship_xblock
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

fast: $(READY)
	$(VENV)/bin/python -m pytest --cov=mentorship_xblock --cov-branch --cov-fail-under=85

load: $(READY)
	MENTORSHIP_TEST_DATABASE=mariadb $(VENV)/bin/python -m pytest tests/load
	MENTORSHIP_TEST_DATABASE=sqlite $(VENV)/bin/python -m pytest tests/load

demo: $(READY)
	$(VENV)/bin/python -m demo

demo-reset: $(READY)
	$(VENV)/bin/python -m demo reset
