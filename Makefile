.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet

.PHONY: help setup run test lint bench mutants faults privacy schema tools css vendor lock clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Install everything that the lock names into .venv

$(READY): requirements.lock pyproject.toml scripts/environment.sh
	@sh scripts/environment.sh "$(PYTHON)" "$(VENV)"
	@touch $@

run: $(READY) ## Serve box1 with an invented incident, on http://127.0.0.1:8000
	@$(BIN)/box1 serve --demonstration

test: $(READY) tools lint ## Check everything: style, types, contracts, and every test with real parts
	@$(BIN)/python -m pytest -n logical --dist loadfile

lint: $(READY) ## Check style, types and the contracts between packages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY) ## Measure speed against the limits of this machine
	@$(BIN)/python -m tests.benchmarks

mutants: $(READY) ## Change the access rules in every small way; each change must fail a test
	@$(BIN)/python -m tests.mutants

faults: $(READY) ## Kill, cut and delete parts under load, and count what was lost
	@$(BIN)/python -m tests.faults
	@$(BIN)/python -m tests.faults.accepting

privacy: $(READY) ## Type invented people in everywhere, look for them everywhere, forget them, look again
	@$(BIN)/python -m tests.privacy

schema: $(READY) ## Send what the API describes, and what it does not, as every role
	@$(BIN)/python -m tests.schema

tools: $(READY) ## Fetch what the tests drive: Chromium and the HTML checker, where that is allowed
	@sh scripts/test_tools.sh

css: $(READY) ## Build api/static/app.css from its scss (development only; needs npm)
	@$(BIN)/python scripts/vendor.py --css

vendor: $(READY) ## Fetch the pinned front-end packages again (development only; needs npm)
	@$(BIN)/python scripts/vendor.py

lock: ## Choose versions anew and write the locks (development only; needs uv)
	@uv pip compile pyproject.toml --group dev $(LOCK) -o requirements.lock
	@uv pip compile pyproject.toml -c requirements.lock $(LOCK) --no-annotate -o requirements.runtime.lock

clean: ## Remove the environment and every cache
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
