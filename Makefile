# make demo   shows Forewarned on a fictional trust      make test   checks everything
# Both do their own set-up: nothing is needed before but Python 3.11+, make and git.

MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

STAMPS := .venv/.stamps
# Packages for developers include those for running, at the same versions. Where they are installed, a demo uses them.
INSTALLED := $(if $(wildcard $(STAMPS)/dev),dev,run)

export PYTHON

.PHONY: help demo test lint format types unit store docs lock clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

demo: $(STAMPS)/$(INSTALLED) ## show Forewarned on a fictional trust, and serve its site (ARGS=--no-serve: print and stop)
	@.venv/bin/forewarned demo $(ARGS)

test: lint types ## lint, strict types, and every test: on SQLite and PostgreSQL, and in a browser
	@scripts/debian-packages
	@.venv/bin/python scripts/with_postgres.py --install -- sh scripts/run-tests $(ARGS)

lint: $(STAMPS)/dev ## ruff's rules and layout
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

format: $(STAMPS)/dev ## put the code in ruff's layout, and mend what it can mend
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

types: $(STAMPS)/dev ## mypy, strict
	@.venv/bin/mypy

unit: $(STAMPS)/dev ## the tests on SQLite only, in one process (ARGS='tests/unit -k due')
	@.venv/bin/pytest $(ARGS)

store: $(STAMPS)/dev ## the tests that use the store, on PostgreSQL
	@.venv/bin/python scripts/with_postgres.py --install -- .venv/bin/pytest -n 2 --engine postgresql $(ARGS)

docs: $(STAMPS)/dev ## write docs/reference from the program
	@.venv/bin/python scripts/write_docs.py

lock: $(STAMPS)/tool ## pin requirements/ anew (ARGS=--upgrade for newer versions)
	@scripts/lock $(ARGS)

clean: ## remove the environment and caches; never forewarned-data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps live inside .venv, so that removing it removes them.
$(STAMPS)/tool: requirements/uv.lock
	@scripts/set-up tool
	@mkdir -p $(STAMPS) && rm -f $(STAMPS)/run $(STAMPS)/dev && touch $@

$(STAMPS)/run: requirements/run.lock pyproject.toml $(STAMPS)/tool
	@scripts/set-up run
	@touch $@

$(STAMPS)/dev: requirements/dev.lock pyproject.toml $(STAMPS)/tool
	@scripts/set-up dev
	@touch $@
