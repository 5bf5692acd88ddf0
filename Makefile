# Everything a person does with this project starts here: `make` lists it.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# What is prepared; a second run finds it newer than what it was made from, and prepares nothing.
PYTHON_READY := $(VENV)/.python-packages-installed
NODE_READY   := node_modules/.installed
FOREIGN      := tests/webex/foreign
# Those that we support; each gets a virtual environment of its own.
PYTHONS      := python3.11 python3.12 python3.13 python3.14
VENVS        := .venvs

# Compiled once for all: each process of the tests would compile the bot anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo tour pictures gallery test pythons foreign coverage bench peers siege lint types fix texts docs audit wheel lock clean

help: ## List these targets
	@echo "Set Up Now"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { \
		line = sprintf("  make %-9s", $$1); \
		words = split($$2, word, " "); \
		for (n = 1; n <= words; n++) { \
			if (length(line) + length(word[n]) > 79) { print line; line = sprintf("%16s", "") } \
			line = line " " word[n]; \
		} \
		print line; \
	}' $(firstword $(MAKEFILE_LIST))

install: $(PYTHON_READY) $(NODE_READY) ## Prepare .venv and node_modules at the locked versions

demo: install ## Run the bot with the embedded local Webex; PROVISIONING=control-hub or webhook lets you be Cisco; STATE=folder keeps it
	@$(BIN)/python app.py demo $(if $(PROVISIONING),--provisioning $(PROVISIONING)) $(if $(STATE),--state $(STATE))

tour: install ## Walk one order from import to provisioned, and print the conversation
	@$(BIN)/python app.py tour

pictures: install ## Take the pictures of the README and the guides anew, in Chromium
	@$(BIN)/python -m tools.pictures

gallery: install ## Show every card in every state, language and scheme on one page, with its bytes against the limit
	@$(BIN)/python -m tools.gallery

test: lint types ## Check style and types, then run all tests
	@$(BIN)/python -m pytest -n auto --dist worksteal

pythons: install ## Run all tests on each Python from 3.11 on that is on PATH
	@for python in $(PYTHONS); do \
		$$python -c '' 2>/dev/null || { echo "There is no $$python here."; continue; }; \
		venv=$(VENVS)/$$python; \
		$(MAKE) --no-print-directory VENV=$$venv PYTHON=$$python $$venv/.python-packages-installed || exit 1; \
		echo "On $$($$venv/bin/python --version):"; \
		$$venv/bin/python -m pytest -n auto --dist worksteal || exit 1; \
	done

coverage: install ## Run all tests, and show the lines and branches that none of them reaches
	@$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term-missing --cov-report=html
	@echo "Line by line: htmlcov/index.html"

foreign: $(FOREIGN)/node_modules/.installed ## Install the bot framework for Node that tests point at the local Webex (90 MB)

bench: install ## Measure acknowledgements, events a second, waits, a storm, large files, and a turn beside a floor
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.large
	@$(BIN)/python -m benchmarks.beside

peers: install $(VENVS)/peers/.ready $(FOREIGN)/node_modules/.installed ## Measure other people's bot frameworks at the same local Webex beside ours
	@$(BIN)/python -m benchmarks.peers

siege: install ## Besiege the bot while orders are set up, then look at what it promised (MINUTES=10 SEED=7)
	@$(BIN)/python -m benchmarks.siege $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

lint: install ## Check style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: install ## Check types
	@$(BIN)/mypy

fix: install ## Put right what style checks can put right by themselves
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

texts: install ## Bring the translations up to date with the sentences in the source
	@$(BIN)/python -m tools.texts

docs: install ## Write the documents that are made from tables
	@$(BIN)/python -m tools.docs

audit: $(VENVS)/audit/.ready ## Look for known vulnerabilities in what is served, and write its bill of materials into dist
	@mkdir -p dist
	@$(VENVS)/audit/bin/cyclonedx-py requirements requirements-serve.lock --pyproject pyproject.toml \
		--output-reproducible --output-file dist/sbom.cdx.json 2>/dev/null
	@echo "Bill of materials (CycloneDX): dist/sbom.cdx.json"
	@$(BIN)/python -m tools.audit $(VENVS)/audit/bin/pip-audit

wheel: install ## Build the package that is installed elsewhere, into dist
	@$(BIN)/hatchling build --target wheel

lock: $(PYTHON_READY) ## Lock the newest versions that pyproject.toml and package.json allow
	@$(UV_LOCK) --group build --output-file requirements-build.lock
	@$(UV_LOCK) pyproject.toml --group dev --output-file requirements.lock
	@$(UV_LOCK) pyproject.toml --constraint requirements.lock --output-file requirements-serve.lock
	@$(UV_LOCK) --group audit --output-file requirements-audit.lock
	@$(UV_LOCK) --group peers --output-file requirements-peers.lock
	@$(WITH_NPM) npm update --package-lock-only --ignore-scripts --no-audit --no-fund --silent
	@$(WITH_NPM) npm --prefix $(FOREIGN) update --package-lock-only --ignore-scripts --no-audit --no-fund --silent
	@echo "Locked. Now: make test"

clean: ## Remove what was prepared and what the tools left behind
	@rm -rf $(VENV) $(VENVS) node_modules $(FOREIGN)/node_modules dist htmlcov screenshots .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- how it is prepared -------------------------------------------------------------------------------

# One lock for all platforms and for every Python from the oldest we support.
UV_LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# Twice quiet: pip's errors are shown, its remarks about the machine's own configuration are not.
PIP_INSTALL = $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps

# The machine's npm where it is new enough, else the one that comes with the Python packages.
WITH_NPM = [ "$$(npm --version 2>/dev/null | cut -d. -f1)" -ge 9 ] 2>/dev/null || PATH="$(CURDIR)/$(BIN):$$PATH";

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "No '$(PYTHON)' here. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3.11" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$$($(PYTHON) --version 2>&1) is too old: Set Up Now needs 3.11 or newer." \
			"Name one: make PYTHON=python3.11" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make virtual environments." \
			"On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; \
		exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(PYTHON_READY): $(BIN)/python requirements-build.lock requirements.lock pyproject.toml
	@echo "Installing the Python packages of requirements.lock (a minute or two) ..."
	@$(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements-build.lock
	@$(PIP_INSTALL) --require-hashes --use-pep517 --no-build-isolation -r requirements.lock
	@$(PIP_INSTALL) --no-build-isolation --editable .
	@touch $@

$(NODE_READY): $(PYTHON_READY) package.json package-lock.json .npmrc
	@echo "Installing the card renderer of package-lock.json ..."
	@$(WITH_NPM) npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(VENVS)/audit/.ready: $(PYTHON_READY) requirements-audit.lock
	@echo "Installing the tools of requirements-audit.lock ..."
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENVS)/audit
	@$(BIN)/uv pip install --quiet --python $(VENVS)/audit/bin/python --require-hashes -r requirements-audit.lock
	@touch $@

$(VENVS)/peers/.ready: $(PYTHON_READY) requirements-peers.lock
	@echo "Installing the frameworks of requirements-peers.lock ..."
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENVS)/peers
	@$(BIN)/uv pip install --quiet --python $(VENVS)/peers/bin/python --require-hashes -r requirements-peers.lock
	@touch $@

$(FOREIGN)/node_modules/.installed: $(PYTHON_READY) $(FOREIGN)/package.json $(FOREIGN)/package-lock.json $(FOREIGN)/.npmrc
	@echo "Installing the bot framework of $(FOREIGN) ..."
	@$(WITH_NPM) cd $(FOREIGN) && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@
