# The front door. `make demo` and `make test` need only python3 and make; everything else reuses the same .venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_ARGS ?=
TEST_ARGS ?=
# Compiled modules are kept, whatever the environment says: interpreters that the tests start would compile all of them again.
export PYTHONDONTWRITEBYTECODE :=
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode -c constraints.txt

.PHONY: help demo test lint types arch bench serve docs clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(BIN)/uv:
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt uv

$(VENV)/.demo: pyproject.toml constraints.txt | $(BIN)/uv
	@$(INSTALL) -e '.[web,mcp,stress,report,documents]' && touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/uv
	@$(INSTALL) -e '.[web,mcp,stress,studies,cluster,report,documents,dev]' && touch $@ $(VENV)/.demo

demo: $(VENV)/.demo ## simulated exchanges -> sync -> brief in the terminal -> HTML report
	@$(BIN)/liangrong demo $(DEMO_ARGS)

test: $(VENV)/.dev ## all tests
	@$(BIN)/pytest $(TEST_ARGS)

lint: $(VENV)/.dev ## ruff
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy --strict
	@$(BIN)/mypy

arch: $(VENV)/.dev ## the layers of the house
	@$(BIN)/lint-imports

bench: $(VENV)/.dev ## benchmarks with ratios against peers
	@for f in benchmarks/[a-z]*.py; do echo "== $$f" && $(BIN)/python $$f || exit 1; done

docs: $(VENV)/.dev ## regenerate docs/reference and GLOSSARY.md
	@$(BIN)/python docs/generate.py

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
