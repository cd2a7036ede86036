# Footfall's doors. `make demo` and `make test` need nothing prepared: they set up what is missing themselves.
.DEFAULT_GOAL := help
BIN := .venv/bin
READY := .venv/.footfall
export PYTHON

.PHONY: help setup demo test check run bench lock words pictures clean

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

$(READY): requirements.lock pyproject.toml tools/setup.sh tools/system_libraries.py
	@tools/setup.sh

setup: $(READY) ## prepare .venv and Qt's system libraries
	@:

demo: $(READY) ## simulate the kettle project; pictures and result in build/demo
	@$(BIN)/python tools/demo.py

test: $(READY) ## run every test
	@$(BIN)/python tools/warm.py
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(READY) ## lint, format, types, floors
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/words.py --check

run: $(READY) ## open the studio
	@$(BIN)/footfall

bench: $(READY) ## compare with other libraries; prints ratios
	@$(BIN)/python -m benchmarks

lock: $(READY) ## renew requirements.lock from pyproject.toml
	@tools/lock.sh

words: $(READY) ## bring the translations up to date with the code
	@$(BIN)/python tools/words.py

pictures: $(READY) ## make the README's pictures again
	@$(BIN)/python tools/pictures.py

clean: ## remove what was built, but not .venv
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find personas maps simulation app tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
