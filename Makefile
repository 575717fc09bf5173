BIN := .venv/bin
ARGS ?=

# A test run starts hundreds of processes: they load bytecode, also where the
# environment says that none is to be written.
test test-nightly: export PYTHONDONTWRITEBYTECODE =

.PHONY: help up check test test-nightly contracts migration

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 15

up: .venv/installed ## Start everything until Ctrl-C; options in ARGS="--no-demo --data DIR --port N"
	@$(BIN)/onedistrict up $(ARGS)

check: .venv/installed ## Format, lint, types, boundaries, dependencies, conventions
	$(BIN)/ruff format --check && $(BIN)/ruff check && $(BIN)/mypy
	$(BIN)/lint-imports && $(BIN)/deptry . && $(BIN)/pytest -q tests/conventions

test: .venv/installed ## Every test, on real components and free ports
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

test-nightly: .venv/installed ## The slow and randomised tests
	$(BIN)/pytest -m nightly $(ARGS)

contracts: .venv/installed ## Rewrite the generated files in contracts/
	$(BIN)/python -m deploy.publishing $(ARGS)

migration: .venv/installed ## An empty migration: make migration SERVICE=plans NAME=add-notes
	@$(BIN)/onedistrict new-migration $(SERVICE) $(NAME)

.venv/installed: requirements.lock deploy/bootstrap.sh
	@sh deploy/bootstrap.sh
