# Everything that a fresh machine needs: `make serve` and `make test` install first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_DIR ?= var
PORT ?= 8090

.PHONY: install lock build serve test check lint bench conformance clean

install: $(VENV)/.installed

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

build: install  ## build, validate and publish the collection
	$(BIN)/volgraph build --home $(HOME_DIR)
	$(BIN)/volgraph validate --home $(HOME_DIR)
	$(BIN)/volgraph publish --home $(HOME_DIR)

serve: build  ## serve the published collection
	$(BIN)/volgraph serve --home $(HOME_DIR) --port $(PORT)

test: install  ## run the tests
	$(BIN)/python -m pytest

lint: install  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test  ## the one gate before a commit

bench: install  ## build time and memory of synthetic collections
	$(BIN)/python -m benchmarks.build

# PEERS="--oxigraph PROGRAM --rdflib-endpoint PYTHON" compares with other servers.
conformance: install  ## the W3C's protocol suites, from $VOLGRAPH_TEST_SHARED/w3c/sparql11, into docs/conformance.md
	$(BIN)/python -m tests.conformance.page docs/conformance.md $(PEERS)

lock:  ## lock every dependency by version and hash; needs uv
	uv pip compile --quiet --python-version 3.11 --group dev --generate-hashes \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.txt

clean:
	rm -rf $(VENV) var build dist
