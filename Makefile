# Everything that a fresh machine needs: `make serve` and `make test` install first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH_VENV := .venv-bench
BENCH := --data real --data 1M
PEERS ?= --oxigraph $(BENCH_VENV)/bin/oxigraph --rdflib-endpoint $(BENCH_VENV)/bin/python  # with which it is compared
HOME_DIR ?= var
PORT ?= 8090

BUILT := src/volgraph/web/static/built/manifest.json

.PHONY: install assets lock build serve test clients check lint conformance bench bench-build bench-serve bench-pages bench-validate bench-quick fuzz clean

install: $(VENV)/.installed assets

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

assets: $(BUILT)  ## scripts of pages, bundled from npm packages; pages work without

$(BUILT): assets/package-lock.json assets/build.js $(wildcard assets/src/*) $(wildcard assets/src/*/*)
	@if command -v npm >/dev/null; \
	then cd assets && npm ci --silent --ignore-scripts && node build.js; \
	else echo "there is no npm: pages are served without scripts; install Node.js 18 or later and run make assets"; fi

build: install  ## build, validate and publish the collection
	$(BIN)/volgraph build --home $(HOME_DIR)
	$(BIN)/volgraph validate --home $(HOME_DIR)
	$(BIN)/volgraph publish --home $(HOME_DIR)

serve: build  ## serve the published collection
	$(BIN)/volgraph serve --home $(HOME_DIR) --port $(PORT)

# Comunica, with which the tests ask, and axe-core, with which they look at pages
clients: tests/clients/node_modules/.package-lock.json tests/browser/node_modules/.package-lock.json

tests/%/node_modules/.package-lock.json: tests/%/package-lock.json
	@if command -v npm >/dev/null; \
	then cd tests/$* && npm ci --silent --ignore-scripts --omit=optional && touch node_modules/.package-lock.json; \
	else echo "there is no npm: the tests that need what is in tests/$* are left out"; fi

test: install clients  ## run the tests
	$(BIN)/python -m pytest

lint: install  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test  ## the one gate before a commit

bench: bench-build bench-serve bench-pages bench-validate  ## everything that is measured; about two hours on a quiet machine

bench-build: install  ## build time and memory of synthetic collections
	$(BIN)/python -m benchmarks.build

conformance: install $(BENCH_VENV)/.installed  ## the W3C's suites, from $VOLGRAPH_TEST_SHARED/w3c, into docs/conformance.md
	$(BIN)/python -m tests.conformance.page docs/conformance.md $(PEERS)

bench-serve: install $(BENCH_VENV)/.installed  ## requests beside other servers on the same data
	$(BIN)/python -m benchmarks.serve $(BENCH)

bench-pages: install $(BENCH_VENV)/.installed clients  ## what pages cost, beside a plain file of the same server. PAGES="--data 1M" for more
	$(BIN)/python -m benchmarks.pages $(PAGES)

bench-validate: install  ## validation beside pySHACL on the same data; half an hour. VALIDATE=--slow for all of it
	$(BIN)/python -m benchmarks.validate $(VALIDATE)

bench-quick: install $(BENCH_VENV)/.installed  ## shows in two minutes that the servers' benchmark runs
	$(BIN)/python -m benchmarks.serve --quick

$(BENCH_VENV)/.installed: benchmarks/requirements.txt
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

fuzz: install  ## 10,000 requests made at random from /openapi.json
	VOLGRAPH_TEST_FUZZ_REQUESTS=10000 $(BIN)/python -m pytest -q tests/security/test_fuzz.py

lock:  ## lock every dependency by version and hash; needs uv
	uv pip compile --quiet --python-version 3.11 --group dev --extra fast --generate-hashes \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	uv pip compile --quiet --python-version 3.11 --group build --extra fast --generate-hashes \
	  --constraint requirements.txt --custom-compile-command "make lock" pyproject.toml -o ci/requirements.txt
	uv pip compile --quiet --python-version 3.11 --group bench --generate-hashes \
	  --custom-compile-command "make lock" -o benchmarks/requirements.txt

clean:
	rm -rf $(VENV) $(BENCH_VENV) var build dist
