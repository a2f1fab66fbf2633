# make demo shows it, make check and make test judge it; everything they need is prepared on the way.
.PHONY: setup check test e2e coverage demo reset bench docs guide
.DEFAULT_GOAL := demo
BIN := .venv/bin
PYTHON_READY := .venv/.ready-python
TEMPORAL_READY := .venv/.ready-temporal
BROWSER_READY := .venv/.ready-browser

setup: $(PYTHON_READY) $(TEMPORAL_READY) $(BROWSER_READY)

$(PYTHON_READY): requirements.lock pyproject.toml
	@tools/bootstrap.sh python
	@touch $@

$(TEMPORAL_READY): $(PYTHON_READY) $(wildcard tools/temporal-server/*)
	@tools/bootstrap.sh temporal
	@touch $@

$(BROWSER_READY): $(PYTHON_READY)
	@tools/bootstrap.sh browser
	@touch $@

check: $(PYTHON_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if [ -f tools/check_templates.py ]; then $(BIN)/python tools/check_templates.py; fi

# Two lines beside each other, each with servers of its own; what the second says comes at the end.
BESIDE := tests/web/test_[a-l]*.py
test: setup
	@{ $(BIN)/pytest tests/browser; browser=$$?; $(BIN)/pytest $(BESIDE); exit $$((browser + $$?)); } \
	  > .venv/beside.log 2>&1 & beside=$$!; \
	$(BIN)/pytest tests --ignore=tests/browser --ignore-glob='$(BESIDE)'; others=$$?; \
	wait $$beside; beside=$$?; cat .venv/beside.log; exit $$((others + beside))

e2e: setup
	$(BIN)/pytest tests/browser

coverage: setup
	$(BIN)/coverage run -m pytest tests --ignore=tests/browser --ignore=tests/faults
	@for room in rules edi models activities workflows web runtime; do \
	  printf '%-12s %s %%\n' $$room $$($(BIN)/coverage report --include="$$room/*" --format=total); done

demo: $(PYTHON_READY) $(TEMPORAL_READY)
	@$(BIN)/claimdesk demo

bench: $(PYTHON_READY) $(TEMPORAL_READY)
	$(BIN)/claimdesk bench all

docs: $(PYTHON_READY)
	$(BIN)/python -m runtime.settings_table
	$(BIN)/python -m runtime.schema_dump

guide: setup
	$(BIN)/python tools/screenshots.py

reset:
	@tools/reset.sh
