# Everything there is to do with a checkout. `make` alone prints it, from the comments behind `##`.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-is-installed
DEVELOPMENT := $(VENV)/.development-is-installed
NODE_MODULES := node_modules/.is-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test check lint types layers templates javascript unit browser changes soak admit network gallery browsers wheel format clean

help: ## print this list
	@echo "make …"
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name text; do \
	  printf '  %-12s %s\n' "$$name" "$$text"; done

demo: $(RUNTIME) ## run a server and print a clinician's link to begin with; LAN=1 lets a phone join
	@trap 'exit 0' INT; $(BIN)/telehealth demo $(if $(LAN),--lan)

test: $(DEVELOPMENT) $(NODE_MODULES) browsers ## everything that CI runs, installing what it needs
	@$(MAKE) --jobs=2 --output-sync=target check
	@$(MAKE) browser

check: lint unit types layers templates javascript ## the fast part: linters, types, layers, unit tests, node tests

lint: $(DEVELOPMENT) ## ruff's rules and its formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEVELOPMENT) $(NODE_MODULES) ## mypy and tsc
	$(BIN)/mypy
	npx --no-install tsc --noEmit

layers: $(DEVELOPMENT) ## imports point down only
	$(BIN)/lint-imports --no-logo

templates: $(DEVELOPMENT) ## djlint on the pages
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/djlint --quiet --check templates

javascript: $(NODE_MODULES) ## node's own tests of the pages' modules
	node --test --test-reporter=dot tests/js/*.test.js

unit: $(DEVELOPMENT) $(NODE_MODULES) ## pytest without browsers
	$(BIN)/pytest -m 'not browser' --numprocesses=2 --dist=loadfile

browser: $(DEVELOPMENT) $(NODE_MODULES) browsers ## pytest with Chromium and Firefox
	$(BIN)/pytest -m browser

changes: $(DEVELOPMENT) $(NODE_MODULES) browsers ## thirty joins, leaves and holds in five minutes; prints frames lost and the longest gap
	CHANGES=1 $(BIN)/pytest -m browser -s tests/browser/test_changes.py

soak: $(DEVELOPMENT) ## half an hour of sessions that start, break and end: memory, tasks, sockets and descriptors stay level; SECONDS=1800
	SOAK_SECONDS=$(or $(SECONDS),1800) $(BIN)/pytest -s tests/soak/test_soak.py

admit: $(DEVELOPMENT) browsers ## how long from Admit to the first picture, beside a bare call; CLIENT=firefox, RUNS=10
	PYTHONPATH=. $(BIN)/python benchmarks/admit.py $(or $(RUNS),10) $(or $(CLIENT),chromium)

network: $(DEVELOPMENT) browsers ## gaps in picture and sound on bad networks, beside a bare call; needs root and Linux; RUNS=3
	PYTHONPATH=. $(BIN)/python benchmarks/network.py $(or $(RUNS),3)

gallery: $(DEVELOPMENT) $(NODE_MODULES) browsers ## screenshots of every page and state, phone and desktop, light and dark, into artefacts/pages
	GALLERY=1 $(BIN)/pytest -m gallery

browsers: ## install Chromium, Firefox and gdb where they are missing and this is allowed
	@scripts/install-browsers

wheel: $(DEVELOPMENT) ## build the wheel and the source package into dist/
	rm -rf dist
	$(BIN)/python -m build --outdir dist

format: $(DEVELOPMENT) ## let ruff and djlint write what they would otherwise refuse
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djlint --quiet --reformat templates || true

clean: ## remove all that was installed or built here
	rm -rf $(VENV) node_modules dist build artefacts .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── What the above stands on; each is made once and again when its list of packages changes ──────

$(BIN)/python:
	@scripts/check-python $(PYTHON)
	@echo "Making a virtual environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): $(BIN)/python pyproject.toml
	@echo "Installing telehealth …"
	@$(PIP) install --editable .
	@touch $@

$(DEVELOPMENT): $(BIN)/python pyproject.toml
	@echo "Installing telehealth and its development tools …"
	@$(PIP) install --editable '.[dev]'
	@touch $@ $(RUNTIME)

$(NODE_MODULES): package.json package-lock.json
	@scripts/check-node
	@echo "Installing npm development tools …"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@
