# Pumasi needs git, make and Python >= 3.11. The rest is brought into .venv, .local and pwa/node_modules.
#   make up      start everything, print the address and who can sign in (Ctrl-C stops it)
#   make test    everything that can be tested, a real browser included
#   make check   format, lint, types, layers, docs, API description

SHELL := /bin/sh
PY := .venv/bin/python
# Where there is no Node >= 20.19, the environment brings one into .local/node.
export PATH := $(CURDIR)/.local/node/bin:$(CURDIR)/.venv/bin:$(PATH)

PACKAGES := pwa/node_modules/.package-lock.json
BUILT := pwa/dist/.built
STAND_INS := $(patsubst %/package-lock.json,%/node_modules/.package-lock.json,$(wildcard tests/stand-ins/package-lock.json))
SOURCES := $(shell find pwa/src pwa/public pwa/build pwa/messages -type f ! -name '*.gen.ts' ! -name '*.test.*') \
	$(wildcard pwa/*.json pwa/*.ts pwa/*.js pwa/index.html)

.PHONY: up test check bench fmt screens api build environment clean

up: environment $(BUILT)
	@exec $(PY) -m backend.cli up

test: environment $(BUILT) $(STAND_INS)
	cd pwa && npm run test
	CHROMIUM="$$(scripts/chromium.sh)" $(PY) -m pytest

check: environment $(PACKAGES)
	ruff format --check .
	ruff check .
	mypy
	lint-imports
	cd pwa && npm run check
	scripts/api.sh --check
	$(PY) -m pytest tests/house/test_docs.py tests/house/test_compose.py --durations=0 -q

# ROSTER_INSTANCES=folder measures the automatic roster on published instances, too.
bench: environment $(BUILT) $(STAND_INS)
	ROSTER_INSTANCES="$(ROSTER_INSTANCES)" CHROMIUM="$$(scripts/chromium.sh)" $(PY) -m tests.bench

fmt: environment $(PACKAGES)
	ruff check --fix-only --quiet .
	ruff format .
	cd pwa && npm run fmt

screens: environment $(BUILT)
	CHROMIUM="$$(scripts/chromium.sh)" scripts/screens.sh

api: environment $(PACKAGES)
	scripts/api.sh

build: environment $(BUILT)

environment: .venv/.ready

.venv/.ready: uv.lock scripts/bootstrap.sh scripts/node.sh
	scripts/bootstrap.sh
	scripts/node.sh
	touch $@

%/node_modules/.package-lock.json: %/package-lock.json | environment
	cd $* && npm ci --no-audit --no-fund
	touch $@

$(BUILT): $(PACKAGES) $(SOURCES)
	cd pwa && npm run build
	touch $@

clean:
	rm -rf .venv .local .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis \
		pwa/node_modules pwa/dist tests/stand-ins/node_modules
