# Sluice. Needs only Python 3.11 to 3.13 and make; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
SCRATCH := target/test
WORKERS := -n 3 --dist loadfile --no-loadscope-reorder  # one more than cores: now and then one waits
NEEDS_JAVA := [ -n "$$JAVA_HOME" ] || command -v java >/dev/null || { echo "Spark needs a Java runtime, 17 or newer: there is no java here."; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help setup run lint test test-fast test-long test-duckdb2 test-spark test-recipes lint-sql lock sbom charts docs generate benchmark backtest clean

help:  # Show this list
	@awk -F ':[^#]*# ' '/^[a-z0-9-]+:.*# / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/ready  # Create .venv with the pinned dependencies, when needed

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "Sluice needs Python 3.11, 3.12 or 3.13, as dbt 1.11 breaks on 3.14, and $(PYTHON) is another: make $(MAKECMDGOALS) PYTHON=..."; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

run: setup  # Build the sample days, or whatever is in data/raw
	$(BIN)/python scripts/run_pipeline.py
	@echo
	@echo "Open reports/index.html in a browser: can the latest date be trusted? Every date has its own page,"
	@echo "validation_report.json and alerts.json in reports/ingest_date=*. Or look at the tables:"
	@echo "  $(BIN)/python -c \"import duckdb; duckdb.connect('data/warehouse.duckdb', read_only=True).sql('from marts.daily_volume order by all').show()\""
	@echo "  make docs   what every table, column and rule means"

lint: setup  # Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy --no-error-summary

test: lint  # Run every test: lint, types, dbt's own over the sample days, pytest
	rm -rf $(SCRATCH) && mkdir -p $(SCRATCH)
	SLUICE_WAREHOUSE=$(SCRATCH)/warehouse.duckdb SLUICE_CORRECTIONS_DIR=$(SCRATCH)/corrections $(BIN)/dbt --quiet build --target-path $(SCRATCH)
	$(BIN)/python -m pytest $(WORKERS)

test-fast: lint  # Within two minutes, while you work: lint, types, one day, dbt's unit tests, and what needs no run
	rm -rf $(SCRATCH) && mkdir -p $(SCRATCH)
	SLUICE_WAREHOUSE=$(SCRATCH)/warehouse.duckdb SLUICE_CORRECTIONS_DIR=$(SCRATCH)/corrections $(BIN)/dbt --quiet build --target-path $(SCRATCH) --vars '{date: 2025-12-10}'
	$(BIN)/python -m pytest -q $(WORKERS) -m 'not runs'

test-duckdb2: setup  # Run every test on DuckDB 2.0, in an environment of its own
	$(PYTHON) -m venv --clear .venv-duckdb2
	.venv-duckdb2/bin/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	.venv-duckdb2/bin/pip install --quiet --disable-pip-version-check --no-deps duckdb==2.0.1
	rm -rf $(SCRATCH) && mkdir -p $(SCRATCH)
	SLUICE_WAREHOUSE=$(SCRATCH)/warehouse.duckdb SLUICE_CORRECTIONS_DIR=$(SCRATCH)/corrections .venv-duckdb2/bin/dbt --quiet build --target-path $(SCRATCH)
	.venv-duckdb2/bin/python -m pytest $(WORKERS)

test-long: setup  # The tests that have a long form, with new seeds, for hours; prints the seed
	SLUICE_LONG=1 $(BIN)/python -m pytest -s $$(grep -l "IS_LONG\|in_long_form" tests/python/test_*.py)

.venv/spark: .venv/ready
	@$(NEEDS_JAVA)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,spark]'
	@touch $@

test-spark: .venv/spark  # Hold Spark against DuckDB, needs Java 17 or newer; SLUICE_LONG=1: many more runs
	@$(NEEDS_JAVA)
	$(BIN)/python -m pytest tests/spark

test-recipes: setup  # Run docs/recipes.md beside the tools it names, in environments made as it says: they are large
	sed -n 's/^\$$ python3 \(-m venv .*\)/$(subst /,\/,$(PYTHON)) \1/p; s/^\$$ \(.*pip install .*\)/\1 --quiet --disable-pip-version-check/p' docs/recipes.md | sh -ex
	$(BIN)/python -m pytest tests/python/test_recipes.py

lock:  # Write constraints.txt anew; ARGS=--upgrade takes the newest versions
	@[ -x .venv-uv/bin/uv ] || { $(PYTHON) -m venv .venv-uv && .venv-uv/bin/pip install --quiet --disable-pip-version-check uv==0.13.9; }
	.venv-uv/bin/uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-annotate \
		--custom-compile-command 'make lock' $(ARGS) --output-file constraints.txt pyproject.toml

lint-sql:  # Look at the compiled SQL with sqlfluff, a few minutes; no part of `make test`
	@[ -x .venv-sqlfluff/bin/sqlfluff ] || { $(PYTHON) -m venv .venv-sqlfluff && .venv-sqlfluff/bin/pip install --quiet --disable-pip-version-check sqlfluff==4.4.0 sqlfluff-templater-dbt==4.4.0 --editable .; }
	.venv-sqlfluff/bin/sqlfluff lint models tests analyses

sbom: setup  # List what is installed as a CycloneDX bill of materials, target/sbom.json
	@[ -x .venv-sbom/bin/cyclonedx-py ] || { $(PYTHON) -m venv .venv-sbom && .venv-sbom/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0; }
	@mkdir -p target
	.venv-sbom/bin/cyclonedx-py environment --output-reproducible --output-file target/sbom.json $(BIN)/python

charts:  # Bundle the pages' chart library anew, from npm (node is needed for this alone)
	cd scripts/sluice/report/pages/plot && npm ci --silent && npm run --silent build
	cd scripts/sluice/report/pages/plot && for package in node_modules/*/ node_modules/@*/*/; do \
		case $$package in *esbuild*) ;; *) for file in $$package/LICENSE*; do \
			test -f $$file && { echo "== $$(basename $$package)"; cat $$file; echo; }; done;; esac; done > LICENSES.txt

docs: setup data/warehouse.duckdb  # Build the docs site, one file
	$(BIN)/sluice docs

data/warehouse.duckdb:
	$(MAKE) run

generate: setup  # Make other sample days: make generate ARGS='--start 2026-01-01 --end 2026-01-31'
	$(BIN)/sluice generate $(or $(ARGS),--help)

benchmark: setup  # Measure a big day: make benchmark ARGS='--help'
	$(BIN)/python scripts/benchmark.py $(ARGS)

backtest: setup  # Measure the alerts on simulated histories: make backtest ARGS='--help'
	$(BIN)/python benchmarks/alerts_backtest.py $(ARGS)

clean:  # Remove caches and build products; warehouse, reports and .venv stay
	rm -rf target logs .pytest_cache .ruff_cache .hypothesis *.egg-info scripts/*.egg-info
	find . -name __pycache__ -not -path './.venv/*' -exec rm -rf {} +
