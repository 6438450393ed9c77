# One Makefile, for people and for .ci/run alike.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=
DATA   ?= ../shared/data

.DEFAULT_GOAL := help
.PHONY: help setup check test demo train lock clean bench-gateway bench-detect bench-ingest bench-pages bench-usage soak-ingest

help: ## Show this menu
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: $(VENV)/.ready tests/e2e/node/node_modules/.ready ## Create .venv and node_modules with everything the project needs (idempotent)

NATIVE := hatch_build.py $(wildcard src/watchgate/detection/native/*.pyx src/watchgate/detection/native/*.pxi)

$(VENV)/.ready: requirements/run.txt requirements/dev.txt pyproject.toml $(NATIVE)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Watchgate needs Python 3.11 or newer: set PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

tests/e2e/node/node_modules/.ready: tests/e2e/node/package-lock.json
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' || { echo "Watchgate needs Node 20 or newer"; exit 1; }
	npm ci --prefix tests/e2e/node --silent --no-fund --no-audit
	@touch $@

check: setup ## Lint, types, import direction, our own rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.rules src

test: check ## Everything: check, then all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

demo: setup ## A tour: the gateway with a real OpenAI client, then a whole workspace read, searched and verified (ARGS=--exit ends after it)
	$(BIN)/watchgate demo $(ARGS)

train: setup ## Rebuild detection's models from corpora and public packages (DATA=folder with ner/, names/, injection/, benign/)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/train.txt
	for model in tagger injection topics; do $(BIN)/python -m tools.train.$$model --data $(DATA) || exit 1; done

lock: setup ## Renew the hash-locked requirements from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -o requirements/run.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -c requirements/run.txt --group dev -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -c requirements/dev.txt --group train -o requirements/train.txt

clean: ## Remove what make setup and the tests have made
	rm -rf $(VENV) tests/e2e/node/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

bench-gateway: setup ## The gateway beside nginx, FerroGateway, Portkey and LiteLLM, in one run (ARGS="--peers none --rounds 3")
	$(BIN)/python -m benchmarks.gateway $(ARGS)

bench-detect: setup ## Detection beside Presidio, cloakrs, datafog and presidio-rs, on annotated sets that you bring (ARGS="--data FOLDER --peers none")
	$(BIN)/python -m benchmarks.detection $(ARGS)

bench-ingest: setup ## Messages a second from log file to findings, on an empty and on a full catalogue (ARGS="--stored 0")
	$(BIN)/python -m benchmarks.ingest $(ARGS)

bench-pages: setup ## How long pages of the catalogue and the findings take at millions of messages (ARGS="--messages 1000000")
	$(BIN)/python -m benchmarks.pages $(ARGS)

bench-usage: setup ## A million lines of five sources to runs and sums of 1 000 skills, against the simulator's truth (ARGS="--events 100000")
	$(BIN)/python -m benchmarks.usage $(ARGS)

soak-ingest: setup ## 200 000 messages, three workers, everything killed at random: is the catalogue the truth?
	SOAK_MESSAGES=200000 $(BIN)/python -m pytest -s tests/e2e/test_loses_nothing.py
