# What people and CI call; `make help` lists it.
PORT ?= 8000
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PRODUCTION := SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	ALLOWED_HOSTS=localhost,127.0.0.1 DATABASE_URL=$${DATABASE_URL:-sqlite:///$(CURDIR)/db.sqlite3}

.PHONY: help run serve test coverage check fix schema requirements clean
help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

.venv/run: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@
.venv/dev: requirements-dev.txt .venv/run
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
.venv/browser: tests/browser/package-lock.json .venv/dev
	@if command -v npm >/dev/null && command -v chromium >/dev/null; then npm ci --silent --prefix tests/browser && touch $@; \
		else echo "Without Chromium and npm the tests in a browser are skipped."; fi

run: .venv/run ## set up what is missing and serve for development on PORT (8000)
	@DEBUG=1 $(MANAGE) first_run
	@DEBUG=1 $(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

serve: .venv/run ## serve as production does on PORT (8000): gunicorn, no debugging
	@$(MANAGE) first_run
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(PRODUCTION) HTTPS=0 $(BIN)/gunicorn --config talentwatch/gunicorn.py --bind 127.0.0.1:$(PORT) talentwatch.wsgi

test: .venv/dev .venv/browser ## on SQLite, and on PostgreSQL where POSTGRES_URL answers (POSTGRES_REQUIRED=1 and BROWSER_REQUIRED=1 insist)
	@echo "Tests on SQLite"
	@DATABASE_URL=sqlite:///db.sqlite3 $(BIN)/pytest -q -n 2
	@if $(BIN)/python -c "import psycopg; psycopg.connect('$(POSTGRES_URL)', connect_timeout=3).close()" 2>/dev/null; then \
		echo "Tests on PostgreSQL" && DATABASE_URL=$(POSTGRES_URL) $(BIN)/pytest -q -n 2 --ignore=tests/browser \
		&& echo "Ran on SQLite and on PostgreSQL."; \
	elif [ -n "$(POSTGRES_REQUIRED)" ]; then \
		echo "PostgreSQL is required, and none answers at $(POSTGRES_URL)."; exit 1; \
	else \
		echo "Ran on SQLite only: no PostgreSQL answers at $(POSTGRES_URL)."; \
	fi

coverage: .venv/dev .venv/browser ## the tests on SQLite, with every line and branch that they miss
	@DATABASE_URL=sqlite:///db.sqlite3 $(BIN)/pytest -q -n 2 --cov --cov-report=term

check: .venv/dev ## everything that is checked without running a test, fast first
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports > .venv/imports.log || { cat .venv/imports.log; exit 1; }
	@$(MANAGE) check
	@$(PRODUCTION) HTTPS=1 $(MANAGE) check --deploy --fail-level WARNING
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) spectacular --validate --fail-on-warn --format openapi-json --file .venv/openapi.json
	@cmp docs/openapi.json .venv/openapi.json || { echo "docs/openapi.json is out of date: make schema"; exit 1; }
	@$(BIN)/mypy

fix: .venv/dev ## format, and mend what ruff and django-upgrade can
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .
	@git ls-files '*.py' | xargs $(BIN)/django-upgrade --target-version 5.2

schema: .venv/dev ## write docs/openapi.json and docs/timeline.schema.json
	@$(MANAGE) spectacular --validate --fail-on-warn --format openapi-json --file docs/openapi.json
	@$(MANAGE) timeline_schema > docs/timeline.schema.json

requirements: .venv/dev ## compile the pinned requirements from pyproject.toml
	@$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--output-file requirements.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean: ## remove what the targets made, the local database included
	@rm -rf .venv tests/browser/node_modules staticfiles db.sqlite3 db.sqlite3-* .coverage .mypy_cache .ruff_cache .hypothesis
