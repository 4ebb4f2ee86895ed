# make demo   install, read the demo coverage into a Record, ask it seven questions, show it in a browser
# make test   the tests                    make check   linter, formatter, types
# make bench  accuracy, speed and size     make train   the weights, from ../shared
#             (figures of a million statements are kept; `make bench RECORD=again` takes an hour more)
# make pictures  the pictures in docs/     make vendor  what the pages bring along, anew from npm
#
# Everything is installed into .venv, once for each change of pyproject.toml or constraints.txt.
# `make PYTHON=/path/to/python3.12 demo` chooses the Python (3.11 to 3.13).

SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(SUITABLE)' 2>/dev/null && command -v $$p && break; done)
BIN := .venv/bin
DEMO := .venv/demo.db
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
NEEDS := pyproject.toml constraints.txt

.PHONY: demo test check bench pictures vendor train clean
.DELETE_ON_ERROR:

demo: .venv/for-use
	$(BIN)/onrecord read --outlet "Meridian Wire" --published 2031-04-03 demo/first-step.txt
	rm -f $(DEMO) $(DEMO)-*
	$(BIN)/onrecord add --record $(DEMO) demo/coverage.jsonl demo/sallow-bay.html
	$(BIN)/onrecord add --record $(DEMO) --outlet "Meridian Wire" --published 2031-04-03 demo/first-step.txt
	@echo; echo "=== What does Karvonia demand?"; echo
	$(BIN)/onrecord statements --record $(DEMO) --side Karvonia --act demand --limit 4
	@echo; echo "=== On which conditions?"; echo
	$(BIN)/onrecord conditions --record $(DEMO) --limit 4
	@echo; echo "=== What was due by when, seen from March 10?"; echo
	$(BIN)/onrecord due --record $(DEMO) --as-of 2031-03-10 --limit 4
	@echo; echo "=== What is planned?"; echo
	$(BIN)/onrecord plans --record $(DEMO) --limit 4
	@echo; echo "=== Who said anything like: the gates of the dam must be opened?"; echo
	$(BIN)/onrecord search --record $(DEMO) --meaning "the gates of the dam must be opened" --limit 4
	@echo; echo "=== What moved?"; echo
	$(BIN)/onrecord shifts --record $(DEMO) --limit 6
	@echo; echo "=== What stands before the opening of the sluices?"; echo
	$(BIN)/onrecord deal --record $(DEMO) open the sluices
	@echo; echo "=== All of it in a browser"; echo
	@if [ -t 1 ]; then $(BIN)/onrecord serve --record $(DEMO); \
		else echo "$(BIN)/onrecord serve --record $(DEMO)"; fi

test: .venv/for-test
	$(BIN)/python -m pytest

check: .venv/for-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/for-test
	$(BIN)/python -m benchmarks.run $(if $(filter again,$(RECORD)),--record-again)

pictures: .venv/for-test
	$(BIN)/python -m docs.pictures

vendor:
	python3 tools/vendor.py

train: .venv/for-train
	$(BIN)/python -m training.run

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	find src tests benchmarks training -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian's Python may come without ensurepip; pip then installs itself into the new environment.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "no Python 3.11 to 3.13 found; give one: make PYTHON=/path/to/python3 ..." >&2; exit 2; }
	$(PYTHON) -m venv --clear .venv 2>/dev/null || { $(PYTHON) -m venv --clear --without-pip .venv && \
		$(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

.venv/for-use: $(NEEDS) | $(BIN)/python
	$(INSTALL) --editable ".[web]"
	@touch $@

.venv/for-%: $(NEEDS) | $(BIN)/python
	$(INSTALL) --editable ".[$*]"
	@touch $@
