# Two commands for a newcomer: `make lab` and `make test`. Everything is installed into .venv, nothing beside it.
.DEFAULT_GOAL := help
.PHONY: help lab test check bench format lock clean

PY := .venv/bin/python
CHECKED := apiglab tests bench tools
QUICK := tests/unit tests/contract tests/property tests/architecture

help:  ## say what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

lab: .venv/lab.stamp  ## start the local AWS and open JupyterLab on the first notebook
	@.venv/bin/apiglab lab

test: .venv/dev.stamp check  ## run the whole test suite, notebooks and browser included
	$(PY) -m pytest -q -m slow $(QUICK)
	$(PY) -m pytest -q --timeout 600 tests/integration
	$(PY) -m pytest -q --timeout 600 -n 2 tests/notebooks
	$(PY) -m pytest -q --timeout 600 tests/browser

check: .venv/dev.stamp  ## format, lint, types, layers and the quick tests: under a minute
	$(PY) -m ruff format --check $(CHECKED)
	$(PY) -m ruff check --quiet $(CHECKED)
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PY) -m pytest -q -m "not slow and not notebooks and not browser" $(QUICK)

bench: .venv/dev.stamp  ## measure the table of the README, as ratios to a bare server
	$(PY) -m bench

format: .venv/dev.stamp  ## put the code into its form
	$(PY) -m ruff format $(CHECKED)
	$(PY) -m ruff check --fix-only --quiet $(CHECKED)

lock:  ## compile requirements/*.lock from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --custom-compile-command "make lock" --extra dev -o requirements/dev.lock pyproject.toml
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --custom-compile-command "make lock" --extra lab -c requirements/dev.lock -o requirements/lab.lock pyproject.toml

clean:  ## remove the environment
	rm -rf .venv

.venv/%.stamp: requirements/%.lock pyproject.toml
	@sh tools/install.sh $*
	@touch $@
