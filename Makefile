# Everything a person or a machine does with this project starts here: `make help` lists it.

export PORT ?= 8000
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	2>/dev/null && { echo $$python; break; }; done)
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --no-input --quiet \
	--require-hashes --no-deps
# PostgreSQL and Redis need drivers that a site on SQLite does not.
LOCK := $(if $(filter postgres%,$(DATABASE_URL))$(REDIS_URL),requirements-production.lock,requirements.lock)
UV_COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links

# The environment is made once, so that only then a Python is looked for, which takes a second.
# Python 3.11 puts setuptools into it, whose pkg_resources would slow each start: nothing needs it.
define environment
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.13 with venv and pip is needed" >&2; exit 1; }
	@echo "Making .venv with $(PYTHON)"; $(PYTHON) -m venv .venv && \
		$(BIN)/pip uninstall --quiet --yes setuptools
endef

# Packages are installed again only when the lock file has changed.
define install
	$(if $(wildcard $(BIN)/pip),,$(environment))
	@cmp -s $(1) .venv/$(1) || { echo "Installing the packages of $(1) (about a minute)"; \
		$(PIP_INSTALL) -r $(1) && cp $(1) .venv/$(1); }
endef

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: setup
setup: ## Make the environment in .venv
	$(call install,$(LOCK))

.PHONY: tools
tools: setup
	$(call install,requirements-dev.lock)

.PHONY: run
run: setup ## Set up all, with demo data on the first run, and start site and worker on PORT
	@exec $(FLASK) serve --demo

.PHONY: serve
serve: setup ## Start site and worker on what DATA_DIR holds, without demo data
	@exec $(FLASK) serve

# Side by side, the longest first.
CHECKS := check-types check-templates check-imports check-lint check-format
.PHONY: check $(CHECKS)
check: tools ## Check format, lint, types, import contracts and templates
	@$(MAKE) --silent --jobs $(CHECKS)
check-types:
	@$(BIN)/mypy
check-templates:
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/python -m tests.formatter --check
check-imports:
	@$(BIN)/lint-imports tests/architecture/import_contracts.toml --no-cache --no-logo
check-lint:
	@$(BIN)/ruff check --quiet .
check-format:
	@$(BIN)/ruff format --check --quiet .

.PHONY: format
format: tools ## Format code and templates and mend what the linter can mend
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format . ; $(BIN)/python -m tests.formatter

# Three processes and all that they start would compile each module anew where none is kept.
.PHONY: test
test: tools browser ## Run all tests (on PostgreSQL with TEST_DATABASE_URL)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

.PHONY: security
security: tools ## Run the tests that hold the promises of security, and write docs/security.md
	@$(BIN)/python -m tests.security_table run

# Journeys need a browser. Where none is found and this user may install one, Debian's is.
.PHONY: browser
browser:
	@sh tests/journeys/install-browser.sh

.PHONY: bench
bench: tools ## Measure search beside other engines, with SIZE records; PAGES=1, IMPORTS=1, SUBMISSIONS=1, AGGREGATES=1 or START=1 measure these
	@$(BIN)/python -m tests.bench $(if $(PAGES),pages) $(if $(IMPORTS),imports) \
		$(if $(SUBMISSIONS),submissions) $(if $(AGGREGATES),aggregates) $(if $(START),start) $(SIZE)

.PHONY: soak
soak: tools ## Let visitors read and report for MINUTES while files are imported, and count what fails
	@$(BIN)/python -m tests.drills soak $(MINUTES)

.PHONY: pages-diff
pages-diff: tools ## Compare every page of the demonstration with that of BEFORE, a revision; ALLOW names differences that are meant
	@test -n "$(BEFORE)" || { echo "BEFORE=<revision> is missing" >&2; exit 2; }
	@$(BIN)/python -m tests.pages_diff since $(BEFORE) .pages-diff $(if $(ALLOW),--allow $(ALLOW))

.PHONY: screenshots
screenshots: tools browser ## Take the pictures of the README
	@$(BIN)/python -m tests.screenshots

.PHONY: sbom
SBOM ?= sbom.json
sbom: tools ## Write what a site is made of (CycloneDX) to sbom.json, from the lock of production
	@$(BIN)/cyclonedx-py requirements requirements-production.lock --pyproject pyproject.toml \
		--output-reproducible --of JSON -o $(SBOM)

.PHONY: lock
lock: ## Choose the newest versions of all packages anew and write the lock files
	@rm -rf .venv/lock && $(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	@PATH="$(CURDIR)/.venv/lock/bin:$$PATH" && \
	$(UV_COMPILE) --upgrade --extra dev --extra pdf --extra production --output-file requirements-dev.lock && \
	cp requirements-dev.lock requirements.lock && \
	cp requirements-dev.lock requirements-production.lock && \
	$(UV_COMPILE) --output-file requirements.lock && \
	$(UV_COMPILE) --extra production --output-file requirements-production.lock
	@rm -rf .venv/lock
