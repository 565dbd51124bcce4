# The author's menu. `make` alone lists it.

PYTHON ?= python3
BIND ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
SITE_READY := $(VENV)/site.ready
TOOLS_READY := $(VENV)/tools.ready
PIP := $(PY) -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps --no-warn-script-location
DESK := $(PY) -m plugins.desk
DEBUG_FLAG := $(if $(DEBUG),--debug)
TESTS ?=
SINCE ?=

.DEFAULT_GOAL := help
.PHONY: help serve html check publish digest ping test lint evaluate golden pictures messages lock clean

help: ## this list
	@sed -n 's/^\([a-z][a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

serve: $(SITE_READY) ## write and see: http://127.0.0.1:8000, rebuilt on every save (PORT, BIND, SEARCH=1)
	@$(DESK) serve --bind $(BIND) --port $(PORT)

html: $(SITE_READY) ## build once into output/, drafts included and marked
	@$(DESK) build $(DEBUG_FLAG)

check: $(SITE_READY) ## proofread: what is wrong, and what is doubtful, at its line
	@$(DESK) check

publish: $(SITE_READY) ## build for the public into public/, drafts left out (SITEURL)
	@$(DESK) build --settings publishconf.py $(DEBUG_FLAG)

digest: $(SITE_READY) ## the posts published since a day as an e-mail, lettre-….eml (SINCE=2026-11-01)
	@$(DESK) digest --since "$(SINCE)"

ping: $(SITE_READY) ## tell the WebSub hub of FEEDS["hub"] about the last publication
	@$(DESK) ping

test: $(TOOLS_READY) ## the whole test suite (TESTS="tests/unit -k dates" for some of it)
	@$(PY) tests/browser/find_browser.py
	@test -x /usr/sbin/nginx || .ci/debian nginx-light
	@$(PY) -m pytest $(or $(TESTS),-n auto --dist loadgroup)

lint: $(TOOLS_READY) ## style and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy

evaluate: $(SITE_READY) ## how well topics are found, into tests/benchmarks/RESULTS.md
	@$(PY) -m tests.benchmarks.topics

golden: $(TOOLS_READY) ## write the tests' expected output anew, to be read in the diff
	@REFRESH_GOLDEN=1 $(PY) -m pytest tests/integration -k golden -n auto

pictures: $(TOOLS_READY) ## the pictures of README, taken anew from the demonstration
	@$(PY) -m tests.pictures

messages: $(TOOLS_READY) ## bring both French catalogues up to date with the code and the theme
	@$(PY) -m plugins.desk.translations

lock: ## resolve the dependencies anew into the requirements*.txt files
	@$(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip --quiet install uv
	@for name in requirements requirements-dev requirements-bench; do .cache/lock/bin/uv pip compile --quiet --universal \
	    --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url \
	    --output-file $$name.txt $$name.in; done

clean: ## remove what was built and installed; content is never touched
	@rm -rf $(VENV) .cache output public .*_cache .hypothesis .output.* .public.*
	@find plugins tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or later is needed: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || .ci/debian python3-venv
	@$(PYTHON) -m venv $(VENV)

$(SITE_READY): requirements.txt | $(PY)
	@echo "Installing what builds the site into $(VENV) (once)…"
	@$(PIP) -r requirements.txt
	@touch $@

$(TOOLS_READY): requirements-dev.txt | $(PY)
	@echo "Installing what tests the site into $(VENV) (once)…"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(SITE_READY)
