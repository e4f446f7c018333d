# Two commands do everything on a fresh machine with Python 3.11+, Node 20.19+ and make: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
DATA ?= data
BIN := .venv/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
JOBS ?= 2
BENCHES := $(filter-out bench/card_readers.py bench/whole.py,$(wildcard bench/*.py))
SEEDS ?= 10000

.PHONY: run test test-frontend test-sqlite test-postgres test-browser check simulate bench spark spark-proof lock messages screens clean help

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: .venv/.run screens .cache/package-data ## install, build, load the demo office, serve on http://127.0.0.1:8000
	$(BIN)/balakas --data $(DATA) demo --if-empty
	$(BIN)/balakas --data $(DATA) serve --port $(PORT)

test: test-sqlite test-postgres test-browser test-frontend ## everything, on both databases, with the browser

test-sqlite: .venv/.dev screens .cache/package-data ## the suite on SQLite
	$(BIN)/python -m pytest -n $(JOBS) -m "not browser and not races"

test-postgres: .venv/.dev screens .cache/package-data ## what touches the database, and the races, on PostgreSQL
	$(BIN)/python tools/postgres.py -- $(BIN)/python -m pytest -n $(JOBS) -m "not browser" --database-only

test-browser: .venv/.dev screens .cache/package-data .cache/chromium ## the journeys in a real browser
	$(BIN)/python -m pytest -m browser

test-frontend: frontend/node_modules/.stamp ## the page scripts' own tests
	npm --prefix frontend test

check: .venv/.dev frontend/node_modules/.stamp .cache/package-data ## linters, types, contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src/balakas
	npm --prefix frontend run check

simulate: .venv/.dev ## many field days in memory, and the seeds each broken rule took: SEEDS=1000000 for a night
	$(BIN)/python -m tests.simulation $(SEEDS)

bench: .venv/.dev .cache/package-data ## every benchmark, each against a named peer in the same run
	@short=; for file in $(BENCHES); do echo "== $$file"; $(BIN)/python $$file || short="$$short $$file"; done; \
	if [ -n "$$short" ]; then echo "short of a target:$$short"; exit 1; fi

spark: .venv/.run ## pyspark beside the program, for `balakas duplicates find --engine spark`; Java must be there
	$(UV) --editable ".[spark]"

spark-proof: spark ## the same pairs from DuckDB and from a standalone cluster of two workers started and stopped here
	$(BIN)/python -m tools.spark_proof

lock: .venv/.uv ## pin the dependencies anew, without any registry's address
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet --custom-compile-command "make lock" --output-file requirements/base.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet --custom-compile-command "make lock" --output-file requirements/dev.txt

messages: .venv/.dev ## gather the sentences anew into the English catalogue
	$(BIN)/python tools/messages.py

screens: frontend/node_modules/.stamp
	npm --prefix frontend run build --silent

clean: ## remove what was built; the data folder stays
	rm -rf .venv .cache frontend/node_modules src/balakas/common/static/build

.venv/.uv:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet uv
	touch $@

.venv/.run: .venv/.uv requirements/base.txt pyproject.toml
	$(UV) --require-hashes -r requirements/base.txt
	$(UV) --no-deps --editable .
	$(BIN)/python tools/messages.py --compile
	touch $@

.venv/.dev: .venv/.uv requirements/dev.txt pyproject.toml
	$(UV) --require-hashes -r requirements/dev.txt
	$(UV) --no-deps --editable .
	$(BIN)/python tools/messages.py --compile
	touch $@ .venv/.run

frontend/node_modules/.stamp: frontend/package-lock.json
	npm --prefix frontend ci --no-audit --no-fund --loglevel=error
	touch $@

.cache/package-data: .venv/.uv frontend/node_modules/.stamp tools/regions.py tools/fonts.py
	$(BIN)/python tools/regions.py
	$(BIN)/python tools/fonts.py
	mkdir -p .cache && touch $@

.cache/chromium: .venv/.dev
	$(BIN)/python tools/chromium.py
	mkdir -p .cache && touch $@
