# Everything runs in .venv in this checkout, made on first use. `make` lists what there is.

PYTHON ?= $(shell sh .ci/python)
JOBS ?= 2
BIN := .venv/bin
READY := .venv/.ready
PACKAGES := tools knowledge prompts agent evals tui

# Imports cost two to five times more without compiled bytecode.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup demo test check format lint types contracts bench docs oracles validate-all clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(READY) ## make .venv, or bring it up to date

$(READY): pyproject.toml constraints.txt
	@sh .ci/venv "$(PYTHON)"
	@touch $@

demo: $(READY) ## design a shop from a written brief: build/ecommerce-orders
	$(BIN)/cloudwright design examples/ecommerce-orders.md -o build/ecommerce-orders

test: $(READY) ## run the tests
	$(BIN)/pytest --verbosity=0 -n $(JOBS) $(PYTEST_ARGS)

check: format lint types contracts test ## everything that must hold: format, lint, types, contracts, tests

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/pyright

contracts: $(READY)
	$(BIN)/lint-imports

bench: $(READY) ## measure the speed, as ratios to a floor measured in the same run
	$(BIN)/python -m compileall -q $(PACKAGES)
	$(BIN)/python -m evals.speed

docs: $(READY) ## write what is generated: schema, rules, patterns, constraints, templates, the outputs and the picture in the README
	$(BIN)/python docs/generate.py --readme

oracles: $(READY) ## install the validators we did not write into .oracles
	$(BIN)/python tests/oracles/install.py

validate-all: oracles ## hold everything printed against every validator, slow tests included
	$(BIN)/pytest --verbosity=0 -n $(JOBS) --oracles-required --slow

clean: ## remove what was made here, .venv and .oracles too
	rm -rf .venv .oracles build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
