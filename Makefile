# Two commands do everything on a fresh machine with Python 3.11, make and a C++ compiler:
#   make brief TOPIC=taiwan      make test
TOPIC ?= taiwan
CORPUS ?= corpus
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MODELS := $(VENV)/.models
TESTMODELS := $(VENV)/.test-models

# llama.cpp compiles for this machine. On virtual machines that show AMX but forbid its use, that code crashes at the
# first token, so it is left out; no laptop has AMX.
export CMAKE_ARGS := -DCMAKE_C_FLAGS=-U__AMX_INT8__ -DCMAKE_CXX_FLAGS=-U__AMX_INT8__
export CMAKE_BUILD_PARALLEL_LEVEL := $(shell nproc 2>/dev/null || echo 2)

.PHONY: brief ask ui test test-all lint setup bench screenshots clean

brief: $(MODELS)
	@$(BIN)/brief --topic "$(TOPIC)" --corpus "$(CORPUS)"

ask: $(MODELS)
	@$(BIN)/brief ask "$(Q)" --corpus "$(CORPUS)"

ui: $(MODELS)
	@$(BIN)/brief ui --corpus "$(CORPUS)"

setup: $(MODELS) $(VENV)/.debian

test: lint $(MODELS) $(TESTMODELS) $(VENV)/.debian
	$(BIN)/python -m pytest -m "not long"

test-all: lint $(MODELS) $(TESTMODELS) $(VENV)/.debian
	$(BIN)/python -m pytest

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(MODELS)
	$(BIN)/python bench/setup_llamaindex.py
	$(BIN)/python bench/run.py

# torch comes first and pinned: an unpinned one takes several GB of GPU libraries.
$(VENV)/.installed: pyproject.toml constraints.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Briefer needs into $(VENV) (compiling llama.cpp takes some minutes, once) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(MODELS): $(VENV)/.installed models.toml
	@$(BIN)/brief models pull > /dev/null
	@touch $@

$(TESTMODELS): $(VENV)/.installed models.toml
	@$(BIN)/brief models pull smollm2-135m > /dev/null
	@touch $@

# What pip does not bring, from Debian, where that needs no password: for a PDF Pango and fonts of all scripts, for the
# tests Chromium, LibreOffice, OCR and the tools that look into a PDF.
APT := apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
	fonts-noto-core fonts-noto-cjk fonts-dejavu-core chromium libreoffice-writer-nogui poppler-utils tesseract-ocr
$(VENV)/.debian: | $(VENV)/.installed
	@if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then (apt-get update -qq && $(APT)) > /dev/null; \
	elif command -v apt-get > /dev/null && sudo -n true 2> /dev/null; then \
	(sudo apt-get update -qq && sudo $(APT)) > /dev/null; fi || true
	@for it in chromium soffice pdfinfo fc-match tesseract; do command -v $$it > /dev/null || \
	echo "$$it is missing; tests that need it are skipped: sudo $(APT)" >&2; done
	@touch $@

screenshots: $(VENV)/.installed $(VENV)/.debian
	$(BIN)/python tests/app/screenshots.py docs

clean:
	rm -rf $(VENV) .venv-bench corpus/.briefer dist
