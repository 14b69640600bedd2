# setup  the environment in .venv        run    the platform with a demonstration court (PORT=, XIEZHI_HOME=)
# check  every day, within 5 minutes     test   everything, SQLite, PostgreSQL and a real browser, within an hour
# prove  the rigs at full size           bench  the benchmarks            lock   after changing a dependency

BIN := .venv/bin
# Named for what is installed: a changed lock installs anew, an unchanged one costs nothing.
INSTALLED := .venv/.installed-$(firstword $(shell cat requirements-dev.lock requirements-data.lock | sha256sum))
PROOFS := .proofs/last.json
KERNEL_ALONE := tests/systems/test_scenarios.py::test_story_through_the_kernel

.PHONY: setup run lint check test prove bench lock
.NOTPARALLEL:

setup: $(INSTALLED)

$(INSTALLED): requirements-dev.lock requirements-data.lock
	@python3 -c 'import sys; sys.exit("xiezhi needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || python3 -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-data.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@rm -f .venv/.installed-* && touch $@

run: setup
	@$(BIN)/xiezhi serve

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/xiezhi law check

check: lint
	$(BIN)/pytest -q -n 2 -m "not browser and not slow"

# Both databases run to their end even if one fails. What needs no database runs once. Every story goes through the pages on
# both; through the kernel alone, which most of its steps take there too, once.
test: lint
	@rm -f $(PROOFS)
	@failed=0; export XIEZHI_PROOFS=$(PROOFS); \
	tools/with-postgres $(BIN)/pytest -q -n 2 -m "not browser" --deselect $(KERNEL_ALONE) || failed=1; \
	$(BIN)/pytest -q -n 2 -m "not browser" || failed=1; \
	$(BIN)/pytest -q -m browser || failed=1; \
	test $$failed = 0

prove: setup
	XIEZHI_FULL=1 $(BIN)/pytest -q -s tests/strength

bench: setup
	@$(BIN)/python -m tests.bench

lock: setup
	$(BIN)/uv pip compile -q pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock
	$(BIN)/uv pip compile -q --group pyproject.toml:data --no-deps --universal --generate-hashes --no-emit-index-url --no-header -o requirements-data.lock
	$(BIN)/uv pip compile -q --group pyproject.toml:peers --universal --generate-hashes --no-emit-index-url --no-header -o requirements-peers.lock
