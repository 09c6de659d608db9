# OneCity. `make help` lists what can be done here; nothing needs to be installed before but Python 3.11 and make.

PYTHON ?= python3
BIN := .venv/bin
SETUP := $(PYTHON) scripts/bootstrap
ARGS ?=
export CHROMIUM

.PHONY: help run test crash check bench build lock stop clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## set up everything and serve the demonstration city on http://127.0.0.1:8000 (ARGS="--port 8080")
	@$(SETUP) python web messages
	@exec $(BIN)/onecity run $(ARGS)

test: ## set up everything, Chromium too, and run all tests (ARGS="tests/ledger -x")
	@$(SETUP) python web messages browser sipp
	@if [ "$$CHROMIUM" = none ]; then set -- -m "not browser"; fi; $(BIN)/python -m pytest "$$@" $(ARGS)

crash: ## the long form of tests/crash: 42 blows of kill -9 while people file (ONECITY_CRASH_ROUNDS=100)
	@$(SETUP) python web messages
	@ONECITY_CRASH_ROUNDS=$${ONECITY_CRASH_ROUNDS:-42} $(BIN)/python -m pytest tests/crash -s $(ARGS)

check: ## lint, formatting, types of Python and TypeScript, import contracts, the city's folder
	@$(SETUP) python node
	@$(BIN)/ruff check src tests scripts bench
	@$(BIN)/ruff format --check src tests scripts bench
	@DATABASE_URL=postgresql:///none $(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/onecity check cities/huating
	@$(SETUP) types

bench: ## measure; prints the table of bench/
	@$(SETUP) python web messages
	@$(BIN)/python bench $(ARGS)

build: ## Python and npm packages, front end and translations, without starting anything
	@$(SETUP) python web messages

stop: ## stop an embedded database that was left running
	@if [ -x $(BIN)/onecity ]; then $(BIN)/onecity database stop; fi

lock: ## choose package versions anew, after a change of pyproject.toml or package.json
	@$(SETUP) python node lock

clean: ## remove everything that `make build` made; the city's data stays
	rm -rf .venv node_modules build src/onecity/static/built
