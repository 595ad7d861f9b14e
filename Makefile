# `make help` lists what a person would type. Everything runs inside .venv, made from the hash-locked requirements.
PYTHON ?= python3
VENV := .venv
# Where it is set, every process that is started compiles every module anew.
unexport PYTHONDONTWRITEBYTECODE
BIN := $(VENV)/bin
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --extra local --extra embeddings --extra pubsub --extra telemetry --extra kubernetes --extra coder --extra console --group build
# What the image of the functions holds: no embedded Postgres, no command line.
IMAGE_LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --extra embeddings --extra pubsub --extra telemetry --extra kubernetes --extra coder \
	--extra agent --extra console --group build
# What installs all the rest.
INSTALLER_LOCK := uv pip compile --group installer --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links
# What reads the locks stands apart from them: it needs nothing of the project.
AUDIT := build/audit
AUDIT_LOCK := $(subst --group installer,--group audit,$(INSTALLER_LOCK))
# Every process that runs tests starts a database of its own. They wait for what they start: there is one more than cores.
SPREAD := --numprocesses auto --maxprocesses 4 --dist worksteal
# What only computes is not faster by more processes than cores.
SPREAD_FAST := --numprocesses logical --maxprocesses 4 --dist worksteal

define install
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@# Modules are compiled when they are first imported; most of what is installed never is.
	requirements/install.sh $(BIN)/python requirements/$(1).txt
	@touch $(VENV)/.run $@
endef

.DEFAULT_GOAL := help
.PHONY: help run demo demo-cluster demo-data screens test test-fast infra-test deploy-plan sbom audit check format bench soak lock clean unit contract integration e2e

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.run: requirements/local.txt pyproject.toml
	$(call install,local)

# All of the other and more.
$(VENV)/.dev: requirements/dev.txt requirements/local.txt pyproject.toml
	$(call install,dev)

run: $(VENV)/.run ## Start the whole system on this machine (Ctrl-C stops it); ARGS="--port 9000" for flags
	@exec $(BIN)/sre run $(ARGS)

demo-cluster: $(VENV)/.run ## The same, with an invented cluster, Argo CD and repository, in which one commit broke a service
	@exec $(BIN)/sre run --demo-cluster $(ARGS)

demo: $(VENV)/.run ## Watch an incident being found, answered with your yes, and written down; ARGS="--fail" when it does not help
	@exec $(BIN)/sre demo $(ARGS)

screens: $(VENV)/.dev ## Take pictures of the console's pages into build/screens, in both themes
	@$(BIN)/python -m tests.support.screens $(ARGS)

demo-data: $(VENV)/.run ## Tell a running system three months of an invented company; ARGS="--seed 8" for another
	@$(BIN)/sre demo-data $(ARGS)

test: $(VENV)/.dev ## Run every test, the long ones first, on every core
	$(BIN)/python -m pytest $(SPREAD) $(ARGS)

test-fast: $(VENV)/.dev ## Run what needs no database and no process: for after each edit
	$(BIN)/python -m pytest $(SPREAD_FAST) --hypothesis-profile fast -m "not postgres and not slow" \
		tests/unit tests/architecture tests/contract $(ARGS)

unit contract integration e2e: $(VENV)/.dev ## Run one level of tests
	$(BIN)/python -m pytest $(SPREAD) tests/$@ $(ARGS)

infra-test: $(VENV)/.dev ## Check infra/terraform and the image offline: Terraform itself, policies, seeded mistakes
	$(BIN)/python -m pytest --numprocesses 0 --timeout 3600 tests/infra $(ARGS)

deploy-plan: ## Say what is missing on this machine to deploy, or show what would change: ENV=dev
	@$(PYTHON) infra/deploy_plan.py $(or $(ENV),dev)

$(AUDIT)/.made: requirements/audit.txt
	$(PYTHON) -m venv --clear $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/audit.txt
	@touch $@

sbom: $(AUDIT)/.made ## Write what the image holds into build/sbom.json (CycloneDX); needs no network once its tools are there
	$(AUDIT)/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible \
		--output-format JSON --output-file build/sbom.json requirements/image.txt

audit: $(AUDIT)/.made ## Ask osv.dev what is known against anything that the locks name
	@$(PYTHON) infra/audit.py $(AUDIT)/bin/pip-audit requirements/*.txt

check: $(VENV)/.dev ## Lint, types, layers, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/python -m shared.bootstrap.contracts --check
	$(BIN)/python -m shared.bootstrap.deployment --check

format: $(VENV)/.dev ## Format and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## Measure the claims into build/bench.json; NAME=ingest runs one
	$(BIN)/python -m bench $(NAME)

soak: $(VENV)/.dev ## Attack a system of its own: NAME=storm kills everything in turn, NAME=siege tries to hold it up, NAME=upgrade replaces the version before, NAME=examples tries every property longer
	$(BIN)/python -m tests.soak.$(or $(NAME),storm) $(ARGS)

lock: ## Resolve the locks again (needs uv)
	$(LOCK) -o requirements/local.txt
	$(LOCK) --extra agent --extra aws --group dev -o requirements/dev.txt
	$(IMAGE_LOCK) -o requirements/image.txt
	$(INSTALLER_LOCK) -o requirements/installer.txt
	$(AUDIT_LOCK) -o requirements/audit.txt

clean: ## Remove what the build made (never the data directory)
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache
