# Every target prepares .venv first; a second run finds it ready at once.
PYTHON ?= python3
PORT ?= 8000
SERVE ?= yes
DATA ?=

RUN := .venv/bin/python
BOOTSTRAP := $(PYTHON) scripts/bootstrap.py
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command "make requirements"

.DEFAULT_GOAL := help
.PHONY: help demo test check soak bench kep screenshots mutate requirements parts places clean \
	python runtime dev

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: python ## Build the demonstration scheme, run a round and serve it (SERVE=no, DATA=folder, PORT=8000)
	@$(BOOTSTRAP) runtime $(if $(filter no,$(SERVE)),,--port $(PORT))
	@$(RUN) -m fixtures demo $(if $(filter no,$(SERVE)),--no-serve,--serve --port $(PORT)) $(if $(DATA),--data "$(DATA)")

test: dev ## Run everything the continuous integration runs, with minutes per kind
	@$(RUN) -m scripts.run_tests

check: dev ## Lint, format, types, import contracts and the counts of the tree
	@$(RUN) -m scripts.check

soak: dev ## Run the long versions of the property, stateful and crash tests
	@$(RUN) -m scripts.soak

# ROWS or SMALL ask for a part, which is then all that runs; the service's own
# benches, and the rows that were not asked for, are left alone.
bench: dev ## Measure the engine and the service, and write docs/benchmarks.md (SMALL=1, ROWS="1 5", SEED=1, SEEDS=100, KIDNEY=folder)
	@$(RUN) -m tests.benchmarks.table $(if $(SMALL),--small) $(if $(ROWS),--rows $(ROWS)) \
		$(if $(SEED),--seed $(SEED)) $(if $(SEEDS),--seeds $(SEEDS)) $(if $(KIDNEY),--kidney "$(KIDNEY)")
	@$(if $(SMALL)$(ROWS),:,$(RUN) -m scripts.bench)

kep: dev ## Install kep-solver in var/bench/kep-env, which row 5 of the bench runs against
	@$(RUN) -m tests.benchmarks.kep

screenshots: dev ## Take pictures of the main pages of each role, to be looked at (after make demo)
	@$(RUN) -m scripts.take_screenshots

mutate: dev ## Plant faults in the rules and the book, and tabulate which tests see them
	@$(RUN) -m scripts.mutate

requirements: dev ## Compile the pinned, hashed requirement files from pyproject.toml
	@$(COMPILE) pyproject.toml --extra dev --group install -o requirements-dev.txt
	@$(COMPILE) pyproject.toml -c requirements-dev.txt -o requirements.txt
	@$(COMPILE) --group install -c requirements-dev.txt -o requirements-install.txt
	@$(COMPILE) pyproject.toml --extra places -c requirements-dev.txt -o requirements-places.txt

parts: dev ## List every library that is served, for a scanner: var/parts.cdx.json
	@mkdir -p var
	@$(RUN) -m scripts.print_parts > var/parts.cdx.json

places: dev ## Rebuild the committed geography from its published sources
	@.venv/bin/uv pip install --quiet --python $(RUN) --require-hashes -r requirements-places.txt
	@$(RUN) -m scripts.build_places

clean: ## Remove the environment and everything that was built
	@rm -rf .venv var build dist mutants

python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no $(PYTHON) here: install Python 3.11 or newer (on Debian, apt install python3 python3-venv), then run this again." >&2; exit 1; }

runtime: python
	@$(BOOTSTRAP) runtime

dev: python
	@$(BOOTSTRAP) dev
