# Everything runs in a virtual environment of its own; nothing outside this folder is touched.
VENV := .venv
BIN := $(VENV)/bin
OLDEST := .venv-oldest
OLDEST_ANKI := 25.2
NEWER := import sys; sys.exit(sys.version_info < (3, 11))
LOCKED := requirements
PIP := -m pip --quiet --disable-pip-version-check
UV := .venv-uv
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c '$(NEWER)' >/dev/null 2>&1 && echo "$$p" && break; done)

.PHONY: build test test-long bench pictures site locked clean

build: $(VENV)/installed ## compile every deck into build/
	$(BIN)/deckwright build

test: $(VENV)/installed-test ## check style, types and behaviour
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/pytest --quiet --numprocesses auto -m "not long"

test-long: $(VENV)/installed-test $(OLDEST)/installed ## the tests that take minutes, and lives in the oldest Anki
	$(BIN)/pytest -m long
	$(OLDEST)/bin/pytest --quiet -m "not long" tests/lossless

bench: $(VENV)/installed-test ## time Deckwright against its peers, and on texts that are made to be slow
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.texts

pictures: $(VENV)/installed-test ## make the pictures of the README and the docs anew
	$(BIN)/python -m scripts.pictures

site: $(VENV)/installed-test ## make a site of the docs in build/site
	$(BIN)/zensical build --strict

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Deckwright needs Python 3.11 or later: install it, or name it: make PYTHON=…"; exit 2; }
	$(PYTHON) -m venv $(VENV) || { echo "no virtual environment: on Debian run apt install python3-venv"; exit 2; }

# What is installed is named with its version and its hashes in $(LOCKED), for each Python and system that is supported.
$(VENV)/installed: $(VENV)/bin/python pyproject.toml $(LOCKED)/build.txt
	$(BIN)/python $(PIP) install --require-hashes --requirement $(LOCKED)/build.txt
	$(BIN)/python $(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q builder # a command starts in half the time, also where Python writes no bytecode
	@touch $@

$(VENV)/installed-test: $(VENV)/installed $(LOCKED)/test.txt
	$(BIN)/python $(PIP) install --require-hashes --requirement $(LOCKED)/test.txt
	$(BIN)/python $(PIP) check
	@touch $@

$(OLDEST)/installed: $(VENV)/bin/python pyproject.toml Makefile
	$(BIN)/python -m venv --clear $(OLDEST)
	$(OLDEST)/bin/python $(PIP) install --editable '.[test]' anki==$(OLDEST_ANKI)
	@touch $@

locked: $(VENV)/bin/python ## renew what is installed: the newest versions that pyproject.toml allows
	$(BIN)/python -m venv $(UV)
	$(UV)/bin/python $(PIP) install --upgrade uv
	for set in build test; do \
		$(UV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate $$(test $$set = test && echo --extra test) \
			--output-file $(LOCKED)/$$set.txt pyproject.toml $(LOCKED)/backend.in || exit; done

clean: ## remove the environments and the output
	rm -rf $(VENV) $(OLDEST) $(UV) .cache build/*
