# The author's menu. `make` alone lists it.

PYTHON ?= python3
BIND ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
SITE_READY := $(VENV)/site.ready
TOOLS_READY := $(VENV)/tools.ready
BENCH_READY := $(VENV)/bench.ready
PIP := $(PY) -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps --no-warn-script-location
DESK := $(PY) -m plugins.desk
DEBUG_FLAG := $(if $(DEBUG),--debug)
TESTS ?=
SINCE ?=
DATE ?=
TO ?=
TARGET ?=
TRIALS ?=
SIZES ?= 100 1000
SLUG ?=
ID ?=
DATABASE ?=
COMMENTS = $(PY) -m plugins.discussion $(if $(DATABASE),--database "$(DATABASE)")

# Handed to the shell as they were typed: a title may hold quotes, dollars and backquotes. Every
# environment has a LANG, which says how a terminal speaks: only the one of the command line counts.
export POST_TITLE = $(value TITLE)
export POST_TOPICS = $(value TOPICS)
export POST_SERIES = $(value SERIES)
POST_LANG = $(if $(findstring command,$(origin LANG)),$(LANG))
# As some environments have an EMAIL, that of whoever types.
export ASKED_EMAIL = $(if $(findstring command,$(origin EMAIL)),$(value EMAIL))

.DEFAULT_GOAL := help
# What the menus list is a command, not a file: \#\# is the author's, \#: the house's own.
.PHONY: $(shell sed -n 's/^\([a-z][a-z-]*\):.*\#[\#:] .*/\1/p' Makefile)
LIST = sed -n 's/^\([a-z][a-z-]*\):.*$(1) \(.*\)/\1|\2/p' Makefile | \
    awk -F'|' '{printf "  make %-16s %s\n", $$1, $$2}'

help: ## this list (make house: what works on the house itself)
	@$(call LIST,##)

house: #: this list
	@$(call LIST,#:)

serve: $(SITE_READY) ## write and see: http://127.0.0.1:8000, rebuilt on every save (PORT, BIND, SEARCH=1, DISCUSSION=0)
	@$(DESK) serve --bind $(BIND) --port $(PORT)

new: $(SITE_READY) ## begin a post: TITLE="…" (TOPICS="ia, drones", SERIES="…", LANG=en, SLUG=…)
	@$(if $(POST_LANG),LC_ALL=C.UTF-8) $(DESK) new --title="$$POST_TITLE" --topics="$$POST_TOPICS" \
	    --lang="$(POST_LANG)" --series="$$POST_SERIES" --slug="$(SLUG)"

draft-list: $(SITE_READY) ## drafts, posts that wait for their day, and gaps
	@$(DESK) drafts

calendar: $(SITE_READY) ## the same with the year by month (in make serve: /.desk/calendar)
	@$(DESK) calendar

html: $(SITE_READY) ## build once into output/, drafts included and marked
	@$(DESK) build $(DEBUG_FLAG)

check: $(SITE_READY) ## proofread: what is wrong or doubtful (FIX=1 repairs, YES=1 unasked; FORMAT=json, github)
	@$(DESK) check $(if $(FIX),--fix) $(if $(YES),--yes) $(if $(FORMAT),--format $(FORMAT))

links: $(SITE_READY) ## the same, and test every external link, politely, on the network
	@$(DESK) check --links $(if $(FORMAT),--format $(FORMAT))

rules: $(SITE_READY) #: write docs/rules.md: every rule, its reason and its examples
	@$(PY) -m plugins.checks

publish: $(SITE_READY) ## put a new edition online in public/, drafts left out (SITEURL; DATE= rehearses a day)
	@$(DESK) publish --date "$(DATE)" $(DEBUG_FLAG)

deploy: $(SITE_READY) ## send what is online here to a server (TARGET=user@host:/srv/samuguru)
	@$(DESK) deploy --target "$(TARGET)"

editions: $(SITE_READY) ## the editions that are kept, newest first (TARGET= on a server)
	@$(DESK) editions --target "$(TARGET)"

rollback: $(SITE_READY) ## put the edition before online again (TO=7; TARGET= on a server)
	@$(DESK) rollback --to "$(TO)" --target "$(TARGET)"

pages: $(SITE_READY) ## copy what is online here to _site/, for GitHub, Cloudflare or Netlify
	@$(DESK) pages

digest: $(SITE_READY) ## the posts published since a day as an e-mail, lettre-….eml (SINCE=2026-11-01)
	@$(DESK) digest --since "$(SINCE)"

ping: $(SITE_READY) ## tell the WebSub hub of FEEDS["hub"] about the last publication
	@$(DESK) ping

comments: $(SITE_READY) ## bring content/comments up to date with the database (DATABASE=…)
	@$(COMMENTS) snapshot

comments-pending: $(SITE_READY) ## the comments that wait for you
	@$(COMMENTS) pending

comments-accept: $(SITE_READY) ## make one of them public (ID=12-3fa9c1)
	@$(COMMENTS) accept --id "$(ID)"

comments-export: $(SITE_READY) ## all that is kept of a person, into .discussion/export.json (EMAIL=…)
	@$(COMMENTS) export --email "$$ASKED_EMAIL"

comments-erase: $(SITE_READY) ## a person's comments, or one comment, erased (EMAIL=… or ID=12)
	@$(COMMENTS) erase --email "$$ASKED_EMAIL" --id "$(ID)"

comments-purge: $(SITE_READY) ## forget e-mails and addresses older than DISCUSSION["retention_days"]
	@$(COMMENTS) purge

comments-setup: $(SITE_READY) ## Isso's configuration for a server, and its secrets (SITEURL=https://…)
	@$(COMMENTS) setup --origin "$(SITEURL)"

test: $(TOOLS_READY) ## the whole test suite (TESTS="tests/unit -k dates" for some of it)
	@$(PY) tests/browser/find_browser.py
	@.ci/servers
	@$(PY) -m pytest $(or $(TESTS),-n auto --dist loadfile --no-loadscope-reorder)

faults: $(TOOLS_READY) #: publications killed, starved and hindered, over and over (TRIALS=200)
	@$(PY) -m tests.faults --trials $(or $(TRIALS),200)

lint: $(TOOLS_READY) #: style and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy

evaluate: $(SITE_READY) #: how well topics are found, into tests/benchmarks/RESULTS.md
	@$(PY) -m tests.benchmarks.topics

bench: $(BENCH_READY) #: beside stock Pelican and Hugo, into tests/benchmarks/RESULTS.md (SIZES="100 1000 10000")
	@$(PY) -m tests.benchmarks.speed $(SIZES)

golden: $(TOOLS_READY) #: write the tests' expected output anew, to be read in the diff
	@REFRESH_GOLDEN=1 $(PY) -m pytest tests/integration -k golden -n auto --dist loadfile

pictures: $(TOOLS_READY) #: the pictures of README, taken anew from the demonstration
	@$(PY) -m tests.pictures

messages: $(TOOLS_READY) #: bring both French catalogues up to date with the code and the theme
	@$(PY) -m plugins.desk.translations

servers: $(SITE_READY) #: write the headers of deploy/ anew, for nginx and Caddy
	@$(PY) -m plugins.hosting

lock: #: resolve the dependencies anew into the requirements*.txt files
	@$(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip --quiet install uv
	@for name in requirements requirements-dev requirements-bench; do .cache/lock/bin/uv pip compile --quiet --universal \
	    --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url \
	    --output-file $$name.txt $$name.in; done

clean: ## remove what was built and installed; neither content nor what is online is touched
	@rm -rf $(VENV) .cache output rehearsal _site .*_cache .hypothesis .output.* .rehearsal.*
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

$(BENCH_READY): requirements-bench.txt | $(PY)
	@echo "Installing what the site is measured against into $(VENV) (once)…"
	@$(PIP) -r requirements-bench.txt
	@touch $@ $(TOOLS_READY) $(SITE_READY)
