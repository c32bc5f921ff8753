# Everything runs in a virtual environment of its own; nothing outside this folder is touched.
VENV := .venv
BIN := $(VENV)/bin
OLDEST := .venv-oldest
OLDEST_ANKI := 25.2
NEWER := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c '$(NEWER)' >/dev/null 2>&1 && echo "$$p" && break; done)

.PHONY: build test test-long bench pictures clean

build: $(VENV)/installed ## compile every deck into build/
	$(BIN)/deckwright build

test: $(VENV)/installed-test ## check style, types and behaviour
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/pytest --quiet -m "not long"

test-long: $(VENV)/installed-test $(OLDEST)/installed ## the tests that take minutes, and lives in the oldest Anki
	$(BIN)/pytest -m long
	$(OLDEST)/bin/pytest --quiet -m "not long" tests/lossless

bench: $(VENV)/installed-test ## time Deckwright against its peers
	$(BIN)/python -m benchmarks

pictures: $(VENV)/installed-test ## make the pictures of the README and the docs anew
	$(BIN)/python -m scripts.pictures

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Deckwright needs Python 3.11 or later: install it, or name it: make PYTHON=…"; exit 2; }
	$(PYTHON) -m venv $(VENV) || { echo "no virtual environment: on Debian run apt install python3-venv"; exit 2; }

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q builder # a command starts in half the time, also where Python writes no bytecode
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

$(OLDEST)/installed: $(VENV)/bin/python pyproject.toml Makefile
	$(BIN)/python -m venv --clear $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]' anki==$(OLDEST_ANKI)
	@touch $@

clean: ## remove the environments and the output
	rm -rf $(VENV) $(OLDEST) build/*
