# The two commands of the README are `make demo` and `make test`; each sets itself up. `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# pip's chatter belongs in a log, not before a newcomer's first result.
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check install --constraint constraints.txt

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: $(BIN)/.tool ## Check, pair, propose and build the example program, start to end
	@tooling/demo

serve: $(BIN)/.tool ## Open the site on localhost, building it first where needed (PORT=8000)
	@$(BIN)/turnabout publish serve --port $(PORT)

test: $(BIN)/.tests .venv/node browser ## Run everything: lint, types, tests, site, browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile $(PYTEST)

format: $(BIN)/.tests ## Bring the code into the one form that `make test` accepts
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bless: $(BIN)/.tests ## Write golden files anew after an intended change; read the difference
	$(BIN)/pytest -n auto --dist loadfile --bless $(PYTEST)

clean: ## Remove what can be made again
	rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Turnabout needs Python 3.11 or later; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python's venv is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(BIN)/.tool: pyproject.toml constraints.txt | .venv
	@echo "· installing Turnabout into .venv (a minute, once)" >&2
	@$(PIP) --editable .
	@touch $@

$(BIN)/.tests: pyproject.toml constraints.txt | .venv
	@echo "· installing Turnabout and the tools of its tests into .venv (a minute, once)" >&2
	@$(PIP) --editable '.[test]'
	@touch $@ $(BIN)/.tool

# Other people's programs in JavaScript (an emulated GitHub, calendar readers, Lighthouse), pinned with integrity.
.venv/node: tests/node/package.json tests/node/package-lock.json tests/node/.npmrc | .venv
	@command -v npm >/dev/null || { echo "The tests need Node.js 20 with npm. On Debian: sudo apt-get install npm" >&2; exit 1; }
	@echo "· installing the JavaScript programs that the tests use (a minute, once)" >&2
	@mkdir -p $@ && cp $^ $@/ && cd $@ && npm ci
	@touch $@

# The pages are tested in a real browser: without one the tests cannot say anything, so they do not begin.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "· installing Chromium (once)" >&2; \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else \
	    echo "The tests open the site in Chromium, which is missing. On Debian: sudo apt-get install chromium" >&2; exit 1; \
	  fi

.PHONY: help demo serve test format bless clean browser
