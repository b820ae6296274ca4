# `make run` and `make test` need Python 3.11 or newer and make; they set up the rest in .venv.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test faults lint bench lock setup clean

BIN := .venv/bin
SETUP := .venv/.set-up
NAMES := python3 python3.14 python3.13 python3.12 python3.11
AT_LEAST_3_11 := 'import sys; sys.version_info >= (3, 11) and print(sys.executable)'
PYTHON ?= $(firstword $(foreach name,$(NAMES),$(shell $(name) -c $(AT_LEAST_3_11) 2>/dev/null)))
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# Coverage is only held to its threshold where no test may be left out.
COVERAGE := $(if $(filter forbidden,$(ATOMOS_TEST_LEAVE_OUT)),--cov)

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile

run: $(SETUP) ## serve the job board with real postings on 127.0.0.1:8000
	@$(BIN)/python -m jobboard.demo

test: $(SETUP) ## run every test that this machine can run (ARGS="-k word" for some)
	@$(BIN)/python -m pytest --quiet --numprocesses=auto --maxprocesses=4 $(COVERAGE) $(ARGS)

faults: $(SETUP) ## run the long forms of the fault and fuzzing tests
	@ATOMOS_TEST_NIGHTLY=1 $(BIN)/python -m pytest --quiet tests/faults tests/fuzzing $(ARGS)

lint: $(SETUP) ## check style, types, import rules, the job board's layout and its Dockerfile
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/pyright
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/atomos check apps/jobboard --strict
	@$(BIN)/hadolint apps/jobboard/Dockerfile

bench: $(SETUP) ## measure atomos beside its peers (ONLY=a,c PEERS=limit,atomos ROUNDS=2 SECONDS=2 for a part)
	@$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY)) $(if $(PEERS),--peers $(PEERS)) \
	  $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(SECONDS),--seconds $(SECONDS))

lock: $(SETUP) ## write requirements.lock anew (ARGS=--upgrade for newer versions)
	@$(BIN)/uv pip compile pyproject.toml apps/jobboard/pyproject.toml --group dev --all-extras --quiet \
	  --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --no-emit-package atomos-framework --no-emit-package atomos-jobboard --output-file requirements.lock $(ARGS)

setup: $(SETUP) ## create or renew .venv from requirements.lock

clean: ## remove .venv and everything built or cached
	@rm -rf .venv build dist .coverage* .hypothesis .*_cache
	@find src apps tests -name __pycache__ -prune -exec rm -rf {} +

$(SETUP): requirements.lock pyproject.toml apps/jobboard/pyproject.toml
	@test -n "$(PYTHON)" || { echo "atomos needs Python 3.11 or newer: sudo apt install python3"; exit 2; }
	@$(PYTHON) -c "import ensurepip" 2>/dev/null || \
	  { echo "Python lacks its venv module: sudo apt install $(notdir $(PYTHON))-venv"; exit 2; }
	@echo "Setting up .venv from requirements.lock …"
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable . --editable apps/jobboard
	@touch $@
