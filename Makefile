# What people and CI call; `make help` lists it.
PORT ?= 8000
REPORT ?= docs/reliability.md
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# No database is used in these, so that a second one would only repeat them.
WITHOUT_DATABASE := tests/articles/reading tests/test_dates.py tests/test_dates_edtf.py tests/test_phrases.py \
	tests/test_text.py tests/test_text_cache.py tests/test_typed_dates.py tests/matching/test_names.py tests/matching/test_similarity.py \
	tests/people/test_evidence.py tests/exchange/test_layout_docs.py tests/project/test_json_logs.py tests/project/test_wsgi.py
# What is drawn, written or read there is the same whatever database the rows come from.
SAME_ON_BOTH := tests/charts tests/desk/test_hostile_texts.py tests/api/test_hostile.py tests/site/test_cards.py tests/site/test_embeds.py \
	tests/articles/test_matching.py tests/articles/test_hostile_input.py tests/articles/test_unfinished.py \
	tests/exchange/test_workbooks.py tests/project/test_environment.py tests/project/test_crawl.py tests/exchange/test_fuzz.py tests/deploy \
	tests/site/test_hostile.py tests/site/test_wording.py tests/site/test_source_agreement.py tests/site/test_errors.py \
	tests/people/test_chart_titles.py tests/exchange/test_upload_limits.py
# The format of a response: its rows are those of the JSON, which other tests read on both. That it has the shape which
# the description promises is a matter of serializers; tests/api asks every list and record on both, hostile values included.
FORMATS := $(addprefix tests/api/test_,calendars.py feeds.py jsonld.py timelinejs.py openapi.py compression.py headers.py schemathesis.py) \
	tests/site/test_citations.py
# Cells of sheets and files of downloads: what is stored by an import, and read by an export, other tests look at on both.
FILES := tests/exchange/test_sheets.py tests/site/test_data.py tests/project/test_analysis.py
# Which queries are sent, and how many, is decided before any database sees them; what they find, other tests ask on both.
COUNTS := tests/api/test_query_counts.py tests/site/test_query_counts.py
# Who is logged in, which addresses a role may use, and what it may do to a record, is decided in Python; each page of the desk, each
# transition and merge is tried on both by its own tests.
ROLES := $(addprefix tests/desk/test_,access_matrix.py login.py sessions.py two_factor.py) tests/publishing/test_permissions.py
# What a form keeps of two editors, and what the evidence beside it says, is worked out in Python of values that are read alike on
# both; that every kind of value is saved, tests/desk/test_forms.py tries on both.
FORMS := $(addprefix tests/desk/test_,edit_conflicts.py evidence_panel.py)
ON_SQLITE_ONLY := tests/faults tests/cluster tests/analysis tests/browser tests/clients $(WITHOUT_DATABASE) $(SAME_ON_BOTH) $(FORMATS) $(FILES) \
	$(COUNTS) $(ROLES) $(FORMS)
FUZZERS := tests/desk/test_fuzz.py tests/desk/test_access_matrix.py tests/project/test_fuzz.py tests/project/test_crawl.py tests/exchange/test_fuzz.py
# With every package: where one has hashes, pip wants them of all, pip's own too.
COMPILE := $(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links
PRODUCTION := SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	ALLOWED_HOSTS=localhost,127.0.0.1 DATABASE_URL=$${DATABASE_URL:-sqlite:///$(CURDIR)/db.sqlite3}

MODELS := clients/python/src/talentwatch_client/models.py
CLIENT_MODELS = $(BIN)/python clients/python/generate_models.py docs/openapi.json | $(BIN)/ruff format --stdin-filename $(MODELS) -

FREE_PORT = $(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null \
	|| { echo "Port $(PORT) is in use. Choose another one: PORT=8080 make $@"; exit 1; }

# Set in some containers. Without compiled files, each of the many processes of the tests compiles the whole project again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run serve test test-sqlite test-postgres test-cluster test-faults test-migrations fuzz soak bench coverage check fix schema requirements environment tools browser clients analysis clean delete-database
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 18

environment:
	@.ci/venv requirements.txt
tools:
	@.ci/venv requirements.txt requirements-dev.txt
browser: tools
	@if command -v npm >/dev/null && (command -v chromium-headless-shell || command -v chromium) >/dev/null; then \
		cmp -s tests/browser/package-lock.json .venv/package-lock.json \
			|| { npm ci --silent --prefix tests/browser && cp tests/browser/package-lock.json .venv/; }; \
	else echo "The tests in a browser are skipped: they need Chromium and npm."; fi

clients: tools
	@if command -v npm >/dev/null; then \
		cmp -s tests/clients/package-lock.json tests/clients/node_modules/installed.json \
			|| { npm ci --silent --prefix tests/clients && cp tests/clients/package-lock.json tests/clients/node_modules/installed.json; }; \
		cmp -s tests/clients/requirements.txt tests/clients/.venv/installed.txt \
			|| { $(BIN)/python -m venv tests/clients/.venv \
				&& tests/clients/.venv/bin/pip install --quiet --no-compile --disable-pip-version-check -r tests/clients/requirements.txt \
				&& cp tests/clients/requirements.txt tests/clients/.venv/installed.txt; }; \
	else echo "The tests of generated clients are skipped: they need npm."; fi

analysis: tools
	@cmp -s tests/analysis/requirements.txt tests/analysis/.venv/installed.txt \
		|| { $(BIN)/python -m venv tests/analysis/.venv \
			&& tests/analysis/.venv/bin/pip install --quiet --no-compile --disable-pip-version-check -r tests/analysis/requirements.txt \
			&& cp tests/analysis/requirements.txt tests/analysis/.venv/installed.txt; }

run: environment ## set up what is missing and serve for development on PORT (8000); EMPTY=1: a new database without our timeline
	@$(FREE_PORT)
	@DEBUG=1 $(MANAGE) first_run $(if $(EMPTY),--empty)
	@DEBUG=1 .ci/with-worker $(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

serve: environment ## serve as production does on PORT (8000): gunicorn, no debugging; EMPTY=1 as above
	@$(FREE_PORT)
	@$(MANAGE) first_run $(if $(EMPTY),--empty)
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(PRODUCTION) HTTPS=0 .ci/with-worker $(BIN)/gunicorn --config talentwatch/gunicorn.py --bind 127.0.0.1:$(PORT) talentwatch.wsgi

# Both at once: each waits now and then, for a browser, another process or a lock, and the other uses the processor meanwhile.
test: browser clients $(if $(BROWSER_REQUIRED),analysis) ## on SQLite, and on PostgreSQL where POSTGRES_URL answers (POSTGRES_REQUIRED=1 and BROWSER_REQUIRED=1 insist)
	@if $(BIN)/python -c "import psycopg; psycopg.connect('$(POSTGRES_URL)', connect_timeout=3).close()" 2>/dev/null; then \
		echo "Tests on SQLite and on PostgreSQL. The results come at the end of each." \
		&& $(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going test-sqlite test-postgres \
		&& echo "Ran on SQLite and on PostgreSQL."; \
	elif [ -n "$(POSTGRES_REQUIRED)" ]; then \
		echo "PostgreSQL is required, and none answers at $(POSTGRES_URL)."; exit 1; \
	else \
		$(MAKE) --no-print-directory test-sqlite \
		&& echo "Ran on SQLite only: no PostgreSQL answers at $(POSTGRES_URL)."; \
	fi
# Without MAKEFLAGS: some tests call make themselves.
test-sqlite:
	@echo "Tests on SQLite"
	@MAKEFLAGS= DATABASE_URL=sqlite:///db.sqlite3 .ci/tests sqlite -q -n 2 --ignore=tests/faults
test-postgres:
	@echo "Tests on PostgreSQL"
	@MAKEFLAGS= DATABASE_URL=$(POSTGRES_URL) .ci/tests postgres -q -n 2 $(addprefix --ignore=,$(ON_SQLITE_ONLY))

test-cluster: tools ## read from streaming replicas that are behind, hung or gone, and fail over to one; part of `make test`, too
	@DATABASE_URL=sqlite:///db.sqlite3 $(BIN)/pytest -q -n 0 -p no:logging tests/cluster

# CI, which writes no report, runs two at once beside its checks, and that of failover with the other tests.
test-faults: tools ## break the running service in a dozen ways, and write what came of it into REPORT (docs/reliability.md)
	@MAKEFLAGS= DATABASE_URL=sqlite:///db.sqlite3 FAULTS_REPORT=$(REPORT) .ci/tests faults -q $(if $(REPORT),-n 0,-n 2 --dist=load) -p no:logging \
		tests/faults $(if $(REPORT),tests/cluster/test_failover.py)

test-migrations: tools ## migrate ROWS (10000) to the release before and forward again, on both databases
	@DATABASE_URL=sqlite:///db.sqlite3 MIGRATED_ROWS=$${ROWS:-10000} $(BIN)/pytest -q -n 0 --durations=2 -p no:logging tests/faults/test_migrations.py

fuzz: tools ## send REQUESTS (5000) hostile requests of each kind on SQLite and as many on PostgreSQL; SEED (1) chooses them
	@for url in sqlite:///db.sqlite3 $(POSTGRES_URL); do \
		DATABASE_URL=$$url FUZZ_REQUESTS=$${REQUESTS:-5000} FUZZ_SEED=$${SEED:-1} \
			$(BIN)/pytest -q -n 0 -s -p no:logging $(FUZZERS) || exit 1; \
	done

soak: tools ## send them for MINUTES (10) to all that deploy/ starts, and see whether memory and open files grow
	@$(BIN)/python bench/soak.py --minutes $${MINUTES:-10} --seed $${SEED:-1}

bench: tools ## our list of events beside other frameworks, at ROWS (100000) employments, into docs/performance.md
	@cmp -s bench/peers/requirements.txt bench/peers/.venv/installed.txt \
		|| { $(BIN)/python -m venv bench/peers/.venv \
			&& bench/peers/.venv/bin/pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r bench/peers/requirements.txt \
			&& cp bench/peers/requirements.txt bench/peers/.venv/installed.txt; }
	@if command -v npm >/dev/null; then \
		cmp -s bench/peers/package-lock.json bench/peers/node_modules/installed.json \
			|| { echo "Installing Directus takes some minutes." && npm ci --silent --prefix bench/peers \
				&& cp bench/peers/package-lock.json bench/peers/node_modules/installed.json; }; \
	fi
	@$(BIN)/python bench/compare.py --rows $${ROWS:-100000} --rounds $${ROUNDS:-20} --write

coverage: browser clients ## the tests on SQLite, with every line and branch that they miss
	@DATABASE_URL=sqlite:///db.sqlite3 $(BIN)/pytest -q -n 2 --ignore=tests/faults --cov --cov-report=term

check: tools ## everything that is checked without running a test, fast first
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports > .venv/imports.log || { cat .venv/imports.log; exit 1; }
	@$(MANAGE) check
	@$(PRODUCTION) HTTPS=1 $(MANAGE) check --deploy --fail-level WARNING
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) spectacular --validate --fail-on-warn --format openapi-json --file .venv/openapi.json
	@cmp docs/openapi.json .venv/openapi.json || { echo "docs/openapi.json is out of date: make schema"; exit 1; }
	@$(CLIENT_MODELS) > .venv/models.py
	@cmp $(MODELS) .venv/models.py || { echo "$(MODELS) is out of date: make schema"; exit 1; }
	@$(BIN)/mypy

fix: tools ## format, and correct what ruff and django-upgrade can
	@git ls-files '*.py' | xargs $(BIN)/django-upgrade --target-version 5.2 --exit-zero-even-if-changed
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

schema: tools ## write docs/openapi.json, docs/timeline.schema.json and the types of clients/python
	@$(MANAGE) spectacular --validate --fail-on-warn --format openapi-json --file docs/openapi.json
	@$(MANAGE) timeline_schema > docs/timeline.schema.json
	@$(CLIENT_MODELS) > $(MODELS)

requirements: tools ## compile the pinned requirements from pyproject.toml, with hashes
	@$(COMPILE) --output-file requirements.txt pyproject.toml
	@$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean: ## remove what the targets made, except the database
	@rm -rf .venv .migrated clients/python/.mypy_cache clients/python/.ruff_cache tests/browser/node_modules tests/clients/node_modules tests/clients/.venv tests/analysis/.venv bench/peers/.venv bench/peers/node_modules staticfiles screenshots .coverage .mypy_cache .ruff_cache .import_linter_cache .hypothesis

delete-database: ## remove the local database db.sqlite3, after asking
	@printf 'Delete db.sqlite3, with everything that was entered there? Type yes: '; read -r answer; \
		if [ "$$answer" = yes ]; then rm -f db.sqlite3 db.sqlite3-*; echo "Deleted."; else echo "Kept."; fi
